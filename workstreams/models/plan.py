"""The dated steps of a workstream."""

from django.db import models
from simple_history.models import HistoricalRecords

from workstreams.models.workstreams import OfWorkstream, OfWorkstreamQuerySet, Workstream


class Milestone(OfWorkstream):
    """A dated step of a workstream: planned once, forecast as it goes, actual when done."""

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="milestones")
    title = models.CharField(max_length=150)
    planned_on = models.DateField("planned")
    forecast_on = models.DateField("forecast", null=True, blank=True)
    actual_on = models.DateField("actual", null=True, blank=True)

    history = HistoricalRecords()
    objects = OfWorkstreamQuerySet.as_manager()

    class Meta:
        ordering = ["planned_on", "pk"]

    def __str__(self) -> str:
        return self.title
