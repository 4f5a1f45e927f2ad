"""Open data: the public page and file, which need no sign-in, and the pages that switch them on and off."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_http_methods, require_safe

from partnership.history import Event, newest_first
from partnership.models import Partnership
from partnership.permissions import require
from partnership.views.pages import Page, Step, confirm_page
from partnership.views.public import FRESH_SECONDS, published
from partnership.views.scope import ScopedRequest, in_partnership
from savings import actions
from savings.models import Publication
from savings.open_data import DICTIONARY, LICENCE, LICENCE_URL, OpenData
from savings.views.found import METHODS

PREVIEWED = 10


# --- For anybody ------------------------------------------------------------------------------------------------------


@published(Publication, "open-data")
def open_data(request: HttpRequest, publication: Publication) -> HttpResponse:
    """What is published, under which licence, and what its columns mean. One query."""
    file = request.build_absolute_uri(reverse("open-data-file", args=[publication.partnership.slug]))
    context = {"publication": publication, "file": file, **_described()}
    return render(request, "savings/open_data/public.html", context)


@published(Publication, "open-data")
def open_data_file(request: HttpRequest, publication: Publication) -> HttpResponse:
    """The CSV. Six queries; where the caller or the cache has it already, four."""
    data, slug = OpenData.of(publication.partnership), publication.partnership.slug
    etag = f'"{data.digest}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(data.csv(), "text/csv; charset=utf-8; header=present")
        response["Content-Disposition"] = f'attachment; filename="{slug}-verified-savings.csv"'
    dictionary = request.build_absolute_uri(reverse("open-data", args=[slug]))
    response["ETag"] = etag
    response["Link"] = f'<{LICENCE_URL}>; rel="license", <{dictionary}>; rel="describedby"'
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
    return response


def _described() -> dict[str, Any]:
    return {"dictionary": DICTIONARY, "licence": LICENCE, "licence_url": LICENCE_URL}


# --- For those who decide ---------------------------------------------------------------------------------------------


@require_safe
@in_partnership()
def publication(request: ScopedRequest) -> HttpResponse:
    """Whether the open data is on, since when and by whom, what it holds, and everything that was done."""
    user, here = request.user, request.partnership
    if not user.has_perm("savings.publish_open_data", here):
        require(user, "savings.withdraw_open_data", here)
    rows = list(Publication.objects.filter(partnership=here).select_related("published_by", "withdrawn_by"))
    sees_figures = user.has_perm("savings.view_figures", here)
    lines = OpenData.of(here).lines(user=user) if sees_figures else []
    context = {
        "publication": next((row for row in rows if row.withdrawn_at is None), None),
        "events": newest_first(event for row in rows for event in _events(row)),
        "sees_figures": sees_figures,
        "preview": [line[1:9] for line in lines[:PREVIEWED]],
        "number": len(lines),
        "address": _address(request, here),
    }
    return render(request, "savings/open_data/publication.html", context | _described())


def _events(row: Publication) -> list[Event]:
    found = [Event(row.published_at, row.published_by.name, "switched the open data on")]
    if row.withdrawn_at:
        found.append(Event(row.withdrawn_at, row.withdrawn_by.name, "switched the open data off"))
    return found


@require_http_methods(METHODS)
@in_partnership()
def publish(request: ScopedRequest) -> HttpResponse:
    require(request.user, "savings.publish_open_data", request.partnership)
    act = partial(actions.publish_open_data, by=request.user, partnership=request.partnership)
    text = (
        f"Everybody can then read, without signing in, at {_address(request, request.partnership)} what each "
        "organisation has verified, by financial year, workstream, kind and category. It follows the ledger from then "
        f"on. You publish it under the {LICENCE}: be sure that every organisation agrees. What others have copied "
        "can not be taken back."
    )
    return confirm_page(request, act, _page(request, "Switch the open data on", "The open data is switched on.", text))


@require_http_methods(METHODS)
@in_partnership()
def withdraw(request: ScopedRequest) -> HttpResponse:
    require(request.user, "savings.withdraw_open_data", request.partnership)
    act = partial(actions.withdraw_open_data, by=request.user, partnership=request.partnership)
    text = (
        "The public address then answers that there is nothing. Copies on the way may be shown for "
        f"{FRESH_SECONDS // 60} minutes more; what others have saved stays with them."
    )
    page = _page(request, "Switch the open data off", "The open data is switched off.", text, danger=True)
    return confirm_page(request, act, page)


def _page(request: ScopedRequest, title: str, done: str, text: str, *, danger: bool = False) -> Page:
    back = reverse("publication", args=[request.partnership.slug])
    return Page(title, back=back, trail=[Step("Open data", back)], action=title, done=done, text=text, danger=danger)


def _address(request: HttpRequest, partnership: Partnership) -> str:
    return request.build_absolute_uri(reverse("open-data", args=[partnership.slug]))
