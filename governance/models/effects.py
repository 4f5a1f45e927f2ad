"""What decisions did, and what they are to do: once each organisation has ratified, or once somebody may do it."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, OuterRef, Q
from simple_history.models import HistoricalRecords

from governance.models.decisions import Decision, OfDecisionQuerySet
from governance.models.ratifications import RatificationNeed
from governance.ratifying import State
from partnership import clock
from partnership.append_only import AppendOnly
from partnership.models import User
from partnership.permissions import Place
from savings.models import SharingAgreement, Statement
from workstreams.models import BudgetHead, BusinessCase, Funding, OptionsDecision, ReserveTransfer, StageMove

# What an effect may be linked with, by the name of its field.
LINKS = ("move", "preference", "case", "statement", "agreement", "funding", "head", "transfer")


def _one_link() -> Q:
    found = Q()
    for name in LINKS:
        found |= Q(**{f"{other}__isnull": other != name for other in LINKS})
    return found


class DecisionEffect(AppendOnly):
    """What a decision did, and the record of it: the link is kept on both."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="effects")
    kind = models.CharField(max_length=12)
    move = models.OneToOneField(StageMove, models.PROTECT, null=True, blank=True, related_name="decision_effect")
    preference = models.OneToOneField(
        OptionsDecision, models.PROTECT, null=True, blank=True, related_name="decision_effect"
    )
    case = models.ForeignKey(BusinessCase, models.PROTECT, null=True, blank=True, related_name="decision_effects")
    statement = models.ForeignKey(Statement, models.PROTECT, null=True, blank=True, related_name="decision_effects")
    agreement = models.ForeignKey(
        SharingAgreement, models.PROTECT, null=True, blank=True, related_name="decision_effects"
    )
    transfer = models.OneToOneField(
        ReserveTransfer, models.PROTECT, null=True, blank=True, related_name="decision_effect"
    )
    funding = models.ForeignKey(Funding, models.PROTECT, null=True, blank=True, related_name="decision_effects")
    head = models.OneToOneField(BudgetHead, models.PROTECT, null=True, blank=True, related_name="decision_effect")
    words = models.CharField("what it did", max_length=300)
    done_at = models.DateTimeField(default=clock.now, editable=False)
    done_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    objects = OfDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="effect_has_one_link", condition=_one_link()),
            *(models.UniqueConstraint(fields=["decision", name], name=f"effect_on_{name}_once") for name in LINKS),
        ]

    def __str__(self) -> str:
        return f"{self.decision}: {self.words}"

    @property
    def thing(self) -> models.Model:
        return next(found for name in LINKS if (found := getattr(self, name)) is not None)


class PlannedEffectQuerySet(OfDecisionQuerySet):
    def open(self) -> "PlannedEffectQuerySet":
        return self.filter(effect=None, dropped_at=None, decision__corrected_by=None)

    def ready(self) -> "PlannedEffectQuerySet":
        """Those that no ratification holds back."""
        unratified = RatificationNeed.objects.with_state().exclude(state=State.IN_FORCE)
        return self.open().exclude(Exists(unratified.filter(decision=OuterRef("decision"))))


class PlannedEffect(models.Model):
    """What a decision is to do. It stays until it is done, or is dropped with a reason.

    `target_key`: the key of what it works on, of the model that its kind names; `more`: what else the kind asks for,
    records by their keys. `failed_at` and `why` are of the last time that it was tried in vain.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="planned")
    kind = models.CharField(max_length=12)
    target_key = models.PositiveBigIntegerField()
    more = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    words = models.CharField("what it is to do", max_length=300)
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    failed_at = models.DateTimeField("failed", null=True, editable=False)
    why = models.TextField("why it failed", blank=True, editable=False)
    effect = models.OneToOneField(DecisionEffect, models.PROTECT, null=True, editable=False, related_name="planned")
    dropped_at = models.DateTimeField("dropped", null=True, editable=False)
    dropped_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    dropped_why = models.CharField("why it is not to be done", max_length=300, blank=True)

    history = HistoricalRecords()
    objects = PlannedEffectQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="planned_effect_dropped_with_reason",
                condition=Q(dropped_at=None, dropped_by=None, dropped_why="")
                | (Q(dropped_at__isnull=False, dropped_by__isnull=False, effect=None) & ~Q(dropped_why="")),
            ),
            models.CheckConstraint(
                name="planned_effect_failed_with_reason",
                condition=Q(failed_at=None, why="") | (Q(failed_at__isnull=False) & ~Q(why="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision}: {self.words}"

    def get_absolute_url(self) -> str:
        return f"{self.decision.get_absolute_url()}#effects"

    def place(self, permission: str) -> Place:
        return self.decision.place(permission)

    @property
    def state(self) -> str:
        """done, dropped, failed or waiting."""
        if self.effect_id:
            return "done"
        if self.dropped_at:
            return "dropped"
        return "failed" if self.failed_at else "waiting"
