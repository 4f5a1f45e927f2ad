"""The life of a statement after drafting: submitted, then each share verified or returned by its organisation."""

from django.core.exceptions import ValidationError

from partnership import history
from partnership.models import User
from partnership.permissions import require
from savings import ledger
from savings.actions.drafts import check_claim, check_draft, check_member, check_room, check_version, replaceable_shares
from savings.models import Cause, Posting, Saving, Share, Statement
from savings.models.words import Basis, State
from savings.sharing import Sharing, shares_of


def submit_saving(*, by: User, saving: Saving, version: str | None = None) -> list[Statement]:
    """Submit all drafts of a saving, in order of period; all or none.

    `version` is what a person was shown before saying yes: drafts that have changed since are not submitted.
    """
    with ledger.locked(saving.partnership):
        drafts = list(saving.statements.drafts().order_by("year", "quarter", "pk"))
        if not drafts:
            raise ValidationError("This saving has no draft to submit. It may have been submitted already.")
        check_version(drafts, version)
        for statement in drafts:
            submit_statement(by=by, statement=statement)
    return drafts


def submit_statement(*, by: User, statement: Statement, version: str | None = None) -> Statement:
    """Submit a draft: its shares are posted as submitted, what it replaces is posted out. It never changes again."""
    with ledger.locked(statement.partnership) as head:
        statement.refresh_from_db()
        require(by, "savings.draft_saving", statement)
        check_draft(statement)
        check_version([statement], version)
        check_claim(statement.stage, statement.period, statement.stated_on)
        check_member(statement, statement.period)
        shares = _fresh_shares(statement)
        cause = Cause.SUBMITTED if statement.replaces_id is None else Cause.RESTATED
        lines = [ledger.Line(share, State.SUBMITTED, entering=True) for share in shares]
        if statement.replaces is not None:
            check_room(statement.replaces, {share.organisation_id for share in shares})
            lines = _taken_out(statement.replaces) + lines
        postings = ledger.post(head, lines, cause=cause, by=by)
        statement.submitted_at, statement.submitted_by = head.at, by
        statement.sequence = next(posting.sequence for posting in postings if posting.entering)
        statement.authors.add(by)
        history.save(statement, by=by)
    return statement


def _fresh_shares(statement: Statement) -> list[Share]:
    """The shares as the weights are now. They were shown so: if they have changed since, the person must look again."""
    shares = list(statement.shares.select_related("statement__saving", "organisation"))
    sharing = Sharing(
        statement.basis,
        frozenset(share.organisation_id for share in shares),
        {share.organisation_id: share.weight for share in shares} if statement.basis == Basis.AGREED else {},
    )
    now = shares_of(statement.amount_pence, sharing, statement.saving.workstream, statement.period)
    if [(s.organisation_id, s.weight, s.pence) for s in shares] != [(s.party, s.weight, s.pence) for s in now]:
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
    """Verify an organisation's share. Never by one who drafted or edited the statement."""
    with ledger.locked(share.partnership) as head:
        share = _waiting(share, by=by)
        lines = [ledger.Line(share, State.SUBMITTED, entering=False), ledger.Line(share, State.VERIFIED, entering=True)]
        ledger.post(head, lines, cause=Cause.VERIFIED, by=by)
    share.refresh_from_db()
    return share


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
    share = Share.objects.select_related("statement__saving", "organisation", "partnership").get(pk=share.pk)
    require(by, "savings.verify_share", share)
    if share.state != State.SUBMITTED:
        last = Posting.objects.filter(share=share).select_related("by").order_by("-sequence").first()
        who = f" by {last.by.name}" if last else ""
        raise ValidationError(f"This share does not wait for you: it is {share.get_state_display().lower()}{who}.")
    return share
