"""Pages of organisations that were dissolved: the line of all from old to new, one of them, and the forms."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from partnership import actions, history
from partnership.actions.successions import MAY_RECORD
from partnership.listing import Column, Listing
from partnership.models import Organisation, Succession, Successor
from partnership.money import format_percent
from partnership.permissions import require
from partnership.succession_forms import SuccessionForm
from partnership.views.pages import Page, Step, form_page
from partnership.views.scope import ScopedRequest, find, in_partnership

form_methods = require_http_methods(["GET", "HEAD", "POST"])


def _parts(row: Succession) -> str:
    successors = row.successors.all()
    return ", ".join(f"{each.organisation.short_name} {format_percent(each.hundredths)}" for each in successors)


def _address(row: Succession) -> str:
    return reverse("succession", args=[row.partnership.slug, row.pk])


_COLUMNS = (
    Column("Dissolved", lambda row: row.organisation.name, sort="organisation__name", link=_address),
    Column("Last day", lambda row: row.dissolved_on, sort="dissolved_on"),
    Column("Successors", _parts),
    Column("Reference", lambda row: row.reference or "–", sort="reference", plain=lambda row: row.reference),
)
_OF_FILES = (*_COLUMNS, Column("Agreement", lambda row: row.agreement))


@dataclass(frozen=True)
class Node:
    """One organisation in the line, with what it carries on and who carries it on."""

    name: str
    part: str  # of its predecessor; empty for the first of a line
    day: str  # its last day; empty while it goes on
    after: "tuple[Node, ...]"


def lines(rows: Iterable[Succession]) -> list[Node]:
    """Each line from an organisation that carries on nobody, down to those that go on. No query: all is prefetched."""
    by_old = {row.organisation_id: row for row in rows}
    carrying_on = {each.organisation_id for row in by_old.values() for each in row.successors.all()}
    return [_node(row.organisation, "", by_old) for pk, row in by_old.items() if pk not in carrying_on]


def _node(organisation: Organisation, part: str, by_old: dict[int, Succession]) -> Node:
    row = by_old.get(organisation.pk)
    if row is None:
        return Node(organisation.name, part, "", ())
    after = tuple(_node(each.organisation, format_percent(each.hundredths), by_old) for each in row.successors.all())
    return Node(organisation.name, part, f"{row.dissolved_on.day} {row.dissolved_on:%B %Y}", after)


@require_safe
@in_partnership()
def succession_list(request: ScopedRequest) -> HttpResponse:
    """The line of all organisations that were dissolved. Fixed number of queries."""
    rows = Succession.objects.visible_to(request.user).filter(partnership=request.partnership)
    rows = rows.select_related("partnership", "organisation").prefetch_related("successors__organisation")
    listing = Listing(request, rows, _COLUMNS, sort="last-day", caption="Organisations that were dissolved")
    if listing.is_download:
        return listing.download("successions", columns=_OF_FILES)
    context = {
        "listing": listing,
        "lines": lines(rows.order_by("dissolved_on", "pk")),
        "may_edit": request.user.has_perm(MAY_RECORD, Succession(partnership=request.partnership)),
    }
    return render(request, "partnership/successions/list.html", context)


@require_safe
@in_partnership()
def succession(request: ScopedRequest, pk: int) -> HttpResponse:
    row = find(request, Succession.objects.select_related("partnership", "organisation"), pk=pk)
    may_see_history = request.user.has_perm("partnership.view_history", row)
    context = {
        "succession": row,
        "successors": row.successors.select_related("organisation"),
        "may_edit": request.user.has_perm(MAY_RECORD, row),
        "may_see_figures": request.user.has_perm("savings.view_figures", request.partnership),
        "events": _events(row) if may_see_history else None,
        "trail": _trail(request),
    }
    return render(request, "partnership/successions/succession.html", context)


def _events(row: Succession) -> list[history.Event]:
    parts = history.events_of(
        Successor, called=lambda part: f"part of {part.organisation.short_name}", succession=row.pk
    )
    return history.newest_first([*history.events(row), *parts])


@form_methods
@in_partnership()
def succession_add(request: ScopedRequest) -> HttpResponse:
    require(request.user, MAY_RECORD, Succession(partnership=request.partnership))
    form = SuccessionForm(request.POST or None, partnership=request.partnership)
    act = partial(actions.record_succession, by=request.user, partnership=request.partnership)
    return form_page(request, form, act, _page(request, "Record that an organisation was dissolved"))


@form_methods
@in_partnership()
def succession_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    row = find(request, Succession.objects.select_related("partnership", "organisation"), pk=pk)
    require(request.user, MAY_RECORD, row)
    form = SuccessionForm(request.POST or None, partnership=request.partnership, succession=row)
    act = partial(actions.edit_succession, by=request.user, succession=row)
    return form_page(request, form, act, _page(request, f"Change what was agreed: {row.organisation}"))


def _trail(request: ScopedRequest) -> list[Step]:
    return [Step("Successors", reverse("succession-list", args=[request.partnership.slug]))]


def _page(request: ScopedRequest, title: str) -> Page:
    steps = _trail(request)
    text = (
        "What was recorded stays under the old name. The percentages add up to 100; leave empty who carries on "
        "nothing. Memberships and participations are changed on their own pages."
    )
    return Page(title, back=steps[-1].url, trail=steps, done="It was recorded.", text=text)
