"""The policy of a partnership: what its gates ask for, in dated versions."""

from collections.abc import Callable
from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from partnership import clock
from partnership.append_only import AppendOnly
from partnership.dated import Dated, DatedQuerySet
from partnership.models import Partnership, User
from partnership.permissions import Place, reach
from workstreams.gates import Terms
from workstreams.models.workstreams import Workstream

REPORT_DAYS, MOST_REPORT_DAYS = 10, 60  # also where a partnership has no policy
SLIP_DAYS, MOST_SLIP_DAYS = 30, 365


class GatePolicyQuerySet(DatedQuerySet):
    def visible_to(self, user) -> "GatePolicyQuerySet":
        return self.filter(reach(user, "partnership.view_partnership"))

    def approved(self) -> "GatePolicyQuerySet":
        return self.filter(approved_at__isnull=False)

    def proposed(self) -> "GatePolicyQuerySet":
        """Those that wait for a decision."""
        return self.filter(approved_at=None, withdrawn_at=None)

    def in_force(self, partnership: Partnership, on: date) -> "GatePolicy | None":
        """What the gates of a partnership ask by on a day. One query."""
        found: GatePolicy | None = self.approved().current(on).filter(partnership=partnership).first()
        return found

    def report_days(self, partnership: Partnership) -> Callable[[date], int]:
        """How many days after the end of a month its highlight report is due, by the policy of that month's last day.
        One query, for any number of months."""
        held = list(self.approved().filter(partnership=partnership))

        def days(on: date) -> int:
            return next((policy.highlight_days for policy in held if policy.holds_on(on)), REPORT_DAYS)

        return days

    def slip_days(self, partnership: Partnership, on: date) -> int:
        """Up to how many days of slip are amber in a highlight report, by the policy of a day. One query."""
        policy = self.in_force(partnership, on)
        return policy.amber_days if policy else SLIP_DAYS


class GatePolicy(Dated):
    """One version of what a partnership asks of a workstream: before it enters a stage, and in its highlight reports.

    It is proposed by who runs the programme and holds once the steering group has approved it: whoever is held up by a
    gate does not set what the gate asks. Approved, it has a version and is never changed but for its last day: a new
    version ends it on the day before its own first. A proposal that is withdrawn or refused stays to be read.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="gate_policies")
    version = models.PositiveSmallIntegerField(null=True, editable=False, help_text="Given when it is approved.")
    reason = models.TextField("who decided it, and why", help_text="The body, date and minute, and what it is for.")
    highlight_days = models.PositiveSmallIntegerField(
        "days for a highlight report",
        default=REPORT_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_REPORT_DAYS)],
        help_text="After the end of a month its report may take so many days before it is late.",
    )
    amber_days = models.PositiveSmallIntegerField(
        "days of slip that are amber",
        default=SLIP_DAYS,
        validators=[MaxValueValidator(MOST_SLIP_DAYS)],
        help_text="Beside a highlight report time is red where a milestone slips by more than these days.",
    )
    entered_at = models.DateTimeField(default=clock.now, editable=False)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)

    history = HistoricalRecords()
    objects = GatePolicyQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["-pk"]
        verbose_name = "policy of gates"
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["partnership", "version"], name="gate_policy_version_once"),
            models.CheckConstraint(
                name="gate_policy_approved_all_or_nothing",
                condition=Q(version=None, approved_at=None, approved_by=None)
                | Q(version__isnull=False, approved_at__isnull=False, approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="gate_policy_withdrawn_all_or_nothing",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, approved_at=None),
            ),
            models.CheckConstraint(
                name="gate_policy_approved_by_another", condition=Q(approved_by=None) | ~Q(approved_by=F("entered_by"))
            ),
        ]

    def __str__(self) -> str:
        return f"Policy of gates, {self.version_words}"

    @property
    def version_words(self) -> str:
        return f"version {self.version}" if self.version else f"proposal of {self.entered_at:%-d %B %Y}"

    @property
    def is_proposed(self) -> bool:
        return self.approved_at is None and self.withdrawn_at is None

    def get_absolute_url(self) -> str:
        return reverse("policy", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id)

    @property
    def state(self) -> str:
        """One word or two for today."""
        if self.approved_at is None:
            return "withdrawn" if self.withdrawn_at else "proposed"
        today: date = clock.today()
        if self.holds_on(today):
            return "in force"
        return "not begun" if self.from_on > today else "ended"


class GateRequirementQuerySet(models.QuerySet):
    def visible_to(self, user) -> "GateRequirementQuerySet":
        return self.filter(reach(user, "partnership.view_partnership", partnership="policy__partnership_id"))

    def asked(self, partnership: Partnership, kind: str, on: date) -> "GateRequirement | None":
        """What the policy of a day asks of this kind, at whichever gate: the most, where it asks at several (and of
        equal ones that of the earliest year). One query."""
        policies = GatePolicy.objects.approved().current(on).filter(partnership=partnership)
        rows = self.filter(policy__in=policies, kind=kind).select_related("policy")
        found: GateRequirement | None = rows.order_by("-threshold", "by_year", "pk").first()
        return found


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
