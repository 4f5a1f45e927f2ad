"""What of options, consultations, business cases, policies of gates and actions waits for somebody."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from partnership import clock
from partnership.duties import MOST, Duty, Kind
from partnership.models import Partnership, User
from partnership.permissions import reach
from workstreams.actions import MAY_EDIT
from workstreams.models import Action, AppraisalScorer, BusinessCase, Consultation, GatePolicy


def cases_to_approve(user: User, partnership: Partnership) -> Iterator[Duty]:
    """Submitted business cases that this person may approve, having had no hand in them. One query."""
    paths = {"partnership": "workstream__partnership_id", "workstream": "workstream_id"}
    edited = BusinessCase.history.filter(history_user=user).values("id")
    rows = BusinessCase.objects.visible_to(user).filter(reach(user, "workstreams.approve_case", **paths))
    rows = rows.filter(workstream__partnership=partnership, state=BusinessCase.State.SUBMITTED)
    rows = rows.exclude(Q(drafted_by=user) | Q(submitted_by=user) | Q(pk__in=edited)).select_related("workstream")
    for case in rows.order_by("submitted_at", "pk")[: MOST + 1]:
        where = {"partnership": partnership.slug, "workstream": case.workstream.slug, "pk": case.pk}
        yield Duty("Approve", str(case), reverse("case-approve", kwargs=where), timezone.localdate(case.submitted_at))


def policies_to_approve(user: User, partnership: Partnership) -> Iterator[Duty]:
    """Proposed policies of gates that this person may approve, being somebody else's. One query."""
    rows = GatePolicy.objects.visible_to(user).filter(reach(user, "workstreams.approve_policy"))
    rows = rows.proposed().filter(partnership=partnership).exclude(entered_by=user).select_related("partnership")
    for policy in rows.order_by("entered_at", "pk")[: MOST + 1]:
        yield Duty("Approve", str(policy), policy.get_absolute_url(), timezone.localdate(policy.entered_at))


def actions_to_do(user: User, partnership: Partnership) -> Iterator[Duty]:
    """Open actions that this person owns, whatever they came out of, first what is due first. One query."""
    rows = Action.objects.visible_to(user).open().filter(partnership=partnership, owner=user)
    for each in rows.select_related("partnership").order_by("due_on", "pk")[: MOST + 1]:
        yield Duty("Do", each.title, each.get_absolute_url(), due_on=each.due_on)


def consultations_to_close(user: User, partnership: Partnership) -> Iterator[Duty]:
    """Consultations whose last day for replies is over, of whoever runs them. One query."""
    rows = Consultation.objects.visible_to(user).filter(partnership=partnership, closed_on=None)
    rows = rows.filter(closes_on__lt=clock.today()).filter(reach(user, MAY_EDIT, workstream="workstream_id"))
    for each in rows.select_related("partnership").order_by("closes_on", "pk")[: MOST + 1]:
        yield Duty("Say what was done, and close", each.title, each.get_absolute_url(), due_on=each.closes_on)


def sheets_to_score(user: User, partnership: Partnership) -> Iterator[Duty]:
    """Options appraisals that wait for this person's scores. One query."""
    rows = AppraisalScorer.objects.visible_to(user).waiting_for(user)
    rows = rows.filter(appraisal__workstream__partnership=partnership).select_related("appraisal__workstream")
    for each in rows.order_by("pk")[: MOST + 1]:
        where = {"partnership": partnership.slug, "workstream": each.appraisal.workstream.slug, "pk": each.pk}
        yield Duty("Score the options", str(each.appraisal), reverse("appraisal-sheet", kwargs=where))


KINDS = (
    Kind("Options to score", "savings.view_figures", sheets_to_score),
    Kind("Consultations to close", MAY_EDIT, consultations_to_close),
    Kind("Business cases to approve", "workstreams.approve_case", cases_to_approve),
    Kind("Policies of gates to approve", "workstreams.approve_policy", policies_to_approve),
    Kind("Your actions", "partnership.view_partnership", actions_to_do),
)
