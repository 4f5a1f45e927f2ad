"""The form of a milestone."""

from partnership.page_forms import FactsForm
from workstreams.forms.workstreams import OfWorkstreamForm
from workstreams.models import Milestone


class MilestoneForm(OfWorkstreamForm):
    class Meta(FactsForm.Meta):
        model = Milestone
        fields = ["title", "planned_on", "forecast_on", "actual_on"]
