"""Budget heads, what is committed and spent on them, and unspent grant put in a reserve."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce, ExtractYear
from django.urls import reverse
from simple_history.models import HistoricalRecords

from partnership import clock
from partnership.append_only import AppendOnly
from partnership.dated import validate_year, year_name
from partnership.models import Organisation, Partnership, User
from partnership.money import format_pounds
from partnership.permissions import Place, reach
from workstreams.models.money import Funding
from workstreams.models.workstreams import Workstream
from workstreams.spending import Position


def _added_up(rows: models.QuerySet, by: str, **only: object) -> Coalesce:
    """The pence of the rows that belong to the row asked about (`by` leads to it), 0 without any."""
    sums = rows.filter(**{by: OuterRef("pk")}, **only).order_by().values(by).annotate(sum=Sum("amount_pence"))
    return Coalesce(Subquery(sums.values("sum")), 0)


def position(by: str) -> dict[str, object]:
    """Annotations for heads (`by="head"`) and grants (`by="head__funding"`): `spent` and `committed`, in pence.

    `committed` is what is still open: a commitment, its corrections, and less what was paid of it. The actions keep a
    payment within its commitment, so that both are plain sums.
    """
    spent, committed = Spend.Kind.SPENT, Spend.Kind.COMMITTED
    rows = Spend.objects.all()
    paid = _added_up(rows, by, kind=spent, commitment__isnull=False)
    return {"spent": _added_up(rows, by, kind=spent), "committed": _added_up(rows, by, kind=committed) - paid}


# A condition on spend: the grant of its head does not pay for it, because it lapsed before that day.
LATE = Q(on__gt=F("head__funding__use_until_on"))


def _outside() -> Coalesce:
    """What was spent on a head on days outside its financial year, in pence."""
    falls_in = Case(When(on__month__gte=4, then=ExtractYear("on")), default=ExtractYear("on") - 1)
    rows = Spend.objects.alias(falls_in=falls_in).exclude(falls_in=F("head__year"))
    return _added_up(rows, "head", kind=Spend.Kind.SPENT)


def with_use(grants: models.QuerySet) -> models.QuerySet:
    """Grants with what is `allotted` to heads, `spent` until their last day and `late` (after it), `committed` (open),
    `reserved` and `left`, in pence, within the one query. What is spent late uses nothing of the grant."""
    found = position("head__funding")
    late = _added_up(Spend.objects.filter(LATE), "head__funding", kind=Spend.Kind.SPENT)
    rows = grants.annotate(
        allotted=_added_up(BudgetHead.objects.all(), "funding"),
        reserved=_added_up(ReserveTransfer.objects.all(), "funding"),
        late=late,
        spent=found["spent"] - late,
        committed=found["committed"],
    )
    return rows.annotate(left=F("amount_pence") - F("spent") - F("committed") - F("reserved"))


class BudgetHeadQuerySet(models.QuerySet):
    def visible_to(self, user) -> "BudgetHeadQuerySet":
        """Money is for those who see figures."""
        return self.filter(reach(user, "savings.view_figures"))

    def with_position(self) -> "BudgetHeadQuerySet":
        """With `spent` (of that `outside` the year), `committed` (open) and `remaining`, in pence, within the one
        query."""
        rows = self.annotate(**position("head"), outside=_outside())
        return rows.annotate(remaining=F("amount_pence") - F("spent") - F("committed"))


class BudgetHead(models.Model):
    """What may be spent on one thing in a financial year, for a workstream or for the programme as a whole."""

    class Kind(models.TextChoices):
        STAFF = "staff", "Staff and backfilling"
        CONSULTANCY = "consultancy", "Consultancy and advice"
        ICT = "ict", "ICT systems"
        PREMISES = "premises", "Premises and accommodation"
        REDUNDANCY = "redundancy", "Redundancy and pensions"
        LEGAL = "legal", "Legal advice and contracts"
        TRAINING = "training", "Training"
        COMMUNICATION = "communication", "Communication and consultation"
        FEASIBILITY = "feasibility", "Feasibility work and surveys"
        OTHER = "other", "Other"

    class Source(models.TextChoices):
        GRANT = "grant", "A grant"
        CONTRIBUTIONS = "contributions", "The partners' contributions"
        OWN = "own", "Each organisation's own budget"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="budget_heads")
    workstream = models.ForeignKey(
        Workstream,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="budget_heads",
        help_text="Leave empty for the programme as a whole.",
    )
    year = models.PositiveSmallIntegerField("financial year", validators=[validate_year])
    kind = models.CharField("head", max_length=15, choices=Kind)
    words = models.CharField("own words", max_length=120, blank=True, help_text="What it is for, for example Surveys.")
    amount_pence = models.BigIntegerField("budget")
    source = models.CharField("paid from", max_length=15, choices=Source)
    funding = models.ForeignKey(
        Funding, models.PROTECT, null=True, blank=True, related_name="heads", verbose_name="grant"
    )

    history = HistoricalRecords()
    objects = BudgetHeadQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "workstream__name", "kind", "pk"]
        constraints = [
            models.CheckConstraint(
                name="budget_not_below_zero",
                condition=Q(amount_pence__gte=0),
                violation_error_message="The budget must not be below £0.00.",
            ),
            models.CheckConstraint(
                name="budget_of_a_grant_names_it",
                condition=Q(source="grant", funding__isnull=False) | (~Q(source="grant") & Q(funding=None)),
                violation_error_message="Choose the grant that pays for it, or another source; not both.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {year_name(self.year)}"

    def get_absolute_url(self) -> str:
        return reverse("budget", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    @property
    def name(self) -> str:
        return f"{self.get_kind_display()}: {self.words}" if self.words else self.get_kind_display()

    @property
    def position(self) -> Position:
        """Needs `with_position`."""
        return Position(self.amount_pence, self.spent, self.committed)

    @property
    def warnings(self) -> list[str]:
        """What is to be said about it, in sentences. Needs `with_position`."""
        found = [self.position.warning]
        if self.outside:
            found.append(f"{format_pounds(self.outside)} was spent on days outside {year_name(self.year)}.")
        return [words for words in found if words]

    @property
    def scope_name(self) -> str:
        return self.workstream.name if self.workstream else "The programme as a whole"

    @property
    def source_name(self) -> str:
        """The funder, where a grant pays."""
        return self.funding.funder if self.funding else self.get_source_display()

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id, workstream=self.workstream_id)


class SpendQuerySet(models.QuerySet):
    def visible_to(self, user) -> "SpendQuerySet":
        """Money is for those who see figures."""
        return self.filter(reach(user, "savings.view_figures", partnership="head__partnership_id"))

    def from_own_budget(self) -> "SpendQuerySet":
        """What organisations spent from their own budgets, or on a grant after its last day."""
        return self.filter(Q(head__source=BudgetHead.Source.OWN) | LATE, kind=Spend.Kind.SPENT)


class Spend(models.Model):
    """One dated row on a budget head: an organisation has committed an amount (an order, say), or spent it.

    Head, organisation, kind and amount stay as they were entered; a mistake is taken back by a row below £0.00 that
    says why. A row that names a commitment pays it (when spent) or corrects it (when committed).
    """

    class Kind(models.TextChoices):
        COMMITTED = "committed", "Committed"
        SPENT = "spent", "Spent"

    head = models.ForeignKey(BudgetHead, models.PROTECT, related_name="rows")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", help_text="That orders or pays.")
    on = models.DateField("date")
    kind = models.CharField(max_length=10, choices=Kind)
    what = models.CharField("supplier, and what for", max_length=200)
    reference = models.CharField(max_length=60, blank=True, help_text="Order or invoice number.")
    amount_pence = models.BigIntegerField("amount")
    commitment = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="settled_by",
        help_text="That this row pays, or corrects.",
    )
    reason = models.CharField(max_length=300, blank=True, help_text="Needed for an amount below £0.00.")

    history = HistoricalRecords()
    objects = SpendQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="spend_of_something",
                condition=~Q(amount_pence=0),
                violation_error_message="Enter an amount other than £0.00.",
            ),
            models.CheckConstraint(
                name="spend_below_zero_says_why",
                condition=Q(amount_pence__gt=0) | ~Q(reason=""),
                violation_error_message="Say why the amount is below £0.00.",
            ),
            models.CheckConstraint(
                name="spend_takes_back_a_commitment",
                condition=Q(kind="spent") | Q(amount_pence__gte=0) | Q(commitment__isnull=False),
                violation_error_message="Choose the commitment that this takes back.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.what}"

    def clean(self) -> None:
        super().clean()
        if self.kind == self.Kind.COMMITTED and (self.amount_pence or 0) < 0 and not self.commitment_id:
            raise ValidationError({"commitment": "Choose the commitment that this takes back."})

    def place(self, permission: str) -> Place:
        return Place(self.head.partnership_id, frozenset({self.organisation_id}), self.head.workstream_id)


class ReserveTransferQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ReserveTransferQuerySet":
        """Money is for those who see figures."""
        return self.filter(reach(user, "savings.view_figures", partnership="funding__partnership_id"))


class ReserveTransfer(AppendOnly):
    """Unspent grant put in a reserve by a decision; below £0.00, taken back out. Never changed or deleted."""

    funding = models.ForeignKey(Funding, models.PROTECT, related_name="transfers", verbose_name="grant")
    on = models.DateField("date")
    amount_pence = models.BigIntegerField("amount")
    reserve = models.CharField(max_length=120, help_text="Its name, for example Efficiency reserve.")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="held by", help_text="Whose reserve it is."
    )
    decision = models.CharField(max_length=300, help_text="Who decided it, when, and what was decided.")
    reference = models.CharField(max_length=80, blank=True, help_text="Of the minute or report.")
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    objects = ReserveTransferQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="transfer_of_something",
                condition=~Q(amount_pence=0),
                violation_error_message="Enter an amount other than £0.00.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.funding} to {self.reserve}"

    def place(self, permission: str) -> Place:
        return self.funding.place(permission)
