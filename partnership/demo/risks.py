"""Risks and issues of the demonstration: from the fixtures into a story."""

from datetime import timedelta
from typing import Any

from partnership import clock
from partnership.demo.ground import Cast
from partnership.demo.story import read
from partnership.models import User
from workstreams import actions
from workstreams.models import Action, Risk

_PARTS = ("inherent", "residual", "target")


def tell(cast: Cast) -> None:
    for facts in read("risks").get(cast.slug, []):
        Telling(cast, facts).tell()


class Telling:
    """One risk of the fixtures. Ratings stand there as [likelihood, impact]."""

    def __init__(self, cast: Cast, facts: dict[str, Any]) -> None:
        self.cast, self.facts = cast, facts

    def tell(self) -> None:
        story, facts = self.cast.story, self.facts
        story.tell(facts["raised"], "plan", self._raise)
        for action in facts.get("actions", []):
            story.tell(action.get("added", facts["raised"]), "funding", lambda action=action: self._add(action))
            if "done" in action:
                story.tell(action["done"], "end", lambda action=action: self._finish(action))
        for review in facts.get("reviews", []):
            story.tell(review["on"], "approval", lambda review=review: self._review(review))
        if "escalated" in facts:
            story.tell(facts["escalated"]["on"], "comment", self._escalate)
        if "closed" in facts:
            story.tell(facts["closed"]["on"], "end", self._close)

    @property
    def row(self) -> Risk:
        return Risk.objects.get(partnership=self.cast.partnership, title=self.facts["title"], kind=self.facts["kind"])

    def _manager(self) -> User:
        return self.cast.person("manager")

    def _raise(self) -> None:
        words = ("title", "cause", "event", "effect", "proximity", "response", "kind", "remark", "owner_post")
        actions.raise_risk(
            by=self._manager(),
            partnership=self.cast.partnership,
            workstream=self.cast.workstream(self.facts["workstream"]) if "workstream" in self.facts else None,
            ratings=_ratings(self.facts),
            review_on=clock.today() + timedelta(days=self.facts["review_after"]),
            **{name: self.facts[name] for name in words if name in self.facts},
        )

    def _review(self, review: dict[str, Any]) -> None:
        next_on = clock.today() + timedelta(days=review.get("review_after", self.facts["review_after"]))
        actions.review_risk(
            by=self._manager(), risk=self.row, ratings=_ratings(review), next_on=next_on, remark=review["remark"]
        )

    def _escalate(self) -> None:
        actions.escalate_risk(by=self._manager(), risk=self.row, reason=self.facts["escalated"]["reason"])

    def _close(self) -> None:
        actions.close_risk(by=self._manager(), risk=self.row, reason=self.facts["closed"]["reason"])

    def _add(self, action: dict[str, Any]) -> None:
        by, due_on = self._manager(), self.cast.story.day(action["due"])
        row = actions.add_risk_action(
            by=by, risk=self.row, title=action["title"], owner_title=action["owner"], due_on=due_on
        )
        if "progress" in action:
            actions.note_progress(by=by, action=row, text=action["progress"])

    def _finish(self, action: dict[str, Any]) -> None:
        row = Action.objects.get(risk=self.row, title=action["title"])
        done_on = self.cast.story.day(action["done"])
        actions.complete_action(by=self._manager(), action=row, done_on=done_on, proof=action["proof"])


def _ratings(facts: dict[str, Any]) -> dict[str, int]:
    return {
        f"{name}_{part}": facts[name][place]
        for name in _PARTS
        if name in facts
        for place, part in enumerate(("likelihood", "impact"))
    }
