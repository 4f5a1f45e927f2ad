"""Who was consulted on a proposal: the bodies on a report's route, and the consultations that the report points to.

Whether what it points to is done is judged as gates judge it, by the same function: a report that reaches the board
and the gate that opens after its decision can not disagree.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from governance.models import Report
from partnership import clock
from partnership.models import User
from workstreams import readiness, stages
from workstreams.gates import Asked, Outcome
from workstreams.models import Consultation, Consultee


def evidence(report: Report) -> Outcome | None:
    """How the consultations stand that a report points to, but for those whose proposal was withdrawn; None: it points
    to none. Two queries."""
    rows = Consultation.objects.filter(reports__report=report).exclude(result=Consultation.Result.WITHDRAWN)
    rows = list(rows.order_by("opened_on", "pk"))
    return readiness.consultation_done("consulted", "", readiness.consulted(rows)) if rows else None


def gate(report: Report, user: User) -> Outcome | None:
    """How the consultations stand that were opened for the next gate of the report's workstream; None: there is no
    such gate, or no consultation for it. Four queries."""
    stream = report.workstream
    if stream is None or not stages.following(stream.stage):
        return None
    asked = Asked(report.partnership, (stream.pk,), user, clock.today())
    found = readiness.read_consultations(asked)[stream.pk]
    return readiness.consultation_done("consulted", "", found) if found else None


@dataclass(frozen=True)
class Voice:
    """One who was consulted: on what, when, what they said and what was replied or done. `state`: a word or two."""

    who: str
    on_what: str
    url: str
    asked_on: date
    state: str
    answered_on: date | None
    response: str
    reply: str


def voices(report: Report, occasions: Iterable[Any], user: User) -> list[Voice]:
    """All of them in the order in which they were asked: those of the route (`occasions`, as the trail of consulted
    bodies has them), and those of the consultations that the report points to. Two queries."""
    found = [_of_route(each) for each in occasions]
    rows = Consultee.objects.visible_to(user).filter(consultation__reports__report=report)
    rows = rows.select_related("organisation", "consultation__partnership").order_by("asked_on", "pk")
    return sorted([*found, *map(_of_consultation, rows)], key=lambda each: each.asked_on)


def _of_route(occasion: Any) -> Voice:
    step = occasion.step
    called = f"{step.report.reference}, as it was sent along"
    said = (occasion.response_words, occasion.responded_on, occasion.remarks, occasion.reply)
    return Voice(step.stop.body.name, called, "", step.on, *said)


def _of_consultation(row: Consultee) -> Voice:
    about = row.consultation
    url = reverse("consultation", kwargs={"partnership": about.partnership.slug, "pk": about.pk})
    state = (
        "Answered" if row.answered_on else "No reply" if about.closed_on else "Overdue" if row.is_late else "Awaited"
    )
    return Voice(str(row), about.title, url, row.asked_on, state, row.answered_on, row.response, row.done)
