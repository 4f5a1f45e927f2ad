"""An indicator's own page with its chart, and the import of readings: what needs the pictures and the file readers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from partnership.exports import csv_lines
from partnership.views.pages import Step
from partnership.views.scope import ScopedRequest, in_partnership
from savings import drawing, gauges, reading_files, rendering
from savings.dashboards import ShownChart
from savings.forms.readings import RowsForm
from savings.views.dashboards import picture_response
from savings.views.found import METHODS, sent
from workstreams import quality
from workstreams.actions import MAY_RECORD
from workstreams.models import Indicator, Reading
from workstreams.quality import Quality, Standing
from workstreams.views.finding import find_workstream, of
from workstreams.views.finding import trail as crumbs
from workstreams.views.indicators import find_indicator

SHOWN = 40  # readings of a series on its page and in its chart; the list of readings has all
PROBLEMS_SHOWN = 200


@require_safe
@in_partnership("savings.view_figures")
def indicator(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    """What it is, how each series stands, and the readings of one series with their chart. Fixed number of queries."""
    stream = find_workstream(request, workstream)
    row = find_indicator(request, stream, pk)
    found = quality.quality(request.partnership, user=request.user, indicator=row.pk)
    readings = _readings(request, row)
    codes = _codes(readings)
    chosen = _chosen(request, row, found, codes)
    shown = _of_series(readings, chosen)
    standing = _standing(found, row, chosen)
    context = {
        "workstream": stream,
        "indicator": row,
        "standings": found.of_indicator(row.pk),
        "overdue": [one for one in found.overdue if one.indicator.pk == row.pk],
        "readings": shown[::-1],
        "codes": codes,
        "chosen": chosen,
        "chart": _shown(request, row, shown, standing, chosen),
        "may_record": _may_record(request, row),
        "organisations": row.organisations.all(),
        "trail": [*crumbs(request, stream), Step("Service quality", of(request, stream, "indicator-home"))],
    }
    return render(request, "savings/indicator.html", context)


def _readings(request: ScopedRequest, row: Indicator) -> list[Reading]:
    """All that stand, the oldest first. One query."""
    rows = (
        row.readings.visible_to(request.user)
        .in_force()
        .select_related("organisation", "survey")
        .order_by("last_on", "first_on", "pk")
    )
    found = list(rows)
    for each in found:
        each.indicator = row
    return found


def _codes(readings: list[Reading]) -> dict[str, str]:
    """The series that there are, by the word for them in addresses."""
    own = [row for row in readings if not row.comparator and not row.before_sharing]
    return dict(sorted((_code(row), row.whose) for row in own))


def _code(row: Reading) -> str:
    return row.organisation.code if row.organisation else "joint"


def _chosen(request: ScopedRequest, row: Indicator, found: Quality, codes: dict[str, str]) -> str:
    """The series asked for; else the one that is furthest from its target."""
    asked = request.GET.get("of", "")
    if asked in codes:
        return asked
    worst = [one for one in found.worst if one.indicator.pk == row.pk] or found.of_indicator(row.pk)
    return _code(worst[0].reading) if worst else next(iter(codes), "joint")


def _of_series(readings: list[Reading], code: str) -> list[Reading]:
    """The readings of a series, the comparators, and what was measured before sharing (of all together without own)."""
    before = [row for row in readings if row.before_sharing]
    own_before = [row for row in before if _code(row) == code] or [row for row in before if _code(row) == "joint"]
    kept = [row for row in readings if row.comparator or (not row.before_sharing and _code(row) == code)]
    return sorted([*own_before, *kept], key=lambda row: (row.last_on, row.first_on, row.pk))[-SHOWN:]


def _standing(found: Quality, row: Indicator, code: str) -> Standing | None:
    return next((one for one in found.of_indicator(row.pk) if _code(one.reading) == code), None)


def _shown(
    request: ScopedRequest, row: Indicator, readings: list[Reading], standing: Standing | None, code: str
) -> ShownChart | None:
    made = gauges.chart(row, readings, standing)
    if made is None:
        return None
    address = of(request, row.workstream, "indicator-chart", pk=row.pk)
    src = f"{address}?{urlencode({'of': code, 'v': rendering.digest(made)[:16]})}"
    return ShownChart(made.name, made.title, made.conclusion, src, f"{src}&width=narrow", made.headings, made.rows)


@require_safe
@in_partnership("savings.view_figures")
def indicator_chart(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    """The picture alone, as the page names it."""
    stream = find_workstream(request, workstream)
    row = find_indicator(request, stream, pk)
    found = quality.quality(request.partnership, user=request.user, indicator=row.pk)
    readings = _readings(request, row)
    chosen = _chosen(request, row, found, _codes(readings))
    width = drawing.NARROW if request.GET.get("width") == "narrow" else drawing.WIDE
    made = gauges.chart(row, _of_series(readings, chosen), _standing(found, row, chosen), width)
    if made is None:
        raise Http404
    return picture_response(request, rendering.picture(made))


def _may_record(request: ScopedRequest, row: Indicator) -> dict[str, bool]:
    """Of which series this reader may record or put right readings, by the word for them; `any` of at least one."""
    joint = request.user.has_perm(MAY_RECORD, Reading(partnership=request.partnership, indicator=row))
    return {"any": request.user.has_perm(MAY_RECORD, request.partnership), "all": joint}


# --- The import of readings -------------------------------------------------------------------------------------------


@require_http_methods(METHODS)
@in_partnership(MAY_RECORD)
def reading_import(request: ScopedRequest) -> HttpResponse:
    """Rows are recorded when all of them are in order; else everything that is wrong is listed, row by row."""
    form = RowsForm(*sent(request), most_rows=reading_files.MOST_ROWS)
    problems: list[reading_files.Problem] = []
    if form.is_valid():
        given = {"text": form.cleaned_data["rows"], "file": form.cleaned_data["file"]}
        outcome = reading_files.record(by=request.user, partnership=request.partnership, **given)
        if not outcome.problems:
            messages.success(request, f"{len(outcome.made):,} readings were recorded.")
            return redirect("reading-list", partnership=request.partnership.slug)
        problems = outcome.problems
    context = {
        "form": form,
        "problems": problems[:PROBLEMS_SHOWN],
        "number": len(problems),
        "columns": _columns(),
        "trail": [*crumbs(request), Step("Readings", reverse("reading-list", args=[request.partnership.slug]))],
    }
    return render(request, "savings/reading_import.html", context)


_EXPLAINED = {
    "workstream": "Its name or the name in its address; needed where two workstreams have an indicator of one name.",
    "indicator": "Its name as on its page, or its number.",
    "organisation": "Its code. Empty: all together.",
    "comparator": "The name of a comparator, such as National average. Then no organisation.",
    "period": "2025-26, 2025-26 Q1 or September 2025.",
    "value": "A number with at most two decimals, in the unit of the indicator.",
    "respondents": "Of a survey: how many answered.",
    "before_sharing": "Yes where it is of before the service was shared.",
    "source": "Where the value was taken from.",
    "note": "Anything more.",
    "reason": "Why it takes the place of a reading that is recorded already.",
}


def _columns() -> list[tuple[str, str, str]]:
    needed = reading_files.NEEDED
    return [
        (heading, "Yes" if name in needed else "No", _EXPLAINED[name])
        for name, heading in reading_files.HEADINGS.items()
    ]


@require_safe
@in_partnership(MAY_RECORD)
def reading_template(request: ScopedRequest) -> HttpResponse:
    """The headings, and a row for each series that a reading is expected of next."""
    found = quality.quality(request.partnership, user=request.user)
    rows: list[Any] = [list(reading_files.HEADINGS.values())]
    for one in found.overdue:
        code = one.organisation.code if one.organisation else ""
        rows.append([one.indicator.workstream.slug, one.indicator.name, code, "", str(one.span)])
    response = HttpResponse("".join(csv_lines(rows)), "text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{request.partnership.slug}-readings.csv"'
    return response
