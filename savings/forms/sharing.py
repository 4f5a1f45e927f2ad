"""How something is shared: the part that forms of statements and of another basis have in common."""

from typing import Any

from django import forms

from partnership.forms import LongTextField, PercentField, Radios
from partnership.models import Partnership
from savings.forms.fields import Needed, UsageField
from savings.forms.parties import PartiesForm, PartyBox, PartyCheckboxes, PartyTicks
from savings.models.words import CHOSEN_BASES, Basis
from savings.sharing import Sharing

SMALL = {"class": "govuk-radios--small"}
BASIS_HINTS = {
    Basis.EQUAL: "The same for each organisation. An odd penny goes to the first by code.",
    Basis.POPULATION: "By the population recorded at the end of the period.",
    Basis.BUDGET: "By the net revenue budget recorded at the end of the period.",
    Basis.USAGE: "By what each organisation spent or used in the period, which you enter.",
    Basis.AGREEMENT: "By the approved agreement in force at the end of the period.",
    Basis.AGREED: "By percentages that you enter, which add up to 100.",
    Basis.ONE: "Tick that organisation below.",
    Basis.CONTRACT: "By each organisation's part of what the contract buys.",
    Basis.SOLE: "The benefit is due to one partner's own implementation. Tick it below.",
}


class SharingForm(PartiesForm):
    """The basis, among whom, and what the basis asks for. `sharing` is what the actions take."""

    basis = forms.ChoiceField(
        label="How is it shared?", choices=CHOSEN_BASES, initial=Basis.EQUAL, widget=Radios(SMALL, hints=BASIS_HINTS)
    )
    organisations = forms.MultipleChoiceField(
        label="Among which organisations?",
        required=False,
        widget=PartyCheckboxes({"class": "govuk-checkboxes--small"}),
        bound_field_class=PartyTicks,
        help_text="Tick none to share it among all that take part in the workstream in that year.",
        error_messages={"invalid_choice": "Choose organisations of this partnership."},
    )
    usage_unit = forms.CharField(
        label="What is counted?",
        required=False,
        max_length=40,
        help_text="For example pounds of spend, or calls answered.",
        bound_field_class=Needed,
    )
    usage_source = forms.CharField(
        label="Where were the numbers taken from?",
        required=False,
        max_length=200,
        help_text="For example the purchase ledger for 2025-26.",
        bound_field_class=Needed,
    )
    sole_reason = LongTextField(
        label="Why is it due to this partner's own implementation?",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        bound_field_class=Needed,
    )

    # What the basis asks for, by the form field that a part of the actions' answer begins with.
    boxes = {"percentages": "percentage", "usage": "usage"}

    def __init__(self, data: Any = None, files: Any = None, *, partnership: Partnership, **kwargs: Any) -> None:
        self.partnership = partnership
        super().__init__(data, files, **kwargs)
        self._offer_organisations()

    def _offer_organisations(self) -> None:
        self.fields["organisations"].choices = [(each.code, each.name) for each in self.members]
        for member in self.members:
            self.fields[f"usage_{member.code}"] = UsageField(
                label=f"Spend or use of {member.name}", required=False, bound_field_class=PartyBox
            )
        for member in self.members:
            percentage = PercentField(label=member.name, required=False, bound_field_class=PartyBox)
            self.fields[f"percentage_{member.code}"] = percentage
        self.fields["basis"].widget.reveals = {
            Basis.USAGE: ["usage_unit", "usage_source", *self._boxes("usage")],
            Basis.AGREED: self._boxes("percentages"),
            Basis.SOLE: ["sole_reason"],
        }
        self.order_fields(self.field_order)

    def _boxes(self, name: str) -> list[str]:
        """The box of each member for what the actions call by this name."""
        return [f"{self.boxes[name]}_{member.code}" for member in self.members]

    @property
    def names(self) -> dict[int, str]:
        """The members' names by id, for the table of shares."""
        return {member.pk: member.name for member in self.members}

    def field_for(self, name: str) -> str | None:
        """The actions speak of `percentages` or `usage`: that is the first box not filled in, else the first."""
        if name in self.boxes:
            boxes = self._boxes(name)
            return next((box for box in boxes if self.cleaned_data.get(box) is None), boxes[0])
        return super().field_for(name)

    @property
    def is_sharing_in_error(self) -> bool:
        """Whether something that the chosen basis needs can not be read."""
        typed = {Basis.AGREED: "percentages", Basis.USAGE: "usage"}.get(self.cleaned_data.get("basis"))
        return "organisations" in self.errors or bool(typed and set(self._boxes(typed)) & set(self.errors))

    @property
    def sharing(self) -> Sharing:
        chosen, basis = set(self.cleaned_data.get("organisations") or ()), self.cleaned_data["basis"]
        ids = frozenset(member.pk for member in self.members if member.code in chosen)
        return Sharing(
            basis,
            ids,
            percentages=self._typed("percentages") if basis == Basis.AGREED else {},
            usage=self._typed("usage") if basis == Basis.USAGE else {},
            **{name: self.cleaned_data.get(name) or "" for name in ("usage_unit", "usage_source", "sole_reason")},
        )

    def _typed(self, name: str) -> dict[int, int]:
        typed = {member.pk: self.cleaned_data.get(f"{self.boxes[name]}_{member.code}") for member in self.members}
        return {pk: hundredths for pk, hundredths in typed.items() if hundredths is not None}
