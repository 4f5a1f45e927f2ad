"""The minutes of a meeting: as the clerk edits them, as members read and correct them, and their files."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from governance import actions
from governance.forms import AgreeOtherwiseForm, CorrectionAnswerForm, CorrectionForm, PartForm
from governance.models import Meeting, MinutesCorrection, MinutesEdition, MinutesFile, MinutesPart
from governance.models.meetings import EXEMPT
from governance.models.minutes import shown
from governance.views.finding import find_meeting, form_methods, to_meetings
from partnership import history
from partnership.permissions import require
from partnership.views.pages import Page, Step, confirm_page, form_page
from partnership.views.scope import ScopedRequest, in_partnership


@require_safe
@in_partnership()
def meeting_minutes(request: ScopedRequest, pk: int) -> HttpResponse:
    """What was circulated last, or agreed; the clerk sees the parts as they are now. Of an exempt part, who may not
    see it reads the heading."""
    found = find_meeting(request, pk)
    user, state = request.user, found.state
    may_exempt, keeps = user.has_perm(EXEMPT, found), user.has_perm("governance.edit_meeting", found)
    rows = MinutesEdition.objects.visible_to(user).filter(meeting=found)
    editions = list(rows.select_related("agreed_by__body", "agreement__at__body", "agreement__recorded_by"))
    works = keeps and state == Meeting.State.MINUTES
    parts = _parts(found, editions, works=works)
    files = MinutesFile.objects.visible_to(user).filter(edition__in=editions).select_related("edition")
    corrections = MinutesCorrection.objects.visible_to(user).filter(part__meeting=found)
    context = {
        "meeting": found,
        "edition": editions[0] if editions else None,
        "editions": [(each, [file for file in files if file.edition_id == each.pk]) for each in editions],
        "parts": [shown(part, with_exempt=may_exempt) for part in parts],
        "corrections": corrections.select_related("part", "proposed_by", "answer"),
        "works": works,
        "may_exempt": may_exempt,
        "may_correct": bool(editions) and state == Meeting.State.MINUTES and actions.may_correct(user, found),
        "events": _events(found) if keeps and may_exempt else None,
        "trail": [*to_meetings(request), Step(str(found), found.get_absolute_url())],
    }
    return render(request, "governance/minutes.html", context)


def _parts(found: Meeting, editions: list[MinutesEdition], *, works: bool) -> list[dict[str, Any]]:
    """As they are now for whoever works on them, else those of the last edition."""
    if works:
        return [part.frozen for part in found.minutes_parts.all()]
    return editions[0].content["parts"] if editions else []


def _events(found: Meeting) -> list[history.Event]:
    return history.events_of(MinutesPart, called=lambda row: f"minutes “{row.heading}”", meeting=found)


# --- The clerk's work -------------------------------------------------------------------------------------------------
@form_methods
@in_partnership("governance.edit_meeting")
def minutes_draft(request: ScopedRequest, pk: int) -> HttpResponse:
    found = find_meeting(request, pk)
    text = "From what was recorded: attendance, quorum, interests, decisions with votes, and actions."
    again = found.minutes_parts.exists()
    if again:
        text += " What was typed into the minutes so far is replaced; it stays in the history."
    words = {"action": "Draft", "done": "The minutes are drafted.", "text": text, "danger": again}
    page = _page(request, found, "Draft the minutes", **words)
    return confirm_page(request, lambda: actions.draft_minutes(by=request.user, meeting=found), page)


@form_methods
@in_partnership("governance.edit_meeting")
def minutes_circulate(request: ScopedRequest, pk: int) -> HttpResponse:
    found = find_meeting(request, pk)
    words = {"action": "Circulate them", "done": "The minutes are circulated.", "text": "The members are told of them."}
    page = _page(request, found, "Circulate the minutes", **words)
    return confirm_page(request, lambda: actions.circulate_minutes(by=request.user, meeting=found), page)


@form_methods
@in_partnership("governance.edit_meeting")
def minutes_agree_otherwise(request: ScopedRequest, pk: int) -> HttpResponse:
    """Of a body that is wound up, or meets too seldom to agree them at its next meeting."""
    found = find_meeting(request, pk)
    text = (
        "For a body that does not meet again, or not in time. How, who, when and why stay with the minutes for ever, "
    )
    text = f"{text}and from then on the record of this meeting stays as it is."
    words = {"action": "They were agreed", "done": "The minutes are agreed.", "text": text}
    page = _page(request, found, "The minutes were agreed otherwise", **words)
    act = partial(actions.agree_otherwise, by=request.user, meeting=found)
    return form_page(request, AgreeOtherwiseForm(request.POST or None, meeting=found), act, page)


@form_methods
@in_partnership("governance.edit_meeting")
def minutes_edit(request: ScopedRequest, pk: int, row: int) -> HttpResponse:
    found = find_meeting(request, pk)
    part = _part(request, found, row)
    form = PartForm(request.POST or None, part=part)
    page = _page(request, found, f"Change “{part.heading}”"[:120])
    return form_page(
        request, form, partial(_seen, form, part, partial(actions.edit_part, by=request.user, part=part)), page
    )


def _seen(form: Any, part: MinutesPart, act: Any, **facts: Any) -> None:
    """What was typed stays where somebody else was quicker; sent again, it is about what they saved."""
    try:
        act(**facts)
    except ValidationError as error:
        if any(each.code == "changed" for each in getattr(error, "error_dict", {}).get("text", [])):
            form.see(MinutesPart.objects.get(pk=part.pk).edition)
        raise


@form_methods
@in_partnership("governance.edit_meeting")
def minutes_answer(request: ScopedRequest, pk: int, row: int) -> HttpResponse:
    found = find_meeting(request, pk)
    rows = MinutesCorrection.objects.visible_to(request.user).select_related("part__meeting", "proposed_by")
    correction = get_object_or_404(rows, part__meeting=found, pk=row)
    part = correction.part
    form = CorrectionAnswerForm(request.POST or None, part=part)
    text = f"{correction.proposed_by.name} proposes: {correction.text}"
    page = _page(request, found, f"Answer: “{part.heading}”"[:120], action="Answer", done="It is answered.", text=text)
    act = partial(actions.answer_correction, by=request.user, correction=correction)
    return form_page(request, form, partial(_seen, form, part, act), page)


# --- Members ----------------------------------------------------------------------------------------------------------
@form_methods
@in_partnership()
def minutes_correct(request: ScopedRequest, pk: int, row: int) -> HttpResponse:
    found = find_meeting(request, pk)
    if not actions.may_correct(request.user, found):
        raise PermissionDenied("Corrections are proposed by the members of the body.")
    part = _part(request, found, row)
    words = {"action": "Propose it", "done": "The correction is proposed."}
    page = _page(request, found, f"Correct “{part.heading}”"[:120], **words)
    act = partial(actions.propose_correction, by=request.user, part=part)
    return form_page(request, CorrectionForm(request.POST or None), act, page)


def _part(request: ScopedRequest, found: Meeting, row: int) -> MinutesPart:
    part = get_object_or_404(MinutesPart.objects.select_related("meeting__body"), meeting=found, pk=row)
    if part.is_exempt:
        require(request.user, EXEMPT, found)
    return part


@require_safe
@in_partnership()
def minutes_file(request: ScopedRequest, pk: int, row: int) -> HttpResponseBase:
    found = find_meeting(request, pk)
    rows = MinutesFile.objects.visible_to(request.user).select_related("edition__meeting__body")
    file = get_object_or_404(rows, edition__meeting=found, pk=row, state=MinutesFile.State.FINISHED)
    try:
        opened = file.file.open("rb")
    except FileNotFoundError as error:
        raise Http404("The file is not in the storage.") from error
    response = FileResponse(opened, as_attachment=True, filename=file.download_name, content_type="application/pdf")
    response["Cache-Control"] = "private, no-store"
    return response


def _page(request: ScopedRequest, found: Meeting, title: str, **words: Any) -> Page:
    url = reverse("meeting-minutes", args=[request.partnership.slug, found.pk])
    own = Step(str(found), found.get_absolute_url())
    return Page(title, back=url, trail=[*to_meetings(request), own, Step("Minutes", url)], **words)
