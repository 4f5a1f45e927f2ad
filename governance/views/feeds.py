"""A person's calendar feeds: made, renewed and revoked by them; and the file itself, for programs."""

from hashlib import sha256
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from governance import actions, feeds
from governance.actions.feeds import digest_of
from governance.forms.feeds import FeedForm
from governance.models import CalendarFeed
from governance.views.finding import form_methods
from partnership import history, rates
from partnership.views.pages import Page, Step, blame, confirm_page

FRESH_SECONDS = 300


@form_methods
@login_required
@never_cache
@sensitive_variables("key")
def calendar_list(request: HttpRequest) -> HttpResponse:
    """The person's feeds and a form for another. The answer to the form is the only place where the address is."""
    form = FeedForm(request.POST or None, user=request.user, initial={"body": request.GET.get("body", "")})
    if request.method == "POST" and form.is_valid():
        try:
            feed, key = actions.make_feed(by=request.user, **form.facts)
        except ValidationError as error:
            blame(form, error)
        else:
            return _made(request, feed, key)
    rows = CalendarFeed.objects.visible_to(request.user).standing().select_related("body__partnership")
    context = {"form": form, "feeds": rows, "events": _events(request)}
    return render(request, "governance/feeds/list.html", context)


@form_methods
@login_required
@never_cache
@sensitive_variables("key")
def calendar_renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first: the address in use ends with it."""
    feed, page = _page(request, pk, "Renew", "renewed")
    if request.method != "POST":
        return render(request, "partnership/confirm.html", {"page": page})
    try:
        made, key = actions.renew_feed(by=request.user, feed=feed)
    except ValidationError:
        return redirect(page.back)
    return _made(request, made, key)


@form_methods
@login_required
def calendar_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    feed, page = _page(request, pk, "Revoke", "revoked")
    return confirm_page(request, lambda: actions.revoke_feed(by=request.user, feed=feed), page)


def _page(request: HttpRequest, pk: int, act: str, done: str) -> tuple[CalendarFeed, Page]:
    rows = CalendarFeed.objects.visible_to(request.user).standing().select_related("body__partnership")
    feed, back = get_object_or_404(rows, pk=pk), reverse("calendar-list")
    text = "Calendar programs that use its address get nothing more from now on."
    if act == "Renew":
        text = f"{text} You get a new address, to enter in them instead."
    words = {"action": f"{act} the feed", "done": f"The feed was {done}.", "text": text, "danger": act == "Revoke"}
    return feed, Page(f"{act} the calendar feed “{feed}”", back=back, trail=[Step("Calendar feeds", back)], **words)


def _made(request: HttpRequest, feed: CalendarFeed, key: str) -> HttpResponse:
    path = reverse("calendar-file", kwargs={"key": key})
    context = {"feed": feed, "address": request.build_absolute_uri(path), "trail": [_step()]}
    return render(request, "governance/feeds/made.html", context)


def _step() -> Step:
    return Step("Calendar feeds", reverse("calendar-list"))


def _events(request: HttpRequest) -> Any:
    return history.events_of(CalendarFeed, called=lambda row: "calendar feed", user=request.user)


# --- For programs -----------------------------------------------------------------------------------------------------
@require_safe
@sensitive_variables("key")
def calendar_file(request: HttpRequest, key: str) -> HttpResponse:
    """The feed behind a key, by the roles of its owner as they are now. Four queries, for any number of meetings."""
    who = get_adapter().get_client_ip(request)
    if not rates.is_within(settings.OPEN_DATA_CALLS_A_MINUTE, f"calendar:{who}"):
        headers = {"Retry-After": str(rates.wait())}
        return HttpResponse("Too many calls: wait a minute.\n", "text/plain", status=429, headers=headers)
    rows = CalendarFeed.objects.standing().filter(digest=digest_of(key), user__is_active=True)
    feed = get_object_or_404(rows.select_related("user", "body__partnership"))
    if feeds.reads_nothing(feed):
        raise Http404
    return _answer(request, feed)


def _answer(request: HttpRequest, feed: CalendarFeed) -> HttpResponse:
    meetings = list(feeds.meetings(feed))
    content = feeds.written(str(feed) if feed.body else "My meetings", meetings)
    etag = f'"{sha256(content).hexdigest()}"'
    changed = max((int(each.changed_at.timestamp()) for each in meetings), default=int(feed.made_at.timestamp()))
    response = get_conditional_response(request, etag=etag)  # a day that passes changes it too, so only by its content
    if response is None:
        response = HttpResponse(content, "text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="meetings.ics"'
    response["ETag"], response["Last-Modified"] = etag, http_date(changed)
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, private=True, max_age=FRESH_SECONDS)
    return response
