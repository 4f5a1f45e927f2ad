"""By what rule the partners pay: equally, by weights, or only for the workstreams that they take part in."""

from datetime import date

from django.core.validators import MaxValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from partnership.dated import Dated, DatedQuerySet, Period
from partnership.models import Organisation, Partnership
from partnership.permissions import Place, reach

LARGEST_WEIGHT = 1_000_000


class ContributionRuleQuerySet(DatedQuerySet):
    def visible_to(self, user) -> "ContributionRuleQuerySet":
        """Money is for those who see figures."""
        return self.filter(reach(user, "savings.view_figures"))

    def in_force(self, partnership: Partnership, year: int) -> "ContributionRule | None":
        """The rule of a financial year: the one that holds on its last day, as every weight does. Two queries."""
        rules = self.filter(partnership=partnership).prefetch_related("weights__organisation")
        found: ContributionRule | None = rules.current(Period(year).last_on).first()
        return found


class ContributionRule(Dated):
    """How what has to be raised in a financial year is divided among the partners, from one day to another."""

    class Basis(models.TextChoices):
        EQUAL = "equal", "Equally among all partners"
        WEIGHTED = "weighted", "By weights, among all partners"
        PROJECT = "project", "By project: only the partners of a workstream pay for it"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="contribution_rules")
    basis = models.CharField(max_length=10, choices=Basis)
    decision = models.CharField(max_length=300, help_text="Who agreed it, when, and where it is written.")

    history = HistoricalRecords()
    objects = ContributionRuleQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["-from_on"]

    def __str__(self) -> str:
        return f"{self.get_basis_display()}, from {_words(self.from_on)}"

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id)


class ContributionWeight(models.Model):
    """One partner's weight in a rule, in hundredths: 1.50 is kept as 150. Only the proportions matter."""

    rule = models.ForeignKey(ContributionRule, models.CASCADE, related_name="weights")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    hundredths = models.PositiveIntegerField("weight", validators=[MaxValueValidator(LARGEST_WEIGHT)])

    history = HistoricalRecords()

    class Meta:
        ordering = ["organisation__code"]
        constraints = [models.UniqueConstraint(fields=["rule", "organisation"], name="one_weight_each")]

    def __str__(self) -> str:
        return f"Weight of {self.organisation.short_name}"


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
