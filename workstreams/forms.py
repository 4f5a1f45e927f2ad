"""The forms of workstreams. Choices of organisations are those that are or were members of the partnership."""

from typing import Any

from django import forms

from partnership.forms import LongTextField, Radios
from partnership.page_forms import ActionForm, FactsForm, year_choices
from workstreams.models import BaselineCost, Funding, Hosting, Milestone, Participation, Workstream


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
