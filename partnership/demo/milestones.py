"""What milestones of the demonstration wait for, the baselines of its plans, and a plan that runs today."""

from typing import Any

from partnership.demo.ground import Cast
from partnership.demo.story import read
from workstreams import actions
from workstreams.models import Milestone

_DAYS = ("planned_start", "planned", "forecast_start", "forecast", "actual_start", "actual")


def tell(cast: Cast) -> None:
    for facts in read("milestones").get(cast.slug, []):
        Schedule(cast, facts).tell()


class Schedule:
    """The plan of one workstream: what the fixtures say of it besides its first milestones."""

    def __init__(self, cast: Cast, facts: dict[str, Any]) -> None:
        self.cast, self.facts = cast, facts

    def tell(self) -> None:
        story = self.cast.story
        for row in self.facts.get("milestones", []):
            story.tell(row["added"], "plan", lambda row=row: self._add(row))
            for change in row.get("changes", []):
                story.tell(change["on"], "funding", lambda row=row, change=change: self._change(row, change))
        for row in self.facts.get("waits", []):
            story.tell(self.facts["from"], "agreement", lambda row=row: self._wait(row))
        for row in self.facts.get("baselines", []):
            story.tell(row["on"], "approval", lambda row=row: self._baseline(row))

    def _dates(self, row: dict[str, Any]) -> dict[str, Any]:
        return {f"{name}_on": self.cast.story.day(row[name]) for name in _DAYS if name in row}

    def _milestone(self, title: str) -> Milestone:
        workstream = self.cast.workstream(self.facts["workstream"])
        return Milestone.objects.select_related("workstream__partnership").get(workstream=workstream, title=title)

    def _add(self, row: dict[str, Any]) -> None:
        actions.add_milestone(
            by=self.cast.person("manager"),
            workstream=self.cast.workstream(self.facts["workstream"]),
            title=row["title"],
            owner_post=row.get("owner_post", ""),
            **self._dates(row),
        )

    def _change(self, row: dict[str, Any], change: dict[str, Any]) -> None:
        milestone = self._milestone(row["title"])
        actions.edit_milestone(by=self.cast.person("manager"), milestone=milestone, **self._dates(change))

    def _wait(self, row: dict[str, Any]) -> None:
        actions.set_dependencies(
            by=self.cast.person("manager"),
            milestone=self._milestone(row["title"]),
            waits_for=[self._milestone(title) for title in row["for"]],
        )

    def _baseline(self, row: dict[str, Any]) -> None:
        workstream = self.cast.workstream(self.facts["workstream"])
        actions.set_plan_baseline(by=self.cast.person("manager"), workstream=workstream, reason=row["reason"])
