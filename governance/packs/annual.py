"""What an annual efficiency statement prints: one organisation's share in the savings of one financial year.

Cashable and non-cashable are apart on every page, qualitative benefits are in their own unit. All money is the
ledger's, as at the pack's sequence; contributions and costs are as recorded when the statement was frozen. Each table
goes into the files for spreadsheets as well, row for row.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from governance.models import Pack
from governance.packs import tables
from governance.packs.content import Content, Source
from partnership.dated import Period
from partnership.exports import Export, Fact, Pence
from partnership.money import format_percent, format_pounds
from partnership.templatetags.portal import date_words
from savings import figures, net_benefit
from savings import tables as shared
from savings.figures import MEASURES, Amounts, Gain, Measure, Which, portion
from savings.models import Share, Statement
from savings.models.words import MONEY_KINDS, Basis, Category, Kind
from savings.net_benefit import Net
from savings.tables import Cell, Row, Table, money
from savings.wording import weight_words
from workstreams.models import BudgetHead, Contribution, Spend

MOST_SAVINGS = 150  # of one table in print, the largest; the CSV has all
_MEASURES = tuple(measure.label for measure in MEASURES)
_QUALITIES = (24, 16, 11, 12, 13, 15, 9)


def document(source: Source) -> Content:
    """What the file says of itself: title, dates and the lines above and below each page."""
    pack = source.pack
    return {
        "title": f"Annual efficiency statement: {pack.subject}, version {pack.version}",
        "partnership": source.partnership.name,
        "subject": f"{pack.organisation}, {pack.period}",
        "edition": f"Version {pack.version} · Figures as at {source.day}",
        "created": timezone.localtime(pack.requested_at).isoformat(timespec="seconds"),
    }


def cover(source: Source, what: str) -> Content:
    pack, period = source.pack, _period(source)
    return {
        "partnership": source.partnership.name,
        "organisation": str(pack.organisation),
        "year": str(period),
        "days": f"{date_words(period.first_on)} to {date_words(period.last_on)}",
        "version": pack.version,
        "as_at": source.day,
        "sequence": source.at.sequence,
        "head": source.head,
    }


# --- Gross and net ----------------------------------------------------------------------------------------------------


def net(source: Source, what: str) -> Content:
    """What was realised in cash, what sharing cost, and what is left. Non-cashable savings are no part of it."""
    annual = source.annual
    found = net_benefit.of_workstreams(
        source.partnership, source.at, annual.organisation, annual.year, user=source.user
    )
    whole, apart = sum(found.values(), Net()), annual.total(Kind.NON_CASHABLE)
    amounts = {
        "Cashable, realised (gross)": whole.gross,
        "Of that verified": whole.verified,
        "Contributions and costs": whole.cost.total,
        "Net of contributions and costs": whole.net,
    }
    items = list(_items(source, found))
    return {
        "as_at": source.day,
        "tiles": [{"name": name, "text": format_pounds(pence), "pence": pence} for name, pence in amounts.items()],
        "tables": [
            tables.frozen(_net_by_workstream(source, found), (25, 15, 15, 15, 15, 15)),
            *([tables.frozen(_costs(source, items), (40, 24, 22, 14))] if items else []),
        ],
        "non_cashable": format_pounds(apart.realised) if apart.realised else "",
    }


def _net_by_workstream(source: Source, found: dict[int | None, Net]) -> Table:
    known: list[int | None] = [*source.names.workstreams, None]
    rows = [(Cell(_stream(source, pk)), *_gross_and_net(found[pk])) for pk in known if pk in found]
    total = (Cell("All workstreams"), *_gross_and_net(sum(found.values(), Net())))
    headings = (
        "Workstream",
        "Cashable, realised (gross)",
        "Contributions",
        "Own costs beyond own spend",
        "Own spend",
        "Net",
    )
    return Table("net", "Gross and net by workstream", headings, tuple(rows), total)


def _gross_and_net(net: Net) -> Row:
    cost = net.cost
    return tuple(money(pence) for pence in (net.gross, cost.contributions, cost.own_costs, cost.own_spend, net.net))


_Item = tuple[str, int | None, str, int]  # what it is, of which workstream, the kind of cost, pence


def _items(source: Source, found: dict[int | None, Net]) -> Iterator[_Item]:
    """What the costs are made of; together they are the cost in the table above."""
    annual = source.annual
    paid = Contribution.objects.visible_to(source.user).filter(partnership=source.partnership)
    for row in paid.filter(organisation=annual.organisation, year=annual.year):
        yield row.purpose, row.workstream_id, row.get_kind_display(), row.amount_pence
    yield from _own_spend(source)
    for workstream, net in found.items():
        if net.cost.overlap:
            yield "Own costs that are in the own spend already", workstream, "Taken off", -net.cost.overlap


def _own_spend(source: Source) -> Iterator[_Item]:
    """By budget head."""
    spent = Spend.objects.visible_to(source.user).from_own_budget().filter(head__partnership=source.partnership)
    rows = spent.filter(organisation=source.annual.organisation, head__year=source.annual.year)
    sums = dict(rows.order_by().values_list("head").annotate(sum=Sum("amount_pence")))
    for head in BudgetHead.objects.filter(pk__in=sums).order_by("workstream__name", "kind", "pk"):
        is_own = head.source == BudgetHead.Source.OWN
        kind = "Own spend" if is_own else "Own spend, after the last day of the grant"
        yield head.name, head.workstream_id, kind, sums[head.pk]


def _costs(source: Source, items: list[_Item]) -> Table:
    rows = [(Cell(what), Cell(_stream(source, pk)), Cell(kind), money(pence)) for what, pk, kind, pence in items]
    total = (Cell("All contributions and costs"), Cell(""), Cell(""), money(sum(pence for *_, pence in items)))
    headings = ("What it is", "Workstream", "Kind of cost", "Amount")
    return Table("contributions", "Contributions and costs", headings, tuple(rows), total)


# --- By workstream and category ---------------------------------------------------------------------------------------


def cashable(source: Source, what: str) -> Content:
    return {"as_at": source.day, "tables": _by_category(source, Kind.CASHABLE)}


def apart(source: Source, what: str) -> Content:
    """What is no cash: non-cashable savings, and benefits that have no money value and are never summed."""
    annual = source.annual
    found = figures.qualities(
        source.partnership, source.at, user=source.user, organisation=annual.organisation, year=annual.year
    )
    benefits = shared.qualities(found, source.names)
    return {
        "as_at": source.day,
        "tables": _by_category(source, Kind.NON_CASHABLE)
        + ([tables.frozen(benefits, _QUALITIES)] if benefits.rows else []),
    }


def _by_category(source: Source, kind: Kind) -> list[Content]:
    """All of a kind, and again those of support and maintenance alone."""
    if not source.annual.of(kind):
        return []
    made = [_gains(source, kind, f"{kind.label} savings by workstream and category")]
    if source.annual.of(kind, Category.SUPPORT):
        caption = f"Of these, {kind.label.lower()} savings in support and maintenance"
        made.append(_gains(source, kind, caption, Category.SUPPORT))
    return [tables.frozen(table, (19, 16, 13, 13, 13, 13, 13)) for table in made]


def _gains(source: Source, kind: Kind, caption: str, category: str = "") -> Table:
    known = {pk: number for number, pk in enumerate(source.names.workstreams)}

    def row(gain: Gain) -> Row:
        return (Cell(_stream(source, gain.workstream)), Cell(Category(gain.category).label), *_amounts(gain.amounts))

    gains = sorted(source.annual.of(kind, category), key=lambda gain: known.get(gain.workstream, len(known)))
    total = (Cell("All workstreams"), Cell(""), *_amounts(source.annual.total(kind, category)))
    return Table(kind.value, caption, ("Workstream", "Category", *_MEASURES), tuple(map(row, gains)), total)


def _amounts(amounts: Amounts) -> list[Cell]:
    return [money(amounts[measure]) for measure in MEASURES]


# --- Its share of each saving -----------------------------------------------------------------------------------------


def shares(source: Source, what: str) -> Content:
    """Every statement that realised savings are made of: joint ones with how the share was reached, and own ones."""
    made = [table for kind in MONEY_KINDS for table in _shares(source, kind)]
    return {"as_at": source.day, "tables": made}


@dataclass(frozen=True)
class _Part:
    """One statement's line: its words, and the pence of this organisation in it, realised and of that verified."""

    words: Row
    realised: int
    verified: int

    @property
    def row(self) -> Row:
        return (*self.words, money(self.realised), money(self.verified))


def _shares(source: Source, kind: Kind) -> list[Content]:
    realised, verified = (_behind(source, measure, kind) for measure in (Measure.REALISED, Measure.VERIFIED))
    largest = sorted(realised.shown, key=lambda pk: (-abs(realised.shown[pk]), pk))
    statements = Statement.objects.visible_to(source.user).for_list().select_related("agreement").in_bulk(largest)
    joint: list[_Part] = []
    own: list[_Part] = []
    for pk in largest:
        is_joint, words = _described(statements[pk], source.annual.organisation)
        (joint if is_joint else own).append(_Part(words, realised.shown[pk], verified.shown.get(pk, 0)))
    if realised.hidden_count:
        text = f"Statements that whoever asked for this may not open: {realised.hidden_count}"
        own.append(_Part((Cell(text), Cell("–"), Cell("–")), realised.hidden_pence, verified.hidden_pence))
    return [*_joint(kind, joint), *_own(kind, own)]


def _behind(source: Source, measure: Measure, kind: Kind) -> figures.Behind:
    which = Which(measure, kind, organisation=source.annual.organisation, year=source.annual.year)
    return figures.behind(source.partnership, source.at, which, user=source.user)


def _described(statement: Statement, organisation: int) -> tuple[bool, Row]:
    """Whether it is shared with others, and what its row says before the amounts."""
    sharers, saving = list(statement.shares.all()), statement.saving
    name = (Cell(saving.title), Cell(saving.workstream.name))
    if len(sharers) == 1:
        return False, (*name, Cell(saving.get_category_display()))
    return True, (*name, money(statement.amount_pence), Cell(_reached(statement, sharers, organisation)))


def _reached(statement: Statement, sharers: list[Share], organisation: int) -> str:
    """How the share was worked out: the basis and the weights that were used then, whatever they are today."""
    if statement.basis == Basis.EQUAL:
        return f"Equally, among {len(sharers)}"
    weight = next(share.weight for share in sharers if share.organisation_id == organisation)
    whole = sum(share.weight for share in sharers)
    basis, unit = statement.get_basis_display(), statement.usage_unit
    if statement.agreement is not None:
        basis = f"{basis} ({statement.agreement.version_words})"
    words, part = weight_words(statement.basis, weight, unit), portion(weight, whole)
    if statement.basis in (Basis.AGREED, Basis.AGREEMENT) or part is None:
        return f"{basis}: {words}"
    number = words.partition(" ")[0]  # the unit stands with the whole
    return f"{basis}: {number} of {weight_words(statement.basis, whole, unit)} ({format_percent(part)})"


def _joint(kind: Kind, parts: list[_Part]) -> list[Content]:
    headings = ("Saving", "Workstream", "Whole amount", "How the share was reached", "Its share", "Of that verified")
    caption = f"{kind.label} savings shared with others, realised"
    return _table("joint", caption, headings, parts, (23, 17, 12, 24, 12, 12))


def _own(kind: Kind, parts: list[_Part]) -> list[Content]:
    headings = ("Saving", "Workstream", "Category", "Its share", "Of that verified")
    return _table("own", f"{kind.label} savings of its own, realised", headings, parts, (34, 24, 18, 12, 12))


def _table(
    name: str, caption: str, headings: tuple[str, ...], parts: list[_Part], widths: tuple[int, ...]
) -> list[Content]:
    """None without parts. What is beyond the largest is kept as `rest`, for the CSV; the total counts all."""
    if not parts:
        return []
    empty = [Cell("") for _ in headings[3:]]
    sums = money(sum(part.realised for part in parts)), money(sum(part.verified for part in parts))
    rows = tuple(part.row for part in parts)
    made = tables.frozen(Table(name, caption, headings, rows, (Cell("All of these"), *empty, *sums)), widths)
    return [made | {"rows": made["rows"][:MOST_SAVINGS], "rest": made["rows"][MOST_SAVINGS:]}]


# --- Reconciliation ---------------------------------------------------------------------------------------------------


def reconciliation(source: Source, what: str) -> Content:
    """The statements of all organisations for this year, side by side with the partnership's own total."""
    kinds = [kind for kind in MONEY_KINDS if source.annual.statements(kind) or source.annual.whole(kind) != Amounts()]
    apart = {kind: _difference(source, kind) for kind in kinds}
    return {
        "as_at": source.day,
        "agrees": all(difference == Amounts() for difference in apart.values()),
        "tables": [_reconciled(source, kind) for kind in kinds],
    }


def _difference(source: Source, kind: Kind) -> Amounts:
    whole = source.annual.whole(kind)
    together = sum(source.annual.statements(kind).values(), Amounts())
    return Amounts(*(mine - theirs for mine, theirs in zip(together.values, whole.values, strict=True)))


def _reconciled(source: Source, kind: Kind) -> Content:
    """With `sums`, how many of its last rows are sums themselves."""
    statements = source.annual.statements(kind)
    rows = [
        (
            Cell(f"{name.text}: this statement" if pk == source.annual.organisation else name.text),
            *_amounts(statements[pk]),
        )
        for pk, name in source.names.organisations.items()
        if pk in statements
    ]
    together = sum(statements.values(), Amounts())
    rows.append((Cell("All statements together"), *_amounts(together)))
    rows.append((Cell("The partnership’s total, summed by workstream"), *_amounts(source.annual.whole(kind))))
    total = (Cell("Difference"), *_amounts(_difference(source, kind)))
    caption = f"{kind.label} savings in {_period(source)} by organisation"
    table = Table("reconciliation", caption, ("Organisation", *_MEASURES), tuple(rows), total)
    return tables.frozen(table, (25, 15, 15, 15, 15, 15)) | {"sums": 2}


def _period(source: Source) -> Period:
    return Period(source.annual.year)


def _stream(source: Source, pk: int | None) -> str:
    if pk is None:
        return "The programme as a whole"
    name = source.names.workstreams.get(pk)
    return name.text if name else "–"


# --- The same rows for a spreadsheet ----------------------------------------------------------------------------------


def export(pack: Pack) -> Export:
    """Every row of every table of a finished statement, as frozen: the columns of all tables side by side.

    Each row says which table it is of, and whether it is a total.
    """
    found = [table for section in pack.frozen()["sections"] for table in section["content"].get("tables", [])]
    headings = list(dict.fromkeys(column["heading"] for table in found for column in table["columns"]))
    facts = [
        Fact("Statement of", str(pack.organisation)),
        Fact("Year of the statement", str(pack.period)),
        Fact("Version", pack.version),
        Fact("As at", pack.as_at_on),
        Fact("Ledger sequence", pack.sequence),
    ]
    name = pack.filename.removesuffix(".pdf")
    return Export(name, f"Annual statement {pack.period}", ["Table", "Row", *headings], _rows(found, headings), facts)


def _rows(found: list[Content], headings: list[str]) -> Iterator[list[Any]]:
    for table in found:
        columns = [column["heading"] for column in table["columns"]]
        for row, is_total in _rows_of(table):
            cells = {name: _value(cell) for name, cell in zip(columns, row, strict=True)}
            yield [table["caption"], "total" if is_total else "row", *(cells.get(name, "") for name in headings)]


def _value(cell: Content) -> Any:
    """A number as a number, and money as money: as frozen, all are texts."""
    text, plain = cell["text"], cell["plain"]
    if cell["style"] != "number" or not plain:
        return plain or text
    return Pence(Decimal(plain) * 100) if "£" in text else Decimal(plain)


def _rows_of(table: Content) -> Iterator[tuple[Content, bool]]:
    """All rows in order, and whether each is a sum of others."""
    first_sum = len(table["rows"]) - table.get("sums", 0)
    yield from ((row, number >= first_sum) for number, row in enumerate(table["rows"]))
    yield from ((row, False) for row in table.get("rest", []))
    if table["total"]:
        yield table["total"], True
