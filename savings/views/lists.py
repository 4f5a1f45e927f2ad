"""The list of statements, on the page and as a file."""

from collections.abc import Callable
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from partnership.dated import Period
from partnership.listing import Column, Listing
from partnership.models import Partnership
from partnership.money import format_pounds
from partnership.templatetags.portal import date_words, tag
from partnership.views.scope import ScopedRequest, in_partnership
from savings import exporting, figures, statement_rows
from savings.filters import StatementFilter
from savings.lines import Line, lines
from savings.models import Saving
from savings.models.statements import period_words
from savings.models.words import Kind, Stage
from savings.withdrawn import withdrawn
from savings.wording import worth_words

_SORTED = {
    "Title": "saving__title",
    "Workstream": "saving__workstream__name",
    "Stated by": "organisation__short_name",
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
        _column("Title", lambda line: line.name, link=lambda line: f"{address}{line.pk}/"),
        _column("Amount", _worth, numeric=True),
        _column("State", lambda line: line.state, shown=tag),
        _column("Period", lambda line: period_words(line.period, line.belongs_to)),
        _column("Stage", lambda line: Stage(line.stage).label),
        _column("Kind", lambda line: Kind(line.kind).label),
        _column("Workstream", lambda line: line.workstream),
        _column("Stated by", lambda line: line.organisation),
        _column("Baseline", _baseline),
        _column("Stated on", lambda line: f"{line.stated_on.day} {line.stated_on:%b %Y}", numeric=True),
    )


_WITHDRAWN = (
    Column("Title", lambda row: row.title),
    Column("Amount", lambda row: worth_words(row.amount_pence, row.measure_hundredths, row.unit or ""), numeric=True),
    Column("Period", lambda row: Period(row.year, row.quarter)),
    Column("Stage", lambda row: Stage(row.stage).label),
    Column("Drafted", lambda row: "Reversal asked for" if row.reverses_id else "Statement"),
    Column("Stated by", lambda row: row.organisation.short_name, sort="organisation__short_name"),
    Column("Withdrawn by", lambda row: row.history_user.name if row.history_user else "", sort="history_user__name"),
    Column("Withdrawn on", lambda row: timezone.localdate(row.history_date), sort="history_date", shown=date_words),
)


@require_safe
@in_partnership("savings.view_draft")
def withdrawn_list(request: ScopedRequest) -> HttpResponseBase:
    """Drafts that were withdrawn: what they said, who withdrew them and when."""
    rows = withdrawn(request.user, request.partnership)
    listing = Listing(request, rows, _WITHDRAWN, caption="Withdrawn drafts")
    if listing.is_download:
        return listing.download("withdrawn-drafts")
    return render(request, "savings/withdrawn.html", {"listing": listing})


@require_safe
@in_partnership("savings.view_statement")
def saving_list(request: ScopedRequest) -> HttpResponseBase:
    listing = Listing(
        request,
        request.partnership.statements.visible_to(request.user),
        _page_columns(request.partnership),
        filterset=StatementFilter,
        partnership=request.partnership,
        caption="Statements of savings",
        read=lambda found: lines(found, listing.filterset.shares),
    )
    if listing.is_download:
        return _download(listing, request.partnership)
    return render(request, "savings/list.html", {"listing": listing})


def _download(listing: Listing, partnership: Partnership) -> HttpResponseBase:
    """Without a point asked for, the file says how far the ledger was when it was begun."""
    at = listing.form.cleaned_data["as_at"] or figures.now(partnership)
    return listing.download(
        "savings",
        columns=statement_rows.columns(partnership),
        as_at=exporting.point(at),
        stream=lambda rows: statement_rows.stream(rows, listing.filterset.shares),
    )
