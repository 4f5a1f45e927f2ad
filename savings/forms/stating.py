"""What is stated, for which periods, and how it is shared: the part that every form of a statement has."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from partnership import clock
from partnership.dated import FIRST_YEAR, LAST_YEAR, Period, financial_year_of, year_name
from partnership.forms import Checkboxes, DateInputField, LongTextField, MoneyField, PercentField, Radios
from partnership.models import Organisation, Partnership, User
from savings.actions import StatementDetails
from savings.actions.drafts import check_claim
from savings.apportionment import Split
from savings.forms.confirming import ActionForm
from savings.forms.fields import DayWidget, MeasureField, Needed
from savings.models import Saving, Statement
from savings.models.words import Basis, Kind, Stage
from savings.sharing import Sharing, shares_of
from savings.sharing_table import SharingTable, table
from workstreams.models import Workstream

SMALL = {"class": "govuk-radios--small"}
YEARS_AHEAD = 20
MOST_YEARS = 20
STAGE_HINTS = {
    Stage.TARGET: "What is aimed for.",
    Stage.FORECAST: "What is expected, by the best estimate today.",
    Stage.CONTRACTED: "Fixed by a contract or an agreement.",
    Stage.REALISED: "Delivered: it has happened, or is happening in this year.",
}
BASIS_HINTS = {
    Basis.EQUAL: "The same for each organisation. An odd penny goes to the first by code.",
    Basis.POPULATION: "By the population recorded at the end of the period.",
    Basis.BUDGET: "By the net revenue budget recorded at the end of the period.",
    Basis.AGREED: "By percentages that you enter, which add up to 100.",
    Basis.ONE: "Tick that organisation below.",
}


class StatingForm(ActionForm):
    """The stage of claim, periods, amount and sharing. Errors of the sharing join those of the fields.

    A subclass says which `chosen_kind` and `chosen_workstream` hold and, in `stated_periods`, which periods.
    """

    stage = forms.ChoiceField(label="Stage of claim", choices=Stage, widget=Radios(SMALL, hints=STAGE_HINTS))
    first_year = forms.TypedChoiceField(label="Financial year", coerce=int)
    quarter = forms.TypedChoiceField(
        label="Quarter",
        coerce=int,
        required=False,
        empty_value=None,
        choices=[
            ("", "The whole year"),
            (1, "April to June"),
            (2, "July to September"),
            (3, "October to December"),
            (4, "January to March"),
        ],
    )
    amount = MoneyField(label="Amount", required=False)
    measure = MeasureField(label="How much", required=False, help_text="A number in the unit of the benefit.")
    basis = forms.ChoiceField(
        label="How is it shared?", choices=Basis, initial=Basis.EQUAL, widget=Radios(SMALL, hints=BASIS_HINTS)
    )
    organisations = forms.MultipleChoiceField(
        label="Among which organisations?",
        required=False,
        widget=Checkboxes({"class": "govuk-checkboxes--small"}),
        help_text="Tick none to share it among all that take part in the workstream in that year.",
        error_messages={"invalid_choice": "Choose organisations of this partnership."},
    )
    stated_on = DateInputField(label="Date of this statement", required=False, widget=DayWidget)
    note = LongTextField(label="Note", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    saving: Saving | None = None

    def __init__(
        self, data: Any = None, files: Any = None, *, user: User, partnership: Partnership, **kwargs: Any
    ) -> None:
        self.user, self.partnership = user, partnership
        super().__init__(data, files, **kwargs)
        self._offer_years()
        self._offer_organisations()
        self.fields["stated_on"].initial = clock.today
        for name in {"amount", "measure", "unit", "baseline_cost", "baseline_source", "last_year"} & set(self.fields):
            self.fields[name].bound_field_class = Needed
        self.shares: list[tuple[Period, list[Split]]] = []

    # --- What can be chosen -----------------------------------------------------------------------------------------
    def _offer_years(self) -> None:
        this = financial_year_of(clock.today())
        first = min(max(FIRST_YEAR, financial_year_of(self.partnership.started_on)), this)
        years = [(year, year_name(year)) for year in range(first, min(LAST_YEAR, this + YEARS_AHEAD) + 1)]
        wrong = f"Choose a financial year from {years[0][1]} to {years[-1][1]}."
        for name in {"first_year", "last_year"} & set(self.fields):
            blank = [("", "Choose a year")] if name == "last_year" else []
            self.fields[name].choices = blank + years
            self.fields[name].error_messages["invalid_choice"] = wrong
        self.fields["first_year"].initial = this

    def _offer_organisations(self) -> None:
        self.fields["organisations"].choices = [(each.code, each.name) for each in self.members]
        for member in self.members:
            percentage = PercentField(label=member.name, required=False, bound_field_class=Needed)
            self.fields[f"percentage_{member.code}"] = percentage
        self.fields["basis"].widget.reveals = {Basis.AGREED: [f"percentage_{member.code}" for member in self.members]}
        self.order_fields(self.field_order)

    @cached_property
    def members(self) -> list[Organisation]:
        """All that are or were members of the partnership, by code. One query."""
        return list(self.partnership.organisations.distinct().order_by("code"))

    @property
    def names(self) -> dict[int, str]:
        """The members' names by id, for the table of shares."""
        return {member.pk: member.name for member in self.members}

    # --- What a subclass says -----------------------------------------------------------------------------------------
    @property
    def chosen_kind(self) -> str | None:
        raise NotImplementedError

    @property
    def chosen_workstream(self) -> Workstream | None:
        raise NotImplementedError

    def stated_periods(self) -> list[Period]:
        """The periods chosen; none while they can not be told."""
        year = self.cleaned_data.get("first_year")
        return [Period(year, self.cleaned_data.get("quarter"))] if year else []

    # --- What is checked across fields --------------------------------------------------------------------------------
    def clean(self) -> dict[str, Any]:
        self._check_amount()
        if (on := self.cleaned_data.get("stated_on")) and on > clock.today():
            self.add_error("stated_on", "The date of the statement may not be in the future.")
        self.periods = self.stated_periods()
        self._check_stage()
        self._work_out_shares()
        return self.cleaned_data

    def _check_amount(self) -> None:
        if self.chosen_kind == Kind.QUALITATIVE:
            if "measure" not in self.errors and self.cleaned_data.get("measure") is None:
                self.add_error("measure", "Enter how much the benefit is, in its own unit.")
        elif "amount" not in self.errors:
            amount = self.cleaned_data.get("amount")
            if amount is None and (self.chosen_kind or self.cleaned_data.get("measure") is None):
                self.add_error("amount", "Enter the amount of each year, such as 1,234.50.")
            elif amount == 0:
                self.add_error("amount", "Enter an amount of more than £0.00.")

    def _check_stage(self) -> None:
        stage, on = self.cleaned_data.get("stage"), self.cleaned_data.get("stated_on") or clock.today()
        for period in self.periods if stage else ():
            self._collect(check_claim, stage, period, on)

    def _work_out_shares(self) -> None:
        """Ask the same function as the action for each period, so that what it refuses is said now, with the rest."""
        basis, workstream = self.cleaned_data.get("basis"), self.chosen_workstream
        if basis is None or workstream is None or "organisations" in self.errors or self._percentages_in_error():
            return
        pence, sharing = self.amount_pence, self.sharing  # an error takes its value out of the cleaned data
        for period in self.periods:
            splits = self._collect(shares_of, pence, sharing, workstream, period)
            if splits:
                self.shares.append((period, splits))

    def _collect(self, check: Any, *given: Any) -> Any:
        try:
            return check(*given)
        except ValidationError as error:
            self.refuse(error)
            return None

    def _percentages_in_error(self) -> bool:
        return self.cleaned_data.get("basis") == Basis.AGREED and any(
            name.startswith("percentage_") for name in self.errors
        )

    def field_for(self, name: str) -> str | None:
        """The actions speak of `percentages`: that is the first one not filled in, else the first."""
        if name == "percentages":
            boxes = [f"percentage_{member.code}" for member in self.members]
            return next((box for box in boxes if self.cleaned_data.get(box) is None), boxes[0])
        return super().field_for(name)

    # --- What the actions take ----------------------------------------------------------------------------------------
    @property
    def amount_pence(self) -> int:
        """Pence of each period; 0 for a qualitative benefit, or while it is not known."""
        return 0 if self.chosen_kind == Kind.QUALITATIVE else self.cleaned_data.get("amount") or 0

    @property
    def sharing(self) -> Sharing:
        chosen = set(self.cleaned_data.get("organisations") or ())
        percentages = {}
        if self.cleaned_data["basis"] == Basis.AGREED:
            typed = {member.pk: self.cleaned_data.get(f"percentage_{member.code}") for member in self.members}
            percentages = {pk: hundredths for pk, hundredths in typed.items() if hundredths is not None}
        ids = frozenset(member.pk for member in self.members if member.code in chosen)
        return Sharing(self.cleaned_data["basis"], ids, percentages)

    @property
    def statement_details(self) -> StatementDetails:
        """Of a valid form: what the actions take for its statements."""
        return StatementDetails(
            stage=self.cleaned_data["stage"],
            periods=self.periods,
            sharing=self.sharing,
            amount_pence=self.amount_pence,
            measure_hundredths=self.cleaned_data.get("measure") if self.chosen_kind == Kind.QUALITATIVE else None,
            stated_on=self.cleaned_data.get("stated_on"),
            note=self.cleaned_data.get("note", ""),
        )

    @property
    def table(self) -> SharingTable:
        """Each period's shares by name, in pence, as they will be."""
        return table(
            [
                (str(period), [(self.names[split.party], split.pence) for split in splits])
                for period, splits in self.shares
            ]
        )

    @property
    def preview_problems(self) -> list[str]:
        """What is wrong with what was typed so far. What was not typed yet is not wrong, but for a percentage."""
        typed = ("workstream", "stage", "first_year", "last_year", "amount", "basis", "organisations")
        wrong = [name for name in typed if name in self.errors and self[name].value() not in ("", None)]
        wrong += [name for name in self.errors if name.startswith("percentage_")]
        return [problem for name in wrong for problem in self[name].problems]


def initial_of(statement: Statement, only: Iterable[int] = ()) -> dict[str, Any]:
    """A statement as the starting values of a form; `only` some organisations' shares where it says so."""
    shares = [
        share for share in statement.shares.select_related("organisation") if not only or share.organisation_id in only
    ]
    values: dict[str, Any] = {
        "stage": statement.stage,
        "first_year": statement.year,
        "quarter": statement.quarter or "",
        "measure": statement.measure_hundredths,
        "basis": statement.basis,
        "stated_on": statement.stated_on,
        "note": statement.note,
        "organisations": [share.organisation.code for share in shares],
    }
    if not statement.is_qualitative:
        values["amount"] = sum(share.pence for share in shares)
    if statement.basis == Basis.AGREED:
        values |= {f"percentage_{share.organisation.code}": share.weight for share in shares}
    return values


def years_between(first: int, last: int) -> Sequence[Period]:
    return [Period(year) for year in range(first, last + 1)]
