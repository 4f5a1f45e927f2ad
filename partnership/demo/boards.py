"""Bodies with their seats, meetings with their agendas, and annual statements: from the fixtures into a story."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from governance.actions import (
    agenda,
    bodies,
    delegations,
    meetings,
    minutes,
    packs,
    publish_register,
    seats,
    sittings,
)
from governance.models import Body, Delegation, Meeting, Pack
from governance.notice import is_working
from governance.room import Room
from partnership import clock
from partnership.demo import decisions
from partnership.demo.ground import Cast
from partnership.money import pence_from_text

STARTS_AT = time(10)
USUAL = {"quorum_kind": "number", "quorum_number": 1, "voters": "member", "needed": "majority", "tie": "casting"}


def tell(cast: Cast) -> None:
    for facts in cast.facts["body"]:
        cast.story.tell(facts["since"], "body", lambda facts=facts: _constitute(cast, facts))
        if "later_rule" in facts:
            cast.story.tell(facts["later_rule"]["since"], "body", lambda facts=facts: _rule_anew(cast, facts))
        if "later_remit" in facts:
            cast.story.tell(facts["later_remit"]["since"], "body", lambda facts=facts: _charge_anew(cast, facts))
    for facts in cast.facts["meeting"]:
        cast.story.tell(facts["called"], "meeting", lambda facts=facts: _call(cast, facts))
        cast.story.tell(facts["on"], "end", lambda facts=facts: _hold(cast, facts))
        _tell_afterwards(cast, facts)
    for facts in cast.facts.get("public_register", []):
        cast.story.tell(
            facts["on"], "end", lambda: publish_register(by=cast.person("manager"), partnership=cast.partnership)
        )
    for facts in cast.facts.get("delegation_use", []):
        cast.story.tell(facts["on"], "end", lambda facts=facts: _use(cast, facts))
    for facts in cast.facts.get("annual_statement", []):
        cast.story.tell(facts["on"], "pack", lambda facts=facts: _ask_for_statements(cast, facts))
        for code, on in facts.get("signed", {}).items():
            cast.story.tell(on, "pack", lambda facts=facts, code=code: _sign_off(cast, facts, code))


def _tell_afterwards(cast: Cast, facts: dict[str, Any]) -> None:
    """What follows from a meeting: ratifications of its decisions, corrections of its minutes, its pack."""
    for row in facts.get("decisions", []):
        if "ratified" in row:
            decisions.tell_answers(cast, row)
    if "correction" in facts:
        cast.story.tell(facts["correction"]["on"], "comment", lambda: _correct(cast, facts))
    if "pack" in facts:
        cast.story.tell(facts["on"], "pack", lambda: _ask_for_pack(cast, facts))


def _body(cast: Cast, key: str) -> Body:
    (name,) = (facts["name"] for facts in cast.facts["body"] if facts["key"] == key)
    return Body.objects.get(partnership=cast.partnership, name=name)


def _constitute(cast: Cast, facts: dict[str, Any]) -> None:
    manager = cast.person("manager")
    body = bodies.add_body(
        by=manager,
        partnership=cast.partnership,
        parent=_body(cast, facts["parent"]) if "parent" in facts else None,
        order=[other["key"] for other in cast.facts["body"]].index(facts["key"]),
        code=facts.get("code", ""),
        from_on=facts["since"],
        **{name: facts[name] for name in ("name", "powers", "purpose")},
    )
    bodies.set_rule(by=manager, body=body, from_on=facts["since"], **USUAL | facts.get("rule", {}))
    for seat in facts["seats"]:
        for code in seat.get("organisations", [""]):
            _seat(cast, body, seat, code, facts["since"])


def _rule_anew(cast: Cast, facts: dict[str, Any]) -> None:
    """The rule that it had, with what is new."""
    later = dict(facts["later_rule"])
    from_on = cast.story.day(later.pop("since"))
    rule = USUAL | facts.get("rule", {}) | later
    bodies.set_rule(by=cast.person("manager"), body=_body(cast, facts["key"]), from_on=from_on, **rule)


def _charge_anew(cast: Cast, facts: dict[str, Any]) -> None:
    """It may do more, or less, from a day on; it reports to whom it did."""
    later = dict(facts["later_remit"])
    from_on, body = cast.story.day(later.pop("since")), _body(cast, facts["key"])
    parent = _body(cast, facts["parent"]) if "parent" in facts else None
    bodies.set_remit(by=cast.person("manager"), body=body, from_on=from_on, parent=parent, **later)


def _seat(cast: Cast, body: Body, facts: dict[str, Any], code: str, since: date) -> None:
    """Held by somebody who signs in, or by a post alone; vacant where the fixture names neither."""
    manager, organisation = cast.person("manager"), cast.organisation(code) if code else None
    seat = seats.add_seat(
        by=manager,
        body=body,
        office=facts["office"],
        organisation=organisation,
        is_chair=facts.get("chair", "-") == code,
        weight=facts.get("weight", 1),
        from_on=since,
    )
    if facts.get("vacant", "-") == code or not facts.keys() & {"holder", "post"}:
        return
    post = f"{facts['post']}, {organisation.short_name}" if "post" in facts and organisation else facts.get("post", "")
    person = cast.person(facts["holder"], code) if "holder" in facts else None
    seats.add_holding(by=manager, seat=seat, person=person, post=post, from_on=since)
    if "substitute" in facts:
        stands_in = cast.person(facts["substitute"], code)
        seats.add_holding(by=manager, seat=seat, capacity="substitute", person=stands_in, from_on=since)


def _starts_at(cast: Cast, facts: dict[str, Any]) -> datetime:
    """A day that is counted from today is moved to a working day: of the past to an earlier one."""
    day, step = cast.story.day(facts["on"]), timedelta(days=-1 if cast.story.day(facts["on"]) < cast.story.today else 1)
    while isinstance(facts["on"], int) and not is_working(day):
        day += step
    return datetime.combine(day, STARTS_AT, tzinfo=timezone.get_default_timezone())


def _call(cast: Cast, facts: dict[str, Any]) -> None:
    """A meeting with its agenda, published at once."""
    manager = cast.person("manager")
    meeting = meetings.add_meeting(
        by=manager,
        partnership=cast.partnership,
        body=_body(cast, facts["body"]),
        starts_at=_starts_at(cast, facts),
        place_name=facts["place"],
        standing=True,
    )
    for item in facts["agenda"]:
        agenda.add_agenda_item(by=manager, meeting=meeting, **{"kind": "report"} | item)
    meetings.publish_agenda(by=manager, meeting=meeting)


def _meeting(cast: Cast, facts: dict[str, Any]) -> Meeting:
    return Meeting.objects.get(body=_body(cast, facts["body"]), starts_at=_starts_at(cast, facts))


def _hold(cast: Cast, facts: dict[str, Any]) -> None:
    """Opened on its day; the roll is called, and it ends. The minutes of the meeting before are agreed at it."""
    manager, meeting = cast.person("manager"), _meeting(cast, facts)
    with clock.travel(meeting.starts_at):
        meeting = sittings.open_meeting(by=manager, meeting=meeting)
        _call_the_roll(cast, meeting, facts)
    decisions.decide(cast, meeting, facts.get("decisions", []))
    before = Meeting.objects.filter(body=meeting.body, state=Meeting.State.MINUTES, starts_at__lt=meeting.starts_at)
    for earlier in before.order_by("starts_at"):
        minutes.agree_minutes(by=manager, meeting=earlier, at=meeting)
        sittings.close_meeting(by=manager, meeting=earlier)
    meeting = sittings.end_meeting(by=manager, meeting=meeting)
    if facts.get("minutes"):
        minutes.draft_minutes(by=manager, meeting=meeting)
        minutes.circulate_minutes(by=manager, meeting=meeting)


def _correct(cast: Cast, facts: dict[str, Any]) -> None:
    """A member proposes a correction of circulated minutes."""
    said = facts["correction"]
    part = _meeting(cast, facts).minutes_parts.get(heading=said["part"])
    minutes.propose_correction(by=cast.person(*said["by"]), part=part, text=said["text"])


def _call_the_roll(cast: Cast, meeting: Meeting, facts: dict[str, Any]) -> None:
    """Everybody is there but those whom the fixture names, who send apologies: their substitutes sit, where they have
    one."""
    room, roll = Room(meeting), {}
    away = {tuple(each) for each in facts.get("away", [])}
    for key, seat in room.seats.items():
        entitled = room.entitled(seat)
        named = (seat.office, seat.organisation.code if seat.organisation else "")
        stand_in = next((each for each in entitled if each.is_substitute), None)
        if named in away:
            roll[key] = ("substitute", stand_in) if stand_in else ("apology", None)
        elif entitled:
            roll[key] = ("present", None)
    sittings.take_roll(by=cast.person("manager"), meeting=meeting, roll=roll)


def _use(cast: Cast, facts: dict[str, Any]) -> None:
    """A use of what a decision delegated, by who holds it."""
    row = Delegation.objects.get(decision__partnership=cast.partnership, matter=facts["matter"])
    by, amount = cast.person(*facts["by"]), pence_from_text(facts["amount"])
    delegations.use_delegation(by=by, delegation=row, on=clock.today(), what=facts["what"], amount_pence=amount)


def _ask_for_pack(cast: Cast, facts: dict[str, Any]) -> None:
    """As at this moment of the story; a worker makes it once the portal runs. A small one is made here and released."""
    asked = {"meeting": _meeting(cast, facts), "sections": facts["pack"], "request_key": uuid4()}
    pack = packs.request_pack(by=cast.person("manager"), **asked)
    if facts.get("pack_is_small"):
        packs.release_pack(by=cast.person("steering"), pack=_made(pack))


def _ask_for_statements(cast: Cast, facts: dict[str, Any]) -> None:
    """Each by its own council's officer. What nobody signs in the story a worker makes once the portal runs."""
    for code in facts["organisations"]:
        packs.request_statement(
            by=cast.person("officer", code),
            partnership=cast.partnership,
            organisation=cast.organisation(code),
            year=facts["year"],
            request_key=uuid4(),
        )


def _sign_off(cast: Cast, facts: dict[str, Any], code: str) -> None:
    """Made here, as a worker makes it, and signed by the council's verifier. It takes the better part of a second."""
    pack = Pack.objects.get(partnership=cast.partnership, organisation__code=code, year=facts["year"])
    packs.sign_off_statement(by=cast.person("verifier", code), pack=_made(pack))


def _made(pack: Pack) -> Pack:
    from governance.packs import build  # noqa: PLC0415 - the renderer is loaded where it is needed

    build.build(pack.pk)
    return pack
