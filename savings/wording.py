"""Statements in words: the one way to write what a statement is worth and what it was shared by."""

from collections.abc import Sequence

from partnership.money import format_percent, format_pounds
from savings.models import Statement
from savings.models.words import ALONE, Basis


def measure_words(hundredths: int) -> str:
    """A measure in hundredths of its unit: 5400 is "54", 1250 is "12.50"."""
    sign, (whole, part) = "−" if hundredths < 0 else "", divmod(abs(hundredths), 100)
    return f"{sign}{whole:,}" + (f".{part:02d}" if part else "")


def value_words(statement: Statement) -> str:
    """ "£100,000.00", or of a qualitative benefit "54 per cent of calls answered". Needs the saving loaded."""
    return worth_words(statement.amount_pence, statement.measure_hundredths, statement.saving.unit)


def worth_words(pence: int, hundredths: int | None, unit: str) -> str:
    """The same from its parts: the amount, or the measure where there is one."""
    return format_pounds(pence) if hundredths is None else f"{measure_words(hundredths)} {unit}"


def share_words(statement: Statement, pence: int) -> str:
    """A share as its statement counts: pounds, or the benefit itself, which every organisation has whole."""
    return value_words(statement) if statement.is_qualitative else format_pounds(pence)


def basis_words(statement: Statement) -> str:
    """How it is shared, to go on with after "shared": "by population", "by the partners' agreement (version 2)"."""
    words = str(statement.get_basis_display())
    words = words[:1].lower() + words[1:]
    return f"{words} ({statement.agreement.version_words})" if statement.agreement else words


def weight_words(basis: str, weight: int, unit: str = "") -> str:
    """What a share was weighed by, as its basis counts it; `unit` is that of spend or use."""
    if basis == Basis.USAGE:
        return f"{measure_words(weight)} {unit or 'units of use'}"
    if basis == Basis.POPULATION:
        return f"{weight:,} people"
    if basis == Basis.BUDGET:
        return f"{format_pounds(weight)} net revenue budget"
    if basis == Basis.CONTRACT:
        return f"{measure_words(weight)} part{'' if weight == 100 else 's'} of the contract"
    if basis in (Basis.AGREED, Basis.AGREEMENT):
        return f"{format_percent(weight)} agreed"
    return "all of it" if basis in ALONE else "an equal part"


MOST_NAMES = 4


def few(names: Sequence[str]) -> str:
    """Names for a cell of a table: beyond four, three of them and how many others."""
    if len(names) <= MOST_NAMES:
        return ", ".join(names)
    return f"{', '.join(names[: MOST_NAMES - 1])} and {len(names) - MOST_NAMES + 1} others"
