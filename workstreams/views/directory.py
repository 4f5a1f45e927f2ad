"""The A-Z of shared services: for members, for those who keep it and, once it is switched on, for anybody."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

from django.core.paginator import Page as Leaf
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnership import clock, history
from partnership.exports import Export, Fact, addresses, asked, download
from partnership.models import Partnership
from partnership.permissions import require
from partnership.templatetags.portal import date_words
from partnership.views.pages import Page, Step, confirm_page, form_page
from partnership.views.public import published
from partnership.views.scope import ScopedRequest, find, in_partnership
from workstreams import actions
from workstreams.actions import MAY_EDIT
from workstreams.directory import LETTERS, OTHER, Service, services
from workstreams.forms import SearchForm, ServiceForm
from workstreams.models import ServiceEntry, ServicesPublication
from workstreams.views.finding import form_methods
from workstreams.views.finding import trail as crumbs
from workstreams.views.publishing import Publishing, public_csv

PAGE_SIZE = 50
HEADINGS = (
    *("Service", "What it does", "Shared by", "Hosted by", "Legal basis", "Shared since"),
    *("E-mail of the service", "Web address"),
)


@dataclass(frozen=True)
class Letter:
    """A letter of the row above the list: empty ones lead nowhere."""

    text: str
    url: str
    here: bool


@dataclass(frozen=True)
class Directory:
    """The A-Z as it was searched: its form, the row of letters, and the services found."""

    form: SearchForm
    letters: list[Letter]
    found: list[Service]
    page: Leaf
    number: int  # of services without any filter

    @classmethod
    def of(cls, request: HttpRequest, partnership: Partnership) -> "Directory":
        """Six queries."""
        whole = services(partnership)
        councils = {each.code: each.name for one in whole for each in (*one.partners, one.host) if each}
        form = SearchForm(request.GET or None, councils=sorted(councils.items(), key=lambda pair: pair[1]))
        asked_for = form.cleaned_data if form.is_bound and form.is_valid() else {}
        searched = [one for one in whole if _fits(one, asked_for)]
        letter = asked_for.get("letter", "")
        found = [one for one in searched if not letter or one.letter == letter] if not form.errors else []
        page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
        return cls(form, _letters(request, searched, letter), found, page, len(whole))

    @property
    def is_filtered(self) -> bool:
        return self.form.is_bound and any(self.form.data.get(name) for name in self.form.fields)


def _fits(one: Service, asked_for: dict[str, Any]) -> bool:
    council = asked_for.get("council", "")
    return one.has_words(asked_for.get("q", "")) and (not council or council in one.concerned)


def _letters(request: HttpRequest, searched: list[Service], letter: str) -> list[Letter]:
    there = {one.letter for one in searched}
    query = request.GET.copy()
    query.pop("page", None)
    row = []
    for text in (*LETTERS, *([OTHER] if OTHER in there else [])):
        query["letter"] = text
        row.append(Letter(text, f"?{query.urlencode()}" if text in there else "", text == letter))
    return row


def _lines(found: list[Service]) -> Iterator[list[Any]]:
    for one in found:
        since = one.since_on.isoformat() if one.since_on else ""
        host = one.host.name if one.host else ""
        yield [one.name, one.description, one.shared_by, host, one.basis, since, one.email, one.web]


# --- For members ------------------------------------------------------------------------------------------------------


@require_safe
@in_partnership()
def service_list(request: ScopedRequest) -> HttpResponseBase:
    """What is shared, A to Z. Eight queries, for any number of services."""
    directory = Directory.of(request, request.partnership)
    if asked(request):
        facts = [Fact("Partnership", request.partnership.name), Fact("As at", clock.now())]
        name = f"{request.partnership.slug}-shared-services-{clock.today():%Y-%m-%d}"
        export = Export(name, "A-Z of shared services", HEADINGS, _lines(directory.found), facts)
        return download(request, export)
    context = {
        "directory": directory,
        "downloads": addresses(request),
        "edits": _edits(request, directory),
        "may_add": request.user.has_perm(MAY_EDIT, request.partnership),
        "may_publish": PUBLISHING.may(request),
        "publication": PUBLISHING.current(request.partnership),
        "trail": crumbs(request),
    }
    return render(request, "workstreams/services/list.html", context)


def _edits(request: ScopedRequest, directory: Directory) -> dict[str, str]:
    """Where an entry of this page is changed, by the service's name; nothing that is not this reader's."""
    slug = request.partnership.slug
    return {
        one.name: reverse("service-edit", args=[slug, one.entry.pk])
        for one in directory.page
        if one.entry and request.user.has_perm(MAY_EDIT, one.entry)
    }


@form_methods
@in_partnership(MAY_EDIT)
def service_add(request: ScopedRequest) -> HttpResponse:
    form = ServiceForm(request.POST or None, partnership=request.partnership, user=request.user)
    act = partial(actions.add_service, by=request.user, partnership=request.partnership)
    text = "A live workstream is listed by itself; an entry adds how to reach it, or what people call it."
    return form_page(request, form, act, _page(request, "Add an entry", action="Add", done="It was added.", text=text))


@form_methods
@in_partnership()
def service_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    row = _find_to_edit(request, pk)
    chosen = list(row.organisations.all())
    form = ServiceForm(
        request.POST or None,
        instance=row,
        partnership=request.partnership,
        user=request.user,
        initial={"organisations": chosen},
    )
    slug = request.partnership.slug
    more = [
        Step("Remove it", reverse("service-remove", args=[slug, pk])),
        Step("See who changed it", reverse("service-history", args=[slug, pk])),
    ]
    act = partial(actions.edit_service, by=request.user, entry=row)
    return form_page(request, form, act, _page(request, "Change the entry", done="It was changed.", more=more))


@form_methods
@in_partnership()
def service_remove(request: ScopedRequest, pk: int) -> HttpResponse:
    row = _find_to_edit(request, pk)
    text = "A live workstream stays listed, with its own facts alone. The history of the entry stays."
    words = {"action": "Remove", "done": "It was removed.", "text": text, "danger": True}
    act = partial(actions.remove_service, by=request.user, entry=row)
    return confirm_page(request, act, _page(request, f"Remove “{row}”", **words))


@require_safe
@in_partnership()
def service_history(request: ScopedRequest, pk: int) -> HttpResponse:
    row = find(request, ServiceEntry.objects.select_related("partnership"), pk=pk)
    require(request.user, "partnership.view_history", row)
    context = {"entry": row, "events": history.events(row), "trail": _trail(request)}
    return render(request, "workstreams/services/history.html", context)


def _find_to_edit(request: ScopedRequest, pk: int) -> ServiceEntry:
    row = find(request, ServiceEntry.objects.select_related("partnership", "workstream"), pk=pk)
    require(request.user, MAY_EDIT, row)
    return row


def _trail(request: ScopedRequest) -> list[Step]:
    here = reverse("service-list", args=[request.partnership.slug])
    return [*crumbs(request), Step("A-Z of shared services", here)]


def _page(request: ScopedRequest, title: str, **words: Any) -> Page:
    steps = _trail(request)
    return Page(title, back=steps[-1].url, trail=steps, **words)


# --- The public page, and its switch ----------------------------------------------------------------------------------
PUBLISHING = Publishing(
    of=ServicesPublication,
    heading="Public A-Z of shared services",
    called="the public A-Z",
    family="service",
    public="public-services",
    switch_on=actions.publish_services,
    switch_off=actions.withdraw_services,
)


@require_safe
@in_partnership()
def service_publication(request: ScopedRequest) -> HttpResponse:
    number = len(services(request.partnership))
    text = (
        f"The {number} service{'' if number == 1 else 's'} of the A-Z can be shown to anybody: names, who shares and "
        "hosts them, their legal basis, since when, and the addresses of the services. No person and no figure is in "
        "it."
    )
    return PUBLISHING.page(request, _trail(request), text)


@form_methods
@in_partnership()
def service_publish(request: ScopedRequest) -> HttpResponse:
    text = (
        "what is shared by whom, who hosts it, on what legal basis, since when, and how to reach it. Be sure that each "
        "address is that of a service or a post and not of a person."
    )
    return PUBLISHING.on_page(request, _trail(request), text)


@form_methods
@in_partnership()
def service_withdraw(request: ScopedRequest) -> HttpResponse:
    return PUBLISHING.off_page(request, _trail(request))


@published(ServicesPublication, "services")
def public_services(request: HttpRequest, publication: ServicesPublication) -> HttpResponse:
    """What is shared, for anybody. Six queries."""
    directory = Directory.of(request, publication.partnership)
    context = {"directory": directory, "publication": publication, "since": date_words(publication.published_at)}
    return render(request, "workstreams/services/public.html", context)


@published(ServicesPublication, "services")
def public_services_file(request: HttpRequest, publication: ServicesPublication) -> HttpResponse:
    """The CSV, with the partnership in each row."""
    here = publication.partnership
    lines = ([here.name, *line] for line in _lines(services(here)))
    return public_csv(f"{here.slug}-shared-services", chain([["Partnership", *HEADINGS]], lines))
