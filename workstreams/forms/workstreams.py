"""The forms of a workstream, and what the forms of its parts have."""

from typing import Any

from partnership.page_forms import FactsForm
from workstreams.models import Workstream


class WorkstreamForm(FactsForm):
    class Meta(FactsForm.Meta):
        model = Workstream
        fields = ["name", "purpose", "delivery", "basis"]


class OfWorkstreamForm(FactsForm):
    """A form of something that belongs to a workstream; an organisation is chosen from its partnership's."""

    def __init__(self, *args: Any, workstream: Workstream, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.workstream = workstream
        if "organisation" in self.fields:
            self.fields["organisation"].queryset = workstream.partnership.organisations.distinct()
