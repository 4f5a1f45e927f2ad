"""The forms of a gateway review and of what it recommends."""

from typing import Any

from django import forms

from partnership import clock
from partnership.forms import DateInputField, LongTextField, Radios
from partnership.page_forms import ActionForm, FactsForm
from workstreams.forms.tasks import OwnedForm
from workstreams.gates import Confidence
from workstreams.models import Action, GatewayReview, Recommendation, ReviewGate, Workstream


class ReviewForm(FactsForm):
    """Those gateway reviews are offered that the partnership holds."""

    number = forms.TypedChoiceField(label="Gateway review", coerce=int)

    class Meta(FactsForm.Meta):
        model = GatewayReview
        fields = ["number", "from_on", "to_on", "team"]

    def __init__(self, *args: Any, workstream: Workstream, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.workstream = workstream
        held = [gate for gate in ReviewGate.objects.of(workstream.partnership) if gate.is_held]
        self.fields["number"].choices = [("", "Choose a gateway review"), *((gate.number, str(gate)) for gate in held)]


class ReportForm(ActionForm):
    reported_on = DateInputField(label="Reported")
    confidence = forms.ChoiceField(
        label="Delivery confidence",
        choices=Confidence.choices(),
        widget=Radios(hints={each.key: each.meaning for each in Confidence}),
    )
    findings = LongTextField(label="What the team found", max_length=4_000)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"reported_on": clock.today()})


class RecommendationForm(OwnedForm):
    priority = forms.ChoiceField(label="Priority", choices=Recommendation.Priority.choices, widget=Radios)
    finding = LongTextField(
        label="Finding behind it", required=False, max_length=1_000, widget=forms.Textarea(attrs={"rows": 2})
    )

    field_order = ["priority", "finding", "title", "owner_title", "owner", "organisation", "due_on"]

    class Meta(FactsForm.Meta):
        model = Action
        fields = ["title", "owner_title", "owner", "organisation", "due_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].label = "What is recommended"
