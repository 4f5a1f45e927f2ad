"""The forms of a business case: its words, its lines by year, its assumptions and its scores."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from partnership import page_forms
from partnership.dated import year_name
from partnership.forms import MoneyField, PercentField, PortalForm, Radios
from partnership.page_forms import ActionForm, FactsForm, year_choices
from workstreams.actions import HeadingFacts, LineFacts, RiskFacts, ScoreFacts
from workstreams.investment import Group, Heading, Shape
from workstreams.investment.terms import LONGEST_YEARS
from workstreams.models import BusinessCase, CaseLine

RISKS = (1, 2, 3)
MORE = 5  # empty rows below what there is, and how many more each time that more are asked for
MOST_ROWS = 60
LARGEST_PER_CENT = 1_000_00


class SmallNumber(forms.TextInput):
    """A box for a few digits."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "class": "govuk-input--width-3"} | (attrs or {}))


def whole(label: str, least: int, most: int, **more: Any) -> forms.IntegerField:
    wrong = f"Enter {label[0].lower()}{label[1:]} as a whole number from {least:,} to {most:,}."
    told = dict.fromkeys(("invalid", "min_value", "max_value"), wrong)
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, widget=SmallNumber, error_messages=told, **more
    )


class CaseForm(FactsForm):
    """What a draft says in words, its years, what the service cost before, and its three greatest risks."""

    first_year = forms.TypedChoiceField(
        label="Year 0",
        coerce=int,
        choices=year_choices,
        help_text="The financial year of the investment. It is not discounted.",
    )
    years = whole("Years after year 0", 1, LONGEST_YEARS, help_text=f"Five as a rule, at most {LONGEST_YEARS}.")

    class Meta(FactsForm.Meta):
        model = BusinessCase
        fields = [
            "summary",
            "preferred_option",
            "whole_programme",
            "first_year",
            "years",
        ]

    def __init__(self, data: Any = None, *, instance: BusinessCase, **kwargs: Any) -> None:
        risks = {risk.number: risk for risk in instance.risks.all()}
        super().__init__(data, instance=instance, **kwargs)
        for number in RISKS:
            risk = risks.get(number)
            self.fields[f"risk_{number}"] = forms.CharField(
                label=f"Risk {number}", max_length=300, required=False, initial=risk.risk if risk else ""
            )
            self.fields[f"mitigation_{number}"] = forms.CharField(
                label=f"What is done about risk {number}",
                max_length=500,
                required=False,
                initial=risk.mitigation if risk else "",
            )

    @property
    def risk_fields(self) -> list[Any]:
        return [self[f"{name}_{number}"] for number in RISKS for name in ("risk", "mitigation")]

    def clean(self) -> dict[str, Any]:
        for number in RISKS:
            if self.cleaned_data.get(f"mitigation_{number}") and not self.cleaned_data.get(f"risk_{number}"):
                self.add_error(f"risk_{number}", f"Say what risk {number} is, or clear what is done about it.")
        return self.cleaned_data

    @property
    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        risks = [RiskFacts(risk=said[f"risk_{n}"], mitigation=said[f"mitigation_{n}"]) for n in RISKS]
        return {name: said[name] for name in self._meta.fields} | {"risks": risks}


# --- Rows of a table --------------------------------------------------------------------------------------------------
def row_number(form: forms.Form) -> str:
    """Which row of its table a form is, counted from 1; “new” of the one that rows are added from."""
    place = page_forms.number(str(form.prefix).rpartition("-")[2])
    return "new" if place is None else str(place + 1)


class RowFormSet(forms.BaseFormSet):
    """Rows of which some are empty. Sent with `more`, it comes back with more of them and all that was typed."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        if data is not None and "more" in data:
            data = data.copy()
            try:
                wanted = int(data.get("form-TOTAL_FORMS", 0)) + MORE
            except ValueError:
                wanted = MORE
            data["form-TOTAL_FORMS"] = str(min(wanted, MOST_ROWS))
        super().__init__(data, **kwargs)

    @property
    def rows(self) -> list[Any]:
        """What the rows that say something say."""
        return [form.row for form in self.forms if form.row is not None]

    @property
    def facts(self) -> dict[str, Any]:
        return {"rows": self.rows}

    fields: Mapping[str, Any] = {}  # what an action refuses belongs to no row: see `partnership.views.pages.blame`

    def add_error(self, field: None, errors: Iterable[ValidationError]) -> None:
        self._non_form_errors.extend(errors)  # type: ignore[attr-defined]


class LineForm(PortalForm):
    """One heading of an organisation, over the years. A row without an amount says nothing."""

    heading = forms.ChoiceField(
        label="Heading",
        required=False,
        choices=[
            ("", "Choose"),
            *((group.label, [(h.value, h.label) for h in Heading if h.group == group]) for group in Group),
        ],
    )
    description = forms.CharField(label="Description", max_length=120, required=False)
    rate = MoneyField(
        label="Rate an hour", required=False, widget=forms.TextInput({"inputmode": "decimal", "size": "7"})
    )

    def __init__(self, *args: Any, first_year: int, years: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years = range(years + 1)
        for year in self.years:
            box = forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "size": "10"})
            self.fields[f"year_{year}"] = MoneyField(label=year_name(first_year + year), required=False, widget=box)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}, row {row_number(self)}"

    @property
    def cells(self) -> list[Any]:
        return [self[name] for name in self.fields]

    @property
    def amounts(self) -> dict[int, int]:
        typed = {year: self.cleaned_data.get(f"year_{year}") for year in self.years}
        return {year: amount for year, amount in typed.items() if amount}

    def clean(self) -> dict[str, Any]:
        if not self.amounts:
            return self.cleaned_data
        heading = self.cleaned_data.get("heading")
        if not heading and "heading" not in self.errors:
            self.add_error("heading", "Choose what the amounts are.")
        has_rate = bool(self.cleaned_data.get("rate"))
        if heading == Heading.OFFICER_TIME and not has_rate and "rate" not in self.errors:
            self.add_error("rate", "Enter what an hour costs: the amounts of officers’ time are hours.")
        if heading and heading != Heading.OFFICER_TIME and has_rate:
            self.add_error("rate", "Only officers’ time has a rate. Clear it, or choose officers’ time.")
        return self.cleaned_data

    @property
    def row(self) -> LineFacts | None:
        if not self.cleaned_data or not self.amounts:
            return None
        said = self.cleaned_data
        return LineFacts(said["heading"], said["description"], self.amounts, said["rate"])


class LineFormSet(RowFormSet):
    """The table of one organisation."""

    def clean(self) -> None:
        seen: dict[tuple[str, str], int] = {}
        for number, form in enumerate(self.forms, start=1):
            row = form.row if not form.errors else None
            if row is not None and (first := seen.setdefault(row.key, number)) != number:
                text = f"Row {first} has the same heading and description. Describe this one, or put them together."
                form.add_error("description", text)


def lines_form(data: Any, case: BusinessCase, lines: Iterable[CaseLine]) -> LineFormSet:
    """The lines of one organisation as rows, with empty ones below."""
    rows: dict[tuple[str, str, int | None], dict[str, Any]] = {}
    for line in lines:
        row = rows.setdefault(
            (line.heading, line.description, line.rate_pence),
            {"heading": line.heading, "description": line.description, "rate": line.rate_pence},
        )
        row[f"year_{line.year}"] = line.hours_hundredths or line.amount_pence
    initial = sorted(rows.values(), key=lambda row: list(Heading).index(Heading(row["heading"])))
    made = formset(LineForm, LineFormSet)
    kwargs = {"first_year": case.first_year, "years": case.years}
    return made(data, initial=initial, form_kwargs=kwargs)


class ScoreForm(PortalForm):
    """One criterion of service quality. An empty criterion says nothing."""

    criterion = forms.CharField(label="Criterion", max_length=120, required=False)
    organisation = forms.ChoiceField(label="For", required=False)
    weight = whole("Weight", 1, 100, required=False)
    before = PercentField(label="Score before", required=False)
    after = PercentField(label="Score after", required=False)

    def __init__(self, *args: Any, organisations: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = organisations
        named = ((code, organisation.short_name) for code, organisation in organisations.items())
        self.fields["organisation"].choices = [("", "All together"), *named]
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}, row {int(str(self.prefix).rpartition('-')[2]) + 1}"

    @property
    def cells(self) -> list[Any]:
        return [self[name] for name in self.fields]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        numbers = {"weight": "its weight", "before": "the score before", "after": "the score after"}
        if said.get("criterion"):
            for name, what in numbers.items():
                if said.get(name) is None and name not in self.errors:
                    self.add_error(name, f"Enter {what}.")
        elif any(said.get(name) is not None for name in numbers):
            self.add_error("criterion", "Say what is scored, or clear the row.")
        return said

    @property
    def row(self) -> ScoreFacts | None:
        said = self.cleaned_data
        if not said or not said.get("criterion"):
            return None
        organisation = self.organisations.get(said["organisation"])
        return ScoreFacts(said["criterion"], said["weight"], said["before"], said["after"], organisation)


def scores_form(data: Any, case: BusinessCase) -> RowFormSet:
    initial = [
        {
            "criterion": row.criterion,
            "organisation": row.organisation.code if row.organisation else "",
            "weight": row.weight,
            "before": row.before_hundredths,
            "after": row.after_hundredths,
        }
        for row in case.scores.select_related("organisation")
    ]
    kwargs = {"organisations": {each.code: each for each in case.parties}}
    return formset(ScoreForm, RowFormSet)(data, initial=initial, form_kwargs=kwargs)


def formset(form: type[PortalForm], base: type[RowFormSet]) -> Any:
    return forms.formset_factory(form, formset=base, extra=MORE, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


# --- Assumptions ------------------------------------------------------------------------------------------------------
class AssumptionsForm(PortalForm):
    """Optimism bias and range of each heading; how far the sensitivity goes; shape and seed of the simulation."""

    vary = PercentField(label="Vary each input by", help_text="Down and up, one at a time, for the sensitivity.")
    delay_months = whole("Delay of benefits in months", 1, 12)
    shape = forms.ChoiceField(
        label="Shape of the ranges",
        choices=[(shape.value, shape.label) for shape in Shape],
        widget=Radios(
            hints={
                Shape.TRIANGULAR.value: "Likelihood rises evenly to what the case says, and falls evenly after it.",
                Shape.PERT.value: "Smoother, and nearer to what the case says.",
            }
        ),
    )
    seed = whole("Seed of the simulation", 0, 999_999_999, help_text="The same seed gives the same result.")

    def __init__(self, data: Any = None, *, case: BusinessCase, **kwargs: Any) -> None:
        own = {"vary": case.vary_hundredths, "delay_months": case.delay_months, "shape": case.shape, "seed": case.seed}
        super().__init__(data, initial=own, **kwargs)
        self.fields["seed"].widget.attrs["class"] = "govuk-input--width-10"
        standing = {row.heading: row for row in case.headings.all()}
        for heading in Heading:
            facts = standing.get(heading.value) or HeadingFacts(heading.value)
            for name, label in self._asked(heading).items():
                field = PercentField(
                    label=f"{heading.label}: {label}", initial=getattr(facts, name), maximum=LARGEST_PER_CENT
                )
                field.widget.attrs["aria-label"] = field.label
                self.fields[f"{heading.value}_{name}"] = field

    @staticmethod
    def _asked(heading: Heading) -> dict[str, str]:
        bias = {"bias_hundredths": "optimism bias"} if heading.group.is_cost else {}
        return bias | {"low_hundredths": "low", "high_hundredths": "high"}

    @property
    def table(self) -> list[tuple[Heading, list[Any]]]:
        """Each heading with its boxes: uplift (None: it has none), low and high."""
        names = ("bias_hundredths", "low_hundredths", "high_hundredths")
        return [
            (
                heading,
                [self[f"{heading.value}_{name}"] if name in self._asked(heading) else None for name in names],
            )
            for heading in Heading
        ]

    def clean(self) -> dict[str, Any]:
        for heading in Heading:
            low, high = (self.cleaned_data.get(f"{heading.value}_{name}_hundredths") for name in ("low", "high"))
            if low is not None and low > 100_00:
                self.add_error(f"{heading.value}_low_hundredths", f"{heading.label}: low is at most 100%.")
            if high is not None and high < 100_00:
                self.add_error(f"{heading.value}_high_hundredths", f"{heading.label}: high is at least 100%.")
        return self.cleaned_data

    @property
    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        headings = [
            HeadingFacts(h.value, **{name: said[f"{h.value}_{name}"] for name in self._asked(h)}) for h in Heading
        ]
        own = {name: said[name] for name in ("delay_months", "shape", "seed")}
        return own | {"vary_hundredths": said["vary"], "headings": headings}


# --- Steps ------------------------------------------------------------------------------------------------------------
class ApproveCaseForm(ActionForm):
    decision = forms.CharField(
        label="Decision",
        max_length=200,
        required=False,
        help_text="The body, date and minute that decided it, where there is one.",
    )


class WithdrawCaseForm(ActionForm):
    reason = forms.CharField(label="Why is it withdrawn?", max_length=300)
