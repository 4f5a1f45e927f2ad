"""The business case of a workstream, in versions: what it costs and brings, and what was worked out of it."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from partnership import clock
from partnership.dated import Period, validate_year
from partnership.models import Organisation, User
from partnership.permissions import reach
from workstreams.investment import Heading, Results, Shape, from_json, worth
from workstreams.investment.terms import LONGEST_YEARS
from workstreams.models.workstreams import OfWorkstream, Workstream

OFFICER_TIME = Heading.OFFICER_TIME.value
WHOLE = 100_00  # per cent, in hundredths


class BusinessCaseQuerySet(models.QuerySet):
    def visible_to(self, user) -> "BusinessCaseQuerySet":
        """Drafts: of whoever may edit them or sees drafts of the workstream. Others: of whoever sees figures."""
        paths = {"partnership": "workstream__partnership_id", "workstream": "workstream_id"}
        drafts = reach(user, "workstreams.edit_workstream", **paths) | reach(user, "savings.view_draft", **paths)
        shown = ~Q(state=BusinessCase.State.DRAFT) & reach(user, "savings.view_figures", **paths)
        return self.filter(Q(state=BusinessCase.State.DRAFT) & drafts | shown)

    def standing(self) -> "BusinessCaseQuerySet":
        """Submitted and not yet replaced or withdrawn."""
        return self.filter(state__in=[BusinessCase.State.SUBMITTED, BusinessCase.State.APPROVED])

    def promises(self) -> "BusinessCaseQuerySet":
        """What counts as promised, of each workstream: its approved case; before there is one, what is submitted."""
        approved = BusinessCase.objects.filter(
            workstream=models.OuterRef("workstream"), state=BusinessCase.State.APPROVED
        )
        is_approved = Q(state=BusinessCase.State.APPROVED)
        return self.standing().filter(is_approved | ~models.Exists(approved))


class BusinessCase(OfWorkstream):
    """One version of a workstream's business case. Frozen when it is submitted, with the rate and the results.

    Triggers refuse any later change but of its state: approved, superseded by a later version, or withdrawn.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "Submitted"
        APPROVED = "approved", "Approved"
        SUPERSEDED = "superseded", "Superseded"
        WITHDRAWN = "withdrawn", "Withdrawn"

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="business_cases")
    version = models.PositiveSmallIntegerField(editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    summary = models.TextField("what is proposed", blank=True)
    preferred_option = models.TextField("preferred option, and why", blank=True)
    whole_programme = models.BooleanField(
        "It is the case of the whole programme",
        default=False,
        help_text="Its promises stand beside the savings and costs of all workstreams, and are not added to theirs.",
    )
    first_year = models.PositiveSmallIntegerField("year 0", validators=[validate_year])
    years = models.PositiveSmallIntegerField(
        "years after year 0", default=5, validators=[MinValueValidator(1), MaxValueValidator(LONGEST_YEARS)]
    )
    vary_hundredths = models.PositiveIntegerField(
        "each input varied by",
        default=20_00,
        validators=[MinValueValidator(1), MaxValueValidator(100_00, "Vary each input by at most 100%%.")],
    )
    delay_months = models.PositiveSmallIntegerField(
        "delay of benefits, in months", default=6, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    shape = models.CharField(
        "shape of the ranges",
        max_length=10,
        choices=[(shape.value, shape.label) for shape in Shape],
        default=Shape.TRIANGULAR.value,
    )
    seed = models.PositiveIntegerField("seed of the simulation", default=1, validators=[MaxValueValidator(999_999_999)])

    rate_hundredths = models.PositiveIntegerField("discount rate", null=True, editable=False)
    formulas = models.CharField("version of the formulas", max_length=10, blank=True, editable=False)
    asked = models.JSONField("policy test", null=True, editable=False, help_text="See workstreams/policy_tests.py.")
    results = models.JSONField(null=True, editable=False)
    drafted_at = models.DateTimeField(default=clock.now, editable=False)
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    decision = models.CharField("decision", max_length=200, blank=True, editable=False)
    ended_at = models.DateTimeField("superseded or withdrawn", null=True, editable=False)
    end_reason = models.CharField("why it was withdrawn", max_length=300, blank=True, editable=False)

    history = HistoricalRecords(excluded_fields=["asked", "results"])
    objects = BusinessCaseQuerySet.as_manager()

    class Meta:
        ordering = ["workstream__name", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["workstream", "version"], name="case_version_once"),
            models.UniqueConstraint(
                fields=["workstream"],
                condition=Q(state="draft"),
                name="one_draft_case",
                violation_error_message="This workstream has a draft already. Edit or discard it.",
            ),
            models.UniqueConstraint(fields=["workstream"], condition=Q(state="approved"), name="one_approved_case"),
            models.CheckConstraint(name="case_looks_ahead", condition=Q(years__gte=1, years__lte=LONGEST_YEARS)),
            models.CheckConstraint(
                name="case_submitted_all_or_nothing",
                condition=Q(state="draft", submitted_at=None, submitted_by=None, rate_hundredths=None, formulas="")
                | Q(submitted_at__isnull=False, submitted_by__isnull=False, rate_hundredths__isnull=False)
                & ~Q(state="draft")
                & ~Q(formulas=""),
            ),
            models.CheckConstraint(
                name="case_approved_all_or_nothing",
                condition=Q(approved_at=None, approved_by=None) & ~Q(state="approved")
                | Q(approved_at__isnull=False, approved_by__isnull=False) & ~Q(state__in=["draft", "submitted"]),
            ),
            models.CheckConstraint(
                name="case_approved_by_another",
                condition=Q(approved_by=None) | ~Q(approved_by=F("drafted_by")) & ~Q(approved_by=F("submitted_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"Business case of {self.workstream}, version {self.version}"

    def get_absolute_url(self) -> str:
        where = {"partnership": self.workstream.partnership.slug, "workstream": self.workstream.slug}
        return reverse("case", kwargs=where | {"pk": self.pk})

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def called(self) -> str:
        return f"version {self.version}"

    @property
    def periods(self) -> list[Period]:
        """The financial years of year 0, 1, 2, and so on."""
        return [Period(self.first_year + year) for year in range(self.years + 1)]

    @property
    def parties(self) -> models.QuerySet:
        """Whose costs and benefits it may hold: those that ever took part or have a line; without any, all members."""
        partnership = self.workstream.partnership
        taking_part = Q(participations__workstream=self.workstream_id) | Q(pk__in=self.lines.values("organisation"))
        named = Organisation.objects.filter(taking_part).distinct()
        return (named if named.exists() else partnership.organisations.distinct()).order_by("code")

    @property
    def stored(self) -> Results | None:
        """What was worked out when it was submitted; of a draft nothing is stored."""
        return None if self.results is None else from_json(self.results)


class CaseLine(models.Model):
    """A cost, grant or benefit of one organisation in one year: pence, or hours of officers and what an hour costs."""

    case = models.ForeignKey(BusinessCase, models.CASCADE, related_name="lines")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    heading = models.CharField(max_length=15, choices=[(heading.value, heading.label) for heading in Heading])
    description = models.CharField(max_length=120, blank=True)
    year = models.PositiveSmallIntegerField("year of the case")
    amount_pence = models.BigIntegerField("amount", null=True, blank=True)
    hours_hundredths = models.BigIntegerField("hours", null=True, blank=True)
    rate_pence = models.BigIntegerField("rate an hour", null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["organisation__code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "organisation", "heading", "description", "year"], name="case_line"
            ),
            models.CheckConstraint(name="case_line_in_its_years", condition=Q(year__lte=LONGEST_YEARS)),
            models.CheckConstraint(
                name="case_line_money_or_hours",
                condition=Q(amount_pence__gt=0, hours_hundredths=None, rate_pence=None) & ~Q(heading=OFFICER_TIME)
                | Q(amount_pence=None, hours_hundredths__gt=0, rate_pence__gt=0, heading=OFFICER_TIME),
            ),
        ]

    def __str__(self) -> str:
        return f"{Heading(self.heading).label}, {self.organisation.code}, year {self.year}"

    @property
    def pence(self) -> int:
        """The amount, or hours x rate."""
        if self.heading == OFFICER_TIME:
            return worth(self.hours_hundredths, self.rate_pence)
        return self.amount_pence


class CaseHeading(models.Model):
    """What is assumed of all lines of one heading, in hundredths of a per cent: an uplift of cost, and a range."""

    case = models.ForeignKey(BusinessCase, models.CASCADE, related_name="headings")
    heading = models.CharField(max_length=15, choices=[(heading.value, heading.label) for heading in Heading])
    bias_hundredths = models.PositiveIntegerField("optimism bias", default=0)
    low_hundredths = models.PositiveIntegerField("low", default=WHOLE)
    high_hundredths = models.PositiveIntegerField("high", default=WHOLE)

    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "heading"], name="case_heading_once"),
            models.CheckConstraint(
                name="case_range_holds_the_amount", condition=Q(low_hundredths__lte=WHOLE, high_hundredths__gte=WHOLE)
            ),
        ]

    def __str__(self) -> str:
        return Heading(self.heading).label

    @property
    def bias(self) -> Decimal:
        """As a part of one."""
        return Decimal(self.bias_hundredths).scaleb(-4)


class CaseScore(models.Model):
    """One criterion of service quality, scored before and after in hundredths of a per cent of the best possible."""

    case = models.ForeignKey(BusinessCase, models.CASCADE, related_name="scores")
    criterion = models.CharField(max_length=120)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    weight = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(100)])
    before_hundredths = models.PositiveIntegerField("before")
    after_hundredths = models.PositiveIntegerField("after")

    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="case_score_in_per_cent",
                condition=Q(weight__gte=1, before_hundredths__lte=WHOLE, after_hundredths__lte=WHOLE),
            )
        ]

    def __str__(self) -> str:
        return self.criterion


class CaseRisk(models.Model):
    """One of the three greatest risks of a case, and what is done about it."""

    case = models.ForeignKey(BusinessCase, models.CASCADE, related_name="risks")
    number = models.PositiveSmallIntegerField()
    risk = models.CharField(max_length=300)
    mitigation = models.CharField(max_length=500, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="case_risk_once"),
            models.CheckConstraint(name="case_risk_of_three", condition=Q(number__gte=1, number__lte=3)),
        ]

    def __str__(self) -> str:
        return self.risk
