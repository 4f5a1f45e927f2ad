"""Withdrawal analyses as they were made: what went in, what came out, at which point of the ledger."""

from django.db import models
from django.urls import reverse

from partnership import clock
from partnership.models import Organisation, Partnership, User
from partnership.permissions import Place, reach
from workstreams.models import Workstream


class WithdrawalAnalysisQuerySet(models.QuerySet):
    def visible_to(self, user) -> "WithdrawalAnalysisQuerySet":
        """Money is for those who see figures."""
        return self.filter(reach(user, "savings.view_figures"))


class WithdrawalAnalysis(models.Model):
    """What follows when this organisation leaves the workstream after this day. Never changed: made again instead."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="withdrawal_analyses")
    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="withdrawal_analyses")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="who leaves")
    last_on = models.DateField("last day")
    inputs = models.JSONField(default=dict, help_text="What was entered, and the figures that were read.")
    results = models.JSONField(default=dict, help_text="What came out: see savings/leaving.")
    sequence = models.BigIntegerField(help_text="Of the last posting that the figures are made of.")
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = WithdrawalAnalysisQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "withdrawal analyses"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.organisation.short_name} leaves {self.workstream.name} on {_words(self.last_on)}"

    def get_absolute_url(self) -> str:
        return reverse("withdrawal", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id, workstream=self.workstream_id)


def _words(day) -> str:
    return f"{day.day} {day:%B %Y}"
