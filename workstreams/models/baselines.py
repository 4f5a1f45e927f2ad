"""What a service cost, and how much it did, before it was shared."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from partnership import clock
from partnership.append_only import AppendOnly
from partnership.dated import Period, validate_year
from partnership.models import Organisation, User
from partnership.money import MAXIMUM_PENCE
from partnership.permissions import reach
from workstreams.measuring import plain, unit_cost
from workstreams.models.versions import Versioned, VersionedQuerySet
from workstreams.models.workstreams import OfWorkstream, Workstream


class Heading(models.TextChoices):
    """What is spent, and what comes in. A cost under no heading is "not broken down"."""

    STAFF = "staff", "Staff"
    PREMISES = "premises", "Premises"
    SUPPLIES = "supplies", "Supplies and services"
    IT = "it", "IT"
    SUPPORT = "support", "Support services"
    INCOME = "income", "Income"


HEADINGS = tuple(Heading)
NOT_BROKEN_DOWN = "Not broken down"


class BaselineCostQuerySet(VersionedQuerySet):
    def visible_to(self, user) -> "BaselineCostQuerySet":
        """Money is for those who see figures."""
        return self.filter(reach(user, "savings.view_figures", partnership="workstream__partnership_id"))


class BaselineCost(OfWorkstream, Versioned):
    """One version of what the service cost one organisation in a financial year before it was shared, in pence.

    `cost_pence` is net: what was spent less what came in. Income is kept below 0. What the six headings do not explain
    of the cost is not broken down.
    """

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="baseline_costs")
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        help_text="Leave empty for a cost known only for all together.",
    )
    year = models.PositiveSmallIntegerField("financial year", validators=[validate_year])
    cost_pence = models.BigIntegerField("net cost")
    staff_pence = models.BigIntegerField("staff", default=0)
    premises_pence = models.BigIntegerField("premises", default=0)
    supplies_pence = models.BigIntegerField("supplies and services", default=0)
    it_pence = models.BigIntegerField("IT", default=0)
    support_pence = models.BigIntegerField("support services", default=0)
    income_pence = models.BigIntegerField("income", default=0)
    source = models.CharField(max_length=200, blank=True, help_text="Where the figures were taken from.")

    objects = BaselineCostQuerySet.as_manager()

    class Meta:
        ordering = ["workstream", "year", "organisation__code", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["workstream", "organisation", "year"],
                condition=Q(replaces=None),
                name="one_baseline_a_year",
                violation_error_message="There is a baseline cost for this organisation and year already.",
            ),
            models.UniqueConstraint(
                fields=["workstream", "year"],
                condition=Q(organisation=None, replaces=None),
                name="one_joint_baseline_a_year",
                violation_error_message="There is a joint baseline cost for this year already.",
            ),
            models.CheckConstraint(
                name="baseline_within_bounds",
                condition=Q(cost_pence__lte=MAXIMUM_PENCE, cost_pence__gte=-MAXIMUM_PENCE),
                violation_error_message="The net cost is too large. Enter pounds, not pence.",
            ),
            models.CheckConstraint(
                name="baseline_income_is_taken_off",
                condition=Q(income_pence__lte=0),
                violation_error_message="Income is taken off the cost, so it is kept below 0.",
            ),
            models.CheckConstraint(name="baseline_withdrawn_with_reason", condition=Q(withdrawn=False) | ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"Baseline {Period(self.year)}, {self.whose}"

    @property
    def whose(self) -> str:
        return self.organisation.short_name if self.organisation else "all organisations together"

    def pence_of(self, heading: Heading) -> int:
        return int(getattr(self, f"{heading.value}_pence"))

    @property
    def rest_pence(self) -> int:
        """What no heading explains."""
        return self.cost_pence - sum(self.pence_of(heading) for heading in HEADINGS)

    def known_pence(self, heading: Heading) -> int | None:
        """None where the cost is not broken down at all: nobody said that it was £0.00."""
        return None if self.rest_pence == self.cost_pence != 0 else self.pence_of(heading)

    @property
    def known(self) -> list[tuple[str, int | None]]:
        """Each heading with what is known of it, then what is not broken down."""
        return [*((str(each.label), self.known_pence(each)) for each in HEADINGS), (NOT_BROKEN_DOWN, self.rest_pence)]

    @property
    def by_heading(self) -> list[int]:
        """By heading, then what is not broken down."""
        return [*(self.pence_of(heading) for heading in HEADINGS), self.rest_pence]

    @property
    def amounts(self) -> list[int]:
        """By heading, then what is not broken down, then the net cost."""
        return [*self.by_heading, self.cost_pence]


class BaselineVolume(AppendOnly):
    """How much a service did in the year of a baseline: applications, audits, calls; in hundredths of one."""

    baseline = models.ForeignKey(BaselineCost, models.PROTECT, related_name="volumes")
    counted = models.CharField("what is counted", max_length=80)
    hundredths = models.BigIntegerField("how many", validators=[MinValueValidator(1)])

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["baseline", "counted"], name="volume_counted_once"),
            models.CheckConstraint(name="volume_above_zero", condition=Q(hundredths__gt=0)),
        ]

    def __str__(self) -> str:
        return self.counted

    @property
    def number(self) -> str:
        return plain(self.hundredths)

    @property
    def unit_cost_pence(self) -> int:
        """The net cost of one, rounded to the penny. Reads the baseline it belongs to."""
        return unit_cost(self.baseline.cost_pence, self.hundredths)


class BaselineLockQuerySet(models.QuerySet):
    def visible_to(self, user) -> "BaselineLockQuerySet":
        """As the baselines that they lock."""
        return self.filter(reach(user, "savings.view_figures", partnership="workstream__partnership_id"))


class BaselineLock(OfWorkstream, AppendOnly):
    """The baseline of a workstream as it stood was approved: from then on a change wants a reason."""

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="baseline_locks")
    reason = models.CharField("why, or by which decision", max_length=300)
    locked_at = models.DateTimeField(default=clock.now)
    locked_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = BaselineLockQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Baseline of {self.workstream} locked"
