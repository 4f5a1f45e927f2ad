"""What people say to each other about a statement."""

from django.core.validators import MaxLengthValidator
from django.db import models

from partnership import clock
from partnership.append_only import AppendOnly
from partnership.models import Partnership, User
from savings.models.statements import Statement

LONGEST_COMMENT = 2_000


class CommentQuerySet(models.QuerySet):
    def visible_to(self, user) -> "CommentQuerySet":
        """Whoever may see the statement reads what was said of it."""
        return self.filter(statement__in=Statement.objects.visible_to(user))


class Comment(AppendOnly):
    """A remark on a statement. It is never changed; it goes only with a draft that is withdrawn."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    statement = models.ForeignKey(Statement, models.CASCADE, related_name="comments")
    text = models.TextField("comment", validators=[MaxLengthValidator(LONGEST_COMMENT)])
    written_at = models.DateTimeField(default=clock.now, editable=False)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Comment of {self.written_by} on {self.statement}"
