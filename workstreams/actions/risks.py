"""Risks and issues: raised, changed, reviewed, escalated, closed; and what is done about them."""

from datetime import date
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from partnership import clock
from partnership.actions.facts import lock, write
from partnership.models import Organisation, Partnership, User
from partnership.permissions import require
from workstreams.actions.plan import refuse_unknown_owner
from workstreams.actions.tasks import add_action
from workstreams.actions.workstreams import MAY_EDIT
from workstreams.models import Action, Risk, RiskEscalation, RiskReview, Workstream
from workstreams.models.risks import RATED, RATINGS
from workstreams.ratings import CERTAIN

CLOSED = "This is closed. What is closed is not changed any more."


class RiskFacts(TypedDict, total=False):
    title: str
    cause: str
    event: str
    effect: str
    proximity: str
    response: str
    owner: User | None
    owner_post: str


class Ratings(TypedDict, total=False):
    inherent_likelihood: int
    inherent_impact: int
    residual_likelihood: int
    residual_impact: int
    target_likelihood: int
    target_impact: int


class RiskActionFacts(TypedDict, total=False):
    title: str
    owner_title: str
    owner: User | None
    organisation: Organisation | None
    due_on: date


@transaction.atomic
def raise_risk(
    *,
    by: User,
    partnership: Partnership,
    kind: str,
    ratings: Ratings,
    review_on: date,
    workstream: Workstream | None = None,
    raised_on: date | None = None,
    remark: str = "",
    **facts: Unpack[RiskFacts],
) -> Risk:
    """A new risk or issue of a workstream, or of the programme without one, with its first review.

    An issue has happened: its likelihoods are 5, whatever is given. Raises PermissionDenied, ValidationError.
    """
    if workstream and workstream.partnership_id != partnership.pk:
        raise ValidationError({"workstream": "Choose a workstream of this partnership."})
    risk = Risk(partnership=partnership, workstream=workstream, kind=kind)
    require(by, MAY_EDIT, risk)
    refuse_unknown_owner(partnership, facts.get("owner"))
    on = raised_on or clock.today()
    rated = _certain(ratings) if kind == Risk.Kind.ISSUE else ratings
    _refuse_unrated(rated)
    risk.number = _next_number(partnership)
    risk = write(risk, {**facts, **rated, "raised_on": on, "review_on": review_on}, by=by)
    _record_review(risk, on=on, remark=remark, by=by)
    return risk


def _next_number(partnership: Partnership) -> int:
    """Given out under a lock on the partnership, so that none is given twice."""
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    return (partnership.risks.aggregate(last=Max("number"))["last"] or 0) + 1


def _certain(ratings: Ratings) -> Ratings:
    certain = {f"{rating}_likelihood": CERTAIN for rating in RATINGS}
    return {**ratings, **certain}  # type: ignore[typeddict-item]


def _refuse_unrated(ratings: Ratings) -> None:
    missing = [name for name in RATED if name not in ratings]
    if missing:
        raise ValidationError({name: f"Choose the {name.replace('_', ' ')}, from 1 to 5." for name in missing})


@transaction.atomic
def edit_risk(*, by: User, risk: Risk, **facts: Unpack[RiskFacts]) -> Risk:
    """Change the words, the owner or the response. Ratings change by a review alone."""
    _require_open(risk, by)
    refuse_unknown_owner(risk.partnership, facts.get("owner"))
    return write(risk, facts, by=by)


@transaction.atomic
def review_risk(
    *, by: User, risk: Risk, ratings: Ratings, next_on: date, on: date | None = None, remark: str = ""
) -> RiskReview:
    """Rate it as it is now, and say when it is looked at again. What is not rated anew stays as it was.

    Raises ValidationError for a day to come or before the last review: what was known on a day never changes later.
    """
    _require_open(risk, by)
    on = on or clock.today()
    wrong = {}
    last = risk.reviews.aggregate(last=Max("on"))["last"]
    if on > clock.today():
        wrong["on"] = "This day has not come yet."
    elif last and on < last:
        wrong["on"] = f"The last review was on {last:%-d %B %Y}. A new one can not be before it."
    if next_on < on:
        wrong["next_on"] = "The next review must be on or after this one."
    if wrong:
        raise ValidationError(wrong)
    rated = _certain(ratings) if risk.kind == Risk.Kind.ISSUE else ratings
    risk = write(risk, {**rated, "review_on": next_on}, by=by, reason=remark)
    return _record_review(risk, on=on, remark=remark, by=by)


def _record_review(risk: Risk, *, on: date, remark: str, by: User) -> RiskReview:
    rated = {name: getattr(risk, name) for name in RATED}
    review = RiskReview(risk=risk, on=on, next_on=risk.review_on, remark=remark.strip(), recorded_by=by, **rated)
    review.full_clean()
    review.save()
    return review


@transaction.atomic
def escalate_risk(*, by: User, risk: Risk, reason: str) -> RiskEscalation:
    """Hand a workstream's risk to the programme. It stays in the workstream's register, marked."""
    _require_open(risk, by)
    if risk.workstream is None:
        raise ValidationError("This stands with the programme already.")
    return _move(risk, to_programme=True, reason=reason, by=by)


@transaction.atomic
def hand_back_risk(*, by: User, risk: Risk, reason: str) -> RiskEscalation:
    """Hand an escalated risk back to its workstream: for who may change it where it stands, with the programme."""
    _require_open(risk, by)
    return _move(risk, to_programme=False, reason=reason, by=by)


def _move(risk: Risk, *, to_programme: bool, reason: str, by: User) -> RiskEscalation:
    if risk.is_escalated == to_programme:
        where = "the programme" if to_programme else "its workstream"
        raise ValidationError(f"This stands with {where} already.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why."})
    write(risk, {"is_escalated": to_programme}, by=by, reason=reason.strip())
    return _record_move(risk, reason, by=by)


def _record_move(risk: Risk, reason: str, *, by: User) -> RiskEscalation:
    """Where it stands from now on: registers of the past ask these rows."""
    move = RiskEscalation(
        risk=risk, to_programme=risk.is_escalated, reason=reason.strip(), on=clock.today(), recorded_by=by
    )
    move.full_clean()
    move.save()
    return move


@transaction.atomic
def close_risk(*, by: User, risk: Risk, reason: str) -> Risk:
    _require_open(risk, by)
    return _close(risk, Risk.Status.CLOSED, reason, by=by)


@transaction.atomic
def turn_into_issue(*, by: User, risk: Risk, reason: str, impact: int, next_on: date) -> Risk:
    """The risk has happened: it is closed as that, and an issue with the same words, owner and open actions is raised.

    The impact is that of the issue now; its likelihood is 5. Returns the issue.
    """
    _require_open(risk, by)
    if risk.kind != Risk.Kind.RISK:
        raise ValidationError("This is an issue already.")
    _close(risk, Risk.Status.BECAME, reason, by=by)
    words = ("title", "cause", "event", "effect", "proximity", "response", "owner", "owner_post")
    issue = Risk(partnership=risk.partnership, workstream=risk.workstream, kind=Risk.Kind.ISSUE, arose_from=risk)
    issue.is_escalated, issue.number = risk.is_escalated, _next_number(risk.partnership)
    rated = _certain({"inherent_impact": impact, "residual_impact": impact, "target_impact": risk.target_impact})
    facts = {name: getattr(risk, name) for name in words} | {"proximity": Risk.Proximity.NOW, **rated}
    issue = write(issue, facts | {"raised_on": clock.today(), "review_on": next_on}, by=by)
    _record_review(issue, on=issue.raised_on, remark=reason, by=by)
    if issue.is_escalated:
        _record_move(issue, reason, by=by)
    for action in risk.actions.filter(done_on=None):
        write(action, {"risk": issue, "origin": str(issue)}, by=by)
    return issue


def _close(risk: Risk, status: str, reason: str, *, by: User) -> Risk:
    if not reason.strip():
        raise ValidationError({"reason": "Say why."})
    facts = {"status": status, "closed_on": clock.today(), "closed_reason": reason.strip()}
    return write(risk, facts, by=by, reason=reason.strip())


def _require_open(risk: Risk, by: User) -> None:
    """Of the risk as it is by now, under its lock: it is open, and stands where `by` may change it."""
    require(by, MAY_EDIT, lock(risk))
    if not risk.is_open:
        raise ValidationError(CLOSED, code="closed")


# --- What is done about it --------------------------------------------------------------------------------------------
@transaction.atomic
def add_risk_action(*, by: User, risk: Risk, **facts: Unpack[RiskActionFacts]) -> Action:
    """Something to do about it. It is changed, reported on and done as every action is, also once this is closed."""
    _require_open(risk, by)
    return add_action(
        by=by,
        partnership=risk.partnership,
        risk=risk,
        workstream=risk.workstream,
        source=Action.Source.RISK,
        origin=str(risk),
        **facts,
    )
