"""The only writer of postings and seals, and the chain that proves them.

A posting gets the next sequence of its partnership and the hash of itself and the link before it. Both are given
out while the partnership's ledger row is locked, so sequences have no gaps, moments never run backwards, and nothing
commits later below a sequence that was already read.

What a posting does not say itself (the statement with its shares and authors, evidence, steps of periods, agreements on
sharing) is held by seals, which are links of the same chain: a later posting, and every head that was printed or
checked, proves them too. A statement is sealed right before its first posting, anything else when it becomes final.

Canonical form, algorithm 2: a posting's columns in the order of `CHAINED`, or a seal's in the order of `SEALED`, as
`savings.seals` writes it; the hash is the SHA-256, in hexadecimal, of the previous link's hash (64 zeros before the
first), a newline, and that array.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from partnership import bulk, clock
from partnership.dated import Period
from partnership.models import Partnership, User
from savings import periods, seals, subtotals
from savings.models import Ledger, Posting, Seal, Share
from savings.models.ledger import LEFT_BY, Cause
from savings.models.words import State

ALGORITHM = 2
FIRST = "0" * 64
LONGEST_TRANSACTION = timedelta(hours=1)
AT_ONCE = 5_000  # shares named in one query
CHAINED = (
    "partnership_id",
    "sequence",
    "workstream_id",
    "saving_id",
    "statement_id",
    "share_id",
    "organisation_id",
    "year",
    "quarter",
    "kind",
    "category",
    "stage",
    "state",
    "entering",
    "pence",
    "measure_hundredths",
    "cause",
    "reason",
    "at",
    "by_id",
    "algorithm",
)
SEALED = ("partnership_id", "number", "sequence", "what", "row", "digest", "algorithm")


def chained_hash(values: list[Any], previous: str) -> str:
    """The hash of a link in the chain, by the canonical form above: `values` are its columns `CHAINED` or `SEALED`."""
    return hashlib.sha256(f"{previous}\n{seals.canonical(values)}".encode()).hexdigest()


def _hash(link: Posting | Seal, previous: str) -> str:
    names = CHAINED if isinstance(link, Posting) else SEALED
    return chained_hash([getattr(link, name) for name in names], previous)


@dataclass(frozen=True)
class Line:
    """What is to be posted: a share entering or leaving a state. It leaves with what it entered with, unless it left
    before: then the line is `empty`, and moves nothing but the share's state."""

    share: Share
    state: str
    entering: bool
    empty: bool = False

    @property
    def sign(self) -> int:
        return 0 if self.empty else 1 if self.entering else -1


@contextmanager
def locked(partnership: Partnership) -> Iterator[Ledger]:
    """Hold the partnership's ledger. What decides a posting is read inside, or it may have changed meanwhile.

    Opens a transaction; on SQLite its BEGIN IMMEDIATE is the lock, on PostgreSQL the row is.
    """
    with transaction.atomic():
        Ledger.objects.get_or_create(partnership=partnership)
        yield Ledger.objects.select_for_update().get(partnership=partnership)


def post(ledger: Ledger, lines: Iterable[Line], *, cause: str, by: User, reason: str = "") -> list[Posting]:
    """Write the lines under a ledger that `locked` holds; then let each share's row say what its last line says.

    Every share comes with `statement__saving` loaded. A statement that enters for the first time is sealed, so all that
    it says is stored by now. Causes a fixed number of queries for any number of lines. Raises ValidationError, before
    anything is written, for a line that would move something in a closed period.
    """
    lines = list(lines)
    _check_open(ledger, lines)
    links = Links(seals.due(_entering(lines)))
    postings = _chain(ledger, lines, links, cause=cause, by=by, reason=reason)
    if postings:
        _write(ledger, links)
        _settle(_left_in(postings))
        subtotals.keep(ledger)
    return postings


def seal(ledger: Ledger, what: str, row: int) -> None:
    """Seal a row that is final from now on, under a ledger that `locked` holds. Its last write comes before this."""
    links = Links()
    for pk, digest in seals.digests(what, [row]).items():
        _seal(ledger, seals.Due(what, pk, digest), links)
    _write(ledger, links)


@dataclass
class Links:
    """Links of the chain that are not written yet; `due` is what is sealed before a statement's first posting."""

    due: dict[int, list[seals.Due]] = field(default_factory=dict)
    postings: list[Posting] = field(default_factory=list)
    seals: list[Seal] = field(default_factory=list)


def _entering(lines: Iterable[Line]) -> set[int]:
    """The statements (by id) that may enter the ledger with these lines: drafts, as far as the lines know."""
    return {line.share.statement_id for line in lines if line.entering and line.share.statement.is_draft}


@dataclass(frozen=True)
class Entry:
    """Lines of one cause at one moment: what one call of `post` would write."""

    at: datetime
    cause: str
    by: User
    lines: Sequence[Line]
    reason: str = ""


def post_entries(ledger: Ledger, entries: Iterable[Entry]) -> list[int]:
    """Write many entries, which come in order of time, each at its own moment. Gives the first sequence of each.

    Postings, hashes and subtotals are those that `post` would make one by one; only the rows are written a thousand
    at a time, and the shares settled once at the end. For generated partnerships: the clock is set for each entry, so
    a portal that is not a demonstration refuses.
    """
    firsts: list[int] = []
    states: dict[int, str] = {}
    closed = periods.closings(ledger.partnership_id)
    for few in _together(entries):
        links = Links(seals.due(_entering(line for entry in few for line in entry.lines)))
        for entry in few:
            periods.check_open(closed, _moved(entry.lines))
            firsts.append(ledger.sequence + 1)
            with clock.travel(entry.at):
                _chain(ledger, entry.lines, links, cause=entry.cause, by=entry.by, reason=entry.reason)
        _write(ledger, links)
        subtotals.keep(ledger)
        states.update(_left_in(links.postings))
    _settle(states)
    return firsts


def _together(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """As many entries at a time as make a subtotal due."""
    few: list[Entry] = []
    lines = 0
    for entry in entries:
        few.append(entry)
        lines += len(entry.lines)
        if lines >= subtotals.EVERY:
            yield few
            few, lines = [], 0
    yield few


def _check_open(ledger: Ledger, lines: Iterable[Line]) -> None:
    """No path writes into a closed period, and this is where they all meet. One query; under the lock, so that no
    closing comes between this and the postings."""
    periods.check_open(periods.closings(ledger.partnership_id), _moved(lines))


def _moved(lines: Iterable[Line]) -> Iterator[Period]:
    """The periods in which the lines move something."""
    return (line.share.statement.period for line in lines if not line.empty)


def _chain(ledger: Ledger, lines: Iterable[Line], links: Links, *, cause: str, by: User, reason: str) -> list[Posting]:
    """Add the postings of the lines, and the seals that come before them, to the links; the ledger's row moves on with
    them. The postings."""
    moment = max(clock.now(), ledger.at) if ledger.at else clock.now()
    postings = []
    for line in lines:
        for due in links.due.pop(line.share.statement_id, ()) if line.entering else ():
            _seal(ledger, due, links)
        posting = _posting(line, ledger, cause=cause, reason=reason, moment=moment, by=by)
        ledger.sequence, ledger.head, ledger.at = posting.sequence, posting.hash, moment
        postings.append(posting)
    links.postings += postings
    return postings


def _seal(ledger: Ledger, due: seals.Due, links: Links) -> None:
    seal = Seal(
        partnership_id=ledger.partnership_id,
        number=ledger.sealed + 1,
        sequence=ledger.sequence,
        what=due.what,
        row=due.row,
        digest=due.digest,
        algorithm=ALGORITHM,
    )
    seal.hash = _hash(seal, ledger.head)
    ledger.sealed, ledger.head = seal.number, seal.hash
    links.seals.append(seal)


def _write(ledger: Ledger, links: Links) -> None:
    bulk.insert(links.seals)
    bulk.insert(links.postings)
    ledger.save()


def _posting(line: Line, ledger: Ledger, *, cause: str, reason: str, moment: datetime, by: User) -> Posting:
    share, sign, statement = line.share, line.sign, line.share.statement
    saving, measure = statement.saving, statement.measure_hundredths
    # In the order of `CHAINED`, which is that of the model's columns: by their names a posting takes twice as long.
    values = (
        ledger.partnership_id,
        ledger.sequence + 1,
        saving.workstream_id,
        saving.pk,
        statement.pk,
        share.pk,
        share.organisation_id,
        statement.year,
        statement.quarter,
        saving.kind,
        saving.category,
        statement.stage,
        line.state,
        line.entering,
        sign * share.pence,
        None if measure is None else sign * measure,
        cause,
        reason,
        moment,
        by.pk,
        ALGORITHM,
    )
    columns: list[Any] = [None, *values, chained_hash(list(values), ledger.head)]
    return Posting(*columns)


def _left_in(postings: list[Posting]) -> dict[int, str]:
    """The state in which the last of the postings left each share."""
    return {
        posting.share_id: posting.state if posting.entering else LEFT_BY.get(Cause(posting.cause), posting.cause)
        for posting in postings
    }


def _settle(states: Mapping[int, str]) -> None:
    """The stored state of each share follows its last posting (a trigger refuses anything else)."""
    by_state: dict[str, list[int]] = {}
    for share, state in states.items():
        by_state.setdefault(State(state), []).append(share)
    for state, shares in by_state.items():
        for first in range(0, len(shares), AT_ONCE):
            Share.objects.filter(pk__in=shares[first : first + AT_ONCE]).update(state=state)


def sequence_at(partnership: Partnership, moment: datetime) -> int:
    """The greatest sequence recorded by a moment; 0 before the first. A past moment always gives the same sequence.

    A posting under way could still be given a moment up to now. It waits for that one only where it matters: not when
    a later posting is already recorded, nor for a moment longer ago than any transaction lives, nor for one that is not
    over (the end of today), which can not be stable anyway: that is the last posting there is.
    """
    head = Ledger.objects.filter(partnership=partnership).first()
    if head is None or head.at is None:
        return 0
    if moment >= clock.now():
        return head.sequence
    if head.at > moment or moment < clock.now() - LONGEST_TRANSACTION:
        return _greatest(partnership, moment)
    with locked(partnership):
        return _greatest(partnership, moment)


def _greatest(partnership: Partnership, moment: datetime) -> int:
    posted = Posting.objects.filter(partnership=partnership, at__lte=moment)
    return posted.order_by("-at", "-sequence").values_list("sequence", flat=True).first() or 0
