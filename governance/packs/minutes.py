"""Minutes as a section prints them: of one edition, and in a board pack the minutes to be agreed, open version."""

from typing import Any

from governance.models import Meeting, MinutesEdition
from governance.packs.content import Content, Source


def section(source: Source, what: str) -> Content:
    """Of earlier meetings of the body, as they were circulated last."""
    meeting = source.pack.meeting
    earlier = Meeting.objects.filter(body=meeting.body_id, starts_at__lt=meeting.starts_at, state=Meeting.State.MINUTES)
    rows = MinutesEdition.objects.visible_to(source.user).filter(meeting__in=earlier)
    rows = rows.select_related("meeting__body").order_by("meeting__starts_at", "number")
    newest = {row.meeting_id: row for row in rows}
    return {"meetings": [{"title": str(row.meeting), **printed(row, with_exempt=False)} for row in newest.values()]}


def printed(edition: MinutesEdition, *, with_exempt: bool) -> dict[str, Any]:
    """What is exempt is not there to be printed, unless it was asked for. The file without it is public once the
    minutes are agreed: it says what was corrected, and names nobody who proposed it."""
    corrections = edition.corrections_for(with_exempt=with_exempt)
    return {
        "standing": _standing(edition),
        "parts": [
            {"heading": part["heading"], "lines": part["text"].splitlines(), "exempt": _exempt(part)}
            for part in edition.parts_for(with_exempt=with_exempt)
        ],
        "corrections": corrections if with_exempt else [row | {"by": ""} for row in corrections],
    }


def _standing(edition: MinutesEdition) -> str:
    agreed = edition.content.get("agreed")
    if agreed is None:
        return f"Draft {edition.number}, not agreed yet"
    return str(agreed["words"]) if "words" in agreed else f"Agreed by the {agreed['meeting']}"


def _exempt(part: dict[str, Any]) -> str:
    """What everybody reads of an exempt part."""
    return f"Exempt from publication: {part['reason']}" if part["exempt"] else ""
