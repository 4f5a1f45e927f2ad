"""The dated steps of a workstream, what they wait for, and the baselines that they are measured against."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from partnership import clock
from partnership.append_only import AppendOnly
from partnership.dated import FIRST_YEAR, LAST_YEAR
from partnership.models import User
from partnership.permissions import Place, reach
from workstreams.models.owners import Owned
from workstreams.models.workstreams import OfWorkstream, OfWorkstreamQuerySet, Workstream

LONGEST_REASON = 500
DAYS = tuple(f"{which}{end}" for which in ("planned", "forecast", "actual") for end in ("_start_on", "_on"))
ENDS_BEFORE = "The start must be on or before the end."


def _in_order(which: str) -> models.CheckConstraint:
    start, end = f"{which}_start_on", "planned_on" if which == "planned" else f"{which}_on"
    return models.CheckConstraint(
        name=f"milestone_{which}_in_order",
        condition=Q(**{start: None}) | Q(**{end: None}) | Q(**{f"{start}__lte": F(end)}),
        violation_error_message=ENDS_BEFORE,
    )


class Milestone(OfWorkstream, Owned):
    """A dated step of a workstream: planned once, forecast as it goes, actual when done.

    With a start it is a task that lasts from its first day to its last; without, a milestone of one day. The planned
    dates are those of the plan's current baseline; from the first one on they change by a new baseline alone.
    """

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="milestones")
    title = models.CharField(max_length=150)
    planned_start_on = models.DateField("planned start", null=True, blank=True)
    planned_on = models.DateField("planned")
    forecast_start_on = models.DateField("forecast start", null=True, blank=True)
    forecast_on = models.DateField("forecast", null=True, blank=True)
    actual_start_on = models.DateField("actual start", null=True, blank=True)
    actual_on = models.DateField("actual", null=True, blank=True)

    history = HistoricalRecords()
    objects = OfWorkstreamQuerySet.as_manager()

    class Meta:
        ordering = ["planned_on", "pk"]
        constraints = [_in_order(which) for which in ("planned", "forecast", "actual")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        where = {"partnership": self.workstream.partnership.slug, "workstream": self.workstream.slug, "pk": self.pk}
        return reverse("milestone", kwargs=where)

    def clean(self) -> None:
        super().clean()
        wrong = self.wrong_owner
        for which in ("planned", "forecast", "actual"):
            start, end = getattr(self, f"{which}_start_on"), getattr(self, f"{which}_on")
            if start and end and end < start:
                wrong[f"{which}_start_on"] = ENDS_BEFORE
        for name in DAYS:
            day = getattr(self, name)
            if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
                wrong[name] = f"Enter a day from {FIRST_YEAR} to {LAST_YEAR}."
        for name in ("actual_start_on", "actual_on"):
            day = getattr(self, name)
            if day and day > clock.today():
                wrong[name] = "This day has not come yet. What is to come is a forecast."
        if wrong:
            raise ValidationError(wrong)

    @property
    def is_task(self) -> bool:
        return any((self.planned_start_on, self.forecast_start_on, self.actual_start_on))


class DependencyQuerySet(models.QuerySet):
    def visible_to(self, user) -> "DependencyQuerySet":
        path = "milestone__workstream__partnership_id"
        return self.filter(reach(user, "partnership.view_partnership", partnership=path))


class Dependency(models.Model):
    """A milestone waits for another of the same programme: finish-to-start."""

    milestone = models.ForeignKey(Milestone, models.CASCADE, related_name="dependencies")
    waits_for = models.ForeignKey(Milestone, models.CASCADE, related_name="held_up")

    history = HistoricalRecords()
    objects = DependencyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "dependencies"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["milestone", "waits_for"], name="dependency_once"),
            models.CheckConstraint(
                name="dependency_on_another",
                condition=~Q(milestone=F("waits_for")),
                violation_error_message="A milestone can not wait for itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone} waits for {self.waits_for}"

    def place(self, permission: str) -> Place:
        return self.milestone.place(permission)


class PlanBaseline(OfWorkstream, AppendOnly):
    """The planned dates of a workstream's plan as they were set at a moment, with the reason. Versions count from 1."""

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="plan_baselines")
    version = models.PositiveIntegerField()
    reason = models.TextField(validators=[MaxLengthValidator(LONGEST_REASON)])
    set_at = models.DateTimeField(default=clock.now, editable=False)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    objects = OfWorkstreamQuerySet.as_manager()

    class Meta:
        ordering = ["workstream", "version"]
        constraints = [models.UniqueConstraint(fields=["workstream", "version"], name="plan_baseline_version_once")]

    def __str__(self) -> str:
        return f"Baseline {self.version}"


class BaselinedDateQuerySet(models.QuerySet):
    def visible_to(self, user) -> "BaselinedDateQuerySet":
        path = "baseline__workstream__partnership_id"
        return self.filter(reach(user, "partnership.view_partnership", partnership=path))


class BaselinedDate(AppendOnly):
    """The planned dates of one milestone in one baseline. It outlasts the milestone, and so keeps its title."""

    baseline = models.ForeignKey(PlanBaseline, models.PROTECT, related_name="dates")
    milestone = models.ForeignKey(Milestone, models.DO_NOTHING, related_name="baselined", db_constraint=False)
    title = models.CharField(max_length=150)
    planned_start_on = models.DateField("planned start", null=True, blank=True)
    planned_on = models.DateField("planned")

    objects = BaselinedDateQuerySet.as_manager()

    class Meta:
        ordering = ["planned_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["baseline", "milestone"], name="milestone_once_in_a_baseline")]

    def __str__(self) -> str:
        return f"{self.title}, {self.baseline}"
