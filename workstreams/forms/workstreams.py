"""The forms of a workstream, and what the forms of its parts have."""

from typing import Any

from django import forms

from partnership.forms import LongTextField, Radios
from partnership.page_forms import ActionForm, FactsForm
from workstreams.models import Workstream


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
