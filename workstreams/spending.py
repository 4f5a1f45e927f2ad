"""What is left of a budget head and of a grant, and what has to be said about it. Pure: knows no database.

    remaining = budget - spent - what is committed and not paid yet
    left of a grant = amount - spent by its last day - committed and not paid yet - put in a reserve

What is spent after the last day of a grant uses nothing of it: whoever spent it pays for it.
All amounts are whole pence. Corrections are in them already, as rows below £0.00.
"""

from dataclasses import dataclass
from datetime import date

from partnership.money import format_pounds

SOON_DAYS = 90  # before the day on which a grant lapses it is said each day how much is left


@dataclass(frozen=True)
class Position:
    """One budget head, or several added up.

    >>> Position(10_000_00, 6_500_00, 2_000_00).remaining
    150000
    >>> Position(10_000_00, 6_500_00, 4_000_00).warning
    'Spent and committed come to £500.00 more than the budget.'
    >>> Position(10_000_00, 10_250_00, 0).warning
    'Overspent by £250.00.'
    """

    budget: int
    spent: int
    committed: int

    @property
    def remaining(self) -> int:
        return self.budget - self.spent - self.committed

    @property
    def is_over(self) -> bool:
        return self.remaining < 0

    @property
    def warning(self) -> str:
        """A sentence, or nothing while the budget holds."""
        if self.spent > self.budget:
            more = f", and {format_pounds(self.committed)} more is committed" if self.committed else ""
            return f"Overspent by {format_pounds(self.spent - self.budget)}{more}."
        if self.is_over:
            return f"Spent and committed come to {format_pounds(-self.remaining)} more than the budget."
        return ""

    def __add__(self, other: "Position") -> "Position":
        return Position(self.budget + other.budget, self.spent + other.spent, self.committed + other.committed)


NOTHING = Position(0, 0, 0)


@dataclass(frozen=True)
class GrantPosition:
    """A grant: what was given, what its heads allot, and where it went.

    >>> grant = GrantPosition(15_000_00, 15_000_00, 9_600_00, 0, 5_400_00, date(2015, 3, 31))
    >>> grant.left, grant.warnings(date(2015, 4, 1))
    (0, [])
    >>> GrantPosition(15_000_00, 15_000_00, 9_600_00, 0, 0, date(2015, 3, 31)).warnings(date(2015, 4, 1))
    ['It lapsed on 31 March 2015 with £5,400.00 not used.']
    >>> GrantPosition(100_00, 0, 90_00, 0, 10_00, date(2015, 3, 31), late=7_00).warnings(date(2015, 4, 1))
    ['£7.00 was spent after its last day: it does not pay for that.']
    """

    amount: int
    allotted: int
    spent: int
    committed: int
    reserved: int
    use_until: date | None
    late: int = 0  # spent after that day

    @property
    def left(self) -> int:
        return self.amount - self.spent - self.committed - self.reserved

    def days_left(self, today: date) -> int | None:
        """How many days it may still be used, today included; below 1 it has lapsed. None: no day is set."""
        return None if self.use_until is None else (self.use_until - today).days + 1

    def warnings(self, today: date) -> list[str]:
        """What somebody has to do something about, in sentences."""
        return [words for words in (self._over(), self._allotted(), self._late(), self._lapse(today)) if words]

    def _over(self) -> str:
        return f"{format_pounds(-self.left)} more is used than was granted." if self.left < 0 else ""

    def _allotted(self) -> str:
        over = self.allotted - self.amount
        return f"Its budget heads come to {format_pounds(over)} more than the grant." if over > 0 else ""

    def _late(self) -> str:
        return (
            f"{format_pounds(self.late)} was spent after its last day: it does not pay for that." if self.late else ""
        )

    def _lapse(self, today: date) -> str:
        """What is committed and not paid by the last day lapses with the rest."""
        days, open_ = self.days_left(today), max(self.left, 0) + max(self.committed, 0)
        if days is None or self.use_until is None or not open_:
            return ""
        day = f"{self.use_until.day} {self.use_until:%B %Y}"
        if days < 1:
            return f"It lapsed on {day} with {format_pounds(open_)} not used."
        if days > SOON_DAYS:
            return ""
        return f"It lapses on {day}, in {days} {'day' if days == 1 else 'days'}, with {format_pounds(open_)} not used."
