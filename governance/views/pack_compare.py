"""Two board packs side by side: what changed in the agenda, the sections and every printed figure."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from governance.models import Pack
from governance.pack_forms import CompareForm, FigureForm
from governance.packs.comparing import SAME, Comparison, Figure, compare
from governance.packs.frozen_tables import Amount, amount
from governance.views.finding import to_meetings
from partnership.exports import Export, Fact, Pence, addresses, asked, download
from partnership.views.pages import Step
from partnership.views.scope import ScopedRequest, in_partnership

PAGE_SIZE = 50
_HEADINGS = ("What", "Section", "Table", "Row", "Column", "Change", "Earlier", "Later", "Difference")


@require_safe
@in_partnership("governance.download_pack")
def pack_compare(request: ScopedRequest) -> HttpResponseBase:
    """Of the finished packs that the reader may see, two; `new` alone is compared with the one before it."""
    rows = Pack.objects.for_pages().of_meetings().visible_to(request.user).finished()
    rows = rows.filter(partnership=request.partnership)
    form = CompareForm(_asked(request, rows), rows=rows.order_by("-meeting__starts_at", "-pk"))
    context = {"form": form, "trail": [*to_meetings(request), Step("Board packs", _list(request))]}
    if not (form.is_bound and form.is_valid()):
        return render(request, "governance/pack_compare.html", context)
    old, new = form.cleaned_data["old"], form.cleaned_data["new"]
    found = compare(old.frozen(), new.frozen())
    filters = FigureForm(request.GET, sections=[section.title for section in found.sections])
    figures = _figures(found, filters)
    if asked(request) and filters.is_valid():
        return download(request, _export(request, old, new, found, figures))
    page = Paginator(figures, PAGE_SIZE).get_page(request.GET.get("page"))
    context |= {"old": old, "new": new, "found": found, "filters": filters, "page": page}
    return render(request, "governance/pack_compare.html", context | {"downloads": addresses(request)})


def _list(request: ScopedRequest) -> str:
    return reverse("pack-list", args=[request.partnership.slug])


def _asked(request: ScopedRequest, rows: QuerySet[Pack]) -> dict[str, Any] | None:
    if not request.GET.get("new") and not request.GET.get("old"):
        return None
    given = request.GET.dict()
    if not given.get("old") and given.get("new", "").isdecimal():
        new = rows.filter(pk=int(given["new"][:18])).first()
        before = _before(rows, new) if new else None
        given |= {"old": str(before.pk)} if before else {}
    return given


def _before(rows: QuerySet[Pack], pack: Pack) -> Pack | None:
    """The version before it; of a first version the newest of the body's last meeting before, in the same edition."""
    same = rows.filter(is_exempt=pack.is_exempt)
    former = same.filter(meeting=pack.meeting_id, supplement=pack.supplement, version__lt=pack.version)
    meeting = pack.meeting
    earlier = same.filter(meeting__body=meeting.body_id, meeting__starts_at__lt=meeting.starts_at, supplement=0)
    return former.order_by("-version").first() or earlier.order_by("-meeting__starts_at", "-version").first()


def _figures(found: Comparison, filters: FigureForm) -> list[Figure]:
    if not filters.is_valid():
        return []
    wanted = filters.cleaned_data
    figures = list(found.figures) if wanted["show"] else found.differing
    if wanted["section"]:
        figures = [each for each in figures if each.section == wanted["section"]]
    if wanted["order"]:
        figures.sort(key=_size, reverse=True)
    return figures


def _size(figure: Figure) -> tuple[bool, Any]:
    """Money before other numbers, these before words."""
    difference = figure.difference
    return (difference is not None and difference.unit == "£", abs(difference.number) if difference else -1)


# --- As a file --------------------------------------------------------------------------------------------------------
def _export(request: ScopedRequest, old: Pack, new: Pack, found: Comparison, figures: list[Figure]) -> Export:
    facts = [Fact("Partnership", request.partnership.name)]
    for name, pack in (("Earlier pack", old), ("Later pack", new)):
        facts += [Fact(name, str(pack)), Fact(f"{name}, SHA-256", pack.sha256)]
    name = f"{request.partnership.slug}-packs-{old.pk}-{new.pk}"
    return Export(name, "Two board packs compared", _HEADINGS, _rows(found, figures), facts)


def _rows(found: Comparison, figures: list[Figure]) -> Iterator[tuple[Any, ...]]:
    for item in found.items or ():
        changes = ", ".join(item.changes) or SAME
        yield "Agenda item", "Agenda", "", item.title, "", changes, item.old, item.new, ""
    for section in found.sections:
        yield "Section", section.title, "", "", "", section.change, "", "", ""
    for each in figures:
        cells = (each.section, each.table, each.row, each.column, each.change, _plain(each.old), _plain(each.new))
        yield "Figure", *cells, _number(each.difference) if each.difference else ""


def _plain(text: str | None) -> Any:
    """A figure as a number, words as they are."""
    found = amount(text or "")
    return _number(found) if found else text or ""


def _number(found: Amount) -> Any:
    return Pence(int(found.number.scaleb(2))) if found.unit == "£" else found.number
