"""Bodies and the seats on them."""

from datetime import date
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction

from governance.models import Body, Seat
from partnership.actions.facts import refuse_overlap, write
from partnership.models import Organisation, Partnership, User
from partnership.permissions import require


class BodyFacts(TypedDict, total=False):
    parent: Body | None
    name: str
    purpose: str
    power: str
    quorum: int
    order: int


class SeatFacts(TypedDict, total=False):
    office: str
    organisation: Organisation | None
    holder: User | None
    from_on: date
    to_on: date | None


@transaction.atomic
def add_body(*, by: User, partnership: Partnership, **facts: Unpack[BodyFacts]) -> Body:
    return _write_body(Body(partnership=partnership), facts, by=by)


@transaction.atomic
def edit_body(*, by: User, body: Body, **facts: Unpack[BodyFacts]) -> Body:
    return _write_body(body, facts, by=by)


def _write_body(body: Body, facts: BodyFacts, *, by: User) -> Body:
    require(by, "governance.edit_meeting", body)
    above = facts.get("parent")
    if above and above.partnership_id != body.partnership_id:
        raise ValidationError({"parent": "Choose a body of this partnership."})
    while above:
        if above.pk == body.pk:
            raise ValidationError({"parent": "A body can not report to itself, nor to a body below it."})
        above = above.parent
    return write(body, facts, by=by)


@transaction.atomic
def add_seat(*, by: User, body: Body, **facts: Unpack[SeatFacts]) -> Seat:
    return _write_seat(Seat(body=body), facts, by=by)


@transaction.atomic
def edit_seat(*, by: User, seat: Seat, **facts: Unpack[SeatFacts]) -> Seat:
    """Change a seat, its holder included; giving it a last day ends it."""
    return _write_seat(seat, facts, by=by)


def _write_seat(seat: Seat, facts: SeatFacts, *, by: User) -> Seat:
    """One person holds no more than one seat on a body at a time, and comes from the partnership."""
    require(by, "governance.edit_meeting", seat)
    partnership, errors = seat.body.partnership, {}
    organisation, holder = facts.get("organisation"), facts.get("holder")
    if organisation and not partnership.memberships.filter(organisation=organisation).exists():
        errors["organisation"] = "Choose an organisation of this partnership."
    if holder and not User.objects.of_partnership(partnership).filter(pk=holder.pk).exists():
        errors["holder"] = "Choose a person who has a role in this partnership."
    if errors:
        raise ValidationError(errors)
    seat = write(seat, facts, by=by)
    if seat.holder:
        others = seat.body.seats.filter(holder=seat.holder)
        refuse_overlap(seat, others, f"{seat.holder.name} holds another seat on this body on some of these days.")
    return seat
