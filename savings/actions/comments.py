"""Remarks on statements."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from partnership.models import User
from partnership.permissions import require
from savings.models import Comment, Statement


@transaction.atomic
def comment(*, by: User, statement: Statement, text: str) -> Comment:
    """Say something of a statement to everyone who may see it. It stays. Raises PermissionDenied, ValidationError."""
    require(by, "savings.comment", statement)
    if not Statement.objects.visible_to(by).filter(pk=statement.pk).exists():
        raise PermissionDenied("You may comment only on statements that you may see.")
    if not text.strip():
        raise ValidationError({"text": "Enter the comment."})
    new = Comment(partnership=statement.partnership, statement=statement, text=text.strip(), written_by=by)
    new.full_clean()
    new.save()
    return new
