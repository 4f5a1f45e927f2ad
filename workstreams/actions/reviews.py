"""Gateway reviews are planned, reported once, and what they recommend becomes actions."""

from datetime import date
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction

from partnership import clock, history
from partnership.actions.facts import lock, write
from partnership.models import Organisation, User
from partnership.permissions import require
from workstreams.actions.tasks import add_action
from workstreams.actions.workstreams import MAY_EDIT
from workstreams.models import Action, GatewayReview, Recommendation, ReviewGate, Workstream


class ReviewFacts(TypedDict, total=False):
    number: int
    from_on: date
    to_on: date | None
    team: str


class RecommendationFacts(TypedDict, total=False):
    title: str
    owner_title: str
    owner: User | None
    organisation: Organisation | None
    due_on: date


@transaction.atomic
def plan_review(*, by: User, workstream: Workstream, **facts: Unpack[ReviewFacts]) -> GatewayReview:
    """Plan one of the reviews that the partnership holds."""
    return _write(GatewayReview(workstream=workstream), facts, by=by)


@transaction.atomic
def edit_review(*, by: User, review: GatewayReview, **facts: Unpack[ReviewFacts]) -> GatewayReview:
    """Change it until it is reported."""
    return _write(review, facts, by=by)


@transaction.atomic
def report_review(
    *, by: User, review: GatewayReview, reported_on: date, confidence: str, findings: str
) -> GatewayReview:
    """What the team says. From then on the review never changes; its recommendations follow one by one."""
    require(by, MAY_EDIT, lock(review))
    _refuse_reported(review)
    if reported_on > clock.today():
        raise ValidationError({"reported_on": "A review is reported once it was held."})
    return write(review, {"reported_on": reported_on, "confidence": confidence, "findings": findings.strip()}, by=by)


@transaction.atomic
def remove_review(*, by: User, review: GatewayReview) -> None:
    """Take a review that is not reported out of the plan. Its history stays."""
    require(by, MAY_EDIT, lock(review))
    _refuse_reported(review)
    if review.recommendations.exists():
        raise ValidationError("The review has recommendations, so it stays.")
    history.delete(review, by=by)


@transaction.atomic
def recommend(
    *, by: User, review: GatewayReview, priority: str, finding: str = "", **facts: Unpack[RecommendationFacts]
) -> Recommendation:
    """One recommendation, and the action that it becomes."""
    require(by, MAY_EDIT, lock(review))
    if not review.is_reported:
        raise ValidationError("Report the review first: its recommendations follow from what the team found.")
    workstream = review.workstream
    action = add_action(
        by=by,
        partnership=workstream.partnership,
        workstream=workstream,
        source=Action.Source.REVIEW,
        origin=f"{review}, {review.from_on:%-d %B %Y}",
        **facts,
    )
    row = Recommendation(
        review=review, action=action, priority=priority, finding=finding.strip(), made_by=by, made_at=clock.now()
    )
    row.full_clean(exclude=["made_by"])
    row.save()
    return row


def _refuse_reported(review: GatewayReview) -> None:
    if review.is_reported:
        raise ValidationError("The review is reported, so it never changes.")


def _write(review: GatewayReview, facts: ReviewFacts, *, by: User) -> GatewayReview:
    if review.pk:
        lock(review)
    require(by, MAY_EDIT, review)
    if review.pk:
        _refuse_reported(review)
    number = facts.get("number", review.number)
    held = {gate.number: gate for gate in ReviewGate.objects.of(review.workstream.partnership) if gate.is_held}
    if number not in held:
        raise ValidationError({"number": "Choose one of the gateway reviews that the partnership holds."})
    return write(review, {**facts, "name": held[number].name}, by=by)
