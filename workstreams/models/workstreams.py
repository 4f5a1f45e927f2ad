"""A shared service as a project of a partnership, and what every row that belongs to one has."""

from datetime import datetime

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from simple_history.models import HistoricalRecords

from partnership.dated import DatedQuerySet, Period
from partnership.models import Organisation, Partnership
from partnership.permissions import Place, reach


class WorkstreamQuerySet(models.QuerySet):
    def visible_to(self, user) -> "WorkstreamQuerySet":
        return self.filter(reach(user, "partnership.view_partnership"))

    def editable_by(self, user) -> "WorkstreamQuerySet":
        return self.filter(reach(user, "workstreams.edit_workstream", workstream="pk"))

    def with_baseline(self, before: datetime | None = None) -> "WorkstreamQuerySet":
        """With `has_baseline`: whether one is in force, or was at a moment (of what was recorded before it)."""
        costs = apps.get_model("workstreams", "BaselineCost").objects.in_force(before)
        return self.annotate(has_baseline=Exists(costs.filter(workstream=OuterRef("pk"))))

    def without_baseline(self) -> "WorkstreamQuerySet":
        return self.with_baseline().filter(has_baseline=False)


class Workstream(models.Model):
    """One shared service or project of a partnership."""

    class Stage(models.TextChoices):
        IDEA = "idea", "Idea"
        APPRAISAL = "appraisal", "Options appraisal"
        CASE = "case", "Business case"
        APPROVAL = "approval", "Approval"
        IMPLEMENTATION = "implementation", "Implementation"
        LIVE = "live", "Live"
        CLOSED = "closed", "Closed"
        PAUSED = "paused", "Paused"
        STOPPED = "stopped", "Stopped"

    class Delivery(models.TextChoices):
        JOINT = "joint", "Joint working"
        LEAD = "lead", "Lead partner (host)"
        COMMITTEE = "committee", "Joint committee"
        COMPANY = "company", "Company"
        CONTRACT = "contract", "Contract"
        UNDECIDED = "undecided", "Not decided"

    class Basis(models.TextChoices):
        S101 = "s101", "Local Government Act 1972, section 101 (delegation)"
        S102 = "s102", "Local Government Act 1972, section 102 (joint committee)"
        S113 = "s113", "Local Government Act 1972, section 113 (staff placed at disposal)"
        S75 = "s75", "National Health Service Act 2006, section 75 (pooled funds)"
        COMPANY = "company", "Company owned by the partners"
        CONTRACT = "contract", "Contract between the partners"
        UNDECIDED = "undecided", "Not decided"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="workstreams")
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60)
    purpose = models.TextField(blank=True)
    stage = models.CharField(max_length=15, choices=Stage, default=Stage.IDEA)
    delivery = models.CharField("delivery model", max_length=10, choices=Delivery, default=Delivery.UNDECIDED)
    basis = models.CharField("legal basis", max_length=10, choices=Basis, default=Basis.UNDECIDED)

    history = HistoricalRecords()
    objects = WorkstreamQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "slug"],
                name="workstream_slug_once",
                violation_error_message="This partnership has a workstream of this name already.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("workstream", kwargs={"partnership": self.partnership.slug, "workstream": self.slug})

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id, workstream=self.pk)

    def taking_part(self, period: Period) -> models.QuerySet:
        """The organisations that take part on at least one day of the period, by code."""
        return Organisation.objects.taking_part(self, period.first_on, period.last_on)


class OfWorkstreamQuerySet(models.QuerySet):
    def visible_to(self, user) -> "OfWorkstreamQuerySet":
        return self.filter(
            reach(user, "partnership.view_partnership", partnership="workstream__partnership_id"),
        )


class DatedOfWorkstreamQuerySet(DatedQuerySet, OfWorkstreamQuerySet):
    pass


class OfWorkstream(models.Model):
    """A row that belongs to a workstream and stands where it stands."""

    class Meta:
        abstract = True

    def place(self, permission: str) -> Place:
        return self.workstream.place(permission)
