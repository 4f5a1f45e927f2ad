"""The forms by which a workstream moves from stage to stage."""

from typing import Any

from django import forms

from partnership.forms import LongTextField, Radios
from partnership.page_forms import ActionForm
from workstreams import stages
from workstreams.models import Workstream

_REASON = {"label": "Reason", "max_length": 1000, "widget": forms.Textarea(attrs={"rows": 3})}


class AdvanceForm(ActionForm):
    reason = LongTextField(required=False, help_text="For example who decided it, and the minute.", **_REASON)


class ReasonForm(ActionForm):
    reason = LongTextField(help_text="It is shown with the move for ever.", **_REASON)


class WhyForm(ActionForm):
    reason = LongTextField(help_text="It stays in the history.", **_REASON)


class BackForm(ReasonForm):
    stage = forms.ChoiceField(label="Stage", widget=Radios)

    field_order = ["stage", "reason"]

    def __init__(self, *args: Any, workstream: Workstream, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        before = stages.earlier(workstream.stage)
        self.fields["stage"].choices = [(stage, Workstream.Stage(stage).label) for stage in before]
