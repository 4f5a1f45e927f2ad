"""How well the services run, what they cost before by heading, and the A-Z: from a fixture into a story."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from partnership.dated import Period
from partnership.demo.ground import MAIL, Cast
from partnership.demo.story import read
from partnership.models import User
from partnership.money import pence_from_text
from workstreams import actions
from workstreams.actions import Measured, Question, Surveyed, Volume
from workstreams.measuring import hundredths_from_text
from workstreams.models import BaselineCost, Indicator
from workstreams.spans import Span, last_over
from workstreams.surveying import Answers, Result

ARRIVES = 14  # days after the end of its period


def tell(cast: Cast) -> None:
    facts = read("performance")
    for name, told in (("baseline", _baseline), ("correction", _correct), ("service", _service)):
        for row in _of(cast, facts[name]):
            cast.story.tell(row["on"], "plan", lambda row=row, told=told: told(cast, row))
    for row in _of(cast, facts["public"]):
        cast.story.tell(row["on"], "pack", lambda: _publish(cast))
    for row in _of(cast, facts["indicator"]):
        Measuring(cast, row, facts["illustrative"]).tell()


def _publish(cast: Cast) -> None:
    actions.publish_services(by=_manager(cast), partnership=cast.partnership)


def _of(cast: Cast, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if row["partnership"] == cast.slug]


def _manager(cast: Cast) -> User:
    return cast.person("manager")


def _amounts(row: dict[str, Any]) -> dict[str, Any]:
    return {f"{heading}_pence": pence_from_text(text) for heading, text in row["amounts"].items()}


def _baseline(cast: Cast, row: dict[str, Any]) -> None:
    actions.add_baseline(
        by=_manager(cast),
        workstream=cast.workstream(row["workstream"]),
        organisation=cast.organisation(row["organisation"]),
        year=row["year"],
        volumes=[Volume(counted, number * 100) for counted, number in row["volumes"].items()],
        source=read("performance")["illustrative"],
        **_amounts(row),
    )


def _correct(cast: Cast, row: dict[str, Any]) -> None:
    of = {"workstream": cast.workstream(row["workstream"]), "organisation__code": row["organisation"]}
    baseline = BaselineCost.objects.in_force().get(year=row["year"], **of)
    actions.edit_baseline(by=_manager(cast), baseline=baseline, reason=row["reason"], **_amounts(row))


def _service(cast: Cast, row: dict[str, Any]) -> None:
    words = ("name", "description", "basis", "web")
    actions.add_service(
        by=_manager(cast),
        partnership=cast.partnership,
        workstream=cast.workstream(row["workstream"]) if "workstream" in row else None,
        organisations=[cast.organisation(code) for code in row.get("organisations", [])],
        email=f"{row['email']}@{MAIL}" if "email" in row else "",
        **{name: row[name] for name in words if name in row},
    )


@dataclass
class Measuring:
    """One indicator and its readings, each recorded when it would have arrived."""

    cast: Cast
    facts: dict[str, Any]
    source: str

    def tell(self) -> None:
        self.cast.story.tell(self._defined_on, "plan", self._define)
        for on, rows in self._arrivals().items():
            self.cast.story.tell(on, "statement", lambda rows=rows: self._record(rows))
        if survey := self.facts.get("survey"):
            on = self._year(survey["year"]).last_on + timedelta(days=ARRIVES)
            self.cast.story.tell(on, "statement", lambda: self._survey(survey))

    @cached_property
    def row(self) -> Indicator:
        where = {"workstream": self.cast.workstream(self.facts["workstream"]), "name": self.facts["name"]}
        return Indicator.objects.select_related("workstream__partnership").get(**where)

    @property
    def _defined_on(self) -> date:
        """What was measured before sharing is recorded then: before the baseline is locked."""
        on: date = self.facts.get("defined", self.facts["from"])
        return on

    def _survey(self, facts: dict[str, Any]) -> None:
        questions = [Question(row["words"], Answers(tuple(row["counts"]))) for row in facts["questions"]]
        names = ("title", "asked", "sent", "answered")
        actions.record_survey(
            by=_manager(self.cast),
            indicator=self.row,
            span=self._year(facts["year"]),
            survey=Surveyed(**{name: facts[name] for name in names}, result=Result.SATISFIED, questions=questions),
        )

    def _define(self) -> None:
        target = self.facts.get("target")
        words = ("name", "kind", "question", "definition", "unit", "better", "frequency", "measured")
        actions.add_indicator(
            by=_manager(self.cast),
            workstream=self.cast.workstream(self.facts["workstream"]),
            target_hundredths=hundredths_from_text(target) if target else None,
            tolerance_hundredths=hundredths_from_text(self.facts.get("tolerance", "0")),
            from_on=self.facts["from"],
            to_on=self.facts.get("until"),
            **{name: self.facts[name] for name in words if name in self.facts},
        )

    def _arrivals(self) -> dict[date, list[dict[str, Any]]]:
        """What is recorded on which day. What was measured before there was the indicator arrives with it."""
        found: dict[date, list[dict[str, Any]]] = {}
        for row in (*self._before(), *self._yearly(), *self._quarterly(), *self._exercises(), *self._comparators()):
            on = row.pop("on", None) or row["span"].last_on + timedelta(days=ARRIVES)
            found.setdefault(max(on, self._defined_on), []).append(row)
        return found

    def _before(self) -> Iterator[dict[str, Any]]:
        for row in self.facts.get("before", []):
            counted = {"respondents": row["respondents"]} if "respondents" in row else {}
            yield self._reading(self._year(row["year"]), row, before_sharing=True, on=self._defined_on) | counted

    def _yearly(self) -> Iterator[dict[str, Any]]:
        for year, value in self.facts.get("years", {}).items():
            yield self._reading(self._year(int(year)), {"value": value})
        for year, values in self.facts.get("by_organisation", {}).items():
            for code, value in values.items():
                yield self._reading(self._year(int(year)), {"value": value, "organisation": code})

    def _quarterly(self) -> Iterator[dict[str, Any]]:
        newest = last_over(self.cast.story.today - timedelta(days=ARRIVES + 1), "quarter")
        for code, values in self.facts.get("quarters", {}).items():
            span = newest
            for value in reversed(values):
                if value:
                    yield self._reading(span, {"value": value, "organisation": "" if code == "joint" else code})
                span = span.before

    def _exercises(self) -> Iterator[dict[str, Any]]:
        for row in self.facts.get("exercises", []):
            span = self._year(row["year"])
            yield self._reading(span, row, on=row["on"])
            yield self._reading(span, {"value": row["average"]}, comparator="National average", on=row["on"])

    def _comparators(self) -> Iterator[dict[str, Any]]:
        for row in self.facts.get("comparators", []):
            yield self._reading(self._year(row["year"]), row, comparator=row["name"])

    def _year(self, value: int) -> Span:
        period = Period(self.cast.story.year(value))
        return Span(period.first_on, period.last_on)

    def _reading(self, span: Span, row: dict[str, Any], **more: Any) -> dict[str, Any]:
        surveyed = "respondents" in self.facts and "comparator" not in more
        counted = {"respondents": self.facts["respondents"]} if surveyed else {}
        return {"span": span, "value": row["value"], "organisation": row.get("organisation", ""), **counted, **more}

    def _record(self, rows: list[dict[str, Any]]) -> None:
        measured = [
            Measured(
                **(row | {"value": hundredths_from_text(row["value"])} | self._whose(row["organisation"])),
                indicator=self.row,
                source=self.source,
                note=self.facts.get("note", ""),
            )
            for row in rows
        ]
        actions.record_readings(by=_manager(self.cast), rows=measured)

    def _whose(self, code: str) -> dict[str, Any]:
        return {"organisation": self.cast.organisation(code) if code else None}
