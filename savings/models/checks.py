"""What came of proving a partnership's ledger: who asked, how far it went, what was found."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from partnership import clock
from partnership.models import Partnership, User
from partnership.permissions import Place, reach


class LedgerCheckQuerySet(models.QuerySet):
    def visible_to(self, user) -> "LedgerCheckQuerySet":
        return self.filter(reach(user, "savings.view_checks"))

    def ended(self) -> "LedgerCheckQuerySet":
        return self.filter(ended_at__isnull=False)

    def under_way(self) -> "LedgerCheckQuerySet":
        return self.filter(ended_at=None)


class LedgerCheck(models.Model):
    """One check of a whole ledger: asked for, run by a worker, kept for ever.

    The row is there before any message, so that none is lost. Once it has ended it never changes (a trigger refuses),
    and its head holds later checks to what was found then.
    """

    class Way(models.TextChoices):
        PAGE = "page", "A person, on the page"
        SCHEDULE = "schedule", "The daily schedule"
        COMMAND = "command", "manage.py verify_ledger"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="ledger_checks")
    way = models.CharField("asked by way of", max_length=8, choices=Way)
    asked_at = models.DateTimeField("asked", default=clock.now)
    asked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", help_text="Nobody, unless on the page."
    )
    attempts = models.PositiveSmallIntegerField(default=0)
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
            models.Index(fields=["asked_at"], name="check_to_do", condition=Q(ended_at__isnull=True)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership"], name="one_check_at_a_time", condition=Q(ended_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"Ledger check {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("check", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id)

    @property
    def is_under_way(self) -> bool:
        return self.ended_at is None

    @property
    def is_proved(self) -> bool:
        return not self.is_under_way and not self.problems

    @property
    def who(self) -> str:
        return self.asked_by.name if self.asked_by else self.get_way_display()

    @property
    def outcome(self) -> str:
        """One word: what came of it."""
        if self.is_under_way:
            return "running" if self.begun_at else "waiting"
        return "not proved" if self.problems else "proved"
