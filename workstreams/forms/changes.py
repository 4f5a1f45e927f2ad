"""The forms of a change of partner or host."""

from typing import Any

from django import forms

from partnership.forms import DateInputField, Radios
from partnership.models import Partnership, User
from partnership.page_forms import FactsForm
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

    shares = forms.ChoiceField(label="Shares of savings", choices=PartnerChange.Shares.choices, widget=Radios)
    contributions = forms.ChoiceField(label="Contributions", choices=PartnerChange.Contributions.choices, widget=Radios)
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
