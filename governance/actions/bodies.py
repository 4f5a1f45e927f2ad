"""Bodies, what they may do, and the rules by which they meet and decide."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TypedDict, TypeVar, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction

from governance.models import Body, BodyRule, Remit
from governance.models.bodies import BETWEEN
from partnership import clock
from partnership.actions.facts import write
from partnership.models import Partnership, User
from partnership.permissions import require

MAY_KEEP = "governance.edit_meeting"
Row = TypeVar("Row", Remit, BodyRule)


class BodyFacts(TypedDict, total=False):
    name: str
    code: str
    purpose: str
    order: int


class RemitFacts(TypedDict, total=False):
    powers: str | Sequence[str]
    parent: Body | None
    reason: str


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


# --- Bodies -----------------------------------------------------------------------------------------------------------
@transaction.atomic
def add_body(
    *,
    by: User,
    partnership: Partnership,
    powers: str | Sequence[str],
    parent: Body | None = None,
    from_on: date | None = None,
    **facts: Unpack[BodyFacts],
) -> Body:
    """A body, and what it may do from a day on: since the partnership began, if none is said. Raises ValidationError
    with all that is wrong."""
    body = Body(partnership=partnership)
    require(by, MAY_KEEP, body)
    body = write(body, facts, by=by)
    set_remit(by=by, body=body, from_on=from_on or partnership.started_on, powers=powers, parent=parent)
    return body


@transaction.atomic
def edit_body(*, by: User, body: Body, **facts: Unpack[BodyFacts]) -> Body:
    require(by, MAY_KEEP, body)
    return write(body, facts, by=by)


# --- What it may do, and by which rules, from a day on ----------------------------------------------------------------
@transaction.atomic
def set_remit(*, by: User, body: Body, from_on: date, **facts: Unpack[RemitFacts]) -> Remit:
    """What the body may do, and to which body it reports, from a day on. The remit before ends on the day before.

    Raises ValidationError with all that is wrong: remits follow each other as rules do.
    """
    powers = facts.get("powers", "")
    given = {**facts, "powers": powers if isinstance(powers, str) else BETWEEN.join(powers)}
    remit = Remit(body=body, from_on=from_on, entered_by=by, entered_at=clock.now(), **given)
    require(by, MAY_KEEP, remit)
    # Two that are put below each other at once would go round in a circle.
    list(Body.objects.select_for_update(no_key=True).filter(partnership=body.partnership_id).order_by("pk"))
    return _follow(remit, body.remits.first(), _above(remit))


def _above(remit: Remit) -> dict[str, list[ValidationError]]:
    """What is wrong with the body that it is to report to, on any day from its first."""
    parent, body = remit.parent, remit.body
    if parent is None:
        return {}
    if parent.partnership_id != body.partnership_id:
        return {"parent": [ValidationError("Choose a body of this partnership.")]}
    rows = list(Remit.objects.filter(body__partnership=body.partnership_id).exclude(body=body))
    days = {remit.from_on, *(row.from_on for row in rows if remit.from_on and row.from_on > remit.from_on)}
    for day in days:
        above = {row.body_id: row.parent_id for row in rows if day and row.holds_on(day)}
        seen: int | None = parent.pk
        while seen is not None and seen != body.pk:
            seen = above.get(seen)
        if seen is not None:
            return {"parent": [ValidationError("A body can not report to itself, nor to a body below it.")]}
    return {}


@transaction.atomic
def set_rule(*, by: User, body: Body, from_on: date, **facts: Unpack[RuleFacts]) -> BodyRule:
    """By which rules the body meets and decides from a day on. The rule before ends on the day before.

    Raises ValidationError with all that is wrong: rules follow each other, and none begins twice on a day.
    """
    rule = BodyRule(body=body, from_on=from_on, entered_by=by, entered_at=clock.now(), **facts)
    require(by, MAY_KEEP, rule)
    Body.objects.select_for_update(no_key=True).get(pk=body.pk)  # one rule after the other
    return _follow(rule, body.rules.first())


def _follow(row: Row, last: Row | None, errors: dict[str, list[ValidationError]] | None = None) -> Row:
    """Save it, and end the last one on the day before. Under a lock on the body."""
    errors = errors or {}
    try:
        row.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        errors = error.update_error_dict(errors)
    for said in _too_early(row, last):
        errors.setdefault("from_on", []).append(ValidationError(said))
    if errors:
        raise ValidationError(errors)
    if last is not None:
        last.to_on = row.from_on - timedelta(days=1)
        last.save(update_fields=["to_on"])
    row.full_clean()
    row.save()
    return row


def _too_early(row: Remit | BodyRule, last: Remit | BodyRule | None) -> Iterator[str]:
    """What was decided stays decided by what held on its day."""
    if last is None or not row.from_on:
        return
    called = row._meta.verbose_name if isinstance(row, Remit) else "rule"
    if row.from_on <= last.from_on:
        yield f"The last {called} began on {last.from_on:%-d %B %Y}. A new {called} begins after it."
    settled = row.body.meetings.settled().first()
    if settled is not None and settled.on >= row.from_on:
        yield f"The last {called} held at the meeting of {settled.on:%-d %B %Y}. A new {called} begins after that day."
