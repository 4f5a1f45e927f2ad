"""The page of an options appraisal with its result and chart, and a scoring sheet as a file: what needs the pictures
and the file readers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from partnership import history
from partnership.exports import Export, Fact, asked, csv_lines, download
from partnership.exports.responses import FORMATS
from partnership.models import User
from partnership.views.pages import Step, blame
from partnership.views.scope import ScopedRequest, in_partnership
from savings import drawing, option_charts, option_tables, rendering, score_files
from savings.dashboards import ShownChart
from savings.forms.readings import RowsForm
from savings.tables import Table
from savings.views.dashboards import picture_response
from savings.views.found import METHODS, sent
from workstreams.actions import MAY_EDIT, MAY_SCORE
from workstreams.actions.options import what_is_missing
from workstreams.models import AppraisalCriterion, AppraisalOption, AppraisalScorer, OptionsAppraisal
from workstreams.options import Comparison, Sheet, compared
from workstreams.views.options import appraisal_trail, find_appraisal
from workstreams.views.scores import open_sheet

HIDDEN = "Scoring is open in this appraisal. Scores and result are shown when it has ended."
PROBLEMS_SHOWN = 200
_XLSX = FORMATS["xlsx"].content_type


def is_hidden(request: ScopedRequest, appraisal: OptionsAppraisal) -> bool:
    """Whether scores and result are not shown to this reader yet. One query."""
    return OptionsAppraisal.objects.hidden_from(request.user).filter(pk=appraisal.pk).exists()


@require_safe
@in_partnership("savings.view_figures")
def appraisal(request: ScopedRequest, workstream: str, pk: int) -> HttpResponseBase:
    """One round with its result; `?table=` and `?format=` give one of its tables as a file. Fixed number of queries."""
    row = find_appraisal(request, workstream, pk)
    hidden = is_hidden(request, row)
    found = compared(row)
    tables = {table.name: table for table in (option_tables.totals(found), option_tables.scores(found))}
    tables["sensitivity"] = option_tables.sensitivity(found)
    if asked(request):
        return _download(request, row, tables, hidden)
    context = {
        "appraisal": row,
        "workstream": row.workstream,
        "found": found,
        "is_hidden": hidden,
        "tables": tables,
        "downloads": {name: [(f.name, f"?table={name}&format={f.code}") for f in FORMATS.values()] for name in tables},
        "chart": None if hidden else _shown(row, found),
        "decisions": row.decisions.select_related("option", "recorded_by"),
        "rounds": _rounds(request, row),
        "trail": appraisal_trail(request, row, whole=False),
        **_steps(request, found),
    }
    return render(request, "savings/options/appraisal.html", context)


def _download(
    request: ScopedRequest, row: OptionsAppraisal, tables: dict[str, Table], hidden: bool
) -> HttpResponseBase:
    table = tables.get(request.GET.get("table", "totals"))
    if table is None:
        raise Http404
    if hidden:
        raise PermissionDenied(HIDDEN)
    facts = [Fact("Partnership", request.partnership.name), Fact("Shown", f"{row.workstream}: {row}")]
    facts.append(Fact("State", row.get_state_display()))
    name = f"{request.partnership.slug}-{row.workstream.slug}-options-{row.round}-{table.name}"
    return download(request, Export(name, table.caption, table.headings_for_files, table.for_files(), facts))


def _rounds(request: ScopedRequest, row: OptionsAppraisal) -> list[OptionsAppraisal]:
    """The other rounds of the same appraisal, the last first."""
    rows = OptionsAppraisal.objects.visible_to(request.user).filter(workstream=row.workstream, title=row.title)
    return list(rows.exclude(pk=row.pk).select_related("workstream__partnership").order_by("-round"))


def _steps(request: ScopedRequest, found: Comparison) -> dict[str, Any]:
    """What this reader may do next, and what a draft still lacks."""
    row = found.appraisal
    runs = request.user.has_perm(MAY_EDIT, row)
    rescored = OptionsAppraisal.objects.filter(rescores=row).exists()
    unscored = not any(each.given for each in found.sheets)
    may_name, sheets = runs and (row.is_draft or row.is_open and unscored), _sheets(request, found)
    return {
        "may_set_up": runs and row.is_draft,
        "may_name_scorers": may_name,
        "may_act": may_name or any(may_score for _, may_score in sheets),
        "may_close": runs and row.is_open and found.finished,
        "may_decide": runs and row.state in (row.State.SCORING, row.State.SCORED, row.State.DECIDED),
        "may_rescore": runs and not row.is_draft and not rescored,
        "missing": what_is_missing(row) if row.is_draft else [],
        "sheets": sheets,
        "own": next((each for each in found.sheets if row.is_open and each.scorer.person_id == request.user.pk), None),
        "events": _events(row) if request.user.has_perm("partnership.view_history", row) else None,
    }


def _sheets(request: ScopedRequest, found: Comparison) -> list[tuple[Sheet, bool]]:
    """Each with whether this reader may fill it in. What is answered for one post holds for all: one query."""
    posts = [each.scorer for each in found.sheets if each.scorer.person_id is None]
    may_posts = bool(posts) and request.user.has_perm(MAY_SCORE, posts[0])
    is_open = found.appraisal.is_open
    return [
        (each, is_open and (each.scorer.person_id == request.user.pk or each.scorer.person_id is None and may_posts))
        for each in found.sheets
    ]


def _events(row: OptionsAppraisal) -> list[history.Event]:
    """Five queries, for any number of scorers."""
    scorers = AppraisalScorer.history.filter(appraisal=row).values("person")
    names = dict(User.objects.filter(pk__in=scorers).values_list("pk", "name"))
    found = [
        *history.events(row, called="appraisal"),
        *history.events_of(AppraisalOption, called=lambda each: f"option “{each.name}”", appraisal=row),
        *history.events_of(AppraisalCriterion, called=lambda each: f"criterion “{each.name}”", appraisal=row),
        *history.events_of(
            AppraisalScorer, called=lambda each: f"scorer “{names.get(each.person_id, each.post)}”", appraisal=row
        ),
    ]
    return history.newest_first(found)


# --- The chart --------------------------------------------------------------------------------------------------------
def _shown(row: OptionsAppraisal, found: Comparison) -> ShownChart | None:
    made = option_charts.chart(found)
    if made is None:
        return None
    where = {"partnership": row.workstream.partnership.slug, "workstream": row.workstream.slug, "pk": row.pk}
    src = f"{reverse('appraisal-chart', kwargs=where)}?v={rendering.digest(made)[:16]}"
    return ShownChart(made.name, made.title, made.conclusion, src, f"{src}&width=narrow", made.headings, made.rows)


@require_safe
@in_partnership("savings.view_figures")
def appraisal_chart(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    """The picture alone, as the page names it."""
    row = find_appraisal(request, workstream, pk)
    if is_hidden(request, row):
        raise PermissionDenied(HIDDEN)
    width = drawing.NARROW if request.GET.get("width") == "narrow" else drawing.WIDE
    made = option_charts.chart(compared(row), width)
    if made is None:
        raise Http404
    return picture_response(request, rendering.picture(made))


# --- A sheet as a file ------------------------------------------------------------------------------------------------
@require_http_methods(METHODS)
@in_partnership()
def sheet_import(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    """Scores are recorded when all rows are in order; else everything that is wrong is listed, row by row."""
    scorer, found, own = open_sheet(request, workstream, pk)
    form = RowsForm(*sent(request), most_rows=score_files.MOST_ROWS)
    outcome = _imported(request, scorer, found, form)
    if outcome and not outcome.problems:
        messages.success(request, _recorded_words(len(outcome.made)))
        return redirect(scorer.appraisal.get_absolute_url())
    problems = outcome.problems if outcome else []
    where = {"partnership": request.partnership.slug, "workstream": workstream, "pk": scorer.pk}
    step = Step("My scores" if scorer.person_id else str(scorer), reverse("appraisal-sheet", kwargs=where))
    context = {
        "form": form,
        "scorer": scorer,
        "found": found,
        "sheet": own,
        "workstream": scorer.appraisal.workstream,
        "problems": problems[:PROBLEMS_SHOWN],
        "number": len(problems),
        "trail": [*appraisal_trail(request, scorer.appraisal), step],
    }
    return render(request, "savings/options/import.html", context)


def _imported(
    request: ScopedRequest, scorer: AppraisalScorer, found: Comparison, form: RowsForm
) -> score_files.Outcome | None:
    """None where the form has an error, such as that no score is taken any more."""
    if not form.is_valid():
        return None
    given = {"text": form.cleaned_data["rows"], "file": form.cleaned_data["file"]}
    try:
        return score_files.record(by=request.user, scorer=scorer, found=found, **given)
    except ValidationError as error:  # scoring was ended, or the scorer removed, since the page was asked for
        blame(form, error)
        return None


def _recorded_words(number: int) -> str:
    words = "1 score was" if number == 1 else f"{number} scores were"
    return f"{words} recorded." if number else "Nothing differed from what was given."


@require_safe
@in_partnership()
def sheet_template(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    """A row for each option and criterion, with what was given so far; `?format=xlsx` as a workbook."""
    scorer, found, own = open_sheet(request, workstream, pk)
    name = f"{request.partnership.slug}-{scorer.appraisal.workstream.slug}-scores"
    if asked(request) == "xlsx":
        response = HttpResponse(score_files.workbook(found, own), _XLSX)
        response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
        return response
    rows = score_files.rows_of(found, own)
    response = HttpResponse("".join(csv_lines(rows)), "text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
