"""Board packs: asking for one, watching it being made, downloading and releasing it.

The pages of one pack are those of an annual statement too, which is asked for and listed in `annual`.
"""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from governance import actions
from governance.models import Meeting, Pack, PackSection
from governance.pack_forms import PackFilter, PackForm
from governance.views.finding import form_methods
from partnership.exports import FORMATS
from partnership.listing import Column, Listing
from partnership.permissions import require
from partnership.templatetags.portal import date_words, moment_words, tag
from partnership.views.pages import Page, Step, blame, confirm_page
from partnership.views.scope import ScopedRequest, find, in_partnership
from savings import figures


def _edition(row: Pack) -> str:
    return row.called or "Open"


# What every list of packs says of one; and, for spreadsheets and the pack's own page, what proves it.
ABOUT = (
    Column("Version", lambda row: row.version, sort="version", numeric=True),
    Column(
        "State",
        lambda row: Pack.State(row.state),
        sort="state",
        plain=lambda row: row.get_state_display(),
        shown=tag,
    ),
    Column("Figures as at", lambda row: date_words(row.as_at_on), sort="as_at_on", plain=lambda row: row.as_at_on),
    Column(
        "Requested",
        lambda row: moment_words(row.requested_at),
        sort="requested_at",
        plain=lambda row: row.requested_at,
    ),
    Column("By", lambda row: row.asked_by, sort="requested_by__name"),
)
PAGES = Column("Pages", lambda row: row.pages, sort="pages", numeric=True)
PROOF = (
    Column("Ledger sequence", lambda row: row.sequence, sort="sequence", numeric=True),
    Column(
        "Size",
        lambda row: row.size,
        sort="size",
        numeric=True,
        shown=lambda size: filesizeformat(size) if size else "",
    ),
    Column(
        "SHA-256",
        lambda row: row.sha256,
        sort="sha256",
        shown=lambda digest: format_html('<code title="{}">{}…</code>', digest, digest[:12]) if digest else "",
    ),
)
_COLUMNS = (
    Column(
        "Meeting",
        lambda row: row.meeting.on,
        sort="meeting__starts_at",
        link=lambda row: row.get_absolute_url(),
        shown=date_words,
    ),
    Column("Body", lambda row: row.meeting.body.name, sort="meeting__body__name"),
    Column("Edition", _edition, sort="is_exempt"),
    *ABOUT,
    Column(
        "Released",
        lambda row: timezone.localdate(row.release.released_at) if row.is_released else None,
        sort="release__released_at",
        shown=lambda day: date_words(day) if day else "Not yet",
    ),
    PAGES,
    *PROOF,
)


@require_safe
@in_partnership("governance.download_pack")
def pack_list(request: ScopedRequest) -> HttpResponse:
    """Board packs the reader may see, the newest on top. Fixed number of queries."""
    rows = Pack.objects.for_pages().of_meetings().visible_to(request.user).filter(partnership=request.partnership)
    listing = Listing(request, rows, _COLUMNS, filterset=PackFilter, caption="Board packs")
    if listing.is_download:
        return listing.download("board-packs")
    context = {"listing": listing, "trail": [_meetings(request)]}
    return render(request, "governance/pack_list.html", context)


@form_methods
@in_partnership("governance.request_pack")
def pack_request(request: ScopedRequest, pk: int) -> HttpResponse:
    meeting = find(request, Meeting.objects.select_related("body", "partnership"), pk=pk)
    form = PackForm(request.POST or None, meeting=meeting, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(actions.request_pack(by=request.user, meeting=meeting, **form.facts))
        except ValidationError as error:
            blame(form, error)
    step = Step(str(meeting), meeting.get_absolute_url())
    return render(
        request,
        "governance/pack_request.html",
        {"form": form, "meeting": meeting, "trail": [_meetings(request), step]},
    )


@require_safe
@in_partnership()
def pack(request: ScopedRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    context = {"pack": found, "progress": _progress(found), "trail": _trail(found), "facts": _facts(found)}
    if found.is_statement:
        rows = _url("annual-rows", found)
        context["downloads"] = [(format_.name, f"{rows}?format={format_.code}") for format_ in FORMATS.values()]
    context["reopenings"] = figures.reopened(request.partnership, found.is_older_than, user=request.user)
    return render(request, "governance/pack.html", context | _permissions(request, found))


def _permissions(request: ScopedRequest, found: Pack) -> dict[str, bool]:
    may = request.user.has_perm
    return {"may_request": may(found.duties.request, found), "may_release": may(found.duties.release, found)}


def _facts(found: Pack) -> list[dict[str, object]]:
    subject = {"Organisation": found.organisation.name, "Financial year": found.period} if found.is_statement else {}
    facts = {
        **(subject or {"Meeting": str(found.meeting), "Edition": _edition(found)}),
        "Version": found.version,
        "Figures as at": f"{date_words(found.as_at_on)}, ledger sequence {found.sequence:,}",
        "Requested": f"{moment_words(found.requested_at)}, {_asked_by(found)}",
    }
    if found.state == Pack.State.FINISHED:
        facts |= {
            "Made": moment_words(found.finished_at),
            "Sections": _sections(found),
            "Signed off" if found.is_statement else "Released": _released(found),
            "SHA-256 of the file": found.sha256,
        }
    if found.is_statement and found.is_released:
        facts["SHA-256 of what was signed"] = found.release.sha256
    return [{"key": key, "value": value} for key, value in facts.items()]


def _asked_by(found: Pack) -> str:
    if found.is_scheduled:
        return f"by the rule of the {found.meeting.body}, in the name of {found.requested_by}"
    return f"by {found.requested_by}"


def _sections(found: Pack) -> str:
    """How they came about: "17 reused from earlier packs, 3 printed"."""
    states = [section.state for section in found.sections.all()]
    kept = states.count(PackSection.State.REUSED)
    words = [f"{kept} reused from earlier packs" if kept else "", f"{len(states) - kept} printed"]
    return ", ".join(filter(None, words))


def _released(found: Pack) -> str:
    if found.is_released:
        who = ", ".join(filter(None, [found.release.released_by.name, found.release.post_title]))
        return f"{moment_words(found.release.released_at)} by {who}"
    if found.is_statement:
        return "Not signed off. Until it is, the steering group does not see it."
    return "Not yet. Only those who request or release packs see it."


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
    """First what is printed is gathered, then it is printed, section by section."""
    sections, state = list(found.sections.all()), PackSection.State
    states = [section.state for section in sections]
    if state.WAITING in states:
        title, done = "Gathering what it prints", states.count(state.FROZEN)
    else:
        title, done = "Being printed", states.count(state.READY) + states.count(state.REUSED)
    return {
        "title": "Waiting for a worker" if found.state == Pack.State.QUEUED else title,
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
    found = find(request, Pack.objects.for_pages().finished(), pk=pk)
    require(request.user, found.duties.download, found)
    try:
        file = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404("The file is not in the store.") from error
    return FileResponse(file, as_attachment=True, filename=found.filename, content_type="application/pdf")


@form_methods
@in_partnership()
def pack_retry(request: ScopedRequest, pk: int) -> HttpResponse:
    found = _permitted(request, pk, "request")
    text = "A worker takes it up again, with the sections and figures that were asked for."
    done = f"The {found.noun} is being made again."
    page = _page(found, f"Try this {found.noun} again", "Try again", done, text)
    return confirm_page(request, partial(actions.retry_pack, by=request.user, pack=found), page)


@form_methods
@in_partnership()
def pack_cancel(request: ScopedRequest, pk: int) -> HttpResponse:
    found = _permitted(request, pk, "request")
    noun = found.noun
    text = f"Nothing is kept of it but this entry in the list. You can ask for another {noun} at any time."
    page = _page(found, f"Cancel this {noun}", f"Cancel the {noun}", f"The {noun} was cancelled.", text, danger=True)
    return confirm_page(request, partial(actions.cancel_pack, by=request.user, pack=found), page)


@form_methods
@in_partnership()
def pack_release(request: ScopedRequest, pk: int) -> HttpResponse:
    """Release a board pack, or sign off an annual statement."""
    found = _permitted(request, pk, "release")
    done = "signed off" if found.is_statement else "released"
    if request.method != "POST" and (found.is_released or found.state != Pack.State.FINISHED):
        messages.info(request, f"This {found.noun} can not be {done}: it is not finished, or was {done} already.")
        return redirect(found)
    action, page = _signing(found) if found.is_statement else _releasing(found)
    return confirm_page(request, partial(action, by=request.user, pack=found), page)


Deed = tuple[Callable[..., Pack], Page]


def _releasing(found: Pack) -> Deed:
    who = " and see what is exempt" if found.is_exempt else ""
    text = f"Everybody in the partnership who may download packs{who} sees it from then on."
    text += " A release can not be taken back."
    return actions.release_pack, _page(found, "Release this pack", "Release the pack", "The pack was released.", text)


def _signing(found: Pack) -> Deed:
    text = (
        f"You confirm, as the verifier of {found.organisation}, that you have read the file with the SHA-256 "
        f"{found.sha256[:16]}… and that it is right. Your name and post are shown with it. This can not be taken back."
    )
    return actions.sign_off_statement, _page(
        found, "Sign off this statement", "Sign off the statement", "The statement was signed off.", text
    )


def _find(request: ScopedRequest, pk: int) -> Pack:
    """A statement's pages belong to the organisations, also those that have a pack's address."""
    found = find(request, Pack.objects.for_pages(), pk=pk)
    if found.is_statement:
        request.family = "annual"
    return found


def _permitted(request: ScopedRequest, pk: int, duty: str) -> Pack:
    found = _find(request, pk)
    require(request.user, getattr(found.duties, duty), found)
    return found


def _url(name: str, found: Pack) -> str:
    return reverse(name, args=[found.partnership.slug, found.pk])


def _meetings(request: ScopedRequest) -> Step:
    return Step("Meetings", reverse("meeting-list", args=[request.partnership.slug]))


def _trail(found: Pack) -> list[Step]:
    steps = {"Meetings": "meeting-list", "Board packs": "pack-list"}
    if found.is_statement:
        steps = {"Organisations": "organisation-list", "Annual statements": "annual-list"}
    return [Step(text, reverse(name, args=[found.partnership.slug])) for text, name in steps.items()]


def _page(found: Pack, title: str, action: str, done: str, text: str, *, danger: bool = False) -> Page:
    url = found.get_absolute_url()
    trail = [*_trail(found), Step(str(found), url)]
    return Page(title, back=url, trail=trail, action=action, done=done, text=text, danger=danger)
