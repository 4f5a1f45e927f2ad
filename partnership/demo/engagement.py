"""Lessons, communications and consultations of the demonstration: from the fixtures into a story."""

from typing import Any

from django.core.files.base import ContentFile

from partnership.demo.ground import Cast
from partnership.demo.story import read
from partnership.models import User
from workstreams import actions
from workstreams.models import Consultation, Consultee, Workstream


def tell(cast: Cast) -> None:
    facts = read("engagement")
    for row in _of(cast, facts["lesson"]):
        cast.story.tell(row["learned_on"], "comment", lambda row=row: _learn(cast, row))
    for row in _of(cast, facts["communication"]):
        cast.story.tell(row.get("entered", row["on"]), "comment", lambda row=row: _communicate(cast, row))
    for row in _of(cast, facts["consultation"]):
        Consulting(cast, row).tell()
    for row in _of(cast, facts["public"]):
        cast.story.tell(row["on"], "pack", lambda: _publish(cast))


def _of(cast: Cast, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if row["partnership"] == cast.slug]


def _manager(cast: Cast) -> User:
    return cast.person("manager")


def _workstream(cast: Cast, row: dict[str, Any]) -> Workstream | None:
    return cast.workstream(row["workstream"]) if "workstream" in row else None


def _papers(row: dict[str, Any]) -> list[ContentFile]:
    return [ContentFile(row["paper"]["text"].encode(), name=row["paper"]["name"])] if "paper" in row else []


def _learn(cast: Cast, row: dict[str, Any]) -> None:
    words = ("title", "stage", "situation", "learned", "recommendation", "tags", "is_public")
    actions.record_lesson(
        by=_manager(cast),
        partnership=cast.partnership,
        workstream=_workstream(cast, row),
        learned_on=cast.story.day(row["learned_on"]),
        **{name: row[name] for name in words if name in row},
    )


def _communicate(cast: Cast, row: dict[str, Any]) -> None:
    with actions.stored_papers(cast.partnership, _papers(row)) as papers:
        actions.log_communication(
            by=_manager(cast),
            partnership=cast.partnership,
            workstream=_workstream(cast, row),
            on=cast.story.day(row["on"]),
            files=papers,
            **{name: row[name] for name in ("kind", "title", "audience", "said")},
        )


def _publish(cast: Cast) -> None:
    actions.publish_lessons(by=_manager(cast), partnership=cast.partnership)


class Consulting:
    """One consultation of the fixtures: opened, answered by each as they do, closed."""

    def __init__(self, cast: Cast, facts: dict[str, Any]) -> None:
        self.cast, self.facts = cast, facts

    def tell(self) -> None:
        story, facts = self.cast.story, self.facts
        story.tell(facts["opened"], "plan", self._open)
        for number, who in enumerate(facts["who"]):
            if "answered" in who:
                story.tell(who["answered"], "comment", lambda number=number, who=who: self._answer(number, who))
        if "closed" in facts:
            story.tell(facts["closed"], "end", self._close)

    @property
    def row(self) -> Consultation:
        return Consultation.objects.get(partnership=self.cast.partnership, title=self.facts["title"])

    def _open(self) -> None:
        facts, cast = self.facts, self.cast
        with actions.stored_papers(cast.partnership, _papers(facts)) as papers:
            opened = actions.open_consultation(
                by=_manager(cast),
                partnership=cast.partnership,
                workstream=_workstream(cast, facts),
                opened_on=cast.story.day(facts["opened"]),
                closes_on=cast.story.day(facts["due"]),
                files=papers,
                **{name: facts[name] for name in ("title", "stage", "proposal") if name in facts},
            )
        for who in facts["who"]:
            of = cast.organisation(who["organisation"]) if "organisation" in who else None
            name = who.get("name", "")
            facts_of = {"group": who["group"], "organisation": of, "name": name, "asked_on": opened.opened_on}
            actions.add_consultee(by=_manager(cast), consultation=opened, **facts_of)

    def _answer(self, number: int, who: dict[str, Any]) -> None:
        consultee: Consultee = self.row.consultees.order_by("pk")[number]
        actions.edit_consultee(
            by=_manager(self.cast),
            consultee=consultee,
            answered_on=self.cast.story.day(who["answered"]),
            response=who["response"],
            done=who.get("done", ""),
        )

    def _close(self) -> None:
        actions.close_consultation(
            by=_manager(self.cast),
            consultation=self.row,
            result=self.facts["result"],
            outcome=self.facts["outcome"],
        )
