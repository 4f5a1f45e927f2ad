"""Shared services as projects: who takes part, who hosts, how far it is, what it cost before and costs its partners."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Count, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from simple_history.models import HistoricalRecords

from partnership.dated import Dated, DatedQuerySet, Period, validate_year
from partnership.models import Organisation, Partnership
from partnership.permissions import Place, reach


class WorkstreamQuerySet(models.QuerySet):
    def visible_to(self, user) -> "WorkstreamQuerySet":
        return self.filter(reach(user, "partnership.view_partnership"))

    def editable_by(self, user) -> "WorkstreamQuerySet":
        return self.filter(reach(user, "workstreams.edit_workstream", workstream="pk"))

    def with_plan(self, on: date) -> "WorkstreamQuerySet":
        """With `host` (name on this day or None), `participants` (their number), `late` (milestones not done whose
        planned day has passed) and `stage_number` (from 0, to sort by), within the one query."""
        of_this = {"workstream": OuterRef("pk")}
        hosts = Hosting.objects.current(on).filter(**of_this).values("organisation__short_name")
        taking_part = Participation.objects.current(on).filter(**of_this).order_by().values("workstream")
        late = Milestone.objects.filter(actual_on=None, planned_on__lt=on, **of_this).order_by().values("workstream")
        return self.annotate(
            host=Subquery(hosts[:1]),
            participants=Coalesce(Subquery(taking_part.values(n=Count("organisation", distinct=True))), 0),
            late=Coalesce(Subquery(late.values(n=Count("pk"))), 0),
            stage_number=Case(*(When(stage=stage, then=n) for n, stage in enumerate(Workstream.Stage.values))),
        )


class Workstream(models.Model):
    """One shared service or project of a partnership."""

    class Stage(models.TextChoices):
        IDEA = "idea", "Idea"
        APPRAISAL = "appraisal", "Options appraisal"
        CASE = "case", "Business case"
        APPROVAL = "approval", "Approval"
        IMPLEMENTATION = "implementation", "Implementation"
        LIVE = "live", "Live"
        CLOSED = "closed", "Closed"

    class Delivery(models.TextChoices):
        JOINT = "joint", "Joint working"
        LEAD = "lead", "Lead partner (host)"
        COMMITTEE = "committee", "Joint committee"
        COMPANY = "company", "Company"
        CONTRACT = "contract", "Contract"
        UNDECIDED = "undecided", "Not decided"

    class Basis(models.TextChoices):
        S101 = "s101", "Local Government Act 1972, section 101 (delegation)"
        S102 = "s102", "Local Government Act 1972, section 102 (joint committee)"
        S113 = "s113", "Local Government Act 1972, section 113 (staff placed at disposal)"
        S75 = "s75", "National Health Service Act 2006, section 75 (pooled funds)"
        COMPANY = "company", "Company owned by the partners"
        CONTRACT = "contract", "Contract between the partners"
        UNDECIDED = "undecided", "Not decided"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="workstreams")
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60)
    purpose = models.TextField(blank=True)
    stage = models.CharField(max_length=15, choices=Stage, default=Stage.IDEA)
    delivery = models.CharField("delivery model", max_length=10, choices=Delivery, default=Delivery.UNDECIDED)
    basis = models.CharField("legal basis", max_length=10, choices=Basis, default=Basis.UNDECIDED)

    history = HistoricalRecords()
    objects = WorkstreamQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "slug"],
                name="workstream_slug_once",
                violation_error_message="This partnership has a workstream of this name already.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("workstream", kwargs={"partnership": self.partnership.slug, "workstream": self.slug})

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id, workstream=self.pk)

    def taking_part(self, period: Period) -> models.QuerySet:
        """The organisations that take part on at least one day of the period, by code."""
        return Organisation.objects.taking_part(self, period.first_on, period.last_on)


class OfWorkstreamQuerySet(models.QuerySet):
    def visible_to(self, user) -> "OfWorkstreamQuerySet":
        return self.filter(
            reach(user, "partnership.view_partnership", partnership="workstream__partnership_id"),
        )


class DatedOfWorkstreamQuerySet(DatedQuerySet, OfWorkstreamQuerySet):
    pass


class OfWorkstream(models.Model):
    """A row that belongs to a workstream and stands where it stands."""

    class Meta:
        abstract = True

    def place(self, permission: str) -> Place:
        return self.workstream.place(permission)


class Participation(OfWorkstream, Dated):
    """An organisation in a workstream from one day to another, by a signed participation form."""

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="participations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="participations")
    form_signed_on = models.DateField("participation form signed", null=True, blank=True)

    history = HistoricalRecords()
    objects = DatedOfWorkstreamQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["workstream", "organisation__code", "from_on"]

    def __str__(self) -> str:
        return f"{self.organisation} in {self.workstream}"

    def clean(self) -> None:
        super().clean()
        if not (self.from_on and self.organisation_id and self.workstream_id):
            return
        memberships = self.workstream.partnership.memberships.filter(organisation=self.organisation_id)
        if not memberships.current(self.from_on).exists():
            raise ValidationError(
                {"from_on": f"{self.organisation} was not in the partnership on {self.from_on:%d %B %Y}."}
            )


class Hosting(OfWorkstream, Dated):
    """The organisation that hosts a workstream, from one day to another. A host need not be a partner."""

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="hostings")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="hostings")

    history = HistoricalRecords()
    objects = DatedOfWorkstreamQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["workstream", "from_on"]

    def __str__(self) -> str:
        return f"{self.organisation} hosts {self.workstream}"


class Milestone(OfWorkstream):
    """A dated step of a workstream: planned once, forecast as it goes, actual when done."""

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="milestones")
    title = models.CharField(max_length=150)
    planned_on = models.DateField("planned")
    forecast_on = models.DateField("forecast", null=True, blank=True)
    actual_on = models.DateField("actual", null=True, blank=True)

    history = HistoricalRecords()
    objects = OfWorkstreamQuerySet.as_manager()

    class Meta:
        ordering = ["planned_on", "pk"]

    def __str__(self) -> str:
        return self.title


class BaselineCostQuerySet(models.QuerySet):
    def visible_to(self, user) -> "BaselineCostQuerySet":
        """Money is for those who see figures."""
        return self.filter(reach(user, "savings.view_figures", partnership="workstream__partnership_id"))


class BaselineCost(OfWorkstream):
    """What the service cost one organisation in a financial year before it was shared."""

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="baseline_costs")
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        help_text="Leave empty for a cost known only for all together.",
    )
    year = models.PositiveSmallIntegerField("financial year", validators=[validate_year])
    cost_pence = models.BigIntegerField("cost")
    source = models.CharField(max_length=200, blank=True, help_text="Where the cost was taken from.")

    history = HistoricalRecords()
    objects = BaselineCostQuerySet.as_manager()

    class Meta:
        ordering = ["workstream", "year", "organisation__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["workstream", "organisation", "year"],
                name="one_baseline_a_year",
                violation_error_message="There is a baseline cost for this organisation and year already.",
            ),
            models.UniqueConstraint(
                fields=["workstream", "year"],
                condition=Q(organisation=None),
                name="one_joint_baseline_a_year",
                violation_error_message="There is a joint baseline cost for this year already.",
            ),
        ]

    def __str__(self) -> str:
        return f"Baseline {Period(self.year)}, {self.organisation or 'all organisations together'}"


class FundingQuerySet(models.QuerySet):
    def visible_to(self, user) -> "FundingQuerySet":
        """Money is for those who see figures."""
        return self.filter(reach(user, "savings.view_figures"))


class Funding(models.Model):
    """A grant of money to the partnership, perhaps for one workstream."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="fundings")
    workstream = models.ForeignKey(Workstream, models.PROTECT, null=True, blank=True, related_name="fundings")
    funder = models.CharField(max_length=120)
    amount_pence = models.BigIntegerField("amount")
    awarded_on = models.DateField("awarded")
    purpose = models.CharField(max_length=300)

    history = HistoricalRecords()
    objects = FundingQuerySet.as_manager()

    class Meta:
        ordering = ["awarded_on", "pk"]

    def __str__(self) -> str:
        return f"{self.funder}, {self.awarded_on:%B %Y}"

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id, workstream=self.workstream_id)


class ContributionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ContributionQuerySet":
        """Money is for those who see figures."""
        return self.filter(reach(user, "savings.view_figures"))


class Contribution(models.Model):
    """What sharing costs one organisation in a financial year: paid to the partnership, or spent by itself.

    A grant is no organisation's contribution: it is a `Funding`. In an annual statement these are set against what the
    organisation realised in cash, so that its net stands beside the gross.
    """

    class Kind(models.TextChoices):
        CONTRIBUTION = "contribution", "Contribution to the partnership"
        OWN_COST = "own_cost", "Own cost"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="contributions")
    workstream = models.ForeignKey(
        Workstream,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        help_text="Leave empty for the programme as a whole.",
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="contributions")
    year = models.PositiveSmallIntegerField("financial year", validators=[validate_year])
    kind = models.CharField(max_length=12, choices=Kind)
    amount_pence = models.BigIntegerField("amount")
    purpose = models.CharField("what it is", max_length=200)

    history = HistoricalRecords()
    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "organisation__code", "kind", "pk"]
        indexes = [models.Index(fields=["partnership", "organisation", "year"], name="contribution_of_year")]
        constraints = [
            models.CheckConstraint(
                name="contribution_above_zero",
                condition=Q(amount_pence__gt=0),
                violation_error_message="Enter an amount above £0.00.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose}, {Period(self.year)}"

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id, workstream=self.workstream_id)
