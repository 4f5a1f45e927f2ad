"""Bodies with their seats, meetings with their agendas, and annual statements: from the fixtures into a story."""

from datetime import datetime, time
from typing import Any
from uuid import uuid4

from django.utils import timezone

from governance.actions import bodies, meetings, packs
from governance.models import Body, Meeting, Pack
from partnership.demo.ground import Cast

STARTS_AT = time(10)


def tell(cast: Cast) -> None:
    for facts in cast.facts["body"]:
        cast.story.tell(facts["since"], "body", lambda facts=facts: _constitute(cast, facts))
    for facts in cast.facts["meeting"]:
        cast.story.tell(facts["called"], "meeting", lambda facts=facts: _call(cast, facts))
        cast.story.tell(facts["on"], "end", lambda facts=facts: _hold(cast, facts))
        if "pack" in facts:
            cast.story.tell(facts["on"], "pack", lambda facts=facts: _ask_for_pack(cast, facts))
    for facts in cast.facts.get("annual_statement", []):
        cast.story.tell(facts["on"], "pack", lambda facts=facts: _ask_for_statements(cast, facts))
        for code, on in facts.get("signed", {}).items():
            cast.story.tell(on, "pack", lambda facts=facts, code=code: _sign_off(cast, facts, code))


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
        quorum=facts.get("quorum", 1),
        **{name: facts[name] for name in ("name", "power", "purpose")},
    )
    for seat in facts["seats"]:
        for code in seat.get("organisations", [""]):
            bodies.add_seat(
                by=manager,
                body=body,
                office=seat["office"],
                organisation=cast.organisation(code) if code else None,
                holder=cast.person(seat["holder"], code) if "holder" in seat else None,
                from_on=facts["since"],
            )


def _starts_at(cast: Cast, facts: dict[str, Any]) -> datetime:
    return datetime.combine(cast.story.day(facts["on"]), STARTS_AT, tzinfo=timezone.get_default_timezone())


def _call(cast: Cast, facts: dict[str, Any]) -> None:
    """A meeting with its agenda, published at once."""
    manager = cast.person("manager")
    meeting = meetings.add_meeting(
        by=manager,
        partnership=cast.partnership,
        body=_body(cast, facts["body"]),
        starts_at=_starts_at(cast, facts),
        place_name=facts["place"],
    )
    for item in facts["agenda"]:
        meetings.add_agenda_item(by=manager, meeting=meeting, **item)
    meetings.edit_meeting(by=manager, meeting=meeting, state=Meeting.State.PUBLISHED)


def _meeting(cast: Cast, facts: dict[str, Any]) -> Meeting:
    return Meeting.objects.get(body=_body(cast, facts["body"]), starts_at=_starts_at(cast, facts))


def _hold(cast: Cast, facts: dict[str, Any]) -> None:
    meetings.edit_meeting(by=cast.person("manager"), meeting=_meeting(cast, facts), state=Meeting.State.HELD)


def _ask_for_pack(cast: Cast, facts: dict[str, Any]) -> None:
    """As at this moment of the story; a worker makes it once the portal runs."""
    packs.request_pack(
        by=cast.person("manager"), meeting=_meeting(cast, facts), sections=facts["pack"], request_key=uuid4()
    )


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
    from governance.packs import build  # noqa: PLC0415 - the renderer is loaded where it is needed

    pack = Pack.objects.get(partnership=cast.partnership, organisation__code=code, year=facts["year"])
    build.build(pack.pk)
    packs.sign_off_statement(by=cast.person("verifier", code), pack=pack)
