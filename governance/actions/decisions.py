"""A body decides: the votes are counted by its rule, and the decision stands for ever."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from governance import voting
from governance.actions.effects import Wanted, let_do, under
from governance.actions.ratifications import Asking, problems, write_need
from governance.actions.standing import locked_decision
from governance.actions.states import locked
from governance.models import AgendaItem, Body, BodyRule, Decision, Meeting, Seat, SeatHolding, Vote
from governance.room import NO_RULE, Room
from governance.voting import Ballot, Choice, Outcome, Result, Tie
from partnership import clock
from partnership.models import Partnership, User
from workstreams import stages

NOT_USED = "none"
Power = Body.Power
Ballots = Mapping[int, str]  # how a seat votes, by its key


@dataclass(frozen=True)
class Motion:
    """What is decided on. `original`: as it was recommended, if it was amended. `corrects`: what it takes the place
    of, if it is carried; else nothing is corrected, and its words alone say what it was about."""

    text: str
    item: AgendaItem | None = None
    original: str = ""
    corrects: Decision | None = None
    reason: str = ""


@dataclass
class _Checked:
    """What is known of a vote before it is recorded, and all that is wrong with it, by field."""

    errors: dict[str, list[str]] = field(default_factory=dict)
    ballots: list[Ballot] = field(default_factory=list)
    presides: int | None = None  # the seat that may break a tie
    by: str = voting.CHAIR  # what who sits there is called
    result: Result | None = None

    def wrong(self, name: str, sentence: str) -> None:
        self.errors.setdefault(name, []).append(sentence)


@transaction.atomic
def record_decision(
    *,
    by: User,
    meeting: Meeting,
    motion: Motion,
    ballots: Ballots,
    casting: str = "",
    taken_at: datetime | None = None,
    asking: Asking | None = None,
    wanted: Wanted | None = None,
) -> Decision:
    """Record what a body decided, by whose votes. `casting`: how who presides broke a tie: for, against or none.
    `asking`: that it takes effect, if it is carried, once each organisation has ratified it. `wanted`: what it does
    then, or else at once.

    Raises ValidationError with all that is wrong: `motion`, `original`, `item`, `corrects`, `reason`, `taken_at`,
    `casting`, `rule`, `workstream`, `stage`, `due_on`, `does`, `vote_<key>` of each seat, `<kind>_target`.
    """
    meeting, partnership = _locked(by, meeting, motion)
    room, moment, checked = Room(meeting), taken_at or clock.now(), _Checked()
    asking = _about_its_stage(asking, wanted)
    _check_meeting(room, moment, motion, checked)
    _check_motion(meeting, motion, checked)
    _check_what_follows(room, asking, wanted, checked)
    for name, sentences in (problems(partnership, asking, meeting.on) if asking else {}).items():
        checked.errors.setdefault(name, []).extend(sentences)
    rule = room.rule
    if rule is not None:
        _check_votes(room, rule, moment, motion, ballots, checked)
        if "__all__" not in checked.errors and not any(name.startswith("vote_") for name in checked.errors):
            checked.result = _counted(rule, checked, casting)
    if checked.errors or rule is None or checked.result is None:
        raise ValidationError(checked.errors)
    quorum = room.quorum_at(moment, item=motion.item.pk if motion.item else None)
    decision = _write(by, room, motion, checked.result, moment, {"rule": rule, "quorum": quorum.sentence[:300]})
    _write_votes(decision, room, moment, checked, casting)
    if asking and decision.may_act:
        write_need(by, decision, asking)
    _let_do(by, decision, wanted)
    return decision


def _locked(by: User, meeting: Meeting, motion: Motion) -> tuple[Meeting, Partnership]:
    """First what it corrects, then the meeting: the order of whoever brings a decision back. Then the partnership, so
    that one number is given after the other."""
    if motion.corrects:
        locked_decision(motion.corrects)
    meeting = locked(meeting, by)
    return meeting, Partnership.objects.select_for_update().get(pk=meeting.partnership_id)


def _let_do(by: User, decision: Decision, wanted: Wanted | None) -> None:
    if wanted and decision.may_act:
        with under(wanted):
            let_do(by=by, decision=decision, wanted=wanted)


def _about_its_stage(asking: Asking | None, wanted: Wanted | None) -> Asking | None:
    """What is to move a stage is ratified for that stage, so that its gate counts the answers."""
    if asking is None or wanted is None or wanted.kind != "stage" or wanted.target is None:
        return asking
    if asking.stage or asking.workstream not in (None, wanted.target):
        return asking
    return replace(asking, workstream=wanted.target, stage=stages.following(wanted.target.stage) or "")


def _check_meeting(room: Room, moment: datetime, motion: Motion, checked: _Checked) -> None:
    meeting = room.meeting
    if meeting.state != Meeting.State.OPEN:
        checked.wrong("__all__", "Decisions are recorded of a meeting in progress.")
        return
    if not {Power.DECIDE.value, Power.RECOMMEND.value} & set(room.powers):
        checked.wrong("__all__", f"{meeting.body} neither decides nor recommends.")
    if meeting.opened_at and not meeting.opened_at <= moment <= clock.now():
        checked.wrong("taken_at", "Enter a time between the opening of the meeting and now.")
    if room.rule is None:
        checked.wrong("__all__", NO_RULE)
        return
    quorum = room.quorum_at(moment, item=motion.item.pk if motion.item else None)
    if not quorum.met:
        checked.wrong("__all__", f"There is no quorum, so nothing can be decided. {quorum.sentence}")
    if motion.item and motion.item.meeting_id != meeting.pk:
        checked.wrong("item", "Choose an item of this meeting.")


def _check_motion(meeting: Meeting, motion: Motion, checked: _Checked) -> None:
    if not motion.text.strip():
        checked.wrong("motion", "Enter the motion.")
    same = meeting.decisions.filter(item=motion.item, motion=motion.text.strip(), corrected_by=None)
    if not motion.corrects and (done := same.first()):
        checked.wrong("motion", f"{done} has decided on this motion already. To decide anew, correct that one.")
    if motion.original.strip() and motion.original.strip() == motion.text.strip():
        checked.wrong("original", "This is the same as the motion. Enter it as it was recommended.")
    former = motion.corrects
    if former is None:
        if motion.reason.strip():
            checked.wrong("corrects", "Choose the decision that this one corrects, or clear the reason.")
        return
    if former.meeting.body_id != meeting.body_id:
        checked.wrong("corrects", f"Choose a decision of the {meeting.body}: a body corrects its own.")
    elif Decision.objects.filter(corrects=former).exists():
        checked.wrong("corrects", f"{former} was corrected already. Correct the decision that corrected it.")
    if not motion.reason.strip():
        checked.wrong("reason", f"Say why {former} is corrected.")


def _check_what_follows(room: Room, asking: Asking | None, wanted: Wanted | None, checked: _Checked) -> None:
    if room.decides:
        return
    if asking:
        checked.wrong("rule", f"{room.meeting.body} only recommends, so nobody ratifies it.")
    if wanted:
        checked.wrong("does", f"{room.meeting.body} only recommends, so it does nothing by itself.")


def _check_votes(
    room: Room, rule: BodyRule, moment: datetime, motion: Motion, ballots: Ballots, checked: _Checked
) -> None:
    """Who votes holds the seat or stands in for it on that day, is in the room, and does not leave it for the item."""
    item = motion.item.pk if motion.item else None
    here, leaving = room.acting(moment), room.leaving_for(item, moment)
    checked.presides = room.presides_at(moment, item=item)
    if checked.presides is not None and not room.seats[checked.presides].is_chair:
        checked.by = voting.PRESIDING
    for key, choice in ballots.items():
        seat = room.seats.get(key)
        if seat is None:
            checked.wrong("__all__", "A seat that is not of this body on the day of the meeting can not vote.")
        elif not voting.may_vote(rule.voting, seat.member):
            checked.wrong(f"vote_{key}", f"{seat} has no vote.")
        elif said := _absent(seat, here, leaving):
            checked.wrong(f"vote_{key}", said)
        elif choice not in Vote.Choice.values:
            checked.wrong(f"vote_{key}", "Choose for, against or abstained.")
        else:
            checked.ballots.append(Ballot(seat.member, Choice(choice)))
    for each in voting.voting_twice(rule.voting, checked.ballots):
        said = f"{each.organisation} has one vote. One of its seats casts it; leave the others out."
        checked.wrong(f"vote_{each.seat}", said)
    if not ballots:
        checked.wrong("__all__", "Say how at least one seat voted.")


def _absent(seat: Seat, here: Mapping[int, SeatHolding], leaving: Collection[int]) -> str:
    if seat.pk not in here:
        return f"Nobody sits on {seat} at that time, so it can not vote."
    if seat.pk in leaving:
        return f"{here[seat.pk].name} declared an interest and leaves the room for this item."
    return ""


def _counted(rule: BodyRule, checked: _Checked, casting: str) -> Result | None:
    """The result by the rule; None, with a sentence, where the casting vote is missing or out of place."""
    tally = voting.count(rule.voting, checked.ballots)
    tie = voting.is_tie(rule.voting, tally) and rule.voting.tie is Tie.CASTING
    if tie and casting not in (Choice.FOR, Choice.AGAINST, NOT_USED):
        checked.wrong("casting", f"It is a tie, {tally.words}. Say how {checked.by} used the casting vote, or did not.")
    elif not tie and casting and casting != NOT_USED:
        checked.wrong("casting", "There is no casting vote here: clear it.")
    elif tie and casting != NOT_USED and checked.presides is None:
        said = "The chair is not in the room, or has no vote here, so nobody has a casting vote."
        checked.wrong("casting", f"{said} Record first who presides instead.")
    else:
        cast = Choice(casting) if tie and casting != NOT_USED else None
        return voting.decide(rule.voting, tally, cast, by=checked.by)
    return None


def _write(by: User, room: Room, motion: Motion, result: Result, moment: datetime, facts: dict[str, Any]) -> Decision:
    """The row, with the next number of its year. Under a lock on the partnership."""
    meeting, carried = room.meeting, result.outcome is Outcome.CARRIED
    decision = Decision(
        partnership_id=meeting.partnership_id,
        meeting=meeting,
        **_numbered(meeting),
        **_worded(motion),
        **_counted_as(result),
        is_binding=room.decides,
        taken_at=moment,
        corrects=motion.corrects if carried else None,
        reason=motion.reason.strip() if carried else "",
        recorded_by=by,
        recorded_at=clock.now(),
        **facts,
    )
    decision.full_clean(exclude=["recorded_by"])
    decision.save()
    return decision


def _numbered(meeting: Meeting) -> dict[str, Any]:
    year = meeting.on.year
    rows = Decision.objects.filter(partnership=meeting.partnership_id, year=year)
    number = 1 + (rows.aggregate(last=Max("number"))["last"] or 0)
    return {"year": year, "number": number, "reference": f"{meeting.body.letters} {year}/{number}"}


def _worded(motion: Motion) -> dict[str, Any]:
    original, how = motion.original.strip(), Decision.How
    exempt = bool(motion.item and motion.item.is_closed) or bool(motion.corrects and motion.corrects.is_exempt)
    words = {"motion": motion.text.strip(), "original": original, "how": how.AMENDED if original else how.RECOMMENDED}
    return words | {"item": motion.item, "is_exempt": exempt}


def _counted_as(result: Result) -> dict[str, Any]:
    tally = result.tally
    votes = {"votes_for": tally.votes_for, "votes_against": tally.votes_against, "abstentions": tally.abstentions}
    return votes | {"outcome": result.outcome.value, "result": result.sentence}


def _write_votes(decision: Decision, room: Room, moment: datetime, checked: _Checked, casting: str) -> None:
    """All at once."""
    here = room.acting(moment)

    def vote(key: int, choice: str, *, is_casting: bool = False) -> Vote:
        seat = room.seats[key]
        facts = {"organisation_id": seat.organisation_id, "holding": here[key], "weight": seat.weight}
        return Vote(decision=decision, seat=seat, choice=choice, is_casting=is_casting, **facts)

    rows = [vote(ballot.member.seat, ballot.choice.value) for ballot in checked.ballots]
    if casting in (Choice.FOR, Choice.AGAINST) and checked.presides is not None:
        rows.append(vote(checked.presides, casting, is_casting=True))
    Vote.objects.bulk_create(rows)
