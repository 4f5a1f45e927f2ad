"""What of meetings, reports, board packs, annual statements and ratifications waits for somebody."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from itertools import islice

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from governance import scheduling
from governance.actions.effects import targets_of
from governance.effects import KINDS as EFFECTS
from governance.models import (
    Delegation,
    DelegationUse,
    Meeting,
    MinutesCorrection,
    Pack,
    PlannedEffect,
    RatificationAsked,
    RatificationNeed,
    Report,
    ReportPart,
    RouteStep,
)
from governance.models.meetings import EXEMPT
from governance.ratifying import State
from governance.reports.vocabulary import FINANCIAL
from partnership import clock
from partnership.duties import MOST, Duty, Kind
from partnership.models import Partnership, User

NEAR = timedelta(days=28)  # how far ahead a meeting waits for its members


def packs_to_release(user: User, partnership: Partnership) -> Iterator[Duty]:
    """The newest finished version of each meeting's pack, by edition and supplement, unless it was released. One
    query."""
    rows = _newest(user, partnership, "meeting", "is_exempt", "supplement").of_meetings()
    rows = rows.exclude(meeting__state=Meeting.State.CANCELLED)
    return _duties("Release", "pack-release", rows)


def statements_to_sign_off(user: User, partnership: Partnership) -> Iterator[Duty]:
    """The newest version of each annual statement of this person's organisations, likewise. One query."""
    mine = user.organisations_for("governance.sign_off_statement", partnership)
    rows = _newest(user, partnership, "organisation", "year").filter(organisation__in=mine)
    return _duties("Sign off", "pack-release", rows.exclude(requested_by=user))


def _newest(user: User, partnership: Partnership, *subject: str) -> QuerySet[Pack]:
    """Finished ones that were not given out and of which there is no later one."""
    of_the_same = {name: OuterRef(name) for name in subject}
    later = Pack.objects.finished().filter(partnership=partnership, version__gt=OuterRef("version"), **of_the_same)
    rows = Pack.objects.visible_to(user).finished().filter(partnership=partnership, release=None)
    return rows.exclude(Exists(later))


def _duties(act: str, page: str, rows: QuerySet[Pack]) -> Iterator[Duty]:
    for pack in rows.for_pages().order_by("finished_at", "pk")[: MOST + 1]:
        url = reverse(page, kwargs={"partnership": pack.partnership.slug, "pk": pack.pk})
        yield Duty(act, str(pack), url, timezone.localdate(pack.finished_at))


def failed_packs(user: User, partnership: Partnership) -> Iterator[Duty]:
    """Board packs that could not be made, of meetings that go on, unless a later version was asked for. One query."""
    same = {name: OuterRef(name) for name in ("meeting", "is_exempt", "supplement")}
    later = Pack.objects.filter(version__gt=OuterRef("version"), **same).exclude(state=Pack.State.CANCELLED)
    rows = Pack.objects.visible_to(user).of_meetings().filter(partnership=partnership, state=Pack.State.FAILED)
    rows = rows.filter(~Exists(later), meeting__in=Meeting.objects.going_on())
    for pack in rows.for_pages().order_by("requested_at", "pk")[: MOST + 1]:
        yield Duty("Try again", str(pack), pack.get_absolute_url(), timezone.localdate(pack.requested_at))


def agendas_for_packs(user: User, partnership: Partnership) -> Iterator[Duty]:
    """Meetings whose pack is to be made by itself and waits for their agenda. Two queries."""
    late = scheduling.overdue(partnership=partnership, state=Meeting.State.DRAFT)
    for meeting, _, make_on in islice(late, MOST + 1):
        what = f"{meeting}, whose board pack is made by itself"
        yield Duty("Publish the agenda", what, meeting.get_absolute_url(), due_on=make_on)


def to_ratify(user: User, partnership: Partnership) -> Iterator[Duty]:
    """Decisions that an organisation of this person has not answered yet; exempt ones to who may see them."""
    mine = user.organisations_for("workstreams.ratify", partnership)
    silent = RatificationAsked.objects.with_answer().filter(organisation__in=mine, need=OuterRef("pk"), answer=None)
    rows = RatificationNeed.objects.with_state().filter(decision__partnership=partnership)
    rows = rows.filter(Exists(silent)).exclude(state__in=(State.SUPERSEDED, State.IN_FORCE))
    if not user.has_perm(EXEMPT, partnership):
        rows = rows.filter(decision__is_exempt=False)
    rows = rows.select_related("decision__partnership", "decision__item").order_by("due_on", "pk")
    for need in rows[: MOST + 1]:
        url = reverse("decision-answer", kwargs={"partnership": partnership.slug, "pk": need.decision_id})
        since = timezone.localdate(need.said_at)
        yield Duty("Ratify", f"{need.decision.reference}, {need.decision.subject}", url, since, need.due_on)


def brought_back(user: User, partnership: Partnership) -> Iterator[Duty]:
    """Decisions that an organisation refused, or did not answer in time, and that are on no agenda yet. One query."""
    rows = RatificationNeed.objects.brought_back().filter(decision__partnership=partnership)
    for need in rows.select_related("decision__partnership", "decision__item")[: MOST + 1]:
        what = f"{need.decision.reference}, {need.decision.subject}"
        yield Duty("Bring back to the board", what, need.get_absolute_url(), due_on=need.due_on)


def effects_to_do(user: User, partnership: Partnership) -> Iterator[Duty]:
    """What decisions in force are still to do: what failed, of the clerk; what waits for somebody who may, of those.
    A query for each kind of effect, and one more for each business case."""
    rows = PlannedEffect.objects.visible_to(user).seen_with_figures(user).ready()
    rows = list(rows.filter(decision__partnership=partnership).select_related("decision__partnership")[: MOST + 1])
    for row, target in targets_of(rows):
        what, since = f"{row.decision.reference}: {row.words}", timezone.localdate(row.failed_at or row.asked_at)
        if row.failed_at and user.has_perm("governance.edit_meeting", partnership):
            yield Duty("See why it failed", what, row.get_absolute_url(), since)
        elif target is not None and user.has_perm(EFFECTS[row.kind].needs(target), target):
            url = reverse("decision-planned-do", args=[partnership.slug, row.decision_id, row.pk])
            yield Duty("Do what was decided", what, url, since)


def uses_to_report(user: User, partnership: Partnership) -> Iterator[Duty]:
    """What was decided under delegations and not reported back to a meeting yet, the oldest first. One query."""
    held = Delegation.objects.visible_to(user).filter(decision__partnership=partnership)
    rows = DelegationUse.objects.filter(delegation__in=held, reported_to=None).order_by("on", "pk")
    for use in rows.select_related("delegation__decision", "delegation__person")[: MOST + 1]:
        url = reverse("delegation-report", args=[partnership.slug, use.delegation_id, use.pk])
        yield Duty("Report back to the board", f"{use.delegation}: {use.what}", url, use.on)


def corrections(user: User, partnership: Partnership) -> Iterator[Duty]:
    """Corrections of minutes that the clerk has not answered, the oldest first. One query."""
    rows = MinutesCorrection.objects.visible_to(user).filter(part__meeting__partnership=partnership, answer=None)
    for row in rows.select_related("part__meeting__body").order_by("pk")[: MOST + 1]:
        url = reverse("meeting-minutes-answer", args=[partnership.slug, row.part.meeting_id, row.pk])
        yield Duty("Answer", f"{row}, {row.part.meeting}", url, timezone.localdate(row.proposed_at))


# --- Reports ----------------------------------------------------------------------------------------------------------
def _called(report: Report) -> str:
    return f"{report.reference}, {report.title}"


def _reports(user: User, partnership: Partnership) -> QuerySet[Report]:
    """Those under way, with `moved_on`: when something happened to them last on their route, if anything did."""
    last = RouteStep.objects.filter(report=OuterRef("pk")).order_by("-pk").values("on")[:1]
    rows = Report.objects.visible_to(user).filter(partnership=partnership).select_related("partnership")
    rows = rows.filter(state__in=(Report.State.DRAFT, Report.State.ON_ROUTE)).annotate(moved_on=Subquery(last))
    return rows.order_by("moved_on", "pk")


def reports_back(user: User, partnership: Partnership) -> Iterator[Duty]:
    """Reports of this person that came back from a body, and wait to be sent along. One query."""
    rows = _reports(user, partnership).filter(author=user, stands_before=None, moved_on__isnull=False)
    for report in rows[: MOST + 1]:
        yield Duty("Take further", _called(report), report.get_absolute_url(), report.moved_on)


def reports_before_bodies(user: User, partnership: Partnership) -> Iterator[Duty]:
    """Reports that wait for the outcome before a body. One query."""
    rows = _reports(user, partnership).filter(stands_before__isnull=False).select_related("stands_before")
    for report in rows[: MOST + 1]:
        url = reverse("report-outcome", kwargs={"partnership": partnership.slug, "pk": report.pk})
        what = f"the {report.stands_before} said of {_called(report)}"
        yield Duty("Record what", what, url, report.moved_on)


def to_clear(user: User, partnership: Partnership, *, finance: bool) -> Iterator[Duty]:
    """Reports on their route with implications that wait for this person to clear them. Three queries, and one more for
    each part that only those may clear who never wrote it."""
    parts = ReportPart.objects.prefetch_related("clearances").order_by("pk")
    parts = parts.filter(key=FINANCIAL) if finance else parts.exclude(key=FINANCIAL)
    rows = _reports(user, partnership).filter(state=Report.State.ON_ROUTE).prefetch_related(Prefetch("parts", parts))
    for report in rows[: MOST + 1]:
        waits = [part for part in report.parts.all() if _waits_for(user, report, part)]
        if waits:
            url = reverse("report-write", kwargs={"partnership": partnership.slug, "pk": report.pk})
            yield Duty("Clear", f"implications of {_called(report)}", url, report.moved_on, number=len(waits))


def _waits_for(user: User, report: Report, part: ReportPart) -> bool:
    part.report = report
    waits = part.heading.is_implication and part.is_written and part.clearance is None
    return waits and part.opens_to(user) and user.has_perm(part.clears, part)


# --- Meetings ---------------------------------------------------------------------------------------------------------
def own_meetings(user: User, partnership: Partnership) -> Iterator[Duty]:
    """The meetings of the next weeks at which this person sits or may stand in. One query."""
    for meeting in (
        Meeting.objects.ahead_of(user, partnership)
        .select_related("body")
        .filter(day__lte=clock.today() + NEAR)[: MOST + 1]
    ):
        url = reverse("meeting-mine", kwargs={"partnership": partnership.slug, "pk": meeting.pk})
        yield Duty("Prepare for", str(meeting), url, due_on=meeting.on)


def minutes_to_write(user: User, partnership: Partnership) -> Iterator[Duty]:
    """Meetings that are over and of which no minutes were circulated. One query."""
    rows = Meeting.objects.visible_to(user).filter(partnership=partnership, state=Meeting.State.MINUTES)
    rows = rows.filter(minutes_editions=None, ended_at__isnull=False).select_related("body")
    for meeting in rows.order_by("ended_at", "pk")[: MOST + 1]:
        url = reverse("meeting-minutes", kwargs={"partnership": partnership.slug, "pk": meeting.pk})
        yield Duty("Circulate the minutes of", str(meeting), url, timezone.localdate(meeting.ended_at))


KINDS = (
    Kind("Your meetings", "partnership.view_partnership", own_meetings),
    Kind("Minutes to circulate", "governance.edit_meeting", minutes_to_write),
    Kind("Your reports", "governance.write_report", reports_back),
    Kind("Reports before a body", "governance.route_report", reports_before_bodies),
    Kind("Financial implications to clear", "governance.clear_finance", partial(to_clear, finance=True)),
    Kind("Other implications to clear", "governance.clear_report", partial(to_clear, finance=False)),
    Kind("Corrections to minutes", "governance.edit_meeting", corrections),
    Kind("Decisions to ratify", "workstreams.ratify", to_ratify),
    Kind("Agendas that board packs wait for", "governance.edit_meeting", agendas_for_packs),
    Kind("Board packs that failed", "governance.request_pack", failed_packs),
    Kind("Brought back", "governance.edit_meeting", brought_back),
    Kind("Delegated decisions to report", "governance.edit_meeting", uses_to_report),
    Kind("What decisions are to do", "partnership.view_partnership", effects_to_do),
    Kind("Board packs to release", "governance.release_pack", packs_to_release),
    Kind("Annual statements to sign off", "governance.sign_off_statement", statements_to_sign_off),
)
