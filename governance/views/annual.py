"""Annual statements: their list, asking for one, and its rows as files. The page of one is that of a pack."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance import actions
from governance.models import Pack
from governance.pack_forms import StatementFilter, StatementForm
from governance.packs import annual
from governance.views.packs import ABOUT, PAGES, PROOF
from partnership.dated import year_name
from partnership.exports import download
from partnership.listing import Column, Listing
from partnership.permissions import require
from partnership.templatetags.portal import date_words
from partnership.views.pages import Step, blame
from partnership.views.scope import ScopedRequest, find, in_partnership

_COLUMNS = (
    Column(
        "Organisation",
        lambda row: row.organisation.name,
        sort="organisation__name",
        link=lambda row: row.get_absolute_url(),
    ),
    Column("Financial year", lambda row: row.year, sort="year", plain=lambda row: year_name(row.year), shown=year_name),
    *ABOUT,
    Column(
        "Signed off",
        lambda row: date_words(row.release.released_at) if row.is_released else "Not signed off",
        sort="release__released_at",
        plain=lambda row: timezone.localdate(row.release.released_at) if row.is_released else "",
    ),
    PAGES,
)
_SIGNED = (
    Column("Signed off by", lambda row: row.release.released_by.name if row.is_released else ""),
    Column("Post", lambda row: row.release.post_title if row.is_released else ""),
    Column("SHA-256 of what was signed", lambda row: row.release.sha256 if row.is_released else ""),
)


@require_safe
@in_partnership("governance.download_statement")
def annual_list(request: ScopedRequest) -> HttpResponse:
    """Annual statements the reader may see, the newest year on top. Fixed number of queries."""
    rows = Pack.objects.for_pages().of_statements().visible_to(request.user).filter(partnership=request.partnership)
    listing = Listing(
        request, rows, _COLUMNS, filterset=StatementFilter, sort="-financial-year", caption="Annual statements"
    )
    if listing.is_download:
        return listing.download("annual-statements", columns=(*_COLUMNS, *_SIGNED, *PROOF))
    may_request = request.user.has_perm("governance.request_statement", request.partnership)
    context = {"listing": listing, "may_request": may_request, "trail": _trail(request)[:1]}
    return render(request, "governance/annual_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_partnership("governance.request_statement")
def annual_request(request: ScopedRequest) -> HttpResponse:
    """The address may name the organisation and the year, as links on other pages do."""
    here = request.partnership
    form = StatementForm(request.POST or None, partnership=here, user=request.user, initial=_asked(request))
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(actions.request_statement(by=request.user, partnership=here, **form.cleaned_data))
        except ValidationError as error:
            blame(form, error)
    return render(request, "governance/annual_request.html", {"form": form, "trail": _trail(request)})


def _asked(request: ScopedRequest) -> dict[str, Any]:
    organisation = request.partnership.organisations.filter(code=request.GET.get("organisation", "")).first()
    return {"organisation": organisation, "year": request.GET.get("year", "")}


@require_safe
@in_partnership()
def annual_rows(request: ScopedRequest, pk: int) -> HttpResponseBase:
    """The rows of a finished statement as CSV, XLSX or ODS, from what was frozen: the same as in its file."""
    rows = Pack.objects.select_related("organisation", "partnership").of_statements().finished()
    found = find(request, rows, pk=pk)
    require(request.user, found.duties.download, found)
    return download(request, annual.export(found))


def _trail(request: ScopedRequest) -> list[Step]:
    slug = request.partnership.slug
    return [
        Step("Organisations", reverse("organisation-list", args=[slug])),
        Step("Annual statements", reverse("annual-list", args=[slug])),
    ]
