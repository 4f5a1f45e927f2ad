"""The forms of a policy of gates, and of the gateway reviews that a partnership holds."""

from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory

from partnership import clock
from partnership.forms import DateInputField, LongTextField
from partnership.models import Partnership
from partnership.money import format_percent, hundredths_from_percent_text
from partnership.page_forms import ActionForm
from workstreams import gates, stages
from workstreams.actions import Requirement
from workstreams.forms.cases import whole
from workstreams.gates import KINDS, LAST_REVIEW, Confidence, Counts, Kind, Terms
from workstreams.models import GatePolicy, GateRequirement, ReviewGate
from workstreams.models.policies import MOST_REPORT_DAYS, MOST_SLIP_DAYS, REPORT_DAYS, SLIP_DAYS

LEAST_ROWS, SPARE_ROWS, MOST_ROWS = 6, 3, 60
_NUMBER = {"inputmode": "numeric", "class": "govuk-input--width-3"}


class RequirementForm(ActionForm):
    """One row. What its threshold means follows from what is asked for; a row without a choice is left out."""

    stage = forms.ChoiceField(label="Before the stage", required=False)
    kind = forms.ChoiceField(label="What is asked for", required=False)
    threshold = forms.CharField(
        label="Threshold",
        required=False,
        max_length=10,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-4"}),
    )
    by_year = forms.IntegerField(
        label="By year",
        required=False,
        widget=forms.TextInput(attrs=_NUMBER),
        error_messages={"invalid": "Enter the year of the savings as a number, such as 2."},
    )
    review = forms.TypedChoiceField(label="Gateway review", required=False, coerce=int, empty_value=None)
    confidence = forms.ChoiceField(label="Worst confidence", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = [("", "None"), *stages.GATE_CHOICES]
        self.fields["kind"].choices = [("", "Nothing"), *((kind.key, kind.title) for kind in KINDS.values())]
        self.fields["review"].choices = [("", "None"), *((str(n), f"Gate {n}") for n in range(LAST_REVIEW + 1))]
        self.fields["confidence"].choices = [("", "None"), *Confidence.choices()]

    @property
    def is_blank(self) -> bool:
        return not (self.cleaned_data.get("stage") or self.cleaned_data.get("kind"))

    def clean(self) -> dict[str, Any]:
        """What the kind says of its terms stands beside the field that it is about."""
        kind = KINDS.get(self.cleaned_data.get("kind") or "")
        if kind is not None:
            self.cleaned_data["terms"] = Terms(
                self._threshold(kind), self.cleaned_data.get("by_year"), self.cleaned_data.get("review")
            )
            fields = {"threshold": "confidence" if kind.counts is Counts.CONFIDENCE else "threshold"}
            for name, sentence in kind.problems(self.cleaned_data["terms"]).items():
                if not self.has_error(fields.get(name, name)):
                    self.add_error(fields.get(name, name), sentence)
        return self.cleaned_data

    def _threshold(self, kind: Kind) -> int | None:
        typed, confidence = self.cleaned_data.get("threshold") or "", self.cleaned_data.get("confidence")
        if kind.counts is Counts.CONFIDENCE:
            return Confidence.of(confidence).steps if confidence else None
        if not typed.strip():
            return None
        if kind.counts is Counts.PER_CENT:
            try:
                return hundredths_from_percent_text(typed)
            except forms.ValidationError as error:
                self.add_error("threshold", error)
                return None
        if typed.strip().isascii() and typed.strip().isdigit():
            return int(typed)
        self.add_error("threshold", "Enter the threshold as a whole number, such as 5.")
        return None


class RequirementRows(BaseFormSet):
    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """No row must be filled in."""
        return super().get_form_kwargs(index) | {"empty_permitted": True, "use_required_attribute": False}


class PolicyForm(ActionForm):
    """A new version; it starts with what the version before asks for."""

    from_on = DateInputField(label="First day", help_text="It ends the version before on the day before.")
    reason = LongTextField(
        label="Who decided it, and why",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The body, date and minute, and what it is for.",
    )

    highlight_days = whole(
        "Days for a highlight report",
        1,
        MOST_REPORT_DAYS,
        help_text="After the end of a month its report may take so many days before it is late.",
    )
    amber_days = whole(
        "Days of slip that are amber",
        0,
        MOST_SLIP_DAYS,
        help_text="Beside a highlight report time is red where a milestone slips by more than these days.",
    )

    def __init__(self, data: Any = None, *, last: GatePolicy | None = None, more: int = 0) -> None:
        days = {"highlight_days": REPORT_DAYS, "amber_days": SLIP_DAYS}
        before_it = {name: getattr(last, name) if last else default for name, default in days.items()}
        super().__init__(data, initial=before_it | {"from_on": clock.today()})
        before = [_typed(each) for each in last.requirements.order_by("pk")] if last else []
        spare = min(max(LEAST_ROWS - len(before), SPARE_ROWS) + more, MOST_ROWS)
        rows = formset_factory(RequirementForm, RequirementRows, extra=spare, max_num=MOST_ROWS, absolute_max=MOST_ROWS)
        self.rows = rows(data, prefix="rows", initial=before)

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.rows.is_valid()])

    @property
    def facts(self) -> dict[str, Any]:
        filled = [row.cleaned_data for row in self.rows if not row.is_blank]
        asked = [Requirement(row["stage"], row["kind"], row.get("terms", Terms())) for row in filled]
        return self.cleaned_data | {"requirements": asked}


def _typed(requirement: GateRequirement) -> dict[str, Any]:
    """A requirement as it is typed in a row."""
    kind, threshold = gates.KINDS[requirement.kind], requirement.threshold
    typed: dict[str, Any] = {name: getattr(requirement, name) for name in ("stage", "kind", "by_year", "review")}
    if kind.counts is Counts.CONFIDENCE:
        return typed | {"confidence": list(Confidence)[threshold or 0].key}
    if threshold is not None:
        typed["threshold"] = format_percent(threshold) if kind.counts is Counts.PER_CENT else str(threshold)
    return typed


class ReviewGatesForm(ActionForm):
    """The names of the gateway reviews 0 to 5, and which of them are held."""

    def __init__(self, data: Any = None, *, partnership: Partnership) -> None:
        super().__init__(data)
        for gate in ReviewGate.objects.of(partnership):
            self.fields[f"name_{gate.number}"] = forms.CharField(
                label=f"Name of gate {gate.number}", max_length=80, initial=gate.name
            )
            self.fields[f"held_{gate.number}"] = forms.BooleanField(
                label=f"Gate {gate.number} is held here", required=False, initial=gate.is_held
            )

    @property
    def facts(self) -> dict[str, Any]:
        value = self.cleaned_data
        return {"names": {n: (value[f"name_{n}"], value[f"held_{n}"]) for n in range(LAST_REVIEW + 1)}}
