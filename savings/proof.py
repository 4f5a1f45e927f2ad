"""What proves a ledger: the chain of its postings, and that all which is stored beside them says the same.

Reads only. A check says the first thing that is wrong with it, as a sentence, and holds no more than a few thousand
rows in memory.
"""

import hashlib
from collections.abc import Callable, Iterator

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from partnership.models import Partnership
from savings import ledger, subtotals
from savings.models import Evidence, Ledger, Posting, Share, Statement, Subtotal
from savings.models.words import State

CHUNK = 5_000


def problems(partnership: Partnership) -> Iterator[str]:
    """What is wrong with the partnership's ledger, and with what was stated in it; nothing, when it is proved."""
    for check in CHECKS:
        if problem := next(check(partnership), None):
            yield problem


def chain(partnership: Partnership) -> Iterator[str]:
    """Sequences run from 1 without a gap, each hash follows from the one before, the ledger's head is the last."""
    previous, last = ledger.FIRST, None
    for number, posting in enumerate(_postings(partnership).iterator(CHUNK), start=1):
        if posting.sequence != number:
            yield f"Posting {number} is missing: {posting.sequence} follows {number - 1}."
        if posting.hash != ledger.chained_hash(posting, previous):
            yield f"Posting {posting.sequence} was changed: its hash does not follow from it and the one before."
        if last is not None and posting.at < last.at:
            yield f"Posting {posting.sequence} is older than the one before it."
        previous, last = posting.hash, posting
    head = Ledger.objects.filter(partnership=partnership).first()
    said = (head.sequence, head.head) if head else (0, ledger.FIRST)
    if said != (last.sequence if last else 0, previous):
        yield f"The ledger's head says {said[0]}, but the last posting is {last.sequence if last else 0}."


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


def stored_sums(partnership: Partnership) -> Iterator[str]:
    """Every subtotal is the sum of the postings up to it."""
    groupings = {grouping.name: grouping for grouping in subtotals.GROUPINGS}
    for subtotal in Subtotal.objects.filter(partnership=partnership).order_by("sequence", "pk"):
        given = (partnership.pk, groupings[subtotal.grouping], subtotal.sequence)
        if sorted(subtotals.rows(*given)) != sorted(subtotals.plain(*given)):
            yield f"The subtotal by {subtotal.grouping} up to {subtotal.sequence} is not the sum of its postings."


def evidence_files(partnership: Partnership) -> Iterator[str]:
    """Every evidence file is there, and is the one that was attached."""
    for evidence in Evidence.objects.filter(partnership=partnership).order_by("pk").iterator(CHUNK):
        try:
            with evidence.file.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            yield f"The file of evidence {evidence.pk} is lost."
        else:
            if found != evidence.sha256:
                yield f"The file of evidence {evidence.pk} is not the one that was attached."


def _postings(partnership: Partnership) -> QuerySet[Posting]:
    return Posting.objects.filter(partnership=partnership).order_by("sequence")


CHECKS: tuple[Callable[[Partnership], Iterator[str]], ...] = (
    chain,
    copies,
    shares,
    states,
    stored_sums,
    evidence_files,
)
