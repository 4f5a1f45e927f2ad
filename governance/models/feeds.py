"""Calendar feeds: an address of its own for a program that can not sign in, standing for a person who can."""

from django.db import models
from simple_history.models import HistoricalRecords

from governance.models.bodies import Body
from partnership import clock
from partnership.models import User


class CalendarFeedQuerySet(models.QuerySet):
    def visible_to(self, user) -> "CalendarFeedQuerySet":
        """A person's own: what an address shows is what its owner may see."""
        return self.filter(user=user)

    def standing(self) -> "CalendarFeedQuerySet":
        """Those that were not revoked."""
        return self.filter(revoked_at=None)


class CalendarFeed(models.Model):
    """The meetings of one body, or of all bodies where its owner sits, at an address that nobody can guess.

    Only a digest of the key in the address is kept: it is shown once. What the feed holds is asked of its owner's
    roles whenever it is read, so it outlasts none of them.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="calendar_feeds")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    history = HistoricalRecords(excluded_fields=["digest"])
    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["user", "-made_at"], name="calendar_feed_newest")]

    def __str__(self) -> str:
        return f"{self.body}, {self.body.partnership.name}" if self.body else "All your meetings"
