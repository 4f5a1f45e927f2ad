"""What the bodies decided at their meetings, and what came of it: from the fixtures, while a meeting goes on."""

from datetime import timedelta
from typing import Any

from governance import actions
from governance.models import Decision, Meeting, Seat
from governance.room import Room
from governance.voting import Voters, may_vote
from partnership import clock
from partnership.demo.ground import Cast
from partnership.money import pence_from_text
from savings.models import Statement
from workstreams.models import Funding

APART = timedelta(minutes=20)


def decide(cast: Cast, meeting: Meeting, rows: list[dict[str, Any]]) -> None:
    """One decision after the other, twenty minutes apart."""
    for number, row in enumerate(rows, start=1):
        with clock.travel(meeting.starts_at + number * APART):
            found = _decide(cast, meeting, row)
            _let_do(cast, found, row)
            for facts in row.get("actions", []):
                _act(cast, meeting, found, facts)
            if "delegates" in row:
                _delegate(cast, found, row["delegates"])


def _let_do(cast: Cast, found: Decision, row: dict[str, Any]) -> None:
    """At once; of what is ratified, with the last ratification."""
    for effect in row.get("effects", []):
        wanted = actions.Wanted(effect["kind"], _target(cast, effect))
        actions.let_do(by=cast.person("manager"), decision=found, wanted=wanted)


# --- Ratification -----------------------------------------------------------------------------------------------------
def tell_answers(cast: Cast, row: dict[str, Any]) -> None:
    """Each council answers for itself on its own day; what the decision does it does with the last of them."""
    for facts in row["ratified"]["answers"]:
        cast.story.tell(facts["on"], "body", lambda facts=facts: _answer(cast, row, facts))


def _asking(cast: Cast, row: dict[str, Any]) -> actions.Asking | None:
    facts = row.get("ratified")
    if facts is None:
        return None
    stream = cast.workstream(facts["workstream"]) if "workstream" in facts else None
    rule = "taking_part" if stream else "members"
    return actions.Asking(rule, cast.story.day(facts["due"]), stream, facts.get("stage", ""))


def _answer(cast: Cast, row: dict[str, Any], facts: dict[str, Any]) -> None:
    found = Decision.objects.get(partnership=cast.partnership, motion=row["motion"])
    code = facts["organisation"]
    refused, conditions = facts.get("refused", ""), facts.get("conditions", "")
    actions.answer_ratification(
        by=cast.person("chief", code),
        need=found.ratification,
        organisation=cast.organisation(code),
        decision="refused" if refused else "conditions" if conditions else "approved",
        conditions=refused or conditions,
        decided_on=cast.story.day(facts["on"]),
        body="Executive",
        minute=f"Illustration {found.reference}/{code}",
    )


def _decide(cast: Cast, meeting: Meeting, row: dict[str, Any]) -> Decision:
    items = {item.title: item for item in meeting.items.all()}
    motion = actions.Motion(row["motion"], items[row["item"]], row.get("original", ""))
    return actions.record_decision(
        by=cast.person("manager"),
        meeting=meeting,
        motion=motion,
        ballots=_ballots(meeting, row),
        asking=_asking(cast, row),
    )


def _ballots(meeting: Meeting, row: dict[str, Any]) -> dict[int, str]:
    """Everybody who may vote is for it, but those whom the fixture names. One seat casts an organisation's vote."""
    room, rule = Room(meeting), meeting.body.rules.current().get().voting
    here, ballots, voted = room.present_at(clock.now()), dict[int, str](), set[tuple[int, str]]()
    for key, seat in room.seats.items():
        organisation = seat.member.party
        if key not in here or not may_vote(rule, seat.member):
            continue
        if rule.voters is Voters.ORGANISATION and organisation in voted:
            continue
        voted.add(organisation)
        ballots[key] = _choice(seat, row)
    return ballots


def _choice(seat: Seat, row: dict[str, Any]) -> str:
    named = [seat.office, seat.organisation.code if seat.organisation else ""]
    return next((choice for choice in ("against", "abstain") if named in row.get(choice, [])), "for")


def _target(cast: Cast, effect: dict[str, Any]) -> Any:
    if "workstream" in effect:
        return cast.workstream(effect["workstream"])
    if "awarded" in effect:
        return Funding.objects.get(partnership=cast.partnership, awarded_on=effect["awarded"])
    rows = Statement.objects.filter(saving__workstream__partnership=cast.partnership, stage="target")
    return rows.get(saving__title=effect["saving"])


def _act(cast: Cast, meeting: Meeting, found: Decision, facts: dict[str, Any]) -> None:
    actions.add_meeting_action(
        by=cast.person("manager"),
        meeting=meeting,
        decision=found,
        title=facts["title"],
        owner_title=facts["owner"],
        due_on=facts["due"],
    )


def _delegate(cast: Cast, found: Decision, facts: dict[str, Any]) -> None:
    actions.delegate(
        by=cast.person("manager"),
        decision=found,
        person=cast.person(*facts["to"]),
        matter=facts["matter"],
        limit_pence=pence_from_text(facts["limit"]),
        from_on=found.meeting.on,
        to_on=facts["until"],
    )
