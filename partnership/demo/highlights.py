"""Highlight reports of the demonstration: from the fixtures into a story."""

from datetime import date, timedelta
from typing import Any

from partnership.demo.ground import Cast
from partnership.demo.story import read
from partnership.models import User
from savings import actions
from savings.highlights import months
from savings.models import HighlightReport
from savings.models.highlights import ASPECTS, POINTS

DAYS_TO_SUBMIT = 8  # after the end of the month


def tell(cast: Cast) -> None:
    for facts in read("highlights").get(cast.slug, []):
        Telling(cast, facts).tell()


class Telling:
    """One report of the fixtures: what it does not say stays as it was in the one before."""

    def __init__(self, cast: Cast, facts: dict[str, Any]) -> None:
        self.cast, self.facts = cast, facts

    def tell(self) -> None:
        story = self.cast.story
        last_day = months.shifted(self.month, 1) - timedelta(days=1)
        story.tell(last_day, "comment", self._draft)
        if not self.facts.get("draft"):
            story.tell(last_day + timedelta(days=DAYS_TO_SUBMIT), "comment", self._submit)
        if "corrected" in self.facts:
            story.tell(self.facts["corrected"]["on"], "comment", self._correct)

    @property
    def month(self) -> date:
        """A number counts back: 1 is the last month that is over."""
        value = self.facts["month"]
        if isinstance(value, date):
            return value
        return months.shifted(months.last_over(self.cast.story.today), 1 - value)

    def _lead(self) -> User:
        return self.cast.person(f"lead.{self.facts['workstream']}")

    def _last(self) -> HighlightReport:
        rows = HighlightReport.objects.filter(workstream__partnership=self.cast.partnership, month=self.month)
        rows = rows.filter(workstream__slug=self.facts["workstream"]).select_related("workstream__partnership")
        return rows.order_by("-version")[0]

    def _draft(self) -> None:
        stream = self.cast.workstream(self.facts["workstream"])
        report = actions.draft_highlight(by=self._lead(), workstream=stream, month=self.month)
        actions.edit_highlight(by=self._lead(), report=report, **_words(self.facts))

    def _submit(self) -> None:
        actions.submit_highlight(by=self._lead(), report=self._last())

    def _correct(self) -> None:
        facts = self.facts["corrected"]
        report = actions.correct_highlight(by=self._lead(), report=self._last(), reason=facts["reason"])
        actions.edit_highlight(by=self._lead(), report=report, **_words(facts))
        actions.submit_highlight(by=self._lead(), report=report)


def _words(facts: dict[str, Any]) -> Any:
    """Ratings stand there as [rating, reason]."""
    said = {name: facts[name] for name in POINTS if name in facts}
    for aspect in ASPECTS:
        if aspect in facts:
            said[aspect], said[f"{aspect}_reason"] = facts[aspect]
    return said
