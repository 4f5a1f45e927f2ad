"""Gateway reviews: which a partnership holds, each review with its delivery confidence, and what it recommends."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.urls import reverse
from simple_history.models import HistoricalRecords

from partnership import clock
from partnership.append_only import AppendOnly
from partnership.models import Partnership, User
from partnership.permissions import Place, reach
from workstreams.gates import LAST_REVIEW, Confidence
from workstreams.models.tasks import Action
from workstreams.models.workstreams import OfWorkstream, Workstream

# The names that the Office of Government Commerce gave its gates.
STANDARD = (
    "Strategic assessment",
    "Business justification",
    "Delivery strategy",
    "Investment decision",
    "Readiness for service",
    "Operations review and benefits realisation",
)


class ReviewGateQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ReviewGateQuerySet":
        return self.filter(reach(user, "partnership.view_partnership"))

    def of(self, partnership: Partnership) -> "list[ReviewGate]":
        """All six, in order; those that the partnership has not changed with their standard names. One query."""
        own = {gate.number: gate for gate in self.filter(partnership=partnership)}
        standard = enumerate(STANDARD)
        return [own.get(n) or ReviewGate(partnership=partnership, number=n, name=name) for n, name in standard]


class ReviewGate(models.Model):
    """What a partnership calls one of the gateway reviews 0 to 5, and whether it holds it."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="review_gates")
    number = models.PositiveSmallIntegerField(validators=[MaxValueValidator(LAST_REVIEW)])
    name = models.CharField(max_length=80)
    is_held = models.BooleanField("is held here", default=True)

    history = HistoricalRecords()
    objects = ReviewGateQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["partnership", "number"], name="review_gate_once")]

    def __str__(self) -> str:
        return f"Gate {self.number}: {self.name}"

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id)


class GatewayReviewQuerySet(models.QuerySet):
    def visible_to(self, user) -> "GatewayReviewQuerySet":
        """What a team found names money, which is for those who see figures."""
        return self.filter(reach(user, "savings.view_figures", partnership="workstream__partnership_id"))

    def with_open(self) -> "GatewayReviewQuerySet":
        """With `recommended`, `open`, `open_critical` and `overdue`: how many recommendations, within the one query."""
        is_open = Q(recommendations__action__done_on=None, recommendations__isnull=False)
        critical = Q(recommendations__priority=Recommendation.Priority.CRITICAL)
        late = Q(recommendations__action__due_on__lt=clock.today())
        return self.annotate(
            recommended=Count("recommendations"),
            open=Count("recommendations", filter=is_open),
            open_critical=Count("recommendations", filter=is_open & critical),
            overdue=Count("recommendations", filter=is_open & late),
        )


class GatewayReview(OfWorkstream):
    """One gateway review of a workstream: planned, then reported, and from then on never changed."""

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="reviews")
    number = models.PositiveSmallIntegerField("gate", validators=[MaxValueValidator(LAST_REVIEW)])
    name = models.CharField("name of the gate", max_length=80, editable=False, help_text="As it was called then.")
    from_on = models.DateField("first day")
    to_on = models.DateField("last day", null=True, blank=True, help_text="Leave empty for a review of one day.")
    team = models.TextField("review team", help_text="Post titles, one on each line; no names.")
    reported_on = models.DateField("reported", null=True, blank=True)
    confidence = models.CharField("delivery confidence", max_length=11, choices=Confidence.choices(), blank=True)
    findings = models.TextField("what the team found", blank=True)

    history = HistoricalRecords()
    objects = GatewayReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="review_reported_all_or_nothing",
                condition=Q(reported_on=None, confidence="", findings="")
                | (Q(reported_on__isnull=False) & ~Q(confidence="") & ~Q(findings="")),
            ),
            models.CheckConstraint(
                name="review_ends_after_it_starts",
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                violation_error_message="The last day must be on or after the first day.",
            ),
        ]

    def __str__(self) -> str:
        return f"Gate {self.number}: {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("review", kwargs=self.named | {"pk": self.pk})

    @property
    def named(self) -> dict[str, str]:
        """The workstream, as it stands in addresses."""
        return {"partnership": self.workstream.partnership.slug, "workstream": self.workstream.slug}

    @property
    def is_reported(self) -> bool:
        return self.reported_on is not None

    @property
    def state(self) -> str:
        """reported, planned, or awaited once its last day has passed."""
        if self.is_reported:
            return "reported"
        return "planned" if (self.to_on or self.from_on) >= clock.today() else "awaited"

    @property
    def team_posts(self) -> list[str]:
        return [line.strip() for line in self.team.splitlines() if line.strip()]

    def clean(self) -> None:
        super().clean()
        if self.reported_on and self.from_on and self.reported_on < self.from_on:
            raise ValidationError({"reported_on": "A review is reported on or after its first day."})


class RecommendationQuerySet(models.QuerySet):
    def visible_to(self, user) -> "RecommendationQuerySet":
        return self.filter(reach(user, "savings.view_figures", partnership="review__workstream__partnership_id"))

    def priorities(self, user) -> Subquery:
        """For rows of actions: the priority of what each came out of, where the user may see that."""
        return Subquery(self.visible_to(user).filter(action=OuterRef("pk")).values("priority")[:1])


class Recommendation(AppendOnly):
    """One thing that a review recommends. Its action says who does it by when, and whether it is done."""

    class Priority(models.TextChoices):
        CRITICAL = "critical", "Critical: do now"
        ESSENTIAL = "essential", "Essential: do by the date"
        RECOMMENDED = "recommended", "Recommended"

    review = models.ForeignKey(GatewayReview, models.PROTECT, related_name="recommendations")
    action = models.OneToOneField(Action, models.PROTECT, related_name="recommendation")
    priority = models.CharField(max_length=11, choices=Priority)
    finding = models.TextField(blank=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.review}: {self.action}"
