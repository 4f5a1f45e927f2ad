"""Notices: what the portal tells a person, kept as a row before it is an e-mail, and how each person wants them."""

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from partnership import clock
from partnership.jobs import Job
from partnership.models.partnerships import Partnership
from partnership.models.people import User


class Way(models.TextChoices):
    """How a person gets the notices of one kind."""

    AT_ONCE = "at_once", "By e-mail, at once"
    DIGEST = "digest", "By e-mail, once a day in one message"
    HERE = "here", "On this page only"


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user) -> "NoticeQuerySet":
        """A person's own: whoever may read somebody's mail is not a question of roles."""
        return self.filter(to=user)


class Notice(Job):
    """One message to one person. The row is the notice; the e-mail is a copy of it that may be late or lost.

    `key` says what it is about, so that asking twice writes one. Its text names nothing that is exempt: an e-mail
    leaves the portal, and whoever follows its link is asked again what they may see.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting to be sent"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        HELD = "held", "Waits for the daily message"
        GATHERED = "gathered", "In the daily message"
        HERE = "here", "Shown here only"
        FAILED = "failed", "Not delivered"

    to = models.ForeignKey(User, models.PROTECT, related_name="notices")
    partnership = models.ForeignKey(Partnership, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=30)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    path = models.CharField(max_length=300, blank=True, help_text="The page that it is about.")
    key = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State)
    written_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    gathered_in = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="gathered")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["to", "-id"], name="notice_newest"),
            models.Index(
                fields=["state", "leased_until"],
                name="notice_to_do",
                condition=models.Q(state__in=["queued", "sending", "held"]),
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["to", "key"], name="notice_once")]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("notice", kwargs={"pk": self.pk})


class NoticeChoice(models.Model):
    """How a person wants the notices of one kind, where it is not the kind's own default."""

    user = models.ForeignKey(User, models.CASCADE, related_name="notice_choices")
    kind = models.CharField(max_length=30)
    way = models.CharField(max_length=10, choices=Way)

    history = HistoricalRecords()

    class Meta:
        ordering = ["kind"]
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="notice_choice_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.get_way_display()}"
