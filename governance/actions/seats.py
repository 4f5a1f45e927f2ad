"""The seats on a body, and who holds them from when to when. What stands in the record of a meeting never changes."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from governance.actions.bodies import MAY_KEEP
from governance.models import Body, Meeting, Seat, SeatHolding
from partnership.actions.facts import refuse_overlap, write
from partnership.models import Membership, Organisation, User
from partnership.permissions import require


class SeatFacts(TypedDict, total=False):
    office: str
    organisation: Organisation | None
    is_chair: bool
    weight: int
    from_on: date
    to_on: date | None


class HoldingFacts(TypedDict, total=False):
    capacity: str
    person: User | None
    post: str
    from_on: date
    to_on: date | None


@transaction.atomic
def add_seat(*, by: User, body: Body, **facts: Unpack[SeatFacts]) -> Seat:
    return _write_seat(Seat(body=body), facts, by=by)


@transaction.atomic
def edit_seat(*, by: User, seat: Seat, **facts: Unpack[SeatFacts]) -> Seat:
    """Change a seat. Giving it a last day ends it, and with it whoever holds it. For the days of meetings that have
    decided it stays as it was: whatever changes is another seat, from a later day on."""
    return _write_seat(seat, facts, by=by)


def _write_seat(seat: Seat, facts: SeatFacts, *, by: User) -> Seat:
    """A body has one chair at a time, and seats for organisations of its partnership alone."""
    require(by, MAY_KEEP, seat)
    _lock(seat.body)
    organisation = facts.get("organisation")
    if organisation and not seat.body.partnership.memberships.filter(organisation=organisation).exists():
        raise ValidationError({"organisation": "Choose an organisation of this partnership."})
    before = Seat.objects.filter(pk=seat.pk).first()
    seat = write(seat, facts, by=by)
    recorded = Q(attendance__seat=seat) | Q(items__interests__seat=seat)
    met = seat.body.meetings.settled() | seat.body.meetings.filter(recorded).order_by("-starts_at", "-pk").distinct()
    _refuse_rewriting(before, seat, met, ("organisation_id", "office", "is_chair", "weight"))
    if seat.is_chair:
        others = seat.body.seats.filter(is_chair=True)
        refuse_overlap(seat, others, "Another seat chairs this body on some of these days.")
    if seat.to_on:
        _end_with(seat, seat.to_on, by=by)
    return seat


def _end_with(seat: Seat, to_on: date, *, by: User) -> None:
    beyond = seat.holdings.filter(Q(to_on=None) | Q(to_on__gt=to_on))
    for holding in beyond:
        if holding.from_on > to_on:
            said = f"{holding.name} is to hold it from {holding.from_on:%-d %B %Y}. The seat can not end before that."
            raise ValidationError({"to_on": said})
        write(holding, {"to_on": to_on}, by=by)


@transaction.atomic
def add_holding(*, by: User, seat: Seat, **facts: Unpack[HoldingFacts]) -> SeatHolding:
    """Somebody holds a seat, or may stand in for its holder, from a day on."""
    return _write_holding(SeatHolding(seat=seat), facts, by=by)


@transaction.atomic
def edit_holding(*, by: User, holding: SeatHolding, **facts: Unpack[HoldingFacts]) -> SeatHolding:
    """Change who holds a seat; giving it a last day ends it. Whom the record of a meeting names stays who it was."""
    return _write_holding(holding, facts, by=by)


def _write_holding(holding: SeatHolding, facts: HoldingFacts, *, by: User) -> SeatHolding:
    """One holder at a time for a seat; one person holds no more than one seat of a body at a time."""
    require(by, MAY_KEEP, holding)
    body = holding.seat.body
    _lock(body)
    person = facts.get("person")
    if person and not User.objects.of_partnership(body.partnership).filter(pk=person.pk).exists():
        raise ValidationError({"person": "Choose a person who has a role in this partnership."})
    before = SeatHolding.objects.filter(pk=holding.pk).first()
    holding = write(holding, facts, by=by)
    named = Q(attendance__holding=holding) | Q(items__interests__holding=holding)
    met = body.meetings.filter(named).order_by("-starts_at", "-pk").distinct()
    _refuse_rewriting(before, holding, met, ("capacity", "person_id", "post"))
    _refuse_beyond_the_seat(holding)
    same = SeatHolding.objects.filter(seat=holding.seat, capacity=holding.capacity)
    if not holding.is_substitute:
        refuse_overlap(holding, same, "Somebody else holds this seat on some of these days. End that first.")
        _refuse_two_seats(holding)
    elif holding.person:
        refuse_overlap(holding, same.filter(person=holding.person), f"{holding.name} is a substitute for it already.")
    return holding


def _refuse_rewriting(before: Any, after: Any, met: Iterable[Meeting], names: tuple[str, ...]) -> None:
    """Raise ValidationError where a seat or its holder would be another on the day of one of these meetings."""

    def on(row: Any, day: date) -> list[Any] | None:
        return [getattr(row, name) for name in names] if row is not None and row.holds_on(day) else None

    for meeting in met:
        if on(before, meeting.on) != on(after, meeting.on):
            said = f"The record of the meeting of {meeting.on:%-d %B %Y} stays as it is. What changes is entered anew, "
            raise ValidationError(f"{said}from a later day on: end what was before.")


def refuse_rewriting_members(before: Membership | None, after: Membership) -> None:
    """Who was no member had no seat: for the days of meetings that have decided, or on whose record a seat of the
    organisation stands, its membership and its vote stay as they were."""
    seats = Seat.objects.filter(organisation=after.organisation_id, body__partnership=after.partnership_id)
    rows = Meeting.objects.filter(body__in=seats.values("body"))
    named = Q(attendance__seat__in=seats) | Q(items__interests__seat__in=seats)
    settled = Q(pk__in=rows.settled().values("pk"))
    met = rows.filter(settled | named).order_by("-starts_at", "-pk").distinct()
    of_body: dict[int, list[Seat]] = {}
    for seat in seats:
        of_body.setdefault(seat.body_id, []).append(seat)
    sat = [each for each in met if any(seat.holds_on(each.on) for seat in of_body[each.body_id])]
    _refuse_rewriting(before, after, sat, ("votes",))


def _refuse_beyond_the_seat(holding: SeatHolding) -> None:
    seat = holding.seat
    if holding.from_on < seat.from_on:
        raise ValidationError({"from_on": f"The seat begins on {seat.from_on:%-d %B %Y}."})
    if seat.to_on and (holding.to_on is None or holding.to_on > seat.to_on):
        raise ValidationError({"to_on": f"The seat ends on {seat.to_on:%-d %B %Y}. Enter that day or an earlier one."})


def _refuse_two_seats(holding: SeatHolding) -> None:
    if holding.person:
        others = SeatHolding.objects.filter(
            seat__body=holding.seat.body_id, capacity=SeatHolding.Capacity.HOLDER, person=holding.person
        )
        said = f"{holding.name} holds another seat on this body on some of these days."
        refuse_overlap(holding, others, said)


def _lock(body: Body) -> None:
    Body.objects.select_for_update(no_key=True).get(pk=body.pk)
