"""How well a shared service runs: indicators with their targets, and what was measured."""

from datetime import date

from django.db import models
from django.db.models import Case, F, Q, Value, When
from simple_history.models import HistoricalRecords

from partnership.dated import Dated, DatedQuerySet
from partnership.models import Organisation, Partnership
from partnership.permissions import Place, reach
from workstreams import measuring
from workstreams.measuring import Status
from workstreams.models.versions import Versioned, VersionedQuerySet
from workstreams.models.workstreams import OfWorkstream, OfWorkstreamQuerySet, Workstream
from workstreams.spans import Span


class IndicatorQuerySet(DatedQuerySet, OfWorkstreamQuerySet):
    def in_use(self, on: date | None = None) -> "IndicatorQuerySet":
        return self.current(on)


class Indicator(OfWorkstream, Dated):
    """What is measured of a service, and what it should come to. Target and tolerance in hundredths of the unit."""

    class Kind(models.TextChoices):
        SERVICE = "service", "Service level"
        SATISFACTION = "satisfaction", "Satisfaction survey"

    class Better(models.TextChoices):
        HIGHER = measuring.Better.HIGHER.value, "Higher is better"
        LOWER = measuring.Better.LOWER.value, "Lower is better"

    class Frequency(models.TextChoices):
        MONTH = "month", "Monthly"
        QUARTER = "quarter", "Quarterly"
        YEAR = "year", "Yearly"

    class Measured(models.TextChoices):
        JOINT = "joint", "Once, for all together"
        EACH = "each", "For each organisation that takes part"
        CERTAIN = "certain", "For certain organisations"

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="indicators")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.SERVICE)
    question = models.CharField("question asked", max_length=300, blank=True, help_text="Of a survey, word for word.")
    definition = models.TextField(help_text="What is counted, what is left out, and how it is worked out.")
    unit = models.CharField(max_length=40, help_text="Such as per cent, working days or complaints.")
    better = models.CharField("direction", max_length=6, choices=Better, default=Better.HIGHER)
    target_hundredths = models.BigIntegerField("target", null=True, blank=True)
    tolerance_hundredths = models.BigIntegerField("tolerance", default=0)
    frequency = models.CharField(max_length=7, choices=Frequency, default=Frequency.QUARTER)
    measured = models.CharField("measured", max_length=7, choices=Measured, default=Measured.JOINT)
    organisations = models.ManyToManyField(Organisation, blank=True, related_name="+")

    history = HistoricalRecords()
    objects = IndicatorQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["workstream__name", "name"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["workstream", "name"],
                name="indicator_named_once",
                violation_error_message="This workstream has an indicator of this name already.",
            ),
            models.CheckConstraint(
                name="indicator_tolerance_not_below_zero",
                condition=Q(tolerance_hundredths__gte=0),
                violation_error_message="The tolerance must not be below 0.",
            ),
            models.CheckConstraint(
                name="indicator_survey_has_question",
                condition=~Q(kind="satisfaction") | ~Q(question=""),
                violation_error_message="Enter the question that the survey asks.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_survey(self) -> bool:
        return self.kind == self.Kind.SATISFACTION

    def words(self, hundredths: int | None) -> str:
        """A value in the unit: "97.5 per cent"."""
        return "–" if hundredths is None else f"{measuring.plain(hundredths)} {self.unit}"

    @property
    def target_words(self) -> str:
        """What readings to come are judged by. Beside a reading stands the reading's own target."""
        return self.words_of_target(self.target_hundredths, self.tolerance_hundredths)

    def words_of_target(self, target: int | None, tolerance: int) -> str:
        """A target with its tolerance: "at least 95 per cent, 3 tolerated"."""
        if target is None:
            return "None"
        side = "at least" if self.better == self.Better.HIGHER else "at most"
        more = f", {measuring.plain(tolerance)} tolerated" if tolerance else ""
        return f"{side} {self.words(target)}{more}"


class ReadingQuerySet(VersionedQuerySet):
    def visible_to(self, user) -> "ReadingQuerySet":
        """What was measured is a figure: an administrator by that role alone does not see it."""
        return self.filter(reach(user, "savings.view_figures"))

    def judged(self) -> "ReadingQuerySet":
        """With `judged`: how each stands against its target, as `measuring.status` says it, told by the database."""
        higher = Q(indicator__better=Indicator.Better.HIGHER)
        target, tolerance = F("target_hundredths"), F("tolerance_hundredths")
        met = (higher & Q(value_hundredths__gte=target)) | (~higher & Q(value_hundredths__lte=target))
        near = (higher & Q(value_hundredths__gte=target - tolerance)) | (
            ~higher & Q(value_hundredths__lte=target + tolerance)
        )
        return self.annotate(
            judged=Case(
                When(target_hundredths=None, then=Value(Status.NO_TARGET.value)),
                When(met, then=Value(Status.MET.value)),
                When(near, then=Value(Status.WITHIN.value)),
                default=Value(Status.MISSED.value),
                output_field=models.CharField(),
            )
        )


class Reading(Versioned):
    """One version of what was measured in a period: of one organisation, of all together, or of a comparator.

    `value_hundredths`, target and tolerance are hundredths of the indicator's unit. The target is the one that was set
    when the reading was first recorded: a target that moves later judges no reading of before. What was measured
    before sharing is the baseline, and is judged by no target.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="readings", db_index=False)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="readings")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="readings")
    comparator = models.CharField(max_length=80, blank=True, help_text="Who else, such as the national average.")
    first_on = models.DateField()
    last_on = models.DateField()
    value_hundredths = models.BigIntegerField("value")
    target_hundredths = models.BigIntegerField("target", null=True, blank=True)
    tolerance_hundredths = models.BigIntegerField("tolerance", default=0)
    respondents = models.PositiveIntegerField(null=True, blank=True, help_text="Of a survey: how many answered.")
    before_sharing = models.BooleanField("before sharing", default=False)
    source = models.CharField(max_length=200, help_text="Where the value was taken from.")
    note = models.CharField(max_length=500, blank=True)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "last_on", "pk"]
        indexes = [
            models.Index(fields=["partnership", "id"], name="reading_of_partnership"),
            models.Index(fields=["indicator", "last_on"], name="reading_of_period"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "organisation", "comparator", "first_on", "last_on"],
                condition=Q(replaces=None, organisation__isnull=False),
                name="one_reading_a_period",
            ),
            models.UniqueConstraint(
                fields=["indicator", "comparator", "first_on", "last_on"],
                condition=Q(replaces=None, organisation=None),
                name="one_joint_reading_a_period",
            ),
            models.CheckConstraint(
                name="reading_of_one_or_the_other", condition=Q(comparator="") | Q(organisation=None)
            ),
            models.CheckConstraint(name="reading_not_backwards", condition=Q(last_on__gt=F("first_on"))),
            models.CheckConstraint(name="reading_put_right_with_reason", condition=Q(replaces=None) | ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.span}, {self.whose}"

    def place(self, permission: str) -> Place:
        own = frozenset({self.organisation_id}) if self.organisation_id else frozenset()
        return Place(self.partnership_id, own, self.indicator.workstream_id)

    @property
    def span(self) -> Span:
        return Span(self.first_on, self.last_on)

    @property
    def whose(self) -> str:
        if self.comparator:
            return self.comparator
        return self.organisation.short_name if self.organisation else "All together"

    @property
    def is_judged(self) -> bool:
        """Whether a target judges it: not a comparator's, nor what was measured before sharing."""
        return not self.comparator and not self.before_sharing

    @property
    def series(self) -> tuple[int, int | None, str]:
        """What it is one point of."""
        return (self.indicator_id, self.organisation_id, self.comparator)

    @property
    def status(self) -> Status:
        target, better = self.target_hundredths, self.indicator.better
        return measuring.status(self.value_hundredths, target, self.tolerance_hundredths, better)

    @property
    def target_words(self) -> str:
        """The target and tolerance that it was judged by, whatever the indicator's are by now."""
        return self.indicator.words_of_target(self.target_hundredths, self.tolerance_hundredths)

    @property
    def words(self) -> str:
        return self.indicator.words(self.value_hundredths)
