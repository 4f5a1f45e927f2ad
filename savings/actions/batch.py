"""Drafting and submitting many savings at once: the rows and the history that the actions write one by one.

A test drafts and submits the same file both ways and compares every row. What is asked of each is asked here too, but
what has the same answer for many (a member's dates, a permission) is asked of the database once.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence, Set
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError

from partnership import bulk, history
from partnership.apportionment import Split
from partnership.dated import Period
from partnership.models import Organisation, Partnership, User
from partnership.permissions import require
from savings import ledger, periods
from savings.actions.details import SavingDetails, StatementDetails
from savings.actions.drafts import check_claim, check_member, check_worth, state
from savings.models import Cause, Saving, Share, Statement
from savings.models.words import State
from savings.sharing import Sharing
from workstreams.models import Workstream

MOST_REMEMBERED = 20_000
_ROWS = ("partnership", "workstream", "organisation", "created_by", "saving", "drafted_by", "submitted_by")


@dataclass(frozen=True)
class Claim:
    """A saving to draft with its first statements; or, with `of`, further statements of one that exists.

    `shares` are of each period, from `sharing.shares_of` in this same transaction.
    """

    workstream: Workstream
    details: SavingDetails | None
    statement: StatementDetails
    shares: Sequence[tuple[Period, Sequence[Split]]]
    of: Saving | None = None


class Answers:
    """Answers of rules that ask the database, refusals too, kept for the life of one transaction or check."""

    def __init__(self) -> None:
        self._known: dict[Hashable, tuple[Any, ValidationError | None]] = {}

    def ask(self, key: Hashable, rule: Callable[[], Any]) -> Any:
        if key not in self._known:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            self._known[key] = _answer(rule)
        value, refusal = self._known[key]
        if refusal is not None:
            raise refusal
        return value

    def check_when(self, new: Statement, stated: Sequence[Period]) -> None:
        """What depends on the organisation, the stage of claim and the periods and dates alone: see `drafts`."""
        period, belongs_to, on = new.period, new.belongs_to, new.stated_on
        closed = self.ask(("closed", new.partnership_id), lambda: periods.closings(new.partnership_id))
        self.ask(("open", *stated, belongs_to), lambda: periods.check_stated(closed, stated, belongs_to))
        self.ask(("claim", new.stage, period, on), lambda: check_claim(new.stage, period, on))
        self.ask(("member", new.organisation_id, new.earned_in, on), lambda: check_member(new, new.earned_in))

    def stated(self, sharing: Sharing, workstream: Workstream, period: Period) -> dict[str, Any]:
        """The columns that say how it is shared."""
        key = ("stated", repr(sharing), workstream.pk, period)
        columns: dict[str, Any] = self.ask(key, lambda: sharing.stated(workstream, period))
        return columns

    def require(self, by: User, new: Saving | Statement) -> None:
        saving = new if isinstance(new, Saving) else new.saving
        key = ("may", by.pk, new.organisation_id, saving.workstream_id)
        self.ask(key, lambda: require(by, "savings.draft_saving", new))


def _answer(rule: Callable[[], Any]) -> tuple[Any, ValidationError | None]:
    try:
        return rule(), None
    except ValidationError as error:
        return None, error


def draft_claims(
    *,
    by: User,
    organisation: Organisation,
    claims: Sequence[Claim],
    answers: Answers,
    authors: Set[int] = frozenset(),
    reason: str = "",
) -> list[list[Statement]]:
    """Draft them all, in a transaction that asks under `ledger.locked`, before it ends, whether what they were judged
    by is still the same; the statements of each claim. `authors` have a hand in them as `by` has.

    Raises PermissionDenied, and ValidationError at the first that is refused: a caller has asked before.
    """
    savings = [claim.of or _saving(claim, organisation, by, answers) for claim in claims]
    history.bulk_create([saving for saving in savings if saving.pk is None], by=by, reason=reason)
    made: list[list[Statement]] = []
    for claim, saving in zip(claims, savings, strict=True):
        made.append([_statement(claim, saving, period, organisation, by, answers) for period, _ in claim.shares])
    statements = [statement for each in made for statement in each]
    history.bulk_create(statements, by=by, reason=reason)
    _add_authors(statements, authors | {by.pk})
    shared = (
        (statement, splits)
        for claim, of_claim in zip(claims, made, strict=True)
        for statement, (_, splits) in zip(of_claim, claim.shares, strict=True)
    )
    _add_shares(shared)
    return made


def submit_drafts(*, by: User, partnership: Partnership, statements: Sequence[Statement]) -> None:
    """Submit drafts that this transaction has made: their weights can not have changed since. None replaces another."""
    shares = Share.objects.filter(statement__in=[statement.pk for statement in statements]).order_by(
        "organisation__code"
    )
    of: dict[int, list[Share]] = {}
    for share in shares:
        of.setdefault(share.statement_id, []).append(share)
    with ledger.locked(partnership) as head:
        lines = []
        for statement in statements:
            for share in of[statement.pk]:
                share.statement = statement
                lines.append(ledger.Line(share, State.SUBMITTED, entering=True))
        postings = ledger.post(head, lines, cause=Cause.SUBMITTED, by=by)
        firsts: dict[int, int] = {}
        for posting in postings:
            firsts.setdefault(posting.statement_id, posting.sequence)
        for statement in statements:
            statement.submitted_at, statement.submitted_by = head.at, by
            statement.sequence = firsts[statement.pk]
        history.bulk_update(list(statements), ["submitted_at", "submitted_by", "sequence"], by=by)


def _saving(claim: Claim, organisation: Organisation, by: User, answers: Answers) -> Saving:
    assert claim.details is not None
    new = Saving(
        partnership=claim.workstream.partnership,
        workstream=claim.workstream,
        organisation=organisation,
        created_by=by,
        **asdict(claim.details),
    )
    answers.require(by, new)
    _check_columns(new)
    return new


def _statement(
    claim: Claim, saving: Saving, period: Period, organisation: Organisation, by: User, answers: Answers
) -> Statement:
    new = Statement(partnership=claim.workstream.partnership, saving=saving, organisation=organisation, drafted_by=by)
    state(new, claim.statement, period)
    answers.require(by, new)
    answers.check_when(new, claim.statement.periods)
    check_worth(new, claim.statement)
    for name, value in answers.stated(claim.statement.sharing, claim.workstream, new.earned_in).items():
        setattr(new, name, value)
    _check_columns(new)
    return new


def _check_columns(new: Saving | Statement) -> None:
    """`full_clean` without its queries: that the rows it points to exist, and the constraints, the database checks."""
    new.clean_fields(exclude=_ROWS)
    new.clean()


def _add_authors(statements: Sequence[Statement], authors: Set[int]) -> None:
    rows = ((statement.pk, author) for statement in statements for author in sorted(authors))
    bulk.insert_values(Statement.authors.through, ("statement", "user"), rows)


def _add_shares(shared: Iterable[tuple[Statement, Sequence[Split]]]) -> None:
    names = ("statement", "partnership", "organisation", "weight", "pence", "state")
    rows = (
        (statement.pk, statement.partnership_id, split.party, split.weight, split.pence, State.DRAFT.value)
        for statement, splits in shared
        for split in splits
    )
    bulk.insert_values(Share, names, rows)
