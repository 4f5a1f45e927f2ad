"""Business cases and discount rates: from the fixtures into a story, through the same actions as the pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from partnership.apportionment import Part, split
from partnership.demo.ground import Cast
from partnership.demo.story import read
from partnership.models import Organisation
from partnership.money import hundredths_from_percent_text, pence_from_text
from workstreams import actions
from workstreams.actions import HeadingFacts, LineFacts, RiskFacts, ScoreFacts
from workstreams.models import BusinessCase

WORDS = ("summary", "preferred_option", "whole_programme", "first_year", "years")
LARGEST_PER_CENT = 1_000_00


def tell(cast: Cast) -> None:
    facts = read("business_cases")
    for row in facts["discount_rate"]:
        if row["partnership"] == cast.slug:
            cast.story.tell(row["on"], "plan", lambda row=row: _record_rate(cast, row))
    for row in facts["cost"]:
        if row["partnership"] == cast.slug:
            cast.story.tell(row["on"], "funding", lambda row=row: _record_cost(cast, row))
    for row in facts["case"]:
        if row["partnership"] == cast.slug:
            Case(cast, row).tell()


def _record_rate(cast: Cast, row: dict[str, Any]) -> None:
    actions.record_discount_rate(
        by=cast.person("manager"),
        partnership=cast.partnership,
        from_on=row["from"],
        rate_hundredths=hundredths_from_percent_text(row["rate"]),
        reason=row["reason"],
    )


def _record_cost(cast: Cast, row: dict[str, Any]) -> None:
    """What a workstream cost each council in a year."""
    for code in row["organisations"]:
        actions.add_contribution(
            by=cast.person("manager"),
            partnership=cast.partnership,
            organisation=cast.organisation(code),
            workstream=cast.workstream(row["workstream"]),
            year=row["year"],
            kind="own_cost",
            amount_pence=pence_from_text(row["amount"]),
            purpose=row["purpose"],
        )


@dataclass
class Case:
    """One version of a business case: drafted, and perhaps submitted and approved."""

    cast: Cast
    facts: dict[str, Any]
    case: BusinessCase | None = None

    def tell(self) -> None:
        story = self.cast.story
        story.tell(self.facts["drafted"], "plan", self._draft)
        if "submitted" in self.facts:
            story.tell(self.facts["submitted"], "plan", self._submit)
        if "approved" in self.facts:
            story.tell(self.facts["approved"], "approval", self._approve)

    def _draft(self) -> None:
        manager, facts = self.cast.person("manager"), self.facts
        case = actions.draft_case(by=manager, workstream=self.cast.workstream(facts["workstream"]))
        words = {name: facts[name] for name in WORDS if name in facts}
        risks = [RiskFacts(**row) for row in facts["risks"]] if "risks" in facts else None
        case = actions.edit_case(by=manager, case=case, risks=risks, **words)
        for organisation, rows in self._lines(case).items():
            actions.edit_lines(by=manager, case=case, organisation=organisation, rows=rows)
        if "ranges" in facts:
            actions.edit_assumptions(by=manager, case=case, headings=self._headings())
        if "scores" in facts:
            actions.edit_scores(by=manager, case=case, rows=[_score(row) for row in facts["scores"]])
        self.case = case

    def _submit(self) -> None:
        assert self.case is not None
        actions.submit_case(by=self.cast.person("manager"), case=self.case)

    def _approve(self) -> None:
        assert self.case is not None
        actions.approve_case(by=self.cast.person("steering"), case=self.case, decision=self.facts["decision"])

    def _lines(self, case: BusinessCase) -> Mapping[Organisation, list[LineFacts]]:
        """Equal parts of each line, to the penny or the hundredth of an hour."""
        parties = list(case.parties)
        found: dict[Organisation, list[LineFacts]] = {party: [] for party in parties}
        for row in self.facts["lines"]:
            whole = pence_from_text(row["hours"] if "hours" in row else row["amount"])
            rate = pence_from_text(row["rate"]) if "rate" in row else None
            parts = split(whole, [Part(party.pk, 1) for party in parties])
            for party, part in zip(parties, parts, strict=True):
                amounts = dict.fromkeys(range(row["from"], row["until"] + 1), part.pence)
                found[party].append(LineFacts(row["heading"], row["description"], amounts, rate))
        return found

    def _headings(self) -> list[HeadingFacts]:
        bias, ranges = self.facts.get("bias", {}), self.facts["ranges"]
        return [
            HeadingFacts(
                heading,
                _per_cent(bias.get(heading, "0")),
                *(_per_cent(end) for end in ranges.get(heading, ("100", "100"))),
            )
            for heading in sorted({*bias, *ranges})
        ]


def _score(row: dict[str, Any]) -> ScoreFacts:
    return ScoreFacts(row["criterion"], row["weight"], _per_cent(row["before"]), _per_cent(row["after"]))


def _per_cent(text: str) -> int:
    return hundredths_from_percent_text(text, maximum=LARGEST_PER_CENT)
