"""The forms of a change of partner or host."""

from typing import Any

from django import forms

from partnership.forms import DateInputField, Radios
from partnership.models import Partnership, User
from partnership.page_forms import FactsForm
from workstreams.forms.cases import whole
from workstreams.models import PartnerChange

_CONSEQUENCES = [
    "shares",
    "shares_words",
    "contributions",
    "contributions_words",
    "staff",
    "posts",
    "staff_words",
    "contracts",
    "contracts_words",
    "decision",
]


class ConsequencesForm(FactsForm):
    """What happens to shares, contributions, staff and contracts."""

    shares = forms.ChoiceField(
        label="What was agreed about shares of savings?",
        choices=PartnerChange.Shares.choices,
        widget=Radios,
        help_text="A record: it changes no share. Statements keep theirs until they are shared anew on their pages.",
    )
    posts = whole("Posts affected", 0, 32_000, required=False)
    contributions = forms.ChoiceField(
        label="Contributions of the financial year",
        choices=PartnerChange.Contributions.choices,
        widget=Radios(hints={"none": "What is due stays as it was: of the whole year."}),
        help_text="What is due follows this where the partners of a workstream pay for it. Where all partners pay, it "
        "follows this only for one that joins or leaves the partnership.",
    )
    staff = forms.ChoiceField(label="Staff", choices=PartnerChange.Staff.choices, widget=Radios)
    contracts = forms.ChoiceField(label="Contracts", choices=PartnerChange.Contracts.choices, widget=Radios)

    class Meta(FactsForm.Meta):
        model = PartnerChange
        fields = ["notice_on", *_CONSEQUENCES]

    def validate_constraints(self) -> None:
        """The action answers: the row is not whole before it was done."""


class PartnerChangeForm(ConsequencesForm):
    """With who, where and when. The workstreams offered are those that the user may edit."""

    class Meta(FactsForm.Meta):
        model = PartnerChange
        fields = ["workstream", "organisation", "notice_on", "effective_on", *_CONSEQUENCES]

    def __init__(self, *args: Any, partnership: Partnership, user: User, day: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workstream"].queryset = partnership.workstreams.editable_by(user)
        self.fields["workstream"].empty_label = "Choose a workstream"
        self.fields["organisation"].queryset = partnership.organisations.distinct()
        self.fields["organisation"].empty_label = "Choose an organisation"
        self.fields["effective_on"].label, self.fields["effective_on"].help_text = day, ""


class JoiningForm(PartnerChangeForm):
    form_signed_on = DateInputField(label="Participation form signed", required=False)

    field_order = ["workstream", "organisation", "notice_on", "effective_on", "form_signed_on"]
