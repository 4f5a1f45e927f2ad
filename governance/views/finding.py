"""What the pages of governance share: methods, and where we are."""

from typing import Any

from django.urls import reverse
from django.views.decorators.http import require_http_methods

from governance.models import Body, Decision, Meeting
from partnership.views.pages import Page, Step
from partnership.views.scope import ScopedRequest, find

form_methods = require_http_methods(["GET", "HEAD", "POST"])


def find_meeting(request: ScopedRequest, pk: int) -> Meeting:
    return find(
        request,
        Meeting.objects.select_related(
            *("body", "partnership", "instead_of__body", "agreed_at__body"),
            *("agreement__at__body", "agreement__recorded_by"),
        ),
        pk=pk,
    )


def to_meetings(request: ScopedRequest) -> list[Step]:
    return [Step("Meetings", reverse("meeting-list", args=[request.partnership.slug]))]


def to_bodies(request: ScopedRequest) -> list[Step]:
    return [*to_meetings(request), Step("Bodies", reverse("body-list", args=[request.partnership.slug]))]


def to_decisions(request: ScopedRequest) -> list[Step]:
    return [*to_meetings(request), Step("Decisions", reverse("decision-list", args=[request.partnership.slug]))]


def decision_page(request: ScopedRequest, found: Decision, title: str, **words: Any) -> Page:
    own = Step(found.reference, found.get_absolute_url())
    return Page(title, back=own.url, trail=[*to_decisions(request), own], **words)


def page_of_body(request: ScopedRequest, body: Body, title: str, **words: Any) -> Page:
    url = body.get_absolute_url()
    return Page(title, back=url, trail=[*to_bodies(request), Step(body.name, url)], **words)


def page_of_meeting(request: ScopedRequest, meeting: Meeting, title: str, **words: Any) -> Page:
    url = meeting.get_absolute_url()
    return Page(title, back=url, trail=[*to_meetings(request), Step(str(meeting), url)], **words)
