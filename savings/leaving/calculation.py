"""What follows when a partner leaves a workstream. Pure: facts in, results out; nothing here knows the database.

All money is whole pence at the prices of the day, not discounted. A part of a year counts by days. Rounding is that of
`money.rounded`, half a penny away from zero; whatever is divided among partners is divided by the largest remainder, so
that parts add up.

1. Cost of leaving: the items that were entered, what the leaver pays and what those who remain pay.
2. Unrecovered set-up cost: the leaver's share of the one-off cost (by the weights), less what it has got back by then:
   by `SAVINGS` its cashable savings realised so far, by `LINE` an equal part for each whole month since the start.
3. Savings forgone: the leaver loses its share of all savings expected from the day after; of the share of each of the
   others the percentage is lost that was entered as needing the leaver (its volume, its price, its staff).
4. Running cost: what the leaver pays a year now, those who remain take over by their weights.
5. New shares: the weights of those who remain, as hundredths of a per cent of 100%.
6. Rules, as far as the partnership's policy asks for them: the number of partners left; what those who remain save in
   the second financial year, as a percentage of their combined cost before the service was shared. It is the second
   year however far the analysis looks ahead: the first may be a part of a year.
7. Compensation. Going instead of staying, the leaver gains its running cost and what it expects otherwise, and loses
   its savings, its cost of leaving and, where it repays it, its unrecovered set-up cost (otherwise that is spent
   whether it goes or stays). The others lose what they forgo, the running cost they take over and their cost of its
   leaving, less what is repaid. A payment from the others for staying helps both sides when it is at least what the
   leaver gains and at most what the others lose; a payment from the leaver for going, the other way round.

An example, by hand. Three partners with equal weights; the first leaves on 31 March 2026; two years ahead. Each expects
£30,000 a year, a tenth of which needs the leaver. £90,000 was spent on 1 April 2023 and was to come back in 60 months.
The leaver pays £5,000 a year of running cost and expects to gain £32,000 a year otherwise; leaving costs it £4,000 and
the others £1,000.

>>> thirty = {2026: 30_000_00, 2027: 30_000_00}
>>> found = withdrawal(
...     Facts(
...         leaver=1,
...         last_on=date(2026, 3, 31),
...         horizon=2,
...         parties=(Part(1, 1), Part(2, 1), Part(3, 1)),
...         expected={1: thirty, 2: thirty, 3: thirty},
...         costs=(Cost("Redundancy", 4_000_00, 1_000_00),),
...         set_up=SetUp(90_000_00, date(2023, 4, 1), 60, LINE),
...         lost_hundredths=10_00,
...         running=5_000_00,
...         otherwise=32_000_00,
...         before=500_000_00,
...         rules=Rules(2, 10_00),
...     )
... )

Its share of the set-up cost is £30,000, of which 36 of 60 months are back:

>>> found.set_up_share, found.unrecovered
(3000000, 1200000)

It forgoes £60,000, the others £3,000 a year each:

>>> found.forgone_by_leaver, found.forgone_by(2)
(6000000, 600000)

Going it gains 10,000 + 64,000 - 60,000 - 4,000 = £10,000; the others lose 12,000 + 10,000 + 1,000 = £23,000. So £10,000
to £23,000 for staying leaves both better off, and no payment for going does:

>>> found.gain, found.loss, found.to_stay, found.to_go
(1000000, 2300000, Range(least=1000000, most=2300000), None)

Two partners are left, as many as are asked for; in the second year they save £54,000 of £500,000, which is 10.8%:

>>> [(test.value, test.hundredths, test.passes, test.by) for test in found.tests]
[(2, None, True, 0), (5400000, 1080, True, 400000)]
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from partnership.apportionment import Part, Split, split
from partnership.dated import Period, financial_year_of
from partnership.money import FULL_PERCENT, rounded
from workstreams.investment import reduction

SAVINGS, LINE = "savings", "line"


@dataclass(frozen=True)
class Cost:
    """One item of the cost of leaving: what of it the leaver pays, and what those who remain pay."""

    name: str
    leaver: int
    others: int


@dataclass(frozen=True)
class SetUp:
    """The one-off cost of all partners together, and by what rule a share of it comes back."""

    pence: int
    began_on: date
    months: int  # over which it was to come back, by LINE
    rule: str = SAVINGS
    is_repaid: bool = False  # whether the leaver pays the others what it has not got back


@dataclass(frozen=True)
class Rules:
    """What the policy of a partnership asks for, by its version: at least so many partners; savings of at least a part
    of the combined cost, in hundredths of a per cent. None: it does not ask."""

    partners: int | None = None
    hundredths: int | None = None
    policy: str = ""


@dataclass(frozen=True)
class Facts:
    """`parties`: all partners with their weights, the leaver among them. `expected`: pence by organisation and
    financial year. `realised`: the leaver's cashable savings so far. `before`: what the service cost those who remain
    in a year before it was shared."""

    leaver: int
    last_on: date
    horizon: int  # financial years, the one under way among them
    parties: tuple[Part, ...]
    expected: Mapping[int, Mapping[int, int]]
    realised: int = 0
    costs: tuple[Cost, ...] = ()
    set_up: SetUp = SetUp(0, date(2000, 4, 1), 1)
    lost_hundredths: int = 0  # per cent of the others' expected savings that need the leaver
    running: int = 0  # a year, that the leaver pays now
    otherwise: int = 0  # a year, that the leaver expects to gain by going
    before: int | None = None
    no_before: str = ""  # why there is none, in a sentence
    rules: Rules = Rules()

    @property
    def from_on(self) -> date:
        return self.last_on + timedelta(days=1)

    @property
    def years(self) -> tuple[int, ...]:
        first = financial_year_of(self.from_on)
        return tuple(range(first, first + self.horizon))

    @property
    def second_year(self) -> int:
        return self.years[0] + 1

    @property
    def days(self) -> tuple[int, int]:
        """How many days of the first year it is gone, and of how many."""
        year = Period(self.years[0])
        return (year.last_on - self.from_on).days + 1, (year.last_on - year.first_on).days + 1

    @property
    def others(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parties if part.party != self.leaver)


@dataclass(frozen=True)
class Forgone:
    organisation: int
    year: int
    pence: int


@dataclass(frozen=True)
class NewShare:
    """An organisation's part before and after, in hundredths of a per cent."""

    organisation: int
    before: int
    after: int


@dataclass(frozen=True)
class Together:
    """What one of those who remain loses up to the horizon: savings, running cost taken over, cost of the leaving, less
    what the leaver repays. It is the most that it can pay for the leaver to stay."""

    organisation: int
    forgone: int
    running: int
    costs: int
    repaid: int

    @property
    def loss(self) -> int:
        return self.forgone + self.running + self.costs - self.repaid


@dataclass(frozen=True)
class Test:
    """One rule: what there is, what is asked for, and how far it is from that. In partners, or in pence with the
    percentage in hundredths beside."""

    name: str
    value: int
    threshold: int
    by: int
    hundredths: int | None = None
    year: int | None = None

    @property
    def passes(self) -> bool:
        return self.by >= 0


@dataclass(frozen=True)
class Range:
    """Any payment from `least` to `most` leaves both sides no worse off."""

    least: int
    most: int


@dataclass(frozen=True)
class Result:
    costs_leaver: int
    costs_others: int
    set_up_share: int
    recovered: int
    forgone: tuple[Forgone, ...]
    shares: tuple[NewShare, ...]
    remaining: tuple[Together, ...]
    tests: tuple[Test, ...]
    running: int  # of the leaver, up to the horizon
    otherwise: int

    @property
    def unrecovered(self) -> int:
        return self.set_up_share - self.recovered

    @property
    def repaid(self) -> int:
        return sum(each.repaid for each in self.remaining)

    def forgone_by(self, organisation: int) -> int:
        return sum(one.pence for one in self.forgone if one.organisation == organisation)

    @property
    def forgone_by_leaver(self) -> int:
        return sum(one.pence for one in self.forgone) - sum(each.forgone for each in self.remaining)

    @property
    def gain(self) -> int:
        """What the leaver gains by going, up to the horizon; below 0: what it loses."""
        return self.running + self.otherwise - self.forgone_by_leaver - self.costs_leaver - self.repaid

    @property
    def loss(self) -> int:
        """What those who remain lose when it goes; below 0: what they gain."""
        return sum(each.loss for each in self.remaining)

    @property
    def to_stay(self) -> Range | None:
        """What the others could pay the leaver to stay. None: no payment makes both better off."""
        least = max(self.gain, 0)
        return Range(least, self.loss) if self.loss > 0 and self.loss >= least else None

    @property
    def to_go(self) -> Range | None:
        """What the leaver could pay the others to go."""
        least = max(self.loss, 0)
        return Range(least, self.gain) if self.gain > 0 and self.gain >= least else None


def withdrawal(facts: Facts) -> Result:
    """Work it out. Raises ValueError where the leaver is no partner, or nobody with a weight remains."""
    _check(facts)
    others = facts.others
    costs_others = sum(cost.others for cost in facts.costs)
    share = _of(facts.leaver, split(facts.set_up.pence, facts.parties))
    recovered = _recovered(facts, share)
    forgone = _forgone(facts)
    repaid = share - recovered if facts.set_up.is_repaid else 0
    taken_over, borne, back = (
        {each.party: each.pence for each in split(pence, others)}
        for pence in (_up_to_horizon(facts, facts.running), costs_others, repaid)
    )
    lost = {part.party: sum(one.pence for one in forgone if one.organisation == part.party) for part in others}
    return Result(
        costs_leaver=sum(cost.leaver for cost in facts.costs),
        costs_others=costs_others,
        set_up_share=share,
        recovered=recovered,
        forgone=forgone,
        shares=_shares(facts),
        remaining=tuple(
            Together(part.party, lost[part.party], taken_over[part.party], borne[part.party], back[part.party])
            for part in others
        ),
        tests=_tests(facts),
        running=_up_to_horizon(facts, facts.running),
        otherwise=_up_to_horizon(facts, facts.otherwise),
    )


def _check(facts: Facts) -> None:
    if facts.leaver not in {part.party for part in facts.parties}:
        raise ValueError("Who leaves must be one of the partners.")
    if not any(part.weight for part in facts.others):
        raise ValueError("Somebody with a weight must remain.")
    if facts.horizon < 1 or facts.set_up.months < 1:
        raise ValueError("The horizon and the months of recovery are at least 1.")


def _of(party: int, splits: Sequence[Split]) -> int:
    return next(each.pence for each in splits if each.party == party)


def _in_year(facts: Facts, year: int, pence: int) -> int:
    """A whole year's amount, as far as the year lies after the last day."""
    return rounded(Fraction(pence * facts.days[0], facts.days[1])) if year == facts.years[0] else pence


def _up_to_horizon(facts: Facts, yearly: int) -> int:
    return sum(_in_year(facts, year, yearly) for year in facts.years)


def months_between(first: date, last: date) -> int:
    """Whole months from one day to another: 1 April to 30 June are two, to 1 July three.

    >>> months_between(date(2023, 4, 1), date(2026, 4, 1)), months_between(date(2023, 4, 15), date(2023, 5, 14))
    (36, 0)
    """
    return max(0, (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day))


def _recovered(facts: Facts, share: int) -> int:
    """At most the share itself: what came back beyond it is gain."""
    if facts.set_up.rule == SAVINGS:
        return min(share, max(0, facts.realised))
    gone = min(months_between(facts.set_up.began_on, facts.from_on), facts.set_up.months)
    return rounded(Fraction(share * gone, facts.set_up.months))


def _forgone(facts: Facts) -> tuple[Forgone, ...]:
    found = []
    for part in facts.parties:
        for year in facts.years:
            pence = _in_year(facts, year, facts.expected.get(part.party, {}).get(year, 0))
            if part.party != facts.leaver:
                pence = _part(pence, facts.lost_hundredths)
            found.append(Forgone(part.party, year, pence))
    return tuple(found)


def _shares(facts: Facts) -> tuple[NewShare, ...]:
    before, after = (
        {each.party: each.pence for each in split(FULL_PERCENT, parts)} for parts in (facts.parties, facts.others)
    )
    return tuple(NewShare(part.party, before[part.party], after.get(part.party, 0)) for part in facts.parties)


def _part(pence: int, hundredths: int) -> int:
    return rounded(Fraction(pence * hundredths, FULL_PERCENT))


def _tests(facts: Facts) -> tuple[Test, ...]:
    rules, left = facts.rules, len(facts.others)
    partners = () if rules.partners is None else (Test("partners", left, rules.partners, left - rules.partners),)
    if rules.hundredths is None or not facts.before or facts.before < 0:
        return partners
    saved = sum(facts.expected.get(part.party, {}).get(facts.second_year, 0) for part in facts.others)
    value = saved - _part(saved, facts.lost_hundredths)
    found = reduction(value, facts.before, year=facts.second_year, threshold_hundredths=rules.hundredths)
    asked = value + found.short_pence
    return *partners, Test("saving", value, asked, -found.short_pence, found.hundredths, facts.second_year)
