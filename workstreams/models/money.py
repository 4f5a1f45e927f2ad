"""Grants to the partnership, and what sharing costs each organisation."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from partnership.dated import Period, validate_year
from partnership.models import Organisation, Partnership
from partnership.permissions import Place, reach
from workstreams.models.workstreams import Workstream
from workstreams.spending import GrantPosition


class FundingQuerySet(models.QuerySet):
    def visible_to(self, user) -> "FundingQuerySet":
        """Money is for those who see figures."""
        return self.filter(reach(user, "savings.view_figures"))


class Funding(models.Model):
    """Grant funding: money given to the partnership, perhaps for one workstream, for a purpose and until a day.

    Not to be mistaken for a `Grant`, which gives a person a role.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="fundings")
    workstream = models.ForeignKey(Workstream, models.PROTECT, null=True, blank=True, related_name="fundings")
    funder = models.CharField(max_length=120)
    amount_pence = models.BigIntegerField("amount")
    awarded_on = models.DateField("awarded")
    purpose = models.CharField(max_length=300)
    conditions = models.TextField(
        blank=True, help_text="What the funder asks for, and what the money may not be used for."
    )
    use_until_on = models.DateField(
        "use until",
        null=True,
        blank=True,
        help_text="The last day on which it may be spent. Leave empty if none is set.",
    )
    reference = models.CharField("scheme reference", max_length=80, blank=True)

    history = HistoricalRecords()
    objects = FundingQuerySet.as_manager()

    class Meta:
        verbose_name = "grant"
        ordering = ["awarded_on", "pk"]

    def __str__(self) -> str:
        return f"{self.funder}, {self.awarded_on:%B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("funding", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id, workstream=self.workstream_id)

    @property
    def position(self) -> GrantPosition:
        """Needs `workstreams.models.budgets.with_use`."""
        used = (self.allotted, self.spent, self.committed, self.reserved)
        return GrantPosition(self.amount_pence, *used, self.use_until_on, self.late)

    @property
    def scope_name(self) -> str:
        return self.workstream.name if self.workstream else "The programme as a whole"


class ContributionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ContributionQuerySet":
        """Money is for those who see figures."""
        return self.filter(reach(user, "savings.view_figures"))


class Contribution(models.Model):
    """What sharing costs one organisation in a financial year: paid to the partnership, or spent by itself.

    A grant is no organisation's contribution: it is a `Funding`. In an annual statement these are set against what the
    organisation realised in cash, so that its net stands beside the gross.
    """

    class Kind(models.TextChoices):
        CONTRIBUTION = "contribution", "Contribution to the partnership"
        OWN_COST = "own_cost", "Own cost"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="contributions")
    workstream = models.ForeignKey(
        Workstream,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        help_text="Leave empty for the programme as a whole.",
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="contributions")
    year = models.PositiveSmallIntegerField("financial year", validators=[validate_year])
    kind = models.CharField(max_length=12, choices=Kind)
    amount_pence = models.BigIntegerField("amount")
    purpose = models.CharField("what it is", max_length=200)

    history = HistoricalRecords()
    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "organisation__code", "kind", "pk"]
        indexes = [models.Index(fields=["partnership", "organisation", "year"], name="contribution_of_year")]
        constraints = [
            models.CheckConstraint(
                name="contribution_above_zero",
                condition=Q(amount_pence__gt=0),
                violation_error_message="Enter an amount above £0.00.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose}, {Period(self.year)}"

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id, workstream=self.workstream_id)
