"""The section “Open actions”: what somebody has undertaken and not done, what is overdue first."""

from datetime import date

from governance.packs import tables
from governance.packs.content import Content, Source
from partnership.templatetags.portal import date_words
from savings.tables import Cell, Row, Table
from workstreams.models import Action

MOST = 40  # of those due first: the portal lists all
WIDTHS = (33, 15, 13, 17, 11, 11)
HEADINGS = ("What is to be done", "Owner", "Organisation", "Comes out of", "Due", "Standing")


def section(source: Source, what: str) -> Content:
    """As at the pack's day. The open edition counts those out of exempt decisions and says nothing of them. Two
    queries."""
    on = source.at.on
    rows = Action.objects.visible_to(source.user).filter(partnership=source.partnership).open(on)
    shown = rows if source.pack.is_exempt else rows.filter(is_exempt=False)
    found = list(shown.select_related("owner", "organisation", "workstream").order_by("due_on", "pk"))
    return {
        "as_at": source.day,
        "open": len(found),
        "overdue": sum(row.due_on < on for row in found),
        "withheld": rows.count() - len(found),
        "table": _table(found, on) if found else None,
    }


def _table(found: list[Action], on: date) -> tables.Frozen:
    caption = "Open actions, those due first on top"
    if len(found) > MOST:
        caption = f"{caption}: {MOST} of {len(found):,}. The portal lists all."
    return tables.frozen(Table("actions", caption, HEADINGS, tuple(_row(each, on) for each in found[:MOST])), WIDTHS)


def _row(row: Action, on: date) -> Row:
    organisation = row.organisation.short_name if row.organisation else "–"
    standing = Cell("Overdue", style="rag") if row.due_on < on else Cell("Open")
    words = (row.title, row.owner_words, organisation, _origin(row), date_words(row.due_on))
    return (*map(Cell, words), standing)


def _origin(row: Action) -> str:
    where = row.workstream.name if row.workstream else "The programme"
    return row.origin or f"{where}: {row.get_source_display().lower()}"
