"""Invented savings for a generated partnership: the same for the same seed, and spread as in a real one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from partnership.apportionment import Part, split
from partnership.dated import Period, financial_year_of
from partnership.demo.generated import Ground
from partnership.models import Organisation
from savings.ledger import Entry, Line
from savings.models import Cause, Saving, Share, Statement
from savings.models.words import Basis, Category, Kind, Stage, State
from workstreams.models import Workstream

KINDS = {Kind.CASHABLE: 66, Kind.NON_CASHABLE: 26, Kind.QUALITATIVE: 8}
BASES = {Basis.ONE: 50, Basis.EQUAL: 20, Basis.POPULATION: 12, Basis.BUDGET: 10, Basis.AGREED: 8}
THINGS = (
    "contract",
    "posts",
    "licence",
    "printing",
    "vehicles",
    "insurance",
    "telephony",
    "training",
    "storage",
    "forms",
)
VERBS = ("Shared", "Joint", "Single", "Renegotiated", "Simplified", "Paperless", "Pooled", "Combined")
REASONS = (
    "The invoice is missing.",
    "Counted in another saving already.",
    "The second half of the year is not due yet.",
)


@dataclass
class Stated:
    """A statement, its shares, and what is yet to happen to it."""

    statement: Statement
    shares: list[Share]
    submitted_at: datetime | None = None
    entries: list[Entry] = field(default_factory=list)


class Inventor:
    """Invents savings one by one. Nothing here touches the database."""

    def __init__(self, ground: Ground, rng: Random, now: datetime) -> None:
        self.ground, self.rng, self.now = ground, rng, now
        self.first_year, self.last_year = financial_year_of(ground.founded_on), financial_year_of(now.date())
        self.sizes = {
            organisation.pk: organisation.sizes.values_list("population", "net_budget_pence").get()
            for organisation in ground.organisations
        }

    def saving(self) -> Saving:
        workstream = self.rng.choice(self.ground.workstreams)
        organisation = self.rng.choice(self.ground.participants[workstream.pk])
        kind = self._pick(KINDS)
        officer = self.ground.people["officer"][organisation.pk]
        return Saving(
            partnership=self.ground.partnership,
            workstream=workstream,
            organisation=organisation,
            title=f"{self.rng.choice(VERBS)} {self.rng.choice(THINGS)}, {workstream.name.lower()}",
            kind=kind,
            category=self.rng.choice(Category.values),
            recurrence=self.rng.choices(("recurring", "one_off"), (65, 35))[0],
            method="Generated.",
            baseline="none",
            unit="per cent" if kind == Kind.QUALITATIVE else "",
            created_by=officer,
        )

    def statements(self, saving: Saving) -> Iterator[Stated]:
        """What is stated of a saving over its years, in order of time within each year."""
        years = self.rng.randint(2, 5) if saving.recurrence == "recurring" else 1
        begin = self.rng.randint(self.first_year, self.last_year)
        pence = int(self.rng.lognormvariate(9.3, 1.1)) * 100 + self.rng.randrange(100)
        basis = self._pick(BASES)
        parties = self._parties(saving.workstream, saving.organisation, basis)
        stages = [
            stage
            for stage, chance in ((Stage.TARGET, 55), (Stage.FORECAST, 75), (Stage.CONTRACTED, 25))
            if self.rng.randrange(100) < chance
        ]
        for year in range(begin, begin + years):
            for stage in (*stages, Stage.REALISED):
                yield from self._stated(saving, stage, year, pence, basis, parties)

    def _stated(
        self, saving: Saving, stage: str, year: int, pence: int, basis: str, parties: Sequence[Part]
    ) -> Iterator[Stated]:
        on = self._stated_on(stage, year)
        if on > self.now.date():
            return
        factor = 100 if stage == Stage.TARGET else self.rng.randint(70, 118)
        quarter = self.rng.randint(1, 4) if stage == Stage.REALISED and self.rng.randrange(4) == 0 else None
        first = self._one(saving, stage, Period(year, quarter), pence * factor // 100, basis, parties, on)
        yield first
        soft = stage in (Stage.TARGET, Stage.FORECAST)
        revised_on = on + timedelta(days=self.rng.randint(40, 200))
        if first.submitted_at and soft and revised_on < self.now.date() and self.rng.randrange(100) < 12:
            yield self._replacement(first, pence * self.rng.randint(80, 110) // 100, parties, revised_on)

    def _stated_on(self, stage: str, year: int) -> date:
        """Targets before the year, forecasts and contracts in it, what was realised after it."""
        first, last = {
            Stage.TARGET: (-60, 30),
            Stage.FORECAST: (20, 200),
            Stage.CONTRACTED: (10, 150),
            Stage.REALISED: (370, 470),
        }[Stage(stage)]
        return max(date(year, 4, 1) + timedelta(days=self.rng.randint(first, last)), self.ground.founded_on)

    def _one(
        self,
        saving: Saving,
        stage: str,
        period: Period,
        pence: int,
        basis: str,
        parties: Sequence[Part],
        on: date,
        replaces: Statement | None = None,
    ) -> Stated:
        """One statement with its shares, and, unless it stays a draft, its submission and what followed."""
        qualitative = saving.kind == Kind.QUALITATIVE
        statement = Statement(
            partnership=self.ground.partnership,
            saving=saving,
            organisation=saving.organisation,
            stage=stage,
            year=period.year,
            quarter=period.quarter,
            amount_pence=0 if qualitative else pence,
            measure_hundredths=self.rng.randrange(100, 100_00) if qualitative else None,
            basis=basis,
            stated_on=on,
            replaces=replaces,
            drafted_at=self._at(on),
            drafted_by=saving.created_by,
        )
        stated = Stated(statement, self._shares(statement, parties))
        submitted_at = self._later(statement.drafted_at, 0, 6)
        if submitted_at < self.now and (replaces is not None or self.rng.randrange(100) >= 3):
            self._live(stated, submitted_at)
        return stated

    def _shares(self, statement: Statement, parties: Sequence[Part]) -> list[Share]:
        return [
            Share(
                statement=statement,
                partnership=self.ground.partnership,
                organisation_id=each.party,
                weight=each.weight,
                pence=each.pence,
            )
            for each in split(statement.amount_pence, parties)
        ]

    def _live(self, stated: Stated, at: datetime) -> None:
        """Submitted; then each share verified, or returned, or still waiting."""
        stated.submitted_at = at
        replaced = stated.statement.replaces_id is not None or stated.statement.replaces is not None
        lines = [Line(share, State.SUBMITTED, entering=True) for share in stated.shares]
        cause = Cause.RESTATED if replaced else Cause.SUBMITTED
        stated.entries.append(Entry(at, cause, stated.statement.drafted_by, lines))
        for share in stated.shares:
            fate, then = self.rng.randrange(100), self._later(at, 2, 70)
            if then >= self.now or fate < 7:
                continue
            verifier = self.ground.people["verifier"][share.organisation_id]
            out = Line(share, State.SUBMITTED, entering=False)
            if fate < 9:
                stated.entries.append(Entry(then, Cause.RETURNED, verifier, [out], self.rng.choice(REASONS)))
            else:
                entry = Line(share, State.VERIFIED, entering=True)
                stated.entries.append(Entry(then, Cause.VERIFIED, verifier, [out, entry]))

    def _replacement(self, old: Stated, pence: int, parties: Sequence[Part], on: date) -> Stated:
        """A statement in the place of another: what stands of the old leaves with the new one's submission."""
        was = old.statement
        new = self._one(was.saving, was.stage, was.period, max(pence, 1), was.basis, parties, on, replaces=was)
        if not new.submitted_at:
            return new
        old.entries = [entry for entry in old.entries if entry.at < new.submitted_at]
        submission, *rest = new.entries
        lines = [*_taken_out(old), *submission.lines]
        new.entries = [Entry(submission.at, submission.cause, submission.by, lines), *rest]
        return new

    def _parties(self, workstream: Workstream, organisation: Organisation, basis: str) -> list[Part]:
        """Who shares, in the order of their codes, with the weights of the basis."""
        if basis == Basis.ONE:
            return [Part(organisation.pk, 1)]
        everybody = self.ground.participants[workstream.pk]
        number = min(len(everybody), self.rng.choice((2, 2, 3, 3, 4)))
        parties = sorted(self.rng.sample(everybody, number), key=lambda each: each.code)
        if basis == Basis.AGREED:
            return [Part(each.pk, weight) for each, weight in zip(parties, self._percentages(number), strict=True)]
        column = {Basis.POPULATION: 0, Basis.BUDGET: 1}.get(Basis(basis))
        return [Part(each.pk, 1 if column is None else self.sizes[each.pk][column]) for each in parties]

    def _percentages(self, number: int) -> list[int]:
        cuts = sorted(self.rng.sample(range(1, 100), number - 1))
        return [100 * (after - before) for before, after in zip([0, *cuts], [*cuts, 100], strict=True)]

    def _pick(self, chances: dict) -> str:
        return self.rng.choices(list(chances), list(chances.values()))[0]

    def _at(self, on: date) -> datetime:
        moment = time(self.rng.randrange(8, 18), self.rng.randrange(60), self.rng.randrange(60))
        return datetime.combine(on, moment, tzinfo=timezone.get_default_timezone())

    def _later(self, at: datetime, least: int, most: int) -> datetime:
        return at + timedelta(days=self.rng.randint(least, most), seconds=self.rng.randrange(1, 7_000))


def _taken_out(stated: Stated) -> list[Line]:
    """What a replacement posts of each share: what stands leaves; one that was returned is only settled."""
    last = {id(line.share): line for entry in stated.entries for line in entry.lines}
    return [
        Line(line.share, line.state, entering=False, empty=not line.entering)
        for line in (last[id(share)] for share in stated.shares)
    ]
