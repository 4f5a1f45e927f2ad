"""What proves a ledger: the chain of its postings and seals, and that all which is stored beside them says the same.

Reads only. A check says the first thing that is wrong with it, as a sentence, and holds no more than a few thousand
rows in memory.
"""

import hashlib
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from heapq import merge
from itertools import groupby, islice
from operator import itemgetter

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from partnership.dated import Period
from partnership.models import Partnership
from savings import ledger, seals, subtotals
from savings.models import Evidence, Ledger, LedgerCheck, PeriodStep, Posting, Seal, Share, Statement, Subtotal
from savings.models.periods import Step
from savings.models.words import State

CHUNK = 5_000


@dataclass(frozen=True)
class Proof:
    """What was found, up to the last posting and seal there was; `head` is the hash of the later of the two. Proved,
    when there are no problems."""

    sequence: int
    head: str
    postings: int
    problems: tuple[str, ...]


def prove(partnership: Partnership, done: Callable[[int], object] = lambda number: None) -> Proof:
    """Check everything; `done` is told how many of `CHECKS` are. People may post meanwhile."""
    last = _head(partnership)
    found = []
    for number, check in enumerate(CHECKS, start=1):
        found += [problem for problem in [next(check(partnership), None)] if problem]
        done(number)
    count = _postings(partnership).filter(sequence__lte=last.posted).count()
    return Proof(last.posted, last.head, count, tuple(found))


# --- The chain --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class _Head:
    """What the ledger's row says is last, and what is last: all of one moment."""

    said: tuple[int, int]
    head: str
    posted: int
    sealed: int


def _head(partnership: Partnership) -> _Head:
    """One query; two more without a ledger."""
    of = {"partnership": OuterRef("partnership")}
    found = Ledger.objects.filter(partnership=partnership).annotate(
        posted=_last(Posting.objects.filter(**of), "sequence"), stamped=_last(Seal.objects.filter(**of), "number")
    )
    row = found.first()
    if row is not None:
        return _Head((row.sequence, row.sealed), row.head, row.posted, row.stamped)
    posted = _postings(partnership).aggregate(last=Coalesce(Max("sequence"), 0))["last"]
    sealed = Seal.objects.filter(partnership=partnership).aggregate(last=Coalesce(Max("number"), 0))["last"]
    return _Head((0, 0), ledger.FIRST, posted, sealed)


def _last(rows: QuerySet, column: str) -> Coalesce:
    last = rows.order_by().values("partnership").annotate(last=Max(column)).values("last")
    return Coalesce(Subquery(last), 0)


def chain(partnership: Partnership) -> Iterator[str]:
    """Sequences and the numbers of seals run from 1 without a gap, each hash follows from the one before, the ledger's
    head is the last.

    What is posted while it reads comes after the head that it read first, and is left for the next time.
    """
    end = _head(partnership)
    postings = _postings(partnership).filter(sequence__lte=end.posted).values_list(*ledger.CHAINED, "hash")
    sealed = Seal.objects.filter(partnership=partnership, number__lte=end.sealed).order_by("number")
    stamps = sealed.values_list(*ledger.SEALED, "hash")
    # A seal stands after the posting of its sequence; both are in order of their own.
    links = merge(
        ((values[_SEQUENCE], 0, values) for values in postings.iterator(CHUNK)),
        ((values[_SEALED_AFTER], 1, values) for values in stamps.iterator(CHUNK)),
        key=lambda link: link[:2],
    )
    previous, moment, numbers = ledger.FIRST, None, [0, 0]
    for sequence, is_seal, (*values, stored) in links:
        numbers[is_seal] += 1
        number = values[_NUMBER] if is_seal else sequence
        called = f"{'Seal' if is_seal else 'Posting'} {number}"
        if number != numbers[is_seal]:
            yield f"{called.split()[0]} {numbers[is_seal]} is missing: {number} follows {numbers[is_seal] - 1}."
        if stored != ledger.chained_hash(values, previous):
            yield f"{called} was changed: its hash does not follow from it and the one before."
        if not is_seal:
            if moment is not None and values[_AT] < moment:
                yield f"{called} is older than the one before it."
            moment = values[_AT]
        previous = stored
    if (*end.said, end.head) != (end.posted, end.sealed, previous):
        yield _other_head(end)


_SEQUENCE, _AT = ledger.CHAINED.index("sequence"), ledger.CHAINED.index("at")
_NUMBER, _SEALED_AFTER = ledger.SEALED.index("number"), ledger.SEALED.index("sequence")


def _other_head(end: _Head) -> str:
    (sequence, number) = end.said
    if sequence != end.posted:
        return f"The ledger's head says {sequence}, but the last posting is {end.posted}."
    if number != end.sealed:
        return f"The ledger's head says seal {number}, but the last seal is {end.sealed}."
    return "The ledger's head is not the hash of its last posting or seal."


def sealed_rows(partnership: Partnership) -> Iterator[str]:
    """What was sealed is there and says what it said then; nothing that is final was left without its seal."""
    stamps = Seal.objects.filter(partnership=partnership).order_by("what", "row").values_list("what", "row", "digest")
    for what, of_kind in groupby(stamps.iterator(CHUNK), key=itemgetter(0)):
        pairs = ((row, digest) for _, row, digest in of_kind)
        while then := dict(islice(pairs, CHUNK)):
            now = seals.digests(what, then)
            for row in (row for row, digest in then.items() if now.get(row) != digest):
                became = "is not what was sealed" if row in now else "was sealed, and is gone"
                yield f"{Seal.What(what).label} {row} {became}."
    for what, rows in seals.unsealed(partnership):
        for pk in rows.values_list("pk", flat=True)[:1]:
            yield f"{Seal.What(what).label} {pk} was never sealed."


@dataclass(frozen=True)
class Told:
    """A head of the chain that was told outside it: the hash of a sequence, and by what ("board pack 12 printed")."""

    sequence: int
    head: str
    by: str


_witnesses: list[Callable[[Partnership], Iterator[Told]]] = []


def know(witness: Callable[[Partnership], Iterator[Told]]) -> None:
    """From now on proofs ask this too what it told. Said once, when the app that has it is loaded."""
    _witnesses.append(witness)


def earlier_heads(partnership: Partnership) -> Iterator[str]:
    """What checks proved and board packs printed stands in the chain: one that was made anew from some link on is in
    order in itself, but is another one."""
    told = (each for witness in (_checks, *_witnesses) for each in witness(partnership))
    while few := list(islice(told, CHUNK)):
        now = _hashes(partnership, {each.sequence for each in few})
        for each in few:
            if each.head not in now.get(each.sequence, ()):
                yield f"Posting {each.sequence} is not the one that {each.by}."


def _checks(partnership: Partnership) -> Iterator[Told]:
    for check in LedgerCheck.objects.finished().filter(partnership=partnership, problems=[]).order_by("pk"):
        yield Told(check.sequence, check.head, f"the check of {check.ended_at:%-d %B %Y} proved")


def _hashes(partnership: Partnership, sequences: Set[int]) -> dict[int, set[str]]:
    """The hashes that were the chain's head when these were the last sequences: a posting's, then those of the seals
    after it. Two queries."""
    found = {0: {ledger.FIRST}}
    for model in (Posting, Seal):
        rows = model.objects.filter(partnership=partnership, sequence__in=sequences)
        for sequence, stored in rows.values_list("sequence", "hash"):
            found.setdefault(sequence, set()).add(stored)
    return found


# --- What is stored beside it -----------------------------------------------------------------------------------------
def copies(partnership: Partnership) -> Iterator[str]:
    """What a posting copied from its statement, saving and share is what these still say."""
    changed = (
        ~Q(pence__in=(F("share__pence"), -F("share__pence"), 0))
        | ~Q(workstream=F("saving__workstream"))
        | ~Q(kind=F("saving__kind"))
        | ~Q(category=F("saving__category"))
        | ~Q(stage=F("statement__stage"))
        | ~Q(year=F("statement__year"))
        | ~(Q(quarter=F("statement__quarter")) | Q(quarter=None, statement__quarter=None))
        | ~Q(organisation=F("share__organisation"))
        | ~Q(saving=F("statement__saving"))
        | ~Q(statement=F("share__statement"))
        | Q(statement__sequence=None)
        | ~(
            Q(measure_hundredths=None, statement__measure_hundredths=None)
            | Q(measure_hundredths__in=(F("statement__measure_hundredths"), -F("statement__measure_hundredths"), 0))
        )
    )
    for posting in _postings(partnership).filter(changed)[:1]:
        yield f"Statement {posting.statement_id} was changed after posting {posting.sequence}."


def shares(partnership: Partnership) -> Iterator[str]:
    """The shares of a submitted statement add up to it; it has its postings, and says of its submission what the first
    of them says."""
    parts = Share.objects.filter(statement=OuterRef("pk")).order_by().values("statement").annotate(sum=Sum("pence"))
    stated = Statement.objects.submitted().filter(partnership=partnership)
    summed = stated.annotate(shared=Coalesce(Subquery(parts.values("sum")), 0))
    for statement in summed.exclude(shared=F("amount_pence")).order_by("pk")[:1]:
        yield f"The shares of statement {statement.pk} do not add up to it."
    first = Posting.objects.filter(statement=OuterRef("pk")).order_by("sequence").values("sequence")[:1]
    for statement in stated.annotate(first=Coalesce(Subquery(first), 0)).exclude(first=F("sequence"))[:1]:
        yield f"Statement {statement.pk} says that posting {statement.sequence} is its first, and it is not."
    same = Posting.objects.filter(
        partnership=OuterRef("partnership"),
        sequence=OuterRef("sequence"),
        at=OuterRef("submitted_at"),
        by=OuterRef("submitted_by"),
    )
    for statement in stated.filter(~Exists(same)).order_by("pk")[:1]:
        yield f"Statement {statement.pk} was submitted by another person or at another moment than it says."


def states(partnership: Partnership) -> Iterator[str]:
    """The stored state of each share is what its last posting says."""
    last = Posting.objects.filter(share=OuterRef("pk")).order_by("-sequence").left_in().values("left")[:1]
    rows = Share.objects.filter(partnership=partnership).annotate(
        told=Coalesce(Subquery(last), Value(State.DRAFT.value))
    )
    for share in rows.exclude(state=F("told")).order_by("pk")[:1]:
        yield f"A share of statement {share.statement_id} says {share.state}, but its postings say {share.told}."


def reversals(partnership: Partnership) -> Iterator[str]:
    """A reversal is minus what stood of what it reverses, share by share, and of that nothing stands any more."""
    made = Statement.objects.submitted().filter(partnership=partnership, reverses__isnull=False)
    stood = _standing(statement=OuterRef("reverses"))
    wrong = made.annotate(stood=Coalesce(Subquery(stood), 0)).exclude(amount_pence=-F("stood"))
    for statement in wrong.order_by("pk")[:1]:
        yield f"Statement {statement.pk} is not the opposite of what it reverses, statement {statement.reverses_id}."
    stood = _standing(statement=OuterRef("statement__reverses"), organisation=OuterRef("organisation"))
    parts = Share.objects.filter(statement__in=made).annotate(stood=Coalesce(Subquery(stood), 0))
    for share in parts.exclude(pence=-F("stood")).order_by("pk")[:1]:
        yield f"A share of statement {share.statement_id} is not the opposite of the share that it reverses."
    left = Share.objects.filter(statement__in=made.values("reverses"))
    for share in left.exclude(state__in=(State.REVERSED, State.RESTATED)).order_by("pk")[:1]:
        yield f"Statement {share.statement_id} is reversed, but a share of it is {share.state}."


def _standing(**which: OuterRef) -> QuerySet:
    """What stands of a statement, or of one share of it, by its own postings: a verified share that is reversed stands,
    offset by its opposite."""
    postings = Posting.objects.filter(**which).order_by().values("statement")
    return postings.annotate(sum=Sum("pence")).values("sum")


def stored_sums(partnership: Partnership) -> Iterator[str]:
    """Every subtotal is the sum of the postings up to it."""
    groupings = {grouping.name: grouping for grouping in subtotals.GROUPINGS}
    for subtotal in Subtotal.objects.filter(partnership=partnership).order_by("sequence", "pk"):
        if not subtotals.is_right(subtotal, groupings[subtotal.grouping]):
            yield f"The subtotal by {subtotal.grouping} up to {subtotal.sequence} is not the sum of its postings."


def evidence_files(partnership: Partnership) -> Iterator[str]:
    """Every evidence file is there, and is the one that was attached."""
    for evidence in Evidence.objects.filter(partnership=partnership).order_by("pk").iterator(CHUNK):
        try:
            with evidence.file.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            if Evidence.objects.filter(pk=evidence.pk).exists():  # a draft's may have been taken away meanwhile
                yield f"The file of evidence {evidence.pk} is lost."
        else:
            if found != evidence.sha256:
                yield f"The file of evidence {evidence.pk} is not the one that was attached."


def closed_periods(partnership: Partnership) -> Iterator[str]:
    """Nothing that moves was written into a period while it was closed: above a closing of it or of its year, but not
    above a reopening that came later. One query, so that nobody closes, reopens and posts meanwhile."""
    steps = PeriodStep.objects.filter(partnership=partnership)
    steps = steps.annotate(part=Coalesce("quarter", 0))  # NULL equals nothing in SQL
    later = steps.filter(year=OuterRef("year"), part=OuterRef("part"), pk__gt=OuterRef("pk"))
    reopened = later.filter(step=Step.REOPENED, sequence__lt=OuterRef(OuterRef("sequence")))
    binding = steps.filter(Q(quarter=None) | Q(quarter=OuterRef("quarter")), year=OuterRef("year"), step=Step.CLOSED)
    closed = binding.filter(~Exists(reopened), sequence__lt=OuterRef("sequence"))
    empty = Q(entering=False, pence=0) & (Q(measure_hundredths=None) | Q(measure_hundredths=0))
    years = steps.filter(step=Step.CLOSED).values("year")
    for posting in _postings(partnership).filter(Exists(closed), year__in=years).exclude(empty)[:1]:
        period = Period(posting.year, posting.quarter)
        yield f"Posting {posting.sequence} was written into {period} while that was closed."


def _postings(partnership: Partnership) -> QuerySet[Posting]:
    return Posting.objects.filter(partnership=partnership).order_by("sequence")


# Each with what it looks at, in words.
CHECKS: dict[Callable[[Partnership], Iterator[str]], str] = {
    chain: "The chain of postings and seals",
    sealed_rows: "Statements, evidence, comments, periods, agreements and decisions on duplicates against their seals",
    earlier_heads: "What earlier checks proved and packs printed",
    copies: "Statements and shares against their postings",
    shares: "Shares against their statements",
    states: "The states of shares",
    reversals: "Reversals against what they reverse",
    closed_periods: "Postings against closed periods",
    stored_sums: "Stored subtotals",
    evidence_files: "Evidence files",
}
