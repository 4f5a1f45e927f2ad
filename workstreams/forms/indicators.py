"""The forms of indicators and their readings."""

from typing import Any

from django import forms

from partnership.forms import Checkboxes, Radios
from partnership.models import Organisation, User
from partnership.page_forms import ActionForm, FactsForm
from workstreams.actions import MAY_RECORD, Measured
from workstreams.forms.fields import HundredthsField, SpanField
from workstreams.forms.workstreams import OfWorkstreamForm
from workstreams.models import Indicator, Reading, Workstream

JOINT, COMPARATOR = "joint", "comparator"


class IndicatorForm(OfWorkstreamForm):
    kind = forms.ChoiceField(
        label="Kind",
        choices=Indicator.Kind.choices,
        initial=Indicator.Kind.SERVICE,
        widget=Radios(reveals={Indicator.Kind.SATISFACTION: ["question"]}),
    )
    better = forms.ChoiceField(
        label="Direction", choices=Indicator.Better.choices, initial=Indicator.Better.HIGHER, widget=Radios
    )
    target_hundredths = HundredthsField(
        label="Target", required=False, help_text="In the unit. Leave it empty where there is none."
    )
    tolerance_hundredths = HundredthsField(
        label="Tolerance",
        required=False,
        allow_negative=False,
        help_text="By how much the target may be missed and still count as nearly met. In the unit.",
    )
    frequency = forms.ChoiceField(
        label="Frequency", choices=Indicator.Frequency.choices, initial=Indicator.Frequency.QUARTER, widget=Radios
    )
    measured = forms.ChoiceField(
        label="Measured",
        choices=Indicator.Measured.choices,
        initial=Indicator.Measured.JOINT,
        widget=Radios(reveals={Indicator.Measured.CERTAIN: ["organisations"]}),
    )
    organisations = forms.ModelMultipleChoiceField(
        Organisation.objects.none(), required=False, widget=Checkboxes, label="Organisations"
    )

    class Meta(FactsForm.Meta):
        model = Indicator
        fields = [
            *("name", "kind", "question", "definition", "unit", "better", "target_hundredths", "tolerance_hundredths"),
            *("frequency", "measured", "organisations", "from_on", "to_on"),
        ]

    def __init__(self, *args: Any, workstream: Workstream, **kwargs: Any) -> None:
        super().__init__(*args, workstream=workstream, **kwargs)
        self.fields["organisations"].queryset = workstream.partnership.organisations.distinct()
        self.fields["from_on"].label, self.fields["to_on"].label = "In use from", "In use until"
        self.fields["to_on"].help_text = "Leave it empty while it has no end date."

    def clean_tolerance_hundredths(self) -> int:
        return self.cleaned_data["tolerance_hundredths"] or 0

    @property
    def facts(self) -> dict[str, Any]:
        return self.cleaned_data | {"organisations": list(self.cleaned_data["organisations"])}


def whose_choices(indicator: Indicator, organisations: dict[str, Organisation], user: User) -> list[tuple[str, str]]:
    """Of whom this person may record readings of the indicator, by code."""
    of = {"indicator": indicator, "partnership": indicator.workstream.partnership}
    offered = [
        (code, each.name)
        for code, each in organisations.items()
        if user.has_perm(MAY_RECORD, Reading(**of, organisation=each))
    ]
    if user.has_perm(MAY_RECORD, Reading(**of)):
        return [(JOINT, "All together"), *offered, (COMPARATOR, "A comparator, named below")]
    return offered


class ReadingForm(ActionForm):
    """One reading of an indicator. Offered are those for whom this person may record; to put one right, with `reading`,
    whose it is and its period stay."""

    whose = forms.ChoiceField(label="Of whom")
    comparator = forms.CharField(
        label="Name of the comparator",
        max_length=80,
        required=False,
        help_text="Of a comparator alone, such as National average.",
    )
    period = SpanField(label="Period")
    value = HundredthsField(label="Value")
    respondents = forms.IntegerField(label="Number of respondents", min_value=1, max_value=10**9, required=False)
    before_sharing = forms.BooleanField(
        label="It is of before the service was shared", required=False, help_text="It then counts as the baseline."
    )
    source = forms.CharField(label="Source", max_length=200, help_text="Where the value was taken from.")
    note = forms.CharField(label="Note", max_length=500, required=False)
    reason = forms.CharField(label="Why it is put right", max_length=300, required=False)

    def __init__(
        self, *args: Any, indicator: Indicator, user: User, reading: Reading | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.indicator, self.reading = indicator, reading
        partnership = indicator.workstream.partnership
        self.organisations = {each.code: each for each in partnership.organisations.distinct()}
        self.fields["value"].label = f"Value in {indicator.unit}"
        if not indicator.is_survey:
            del self.fields["respondents"]
        if reading:
            for name in ("whose", "comparator", "period"):
                del self.fields[name]
            self.fields["reason"].required = True
            self._start_with(reading)
        else:
            self.fields["reason"].label = "Why it changes the baseline"
            self.fields[
                "reason"
            ].help_text = "Needed only for a reading of before sharing, once the baseline is locked."
            self.fields["whose"].choices = whose_choices(indicator, self.organisations, user)  # type: ignore[attr-defined]

    def _start_with(self, reading: Reading) -> None:
        self.initial = {
            "value": reading.value_hundredths,
            **{name: getattr(reading, name) for name in ("respondents", "before_sharing", "source", "note")},
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        whose, named = cleaned.get("whose"), cleaned.get("comparator")
        if whose == COMPARATOR and not named and "comparator" not in self.errors:
            self.add_error("comparator", "Enter the name of the comparator.")
        if whose and whose != COMPARATOR and named:
            self.add_error("comparator", "Leave this empty, or choose “A comparator” above.")
        return cleaned

    @property
    def facts(self) -> dict[str, Any]:
        given, reading = self.cleaned_data, self.reading
        names = ("value", "before_sharing", "source", "note", "reason")
        found = Measured(
            indicator=self.indicator,
            span=reading.span if reading else given["period"],
            organisation=reading.organisation if reading else self.organisations.get(given["whose"]),
            comparator=reading.comparator if reading else given["comparator"],
            respondents=given.get("respondents"),
            **{name: given[name] for name in names},
        )
        return {"measured": found}
