"""Shares side by side: one row for each organisation, one column for each period. In pence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from savings.models import Statement


@dataclass(frozen=True)
class SharingTable:
    """`rows` are (organisation, pence of each period; None: no share in it); `totals` add each column up."""

    periods: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]
    totals: tuple[int, ...]


def table(columns: Sequence[tuple[str, Sequence[tuple[str, int]]]]) -> SharingTable:
    """From (period, [(organisation, pence)]); organisations stand in the order in which they first come."""
    names = list(dict.fromkeys(name for _, shares in columns for name, _ in shares))
    by_column = [dict(shares) for _, shares in columns]
    return SharingTable(
        tuple(period for period, _ in columns),
        tuple((name, tuple(shares.get(name) for shares in by_column)) for name in names),
        tuple(sum(shares.values()) for shares in by_column),
    )


def of_statements(statements: Iterable[Statement]) -> SharingTable:
    """Of statements with their shares and organisations loaded; a column names its stage of claim where they differ."""
    statements = list(statements)
    mixed = len({each.stage for each in statements}) > 1
    return table(
        [
            (
                f"{each.get_stage_display()} {each.period_words}" if mixed else each.period_words,
                [(share.organisation.name, share.pence) for share in each.shares.all()],
            )
            for each in statements
        ]
    )
