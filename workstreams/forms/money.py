"""The forms of grants, contributions and costs."""

from typing import Any

from django import forms

from partnership.forms import Radios
from partnership.models import Partnership, User
from partnership.page_forms import FactsForm, year_choices
from workstreams.actions import MAY_EDIT
from workstreams.models import Contribution, Funding


class FundingForm(FactsForm):
    class Meta(FactsForm.Meta):
        model = Funding
        fields = ["funder", "amount_pence", "awarded_on", "purpose", "conditions", "use_until_on", "reference"]


class ContributionForm(FactsForm):
    """The workstreams offered are those that the user may edit; the programme as a whole too, if that is."""

    year = forms.TypedChoiceField(label="Financial year", coerce=int, choices=year_choices)
    kind = forms.ChoiceField(label="Kind", choices=Contribution.Kind.choices, widget=Radios)

    class Meta(FactsForm.Meta):
        model = Contribution
        fields = ["organisation", "year", "workstream", "kind", "amount_pence", "purpose"]

    def __init__(self, *args: Any, partnership: Partnership, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.partnership = partnership
        self.fields["organisation"].queryset = partnership.organisations.distinct()
        self.fields["organisation"].empty_label = "Choose an organisation"
        streams = self.fields["workstream"]
        streams.queryset = partnership.workstreams.editable_by(user)
        streams.help_text = ""
        if user.has_perm(MAY_EDIT, Contribution(partnership=partnership)):
            streams.empty_label = "The programme as a whole"
        else:
            streams.required, streams.empty_label = True, "Choose a workstream"
