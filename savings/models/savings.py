"""A saving: one thing that saves, in a workstream."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from partnership import clock
from partnership.models import Organisation, Partnership, User
from partnership.permissions import Place
from savings.models.words import Category, Kind
from workstreams.models import Workstream


class SavingQuerySet(models.QuerySet):
    def visible_to(self, user) -> "SavingQuerySet":
        """Savings with a statement that the user may see."""
        statements = self.model._meta.apps.get_model("savings.Statement").objects.visible_to(user)
        return self.filter(Exists(statements.filter(saving=OuterRef("pk"))))


class Saving(models.Model):
    """Frozen, with all its words, once one of its statements is submitted (a trigger refuses changes)."""

    class Recurrence(models.TextChoices):
        RECURRING = "recurring", "Recurring: the same amount every year"
        ONE_OFF = "one_off", "One-off"

    class Baseline(models.TextChoices):
        TAKEN = "taken", "A baseline was taken"
        NONE = "none", "None was taken"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="savings")
    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="savings")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", help_text="Whose officer logged it."
    )
    title = models.CharField(max_length=150)
    kind = models.CharField(max_length=12, choices=Kind)
    category = models.CharField(max_length=12, choices=Category)
    recurrence = models.CharField(max_length=9, choices=Recurrence)
    method = models.TextField("how it was worked out")
    baseline = models.CharField(max_length=5, choices=Baseline)
    baseline_pence = models.BigIntegerField("cost before, a year", null=True, blank=True)
    baseline_source = models.CharField("where the baseline was taken from", max_length=200, blank=True)
    unit = models.CharField(max_length=40, blank=True, help_text="For a qualitative benefit: what is counted.")
    request_key = models.UUIDField(
        null=True, blank=True, unique=True, editable=False, help_text="Of the form: sent twice, it drafts once."
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    history = HistoricalRecords()
    objects = SavingQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="saving_baseline_none_has_no_cost", condition=Q(baseline="taken") | Q(baseline_pence=None)
            ),
            models.CheckConstraint(name="saving_qualitative_has_unit", condition=~Q(kind="qualitative") | ~Q(unit="")),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("saving", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    def clean(self) -> None:
        if self.workstream.partnership_id != self.partnership_id:
            raise ValidationError({"workstream": "Choose a workstream of this partnership."})

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id, frozenset({self.organisation_id}), self.workstream_id)

    @property
    def is_frozen(self) -> bool:
        """Whether a statement of it was submitted. Causes a query."""
        return self.statements.submitted().exists()
