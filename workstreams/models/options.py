"""The options appraisal of a workstream: options, weighted criteria, scorers and their scores, what was preferred.

One row is one round. While it is a draft, its options, criteria and weights are set up; opening the scoring freezes
them; scorers then score, and nobody is shown what others give; ending the scoring shows the result to all; recording
the preferred option ends the round. A rescoring is a new round, which begins as a copy:
the old one stays as it was, scores, reasons and result included, and counts until the new one is decided.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from simple_history.models import HistoricalRecords

from partnership import clock
from partnership.append_only import AppendOnly
from partnership.models import User
from partnership.permissions import Place, reach
from workstreams.models.workstreams import OfWorkstream, Workstream

LONGEST_TEXT = 2_000
LONGEST_REASON = 500
MOST_POINTS = 11  # of a scale
MOST_OPTIONS, MOST_CRITERIA, MOST_SCORERS = 12, 20, 30
LEAST_SCORERS = 2  # unless an appraisal says another number: one alone shows no spread
LONGEST_YEARS = 30
DO_NOTHING = "Do nothing"
SCALE = (
    "Does not meet it at all",
    "Meets a small part of it",
    "Meets about half of it",
    "Meets most of it",
    "Meets all of it",
)


def _text(label: str, hint: str = "", *, blank: bool = False) -> models.TextField:
    return models.TextField(label, validators=[MaxLengthValidator(LONGEST_TEXT)], help_text=hint, blank=blank)


class OptionsAppraisalQuerySet(models.QuerySet):
    def visible_to(self, user) -> "OptionsAppraisalQuerySet":
        """Drafts: of whoever may edit them or sees drafts of the workstream. Others: of whoever sees figures."""
        paths = {"partnership": "workstream__partnership_id", "workstream": "workstream_id"}
        drafts = reach(user, "workstreams.edit_workstream", **paths) | reach(user, "savings.view_draft", **paths)
        shown = ~Q(state=OptionsAppraisal.State.DRAFT) & reach(user, "savings.view_figures", **paths)
        return self.filter(Q(state=OptionsAppraisal.State.DRAFT) & drafts | shown)

    def hidden_from(self, user) -> "OptionsAppraisalQuerySet":
        """Where scores and result are not shown to this person, so that nobody is led by anybody else: to all while it
        is being scored, but to who runs the workstream, records the sheets of posts and is no scorer. So it is too
        with a round that was never ended, while a later one of the appraisal is being scored in its place."""
        runs = reach(
            user,
            "workstreams.edit_workstream",
            partnership="workstream__partnership_id",
            workstream="workstream_id",
        )
        State = OptionsAppraisal.State
        same = {name: OuterRef(name) for name in ("workstream", "title")}
        open_rounds = OptionsAppraisal.objects.filter(**same, state=State.SCORING)
        scores = Exists(open_rounds.filter(scorers__person=user))
        ended = OptionsAppraisal.history.filter(id=OuterRef("pk"), state__in=(State.SCORED, State.DECIDED))
        hidden = self.filter(Q(state=State.SCORING) | Q(Exists(open_rounds), ~Exists(ended), state=State.SUPERSEDED))
        shown = OptionsAppraisal.objects.filter(runs, ~scores)
        return hidden.exclude(pk__in=shown.values("pk"))

    def states(self, before: datetime) -> dict[int, str]:
        """The state of each of them by a moment; those that were not begun by then are left out. One query."""
        rows = OptionsAppraisal.history.filter(id__in=self.order_by().values("pk"), history_date__lt=before)
        return dict(rows.order_by("history_id").values_list("id", "state"))

    def newest(self) -> "OptionsAppraisalQuerySet":
        """The last round of each."""
        return self.filter(rescored=None)

    def decided(self) -> "OptionsAppraisalQuerySet":
        """Whose preferred option counts: not superseded by a later round."""
        return self.filter(state=OptionsAppraisal.State.DECIDED)


class OptionsAppraisal(OfWorkstream):
    """One round of an appraisal. From the opening of its scoring triggers refuse any change but of its state."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        SCORING = "scoring", "Being scored"
        SCORED = "scored", "Scored"
        DECIDED = "decided", "Decided"
        SUPERSEDED = "superseded", "Superseded"

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="appraisals")
    title = models.CharField(max_length=120, default="Options appraisal")
    question = _text("what is to be decided", blank=True)
    lowest = models.PositiveSmallIntegerField(
        "lowest point of the scale", default=0, validators=[MaxValueValidator(1)], help_text="0 or 1."
    )
    scale = _text("scale", "One line for each point, the lowest first: what a score of this point means.")
    years = models.PositiveSmallIntegerField(
        "years of cost and benefit",
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_YEARS)],
        help_text="Over how many years the cost and the benefit of each option are counted.",
    )
    least_scorers = models.PositiveSmallIntegerField(
        "least number of scorers",
        default=LEAST_SCORERS,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_SCORERS)],
        help_text="So many must be named before scoring is opened, and have finished before it is ended.",
    )
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    round = models.PositiveSmallIntegerField(default=1, editable=False)
    rescores = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="rescored", editable=False
    )
    rescore_reason = models.CharField("why it is scored again", max_length=300, blank=True, editable=False)
    drafted_at = models.DateTimeField(default=clock.now, editable=False)
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    opened_at = models.DateTimeField(null=True, editable=False)
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)

    history = HistoricalRecords()
    objects = OptionsAppraisalQuerySet.as_manager()

    class Meta:
        ordering = ["workstream__name", "title", "-round"]
        constraints = [
            models.UniqueConstraint(
                fields=["workstream", "title", "round"],
                name="appraisal_round_once",
                violation_error_message="This workstream has an appraisal of this title already.",
            ),
            models.CheckConstraint(
                name="appraisal_rescored_with_reason",
                condition=Q(round=1, rescores=None, rescore_reason="")
                | Q(round__gt=1, rescores__isnull=False) & ~Q(rescore_reason=""),
            ),
            models.CheckConstraint(
                name="appraisal_opened_all_or_nothing",
                condition=Q(state="draft", opened_at=None, opened_by=None)
                | ~Q(state="draft") & Q(opened_at__isnull=False, opened_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, round {self.round}" if self.round > 1 else self.title

    def get_absolute_url(self) -> str:
        where = {"partnership": self.workstream.partnership.slug, "workstream": self.workstream.slug}
        return reverse("appraisal", kwargs=where | {"pk": self.pk})

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_open(self) -> bool:
        return self.state == self.State.SCORING

    @property
    def points(self) -> dict[int, str]:
        """The points of the scale, the lowest first, each with what it means."""
        lines = [line.strip() for line in self.scale.splitlines() if line.strip()]
        return dict(enumerate(lines, start=self.lowest))

    @property
    def highest(self) -> int:
        return max(self.points, default=self.lowest)

    def clean(self) -> None:
        super().clean()
        if not 2 <= len(self.points) <= MOST_POINTS:
            found = len(self.points)
            raise ValidationError(
                {"scale": f"Write from 2 to {MOST_POINTS} lines, one for each point; there {_are(found)}."}
            )


def _are(number: int) -> str:
    return f"is {number}" if number == 1 else f"are {number}"


class OfAppraisalQuerySet(models.QuerySet):
    def visible_to(self, user) -> "OfAppraisalQuerySet":
        return self.filter(appraisal__in=OptionsAppraisal.objects.visible_to(user))


class OfAppraisal(models.Model):
    """A row that belongs to an appraisal and stands where it stands."""

    objects = OfAppraisalQuerySet.as_manager()

    class Meta:
        abstract = True

    def place(self, permission: str) -> Place:
        return self.appraisal.place(permission)


class AppraisalOption(OfAppraisal):
    """One way of doing it, with what it would cost and bring over the years of the appraisal.

    Doing nothing is always one of them: it is what the others are measured against.
    """

    appraisal = models.ForeignKey(OptionsAppraisal, models.CASCADE, related_name="options")
    name = models.CharField(max_length=120)
    description = _text("description", blank=True)
    is_do_nothing = models.BooleanField(default=False, editable=False)
    delivery = models.CharField(
        "delivery model", max_length=10, choices=Workstream.Delivery, blank=True, help_text="If it would have one."
    )
    cost_pence = models.BigIntegerField("cost", null=True, blank=True)
    benefit_pence = models.BigIntegerField("benefit", null=True, blank=True)
    basis = models.CharField(
        "basis", max_length=300, blank=True, help_text="Where both were taken from, and what they include."
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["-is_do_nothing", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["appraisal", "name"],
                name="appraisal_option_once",
                violation_error_message="There is an option of this name already.",
            ),
            models.UniqueConstraint(
                fields=["appraisal"], condition=Q(is_do_nothing=True), name="appraisal_does_nothing_once"
            ),
            models.CheckConstraint(
                name="appraisal_option_not_below_nothing",
                condition=(Q(cost_pence=None) | Q(cost_pence__gte=0))
                & (Q(benefit_pence=None) | Q(benefit_pence__gte=0)),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def net_pence(self) -> int | None:
        """Benefit less cost; None where one of them is not known."""
        if self.cost_pence is None or self.benefit_pence is None:
            return None
        return self.benefit_pence - self.cost_pence


class AppraisalCriterion(OfAppraisal):
    """What the options are scored against, with a weight in whole per cent."""

    appraisal = models.ForeignKey(OptionsAppraisal, models.CASCADE, related_name="criteria")
    name = models.CharField(max_length=120)
    meaning = models.CharField("what it means", max_length=300, blank=True)
    weight = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(100)])

    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "appraisal criteria"
        constraints = [
            models.UniqueConstraint(
                fields=["appraisal", "name"],
                name="appraisal_criterion_once",
                violation_error_message="There is a criterion of this name already.",
            ),
            models.CheckConstraint(name="appraisal_weight_per_cent", condition=Q(weight__gte=1) & Q(weight__lte=100)),
        ]

    def __str__(self) -> str:
        return self.name


def _number_of(model: type[models.Model], of: str, by: str) -> Coalesce:
    """How many rows of a model belong to `of`, as a column."""
    found = model._default_manager.filter(**{by: OuterRef(of)}).order_by().values(by)
    return Coalesce(Subquery(found.annotate(n=Count("pk")).values("n")), 0)


class AppraisalScorerQuerySet(OfAppraisalQuerySet):
    def waiting_for(self, user) -> "AppraisalScorerQuerySet":
        """Sheets that this person still has to finish."""
        return self.filter(person=user, appraisal__state=OptionsAppraisal.State.SCORING).unfinished()

    def unfinished(self) -> "AppraisalScorerQuerySet":
        """Who has not yet scored every option against every criterion."""
        given = OptionScore.objects.newest().filter(scorer=OuterRef("pk")).order_by().values("scorer")
        return self.annotate(
            given=Coalesce(Subquery(given.annotate(n=Count("pk")).values("n")), 0),
            options=_number_of(AppraisalOption, "appraisal", "appraisal"),
            criteria=_number_of(AppraisalCriterion, "appraisal", "appraisal"),
        ).filter(given__lt=F("options") * F("criteria"))


class AppraisalScorer(OfAppraisal):
    """Who scores: a person who signs in here, or a post whose sheet is recorded for its holder."""

    appraisal = models.ForeignKey(OptionsAppraisal, models.CASCADE, related_name="scorers")
    person = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    post = models.CharField(
        max_length=120, blank=True, help_text="A post title, where its holder does not sign in here."
    )

    history = HistoricalRecords()
    objects = AppraisalScorerQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["appraisal", "person"],
                name="appraisal_person_once",
                violation_error_message="This person is a scorer already.",
            ),
            models.UniqueConstraint(
                fields=["appraisal", "post"],
                condition=Q(person=None),
                name="appraisal_post_once",
                violation_error_message="This post is a scorer already.",
            ),
            models.CheckConstraint(
                name="appraisal_person_or_post",
                condition=Q(person__isnull=False, post="") | Q(person=None) & ~Q(post=""),
                violation_error_message="Choose a person or write a post: one of them.",
            ),
        ]

    def __str__(self) -> str:
        """The name of a person: several scorers may hold the same post, one in each council."""
        return self.person.name if self.person else self.post


class OptionScoreQuerySet(models.QuerySet):
    def visible_to(self, user) -> "OptionScoreQuerySet":
        """One's own; of others where one sees the appraisal and its result."""
        seen = self.filter(scorer__appraisal__in=OptionsAppraisal.objects.visible_to(user))
        hidden = OptionsAppraisal.objects.hidden_from(user)
        return seen.filter(Q(scorer__person=user) | ~Q(scorer__appraisal__in=hidden.values("pk")))

    def newest(self, before: datetime | None = None) -> "OptionScoreQuerySet":
        """The scores that count: of each scorer, option and criterion the last; or what was that by a moment."""
        by_then = Q() if before is None else Q(recorded_at__lt=before)
        same = {name: OuterRef(name) for name in ("scorer", "option", "criterion")}
        return self.filter(by_then, ~Exists(OptionScore.objects.filter(by_then, **same, pk__gt=OuterRef("pk"))))


class OptionScore(AppendOnly):
    """What a scorer gave an option against a criterion, and why. A later one takes its place and leaves it readable."""

    scorer = models.ForeignKey(AppraisalScorer, models.PROTECT, related_name="scores")
    option = models.ForeignKey(AppraisalOption, models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(AppraisalCriterion, models.PROTECT, related_name="scores")
    points = models.PositiveSmallIntegerField()
    reason = models.TextField(validators=[MaxLengthValidator(LONGEST_REASON)])
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    objects = OptionScoreQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["scorer", "option", "criterion", "-id"], name="option_score_newest")]

    def __str__(self) -> str:
        return f"{self.points} for {self.option}, {self.criterion}"

    def place(self, permission: str) -> Place:
        return self.scorer.place(permission)


class OptionsDecision(OfAppraisal, AppendOnly):
    """Which option is preferred, who decided it and why, with the result as it was then.

    A later decision on the same round takes its place; both stay readable.
    """

    appraisal = models.ForeignKey(OptionsAppraisal, models.PROTECT, related_name="decisions")
    option = models.ForeignKey(AppraisalOption, models.PROTECT, related_name="decisions")
    reason = _text("reason", "Why it is preferred; where it does not have the highest total, why not that one.")
    decided_on = models.DateField("decided")
    body = models.CharField("decided by", max_length=120, help_text="For example Joint Board or Project team.")
    minute = models.CharField("minute reference", max_length=80, blank=True)
    result = models.JSONField(editable=False)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.option}, preferred by {self.body}"
