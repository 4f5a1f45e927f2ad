"""The list of statements, on the page and as CSV."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from partnership.listing import Column, Listing
from partnership.models import Organisation, Partnership
from partnership.money import format_pounds, pounds
from partnership.templatetags.portal import tag
from partnership.views.scope import ScopedRequest, in_partnership
from savings.filters import StatementFilter
from savings.lines import Line, lines
from savings.models import Saving, Statement
from savings.models.words import Kind, Stage
from savings.wording import measure_words, worth_words

_SORTED = {
    "Title": "saving__title",
    "Workstream": "saving__workstream__name",
    "Stated by": "organisation__code",
    "Period": "year",
    "Stage": "stage",
    "Kind": "saving__kind",
    "Amount": "amount_pence",
    "Stated on": "stated_on",
}


def _column(heading: str, value: Callable[[Any], object], **options) -> Column:
    return Column(heading, value, sort=_SORTED.get(heading, ""), **options)


_NO_BASELINE = mark_safe('<strong class="govuk-tag govuk-tag--orange">None</strong>')


def _baseline(line: Line) -> str:
    """As short as the column is narrow."""
    if line.baseline == Saving.Baseline.NONE:
        return _NO_BASELINE
    return "Taken" if line.baseline_pence is None else format_pounds(line.baseline_pence)


def _worth(line: Line) -> str:
    """A measure may break over lines; an amount never does."""
    words = worth_words(line.amount_pence, line.measure_hundredths, line.unit)
    return words if line.measure_hundredths is None else format_html('<span class="portal-measure">{}</span>', words)


def _page_columns(partnership: Partnership) -> tuple[Column, ...]:
    address = reverse("statement", args=[partnership.slug, 0]).removesuffix("0/")  # told once, not for each row
    return (
        _column("Title", lambda line: line.title, link=lambda line: f"{address}{line.pk}/"),
        _column("Amount", _worth, numeric=True),
        _column("State", lambda line: line.state, shown=tag),
        _column("Period", lambda line: line.period),
        _column("Stage", lambda line: Stage(line.stage).label),
        _column("Kind", lambda line: Kind(line.kind).label),
        _column("Workstream", lambda line: line.workstream),
        _column("Stated by", lambda line: line.organisation),
        _column("Baseline", _baseline),
        _column("Stated on", lambda line: f"{line.stated_on.day} {line.stated_on:%b %Y}", numeric=True),
    )


_CSV_COLUMNS = (
    _column("Statement", lambda row: row.pk),
    _column("Saving", lambda row: row.saving_id),
    _column("Title", lambda row: row.saving.title),
    _column("Workstream", lambda row: row.saving.workstream.name),
    _column("Stated by", lambda row: row.organisation.code),
    _column("Kind", lambda row: row.saving.kind),
    _column("Category", lambda row: row.saving.category),
    _column("Recurrence", lambda row: row.saving.recurrence),
    _column("Stage", lambda row: row.stage),
    _column("Period", lambda row: str(row.period)),
    _column("Year", lambda row: row.year),
    _column("Quarter", lambda row: row.quarter),
    _column("Amount", lambda row: None if row.is_qualitative else pounds(row.amount_pence)),
    _column("Measure", lambda row: measure_words(row.measure_hundredths) if row.is_qualitative else None),
    _column("Unit", lambda row: row.saving.unit),
    _column("Shared", lambda row: row.basis),
    _column("State", lambda row: row.state),
    _column("Baseline", lambda row: row.saving.baseline),
    _column(
        "Baseline cost", lambda row: None if row.saving.baseline_pence is None else pounds(row.saving.baseline_pence)
    ),
    _column("Baseline source", lambda row: row.saving.baseline_source),
    _column("How it was worked out", lambda row: row.saving.method),
    _column("Stated on", lambda row: row.stated_on.isoformat()),
    _column("Submitted", lambda row: row.submitted_at.isoformat() if row.submitted_at else None),
    _column("Sequence", lambda row: row.sequence),
    _column("Note", lambda row: row.note),
)


def _csv_columns(partnership: Partnership) -> list[Column]:
    """With two columns for each organisation: its share in pounds, and the state of it. Empty: it has no share."""
    shares = [
        column
        for each in partnership.organisations.distinct().order_by("code")
        for column in (
            Column(f"Share of {each.code}", _of(each, lambda share: pounds(share.pence))),
            Column(f"State of {each.code}", _of(each, lambda share: share.state_shown)),
        )
    ]
    return [*_CSV_COLUMNS, *shares]


def _of(organisation: Organisation, cell: Callable) -> Callable:
    def value(statement: Statement) -> object:
        shares = (share for share in statement.shares.all() if share.organisation_id == organisation.pk)
        return next((cell(share) for share in shares), None)

    return value


@require_safe
@in_partnership("savings.view_statement")
def saving_list(request: ScopedRequest) -> HttpResponse:
    rows = request.partnership.statements.visible_to(request.user)
    wants_csv = request.GET.get("format") == "csv"
    listing = Listing(
        request,
        rows.select_related("saving__workstream", "organisation") if wants_csv else rows,
        _csv_columns(request.partnership) if wants_csv else _page_columns(request.partnership),
        filterset=StatementFilter,
        partnership=request.partnership,
        caption="Statements of savings",
        read=lambda found: lines(found, listing.filterset.shares),
    )
    if wants_csv:
        return listing.csv("savings")
    return render(request, "savings/list.html", {"listing": listing})
