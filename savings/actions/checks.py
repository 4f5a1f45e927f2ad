"""Checks of ledgers: asked for by a person or the schedule, run by a worker or a command, kept for ever."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from partnership import clock
from partnership.models import Partnership, User
from partnership.permissions import require
from savings import checking, ledger, proof
from savings.models import LedgerCheck

AGAIN_AFTER = timedelta(hours=12)  # two schedulers, or one that was restarted, check once a night


def request_check(*, by: User, partnership: Partnership) -> LedgerCheck:
    """Have the ledger checked. Where a check is under way already, it is that one. Raises PermissionDenied."""
    require(by, "savings.view_checks", partnership)
    return _asked(partnership, way=LedgerCheck.Way.PAGE, by=by)


def schedule_check(*, partnership: Partnership) -> LedgerCheck | None:
    """The daily check; none where the schedule asked within half a day."""
    recent = LedgerCheck.objects.filter(
        partnership=partnership, way=LedgerCheck.Way.SCHEDULE, asked_at__gt=clock.now() - AGAIN_AFTER
    )
    return None if recent.exists() else _asked(partnership, way=LedgerCheck.Way.SCHEDULE)


def _asked(partnership: Partnership, *, way: str, by: User | None = None) -> LedgerCheck:
    """The lock lets two who ask at once ask for one."""
    with ledger.locked(partnership):
        found = LedgerCheck.objects.under_way().filter(partnership=partnership).first()
        if found is None:
            found = LedgerCheck.objects.create(partnership=partnership, way=way, asked_by=by)
            transaction.on_commit(lambda: checking.QUEUE.send(found.pk), robust=True)
    return found


def retry_check(*, by: User, check: LedgerCheck) -> LedgerCheck:
    """Try a failed check again, with three new attempts. Raises PermissionDenied, ValidationError."""
    with ledger.locked(check.partnership):
        check = LedgerCheck.objects.select_for_update().select_related("partnership").get(pk=check.pk)
        require(by, "savings.view_checks", check)
        if check.state != LedgerCheck.State.FAILED:
            raise ValidationError("Only a check that failed can be tried again.")
        if other := LedgerCheck.objects.under_way().filter(partnership=check.partnership).first():
            raise ValidationError(f"{other} of this ledger is under way already. Wait for what it finds.")
        check.state, check.attempts, check.problem = LedgerCheck.State.QUEUED, 0, ""
        check.begun_at, check.done, check.lease, check.leased_until = None, 0, None, None
        check.save(update_fields=["state", "attempts", "problem", "begun_at", "done", "lease", "leased_until"])
        transaction.on_commit(lambda: checking.QUEUE.send(check.pk), robust=True)
    return check


def keep_proof(*, partnership: Partnership, found: proof.Proof, begun_at: datetime) -> LedgerCheck:
    """Keep what the command found."""
    return LedgerCheck.objects.create(
        partnership=partnership,
        state=LedgerCheck.State.FINISHED,
        way=LedgerCheck.Way.COMMAND,
        asked_at=begun_at,
        begun_at=begun_at,
        ended_at=clock.now(),
        done=len(proof.CHECKS),
        attempts=1,
        **checking.facts(found),
    )
