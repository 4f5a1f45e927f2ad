"""Which board packs the rules of bodies have made by themselves: of whom, when, and in whose name.

A rule says how many clear working days before each meeting its pack is made. It is made of a published agenda: a
meeting whose agenda is late gets its pack as soon as that is out, one that is postponed or cancelled gets none, and
the meeting that takes its place has a day of its own.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone

from governance.models import BodyRule, Meeting, Pack
from governance.notice import due
from partnership import clock
from partnership.models import Grant, User


class Waiting(NamedTuple):
    meeting: Meeting
    rule: BodyRule
    make_on: date


FURTHEST = timedelta(days=120)  # more than the sixty clear working days that a rule can ask for
REQUEST = "governance.request_pack"


def overdue(**facts: Any) -> Iterator[Waiting]:
    """The meetings of which the pack's day has come and no pack was asked for by rule; the earliest first. Two
    queries."""
    now, today = clock.now(), clock.today()
    made = Pack.objects.filter(meeting=OuterRef("pk"), is_scheduled=True)
    rows = Meeting.objects.filter(
        state__in=(Meeting.State.DRAFT, Meeting.State.PUBLISHED), starts_at__gt=now, starts_at__lte=now + FURTHEST
    )
    rows = rows.filter(~Exists(made), body__rules__making_days__isnull=False, **facts).distinct()
    rules = Prefetch("body__rules", BodyRule.objects.select_related("entered_by"))
    for meeting in rows.select_related("body", "partnership").prefetch_related(rules).order_by("starts_at", "pk"):
        rule = next((each for each in meeting.body.rules.all() if each.holds_on(meeting.on)), None)
        make_on = due(meeting.on, rule.days).make_on if rule else None
        if rule and make_on and make_on <= today:
            yield Waiting(meeting, rule, make_on)


def in_whose_name(meeting: Meeting, rule: BodyRule) -> User | None:
    """Whoever set the rule, while they may ask for packs here; else who has had a role that may for longest."""
    grants = Grant.objects.carrying(REQUEST).filter(partnership=meeting.partnership_id)
    found = grants.filter(user=rule.entered_by_id).first() or grants.order_by("from_on", "pk").first()
    return found.user if found else None


def words(meeting: Meeting, rule: BodyRule | None) -> str:
    """When its pack is made, or what became of it, for the meeting's page; empty where somebody has to ask. At most one
    query."""
    make_on = due(meeting.on, rule.days).make_on if rule and meeting.is_ahead else None
    if make_on is None:
        return ""
    if make_on > clock.today():
        said = f"Made by itself on {make_on:%-d %B %Y}"
        is_out = meeting.state == Meeting.State.PUBLISHED
        return said if is_out else f"{said}, if the agenda is published by then; else as soon as it is"
    if pack := Pack.objects.filter(meeting=meeting, is_scheduled=True, is_exempt=False).first():
        return _became(pack)
    if meeting.starts_at <= clock.now():
        return ""
    said = f"To be made by itself since {make_on:%-d %B %Y}"
    return said if meeting.published_at else f"{said}: it waits for the agenda to be published"


def _became(pack: Pack) -> str:
    begun = f"{timezone.localdate(pack.requested_at):%-d %B %Y}"
    if pack.finished_at and pack.state == Pack.State.FINISHED:
        return f"Made by itself on {timezone.localdate(pack.finished_at):%-d %B %Y}"
    if pack.state == Pack.State.FAILED:
        return f"To be made by itself since {begun}, but it failed: try again on the page of the pack"
    if pack.state == Pack.State.CANCELLED:
        return f"Begun by itself on {begun}, and given up: it is asked for by hand"
    return f"Being made by itself since {begun}"
