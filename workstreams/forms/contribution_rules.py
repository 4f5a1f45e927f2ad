"""The form of a contribution rule: the basis, and a weight for each partner."""

from typing import Any

from django import forms

from partnership import clock
from partnership.forms import DateInputField, Radios
from partnership.models import Partnership
from partnership.page_forms import ActionForm
from workstreams.forms.fields import HundredthsField
from workstreams.models import ContributionRule
from workstreams.models.contribution_rules import LARGEST_WEIGHT


class WeightField(HundredthsField):
    """A weight with at most two decimals typed, hundredths out."""

    widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "class": "govuk-input--width-4"})

    def to_python(self, value: Any) -> int | None:
        hundredths = super().to_python(value)
        if hundredths is not None and hundredths > LARGEST_WEIGHT:
            raise forms.ValidationError(f"A weight is at most {LARGEST_WEIGHT // 100:,}. Enter a smaller number.")
        return hundredths


class ContributionRuleForm(ActionForm):
    basis = forms.ChoiceField(
        label="Who pays?",
        choices=ContributionRule.Basis.choices,
        widget=Radios(
            hints={
                "weighted": "For example 3 for the county and the city, 1 for a district, 0.5 for a small partner.",
                "project": "All partners pay for the programme as a whole. By the weights below, if there are any.",
            }
        ),
    )
    from_on = DateInputField(label="First day", help_text="The rule before it ends the day before.")
    to_on = DateInputField(label="Last day", required=False, help_text="Leave empty while it has no end date.")
    decision = forms.CharField(
        label="Decision", max_length=300, help_text="Who agreed it, when, and where it is written."
    )

    def __init__(self, data: Any = None, *, partnership: Partnership, rule: ContributionRule | None = None) -> None:
        super().__init__(data, initial=_starting(rule))
        self.members = list(partnership.organisations.filter(memberships__votes=True).distinct().order_by("code"))
        for member in self.members:
            self.fields[f"weight_{member.code}"] = WeightField(
                label=f"Weight of {member.name}", required=False, allow_negative=False
            )

    @property
    def facts(self) -> dict[str, Any]:
        value = self.cleaned_data
        typed = {member.pk: value[f"weight_{member.code}"] for member in self.members}
        return {name: value[name] for name in ("basis", "from_on", "to_on", "decision")} | {
            "weights": {pk: weight for pk, weight in typed.items() if weight is not None}
        }


def _starting(rule: ContributionRule | None) -> dict[str, Any]:
    if rule is None:
        return {"from_on": clock.today()}
    weights = {f"weight_{row.organisation.code}": row.hundredths for row in rule.weights.select_related("organisation")}
    return weights | {name: getattr(rule, name) for name in ("basis", "from_on", "to_on", "decision")}
