"""What a service cost before it was shared."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from partnership.dated import Period, validate_year
from partnership.models import Organisation
from partnership.permissions import reach
from workstreams.models.workstreams import OfWorkstream, Workstream


class BaselineCostQuerySet(models.QuerySet):
    def visible_to(self, user) -> "BaselineCostQuerySet":
        """Money is for those who see figures."""
        return self.filter(reach(user, "savings.view_figures", partnership="workstream__partnership_id"))


class BaselineCost(OfWorkstream):
    """What the service cost one organisation in a financial year before it was shared."""

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="baseline_costs")
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        help_text="Leave empty for a cost known only for all together.",
    )
    year = models.PositiveSmallIntegerField("financial year", validators=[validate_year])
    cost_pence = models.BigIntegerField("cost")
    source = models.CharField(max_length=200, blank=True, help_text="Where the cost was taken from.")

    history = HistoricalRecords()
    objects = BaselineCostQuerySet.as_manager()

    class Meta:
        ordering = ["workstream", "year", "organisation__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["workstream", "organisation", "year"],
                name="one_baseline_a_year",
                violation_error_message="There is a baseline cost for this organisation and year already.",
            ),
            models.UniqueConstraint(
                fields=["workstream", "year"],
                condition=Q(organisation=None),
                name="one_joint_baseline_a_year",
                violation_error_message="There is a joint baseline cost for this year already.",
            ),
        ]

    def __str__(self) -> str:
        return f"Baseline {Period(self.year)}, {self.organisation or 'all organisations together'}"
