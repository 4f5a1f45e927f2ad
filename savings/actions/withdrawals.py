"""Withdrawing drafts: they are deleted, and their history keeps what they said, who withdrew them and when."""

from django.core.exceptions import ValidationError

from partnership import history
from partnership.models import User
from partnership.permissions import require
from savings import ledger
from savings.actions.contracted import delete_contract_of
from savings.actions.rereading import still_there
from savings.models import Saving, Statement
from savings.withdrawn import WITHDRAWN


def withdraw_statement(*, by: User, statement: Statement) -> None:
    """Withdraw a draft statement, or the request of a reversal. The saving goes with its last statement."""
    with ledger.locked(statement.partnership):
        with still_there():
            found = Statement.objects.select_related("saving").get(pk=statement.pk)
        require(by, "savings.request_reversal" if found.is_reversal else "savings.draft_saving", found)
        if not found.is_draft:
            raise ValidationError("This statement was submitted already, so it can no longer be withdrawn.")
        saving = found.saving
        history.delete(found, by=by, reason=WITHDRAWN)
        if not saving.statements.exists():
            _delete_saving(saving, by=by)


def withdraw_draft(*, by: User, saving: Saving) -> None:
    """Withdraw a saving that is all draft, with its statements and evidence."""
    with ledger.locked(saving.partnership):
        with still_there():
            saving.refresh_from_db()
        require(by, "savings.draft_saving", saving)
        if saving.is_frozen:
            raise ValidationError("A statement of this saving was submitted, so the saving can no longer be withdrawn.")
        for statement in saving.statements.all():
            history.delete(statement, by=by, reason=WITHDRAWN)
        _delete_saving(saving, by=by)


def _delete_saving(saving: Saving, *, by: User) -> None:
    files = list(saving.evidence.all())
    delete_contract_of(saving, by=by)
    history.delete(saving, by=by, reason=WITHDRAWN)
    for evidence in files:
        evidence.delete_unused_file()
