"""Tables of contracts that add up both ways: one contract by organisation and year, a basket by contract and
organisation. Page, CSV and API take their numbers from here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from partnership.dated import year_name
from partnership.exports import Pence
from savings.contracts import Grid, Schedule, grid
from savings.models import Contract


@dataclass(frozen=True)
class ContractTable:
    """Organisations in rows, financial years in columns; a row's total is its whole life. `yearly`: the saving a year
    of each row."""

    grid: Grid
    yearly: tuple[int, ...]

    @property
    def rows(self) -> list[tuple[str, int, tuple[int | None, ...], int]]:
        """Each organisation, its saving a year, its years, its whole life."""
        return [
            (name, yearly, cells, total)
            for (name, cells, total), yearly in zip(self.grid.rows, self.yearly, strict=True)
        ]

    @property
    def yearly_total(self) -> int:
        return sum(self.yearly)


def of_contract(schedule: Schedule, names: Mapping[int, str]) -> ContractTable:
    """`names` are those of the organisations, by id."""
    years = {each.year: year_name(each.year) for each in schedule.years}
    rows = [
        (names[part.party], {each.year: each.shares[index].pence for each in schedule.years})
        for index, part in enumerate(schedule.yearly)
    ]
    return ContractTable(grid(years, rows), tuple(part.pence for part in schedule.yearly))


@dataclass(frozen=True)
class BasketTables:
    """The saving a year and the whole life by contract and organisation; and by organisation and financial year."""

    contracts: tuple[Contract, ...]
    yearly: Grid
    whole_life: Grid
    years: Grid

    @property
    def both(self) -> list[tuple[str, Grid, list[tuple[Contract, tuple[int | None, ...], int]]]]:
        """The two tables by contract: caption, the table, and its rows with their contracts."""
        captions = {"Saving a year": self.yearly, "Whole life": self.whole_life}
        return [
            (
                caption,
                found,
                [
                    (contract, cells, total)
                    for contract, (_, cells, total) in zip(self.contracts, found.rows, strict=True)
                ],
            )
            for caption, found in captions.items()
        ]


def of_basket(contracts: Sequence[Contract]) -> BasketTables:
    """Of contracts with their parts and organisations loaded. No query."""
    schedules = [(contract, contract.schedule) for contract in contracts]
    columns = _organisations(contracts)
    yearly = [(str(contract), {part.party: part.pence for part in found.yearly}) for contract, found in schedules]
    whole_life = [(str(contract), found.whole_life) for contract, found in schedules]
    return BasketTables(
        tuple(contracts),
        grid(columns, yearly),
        grid(columns, whole_life),
        _by_year([found for _, found in schedules], columns),
    )


LINE_HEADINGS = ("Contract", "Supplier", "Reference", "Organisation", "Financial year", "Saving")


def lines(contracts: Iterable[Contract]) -> Iterator[list[Any]]:
    """What the tables of a basket are sums of: one row for each contract, organisation and financial year."""
    for contract in contracts:
        names = contract.names
        for each in contract.schedule.years:
            for share in each.shares:
                about = [contract.saving.title, contract.supplier, contract.reference]
                yield [*about, names[share.party], year_name(each.year), Pence(share.pence)]


def _by_year(schedules: Sequence[Schedule], organisations: Mapping[int, str]) -> Grid:
    cells: dict[int, dict[int, int]] = {pk: {} for pk in organisations}
    for schedule in schedules:
        for each in schedule.years:
            for share in each.shares:
                cells[share.party][each.year] = cells[share.party].get(each.year, 0) + share.pence
    years = sorted({each.year for schedule in schedules for each in schedule.years})
    return grid({year: year_name(year) for year in years}, [(organisations[pk], cells[pk]) for pk in organisations])


def _organisations(contracts: Iterable[Contract]) -> dict[int, str]:
    """All that have a part in any of the contracts, by code."""
    found = {part.organisation for contract in contracts for part in contract.parts.all()}
    return {each.pk: each.short_name for each in sorted(found, key=lambda each: each.code)}
