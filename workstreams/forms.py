"""The forms of workstreams. Choices of organisations are those that are or were members of the partnership."""

from typing import Any

from django import forms

from partnership.forms import LongTextField, Radios
from partnership.models import Partnership, User
from partnership.page_forms import ActionForm, FactsForm, year_choices
from workstreams.actions import MAY_EDIT
from workstreams.models import BaselineCost, Contribution, Funding, Hosting, Milestone, Participation, Workstream


class WorkstreamForm(FactsForm):
    class Meta(FactsForm.Meta):
        model = Workstream
        fields = ["name", "purpose", "delivery", "basis"]


class StageForm(ActionForm):
    stage = forms.ChoiceField(label="Stage", choices=Workstream.Stage.choices, widget=Radios)
    reason = LongTextField(
        label="Reason",
        max_length=100,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Needed when the workstream goes back, or leaves a stage out.",
    )


class OfWorkstreamForm(FactsForm):
    """A form of something that belongs to a workstream; an organisation is chosen from its partnership's."""

    def __init__(self, *args: Any, workstream: Workstream, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.workstream = workstream
        if "organisation" in self.fields:
            self.fields["organisation"].queryset = workstream.partnership.organisations.distinct()


class ParticipationForm(OfWorkstreamForm):
    class Meta(FactsForm.Meta):
        model = Participation
        fields = ["organisation", "form_signed_on", "from_on", "to_on"]


class HostingForm(OfWorkstreamForm):
    class Meta(FactsForm.Meta):
        model = Hosting
        fields = ["organisation", "from_on", "to_on"]


class MilestoneForm(OfWorkstreamForm):
    class Meta(FactsForm.Meta):
        model = Milestone
        fields = ["title", "planned_on", "forecast_on", "actual_on"]


class BaselineForm(OfWorkstreamForm):
    year = forms.TypedChoiceField(label="Financial year", coerce=int, choices=year_choices)

    class Meta(FactsForm.Meta):
        model = BaselineCost
        fields = ["organisation", "year", "cost_pence", "source"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].empty_label = "All organisations together"
        self.fields["organisation"].help_text = "Choose one where its own cost is known."


class FundingForm(FactsForm):
    class Meta(FactsForm.Meta):
        model = Funding
        fields = ["funder", "amount_pence", "awarded_on", "purpose"]


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
