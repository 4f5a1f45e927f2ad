"""Meetings of a body, and their agenda."""

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from governance.models.bodies import Body
from partnership.models import Partnership
from partnership.permissions import Place, reach


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user) -> "MeetingQuerySet":
        return self.filter(reach(user, "partnership.view_partnership"))


class Meeting(models.Model):
    """A meeting of a body at a place and time."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        PUBLISHED = "published", "Agenda published"
        HELD = "held", "Held"
        CANCELLED = "cancelled", "Cancelled"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="meetings")
    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings")
    starts_at = models.DateTimeField("starts")
    place_name = models.CharField("place", max_length=150)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)

    history = HistoricalRecords()
    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at"]
        indexes = [models.Index(fields=["partnership", "-starts_at"], name="meeting_newest")]

    def __str__(self) -> str:
        return f"{self.body}, {self.starts_at:%-d %B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("meeting", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id)


class AgendaItem(models.Model):
    """One item of a meeting's agenda, in order."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    lead = models.CharField("led by", max_length=120, blank=True, help_text="By post, for example Programme Manager.")
    minutes = models.PositiveSmallIntegerField("minutes planned", null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.order}. {self.title}"

    def place(self, permission: str) -> Place:
        return self.meeting.place(permission)
