"""The section "Budgets and grants": what is left of each grant and until when, each budget head, and what is put aside.

It has no ledger: everything is as recorded at the moment of freezing, which the pack prints. Warnings are judged on the
pack's own day.
"""

from governance.packs import tables
from governance.packs.content import Content, Source
from partnership.dated import year_name
from partnership.templatetags.portal import date_words
from savings.tables import Cell, Row, Table, money
from workstreams.models import BudgetHead, Funding, ReserveTransfer
from workstreams.models.budgets import with_use

MOST_HEADS = 60  # in print, the newest; the portal's list has all


def content(source: Source, what: str) -> Content:
    made = [_grants(source), _transfers(source), _heads(source)]
    heads = _visible_heads(source).count()
    return {
        "as_at": source.day,
        "tables": [tables.frozen(table, widths) for table, widths in made if table.rows],
        "warnings": _warnings(source),
        "left_out": max(0, heads - MOST_HEADS),
    }


def _fundings(source: Source) -> list[Funding]:
    rows = with_use(Funding.objects.visible_to(source.user)).filter(partnership=source.partnership)
    return list(rows.filter(awarded_on__lte=source.at.on).select_related("workstream"))


def _visible_heads(source: Source):
    rows = BudgetHead.objects.visible_to(source.user).filter(partnership=source.partnership)
    return rows.with_position().select_related("workstream", "funding")


def _grants(source: Source) -> tuple[Table, tuple[int, ...]]:
    rows = [_grant(row) for row in _fundings(source)]
    headings = ("Grant", "For", "Use until", "Amount", "Spent", "Committed, not paid", "In a reserve", "Left")
    return Table("grants", "Grants", headings, tuple(rows)), (20, 16, 12, 10, 10, 12, 10, 10)


def _grant(row: Funding) -> Row:
    position = row.position
    amounts = (position.amount, position.spent, position.committed, position.reserved, position.left)
    until = date_words(row.use_until_on) if row.use_until_on else "No day is set"
    return (Cell(row.funder), Cell(row.scope_name), Cell(until), *map(money, amounts))


def _heads(source: Source) -> tuple[Table, tuple[int, ...]]:
    rows = [_head(row) for row in _visible_heads(source)[:MOST_HEADS]]
    headings = ("Budget head", "For", "Year", "Paid from", "Budget", "Spent", "Committed, not paid", "Remaining")
    return Table("heads", "Budget heads", headings, tuple(rows)), (20, 16, 8, 16, 10, 10, 10, 10)


def _head(row: BudgetHead) -> Row:
    position = row.position
    amounts = (position.budget, position.spent, position.committed, position.remaining)
    return (
        Cell(row.name),
        Cell(row.scope_name),
        Cell(year_name(row.year)),
        Cell(row.source_name),
        *map(money, amounts),
    )


def _transfers(source: Source) -> tuple[Table, tuple[int, ...]]:
    found = ReserveTransfer.objects.visible_to(source.user).filter(funding__partnership=source.partnership)
    rows = [
        (
            Cell(row.funding.funder),
            Cell(f"{row.reserve}, {row.organisation.short_name}"),
            Cell(date_words(row.on)),
            Cell(f"{row.decision} {row.reference}".strip()),
            money(row.amount_pence),
        )
        for row in found.select_related("funding", "organisation").order_by("on", "pk")
    ]
    headings = ("Grant", "Reserve", "Date", "Decision", "Amount")
    return Table("reserves", "Unspent grant put in a reserve", headings, tuple(rows)), (20, 20, 12, 36, 12)


def _warnings(source: Source) -> list[str]:
    """Each with the name of the grant or the head that it is about."""
    said = [f"{row.funder}: {words}" for row in _fundings(source) for words in row.position.warnings(source.at.on)]
    return said + [f"{row}: {words}" for row in _visible_heads(source) for words in row.warnings]
