"""The section “Risk register”: the heat map of what is open, and a table of the highest."""

from typing import Any

from governance.packs import tables
from governance.packs.content import Content, Source
from savings.tables import Cell, Table
from workstreams import registers
from workstreams.models import Risk
from workstreams.ratings import IMPACTS, Band

MOST = 15  # of the highest: the portal lists all
WIDTHS = (24, 15, 14, 9, 9, 10, 19)
HEADINGS = (
    "Risk or issue",
    "Stands with",
    "Owner",
    "Score",
    "Since last review",
    "Next review",
    "What is done about it",
)


def section(source: Source, what: str) -> Content:
    on = source.at.on
    rows = Risk.objects.visible_to(source.user).filter(partnership=source.partnership)
    rows = registers.as_at(rows.select_related("workstream", "owner").prefetch_related("actions"), on)
    found = registers.entries(rows.filter(standing=Risk.Status.OPEN).order_by("-score_now", "number"), on)
    picture = registers.picture(found)
    return {
        "as_at": source.day,
        "bands": [band.words for band in Band],
        "conclusion": picture.conclusion,
        "impacts": [f"{number} {word}" for number, word in IMPACTS.items()],
        "rows": [
            {"likelihood": row[0].likelihood_words, "squares": [_square(each) for each in row]} for row in picture.rows
        ],
        "table": _table(found) if found else None,
    }


def _square(square: Any) -> dict[str, Any]:
    references = [entry.risk.reference for entry in square.things]
    return {"band": square.band.label, "style": square.band.slug, "score": square.score, "references": references}


def _table(found: list[registers.Entry]) -> tables.Frozen:
    caption = "Open risks and issues, the highest first"
    if len(found) > MOST:
        caption = f"{caption}: {MOST} of {len(found):,}. The portal lists all."
    cells = tuple(tuple(map(Cell, _row(each))) for each in found[:MOST])
    return tables.frozen(Table("risks", caption, HEADINGS, cells), WIDTHS)


def _row(entry: registers.Entry) -> tuple[str, ...]:
    risk = entry.risk
    scores = (entry.score_words, entry.movement, entry.review_words)
    return (str(risk), entry.where, risk.owner_words or "Nobody yet", *scores, _done(risk))


def _done(risk: Risk) -> str:
    """The response, and the actions that are not done yet."""
    open_ones = [action.title for action in risk.actions.all() if action.done_on is None]
    response = risk.get_response_display().partition(":")[0]
    return f"{response}: {'; '.join(open_ones)}" if open_ones else response
