"""What is known of a meeting's room: its seats on that day, who is in it, its quorum, and the lines of its record."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from governance.attendance import COMES, last_events, present_at, turns
from governance.models import Attendance, Body, BodyRule, Interest, Meeting, Presiding, Seat, SeatHolding
from governance.models.bodies import listed
from governance.voting import Member, Quorum, may_vote, quorum
from partnership.models import Membership, User

NO_RULE = "No rule is in force on the day of the meeting."


@dataclass(frozen=True)
class Line:
    """What the record says of a moment."""

    at: datetime
    sentence: str
    event: Attendance | None = None
    presiding: Presiding | None = None


class Room:
    """Of one meeting. Everything is read once: seats, who holds them, the rule, attendance and interests."""

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting

    @cached_property
    def seats(self) -> dict[int, Seat]:
        """The seats of its day, the chair's first; none of an organisation that was no member then. That of a member
        without a vote only advises. Two queries."""
        on = self.meeting.on
        member = Membership.objects.current(on).filter(
            partnership=self.meeting.partnership_id, organisation=OuterRef("organisation")
        )
        rows = Seat.objects.filter(body=self.meeting.body_id).current(on).with_holdings()
        rows = rows.filter(Q(organisation=None) | Exists(member))
        rows = rows.annotate(may_vote=Q(organisation=None) | Exists(member.filter(votes=True)))
        found = {seat.pk: seat for seat in rows.order_by("-is_chair", "organisation__code", "office", "pk")}
        for seat in found.values():
            seat.weight = seat.weight if seat.may_vote else 0
        return found

    @cached_property
    def rule(self) -> BodyRule | None:
        return self.meeting.body.rule_on(self.meeting.on)

    @cached_property
    def powers(self) -> list[str]:
        """What the body may do on the day of the meeting."""
        remit = self.meeting.body.remit_on(self.meeting.on)
        return listed(remit.powers) if remit else []

    @property
    def decides(self) -> bool:
        """Whether what it resolves binds; else it recommends."""
        return Body.Power.DECIDE.value in self.powers

    @cached_property
    def members(self) -> list[Member]:
        return [seat.member for seat in self.seats.values()]

    @cached_property
    def attendance(self) -> list[Attendance]:
        rows = Attendance.objects.standing().filter(meeting=self.meeting)
        return list(rows.select_related("holding__person", "seat__organisation", "seat__body").order_by("at", "pk"))

    @cached_property
    def presiding(self) -> list[Presiding]:
        rows = Presiding.objects.standing().filter(meeting=self.meeting)
        return list(rows.select_related("holding__person", "seat__organisation", "seat__body").order_by("at", "pk"))

    @cached_property
    def interests(self) -> list[Interest]:
        rows = Interest.objects.standing().filter(item__meeting=self.meeting)
        return list(rows.select_related("holding__person", "seat__organisation", "item").order_by("item__order", "pk"))

    def entitled(self, seat: Seat) -> list[SeatHolding]:
        """Who may sit there on the day of the meeting: the holder first."""
        return seat.holdings_on(self.meeting.on)

    def seats_of(self, user: User) -> list[tuple[Seat, SeatHolding]]:
        """Where the user sits, or may stand in, on the day of the meeting."""
        held = ((seat, holding) for seat in self.seats.values() for holding in self.entitled(seat))
        return [(seat, holding) for seat, holding in held if holding.person_id == user.pk]

    def present_at(self, moment: datetime) -> frozenset[int]:
        return present_at([row.event for row in self.attendance], moment)

    def acting(self, moment: datetime) -> dict[int, SeatHolding]:
        """Who sits on each seat that is filled at a moment. Who returns sat there before."""
        found: dict[int, SeatHolding] = {}
        here = self.present_at(moment)
        for row in self.attendance:
            if row.at <= moment and row.event.what in COMES and row.holding and row.seat_id in here:
                found[row.seat_id] = row.holding
        return found

    def leaving_for(self, item: int | None, moment: datetime) -> set[int]:
        """The seats that leave the room for an item: whoever declared the interest sits there at that moment. Neither
        does a substitute leave for the holder, nor the holder for a substitute."""
        here = self.acting(moment)
        return {row.seat_id for row in self.interests if row.item_id == item and _leaves(row, here)}

    def leaves_at_all(self, seat: int, moment: datetime) -> bool:
        """Whether who sits there at a moment leaves the room for any item."""
        here = self.acting(moment)
        return any(row.seat_id == seat and _leaves(row, here) for row in self.interests)

    def chair_at(self, moment: datetime) -> int | None:
        """The seat that chairs the body, if somebody sits there at a moment."""
        return next((key for key in self.present_at(moment) if key in self.seats and self.seats[key].is_chair), None)

    def presides_at(self, moment: datetime, *, item: int | None = None) -> int | None:
        """The seat that presides at a moment, and so has the casting vote: the chair's; while nobody sits there, or who
        does has left for the item, that of whoever was recorded last to preside instead. Without a vote none has."""
        here = self.present_at(moment) - self.leaving_for(item, moment)
        chair = self.chair_at(moment)
        if chair in here:
            return chair if self._votes(chair) else None
        chosen = [row.seat_id for row in self.presiding if row.at <= moment]
        return chosen[-1] if chosen and chosen[-1] in here and self._votes(chosen[-1]) else None

    def _votes(self, key: int) -> bool:
        return self.rule is not None and key in self.seats and may_vote(self.rule.voting, self.seats[key].member)

    def quorum_at(self, moment: datetime, *, item: int | None = None) -> Quorum:
        """Whether there is a quorum; for an item, without those who leave the room for it."""
        if self.rule is None:
            return Quorum(False, NO_RULE)
        return quorum(self.rule.quorum, self.members, self.present_at(moment) - self.leaving_for(item, moment))

    def last_of(self, moment: datetime) -> dict[int, Attendance]:
        """What each seat did last, up to a moment."""
        rows = {row.pk: row for row in self.attendance}
        return {seat: rows[event.key] for seat, event in last_events([r.event for r in rows.values()], moment).items()}

    def faults(self) -> Iterator[str]:
        """What the record can not say: that one person sits on two seats at once, or that a decision which was taken
        had no quorum, or a vote nobody in the room to cast it. Two queries, where anything was decided."""
        yield from dict.fromkeys(self._doubled())
        for decision in self.meeting.decisions.prefetch_related("votes__seat__organisation").order_by("pk"):
            quorum = self.quorum_at(decision.taken_at, item=decision.item_id)
            at = f"{decision} was decided at {timezone.localtime(decision.taken_at):%H:%M}"
            if not quorum.met:
                yield f"{at}, and then there would have been no quorum. {quorum.sentence}"
            here, leaving = self.acting(decision.taken_at), self.leaving_for(decision.item_id, decision.taken_at)
            presides = self.presides_at(decision.taken_at, item=decision.item_id)
            for vote in decision.votes.all():
                sits = here.get(vote.seat_id)
                casts = not vote.is_casting or presides == vote.seat_id
                if sits is None or sits.pk != vote.holding_id or vote.seat_id in leaving or not casts:
                    yield f"{at}, and {vote.seat} voted on it. That vote would lose its ground."

    def _doubled(self) -> Iterator[str]:
        for moment in sorted({row.at for row in self.attendance if row.event.what in COMES}):
            sits: dict[int, int] = {}  # the seat, by person
            for key, holding in self.acting(moment).items():
                if holding.person_id and sits.setdefault(holding.person_id, key) != key:
                    other = self.seats[sits[holding.person_id]]
                    yield f"{holding.name} can sit on one seat alone, not on {other} and {self.seats[key]}."

    @cached_property
    def lines(self) -> list[Line]:
        """What the minutes will show of who came and went, and of the quorum, in order."""
        opened = self.meeting.opened_at
        found = [Line(opened, "The meeting was opened.")] if opened else []
        found += [Line(row.at, f"{row.who}: {row.get_what_display().lower()}.", row) for row in self.attendance]
        found += [
            Line(row.at, f"{row.who}: presides in the absence of the chair.", None, row) for row in self.presiding
        ]
        if opened is not None:
            found += self._turns(opened)
        if self.meeting.ended_at is not None:
            found.append(Line(self.meeting.ended_at, "The meeting ended."))
        return sorted(found, key=lambda line: line.at)

    def _turns(self, opened: datetime) -> list[Line]:
        """Loss of the quorum, and its return. Before the roll is called nothing is said."""
        came = [row.at for row in self.attendance if row.event.what in COMES]
        if self.rule is None or not came:
            return []
        began = max(opened, min(came))
        found = []
        for number, turn in enumerate(turns(self.rule.quorum, self.members, [r.event for r in self.attendance], began)):
            met, again = turn.quorum.met, number > 0
            words = f"There was a quorum{' again' if again else ''}" if met else "There was no quorum"
            words = "The quorum was lost" if again and not met else words
            found.append(Line(turn.at, f"{words}: {_inner(turn.quorum.sentence)}"))
        return found


def _leaves(row: Interest, here: Mapping[int, SeatHolding]) -> bool:
    sits = here.get(row.seat_id)
    return row.leaves and sits is not None and row.holding_id in (None, sits.pk)


def _inner(sentence: str) -> str:
    """As it stands within another sentence."""
    return sentence[:1].lower() + sentence[1:]
