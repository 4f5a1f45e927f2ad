"""Options appraisals of the demonstration: from the fixtures into a story, through the same actions as the pages."""

from dataclasses import dataclass
from typing import Any

from partnership.demo.ground import Cast
from partnership.demo.story import read
from partnership.models import User
from partnership.money import pence_from_text
from workstreams import actions
from workstreams.actions import CriterionFacts, Scored
from workstreams.models import AppraisalScorer, OptionsAppraisal

QUESTION = "How should the three councils run this service? Options, criteria and scores are illustrations."
ILLUSTRATION = "(illustration)"
BASIS = "Demonstration amounts."


def tell(cast: Cast) -> None:
    facts = read("options_appraisals")
    for row in facts["appraisal"]:
        if row["partnership"] != cast.slug:
            continue
        first = Round(cast, facts, row)
        first.tell()
        if "rescored" in row:
            again = {"workstream": row["workstream"], "worth": {}, "options": row["options"] + row["rescored"]["add"]}
            Round(cast, facts, again | row["rescored"], former=first).tell()


@dataclass
class Round:
    """One round: set up, opened, scored, and perhaps decided."""

    cast: Cast
    facts: dict[str, Any]
    row: dict[str, Any]
    former: "Round | None" = None
    made: OptionsAppraisal | None = None

    def tell(self) -> None:
        story, row = self.cast.story, self.row
        story.tell(row["drafted"], "plan", self._draft)
        story.tell(row["opened"], "plan", self._open)
        story.tell(row["scored"], "comment", self._score)
        if "decided" in row:
            story.tell(row["decided"], "body", self._decide)

    @property
    def appraisal(self) -> OptionsAppraisal:
        """As it is by now."""
        assert self.made is not None
        return OptionsAppraisal.objects.select_related("workstream__partnership").get(pk=self.made.pk)

    def _manager(self) -> User:
        return self.cast.person("manager")

    def _draft(self) -> None:
        by = self._manager()
        if self.former:
            self.made = actions.rescore(by=by, appraisal=self.former.appraisal, reason=self.row["reason"])
            self._add_options(self.row["add"])
            return
        workstream = self.cast.workstream(self.row["workstream"])
        self.made = actions.draft_appraisal(by=by, workstream=workstream, question=QUESTION)
        nothing = self.made.options.get()
        actions.edit_option(
            by=by, option=nothing, cost_pence=0, benefit_pence=0, basis=BASIS, **self.facts["options"]["nothing"]
        )
        self._add_options(self.row["options"][1:])
        rows = [CriterionFacts(**each) for each in self.facts["criteria"]]
        actions.edit_criteria(by=by, appraisal=self.made, rows=rows)
        for code in self.row["scores"]:
            actions.add_scorer(by=by, appraisal=self.made, person=self.cast.person("officer", code))
        if "post" in self.row:
            actions.add_scorer(by=by, appraisal=self.made, post=self.row["post"]["name"])

    def _add_options(self, keys: list[str]) -> None:
        for key in keys:
            worth = self.row["worth"].get(key, {})
            facts = dict(self.facts["options"][key])
            if worth:
                facts |= {"basis": worth.get("basis", BASIS)}
                facts |= {f"{name}_pence": pence_from_text(worth[name]) for name in ("cost", "benefit")}
            actions.add_option(by=self._manager(), appraisal=self.appraisal, **facts)

    def _open(self) -> None:
        actions.open_scoring(by=self._manager(), appraisal=self.appraisal)

    def _score(self) -> None:
        """Each officer for themselves; the manager for a post whose holder does not sign in."""
        for code, lines in self.row["scores"].items():
            person = self.cast.person("officer", code)
            self._record(person, self.appraisal.scorers.get(person=person), lines)
        if "post" in self.row:
            self._record(self._manager(), self.appraisal.scorers.get(person=None), self.row["post"]["scores"])

    def _record(self, by: User, scorer: AppraisalScorer, lines: list[str]) -> None:
        options, criteria = list(self.appraisal.options.all()), list(self.appraisal.criteria.all())
        rows = [
            Scored(option, criterion, int(points), f"{why} {ILLUSTRATION}")
            for option, key, line in zip(options, self.row["options"], lines, strict=False)
            for criterion, points, why in zip(criteria, line, self.facts["reasons"][key], strict=True)
        ]
        actions.record_scores(by=by, scorer=scorer, rows=rows)

    def _decide(self) -> None:
        name = self.facts["options"][self.row["preferred"]]["name"]
        actions.decide_options(
            by=self._manager(),
            appraisal=self.appraisal,
            option=self.appraisal.options.get(name=name),
            reason=self.row["decision"] if self.former else self.row["reason"],
            decided_on=self.row["decided"],
            body="Joint Board",
            minute=self.row["minute"],
        )
