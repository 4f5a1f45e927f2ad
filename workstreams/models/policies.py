"""The policy of a partnership: what its gates ask for, in dated versions."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from partnership import clock
from partnership.append_only import AppendOnly
from partnership.dated import Dated, DatedQuerySet
from partnership.models import Partnership, User
from partnership.permissions import Place, reach
from workstreams.gates import Terms
from workstreams.models.workstreams import Workstream


class GatePolicyQuerySet(DatedQuerySet):
    def visible_to(self, user) -> "GatePolicyQuerySet":
        return self.filter(reach(user, "partnership.view_partnership"))


class GatePolicy(Dated):
    """One version of what a partnership asks of a workstream before it enters a stage.

    A version is never changed but for its last day: a new version ends it on the day before its own first.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="gate_policies")
    version = models.PositiveSmallIntegerField(editable=False)
    reason = models.TextField("who decided it, and why", help_text="The body, date and minute, and what it is for.")
    entered_at = models.DateTimeField(default=clock.now, editable=False)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    history = HistoricalRecords()
    objects = GatePolicyQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["-version"]
        verbose_name = "policy of gates"
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["partnership", "version"], name="gate_policy_version_once"),
        ]

    def __str__(self) -> str:
        return f"Policy of gates, version {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("policy", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id)

    @property
    def state(self) -> str:
        """One word or two for today."""
        today: date = clock.today()
        if self.holds_on(today):
            return "in force"
        return "not begun" if self.from_on > today else "ended"


class GateRequirementQuerySet(models.QuerySet):
    def visible_to(self, user) -> "GateRequirementQuerySet":
        return self.filter(reach(user, "partnership.view_partnership", partnership="policy__partnership_id"))


class GateRequirement(AppendOnly):
    """One thing that a policy asks for before a stage is entered. `kind` is one of `workstreams.gates.KINDS`.

    What the threshold counts (organisations, hundredths of a per cent, steps of delivery confidence) follows from the
    kind; `by_year` counts the financial years of the savings, `review` is the number of a gateway review.
    """

    policy = models.ForeignKey(GatePolicy, models.PROTECT, related_name="requirements")
    stage = models.CharField("before the stage", max_length=15, choices=Workstream.Stage)
    kind = models.CharField(max_length=30)
    threshold = models.PositiveIntegerField(null=True, blank=True)
    by_year = models.PositiveSmallIntegerField(null=True, blank=True)
    review = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = GateRequirementQuerySet.as_manager()

    class Meta:
        ordering = ["policy", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "stage", "kind", "review"], name="gate_requirement_once"),
            models.UniqueConstraint(
                fields=["policy", "stage", "kind"], condition=Q(review=None), name="gate_requirement_of_no_review_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()}: {self.kind}"

    @property
    def terms(self) -> Terms:
        return Terms(self.threshold, self.by_year, self.review)
