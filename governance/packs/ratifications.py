"""The section “Ratifications”: decisions that wait for the organisations, and those to be brought back."""

from typing import Any

from governance.models import RatificationNeed
from governance.packs import tables
from governance.packs.content import Content, Source
from governance.ratifying import State
from partnership.templatetags.portal import date_words
from savings.tables import Cell, Table

HEADINGS = ("Decision", "Item", "Due", "Organisation", "Answer")
WIDTHS = (14, 30, 15, 20, 21)


def section(source: Source, what: str) -> Content:
    """As recorded at the moment of freezing. What an organisation said of it, beyond yes or no, is not printed."""
    rows = RatificationNeed.objects.visible_to(source.user).filter(decision__partnership=source.partnership)
    rows = rows.with_state().exclude(state__in=(State.IN_FORCE, State.SUPERSEDED)).order_by("due_on", "pk")
    needs = list(rows.for_pages())
    cells = tuple(tuple(map(Cell, line)) for need in needs for line in _lines(need))
    table = Table("ratifications", "Answers of each organisation", HEADINGS, cells)
    return {
        "sentences": [f"{need.decision.reference}: {need.standing.sentence}" for need in needs],
        "table": tables.frozen(table, WIDTHS) if needs else None,
    }


def _lines(need: RatificationNeed) -> list[tuple[Any, ...]]:
    decision = need.decision
    return [
        (
            decision.reference,
            decision.subject,
            date_words(need.due_on),
            asked.organisation.short_name,
            f"{asked.last.get_decision_display()}, {date_words(asked.last.decided_on)}" if asked.last else "No answer",
        )
        for asked in need.asked.all()
    ]
