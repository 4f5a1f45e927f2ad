"""The forms of an organisation's own decision: about a workstream, or about anything that its councils ratify."""

from collections.abc import Iterable
from typing import Any

from django import forms

from partnership.file_forms import HINT, FilesField
from partnership.forms import DateInputField, LongTextField, Radios
from partnership.models import Organisation
from partnership.page_forms import ActionForm
from workstreams import stages
from workstreams.models import Ratification, Workstream


class OwnDecisionForm(ActionForm):
    """What its own executive or council decided. Offered are the organisations that the user may record for."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), empty_label=None)
    decision = forms.ChoiceField(label="Decision", choices=Ratification.Decision.choices, widget=Radios)
    conditions = LongTextField(
        label="Conditions or reasons",
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed for an approval with conditions and for a refusal.",
    )
    decided_on = DateInputField(label="Decided")
    body = forms.CharField(label="Decided by", max_length=120, help_text="For example Executive or Council.")
    minute = forms.CharField(
        label="Minute reference", max_length=80, widget=forms.TextInput(attrs={"class": "govuk-input--width-10"})
    )
    papers = FilesField(label="Papers", required=False, help_text=HINT)

    def __init__(self, data: Any = None, files: Any = None, *, organisations: Iterable[Organisation], **more: Any):
        super().__init__(data, files, **more)
        own = [organisation.pk for organisation in organisations]
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=own).order_by("code")
        if len(own) == 1:
            self.fields["organisation"].initial = own[0]


class RatificationForm(OwnDecisionForm):
    """About letting a workstream enter a stage."""

    stage = forms.ChoiceField(label="For entering the stage", choices=stages.GATE_CHOICES)

    field_order = ["organisation", "stage"]

    def __init__(self, data: Any = None, files: Any = None, *, workstream: Workstream, **more: Any) -> None:
        super().__init__(data, files, initial={"stage": stages.following(workstream.stage)}, **more)
