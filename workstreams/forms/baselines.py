"""The form of a baseline cost."""

from typing import Any

from django import forms

from partnership.page_forms import FactsForm, year_choices
from workstreams.forms.workstreams import OfWorkstreamForm
from workstreams.models import BaselineCost


class BaselineForm(OfWorkstreamForm):
    year = forms.TypedChoiceField(label="Financial year", coerce=int, choices=year_choices)

    class Meta(FactsForm.Meta):
        model = BaselineCost
        fields = ["organisation", "year", "cost_pence", "source"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].empty_label = "All organisations together"
        self.fields["organisation"].help_text = "Choose one where its own cost is known."
