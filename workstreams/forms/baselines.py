"""The form of a whole baseline: all headings and volumes of one organisation and year at once."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from partnership.forms import MoneyField, clean_text
from partnership.models import Organisation
from partnership.page_forms import ActionForm, year_choices
from workstreams.actions import Volume
from workstreams.actions.baselines import wants_reason
from workstreams.forms.fields import HundredthsField
from workstreams.models import BaselineCost, Workstream
from workstreams.models.baselines import HEADINGS, NOT_BROKEN_DOWN, Heading

VOLUMES = 4  # rows of the form for what is counted


class BaselineForm(ActionForm):
    """With `baseline` a new version of it; then organisation and year stay as they are."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        required=False,
        empty_label="All organisations together",
        help_text="Choose one where its own cost is known.",
    )
    year = forms.TypedChoiceField(label="Financial year", coerce=int, choices=year_choices)

    def __init__(self, *args: Any, workstream: Workstream, baseline: BaselineCost | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_locked = bool(wants_reason(workstream))
        self._add_amounts(baseline)
        self._add_volumes(baseline)
        self.fields["source"] = forms.CharField(
            label="Source",
            max_length=200,
            validators=[clean_text],
            required=False,
            initial=baseline.source if baseline else "",
            help_text="Where the figures were taken from.",
        )
        if baseline or self.is_locked:
            needed = "The baseline is locked since it was approved. The reason stays with the new version."
            self.fields["reason"] = forms.CharField(
                label="Why it changes",
                max_length=300,
                validators=[clean_text],
                required=self.is_locked,
                help_text=needed if self.is_locked else "It stays with the new version.",
            )
        self.fields["organisation"].queryset = workstream.partnership.organisations.distinct()  # type: ignore[attr-defined]
        if baseline:
            del self.fields["organisation"], self.fields["year"]

    def _add_amounts(self, baseline: BaselineCost | None) -> None:
        for heading in HEADINGS:
            pence = baseline.pence_of(heading) if baseline else 0
            self.fields[f"{heading.value}_pence"] = MoneyField(
                label=heading.label,
                required=False,
                initial=abs(pence) or None,
                help_text="Without a minus sign: it is taken off the cost." if heading is Heading.INCOME else "",
            )
        rest = baseline.rest_pence if baseline else 0
        self.fields["rest_pence"] = MoneyField(
            label=NOT_BROKEN_DOWN,
            required=False,
            allow_negative=True,
            initial=rest or None,
            help_text="What is known only as a sum.",
        )

    def _add_volumes(self, baseline: BaselineCost | None) -> None:
        kept = list(baseline.volumes.all()) if baseline else []
        for number in range(1, max(VOLUMES, len(kept) + 1) + 1):
            volume = kept[number - 1] if number <= len(kept) else None
            self.fields[f"counted_{number}"] = forms.CharField(
                label=f"Volume {number}: what is counted",
                max_length=80,
                validators=[clean_text],
                required=False,
                initial=volume.counted if volume else "",
                help_text="Such as applications or audits. The cost of one is worked out." if number == 1 else "",
            )
            self.fields[f"hundredths_{number}"] = HundredthsField(
                label=f"Volume {number}: how many",
                required=False,
                allow_negative=False,
                initial=volume.hundredths if volume else None,
            )

    @property
    def amount_names(self) -> list[str]:
        return [*(f"{heading.value}_pence" for heading in HEADINGS), "rest_pence"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        typed = [cleaned.get(name) for name in self.amount_names]
        if all(pence is None for pence in typed) and not any(name in self.errors for name in self.amount_names):
            self.add_error("rest_pence", "Enter the cost under at least one heading, or as not broken down.")
        for number in self._numbers:
            counted, hundredths = cleaned.get(f"counted_{number}"), cleaned.get(f"hundredths_{number}")
            wrong = f"hundredths_{number}" in self.errors or f"counted_{number}" in self.errors
            if not wrong and bool(counted) != (hundredths is not None):
                missing = f"counted_{number}" if hundredths is not None else f"hundredths_{number}"
                self.add_error(missing, ValidationError(f"Volume {number} wants both: what is counted, and how many."))
            elif not wrong and hundredths == 0:
                self.add_error(f"hundredths_{number}", "Enter a number above 0, or leave both boxes empty.")
        return cleaned

    @property
    def _numbers(self) -> list[int]:
        return [int(name.removeprefix("counted_")) for name in self.fields if name.startswith("counted_")]

    @property
    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        volumes = [
            Volume(given[f"counted_{number}"], given[f"hundredths_{number}"])
            for number in self._numbers
            if given.get(f"counted_{number}")
        ]
        found = {name: given[name] or 0 for name in self.amount_names} | {"volumes": volumes}
        kept = ("organisation", "year", "source", "reason")
        return found | {name: given[name] for name in kept if name in given}


class LockForm(ActionForm):
    """Why, or by which decision, the baseline is locked."""

    reason = forms.CharField(
        label="Why, or by which decision", max_length=300, help_text="Such as the approval of the business case."
    )


class WithdrawForm(ActionForm):
    reason = forms.CharField(label="Why it is withdrawn", max_length=300)
