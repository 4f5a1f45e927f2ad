"""Every component of the portal on one page, with made-up matter: for designers, and for the accessibility tests."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static

from partnership.forms import Checkboxes, DateInputField, LongTextField, MoneyField, PercentField, PortalForm, Radios
from partnership.history import Event
from partnership.templatetags.portal import tag

_SHARING = [("equal", "Equally"), ("population", "By population"), ("agreed", "By agreed percentages")]
_COUNCILS = [("north", "Northbrook Borough Council"), ("south", "Southmere District Council")]
_REFUSED = {
    "refused-amount": "1.005",
    "refused-began_day": "29",
    "refused-began_month": "2",
    "refused-began_year": "2025",
}


class SampleForm(PortalForm):
    """One field of every sort."""

    title = forms.CharField(max_length=80, help_text="A few words that others will recognise.")
    workstream = forms.ChoiceField(choices=[("", "Choose a workstream"), ("audit", "Internal Audit")])
    amount = MoneyField(help_text="For the whole year, before it is shared.")
    weight = PercentField(label="Share of the first council", required=False)
    sharing = forms.ChoiceField(
        label="How is it shared?",
        choices=_SHARING,
        widget=Radios(
            hints={"equal": "Every council that takes part gets the same."}, reveals={"agreed": ["agreed_share"]}
        ),
    )
    agreed_share = PercentField(label="Agreed percentage", required=False)
    councils = forms.MultipleChoiceField(
        label="Which councils benefit?", choices=_COUNCILS, widget=Checkboxes(hints={"north": "The host."})
    )
    began = DateInputField(label="First day of the saving", help_text="For example, 1 4 2026.")
    method = LongTextField(label="How it was worked out", max_length=200)
    evidence = forms.FileField(required=False)
    agreed = forms.BooleanField(label="Finance has seen the figures")


class SampleFilter(forms.Form):
    """What stands above a list."""

    search = forms.CharField(label="Search", required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("", "All"), ("cashable", "Cashable")], required=False)
    year = forms.ChoiceField(label="Financial year", choices=[("", "All"), ("2026", "2026-27")], required=False)


class _Page:
    """A page in the middle of a list."""

    number, has_previous, has_next, previous_page_number, next_page_number = 2, True, True, 1, 3


@login_required
def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "partnership/gallery.html", _forms() | _lists() | _words())


def _forms() -> dict[str, Any]:
    return {
        "sample": SampleForm(prefix="sample"),
        "refused": SampleForm(_REFUSED, prefix="refused"),
        "filter_form": SampleFilter(prefix="filter"),
        "page": _Page(),
        "trail": [{"text": "Savings", "url": "#savings"}],
    }


def _words() -> dict[str, Any]:
    return {
        "states": ["draft", "submitted", "partly verified", "verified", "returned", "restated"],
        "stages": ["idea", "appraisal", "case", "approval", "implementation", "live", "closed"],
        "claims": ["target", "forecast", "contracted", "realised"],
        "kinds": ["cashable", "non_cashable", "qualitative"],
        "rags": ["green", "amber", "red", "not due", "no target"],
        "sections": [
            {"title": "Cover and contents", "state": "done"},
            {"title": "Headline figures", "state": "rendering"},
            {"title": "Milestones", "state": "waiting"},
        ],
    }


def _lists() -> dict[str, Any]:
    moment = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)
    return {
        "rows": [
            {"key": "Workstream", "value": "Internal Audit", "url": "#workstream"},
            {"key": "Amount", "value": "£100,000.00", "url": "#amount"},
            {"key": "State", "value": tag("submitted")},
        ],
        "headings": [
            {"text": "Saving", "url": "?sort=saving", "sorted": "none"},
            {"text": "State"},
            {"text": "Amount", "url": "?sort=amount", "sorted": "descending", "numeric": True},
        ],
        "savings": [("One audit plan", "verified", 3_000_000), ("Joint building control", "submitted", -800_000)],
        "events": [
            Event(moment, "Finance officer, Northbrook", "verified £12,500.00 for 2025-26"),
            Event(moment, "Officer, Southmere", "submitted “One audit plan”", "The contract was signed."),
        ],
        "files": [
            {"name": "Audit plan.pdf", "url": "#file", "detail": "PDF, 240 kB", "remove_url": "#remove"},
            {"name": "Baseline.xlsx", "url": "#file-2", "detail": "Spreadsheet, 18 kB"},
        ],
        "downloads": [("CSV", "?format=csv"), ("Excel", "?format=xlsx"), ("OpenDocument", "?format=ods")],
        "chart": {
            "title": "Target and realised by workstream",
            "src": static("images/sample-chart.svg"),
            "narrow_src": static("images/sample-chart.svg"),
            "alt": "Internal Audit has realised £30,000.00, all of its target; Procurement is £20,000.00 behind.",
            "headings": ["Workstream", "Target", "Realised"],
            "rows": [["Internal Audit", "£30,000.00", "£30,000.00"], ["Procurement", "£80,000.00", "£60,000.00"]],
        },
    }
