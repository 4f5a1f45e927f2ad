"""The route: its rules, a report sent along, what each body said and what was replied, publication."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from governance import routing
from governance.actions import agenda
from governance.actions.reports import snapshot, to_write
from governance.consulting import evidence
from governance.models import (
    AgendaItem,
    Body,
    Meeting,
    Report,
    ReportVersion,
    RouteRule,
    RouteStep,
    RouteStop,
)
from governance.models.bodies import listed
from governance.models.reports import ROUTE, WRITE
from governance.models.routes import OUTCOMES, glance
from governance.reports.content import parts_of
from governance.reports.references import Resolver, problems
from partnership import clock, history
from partnership.actions.facts import write
from partnership.models import Partnership, User
from partnership.permissions import require
from workstreams.models import Workstream

Word = RouteStep.Word


# --- The rule ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def add_route(
    *,
    by: User,
    partnership: Partnership,
    from_on: date,
    reason: str,
    bodies: Sequence[Body],
    workstream: Workstream | None = None,
) -> RouteRule:
    """A new route, which ends the one before on the day before its own first. Bodies that are consulted only consult;
    the last one decides. Reports on their way keep the route that they began with."""
    rule = RouteRule(
        partnership=partnership, workstream=workstream, from_on=from_on, reason=reason.strip(), entered_by=by
    )
    require(by, ROUTE, rule)
    Partnership.objects.select_for_update().get(pk=partnership.pk)  # one route after the other
    last = RouteRule.objects.filter(partnership=partnership, workstream=workstream).order_by("-from_on").first()
    _refuse_route(rule, last, bodies)
    if last is not None and (last.to_on is None or last.to_on >= from_on):
        write(last, {"to_on": from_on - timedelta(days=1)}, by=by)
    history.save(rule, by=by)
    powers = _powers(rule, bodies)
    for order, body in enumerate(bodies, start=1):
        consulted = powers.get(body.pk) == Body.Power.CONSULTED  # and does nothing else
        RouteStop.objects.create(rule=rule, order=order, body=body, is_consulted=consulted)
    return rule


def _powers(rule: RouteRule, bodies: Sequence[Body]) -> dict[int, str]:
    """What each may do on the first day of the route. One query."""
    rows = Body.objects.with_remit(rule.from_on).filter(pk__in=[body.pk for body in bodies])
    return dict(rows.values_list("pk", "powers"))


def _refuse_route(rule: RouteRule, last: RouteRule | None, bodies: Sequence[Body]) -> None:
    errors: dict[str, list[str]] = {}
    try:
        rule.full_clean(exclude=["entered_by"])
    except ValidationError as error:
        errors = {name: list(messages) for name, messages in error.message_dict.items()}
    if last is not None and rule.from_on and rule.from_on <= last.from_on:
        said = f"The route before began on {last.from_on:%-d %B %Y}. A new one begins after it."
        errors.setdefault("from_on", []).append(said)
    if wrong := _wrong_bodies(rule, bodies):
        errors["bodies"] = wrong
    if rule.workstream and rule.workstream.partnership_id != rule.partnership_id:
        errors["workstream"] = ["Choose a workstream of this partnership."]
    if errors:
        raise ValidationError(errors)


def _wrong_bodies(rule: RouteRule, bodies: Sequence[Body]) -> list[str]:
    found = []
    if not bodies:
        return ["Choose at least one body: the one that decides."]
    if len(set(bodies)) < len(bodies):
        found.append("A body stands on a route once. Take the second one out.")
    if any(body.partnership_id != rule.partnership_id for body in bodies):
        found.append("Choose bodies of this partnership.")
    if Body.Power.DECIDE not in listed(_powers(rule, bodies).get(bodies[-1].pk, "")):
        found.append(f"The last body decides, and the {bodies[-1]} does not. Put a body that decides last.")
    return found


# --- Along the route --------------------------------------------------------------------------------------------------
@transaction.atomic
def send_report(
    *,
    by: User,
    report: Report,
    body: Body | None = None,
    on: date | None = None,
    meeting: Meeting | None = None,
    reason: str = "",
) -> RouteStep:
    """Send it along to the next body, or to this one further on. Skipping needs a reason; the deciding body is not
    reached without the consultation, or the reason for going without: neither that of the bodies on the route, nor the
    consultations that the report points to. Keeps a version: what that body is given."""
    to_write(by, report)
    if report.rule is None:
        report.rule = RouteRule.objects.of(report, clock.today())
    if report.rule is None:
        raise ValidationError("No route is in force for this report. The programme manager adds one first.")
    at = glance(report)
    stops = {stop.order: stop for stop in report.rule.stops.select_related("body")}
    target = _target(at, stops, body)
    day = _day(report, on)
    _refuse_meeting(meeting, stops[target.number].body)
    _refuse_unconsulted(report, at, target, reason)
    for skipped in at.passed_over(target):
        why = reason.strip() or report.no_consultation_reason
        _record(report, stops[skipped.number], Word.SKIPPED, day, why, by=by)
    where = stops[target.number]
    version = snapshot(report, ReportVersion.Kind.SENT, by=by, called=f"to the {where.body}"[:150])
    write(report, {"rule": report.rule, "state": Report.State.ON_ROUTE, "stands_before": where.body}, by=by)
    why = "" if at.passed_over(target) else reason  # where nothing is skipped it is why it goes on unconsulted
    return _record(report, where, Word.SENT, day, why, by=by, meeting=meeting, version=version)


def _refuse_unconsulted(report: Report, at: routing.Glance, target: routing.Stop, reason: str) -> None:
    stands = evidence(report)
    refused = at.refusals(
        target,
        needs_consultation=report.needs_consultation,
        reason=reason,
        is_consulted=bool(stands and stands.met),
        awaited=stands.sentence if stands and not stands.met else "",
    )
    if refused:
        raise ValidationError({"reason": refused})


def _target(at: routing.Glance, stops: dict[int, RouteStop], body: Body | None) -> routing.Stop:
    if body is None:
        if at.following is None:
            raise ValidationError("Its route is complete. There is no body to send it to.")
        return at.following
    number = next((number for number, stop in stops.items() if stop.body_id == body.pk), None)
    if number is None:
        raise ValidationError({"body": f"The {body} is not on the route of this report."})
    return next(stop for stop in at.stops if stop.number == number)


def _day(report: Report, on: date | None) -> date:
    day = on or clock.today()
    last = report.steps.order_by("-pk").first()
    if day > clock.today():
        raise ValidationError({"on": "This day has not come yet. Enter the day on which it happened."})
    if last is not None and day < last.on:
        raise ValidationError(
            {"on": f"What happened before was on {last.on:%-d %B %Y}. Enter that day or a later one."}
        )
    return day


def _refuse_meeting(meeting: Meeting | None, body: Body) -> None:
    if meeting is not None and meeting.body_id != body.pk:
        raise ValidationError({"meeting": f"Choose a meeting of the {body}."})


def _record(
    report: Report,
    stop: RouteStop,
    word: RouteStep.Word,
    on: date,
    text: str,
    *,
    by: User,
    meeting: Meeting | None = None,
    version: ReportVersion | None = None,
) -> RouteStep:
    step = RouteStep(
        report=report, stop=stop, word=word, on=on, text=text.strip(), meeting=meeting, version=version, recorded_by=by
    )
    step.full_clean()
    step.save()
    return step


@transaction.atomic
def record_outcome(
    *,
    by: User,
    report: Report,
    outcome: str,
    remarks: str = "",
    on: date | None = None,
    meeting: Meeting | None = None,
) -> RouteStep:
    """What the body said that it is before. Sent back, it is a draft again; otherwise it waits to be sent along."""
    stop = _here(by, report)
    errors = {}
    if outcome not in OUTCOMES:
        errors["outcome"] = "Choose what the body said."
    if outcome in (Word.SENT_BACK, Word.AMENDED) and not remarks.strip():
        said = "why it is sent back" if outcome == Word.SENT_BACK else "what is to be amended"
        errors["remarks"] = f"Say {said}, so that its author knows what to do."
    if errors:
        raise ValidationError(errors)
    day = _day(report, on)
    _refuse_meeting(meeting, stop.body)
    if meeting is not None and (meeting.on > day or not Meeting.objects.going_on().filter(pk=meeting.pk).exists()):
        raise ValidationError({"meeting": f"This meeting was not held by {day:%-d %B %Y}. Choose another."})
    back = outcome == Word.SENT_BACK and not report.is_published
    write(report, {"stands_before": None, **({"state": Report.State.DRAFT} if back else {})}, by=by)
    return _record(report, stop, Word(outcome), day, remarks, by=by, meeting=meeting)


def _here(by: User, report: Report) -> RouteStop:
    report.refresh_from_db(from_queryset=Report.objects.select_for_update())
    require(by, ROUTE, report)
    if report.stands_before is None or report.rule is None:
        raise ValidationError("It is before no body now. Send it along first.")
    return report.rule.stops.select_related("body").get(body=report.stands_before)


@transaction.atomic
def reply_to_body(*, by: User, report: Report, stop: RouteStop, reply: str, on: date | None = None) -> RouteStep:
    """The reply to what a body said when it was consulted. There may be several, one after the other."""
    report.refresh_from_db(from_queryset=Report.objects.select_for_update())
    require(by, ROUTE if report.is_published else WRITE, report)
    if not report.steps.filter(stop=stop, word__in=OUTCOMES).exists():
        raise ValidationError(f"The {stop.body} has not responded yet. Record its response first.")
    if not reply.strip():
        raise ValidationError({"reply": "Write the reply."})
    return _record(report, stop, Word.REPLIED, _day(report, on), reply, by=by)


@transaction.atomic
def put_on_agenda(*, by: User, report: Report, meeting: Meeting, title: str, minutes: int | None = None) -> AgendaItem:
    """An item about the report, last on a meeting's agenda. The title is public, that of an exempt report too."""
    if report.state == Report.State.WITHDRAWN:
        raise ValidationError("This report is withdrawn.")
    if meeting.partnership_id != report.partnership_id:
        raise ValidationError({"meeting": "Choose a meeting of this partnership."})
    return agenda.add_agenda_item(
        by=by,
        meeting=meeting,
        kind=AgendaItem.Kind.REPORT,
        title=title.strip(),
        lead=report.author_post,
        minutes=minutes,
        report=report,
        is_exempt=bool(report.exempt_reason),
        exempt_reason=report.exempt_reason[:200],
    )


# --- Publication ------------------------------------------------------------------------------------------------------
@transaction.atomic
def publish_report(*, by: User, report: Report) -> ReportVersion:
    """Freeze it for its readers, figures as at this moment. Raises ValidationError with all that is lacking."""
    report.refresh_from_db(from_queryset=Report.objects.select_for_update())
    require(by, ROUTE, report)
    if lacking := lacks(report, by=by):
        raise ValidationError(lacking)
    version = snapshot(report, ReportVersion.Kind.PUBLISHED, by=by)
    write(report, {"state": Report.State.PUBLISHED, "published_at": clock.now()}, by=by)
    return version


def lacks(report: Report, *, by: User) -> list[str]:
    """What keeps it from being published, each a sentence that says how to mend it."""
    if report.state not in (Report.State.DRAFT, Report.State.ON_ROUTE):
        return [f"This report is {report.get_state_display().lower()} already."]
    found = []
    at = glance(report)
    if not at.has_reached_the_last:
        last = f"the {at.decides.name}" if at.decides else "the body that decides"
        found.append(f"It has not reached {last}. Send it along its route first.")
    stands_for = Resolver(report.partnership, by).stands_for
    for part in parts_of(report):
        if not part.is_written:
            mend = "Write it, or say that there is none." if part.heading.may_be_none else "Write it."
            found.append(f"{part}: not written yet. {mend}")
        elif part.heading.is_implication and part.clearance is None:
            found.append(f"{part}: {part.state}. Have it cleared.")
        wrong = problems(part.text, stands_for)
        said = wrong if part.opens_to(by) else ["a reference stands for nothing."] * bool(wrong)  # it quotes the words
        found += [f"{part}, {problem}" for problem in said]
    if not report.recommendations.exists():
        found.append("Recommendations: none yet. Add at least one.")
    return found
