"""The discount rates that a partnership works with: dated, and who set each, and why."""

from datetime import date

from django.db import models
from django.db.models import Q

from partnership import clock
from partnership.append_only import AppendOnly
from partnership.models import Partnership, User
from partnership.permissions import Place, reach

STANDARD_HUNDREDTHS = 3_50  # HM Treasury's Green Book: the standard rate for the first 30 years
STANDARD_REASON = "The standard rate of HM Treasury’s Green Book."


class DiscountRateQuerySet(models.QuerySet):
    def visible_to(self, user) -> "DiscountRateQuerySet":
        return self.filter(reach(user, "savings.view_figures"))

    def in_force(self, partnership: Partnership, on: date) -> int:
        """In hundredths of a per cent: the newest that has begun by this day; without one, the standard rate."""
        begun = self.filter(partnership=partnership, from_on__lte=on).order_by("-from_on", "-pk")
        found = begun.values_list("rate_hundredths", flat=True).first()
        return STANDARD_HUNDREDTHS if found is None else found


class DiscountRate(AppendOnly):
    """A discount rate of a partnership from a day on. Never changed or deleted: a later row takes its place."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="discount_rates")
    from_on = models.DateField("from")
    rate_hundredths = models.PositiveIntegerField("rate")
    reason = models.CharField("why this rate", max_length=300)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    objects = DiscountRateQuerySet.as_manager()

    class Meta:
        ordering = ["-from_on", "-pk"]
        constraints = [models.CheckConstraint(name="discount_rate_in_range", condition=Q(rate_hundredths__lte=100_00))]

    def __str__(self) -> str:
        return f"Discount rate from {self.from_on:%-d %B %Y}"

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id)
