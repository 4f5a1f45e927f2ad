"""The ratification of a workstream by each organisation, for itself."""

from django.db import models
from django.db.models import Q

from partnership import clock
from partnership.append_only import AppendOnly
from partnership.models import Organisation, User
from partnership.permissions import Place
from workstreams.models.workstreams import OfWorkstream, OfWorkstreamQuerySet, Workstream


class Ratification(AppendOnly, OfWorkstream):
    """What one organisation's own executive or council decided about letting a workstream enter a stage.

    It is never changed; a later one of the same organisation for the same stage takes its place.
    """

    class Decision(models.TextChoices):
        APPROVED = "approved", "Approved"
        CONDITIONS = "conditions", "Approved with conditions"
        REFUSED = "refused", "Refused"

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="ratifications")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="ratifications")
    stage = models.CharField("for the stage", max_length=15, choices=Workstream.Stage)
    decision = models.CharField(max_length=10, choices=Decision)
    conditions = models.TextField("conditions or reasons", blank=True)
    decided_on = models.DateField("decided")
    body = models.CharField("decided by", max_length=120, help_text="For example Executive or Council.")
    minute = models.CharField("minute reference", max_length=80)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)

    objects = OfWorkstreamQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="ratification_conditions_are_named",
                condition=Q(decision="approved") | ~Q(conditions=""),
                violation_error_message="Say what the conditions, or the reasons, are.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation.short_name}: {self.get_decision_display().lower()}"

    def place(self, permission: str) -> Place:
        """It is recorded for its own organisation alone."""
        return Place(self.workstream.partnership_id, frozenset({self.organisation_id} - {None}), self.workstream_id)

    @property
    def allows(self) -> bool:
        return self.decision != self.Decision.REFUSED
