"""What proves a ledger: the chain of its postings, and that all which is stored beside them says the same.

Reads only. A check says the first thing that is wrong with it, as a sentence, and holds no more than a few thousand
rows in memory.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from partnership.dated import Period
from partnership.models import Partnership
from savings import ledger, subtotals
from savings.models import Evidence, Ledger, LedgerCheck, PeriodStep, Posting, Share, Statement, Subtotal
from savings.models.periods import Step
from savings.models.words import State

CHUNK = 5_000


@dataclass(frozen=True)
class Proof:
    """What was found, up to the last posting there was. Proved, when there are no problems."""

    sequence: int
    head: str
    postings: int
    problems: tuple[str, ...]


def prove(partnership: Partnership, done: Callable[[int], object] = lambda number: None) -> Proof:
    """Check everything; `done` is told how many of `CHECKS` are. People may post meanwhile."""
    last = _postings(partnership).order_by("-sequence").first()
    found = []
    for number, check in enumerate(CHECKS, start=1):
        found += [problem for problem in [next(check(partnership), None)] if problem]
        done(number)
    count = _postings(partnership).filter(sequence__lte=last.sequence).count() if last else 0
    head = last.hash if last else ledger.FIRST
    return Proof(last.sequence if last else 0, head, count, tuple(found))


def problems(partnership: Partnership) -> Iterator[str]:
    """What is wrong with the partnership's ledger, and with what was stated in it; nothing, when it is proved."""
    for check in CHECKS:
        if problem := next(check(partnership), None):
            yield problem


def chain(partnership: Partnership) -> Iterator[str]:
    """Sequences run from 1 without a gap, each hash follows from the one before, the ledger's head is the last.

    What is posted while it reads comes after the head that it read first, and is left for the next time.
    """
    head, newest = _head(partnership)
    previous, last = ledger.FIRST, None
    upto = _postings(partnership).filter(sequence__lte=newest)
    for number, posting in enumerate(upto.iterator(CHUNK), start=1):
        if posting.sequence != number:
            yield f"Posting {number} is missing: {posting.sequence} follows {number - 1}."
        if posting.hash != ledger.chained_hash(posting, previous):
            yield f"Posting {posting.sequence} was changed: its hash does not follow from it and the one before."
        if last is not None and posting.at < last.at:
            yield f"Posting {posting.sequence} is older than the one before it."
        previous, last = posting.hash, posting
    said = (head.sequence, head.head) if head else (0, ledger.FIRST)
    if said != (newest, previous):
        yield f"The ledger's head says {said[0]}, but the last posting is {newest}."


def _head(partnership: Partnership) -> tuple[Ledger | None, int]:
    """The ledger's row and the greatest sequence, both of one moment. One query; a second without a ledger."""
    mine = Posting.objects.filter(partnership=OuterRef("partnership")).order_by().values("partnership")
    found = Ledger.objects.filter(partnership=partnership).annotate(
        newest=Coalesce(Subquery(mine.annotate(last=Max("sequence")).values("last")), 0)
    )
    head = found.first()
    if head is not None:
        return head, head.newest
    return None, _postings(partnership).aggregate(last=Coalesce(Max("sequence"), 0))["last"]


def earlier_heads(partnership: Partnership) -> Iterator[str]:
    """Where a check proved the chain before, the same hash stands now: a chain that was made anew from some posting on
    is in order in itself, but is another one."""
    then = Posting.objects.filter(partnership=partnership, sequence=OuterRef("sequence")).values("hash")[:1]
    checks = LedgerCheck.objects.finished().filter(partnership=partnership, problems=[], sequence__gt=0)
    for check in checks.annotate(now=Coalesce(Subquery(then), Value(""))).exclude(now=F("head")).order_by("pk")[:1]:
        yield f"Posting {check.sequence} is not the one that the check of {check.ended_at:%-d %B %Y} proved."


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
    )
    for posting in _postings(partnership).filter(changed)[:1]:
        yield f"Statement {posting.statement_id} was changed after posting {posting.sequence}."


def shares(partnership: Partnership) -> Iterator[str]:
    """The shares of a submitted statement add up to it; it has its postings."""
    parts = Share.objects.filter(statement=OuterRef("pk")).order_by().values("statement").annotate(sum=Sum("pence"))
    stated = Statement.objects.submitted().filter(partnership=partnership)
    summed = stated.annotate(shared=Coalesce(Subquery(parts.values("sum")), 0))
    for statement in summed.exclude(shared=F("amount_pence")).order_by("pk")[:1]:
        yield f"The shares of statement {statement.pk} do not add up to it."
    first = Posting.objects.filter(statement=OuterRef("pk")).order_by("sequence").values("sequence")[:1]
    for statement in stated.annotate(first=Coalesce(Subquery(first), 0)).exclude(first=F("sequence"))[:1]:
        yield f"Statement {statement.pk} says that posting {statement.sequence} is its first, and it is not."


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
    """Nothing that moves was written into a period while it was closed."""
    written = Q(pk__in=[])
    for closed, reopened in _closings(partnership):
        window = Q(year=closed.year, sequence__gt=closed.sequence)
        window &= Q(quarter=closed.quarter) if closed.quarter else Q()
        written |= window & Q(sequence__lte=reopened.sequence) if reopened else window
    empty = Q(entering=False, pence=0) & (Q(measure_hundredths=None) | Q(measure_hundredths=0))
    for posting in _postings(partnership).filter(written).exclude(empty)[:1]:
        period = Period(posting.year, posting.quarter)
        yield f"Posting {posting.sequence} was written into {period} while that was closed."


def _closings(partnership: Partnership) -> Iterator[tuple[PeriodStep, PeriodStep | None]]:
    """Each closing of a period with the reopening that ended it; none: it is closed still."""
    open_ended: dict[Period, PeriodStep] = {}
    for step in PeriodStep.objects.filter(partnership=partnership).deciding().order_by("pk"):
        if step.step == Step.CLOSED:
            open_ended[step.period] = step
        elif closed := open_ended.pop(step.period, None):
            yield closed, step
    for closed in open_ended.values():
        yield closed, None


def _postings(partnership: Partnership) -> QuerySet[Posting]:
    return Posting.objects.filter(partnership=partnership).order_by("sequence")


# Each with what it looks at, in words.
CHECKS: dict[Callable[[Partnership], Iterator[str]], str] = {
    chain: "The chain of postings",
    earlier_heads: "What earlier checks proved",
    copies: "Statements and shares against their postings",
    shares: "Shares against their statements",
    states: "The states of shares",
    reversals: "Reversals against what they reverse",
    closed_periods: "Postings against closed periods",
    stored_sums: "Stored subtotals",
    evidence_files: "Evidence files",
}
