"""Board packs: asking for one, watching it being made, downloading and releasing it."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance import actions
from governance.models import Meeting, Pack, PackSection
from governance.pack_forms import PackFilter, PackForm
from partnership.listing import Column, Listing
from partnership.permissions import require
from partnership.templatetags.portal import date_words, moment_words, tag
from partnership.views.pages import Page, Step, blame, confirm_page
from partnership.views.scope import ScopedRequest, find, in_partnership

form_methods = require_http_methods(["GET", "HEAD", "POST"])

_COLUMNS = (
    Column("Meeting", lambda row: str(row.meeting), sort="meeting__starts_at", link=lambda row: row.get_absolute_url()),
    Column("Version", lambda row: row.version, sort="version", numeric=True),
    Column(
        "State",
        lambda row: Pack.State(row.state),
        sort="state",
        plain=lambda row: row.get_state_display(),
        shown=tag,
    ),
    Column("Figures as at", lambda row: date_words(row.as_at_on), sort="as_at_on", plain=lambda row: row.as_at_on),
    Column("Ledger sequence", lambda row: row.sequence, numeric=True),
    Column(
        "Requested",
        lambda row: moment_words(row.requested_at),
        sort="requested_at",
        plain=lambda row: f"{timezone.localtime(row.requested_at):%Y-%m-%d %H:%M}",
    ),
    Column("By", lambda row: row.requested_by.name),
    Column("Released", lambda row: date_words(row.release.released_at) if row.is_released else "Not yet"),
    Column("Pages", lambda row: row.pages, numeric=True),
    Column("SHA-256", lambda row: row.sha256),
)
# What proves a pack is for spreadsheets, and on the pack's own page.
_PAGE_COLUMNS = tuple(column for column in _COLUMNS if column.heading not in ("Ledger sequence", "SHA-256"))


def _packs() -> QuerySet:
    return Pack.objects.select_related("meeting__body", "requested_by", "partnership", "release__released_by")


@require_safe
@in_partnership("governance.download_pack")
def pack_list(request: ScopedRequest) -> HttpResponse:
    """Packs the reader may see, the newest on top. Fixed number of queries."""
    rows = _packs().visible_to(request.user).filter(partnership=request.partnership)
    columns = _COLUMNS if request.GET.get("format") == "csv" else _PAGE_COLUMNS
    listing = Listing(request, rows, columns, filterset=PackFilter, caption="Board packs")
    if listing.wants_csv:
        return listing.csv("board-packs")
    return render(request, "governance/pack_list.html", {"listing": listing, "trail": _trail(request)[:1]})


@form_methods
@in_partnership("governance.request_pack")
def pack_request(request: ScopedRequest, pk: int) -> HttpResponse:
    meeting = find(request, Meeting.objects.select_related("body", "partnership"), pk=pk)
    form = PackForm(request.POST or None, partnership=request.partnership)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(actions.request_pack(by=request.user, meeting=meeting, **form.cleaned_data))
        except ValidationError as error:
            blame(form, error)
    step = Step(str(meeting), meeting.get_absolute_url())
    return render(
        request,
        "governance/pack_request.html",
        {"form": form, "meeting": meeting, "trail": [_trail(request)[0], step]},
    )


@require_safe
@in_partnership()
def pack(request: ScopedRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    context = {"pack": found, "progress": _progress(found), "trail": _trail(request), "facts": _facts(found)}
    return render(request, "governance/pack.html", context)


def _facts(found: Pack) -> list[dict[str, object]]:
    facts = {
        "Meeting": str(found.meeting),
        "Version": found.version,
        "Figures as at": f"{date_words(found.as_at_on)}, ledger sequence {found.sequence:,}",
        "Requested": f"{moment_words(found.requested_at)} by {found.requested_by}",
    }
    if found.state == Pack.State.FINISHED:
        facts |= {
            "Made": moment_words(found.finished_at),
            "Released": _released(found),
            "SHA-256 of the file": found.sha256,
        }
    return [{"key": key, "value": value} for key, value in facts.items()]


def _released(found: Pack) -> str:
    if not found.is_released:
        return "Not yet. Only those who request or release packs see it."
    return f"{moment_words(found.release.released_at)} by {found.release.released_by}"


@require_safe
@in_partnership()
def pack_progress(request: ScopedRequest, pk: int) -> HttpResponse:
    """How far it is, for a page that asks every two seconds; at the end the page is told to load itself again."""
    found = _find(request, pk)
    if not request.htmx:
        return redirect(found)
    answer = render(request, "components/progress.html", _progress(found))
    if not found.is_under_way:
        answer["HX-Refresh"] = "true"
    return answer


def _progress(found: Pack) -> dict[str, object]:
    sections = list(found.sections.all())
    done = sum(section.state == PackSection.State.READY for section in sections)
    return {
        "title": "Waiting for a worker" if found.state == Pack.State.QUEUED else "Being made",
        "sections": sections,
        "done": done,
        "total": len(sections),
        "finished": not found.is_under_way,
        "url": _url("pack-progress", found),
    }


@require_safe
@in_partnership()
def pack_file(request: ScopedRequest, pk: int) -> HttpResponse:
    """The PDF, as a download with a name that says what it is."""
    found = find(request, _packs().finished(), pk=pk)
    require(request.user, "governance.download_pack", found)
    try:
        file = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404("The file of this pack is not in the store.") from error
    return FileResponse(file, as_attachment=True, filename=found.filename, content_type="application/pdf")


@form_methods
@in_partnership()
def pack_retry(request: ScopedRequest, pk: int) -> HttpResponse:
    found = _permitted(request, pk, "governance.request_pack")
    text = "A worker takes it up again, with the sections and figures that were asked for."
    page = _page(request, found, "Try this pack again", "Try again", "The pack is being made again.", text)
    return confirm_page(request, partial(actions.retry_pack, by=request.user, pack=found), page)


@form_methods
@in_partnership()
def pack_cancel(request: ScopedRequest, pk: int) -> HttpResponse:
    found = _permitted(request, pk, "governance.request_pack")
    text = "Nothing is kept of it but this entry in the list. You can ask for another pack at any time."
    page = _page(request, found, "Cancel this pack", "Cancel the pack", "The pack was cancelled.", text, danger=True)
    return confirm_page(request, partial(actions.cancel_pack, by=request.user, pack=found), page)


@form_methods
@in_partnership()
def pack_release(request: ScopedRequest, pk: int) -> HttpResponse:
    found = _permitted(request, pk, "governance.release_pack")
    if request.method != "POST" and (found.is_released or found.state != Pack.State.FINISHED):
        messages.info(request, "This pack can not be released: it is not finished, or was released already.")
        return redirect(found)
    text = "Everybody in the partnership who may download packs sees it from then on. A release can not be taken back."
    page = _page(request, found, "Release this pack", "Release the pack", "The pack was released.", text)
    return confirm_page(request, partial(actions.release_pack, by=request.user, pack=found), page)


def _find(request: ScopedRequest, pk: int) -> Pack:
    return find(request, _packs(), pk=pk)


def _permitted(request: ScopedRequest, pk: int, permission: str) -> Pack:
    found = _find(request, pk)
    require(request.user, permission, found)
    return found


def _url(name: str, found: Pack) -> str:
    return reverse(name, args=[found.partnership.slug, found.pk])


def _trail(request: ScopedRequest) -> list[Step]:
    slug = request.partnership.slug
    return [
        Step("Meetings", reverse("meeting-list", args=[slug])),
        Step("Board packs", reverse("pack-list", args=[slug])),
    ]


def _page(
    request: ScopedRequest, found: Pack, title: str, action: str, done: str, text: str, *, danger: bool = False
) -> Page:
    url = found.get_absolute_url()
    trail = [*_trail(request), Step(str(found), url)]
    return Page(title, back=url, trail=trail, action=action, done=done, text=text, danger=danger)
