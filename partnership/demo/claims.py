"""Savings and the life of their statements: from the fixtures into a story, through the same actions as the pages."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.base import ContentFile

from partnership import clock
from partnership.dated import Period
from partnership.demo.ground import Cast
from partnership.money import hundredths_from_percent_text, pence_from_text
from savings import actions
from savings.actions import SavingDetails, StatementDetails
from savings.models import Saving, Share, Statement
from savings.models.words import Basis
from savings.sharing import Sharing


@dataclass
class Claim:
    """One saving of the fixtures; `saving` once its first statement was made."""

    cast: Cast
    facts: dict[str, Any]
    saving: Saving | None = None

    def tell(self) -> None:
        for row in self.facts["statements"]:
            told = Telling(self, row)
            self.cast.story.tell(row["on"], "statement", told.make)
            for code, on in told.verifiers().items():
                self.cast.story.tell(on, "verification", lambda told=told, code=code: told.verify(code))
            if "returned" in row:
                self.cast.story.tell(row["returned"]["on"], "return", told.send_back)
            if "reversed" in row:
                self.cast.story.tell(row["reversed"]["asked"], "request of a reversal", told.ask_to_reverse)
                self.cast.story.tell(row["reversed"]["on"], "reversal", told.approve_reversal)
            for said in row.get("comments", []):
                self.cast.story.tell(said["on"], "comment", lambda told=told, said=said: told.comment(said))

    def details(self) -> SavingDetails:
        names = ("title", "kind", "category", "recurrence", "method", "baseline", "baseline_source", "unit")
        cost = self.facts.get("baseline_cost")
        return SavingDetails(
            **{name: self.facts.get(name, "") for name in names},
            baseline_pence=pence_from_text(cost) if cost else None,
        )


class Telling:
    """What was stated on one day, for one year or several, and what became of it."""

    def __init__(self, claim: Claim, row: dict[str, Any]) -> None:
        self.claim, self.cast, self.row = claim, claim.cast, row
        self.statements: list[Statement] = []

    def make(self) -> None:
        officer = self.cast.person("officer", self.claim.facts["by"])
        if self.row.get("replaces"):
            self._replace(officer)
        elif self.row.get("restates"):
            self._restate(officer)
        elif self.claim.saving is None:
            self._begin(officer)
        else:
            self.statements = self._draft(officer, self._periods())
        if not self.row.get("draft"):
            for statement in self.statements:
                actions.submit_statement(by=officer, statement=statement)

    def _begin(self, officer: Any) -> None:
        facts = self.claim.facts
        self.claim.saving = actions.draft_saving(
            by=officer,
            workstream=self.cast.workstream(facts["workstream"]),
            organisation=self.cast.organisation(facts["by"]),
            saving=self.claim.details(),
            statement=self._details(self._periods()),
        )
        if "evidence" in facts:
            upload = ContentFile(facts["evidence"]["text"].encode(), name=facts["evidence"]["name"])
            with actions.stored_files(self.claim.saving.partnership, [upload]) as (evidence,):
                actions.attach_evidence(by=officer, saving=self.claim.saving, evidence=evidence)
        self.statements = list(self.claim.saving.statements.order_by("year"))

    def _replace(self, officer: Any) -> None:
        for period in self._periods():
            standing = self.claim.saving.statements.filter(
                stage=self.row["stage"], year=period.year, quarter=period.quarter, replaced_by=None
            )
            self.statements += self._draft(officer, [period], replaces=standing.get())

    def _restate(self, officer: Any) -> None:
        for period in self._periods():
            was = self.claim.saving.statements.get(
                stage=self.row["stage"], year=period.year, quarter=period.quarter, reversed_by__sequence__isnull=False
            )
            self.statements += self._draft(officer, [period], restates=was)

    def _draft(self, officer: Any, periods: list[Period], **instead: Statement) -> list[Statement]:
        return actions.draft_statements(
            by=officer,
            saving=self.claim.saving,
            organisation=self.cast.organisation(self.claim.facts["by"]),
            details=self._details(periods),
            **instead,
        )

    def _periods(self) -> list[Period]:
        years = [self.cast.story.year(year) for year in self.row["years"]]
        return [Period(year) for year in range(years[0], years[-1] + 1)]

    def _details(self, periods: list[Period]) -> StatementDetails:
        measure = self.row.get("measure")
        return StatementDetails(
            stage=self.row["stage"],
            periods=periods,
            sharing=self._sharing(),
            amount_pence=pence_from_text(self.row["amount"]) if "amount" in self.row else 0,
            measure_hundredths=pence_from_text(measure) if measure else None,
            stated_on=clock.today(),
            belongs_to=Period(self.row["belongs_to"]) if "belongs_to" in self.row else None,
            note=self.row.get("note", ""),
        )

    def _sharing(self) -> Sharing:
        agreed = self.claim.facts.get("percentages", {}) if self.row["shared"] == Basis.AGREED else {}
        among = [self.cast.organisation(code).pk for code in self.row.get("among", [])]
        percentages = {
            self.cast.organisation(code).pk: hundredths_from_percent_text(text) for code, text in agreed.items()
        }
        return Sharing(self.row["shared"], frozenset(among), percentages)

    def verifiers(self) -> dict[str, date | int]:
        """Who verifies and when, by code: a day alone is that of all who share."""
        verified = self.row.get("verified", {})
        if isinstance(verified, dict):
            return verified
        return dict.fromkeys(self.row.get("among") or self._all(), verified)

    def _all(self) -> list[str]:
        workstream = next(w for w in self.cast.facts["workstream"] if w["slug"] == self.claim.facts["workstream"])
        codes = [row["organisation"] for row in workstream["participants"]]
        return self.cast.voting if codes == ["all"] else codes

    def verify(self, code: str) -> None:
        for share in self._shares(code):
            actions.verify_share(by=self.cast.person("verifier", code), share=share)

    def send_back(self) -> None:
        code, reason = self.row["returned"]["by"], self.row["returned"]["reason"]
        for share in self._shares(code):
            actions.return_share(by=self.cast.person("verifier", code), share=share, reason=reason)

    def ask_to_reverse(self) -> None:
        officer = self.cast.person("officer", self.claim.facts["by"])
        for statement in self.statements:
            actions.request_reversal(by=officer, statement=statement, reason=self.row["reversed"]["reason"])

    def approve_reversal(self) -> None:
        for statement in self.statements:
            actions.approve_reversal(by=self.cast.person("verifier", self.claim.facts["by"]), statement=statement)

    def comment(self, said: dict[str, Any]) -> None:
        for statement in self.statements:
            actions.comment(by=self.cast.person(said["role"], said["by"]), statement=statement, text=said["text"])

    def _shares(self, code: str) -> list[Share]:
        return list(Share.objects.filter(statement__in=self.statements, organisation__code=code).order_by("pk"))
