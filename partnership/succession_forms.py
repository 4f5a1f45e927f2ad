"""The form of an organisation that was dissolved into successors."""

from typing import Any

from django import forms

from partnership.forms import DateInputField, LongTextField, PercentField
from partnership.models import Organisation, Partnership, Succession
from partnership.page_forms import ActionForm


class SuccessionForm(ActionForm):
    """The percentages of the successors. Of a record that exists, the organisation stays."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label="Dissolved organisation", empty_label="Choose an organisation"
    )
    dissolved_on = DateInputField(label="Last day")
    agreement = LongTextField(
        label="Agreement",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What the successors agreed, why these percentages, and where it is written.",
    )
    reference = forms.CharField(
        label="Reference",
        required=False,
        max_length=120,
        help_text="Of the order, the decision or the agreement.",
    )

    def __init__(self, data: Any = None, *, partnership: Partnership, succession: Succession | None = None) -> None:
        super().__init__(data, initial=_starting(succession))
        self.members = list(partnership.organisations.distinct().order_by("code"))
        if succession is None:
            self.fields["organisation"].queryset = partnership.organisations.distinct()
        else:
            del self.fields["organisation"]
            self.members = [each for each in self.members if each.pk != succession.organisation_id]
        for member in self.members:
            self.fields[f"percentage_{member.code}"] = PercentField(label=f"Part of {member.name}", required=False)

    @property
    def facts(self) -> dict[str, Any]:
        value = self.cleaned_data
        named = {
            name: value[name] for name in ("organisation", "dissolved_on", "agreement", "reference") if name in value
        }
        typed = {member.pk: value[f"percentage_{member.code}"] for member in self.members}
        return named | {"percentages": {pk: part for pk, part in typed.items() if part}}


def _starting(succession: Succession | None) -> dict[str, Any]:
    if succession is None:
        return {}
    parts = {
        f"percentage_{row.organisation.code}": row.hundredths
        for row in succession.successors.select_related("organisation")
    }
    return parts | {name: getattr(succession, name) for name in ("dissolved_on", "agreement", "reference")}
