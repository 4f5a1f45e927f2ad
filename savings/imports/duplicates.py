"""Likely duplicates: the same organisation, workstream, period and amount, stated or earlier in the file; and what
looks like the same saving by the rule of `savings.duplicates`, claimed by another council or in another row.

Whether it is one, a person decides: it is a warning, and says what the other is, as far as the officer may see it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from partnership.dated import Period
from partnership.money import format_pounds
from savings import duplicates
from savings.duplicates import Alike, Likeness, Lookout, Standing
from savings.imports.contracts import SameContract
from savings.imports.findings import Finding
from savings.imports.rows import Judged
from savings.models import Import, Statement
from savings.models.statements import EARNED_QUARTER, EARNED_YEAR
from savings.models.words import MONEY_KINDS, Stage

MOST_OF_A_YEAR = 5_000
MOST_REMEMBERED = 200_000
TOO_MANY = (
    f"It has more than {MOST_OF_A_YEAR:,} rows of one workstream and year, or {MOST_REMEMBERED:,} in all: beyond "
    "these, rows were compared with each other only by workstream, period and amount."
)
_ONE_TOO_MANY = "If it is the same saving, delete one."
_WHY = {
    Alike.AMOUNT: "the amounts are the same",
    Alike.CLOSE: "the titles are alike and the amounts nearly the same",
    Alike.SHARE: "one is an organisation's share of the other",
}
Key = tuple[int, int, int | None, int, int | None]  # workstream, year, quarter, pence, hundredths of a measure
_COLUMNS = ("saving__workstream", EARNED_YEAR, EARNED_QUARTER, "amount_pence", "measure_hundredths")


class Duplicates:
    """Compares portions of rows with what is stated, and with the rows that came before.

    Of the rows before it keeps two numbers each, and what `Before` remembers.
    """

    def __init__(self, imported: Import) -> None:
        self._stated = Statement.objects.filter(
            partnership=imported.partnership_id, organisation=imported.organisation_id
        )
        self._before: dict[int, tuple[str, int]] = {}
        self._by, self._lookout = imported.uploaded_by, Lookout(imported.partnership)
        self._contracts, self._rows = SameContract(imported), Before()

    def look(self, rows: Sequence[Judged]) -> None:
        """Add a warning to each good row that looks like another. Two queries for each portion, and those of the
        `Lookout` and of `SameContract`."""
        keys = {row.number: list(_keys(row)) for row in rows if row.is_good}
        stated = self._found({key for of_row in keys.values() for key in of_row})
        told = set()
        for row in rows:
            if not row.is_good:
                continue
            same = next((stated[key] for key in keys[row.number] if key in stated), None)
            if same:
                row.findings.append(Finding("Amount", _worth(row), _sentence(*same), is_error=False))
            if self._beside(row, hash(tuple(keys[row.number]))):
                told.add(row.number)
        self._claimed_twice([row for row in rows if row.is_good and not row.findings])
        for row in rows:
            if row.is_good:
                self._among_rows(row, told=row.number in told)
        self._contracts.look(rows)

    @property
    def notes(self) -> list[str]:
        return [TOO_MANY] if self._rows.is_full else []

    def _among_rows(self, row: Judged, *, told: bool) -> None:
        """Of a row that was told to be the same as another nothing more is said."""
        sentence = self._rows.beside(row, compare=not told)
        if sentence:
            row.findings.append(Finding("Amount", _worth(row), sentence, is_error=False))

    def _claimed_twice(self, rows: Sequence[Judged]) -> None:
        asked = [(row, claim) for row in rows for claim in _claims(row)]
        found = self._lookout.likely([claim for _, claim in asked])
        alike = [one.claim.statement for each in found for one in each if one.claim.statement]
        seen = Statement.objects.visible_to(self._by).select_related("saving", "organisation").in_bulk(alike)
        for (row, _), each in zip(asked, found, strict=True):
            if each and not row.findings:
                others = [seen[one.claim.statement] for one in each if one.claim.statement in seen]
                row.findings.append(Finding("Amount", _worth(row), _alike(others), is_error=False))

    def _beside(self, row: Judged, key: int) -> bool:
        if key not in self._before:
            self._before[key] = (row.sheet, row.number)
            return False
        sentence = f"{_row(*self._before[key])} has the same workstream, period and amount. {_ONE_TOO_MANY}"
        row.findings.append(Finding("Amount", _worth(row), sentence, is_error=False))
        return True

    def _found(self, keys: set[Key]) -> dict[Key, tuple[int, str, str, Period]]:
        """By key: number, title, stage and period of the newest statement like it."""
        if not keys:
            return {}
        amounts, years = {key[3] for key in keys}, {key[1] for key in keys}
        rows = self._stated.alias(earned=EARNED_YEAR).filter(amount_pence__in=amounts, earned__in=years)
        found = {}
        for *key, pk, title, stage in rows.order_by("pk").values_list(*_COLUMNS, "pk", "saving__title", "stage"):
            if (same := tuple(key)) in keys:
                found[same] = (pk, title, stage, Period(same[1], same[2]))
        return found


class Before:
    """The rows of a file that came before, as claims that a row is compared with: about a kilobyte for each year of
    each row, up to `MOST_REMEMBERED`. Of one workstream and year at most `MOST_OF_A_YEAR` are compared with each other.
    """

    def __init__(self) -> None:
        self._standing: dict[tuple[int, int], Standing] = {}  # by workstream and year
        self._places: dict[int, tuple[str, int, str]] = {}  # sheet, row and title by the number of a claim
        self._remembered = 0
        self.is_full = False

    def beside(self, row: Judged, *, compare: bool) -> str:
        """What is said of the first row before that looks like this one, which is remembered then; nothing where none
        does."""
        assert row.claim is not None
        number, found = len(self._places) + 1, ""
        for claim in _claims(row):
            key = (claim.workstream, claim.year)
            if claim.kind not in MONEY_KINDS:
                continue
            standing = self._standing.setdefault(key, Standing([], row.claim.workstream.name))
            if len(standing.claims) >= MOST_OF_A_YEAR or self._remembered >= MOST_REMEMBERED:
                self.is_full = True
                continue
            mine = replace(claim, statement=-number)  # so that its own years are not compared with each other
            if compare and not found:
                found = self._told(next(standing.like(mine), None))
            standing.add(mine)
            self._remembered += 1
            self._places[number] = (row.sheet, row.number, claim.title)
        return found

    def _told(self, like: Likeness | None) -> str:
        if like is None:
            return ""
        sheet, number, title = self._places[-(like.claim.statement or 0)]
        why = _WHY[like.alike]
        return f"{_row(sheet, number)}, “{title[:80]}”, looks like the same saving: {why}. {_ONE_TOO_MANY}"


def _row(sheet: str, number: int) -> str:
    return f"Row {number}" + (f" of the sheet “{sheet}”" if sheet else "")


def _keys(row: Judged) -> Iterator[Key]:
    claim = row.claim
    assert claim is not None
    for period in claim.statement.earned_in:
        yield (
            claim.workstream.pk,
            period.year,
            period.quarter,
            claim.statement.amount_pence,
            claim.statement.measure_hundredths,
        )


def _claims(row: Judged) -> Iterator[duplicates.Claim]:
    claim = row.claim
    assert claim is not None
    described = claim.details or claim.of
    assert described is not None
    for earned, (_, splits) in zip(claim.statement.earned_in, claim.shares, strict=True):
        yield duplicates.Claim(
            workstream=claim.workstream.pk,
            kind=described.kind,
            stage=claim.statement.stage,
            year=earned.year,
            quarter=earned.quarter,
            amount_pence=claim.statement.amount_pence,
            title=described.title,
            parts={split.party: split.pence for split in splits if split.pence},
            saving=claim.of.pk if claim.of else None,
        )


def _alike(seen: Sequence[Statement]) -> str:
    """Of what the officer may not see only that it is there."""
    which = "Another council's statement"
    if seen:
        other = seen[0]
        which = f"Statement {other.pk} of {other.organisation.short_name}, “{other.saving.title[:80]}”,"
    return f"{which} looks like the same saving. If it is, it must not be claimed twice: delete the row."


def _worth(row: Judged) -> str:
    stated = row.claim.statement if row.claim else None
    return format_pounds(stated.amount_pence) if stated and stated.measure_hundredths is None else ""


def _sentence(pk: int, title: str, stage: str, period: Period) -> str:
    return (
        f"Statement {pk}, “{title[:80]}” ({Stage(stage).label.lower()}, {period}), has the same workstream, period and "
        "amount. If it is the same saving, delete the row."
    )
