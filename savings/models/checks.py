"""What came of proving a partnership's ledger: who asked, how far it went, what was found."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from partnership import clock
from partnership.jobs import Job
from partnership.models import Partnership, User
from partnership.permissions import Place, reach


class LedgerCheckQuerySet(models.QuerySet):
    def visible_to(self, user) -> "LedgerCheckQuerySet":
        return self.filter(reach(user, "savings.view_checks"))

    def finished(self) -> "LedgerCheckQuerySet":
        return self.filter(state=LedgerCheck.State.FINISHED)

    def under_way(self) -> "LedgerCheckQuerySet":
        return self.filter(state__in=UNDER_WAY)


class LedgerCheck(Job):
    """One check of a whole ledger: asked for, run by a worker, kept for ever.

    Once it is finished it never changes (a trigger refuses), and its head holds later checks to what was found then.
    One that failed has found nothing, and can be tried again.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        RUNNING = "running", "Running"
        FINISHED = "finished", "Finished"
        FAILED = "failed", "Failed"

    class Way(models.TextChoices):
        PAGE = "page", "A person, on the page"
        SCHEDULE = "schedule", "The daily schedule"
        COMMAND = "command", "manage.py verify_ledger"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="ledger_checks")
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    way = models.CharField("asked by way of", max_length=8, choices=Way)
    asked_at = models.DateTimeField("asked", default=clock.now)
    asked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", help_text="Nobody, unless on the page."
    )
    begun_at = models.DateTimeField(null=True, blank=True)
    done = models.PositiveSmallIntegerField(default=0, help_text="How many of its parts are done.")
    ended_at = models.DateTimeField(null=True, blank=True)
    sequence = models.BigIntegerField(default=0, help_text="Of the last posting.")
    head = models.CharField(max_length=64, blank=True, help_text="The hash of that posting.")
    postings = models.BigIntegerField(default=0, help_text="How many postings were read.")
    problems = models.JSONField(default=list, help_text="The first that is wrong in each respect, as sentences.")

    objects = LedgerCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["partnership", "-id"], name="check_newest"),
            models.Index(fields=["state", "leased_until"], name="check_to_do", condition=~Q(state="finished")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership"], name="one_check_at_a_time", condition=Q(state__in=["queued", "running"])
            ),
            models.CheckConstraint(
                name="check_ended_when_finished",
                condition=Q(state="finished", ended_at__isnull=False) | (~Q(state="finished") & Q(ended_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"Ledger check {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("check", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id)

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def is_proved(self) -> bool:
        return self.state == self.State.FINISHED and not self.problems

    @property
    def who(self) -> str:
        return self.asked_by.name if self.asked_by else self.get_way_display()

    @property
    def outcome(self) -> str:
        """One word or two: what came of it."""
        if self.state == self.State.FINISHED:
            return "not proved" if self.problems else "proved"
        return self.get_state_display().lower()


UNDER_WAY = (LedgerCheck.State.QUEUED, LedgerCheck.State.RUNNING)
