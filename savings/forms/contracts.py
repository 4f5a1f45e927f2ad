"""Add a contract, which makes a saving; and a joint procurement of several."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from partnership import clock
from partnership.dated import Period, financial_year_of
from partnership.file_forms import HINT, FilesField
from partnership.forms import DateInputField, LongTextField, MoneyField, Radios
from partnership.models import Organisation, Partnership, User
from savings import actions, contract_tables
from savings.actions import ContractDetails
from savings.contract_tables import ContractTable
from savings.contracts import LONGEST_MONTHS, Schedule, last_day
from savings.forms.acting import ActingForm
from savings.forms.confirming import ActionForm
from savings.forms.fields import MeasureField, Needed
from savings.forms.parties import PartiesForm, PartyBox, start_with
from savings.forms.savings import KIND_HINTS
from savings.forms.stating import SMALL, STAGE_HINTS
from savings.models import Basket, Contract
from savings.models.words import MONEY_KINDS, Category, Stage
from workstreams.models import Workstream

LENGTH, END = "months", "end"
COUNTED_HINTS = {
    Contract.Counted.MONTHS: "Each calendar month is a twelfth of a year; part of a month counts by its days.",
    Contract.Counted.DAYS: "Each day is one of the 365 or 366 of its financial year.",
}


class ContractForm(ActingForm, PartiesForm):
    """A contract with its saving, drafted or (with `contract`, whose saving is all draft) edited.

    `schedule` holds what it saves by year and organisation, as far as what was typed lets it be worked out.
    """

    basket = forms.ChoiceField(label="Joint procurement", required=False)
    title = forms.CharField(label="What is bought?", max_length=150, help_text="The saving is known by these words.")
    supplier = forms.CharField(label="Supplier", max_length=120)
    reference = forms.CharField(label="Contract reference", max_length=60)
    kind = forms.ChoiceField(
        label="Kind",
        choices=[(kind.value, kind.label) for kind in MONEY_KINDS],
        widget=Radios(SMALL, hints=KIND_HINTS),
        initial=MONEY_KINDS[0],
    )
    category = forms.ChoiceField(label="Category", choices=Category, initial=Category.PROCUREMENT)
    starts_on = DateInputField(label="First day")
    length = forms.ChoiceField(
        label="How long does it run?",
        choices=[(LENGTH, "For a number of months"), (END, "Until a day")],
        widget=Radios(SMALL, reveals={LENGTH: ["months"], END: ["ends_on"]}),
        initial=LENGTH,
    )
    months = forms.IntegerField(
        label="Months",
        required=False,
        min_value=1,
        max_value=LONGEST_MONTHS,
        bound_field_class=Needed,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages={"invalid": "Enter the months as a whole number, such as 36."},
    )
    ends_on = DateInputField(label="Last day", required=False, bound_field_class=Needed)
    baseline_price = MoneyField(label="Price before, a year", help_text="For all organisations together.")
    baseline_source = forms.CharField(
        label="Where the price before was taken from", max_length=200, help_text="For example: invoices of 2024-25."
    )
    price = MoneyField(label="New price, a year", help_text="If it is more than before, the contract costs more.")
    counted = forms.ChoiceField(
        label="How do parts of a year count?",
        choices=Contract.Counted,
        widget=Radios(SMALL, hints=COUNTED_HINTS),
        initial=Contract.Counted.MONTHS,
    )
    stage = forms.ChoiceField(
        label="Stage of claim",
        choices=[(each.value, each.label) for each in (Stage.CONTRACTED, Stage.FORECAST)],
        widget=Radios(SMALL, hints=STAGE_HINTS),
        initial=Stage.CONTRACTED,
    )
    method = LongTextField(
        label="How were the prices compared?",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The dates and prices above are written down by themselves.",
    )
    evidence = FilesField(label="Evidence", required=False, help_text=HINT)
    stated_on = DateInputField(label="Date of this statement", required=False)
    note = LongTextField(label="Note", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    called = {
        "baseline_pence": "baseline_price",
        "price_pence": "price",
        "amount": "price",
        "first_year": "starts_on",
        "year": "starts_on",
    }

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        user: User,
        partnership: Partnership,
        contract: Contract | None = None,
        **kwargs: Any,
    ) -> None:
        self.user, self.partnership, self.contract = user, partnership, contract
        self.saving = contract.saving if contract else None
        kwargs["initial"] = (_initial(contract) if contract else {}) | kwargs.get("initial", {})
        super().__init__(data, files, **kwargs)
        self.offer_workstreams()
        self.offer_own()
        self.fields["stated_on"].initial = clock.today
        self.fields["basket"].choices = [("", "None"), *((str(pk), _told(each)) for pk, each in self.baskets.items())]
        for member in self.members:
            self.fields[part_of(member)] = MeasureField(
                label=member.name, required=False, bound_field_class=PartyBox, initial=self._part(member)
            )
        self.schedule: Schedule | None = None

    # --- What can be chosen -----------------------------------------------------------------------------------------
    @property
    def known(self) -> tuple[Workstream | None, list[Period]]:
        start_with(self, "workstream", "starts_on", "length", "ends_on")
        first = self.cleaned_data.get("starts_on")
        last = self.last_on or first
        years = range(financial_year_of(first), financial_year_of(last) + 1) if first and last else ()
        return self.chosen_workstream, [Period(year) for year in years]

    @cached_property
    def baskets(self) -> dict[int, Basket]:
        rows = Basket.objects.visible_to(self.user).filter(partnership=self.partnership)
        return {each.pk: each for each in rows.select_related("workstream")}

    @property
    def part_fields(self) -> list[Any]:
        return [self[part_of(member)] for member in self.members]

    def _part(self, member: Organisation) -> int | None:
        return self.contract.weights.get(member.pk) if self.contract else None

    # --- What is checked across fields --------------------------------------------------------------------------------
    def clean(self) -> dict[str, Any]:
        self._check_end()
        if (on := self.cleaned_data.get("stated_on")) and on > clock.today():
            self.add_error("stated_on", "The date of the statement may not be in the future.")
        if not self.weights and not any(part_of(member) in self.errors for member in self.members):
            self.add_error(part_of(self.members[0]), "Enter the part of at least one organisation.")
        self._check_basket()
        self._work_out()
        return self.cleaned_data

    def _check_end(self) -> None:
        by_months = self.cleaned_data.get("length") == LENGTH
        field = "months" if by_months else "ends_on"
        self.errors.pop("ends_on" if by_months else "months", None)  # what is not asked for can not be wrong
        if self.cleaned_data.get("length") and self.cleaned_data.get(field) is None and field not in self.errors:
            self.add_error(field, "Enter for how many months it runs." if by_months else "Enter its last day.")

    def _check_basket(self) -> None:
        basket, workstream = self.chosen_basket, self.chosen_workstream
        if basket and workstream and basket.workstream_id != workstream.pk:
            self.add_error("basket", f"{basket} is a joint procurement of {basket.workstream}. Choose one of this.")

    def _work_out(self) -> None:
        """Once dates, prices and parts are there. What the action would refuse is said now, with the rest."""
        needed = ("starts_on", "baseline_price", "price", "counted")
        if any(self.cleaned_data.get(name) is None for name in needed) or self.last_on is None or not self.weights:
            return
        try:
            self.schedule = self.details.schedule()
        except ValidationError as error:
            self.refuse(error)
            return
        if workstream := self.chosen_workstream:
            self._check_taking_part([each.period for each in self.schedule.years], workstream)

    def _check_taking_part(self, periods: list[Period], workstream: Any) -> None:
        here = {period: {each.pk for each in workstream.taking_part(period)} for period in periods}
        for member in self.members:
            missing = [period for period in periods if member.pk in self.weights and member.pk not in here[period]]
            if missing:
                self.add_error(
                    part_of(member),
                    f"{member.name} does not take part in {workstream} in {missing[0]}. "
                    "Leave its part empty, or change the dates.",
                )

    def field_for(self, name: str) -> str | None:
        if name in ("parts", "organisations"):
            return part_of(self.members[0])
        if name == "ends_on" and self.cleaned_data.get("length") == LENGTH:
            return "months"
        return super().field_for(name)

    # --- What was typed -----------------------------------------------------------------------------------------------
    @property
    def weights(self) -> dict[int, int]:
        typed = {member.pk: self.cleaned_data.get(part_of(member)) for member in self.members}
        return {pk: weight for pk, weight in typed.items() if weight}

    @property
    def last_on(self) -> date | None:
        starts_on, months = self.cleaned_data.get("starts_on"), self.cleaned_data.get("months")
        if self.cleaned_data.get("length") == END:
            return self.cleaned_data.get("ends_on")
        return last_day(starts_on, months) if starts_on and months else None

    @property
    def chosen_basket(self) -> Basket | None:
        chosen = self.cleaned_data.get("basket")
        return self.baskets[int(chosen)] if chosen else None

    @property
    def details(self) -> ContractDetails:
        """What the actions take; of a form that is not all valid, enough to work out what the contract saves."""
        value = self.cleaned_data
        words = ("title", "kind", "category", "supplier", "reference", "baseline_source", "counted", "stage", "method")
        return ContractDetails(
            **{name: value.get(name, "") for name in words},
            starts_on=value["starts_on"],
            ends_on=self.last_on,
            baseline_pence=value["baseline_price"],
            price_pence=value["price"],
            parts=self.weights,
            basket=self.chosen_basket,
            stated_on=value.get("stated_on"),
            note=value.get("note", ""),
        )

    # --- What is shown ------------------------------------------------------------------------------------------------
    @property
    def table(self) -> ContractTable | None:
        """What each organisation saves in each year, as it will be."""
        names = {member.pk: member.name for member in self.members}
        return contract_tables.of_contract(self.schedule, names) if self.schedule else None

    @property
    def preview_problems(self) -> list[str]:
        """What is wrong with what was typed so far. What was not typed yet is not wrong."""
        typed = ("starts_on", "months", "ends_on", "baseline_price", "price", *map(part_of, self.members))
        wrong = [name for name in typed if name in self.errors and _is_typed(self[name].value())]
        return [problem for name in wrong for problem in self[name].problems]

    def save(self, *, by: User) -> Contract | None:
        """Draft the contract or write the edited one, with its files, all or nothing. None: see `errors`."""
        return self.result if self.attempt(self._save, by=by) else None

    def _save(self, *, by: User) -> Contract:
        uploads = self.cleaned_data.get("evidence") or ()
        with actions.stored_files(self.partnership, uploads) as files, transaction.atomic():
            contract = self._written(by=by)
            for evidence in files:
                actions.attach_evidence(by=by, saving=contract.saving, evidence=evidence)
        return contract

    def _written(self, *, by: User) -> Contract:
        given: Mapping[str, Any] = {"by": by, "workstream": self.chosen_workstream, "details": self.details}
        if self.contract is not None:
            return actions.edit_contract(contract=self.contract, version=self.version, **given)
        return actions.draft_contract(organisation=self.chosen_organisation, request_key=self.request_key, **given)


def _is_typed(value: Any) -> bool:
    """A date comes as its three boxes."""
    return any(value) if isinstance(value, list) else bool(value)


def part_of(member: Organisation) -> str:
    return f"part_{member.code}"


def _told(basket: Basket) -> str:
    return f"{basket.name} ({basket.workstream})"


def _initial(contract: Contract) -> dict[str, Any]:
    saving = contract.saving
    first = saving.statements.filter(stage=contract.stage).order_by("year").first()
    return {
        "organisation": saving.organisation.code,
        "workstream": saving.workstream.slug,
        "basket": contract.basket_id or "",
        "title": saving.title,
        "supplier": contract.supplier,
        "reference": contract.reference,
        "kind": saving.kind,
        "category": saving.category,
        "starts_on": contract.starts_on,
        "length": END,
        "ends_on": contract.ends_on,
        "baseline_price": contract.baseline_pence,
        "baseline_source": saving.baseline_source,
        "price": contract.price_pence,
        "counted": contract.counted,
        "stage": contract.stage,
        "method": saving.method.partition("\n")[2],
        "stated_on": first.stated_on if first else None,
        "note": first.note if first else "",
    }


class PlaceForm(ActionForm):
    """With which joint procurement of its workstream a contract is shown: of those that the user sees, or none."""

    basket = forms.ChoiceField(label="Joint procurement", required=False)

    def __init__(self, data: Any = None, *, user: User, contract: Contract) -> None:
        rows = Basket.objects.visible_to(user).filter(workstream=contract.saving.workstream_id)
        self.contract, self.baskets = contract, {str(each.pk): each for each in rows}
        super().__init__(data, initial={"basket": contract.basket_id or ""})
        self.fields["basket"].choices = [("", "None"), *((pk, each.name) for pk, each in self.baskets.items())]

    def save(self, *, by: User) -> Contract | None:
        """None: see `errors`."""
        chosen = self.baskets.get(self.cleaned_data["basket"])
        return (
            self.result if self.attempt(actions.place_contract, by=by, contract=self.contract, basket=chosen) else None
        )


class BasketForm(ActingForm):
    """A joint procurement. Its workstream and organisation are chosen once."""

    name = forms.CharField(label="Name", max_length=120, help_text="For example: Office supplies 2026 to 2030.")
    purpose = LongTextField(label="What is bought together, and why?", required=False, max_length=1000)

    field_order = ("organisation", "workstream", "name", "purpose")

    def __init__(
        self, data: Any = None, *, user: User, partnership: Partnership, basket: Basket | None = None, **kwargs: Any
    ) -> None:
        self.user, self.partnership, self.basket = user, partnership, basket
        words = {"name": basket.name, "purpose": basket.purpose} if basket else {}
        super().__init__(data, initial=words, **kwargs)
        if basket is not None:
            del self.fields["organisation"], self.fields["workstream"]
            return
        self.offer_workstreams()
        self.offer_own()

    def save(self, *, by: User) -> Basket | None:
        """Add it or write the edited one. None: see `errors`."""
        words = {name: self.cleaned_data[name] for name in ("name", "purpose")}
        if self.basket is not None:
            return self.result if self.attempt(actions.edit_basket, by=by, basket=self.basket, **words) else None
        place = {"workstream": self.chosen_workstream, "organisation": self.chosen_organisation}
        return self.result if self.attempt(actions.add_basket, by=by, **place, **words) else None
