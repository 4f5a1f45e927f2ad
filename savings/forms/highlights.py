"""The forms of highlight reports: which month, what is said of it, and why a report is put right."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html

from partnership.forms import LongTextField, Radios
from partnership.page_forms import SeenForm
from savings.forms import confirming
from savings.highlights.suggesting import Advice
from savings.models import HighlightReport
from savings.models.highlights import ASPECTS, LONGEST_REASON, LONGEST_TEXT
from savings.models.words import Rating

_ASKED = {
    "overall": "All in all, as you judge it.",
    "time": "Against the plan.",
    "cost": "Against the budget.",
    "benefit": "Against the savings that are due.",
    "risk": "By what may still go wrong.",
}
_POINTS = {
    "done": ("Done in this month", "One point on each line."),
    "next": ("Next steps", "One point on each line. The next report begins with them as what was done."),
    "decisions": ("Decisions needed", "One point on each line, with who is to decide by when. Empty: none."),
}


class MonthForm(confirming.ActionForm):
    month = forms.TypedChoiceField(label="Month", coerce=date.fromisoformat)

    def __init__(self, *args: Any, months: Iterable[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(month.isoformat(), f"{month:%B %Y}") for month in months]
        self.fields["month"].choices = choices


class SubmitForm(SeenForm):
    """Nothing but a yes to what is on the page; one that comes back is about what the page shows by now."""

    def __init__(self, *args: Any, report: HighlightReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown = report.edition
        if not self.is_bound:
            self.see(self.shown)

    def see_again(self) -> None:
        self.see(self.shown)


class HighlightForm(SeenForm):
    """Five ratings with their reasons, and the points. A draft may leave any of it empty."""

    def __init__(self, *args: Any, report: HighlightReport, advice: Mapping[str, Advice | None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.report = report
        for aspect, label in ASPECTS.items():
            self._ask(aspect, label, advice.get(aspect))
        for name, (label, hint) in _POINTS.items():
            self.fields[name] = LongTextField(label=label, help_text=hint, required=False, max_length=LONGEST_TEXT)
        for name in self.fields:
            if name != "seen":
                self.fields[name].initial = getattr(report, name)
        if not self.is_bound:
            self.see(report.edition)

    def _ask(self, aspect: str, label: str, said: Advice | None) -> None:
        hint = _ASKED[aspect]
        if said:  # its words hold titles that people typed
            hint = format_html("{} The portal would say {}: {}", hint, said.rating, said.because)
        self.fields[aspect] = forms.ChoiceField(
            label=label,
            choices=Rating.choices,
            required=False,
            widget=Radios({"class": "govuk-radios--inline"}),
            help_text=hint,
        )
        self.fields[f"{aspect}_reason"] = LongTextField(
            label=f"{label}: reason",
            required=False,
            max_length=LONGEST_REASON,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def see_again(self) -> None:
        saved = HighlightReport.objects.get(pk=self.report.pk)
        self.see(saved.edition)
        self.differing = []
        for name, field in self.fields.items():
            if name == "seen" or self.data.get(name, "").replace("\r\n", "\n").strip() == getattr(saved, name):
                continue
            self.differing.append((str(field.label), str(getattr(saved, name)) or "Empty"))


class CorrectionForm(confirming.ActionForm):
    reason = LongTextField(
        label="Reason for the correction",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What was wrong. Everybody who reads the corrected report reads it.",
    )
