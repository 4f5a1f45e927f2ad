"""What is stated, for which periods, and how it is shared: the part that every form of a statement has."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from partnership import clock
from partnership.apportionment import Split
from partnership.dated import FIRST_YEAR, LAST_YEAR, Period, financial_year_of, year_name
from partnership.forms import DateInputField, LongTextField, MoneyField, Radios
from partnership.models import Partnership, User
from savings import periods
from savings.actions import StatementDetails
from savings.actions.drafts import check_claim
from savings.forms.fields import DayWidget, MeasureField, Needed
from savings.forms.parties import start_with
from savings.forms.sharing import SMALL, SharingForm
from savings.models import Saving, Statement
from savings.models.words import TYPED, Basis, Kind, Stage
from savings.sharing import Sharing, check_periods, shares_of
from savings.sharing_table import SharingTable, table
from workstreams.models import Workstream

YEARS_AHEAD = 20
MOST_YEARS = 20
STAGE_HINTS = {
    Stage.TARGET: "What is aimed for.",
    Stage.FORECAST: "What is expected, by the best estimate today.",
    Stage.CONTRACTED: "Fixed by a contract or an agreement.",
    Stage.REALISED: "Delivered: it has happened, or is happening in this year.",
}


class StatingForm(SharingForm):
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
    belongs_to = forms.TypedChoiceField(
        label="Is it a late claim?",
        required=False,
        empty_value=None,
        help_text="What belongs to a closed period is stated in an open one, and counts there.",
        error_messages={"invalid_choice": "Choose a closed period of this partnership, or leave this empty."},
    )
    amount = MoneyField(label="Amount", required=False)
    measure = MeasureField(label="How much", required=False, help_text="A number in the unit of the benefit.")
    stated_on = DateInputField(label="Date of this statement", required=False, widget=DayWidget)
    note = LongTextField(label="Note", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    saving: Saving | None = None

    def __init__(
        self, data: Any = None, files: Any = None, *, user: User, partnership: Partnership, **kwargs: Any
    ) -> None:
        self.user = user
        super().__init__(data, files, partnership=partnership, **kwargs)
        self.closed = periods.closings(partnership.pk)
        self._offer_years()
        self._offer_closed_periods()
        self.fields["stated_on"].initial = clock.today
        for name in {"amount", "measure", "unit", "baseline_cost", "baseline_source", "last_year"} & set(self.fields):
            self.fields[name].bound_field_class = Needed
        self.shares: list[tuple[Period, list[Split]]] = []

    # --- What can be chosen -----------------------------------------------------------------------------------------
    def _offer_years(self) -> None:
        this = financial_year_of(clock.today())
        first = min(max(FIRST_YEAR, financial_year_of(self.partnership.started_on)), this)
        years = [(year, self._year_words(year)) for year in range(first, min(LAST_YEAR, this + YEARS_AHEAD) + 1)]
        wrong = f"Choose a financial year from {year_name(years[0][0])} to {year_name(years[-1][0])}."
        for name in {"first_year", "last_year"} & set(self.fields):
            blank = [("", "Choose a year")] if name == "last_year" else []
            self.fields[name].choices = blank + years
            self.fields[name].error_messages["invalid_choice"] = wrong
        self.fields["first_year"].initial = this

    def _year_words(self, year: int) -> str:
        return f"{year_name(year)} (closed)" if Period(year) in self.closed else year_name(year)

    def _offer_closed_periods(self) -> None:
        """The question is asked only where something is closed; one that a program sends is always answered."""
        bound = {part for period in self.closed for part in (period, *(() if period.quarter else period.quarters))}
        bound |= {self.initial["belongs_to"]} if self.initial.get("belongs_to") else set()
        newest_first = sorted(bound, key=lambda each: (-each.year, each.quarter or 0))
        offered = {str(period): period for period in newest_first}
        field = self.fields["belongs_to"]
        field.choices = [("", "No"), *((text, f"It belongs to {text}") for text in offered)]
        field.coerce = offered.__getitem__
        if not offered and not self.data.get("belongs_to"):
            del self.fields["belongs_to"]

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

    @property
    def known(self) -> tuple[Workstream | None, list[Period]]:
        start_with(self, "workstream", "first_year", "last_year", "quarter", "recurrence", "belongs_to")
        return self.chosen_workstream, [self.late_for] if self.late_for else self.stated_periods()

    # --- What is checked across fields --------------------------------------------------------------------------------
    def clean(self) -> dict[str, Any]:
        self._check_amount()
        if (on := self.cleaned_data.get("stated_on")) and on > clock.today():
            self.add_error("stated_on", "The date of the statement may not be in the future.")
        self.periods = self.stated_periods()
        self._collect(periods.check_stated, self.closed, self.periods, self.late_for)
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
        if basis is None or workstream is None or self.is_sharing_in_error:
            return
        late_for = self.late_for
        pence, sharing = self.amount_pence, self.sharing  # an error takes its value out of the cleaned data
        self._collect(check_periods, sharing, self.periods)
        for period in self.periods:
            splits = self._collect(self.split, pence, sharing, workstream, late_for or period)
            if splits:
                self.shares.append((period, splits))

    def split(self, pence: int, sharing: Sharing, workstream: Workstream, period: Period) -> list[Split]:
        """The shares of an amount; a form that is filled many times may remember the weights."""
        return shares_of(pence, sharing, workstream, period)

    def _collect(self, check: Any, *given: Any) -> Any:
        try:
            return check(*given)
        except ValidationError as error:
            self.refuse(error)
            return None

    # --- What the actions take ----------------------------------------------------------------------------------------
    @property
    def amount_pence(self) -> int:
        """Pence of each period; 0 for a qualitative benefit, or while it is not known."""
        return 0 if self.chosen_kind == Kind.QUALITATIVE else self.cleaned_data.get("amount") or 0

    @property
    def late_for(self) -> Period | None:
        """Of a late claim, the closed period that it belongs to."""
        return self.cleaned_data.get("belongs_to")

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
            belongs_to=self.late_for,
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
        typed = ("workstream", "stage", "first_year", "last_year", "belongs_to", "amount", "basis", "organisations")
        wrong = [name for name in typed if name in self.errors and self[name].value() not in ("", None)]
        wrong += [name for name in self.errors if name.startswith(("percentage_", "usage_", "sole_"))]
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
        "belongs_to": statement.belongs_to,
        "measure": statement.measure_hundredths,
        "basis": statement.basis,
        "usage_unit": statement.usage_unit,
        "usage_source": statement.usage_source,
        "sole_reason": statement.sole_reason,
        "stated_on": statement.stated_on,
        "note": statement.note,
        "organisations": [share.organisation.code for share in shares] if statement.basis != Basis.AGREEMENT else [],
    }
    if not statement.is_qualitative:
        values["amount"] = sum(share.pence for share in shares)
    if statement.basis in TYPED:
        box = "usage" if statement.basis == Basis.USAGE else "percentage"
        values |= {f"{box}_{share.organisation.code}": share.weight for share in shares}
    return values


def years_between(first: int, last: int) -> Sequence[Period]:
    return [Period(year) for year in range(first, last + 1)]
