"""Risks and issues, of one workstream or of the programme: their reviews, their mitigation, their escalation."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from partnership import clock
from partnership.append_only import AppendOnly
from partnership.models import Partnership, User
from partnership.permissions import Place, reach
from workstreams.models.owners import Owned
from workstreams.models.workstreams import Workstream
from workstreams.ratings import CERTAIN, IMPACTS, LIKELIHOODS

LONGEST_TEXT = 2_000
RATINGS = ("inherent", "residual", "target")  # before any response, as it is now, as it should become
RATED = tuple(f"{rating}_{part}" for rating in RATINGS for part in ("likelihood", "impact"))


def _text(label: str, hint: str = "", *, blank: bool = False) -> models.TextField:
    return models.TextField(label, validators=[MaxLengthValidator(LONGEST_TEXT)], help_text=hint, blank=blank)


def _part(label: str, words: dict[int, str]) -> models.PositiveSmallIntegerField:
    choices = [(number, f"{number} {word}") for number, word in words.items()]
    return models.PositiveSmallIntegerField(label, choices=choices)


class Rated(models.Model):
    """Likelihood and impact, from 1 to 5, three times."""

    inherent_likelihood = _part("inherent likelihood", dict(LIKELIHOODS))
    inherent_impact = _part("inherent impact", dict(IMPACTS))
    residual_likelihood = _part("residual likelihood", dict(LIKELIHOODS))
    residual_impact = _part("residual impact", dict(IMPACTS))
    target_likelihood = _part("target likelihood", dict(LIKELIHOODS))
    target_impact = _part("target impact", dict(IMPACTS))

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_rated_1_to_5", condition=Q(**{f"{name}__range": (1, 5) for name in RATED})
            )
        ]

    @property
    def inherent(self) -> int:
        return self.inherent_likelihood * self.inherent_impact

    @property
    def residual(self) -> int:
        return self.residual_likelihood * self.residual_impact

    @property
    def target(self) -> int:
        return self.target_likelihood * self.target_impact


class RiskQuerySet(models.QuerySet):
    def visible_to(self, user) -> "RiskQuerySet":
        """The registers are for those who see figures: an administrator by that role alone does not."""
        return self.filter(reach(user, "savings.view_figures"))


class Risk(Rated, Owned):
    """What may happen and would hurt (a risk), or has happened and does (an issue).

    The ratings are those of the last review: they change by a review alone. An escalated risk stands with the programme
    until it is handed back; who runs the workstream still reads it.
    """

    class Kind(models.TextChoices):
        RISK = "risk", "Risk"
        ISSUE = "issue", "Issue"

    class Proximity(models.TextChoices):
        NOW = "now", "Within a month"
        SOON = "soon", "In one to three months"
        YEAR = "year", "In three to twelve months"
        LATER = "later", "In more than a year"

    class Response(models.TextChoices):
        AVOID = "avoid", "Avoid: do it another way"
        REDUCE = "reduce", "Reduce: make it less likely or less harmful"
        TRANSFER = "transfer", "Transfer: let somebody else bear it, by insurance or contract"
        SHARE = "share", "Share: bear it together"
        ACCEPT = "accept", "Accept: bear it, and watch it"
        FALLBACK = "fallback", "Prepare a fallback: do nothing until it happens"

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"
        BECAME = "became", "Became an issue"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="risks")
    workstream = models.ForeignKey(
        Workstream,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="risks",
        help_text="Leave empty for the programme as a whole.",
    )
    number = models.PositiveIntegerField(editable=False)
    kind = models.CharField(max_length=5, choices=Kind, default=Kind.RISK)
    title = models.CharField(max_length=150)
    cause = _text("cause", "What gives rise to it. “Because of …”")
    event = _text("event", "What may happen, or has happened. “There is a risk that …”")
    effect = _text("effect", "What would follow. “Which would …”")
    proximity = models.CharField(max_length=5, choices=Proximity, help_text="When it would happen, if it does.")
    response = models.CharField(max_length=8, choices=Response)
    raised_on = models.DateField("raised")
    review_on = models.DateField("next review")
    status = models.CharField(max_length=6, choices=Status, default=Status.OPEN, editable=False)
    closed_on = models.DateField("closed", null=True, blank=True, editable=False)
    closed_reason = _text("reason for closing", blank=True)
    is_escalated = models.BooleanField("escalated to the programme", default=False, editable=False)
    arose_from = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="issue", editable=False
    )

    history = HistoricalRecords()
    objects = RiskQuerySet.as_manager()

    class Meta(Rated.Meta):
        ordering = ["number"]
        constraints = [
            *Rated.Meta.constraints,
            models.UniqueConstraint(fields=["partnership", "number"], name="risk_number_once"),
            models.CheckConstraint(
                name="risk_closed_with_a_day",
                condition=Q(status="open", closed_on=None) | (~Q(status="open") & Q(closed_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="risk_escalated_from_a_workstream", condition=Q(is_escalated=False) | Q(workstream__isnull=False)
            ),
            models.CheckConstraint(
                name="issue_is_certain",
                condition=Q(kind="risk") | Q(**{f"{rating}_likelihood": CERTAIN for rating in RATINGS}),
                violation_error_message="An issue has happened: its likelihood is 5.",
            ),
        ]
        indexes = [models.Index(fields=["partnership", "status", "review_on"], name="risk_to_review")]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("risk", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    @property
    def reference(self) -> str:
        """R7 for a risk, I8 for an issue; the numbers run through both, so that 7 is one thing alone."""
        return f"{self.kind[:1].upper()}{self.number}"

    def place(self, permission: str) -> Place:
        """An escalated risk stands with the programme: who runs its workstream alone no longer changes it."""
        return Place(self.partnership_id, workstream=None if self.is_escalated else self.workstream_id)

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def where(self) -> str:
        """Whose register it stands in, in words."""
        if self.workstream is None:
            return "Programme"
        return f"Programme, escalated from {self.workstream}" if self.is_escalated else self.workstream.name

    def clean(self) -> None:
        super().clean()
        wrong = self.wrong_owner
        if self.raised_on and self.raised_on > clock.today():
            wrong["raised_on"] = "This day has not come yet. Enter the day on which it was seen."
        if self.raised_on and self.review_on and self.review_on < self.raised_on:
            wrong["review_on"] = "The next review must be on or after the day on which it was raised."
        if wrong:
            raise ValidationError(wrong)


class OfRiskQuerySet(models.QuerySet):
    def visible_to(self, user) -> "OfRiskQuerySet":
        return self.filter(reach(user, "savings.view_figures", partnership="risk__partnership_id"))


class OfRisk(models.Model):
    """A row that belongs to a risk and stands where it stands."""

    objects = OfRiskQuerySet.as_manager()

    class Meta:
        abstract = True

    def place(self, permission: str) -> Place:
        return self.risk.place(permission)


class RiskReview(OfRisk, Rated, AppendOnly):
    """How a risk was rated on a day, by whom. The first is that of its raising."""

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="reviews")
    on = models.DateField("reviewed")
    next_on = models.DateField("next review")
    remark = _text("remark", "What has changed, and why the ratings are what they are.", blank=True)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    class Meta(Rated.Meta):
        ordering = ["on", "pk"]
        constraints = [
            *Rated.Meta.constraints,
            models.CheckConstraint(name="risk_reviewed_before_next", condition=Q(next_on__gte=F("on"))),
        ]
        indexes = [models.Index(fields=["risk", "-on", "-id"], name="review_of_risk")]

    def __str__(self) -> str:
        return f"Review of {self.risk}, {self.on:%d %B %Y}"


class RiskEscalation(OfRisk, AppendOnly):
    """A risk went from its workstream to the programme, or back."""

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="escalations")
    to_programme = models.BooleanField()
    reason = _text("reason")
    on = models.DateField(editable=False)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.risk} {'escalated' if self.to_programme else 'handed back'}"
