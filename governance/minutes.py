"""Minutes are drafted from what was recorded: who was there, the quorum, interests, decisions with votes, actions.

Plain text in lines, under a heading for each item. What belongs to an exempt item, or to an exempt decision under an
open one, stands in an exempt part of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from governance.attendance import COMES, What
from governance.models import AgendaItem, Attendance, Decision, Meeting, MeetingAction, Vote
from governance.models.attendance import Recorded
from governance.room import Room
from partnership.templatetags.portal import date_words

Kind = AgendaItem.Kind
NOTHING = "Nothing was recorded."
WHO_CAME, LATER = "Present", "Who came and went, and the quorum"


@dataclass(frozen=True)
class Draft:
    """A part as it is drafted."""

    heading: str
    text: str
    item: AgendaItem | None = None
    is_exempt: bool = False
    exempt_reason: str = ""


def drafted(meeting: Meeting) -> list[Draft]:
    """All parts, in order. A fixed number of queries."""
    return _Recorded(meeting).parts()


class _Recorded:
    """What was recorded of a meeting, read once."""

    def __init__(self, meeting: Meeting) -> None:
        self.meeting, self.room = meeting, Room(meeting)

    @cached_property
    def items(self) -> list[AgendaItem]:
        return list(self.meeting.items.all())

    @cached_property
    def kinds(self) -> set[str]:
        return {item.kind for item in self.items}

    @cached_property
    def decisions(self) -> list[Decision]:
        rows = self.meeting.decisions.select_related("corrects", "ratification__workstream").order_by("pk")
        return list(rows.prefetch_related("votes__seat__organisation", "votes__seat__body", "votes__holding__person"))

    @cached_property
    def actions(self) -> list[MeetingAction]:
        return list(self.meeting.actions.select_related("action__owner", "decision").order_by("pk"))

    def parts(self) -> list[Draft]:
        found = [Draft(WHO_CAME, self._present()), Draft(LATER, self._lines())]
        if Kind.APOLOGIES not in self.kinds:
            found.insert(1, Draft("Apologies", self._apologies()))
        for item in self.items:
            found += self._of(f"{item.order}. {item.title}", item)
        return [*found, *self._of("Business of the meeting", None)]

    # --- Attendance ---------------------------------------------------------------------------------------------------
    def _present(self) -> str:
        """Each person once on each seat, in the order of the seats."""
        first: dict[int, dict[int | None, str]] = {}
        for row in self.room.attendance:
            if row.event.what in COMES:
                of_seat = first.setdefault(row.seat_id, {})
                of_seat.setdefault(row.holding_id, f"{_who(row)}{_how(row)}")
        return _joined(words for key in self.room.seats for words in first.get(key, {}).values())

    def _apologies(self) -> str:
        """Of those who did not come after all."""
        came = {row.holding_id for row in self.room.attendance if row.event.what in COMES}
        rows = (row for row in self.room.attendance if row.event.what is What.APOLOGY and row.holding_id not in came)
        return _joined(map(_who, rows)) or "None."

    def _lines(self) -> str:
        """What is not in the list of those present: the quorum, and who came late, left or returned."""
        kept = (What.LATE, What.LEFT, What.RETURNED)
        lines = [line for line in self.room.lines if line.event is None or line.event.event.what in kept]
        return _joined(f"{timezone.localtime(line.at):%H:%M} {line.sentence}" for line in lines)

    # --- Items --------------------------------------------------------------------------------------------------------
    def _of(self, heading: str, item: AgendaItem | None) -> list[Draft]:
        """The part of an item; and one more for exempt decisions, where the item itself is open."""
        decisions = [each for each in self.decisions if each.item_id == (item.pk if item else None)]
        if item is not None and item.is_exempt:
            text = self._interests(item) + self._decided(decisions)
            return [Draft(heading, _joined(text) or NOTHING, item, True, item.exempt_reason)]
        opened = [each for each in decisions if not each.is_exempt]
        closed = [each for each in decisions if each.is_exempt]
        text = (self._standing(item) if item else self._others()) + self._decided(opened)
        found = [Draft(heading, _joined(text) or NOTHING, item)] if item or text else []
        if closed:
            why = "The report, or the decision that is corrected, is exempt."
            found.append(Draft(f"{heading} (exempt)", _joined(self._decided(closed)), item, True, why))
        return found

    def _standing(self, item: AgendaItem) -> list[str]:
        """What is said of an open item before its decisions: of a standing item what was recorded elsewhere."""
        if item.kind == Kind.APOLOGIES:
            return self._apologies().splitlines()
        if item.kind == Kind.MINUTES:
            here = Q(agreed_at=self.meeting) | Q(agreement__at=self.meeting)
            agreed = Meeting.objects.filter(here).select_related("body").order_by("starts_at")
            return [f"The minutes of the {each} were agreed." for each in agreed]
        if item.kind == Kind.DECLARATIONS:
            declared = [
                line for each in self.items if not each.is_exempt for line in self._interests(each, numbered=True)
            ]
            return declared or ["None was declared in an open item."]
        return [] if Kind.DECLARATIONS in self.kinds else self._interests(item)

    def _interests(self, item: AgendaItem, *, numbered: bool = False) -> list[str]:
        rows = [row for row in self.room.interests if row.item_id == item.pk]
        went = {True: "Left the room.", False: "Stayed."}
        where = f" in item {item.order}" if numbered else ""
        return [f"Interest{where} declared by {_who(row)}: {row.nature} {went[row.leaves]}" for row in rows]

    def _decided(self, decisions: Sequence[Decision]) -> list[str]:
        return [line for each in decisions for line in (*_decision(each), *self._actions(each))]

    def _actions(self, decision: Decision) -> list[str]:
        return [_action(row) for row in self.actions if row.decision_id == decision.pk]

    def _others(self) -> list[str]:
        return [_action(row) for row in self.actions if row.decision_id is None]


def _who(row: Recorded) -> str:
    """Who sat there, and on which seat, unless that says the same."""
    return row.holding.name if row.holding and row.holding.name == str(row.seat) else row.who


def _how(row: Attendance) -> str:
    stands_in = ", substitute" if row.holding and row.holding.is_substitute else ""
    return f"{stands_in}{', arrived late' if row.event.what is What.LATE else ''}"


def _decision(decision: Decision) -> list[str]:
    kind = "Decision" if decision.is_binding else "Recommendation"
    carried = decision.outcome == Decision.Outcome.CARRIED
    found = [f"{kind} {decision.reference}{'' if carried else ' (not carried)'}: {decision.motion}"]
    if decision.original:
        found.append(f"As it was recommended: {decision.original}")
    if decision.corrects:
        found.append(f"It corrects {decision.corrects.reference}: {decision.reason}")
    found.append(f"{decision.result} {_votes(decision.votes.all())}".strip())
    if hasattr(decision, "ratification"):
        need = decision.ratification
        found.append(f"To be ratified by {need.by_words}, by {date_words(need.due_on)}.")
    return found


def _votes(votes: Iterable[Vote]) -> str:
    """ "For: Leader, Bolsover; Leader, Derby. Abstained: …"; the casting vote is said by the result."""
    cast = [vote for vote in votes if not vote.is_casting]
    said = []
    for choice in Vote.Choice:
        names = [vote.holding.name for vote in cast if vote.choice == choice]
        if names:
            said.append(f"{choice.label}: {'; '.join(names)}.")
    return " ".join(said)


def _action(row: MeetingAction) -> str:
    action = row.action
    return f"Action: {action.title}. {action.owner_words}, by {date_words(action.due_on)}."


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(lines)
