"""What a business case is made of: headings, lines by organisation and year, and the rates that are put on them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from partnership.money import rounded

FULL = 10_000  # 100% in hundredths of a per cent
LONGEST_YEARS = 10  # after year 0


class Group(StrEnum):
    """What a heading is, as far as the sums go."""

    ONE_OFF = "one_off"
    RUNNING = "running"
    GRANT = "grant"
    CASHABLE = "cashable"
    NON_CASHABLE = "non_cashable"

    @property
    def label(self) -> str:
        return _GROUPS[self]

    @property
    def is_cost(self) -> bool:
        return self in (Group.ONE_OFF, Group.RUNNING)

    @property
    def is_benefit(self) -> bool:
        return self in (Group.CASHABLE, Group.NON_CASHABLE)


_GROUPS = {
    Group.ONE_OFF: "One-off costs",
    Group.RUNNING: "Running costs",
    Group.GRANT: "Grants",
    Group.CASHABLE: "Cashable benefits",
    Group.NON_CASHABLE: "Non-cashable benefits",
}


class Heading(StrEnum):
    """The headings of costs, grants and benefits. Optimism bias and ranges are set by heading."""

    REDUNDANCY = "redundancy"
    ICT = "ict"
    CONSULTANCY = "consultancy"
    ACCOMMODATION = "accommodation"
    OTHER_COST = "other_cost"
    RUNNING = "running"
    GRANT = "grant"
    STAFF = "staff"
    PREMISES = "premises"
    SUPPLIES = "supplies"
    INCOME = "income"
    OTHER_SAVING = "other_saving"
    OFFICER_TIME = "officer_time"

    @property
    def label(self) -> str:
        return _HEADINGS[self][0]

    @property
    def group(self) -> Group:
        return _HEADINGS[self][1]


_HEADINGS = {
    Heading.REDUNDANCY: ("Redundancy", Group.ONE_OFF),
    Heading.ICT: ("ICT", Group.ONE_OFF),
    Heading.CONSULTANCY: ("Consultancy", Group.ONE_OFF),
    Heading.ACCOMMODATION: ("Accommodation", Group.ONE_OFF),
    Heading.OTHER_COST: ("Other one-off cost", Group.ONE_OFF),
    Heading.RUNNING: ("Running cost", Group.RUNNING),
    Heading.GRANT: ("Grant", Group.GRANT),
    Heading.STAFF: ("Staff saved", Group.CASHABLE),
    Heading.PREMISES: ("Premises saved", Group.CASHABLE),
    Heading.SUPPLIES: ("Supplies and services saved", Group.CASHABLE),
    Heading.INCOME: ("More income", Group.CASHABLE),
    Heading.OTHER_SAVING: ("Other cashable saving", Group.CASHABLE),
    Heading.OFFICER_TIME: ("Officers’ time", Group.NON_CASHABLE),
}


@dataclass(frozen=True)
class Line:
    """An amount of one organisation (its code) under one heading in one year (0 is that of the investment), in pence,
    before optimism bias. At or above 0: the heading says whether it is a cost, a grant or a benefit."""

    organisation: str
    heading: Heading
    year: int
    pence: int


@dataclass(frozen=True)
class Terms:
    """A case as far as its sums go. `years` follow year 0; `rate` and `bias` are parts of one: 3.5% is 0.035."""

    years: int
    rate: Decimal
    lines: tuple[Line, ...]
    bias: Mapping[Heading, Decimal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 1 <= self.years <= LONGEST_YEARS:
            raise ValueError(f"A case looks 1 to {LONGEST_YEARS} years ahead.")
        if self.rate <= -1:
            raise ValueError("A discount rate is above -100%.")
        if any(not 0 <= line.year <= self.years or line.pence < 0 for line in self.lines):
            raise ValueError("A line is of a year of the case, and not below 0.")


def worth(hours_hundredths: int, rate_pence: int) -> int:
    """What officers' time is worth, in pence: hours x rate. 12.5 hours at £24.33 are £304.125, so £304.13.

    >>> worth(12_50, 24_33)
    30413
    """
    return rounded(Fraction(hours_hundredths * rate_pence, 100))


def uplifted(line: Line, bias: Mapping[Heading, Decimal]) -> int:
    """The pence of a line with the optimism bias of its heading, which only costs have.

    >>> uplifted(Line("BDC", Heading.ICT, 0, 100_000_00), {Heading.ICT: Decimal("0.15")})
    11500000
    """
    if not line.heading.group.is_cost:
        return line.pence
    return rounded(line.pence * (1 + Fraction(bias.get(line.heading, Decimal(0)))))


@dataclass(frozen=True)
class Flow:
    """Pence of one year, or of all, by group. None is below 0."""

    one_off: int = 0
    running: int = 0
    grant: int = 0
    cashable: int = 0
    non_cashable: int = 0

    def __add__(self, other: "Flow") -> "Flow":
        return Flow(*(mine + theirs for mine, theirs in zip(self.values, other.values, strict=True)))

    def __getitem__(self, group: Group) -> int:
        return int(getattr(self, group.value))

    @property
    def values(self) -> tuple[int, ...]:
        return (self.one_off, self.running, self.grant, self.cashable, self.non_cashable)

    @property
    def cost(self) -> int:
        """Before grants."""
        return self.one_off + self.running

    @property
    def partners_cost(self) -> int:
        """What is left for the partners to pay; below 0 where the grants of the year are more than its costs."""
        return self.cost - self.grant

    @property
    def net(self) -> int:
        """Cashable benefits less what the partners pay."""
        return self.cashable - self.partners_cost


def flow_of(amounts: Iterable[tuple[Group, int]]) -> Flow:
    sums = dict.fromkeys(Group, 0)
    for group, pence in amounts:
        sums[group] += pence
    return Flow(**{group.value: pence for group, pence in sums.items()})
