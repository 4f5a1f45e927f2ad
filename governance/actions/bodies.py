"""Bodies, and the rules by which they meet and decide."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction

from governance.models import Body, BodyRule
from governance.models.bodies import BETWEEN
from partnership import clock
from partnership.actions.facts import write
from partnership.models import Partnership, User
from partnership.permissions import require

MAY_KEEP = "governance.edit_meeting"


class BodyFacts(TypedDict, total=False):
    parent: Body | None
    name: str
    code: str
    purpose: str
    powers: str | Sequence[str]
    order: int


class RuleFacts(TypedDict, total=False):
    quorum_kind: str
    quorum_number: int | None
    quorum_per_cent: int | None
    voters: str
    needed: str
    tie: str
    notice_days: int
    publication_days: int
    pack_days: int
    making_days: int | None
    reason: str


@transaction.atomic
def add_body(*, by: User, partnership: Partnership, **facts: Unpack[BodyFacts]) -> Body:
    return _write_body(Body(partnership=partnership), facts, by=by)


@transaction.atomic
def edit_body(*, by: User, body: Body, **facts: Unpack[BodyFacts]) -> Body:
    return _write_body(body, facts, by=by)


def _write_body(body: Body, facts: BodyFacts, *, by: User) -> Body:
    require(by, MAY_KEEP, body)
    # Two that are put below each other at once would go round in a circle.
    list(Body.objects.select_for_update(no_key=True).filter(partnership=body.partnership_id).order_by("pk"))
    above = facts.get("parent")
    if above and above.partnership_id != body.partnership_id:
        raise ValidationError({"parent": "Choose a body of this partnership."})
    while above:
        if above.pk == body.pk:
            raise ValidationError({"parent": "A body can not report to itself, nor to a body below it."})
        above = above.parent
    powers = facts.get("powers")
    if powers is not None and not isinstance(powers, str):
        facts = {**facts, "powers": BETWEEN.join(powers)}
    return write(body, facts, by=by)


@transaction.atomic
def set_rule(*, by: User, body: Body, from_on: date, **facts: Unpack[RuleFacts]) -> BodyRule:
    """By which rules the body meets and decides from a day on. The rule before ends on the day before.

    Raises ValidationError with all that is wrong: rules follow each other, and none begins twice on a day.
    """
    rule = BodyRule(body=body, from_on=from_on, entered_by=by, entered_at=clock.now(), **facts)
    require(by, MAY_KEEP, rule)
    Body.objects.select_for_update(no_key=True).get(pk=body.pk)  # one rule after the other
    last = body.rules.first()
    errors: dict[str, list[ValidationError]] = {}
    try:
        rule.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        errors = error.update_error_dict(errors)
    if last is not None and from_on and from_on <= last.from_on:
        said = f"The last rule began on {last.from_on:%-d %B %Y}. A new rule begins after it."
        errors.setdefault("from_on", []).append(ValidationError(said))
    settled = body.meetings.settled().first()
    if last is not None and settled is not None and from_on and settled.on >= from_on:
        said = f"The last rule held at the meeting of {settled.on:%-d %B %Y}. A new rule begins after that day."
        errors.setdefault("from_on", []).append(ValidationError(said))
    if errors:
        raise ValidationError(errors)
    if last is not None:
        last.to_on = from_on - timedelta(days=1)
        last.save(update_fields=["to_on"])
    rule.full_clean()
    rule.save()
    return rule
