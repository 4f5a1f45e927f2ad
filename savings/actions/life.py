"""The life of a statement after drafting: submitted, then each share verified or returned by its organisation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from partnership import history
from partnership.models import Partnership, User
from partnership.permissions import require
from savings import ledger, periods
from savings.actions.contracted import contracted_parts
from savings.actions.drafts import check_claim, check_draft, check_member
from savings.actions.replacing import check_room, replaceable_shares
from savings.actions.rereading import still_there
from savings.actions.versions import check_version, versions_of
from savings.models import Cause, Posting, Saving, Share, Statement
from savings.models.words import Basis, State
from savings.rules import FOUR_EYES, has_a_hand_in
from savings.sharing import Sharing, shares_stated


def submit_saving(*, by: User, saving: Saving, version: str | None = None) -> list[Statement]:
    """Submit all drafts of a saving, in order of period; all or none.

    `version` is what a person was shown before saying yes: drafts that have changed since are not submitted.
    """
    with ledger.locked(saving.partnership):
        drafts = list(saving.statements.drafts().claims().order_by("year", "quarter", "pk"))
        if not drafts:
            raise ValidationError("This saving has no draft to submit. It may have been submitted already.")
        check_version(drafts, version)
        for statement in drafts:
            submit_statement(by=by, statement=statement)
    return drafts


def submit_statement(*, by: User, statement: Statement, version: str | None = None) -> Statement:
    """Submit a draft: its shares are posted as submitted, what it replaces is posted out. It never changes again."""
    with ledger.locked(statement.partnership) as head:
        with still_there():
            statement.refresh_from_db()
        require(by, "savings.draft_saving", statement)
        check_draft(statement)
        check_version([statement], version)
        periods.check_open(periods.closings(statement.partnership_id), [statement.period])
        check_claim(statement.stage, statement.period, statement.stated_on)
        check_member(statement, statement.earned_in)
        shares = _fresh_shares(statement)
        leaving: list[ledger.Line] = []
        if statement.replaces is not None:
            check_room(statement.replaces, {share.organisation_id for share in shares})
            leaving = _taken_out(statement.replaces)
        entering = [ledger.Line(share, State.SUBMITTED, entering=True) for share in shares]
        statement.authors.add(by)  # before it is posted, which seals its authors
        postings = ledger.post(head, leaving + entering, cause=_cause(statement, leaving), by=by)
        statement.submitted_at, statement.submitted_by = head.at, by
        statement.sequence = next(posting.sequence for posting in postings if posting.entering)
        history.save(statement, by=by)
    return statement


def _cause(statement: Statement, leaving: Sequence[ledger.Line]) -> Cause:
    """Of submitting it: a new claim, another claim in the place of one, or the same claim shared anew.

    Shared anew is what moves no total: all that leaves enters again in the same period. What was returned has left
    before, and so it enters as another claim, though it says the same.
    """
    if statement.restates_id is not None:
        return Cause.RESTATED
    old = statement.replaces
    if old is None:
        return Cause.SUBMITTED
    before, after = ((each.stage, each.period, each.belongs_to, each.measure_hundredths) for each in (old, statement))
    left = sum(line.share.pence for line in leaving)
    same = before == after and left == statement.amount_pence and not any(line.empty for line in leaving)
    return Cause.REAPPORTIONED if same else Cause.RESTATED


def _fresh_shares(statement: Statement) -> list[Share]:
    """The shares as the weights are now. They were shown so: if they have changed since, the person must look again."""
    shares = list(statement.shares.select_related("statement__saving", "organisation"))
    parts = contracted_parts(statement) if statement.basis == Basis.CONTRACT else {}
    sharing = Sharing.of(statement, shares, parts)
    now = shares_stated(statement, sharing)
    same = [(s.organisation_id, s.weight, s.pence) for s in shares] == [(s.party, s.weight, s.pence) for s in now]
    stated = sharing.stated(statement.saving.workstream, statement.earned_in)
    if not same or stated["agreement"] != statement.agreement:
        raise ValidationError("The weights behind the shares have changed since this draft. Edit it, and look again.")
    return shares


def _taken_out(old: Statement) -> list[ledger.Line]:
    """What stands leaves; what was returned has left already, and is now settled: a line of nothing says so."""
    old = Statement.objects.prefetch_related("shares__statement__saving").get(pk=old.pk)
    return [
        ledger.Line(share, State.SUBMITTED, entering=False, empty=True)
        if share.state == State.RETURNED
        else ledger.Line(share, share.state, entering=False)
        for share in replaceable_shares(old)
    ]


def verify_share(*, by: User, share: Share) -> Share:
    """Verify an organisation's share. Never by one who had a hand in the statement."""
    with ledger.locked(share.partnership) as head:
        share = _waiting(share, by=by)
        lines = [ledger.Line(share, State.SUBMITTED, entering=False), ledger.Line(share, State.VERIFIED, entering=True)]
        ledger.post(head, lines, cause=Cause.VERIFIED, by=by)
    share.refresh_from_db()
    return share


@dataclass(frozen=True)
class Outcome:
    """What became of one share of many; `problem` is why it was not verified."""

    share: Share
    problem: str = ""


MOST_AT_ONCE = 100


def verify_shares(*, by: User, partnership: Partnership, shown: Mapping[int, str]) -> list[Outcome]:
    """Verify many shares, each for itself: what one of them is refused for keeps no other from being verified.

    `shown` says of each share, by its id, what version of its statement (`versions_of`) the person looked at. Those the
    person may not see are left out. Holds the ledger once for all; raises ValidationError for more than `MOST_AT_ONCE`.
    """
    if len(shown) > MOST_AT_ONCE:
        raise ValidationError(f"Choose at most {MOST_AT_ONCE} shares at once.")
    with ledger.locked(partnership):
        rows = Share.objects.visible_to(by).filter(partnership=partnership, pk__in=shown)
        shares = list(rows.select_related("statement__saving", "organisation", "partnership").order_by("pk"))
        now = versions_of(share.statement for share in shares)
        return [_verified(share, by=by, changed=shown[share.pk] != now[share.statement_id]) for share in shares]


def _verified(share: Share, *, by: User, changed: bool) -> Outcome:
    try:
        with transaction.atomic():
            if changed:
                raise ValidationError(
                    "It has changed since you looked at it: the statement, its saving or its evidence. "
                    "Look again before you verify it."
                )
            return Outcome(verify_share(by=by, share=share))
    except ValidationError as error:
        return Outcome(share, " ".join(error.messages))
    except PermissionDenied as error:
        return Outcome(share, FOUR_EYES if has_a_hand_in(by, share) else str(error))


def return_share(*, by: User, share: Share, reason: str) -> Share:
    """Return an organisation's share with a reason: it leaves the figures until it is restated."""
    with ledger.locked(share.partnership) as head:
        share = _waiting(share, by=by)
        if not reason.strip():
            raise ValidationError({"reason": "Enter the reason, so that the officer knows what to mend."})
        ledger.post(
            head,
            [ledger.Line(share, State.SUBMITTED, entering=False)],
            cause=Cause.RETURNED,
            by=by,
            reason=reason.strip(),
        )
    share.refresh_from_db()
    return share


def _waiting(share: Share, *, by: User) -> Share:
    """The share as it is under the lock. Raises PermissionDenied, or ValidationError when it no longer waits."""
    with still_there("share"):
        share = Share.objects.select_related("statement__saving", "organisation", "partnership").get(pk=share.pk)
    require(by, "savings.verify_share", share)
    if share.state != State.SUBMITTED:
        last = Posting.objects.filter(share=share).select_related("by").order_by("-sequence").first()
        who = f" by {last.by.name}" if last else ""
        raise ValidationError(f"This share does not wait for you: it is {share.get_state_display().lower()}{who}.")
    return share
