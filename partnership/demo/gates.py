"""Policies of gates, moves through them, ratifications and gateway reviews: from the fixtures into a story."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from partnership.demo.ground import Cast
from workstreams import actions, stages
from workstreams.gates import Terms
from workstreams.models import GatewayReview, Recommendation, Workstream

LEFT_OUT = "The papers name no day for this stage."


def tell(cast: Cast) -> None:
    for facts in cast.facts.get("policy", []):
        cast.story.tell(facts["from"], "body", lambda facts=facts: _decide(cast, facts))
    for facts in cast.facts.get("ratification", []):
        cast.story.tell(facts["on"], "body", lambda facts=facts: _ratify(cast, facts))
    for facts in cast.facts.get("review", []):
        Review(cast, facts).tell()


def go_on(cast: Cast, workstream: Workstream, stage: str, override: str = "") -> None:
    """On to this stage, through each gate on the way; where one is not met, past it, if the fixtures say why."""
    while (following := stages.following(workstream.stage)) and workstream.stage != stage:
        reason = "" if following == stage else LEFT_OUT
        try:
            actions.advance(by=cast.person("manager"), workstream=workstream, reason=reason)
        except ValidationError:
            if not override:
                raise
            actions.override_gate(by=cast.person("steering"), workstream=workstream, reason=override)
        workstream.refresh_from_db()


def _decide(cast: Cast, facts: dict[str, Any]) -> None:
    asked = [
        actions.Requirement(
            row["stage"], row["kind"], Terms(row.get("threshold"), row.get("by_year"), row.get("review"))
        )
        for row in facts["requirements"]
    ]
    policy = actions.propose_policy(
        by=cast.person("manager"),
        partnership=cast.partnership,
        from_on=facts["from"],
        reason=facts["reason"],
        requirements=asked,
    )
    actions.approve_policy(by=cast.person("steering"), policy=policy)


def _ratify(cast: Cast, facts: dict[str, Any]) -> None:
    for code in facts["organisations"]:
        actions.ratify(
            by=cast.person("chief", code),
            workstream=cast.workstream(facts["workstream"]),
            organisation=cast.organisation(code),
            stage=facts["stage"],
            decision="approved",
            conditions="",
            decided_on=facts["on"],
            body="Executive",
            minute=f"{facts['minute']}/{code}",
        )


class Review:
    """One gateway review of the fixtures: planned, reported, and what was recommended as far as it has come."""

    def __init__(self, cast: Cast, facts: dict[str, Any]) -> None:
        self.cast, self.facts = cast, facts

    def tell(self) -> None:
        story = self.cast.story
        story.tell(self.facts["planned"], "plan", self._plan)
        if "reported" not in self.facts:
            return
        story.tell(self.facts["reported"], "plan", self._report)
        for row in self.facts["recommendations"]:
            for note in row.get("notes", []):
                story.tell(note["on"], "comment", lambda row=row, note=note: self._note(row, note["text"]))
            if "done" in row:
                story.tell(row["done"], "end", lambda row=row: self._complete(row))

    @property
    def row(self) -> GatewayReview:
        workstream = self.cast.workstream(self.facts["workstream"])
        return GatewayReview.objects.get(workstream=workstream, number=self.facts["gate"])

    def _day(self, value: date | int) -> date:
        return self.cast.story.day(value)

    def _plan(self) -> None:
        actions.plan_review(
            by=self.cast.person("manager"),
            workstream=self.cast.workstream(self.facts["workstream"]),
            number=self.facts["gate"],
            from_on=self._day(self.facts["from"]),
            team="\n".join(self.facts["team"]),
        )

    def _report(self) -> None:
        manager, review = self.cast.person("manager"), self.row
        actions.report_review(
            by=manager,
            review=review,
            reported_on=self._day(self.facts["reported"]),
            confidence=self.facts["confidence"],
            findings=self.facts["findings"],
        )
        for row in self.facts["recommendations"]:
            actions.recommend(
                by=manager,
                review=review,
                priority=row["priority"],
                finding=row.get("finding", ""),
                title=row["title"],
                owner_title=row["owner"],
                owner=self.cast.person(row["person"]) if "person" in row else None,
                organisation=self.cast.organisation(row["organisation"]) if "organisation" in row else None,
                due_on=self._day(row["due"]),
            )

    def _of(self, row: dict[str, Any]) -> Recommendation:
        return self.row.recommendations.select_related("action").get(action__title=row["title"])

    def _note(self, row: dict[str, Any], text: str) -> None:
        actions.note_progress(by=self.cast.person("manager"), action=self._of(row).action, text=text)

    def _complete(self, row: dict[str, Any]) -> None:
        actions.complete_action(
            by=self.cast.person("manager"),
            action=self._of(row).action,
            done_on=self._day(row["done"]),
            proof=row["proof"],
        )
