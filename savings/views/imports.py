"""Imports: the template, an upload, its progress and report, and the one confirmation."""

from functools import partial

import django_filters
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from partnership.dated import year_name
from partnership.listing import Column, Listing
from partnership.money import format_pounds
from partnership.permissions import require
from partnership.templatetags.portal import moment_words, tag
from partnership.views.pages import Page, Step, confirm_page
from partnership.views.scope import ScopedRequest, find, in_partnership
from savings import actions
from savings.forms import ConfirmImportForm, UploadForm
from savings.imports import template
from savings.imports.columns import Layouts
from savings.imports.writing import rows_written
from savings.models import Import, ImportedRow, ImportProblem
from savings.models.words import Kind
from savings.views.found import METHODS, sent

SHOWN_OF_A_KIND = 10
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_COLUMNS = (
    Column("File", lambda row: row.name, sort="name", link=lambda row: row.get_absolute_url()),
    Column("State", lambda row: Import.State(row.state), sort="state", plain=lambda row: row.state, shown=tag),
    Column("For", lambda row: row.organisation.short_name, sort="organisation__short_name"),
    Column("Rows", lambda row: row.rows, sort="rows", numeric=True),
    Column("Without errors", lambda row: row.good, sort="good", numeric=True),
    Column("Statements made", lambda row: row.written, sort="written", numeric=True),
    Column(
        "Uploaded",
        lambda row: moment_words(row.uploaded_at),
        sort="uploaded_at",
        plain=lambda row: f"{timezone.localtime(row.uploaded_at):%Y-%m-%d %H:%M}",
    ),
    Column("By", lambda row: row.uploaded_by.name, sort="uploaded_by__name"),
)
_PROBLEM_COLUMNS = (
    Column("Row", lambda row: row.row or "File", sort="row"),
    Column("Sheet", lambda row: row.sheet, sort="sheet"),
    Column("Column", lambda row: row.column, sort="column"),
    Column("Found", lambda row: row.found),
    Column("What is wrong", lambda row: row.sentence),
    Column("Expected", lambda row: row.expected),
    Column("Severity", lambda row: ImportProblem.Severity(row.severity).label, sort="severity"),
)
_ROW_COLUMNS = (
    Column("Row", lambda row: row.row, sort="row", numeric=True),
    Column("Sheet", lambda row: row.sheet, sort="sheet"),
    Column("Saving", lambda row: row.saving.title, sort="saving__title", link=lambda row: _address(row)),
    Column("Number", lambda row: row.saving_id, numeric=True),
)


def _address(row: ImportedRow) -> str:
    return reverse("saving", args=[row.of.partnership.slug, row.saving_id])


class ImportFilter(django_filters.FilterSet):
    name = django_filters.CharFilter(lookup_expr="icontains", label="File name has")
    state = django_filters.ChoiceFilter(choices=Import.State.choices, label="State", empty_label="All")

    class Meta:
        model = Import
        fields: list[str] = []


class ProblemFilter(django_filters.FilterSet):
    severity = django_filters.ChoiceFilter(
        choices=ImportProblem.Severity.choices, label="Severity", empty_label="Errors and warnings"
    )
    column = django_filters.CharFilter(lookup_expr="icontains", label="Column")

    class Meta:
        model = ImportProblem
        fields: list[str] = []


@require_safe
@in_partnership("savings.view_import")
def import_list(request: ScopedRequest) -> HttpResponse:
    rows = request.partnership.imports.visible_to(request.user)
    rows = rows.select_related("organisation", "uploaded_by", "partnership")
    listing = Listing(request, rows, _COLUMNS, filterset=ImportFilter, caption="Imports")
    if listing.is_download:
        return listing.download("imports")
    return render(request, "savings/imports/list.html", {"listing": listing, "trail": _trail(request)[:1]})


@require_http_methods(METHODS)
@in_partnership("savings.draft_saving")
def import_add(request: ScopedRequest) -> HttpResponse:
    form = UploadForm(*sent(request), user=request.user, partnership=request.partnership)
    if form.is_valid() and (imported := form.save(by=request.user)):
        return redirect(imported)
    layouts = _layouts(request)
    explained = [template.explained(layout, column) for layout in layouts.all for column in layout.columns]
    return render(request, "savings/imports/add.html", {"form": form, "explained": explained, "trail": _trail(request)})


def _layouts(request: ScopedRequest) -> Layouts:
    own = request.user.organisations_for("savings.draft_saving", request.partnership)
    return Layouts(user=request.user, partnership=request.partnership, organisation=own[0])


@require_safe
@in_partnership("savings.draft_saving")
def import_template(request: ScopedRequest) -> HttpResponse:
    """The workbook: made in memory, because it holds no rows."""
    response = HttpResponse(template.workbook(_layouts(request)), content_type=WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="{request.partnership.slug}-import.xlsx"'
    return response


@require_safe
@in_partnership("savings.draft_saving")
def import_template_savings(request: ScopedRequest) -> HttpResponse:
    return _headings(request, "savings")


@require_safe
@in_partnership("savings.draft_saving")
def import_template_statements(request: ScopedRequest) -> HttpResponse:
    return _headings(request, "statements")


def _headings(request: ScopedRequest, name: str) -> StreamingHttpResponse:
    lines = template.csv(getattr(_layouts(request), name))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{request.partnership.slug}-import-{name}.csv"'
    return response


@require_safe
@in_partnership()
def import_page(request: ScopedRequest, pk: int) -> HttpResponse:
    """How far it is; then what was found, of each kind the first few, and what the good rows add up to."""
    found = _find(request, pk)
    shown = found.problems.filter(ordinal__lte=SHOWN_OF_A_KIND).order_by("severity", "sheet", "row", "pk")
    problems = [] if found.is_under_way else list(shown)
    context = {
        "imported": found,
        "progress": _progress(found),
        "facts": _facts(found),
        "errors": [problem for problem in problems if problem.severity == ImportProblem.Severity.ERROR],
        "warnings": [problem for problem in problems if problem.severity == ImportProblem.Severity.WARNING],
        "shown_of_a_kind": SHOWN_OF_A_KIND,
        "totals": [_total(total) for total in found.totals],
        "earlier": Import.objects.of_same_file(found).visible_to(request.user).select_related("uploaded_by").first(),
        "trail": _trail(request),
    }
    return render(request, "savings/imports/import.html", context)


def _total(total: dict) -> list[str]:
    worth = "Not money" if total["kind"] == Kind.QUALITATIVE else format_pounds(total["pence"])
    name = f"{total['organisation']}: {Kind(total['kind']).label.lower()}, {year_name(total['year'])}"
    return [name, f"{total['statements']:,}", worth]


def _facts(found: Import) -> list[dict[str, object]]:
    facts = {
        "For": found.organisation.name,
        "Uploaded": f"{moment_words(found.uploaded_at)} by {found.uploaded_by}",
        "SHA-256 of the file": found.sha256,
    }
    if found.reported_at:
        facts["How it was read"] = " ".join(found.notes) or "As an Excel workbook."
    if found.confirmed_at:
        rows = "only the rows without errors" if found.only_good else "all rows"
        facts["Confirmed"] = f"{moment_words(found.confirmed_at)} by {found.confirmed_by}: {rows}, {_how(found)}"
    return [{"key": key, "value": value} for key, value in facts.items()]


def _how(found: Import) -> str:
    return "submitted at once" if found.at_once else "as drafts"


@require_safe
@in_partnership()
def import_progress(request: ScopedRequest, pk: int) -> HttpResponse:
    """How far it is, for a page that asks every two seconds; at the end the page is told to load itself again."""
    found = _find(request, pk)
    if not request.htmx:
        return redirect(found)
    answer = render(request, "components/progress.html", _progress(found))
    if not found.is_under_way:
        answer["HX-Refresh"] = "true"
    return answer


def _progress(found: Import) -> dict[str, object]:
    writing = found.state in (Import.State.CONFIRMED, Import.State.WRITING)
    total = found.good if writing else max(found.expected, found.rows)
    done = rows_written(found) if writing else found.rows
    return {
        "title": found.get_state_display(),
        "done": f"{done:,}",
        "total": f"{total:,}" if total else "",
        "portion": min(100, done * 100 // total) if total else None,
        "noun": "rows",
        "finished": not found.is_under_way,
        "url": _url("import-progress", found),
    }


@require_safe
@in_partnership()
def import_problems(request: ScopedRequest, pk: int) -> HttpResponseBase:
    """Every error and warning, page by page or as CSV. Fixed number of queries."""
    found = _find(request, pk)
    listing = Listing(
        request, found.problems.all(), _PROBLEM_COLUMNS, filterset=ProblemFilter, sort="row", caption="What was found"
    )
    if listing.is_download:
        return listing.download(f"import-{found.pk}-problems")
    context = {"listing": listing, "imported": found, "trail": [*_trail(request), _step(found)]}
    return render(request, "savings/imports/problems.html", context)


@require_safe
@in_partnership()
def import_rows(request: ScopedRequest, pk: int) -> HttpResponseBase:
    """What became of each row, as far as the reader may see it. Fixed number of queries."""
    found = _find(request, pk)
    rows = ImportedRow.objects.visible_to(request.user).filter(of=found).select_related("saving", "of__partnership")
    listing = Listing(request, rows, _ROW_COLUMNS, sort="row", caption="What was made of the rows")
    if listing.is_download:
        return listing.download(f"import-{found.pk}-rows")
    context = {"listing": listing, "imported": found, "trail": [*_trail(request), _step(found)]}
    return render(request, "savings/imports/rows.html", context)


@require_safe
@in_partnership()
def import_file(request: ScopedRequest, pk: int) -> HttpResponse:
    """The file as it was uploaded, always as a download, and in a sandbox for a browser that would open it."""
    found = _find(request, pk)
    try:
        file = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404("The file of this import is not in the store.") from error
    content_type = WORKBOOK if found.format == "xlsx" else "text/csv"
    response = FileResponse(file, as_attachment=True, filename=found.name, content_type=content_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(METHODS)
@in_partnership()
def import_confirm(request: ScopedRequest, pk: int) -> HttpResponse:
    found = _permitted(request, pk)
    if not found.can_be_confirmed:
        messages.info(
            request, "This import can not be confirmed: it is not checked, has no good row, or was confirmed."
        )
        return redirect(found)
    before = Import.objects.of_same_file(found).taken().first()
    form = ConfirmImportForm(*sent(request), imported=found, imported_before=before is not None)
    if form.is_valid() and form.attempt(actions.confirm_import, by=request.user, imported=found, **form.cleaned_data):
        return redirect(found)
    context = {
        "form": form,
        "imported": found,
        "before": before,
        "totals": [_total(total) for total in found.totals],
        "trail": [*_trail(request), _step(found)],
    }
    return render(request, "savings/imports/confirm.html", context)


@require_http_methods(METHODS)
@in_partnership()
def import_cancel(request: ScopedRequest, pk: int) -> HttpResponse:
    found = _permitted(request, pk)
    text = "Nothing of it is imported. The file and the report stay in the list."
    page = _page(request, found, "Cancel this import", "Cancel the import", "The import was cancelled.", text)
    return confirm_page(request, partial(actions.cancel_import, by=request.user, imported=found), page)


@require_http_methods(METHODS)
@in_partnership()
def import_retry(request: ScopedRequest, pk: int) -> HttpResponse:
    found = _permitted(request, pk)
    text = "A worker takes it up again where it failed."
    page = _page(request, found, "Try this import again", "Try again", "The import is being tried again.", text)
    return confirm_page(request, partial(actions.retry_import, by=request.user, imported=found), page)


def _find(request: ScopedRequest, pk: int) -> Import:
    rows = Import.objects.select_related("partnership", "organisation", "uploaded_by", "confirmed_by")
    return find(request, rows, pk=pk)


def _permitted(request: ScopedRequest, pk: int) -> Import:
    found = _find(request, pk)
    require(request.user, "savings.draft_saving", found)
    return found


def _url(name: str, found: Import) -> str:
    return reverse(name, args=[found.partnership.slug, found.pk])


def _step(found: Import) -> Step:
    return Step(found.name, found.get_absolute_url())


def _trail(request: ScopedRequest) -> list[Step]:
    slug = request.partnership.slug
    return [Step("Savings", reverse("saving-list", args=[slug])), Step("Imports", reverse("import-list", args=[slug]))]


def _page(request: ScopedRequest, found: Import, title: str, action: str, done: str, text: str) -> Page:
    trail = [*_trail(request), _step(found)]
    return Page(title, back=found.get_absolute_url(), trail=trail, action=action, done=done, text=text, danger=True)
