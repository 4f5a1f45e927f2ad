"""Workstreams: who takes part, who hosts, how far they are, what was planned, what paid for it, what it cost."""

from typing import Any

from partnership.demo import gates
from partnership.demo.ground import Cast, appoint
from partnership.models import User
from partnership.money import pence_from_text
from workstreams import actions
from workstreams.models import Hosting, Milestone, Participation, Workstream


def tell(cast: Cast) -> None:
    for facts in cast.facts["workstream"]:
        Plan(cast, facts).tell()
    for row in cast.facts.get("funding", []):
        cast.story.tell(row["awarded"], "funding", lambda row=row: _fund(cast, row))
    for row in cast.facts.get("contribution", []):
        cast.story.tell(row["on"], "funding", lambda row=row: _contribute(cast, row))


class Plan:
    """One workstream of the fixtures."""

    def __init__(self, cast: Cast, facts: dict[str, Any]) -> None:
        self.cast, self.facts = cast, facts

    @property
    def row(self) -> Workstream:
        return self.cast.workstream(self.facts["slug"])

    def tell(self) -> None:
        story, since = self.cast.story, self.facts["since"]
        story.tell(since, "workstream", self._begin)
        if self.facts.get("lead"):
            story.tell(since, "participation", self._appoint_lead)
        for change in self.facts.get("changes", []):
            story.tell(change["on"], "stage", lambda change=change: self._change(change))
        self._tell_organisations()
        for milestone in self.facts.get("milestones", []):
            self._tell_milestone(milestone)
        for baseline in self.facts.get("baselines", []):
            story.tell(baseline["on"], "plan", lambda baseline=baseline: self._baseline(baseline))

    def _tell_organisations(self) -> None:
        """Participations and hostings as they begin and end."""
        story, since = self.cast.story, self.facts["since"]
        for row in self._participants():
            story.tell(max(row["from"], since), "participation", lambda row=row: self._join(row))
            if "until" in row:
                story.tell(row["until"], "end", lambda row=row: self._leave(row))
        for row in self.facts.get("hosts", []):
            entered = row.get("entered", max(row["from"], since))
            story.tell(entered, "participation", lambda row=row: self._host(row))
            if "until" in row:
                story.tell(row["until"], "end", lambda row=row: self._end_host(row))

    def _participants(self) -> list[dict[str, Any]]:
        rows = self.facts["participants"]
        if rows[0]["organisation"] == "all":
            return [rows[0] | {"organisation": code} for code in self.cast.voting]
        return rows

    def _tell_milestone(self, row: dict[str, Any]) -> None:
        """Planned when the workstream begins (or when added), forecast anew, and done."""
        story, added = self.cast.story, row.get("added", self.facts["since"])
        story.tell(added, "plan", lambda: self._plan(row))
        if "forecast" in row:
            story.tell(row["forecast_on"], "plan", lambda: self._move(row, forecast_on=row["forecast"]))
        if "actual" in row:
            story.tell(row["actual"], "end", lambda: self._move(row, actual_on=row["actual"]))

    def _manager(self) -> User:
        return self.cast.person("manager")

    def _begin(self) -> None:
        words = {
            name: self.facts[name] for name in ("name", "slug", "purpose", "stage", "delivery") if name in self.facts
        }
        actions.add_workstream(by=self._manager(), partnership=self.cast.partnership, **words)

    def _appoint_lead(self) -> None:
        appoint(self.cast, f"lead.{self.facts['slug']}", "lead", "Lead officer", workstream=self.row)

    def _change(self, change: dict[str, Any]) -> None:
        if words := {name: change[name] for name in ("delivery", "basis") if name in change}:
            actions.edit_workstream(by=self._manager(), workstream=self.row, **words)
        if "stage" in change:
            gates.go_on(self.cast, self.row, change["stage"], change.get("override", ""))

    def _join(self, row: dict[str, Any]) -> None:
        actions.add_participation(
            by=self._manager(),
            workstream=self.row,
            organisation=self.cast.organisation(row["organisation"]),
            from_on=row["from"],
            form_signed_on=row.get("signed"),
        )

    def _leave(self, row: dict[str, Any]) -> None:
        participation = Participation.objects.get(**self._of(row))
        actions.edit_participation(by=self._manager(), participation=participation, to_on=row["until"])

    def _host(self, row: dict[str, Any]) -> None:
        organisation = self.cast.organisation(row["organisation"])
        actions.add_hosting(by=self._manager(), workstream=self.row, organisation=organisation, from_on=row["from"])

    def _end_host(self, row: dict[str, Any]) -> None:
        hosting = Hosting.objects.get(**self._of(row))
        actions.edit_hosting(by=self._manager(), hosting=hosting, to_on=row["until"])

    def _of(self, row: dict[str, Any]) -> dict[str, Any]:
        return {"workstream": self.row, "organisation__code": row["organisation"], "from_on": row["from"]}

    def _plan(self, row: dict[str, Any]) -> None:
        actions.add_milestone(by=self._manager(), workstream=self.row, title=row["title"], planned_on=row["planned"])

    def _move(self, row: dict[str, Any], **dates: Any) -> None:
        milestone = Milestone.objects.get(workstream=self.row, title=row["title"])
        actions.edit_milestone(by=self._manager(), milestone=milestone, **dates)

    def _baseline(self, row: dict[str, Any]) -> None:
        actions.add_baseline(
            by=self._manager(),
            workstream=self.row,
            year=row["year"],
            cost_pence=pence_from_text(row["cost"]),
            source=row["source"],
        )


def _fund(cast: Cast, row: dict[str, Any]) -> None:
    actions.add_funding(
        by=cast.person("manager"),
        partnership=cast.partnership,
        workstream=cast.workstream(row["workstream"]) if "workstream" in row else None,
        funder=row["funder"],
        amount_pence=pence_from_text(row["amount"]),
        awarded_on=row["awarded"],
        purpose=row["purpose"],
        conditions=row.get("conditions", ""),
        use_until_on=row.get("use_until"),
        reference=row.get("reference", ""),
    )


def _contribute(cast: Cast, row: dict[str, Any]) -> None:
    for code in row["organisations"]:
        actions.add_contribution(
            by=cast.person("manager"),
            partnership=cast.partnership,
            organisation=cast.organisation(code),
            workstream=cast.workstream(row["workstream"]) if "workstream" in row else None,
            amount_pence=pence_from_text(row["amount"]),
            **{name: row[name] for name in ("year", "kind", "purpose")},
        )
