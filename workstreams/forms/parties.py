"""The forms of who takes part, and who hosts."""

from partnership.page_forms import FactsForm
from workstreams.forms.workstreams import OfWorkstreamForm
from workstreams.models import Hosting, Participation


class ParticipationForm(OfWorkstreamForm):
    class Meta(FactsForm.Meta):
        model = Participation
        fields = ["organisation", "form_signed_on", "from_on", "to_on"]


class HostingForm(OfWorkstreamForm):
    class Meta(FactsForm.Meta):
        model = Hosting
        fields = ["organisation", "from_on", "to_on"]
