"""A further statement of a saving that exists: added, edited while a draft, or in place of one that was submitted or
reversed."""

from dataclasses import replace
from functools import cached_property
from typing import Any

from django import forms

from partnership import clock
from partnership.dated import Period
from partnership.models import User
from savings import actions, periods
from savings.actions.replacing import replaceable_shares
from savings.forms.stating import StatingForm, initial_of
from savings.models import Contract, Saving, Statement
from savings.models.words import CHOSEN_BASES, Basis, Kind, Stage, State
from savings.sharing import Sharing
from workstreams.models import Workstream


class StatementForm(StatingForm):
    """One statement of `saving`; of `statement` when it is edited; in the place of `replaces`; after `restates` was
    reversed.

    A replacement keeps the stage of claim and the period; where that is closed, it is a late claim of it in an open
    one. Verified shares of what is contracted or realised stand, so it starts with the other organisations and their
    amount alone. A restatement starts with what was reversed, and may change all of it.
    """

    field_order = (
        "stage", "first_year", "quarter", "belongs_to", "amount", "measure", "basis", "organisations", "stated_on",
        "note",
    )  # fmt: skip
    called = {"measure_hundredths": "measure", "amount_pence": "amount", "year": "first_year"}

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        user: User,
        saving: Saving,
        statement: Statement | None = None,
        replaces: Statement | None = None,
        restates: Statement | None = None,
        **kwargs: Any,
    ) -> None:
        self.saving, self.statement = saving, statement
        self.restates = restates
        self.replaces = replaces or (statement.replaces if statement else None)
        kwargs["initial"] = self._starting() | kwargs.get("initial", {})
        super().__init__(data, files, user=user, partnership=saving.partnership, **kwargs)
        self._fit_kind()
        self._fit_contract()
        if self.replaces is not None:
            self._keep_stage_and_period()

    def _starting(self) -> dict[str, Any]:
        if self.statement is not None:
            return initial_of(self.statement)
        if self.replaces is not None:
            taken_out = [share.organisation_id for share in replaceable_shares(self.replaces)]
            starting = initial_of(self.replaces, taken_out)
            return {name: value for name, value in starting.items() if name not in ("note", "stated_on")}
        if self.restates is not None:
            starting = initial_of(self.restates)
            return {name: value for name, value in starting.items() if name not in ("note", "stated_on")}
        return {}

    def _fit_kind(self) -> None:
        """Only the question that fits the saving: money, or a number in its unit."""
        if self.saving.recurrence == Saving.Recurrence.RECURRING:
            del self.fields["quarter"]
        if self.saving.kind == Kind.QUALITATIVE:
            del self.fields["amount"]
            self.fields["measure"].help_text = f"In the saving's own unit: {self.saving.unit}."
        else:
            del self.fields["measure"]
            self.fields["amount"].help_text = "For all organisations together."

    def _fit_contract(self) -> None:
        """Once the contract made its statements, more may be shared by its parts: what is realised, or what replaces.
        A contract may be dearer than what was before it."""
        if self.contract is not None and self.saving.is_frozen:
            self.fields["basis"].choices = [*CHOSEN_BASES, (Basis.CONTRACT.value, Basis.CONTRACT.label)]
            self.fields["amount"].allow_negative = True

    @cached_property
    def contract(self) -> Contract | None:
        """Of the saving, if there is one. One query."""
        return Contract.objects.filter(saving=self.saving).prefetch_related("parts").first()

    @property
    def sharing(self) -> Sharing:
        found = super().sharing
        if found.basis != Basis.CONTRACT or self.contract is None:
            return found
        weights = self.contract.weights
        return replace(found, organisations=found.organisations or frozenset(weights), parts=weights)

    def _keep_stage_and_period(self) -> None:
        self.fields.pop("belongs_to", None)
        kept = self.kept_period
        self.initial |= {"first_year": kept.year, "quarter": kept.quarter or ""}
        for name in {"stage", "first_year", "quarter"} & set(self.fields):
            self.fields[name].disabled = True
            self.fields[name].widget = forms.HiddenInput()
        self.fields["first_year"].choices = [(kept.year, str(kept.year))]

    @property
    def kept_period(self) -> Period:
        """The period of what is replaced; where that is closed, the one open now."""
        return periods.replacing_period(self.closed, self.replaces, clock.today())

    @property
    def late_for(self) -> Period | None:
        if self.replaces is None:
            return super().late_for
        return self.replaces.earned_in if self.kept_period != self.replaces.earned_in else None

    @property
    def chosen_kind(self) -> str:
        return self.saving.kind

    @property
    def chosen_workstream(self) -> Workstream:
        return self.saving.workstream

    @property
    def standing(self) -> list[str]:
        """Whose verified share of the replaced statement stands, by name."""
        if self.replaces is None or self.replaces.stage in (Stage.TARGET, Stage.FORECAST):
            return []
        shares = self.replaces.shares.select_related("organisation")
        return [share.organisation.name for share in shares if share.state == State.VERIFIED]

    def stated_periods(self) -> list[Period]:
        return [self.kept_period] if self.replaces is not None else super().stated_periods()

    def save(self, *, by: User) -> Statement | None:
        """Draft the statement or write the edited one. None: see `errors`."""
        if self.statement is not None:
            given = {"statement": self.statement, "details": self.statement_details, "version": self.version}
            done = self.attempt(actions.edit_statement, by=by, **given)
            return self.result if done else None
        done = self.attempt(
            actions.draft_statements,
            by=by,
            saving=self.saving,
            organisation=self.saving.organisation,
            details=self.statement_details,
            replaces=self.replaces,
            restates=self.restates,
        )
        return self.result[0] if done else None
