"""The same saving claimed twice: what looks alike, by one plain rule, for a draft, an import and the list of pairs.

Two claims look alike when all of this holds. They are of different savings in the same workstream, of the same kind of
money, both planned (target, forecast) or both firm (contracted, realised), earned in the same financial year and not in
different quarters of it (a late claim is earned in the period that it belongs to); some organisation has a part of
both; and one of these is true:

- the amounts are the same;
- they differ by at most 1% of the larger, and the titles are alike: half of the words of the shorter title, of those
  with at least four letters and without the workstream's own name, stand in the other too;
- one is the other's part of an organisation that shares in both, give or take a pound: a joint saving, and the
  council's own claim of its part.

Only what stands is compared (submitted or verified, not taking another back). Qualitative benefits are never added up,
so they can not be counted twice and are not compared.
"""

import re
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from partnership.models import Partnership
from savings.models import DuplicateSearch, LikelyPair, Share, Statement
from savings.models.statements import EARNED_QUARTER, EARNED_YEAR
from savings.models.words import MONEY_KINDS, STANDING, Stage

CLOSE_PER_CENT = 1
MOST_EACH = 20  # pairs kept for one statement: of hundreds that are all alike nobody would decide every pair
ROUNDING_PENCE = 100
LEAST_LETTERS = 4
AT_ONCE = 20_000  # statements that one look at the page may compare: about a second
_FIRM = frozenset({Stage.CONTRACTED, Stage.REALISED})
_WORD = re.compile(rf"[^\W\d_]{{{LEAST_LETTERS},}}")
Alike = LikelyPair.Alike


@dataclass(frozen=True)
class Claim:
    """What is compared: a statement, a draft, or a row that is not a statement yet. `parts`: pence by organisation.

    The year and quarter are those in which it was earned.
    """

    workstream: int
    kind: str
    stage: str
    year: int
    quarter: int | None
    amount_pence: int
    title: str
    parts: Mapping[int, int] = field(hash=False)
    saving: int | None = None
    statement: int | None = None
    sequence: int | None = None

    @classmethod
    def of(cls, statement: Statement) -> "Claim":
        """Of a statement with its saving loaded; its shares prefetched, or one query."""
        saving = statement.saving
        return cls(
            workstream=saving.workstream_id,
            kind=saving.kind,
            stage=statement.stage,
            year=statement.earned_in.year,
            quarter=statement.earned_in.quarter,
            amount_pence=statement.amount_pence,
            title=saving.title,
            parts={share.organisation_id: share.pence for share in statement.shares.all() if share.pence},
            saving=saving.pk,
            statement=statement.pk,
            sequence=statement.sequence,
        )

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(_WORD.findall(self.title.casefold()))


class Likeness(NamedTuple):
    """A standing claim that looks like the one asked about, and by what."""

    claim: Claim
    alike: Alike


def likeness(one: Claim, other: Claim, workstream: str = "") -> Alike | None:
    """By what two claims look alike; None where they do not. `workstream` is its name, which says nothing in titles."""
    common = one.parts.keys() & other.parts.keys()
    if not common or not _comparable(one, other):
        return None
    smaller, larger = sorted((one.amount_pence, other.amount_pence))
    if smaller == larger:
        return Alike.AMOUNT
    if any(
        abs(whole.amount_pence - part.parts[organisation]) <= ROUNDING_PENCE
        for whole, part in ((one, other), (other, one))
        for organisation in common
    ):
        return Alike.SHARE
    close = (larger - smaller) * 100 <= larger * CLOSE_PER_CENT
    return Alike.CLOSE if close and titles_alike(one, other, workstream) else None


def titles_alike(one: Claim, other: Claim, workstream: str = "") -> bool:
    idle = frozenset(_WORD.findall(workstream.casefold()))
    shorter, longer = sorted((one.words - idle, other.words - idle), key=len)
    return bool(shorter) and 2 * len(shorter & longer) >= len(shorter)


def _comparable(one: Claim, other: Claim) -> bool:
    return (
        one.workstream == other.workstream
        and one.kind == other.kind in MONEY_KINDS
        and (one.stage in _FIRM) == (other.stage in _FIRM)
        and one.year == other.year
        and (one.quarter == other.quarter or None in (one.quarter, other.quarter))
        and (one.saving is None or one.saving != other.saving)
        and (one.statement is None or one.statement != other.statement)
        and min(one.amount_pence, other.amount_pence) > 0
    )


class Standing:
    """The standing claims of one workstream and year, found by their amounts and by their parts."""

    def __init__(self, claims: Iterable[Claim], workstream: str) -> None:
        self.workstream = workstream
        self.claims: list[Claim] = []
        self._amounts: list[tuple[int, int]] = []  # pence and place among the claims, in order
        self._parts: dict[int, list[tuple[int, int]]] = defaultdict(list)  # the same, by organisation
        for claim in sorted(claims, key=lambda claim: claim.amount_pence):
            self.add(claim)

    def add(self, claim: Claim) -> None:
        """One more. Next to nothing when they come in order; else moves those of a larger amount along."""
        place = len(self.claims)
        self.claims.append(claim)
        insort(self._amounts, (claim.amount_pence, place))
        for organisation, pence in claim.parts.items():
            insort(self._parts[organisation], (pence, place))

    def like(self, claim: Claim) -> Iterator[Likeness]:
        """Those that look like this one: the same amount first, then shares, then the rest. Costs the logarithm of
        their number, and those near to it in amount."""
        for place in self._near(claim):
            if alike := likeness(claim, self.claims[place], self.workstream):
                yield Likeness(self.claims[place], alike)

    def _near(self, claim: Claim) -> dict[int, None]:
        """Whatever its amount, or one of its parts, could match: more than do, never less."""
        amount = claim.amount_pence
        slack = amount * CLOSE_PER_CENT // (100 - CLOSE_PER_CENT) + 1
        near = dict.fromkeys(_between(self._amounts, amount, amount))
        for organisation, part in claim.parts.items():
            near |= dict.fromkeys(_between(self._amounts, part - ROUNDING_PENCE, part + ROUNDING_PENCE))
            parts = self._parts.get(organisation, [])
            near |= dict.fromkeys(_between(parts, amount - ROUNDING_PENCE, amount + ROUNDING_PENCE))
        return near | dict.fromkeys(_between(self._amounts, amount - slack, amount + slack))


def _between(places: list[tuple[int, int]], least: int, most: int) -> Iterator[int]:
    """The places of what is worth at least so much and at most so much."""
    found = places[bisect_left(places, (least, -1)) : bisect_left(places, (most + 1, -1))]
    return (place for _, place in found)


def likely(partnership: Partnership, claims: Sequence[Claim]) -> list[list[Likeness]]:
    """For each claim, what stands in the partnership and looks like it: see `Lookout`."""
    return Lookout(partnership).likely(claims)


class Lookout:
    """Compares claims with what stands in a partnership, and reads that once for many portions of them.

    Five queries for each financial year whose workstreams were not asked about before; it remembers a few hundred
    bytes for each statement that stands in them. It asks of nobody's permission: whoever shows what it found says of
    what the reader may not see only that there is something.
    """

    def __init__(self, partnership: Partnership) -> None:
        self._partnership = partnership
        self._known: dict[tuple[int, int], Standing | None] = {}  # by year and workstream

    def likely(self, claims: Sequence[Claim]) -> list[list[Likeness]]:
        money = [claim for claim in claims if claim.kind in MONEY_KINDS]
        self._read({(claim.year, claim.workstream) for claim in money})
        return [list(self._like(claim)) for claim in claims]

    def _like(self, claim: Claim) -> Iterator[Likeness]:
        standing = self._known.get((claim.year, claim.workstream)) if claim.kind in MONEY_KINDS else None
        return standing.like(claim) if standing else iter(())

    def _read(self, asked: Set[tuple[int, int]]) -> None:
        by_year: dict[int, set[int]] = defaultdict(set)
        for year, workstream in asked - self._known.keys():
            by_year[year].add(workstream)
        for year, workstreams in by_year.items():
            found = _standing(self._partnership, year, workstreams)
            self._known |= {(year, workstream): found.get(workstream) for workstream in workstreams}


def _standing(partnership: Partnership, year: int, workstreams: set[int]) -> dict[int, Standing]:
    """What stands of these workstreams and was earned in one year, by workstream. Five queries.

    Those stated in the year and the late claims that belong to it are asked for apart, each by its own index. Whether
    a statement stands is told here, from its amount and its shares: as conditions of the query they would lead the
    database away from those indexes.
    """
    stated = Statement.objects.submitted().filter(
        partnership=partnership, saving__workstream__in=workstreams, saving__kind__in=MONEY_KINDS
    )
    claims = defaultdict(list)
    for rows in (stated.filter(year=year, belongs_to_year=None), stated.filter(belongs_to_year=year)):
        for claim in _claims(rows.order_by()):
            claims[claim.workstream].append(claim)
    names = dict(partnership.workstreams.filter(pk__in=claims).values_list("pk", "name"))
    return {stream: Standing(found, names[stream]) for stream, found in claims.items()}


def _claims(rows: QuerySet[Statement]) -> Iterator[Claim]:
    """Those of the statements that stand. Two queries."""
    shares = Share.objects.filter(statement__in=rows.values("pk")).order_by()
    parts: dict[int, dict[int, int]] = defaultdict(dict)
    standing = set()
    for statement, organisation, pence, state in shares.values_list("statement", "organisation", "pence", "state"):
        if pence:
            parts[statement][organisation] = pence
        if state in STANDING:
            standing.add(statement)
    columns = (
        "saving__workstream",
        "saving__kind",
        "stage",
        EARNED_YEAR,
        EARNED_QUARTER,
        "amount_pence",
        "saving__title",
    )
    for pk, saving, sequence, *said in rows.values_list("pk", "saving", "sequence", *columns):
        claim = Claim(*said, parts=parts[pk], saving=saving, statement=pk, sequence=sequence)
        if pk in standing and claim.amount_pence > 0:
            yield claim


def look_through(partnership: Partnership, most: int | None = None) -> int:
    """Compare the statements submitted since the last look with all that stand, and keep the pairs that look alike.

    The ledger's sequences say what is new, so nothing is missed, however it was submitted. At most so many statements
    in one call; the answer is how many are left. Two calls at once do it once: the row of the search is their lock.
    """
    with transaction.atomic():
        DuplicateSearch.objects.get_or_create(partnership=partnership)
        search = DuplicateSearch.objects.select_for_update().get(partnership=partnership)
        new = Statement.objects.submitted().filter(partnership=partnership, sequence__gt=search.sequence)
        batch = list(new.order_by("sequence").values_list("sequence", EARNED_YEAR, "saving__workstream")[:most])
        if batch:
            LikelyPair.objects.bulk_create(_pairs(partnership, batch), batch_size=1_000, ignore_conflicts=True)
            search.sequence = batch[-1][0]
            search.save()
    return new.filter(sequence__gt=search.sequence).count()


def is_behind(partnership: Partnership) -> bool:
    """Whether something was submitted that no look has compared yet. Two queries."""
    seen = DuplicateSearch.objects.filter(partnership=partnership).values_list("sequence", flat=True).first() or 0
    return Statement.objects.filter(partnership=partnership, sequence__gt=seen).exists()


def _pairs(partnership: Partnership, batch: Sequence[tuple[int, int, int]]) -> Iterator[LikelyPair]:
    """Each new statement with those submitted before it: a pair is met once."""
    sequences = {sequence for sequence, _, _ in batch}
    streams: dict[int, set[int]] = defaultdict(set)
    for _, year, stream in batch:
        streams[year].add(stream)
    for year in sorted(streams):
        for standing in _standing(partnership, year, streams[year]).values():
            for claim in standing.claims:
                if claim.sequence in sequences:
                    yield from _earlier(partnership, claim, standing)


def _earlier(partnership: Partnership, claim: Claim, standing: Standing) -> Iterator[LikelyPair]:
    earlier = (each for each in standing.like(claim) if (each.claim.sequence or 0) < (claim.sequence or 0))
    for other, alike in islice(earlier, MOST_EACH):
        first, second = sorted((claim.statement, other.statement))
        yield LikelyPair(partnership=partnership, first_id=first, second_id=second, alike=alike)
