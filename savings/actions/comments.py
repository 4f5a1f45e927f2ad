"""Remarks on statements."""

from django.core.exceptions import PermissionDenied, ValidationError

from partnership.models import User
from partnership.permissions import require
from savings import ledger
from savings.actions.rereading import still_there
from savings.models import Comment, Seal, Statement


def comment(*, by: User, statement: Statement, text: str) -> Comment:
    """Say something of a statement to everyone who may see it. It stays. Raises PermissionDenied, ValidationError."""
    with ledger.locked(statement.partnership) as head:
        with still_there():
            statement.refresh_from_db()
        require(by, "savings.comment", statement)
        if not Statement.objects.visible_to(by).filter(pk=statement.pk).exists():
            raise PermissionDenied("You may comment only on statements that you may see.")
        if not text.strip():
            raise ValidationError({"text": "Enter the comment."})
        new = Comment(partnership=statement.partnership, statement=statement, text=text.strip(), written_by=by)
        new.full_clean()
        new.save()
        if not statement.is_draft:
            ledger.seal(head, Seal.What.COMMENT, new.pk)
    return new
