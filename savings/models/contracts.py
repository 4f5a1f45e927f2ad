"""Contracts that save, and joint procurements of several: baskets."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from partnership import clock
from partnership.apportionment import Part
from partnership.models import Organisation, Partnership, User
from partnership.permissions import Place, reach
from savings.contracts import Counting, Schedule, Terms, schedule
from savings.models.savings import Saving
from savings.models.statements import Share, Statement, summary_state
from savings.models.words import LARGEST_PENCE, Stage, State
from workstreams.models import Workstream


class BasketQuerySet(models.QuerySet):
    def visible_to(self, user) -> "BasketQuerySet":
        """Those with a contract that the user may see, and those of the organisations whose drafts the user reaches,
        which may be empty yet."""
        contracts = Contract.objects.visible_to(user).filter(basket=OuterRef("pk"))
        drafts = reach(user, "savings.view_draft", organisation="organisation_id", workstream="workstream_id")
        return self.filter(drafts | Exists(contracts))


class Basket(models.Model):
    """A joint procurement: several contracts of a workstream that were bought together, shown as one table."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="baskets")
    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="baskets")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", help_text="Whose officer added it."
    )
    name = models.CharField(max_length=120)
    purpose = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    history = HistoricalRecords()
    objects = BasketQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = "joint procurement"
        constraints = [
            models.UniqueConstraint(
                fields=["workstream", "name"],
                name="basket_name_once",
                violation_error_message="This workstream has a joint procurement of this name already.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("basket", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    def clean(self) -> None:
        if self.workstream.partnership_id != self.partnership_id:
            raise ValidationError({"workstream": "Choose a workstream of this partnership."})

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id, frozenset({self.organisation_id}), self.workstream_id)


# What became of a contract's shares, the strongest word first: what was restated is told by what stands in its place.
_TOLD = (State.RETURNED, State.SUBMITTED, State.VERIFIED, State.REVERSED)


class ContractQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ContractQuerySet":
        """Contracts of savings that the user may see."""
        return self.filter(saving__in=Saving.objects.visible_to(user).values("pk"))

    def for_list(self) -> "ContractQuerySet":
        """With all that a list shows; `frozen`: whether a statement of it was submitted; and what `state` reads. Two
        queries for any number of rows."""
        submitted = Statement.objects.submitted().filter(saving=OuterRef("saving"))
        rows = self.select_related("saving__workstream", "saving__organisation", "basket", "partnership")
        rows = rows.annotate(frozen=Exists(submitted), yearly=F("baseline_pence") - F("price_pence"))
        shares = Share.objects.filter(statement__saving=OuterRef("saving"), statement__sequence__isnull=False)
        told = {f"has_{state}": Exists(shares.filter(state=state)) for state in _TOLD}
        rows = rows.annotate(**told)
        return rows.prefetch_related("parts__organisation")


class Contract(models.Model):
    """The contract that a saving comes from. It makes the saving's statements (`actions.draft_contract`), and is frozen
    with it once one of them is submitted (triggers refuse changes): all but its joint procurement, which only says
    with what it is shown."""

    class Counted(models.TextChoices):
        MONTHS = Counting.MONTHS.value, "By months"
        DAYS = Counting.DAYS.value, "By days"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="contracts")
    saving = models.OneToOneField(Saving, models.CASCADE, related_name="contract")
    basket = models.ForeignKey(
        Basket, models.PROTECT, null=True, blank=True, related_name="contracts", verbose_name="joint procurement"
    )
    supplier = models.CharField(max_length=120)
    reference = models.CharField(max_length=60)
    starts_on = models.DateField("from")
    ends_on = models.DateField("until")
    baseline_pence = models.BigIntegerField("price before, a year")
    price_pence = models.BigIntegerField("new price, a year")
    counted = models.CharField("parts of a year", max_length=6, choices=Counted, default=Counted.MONTHS)
    stage = models.CharField(
        "stage of claim",
        max_length=10,
        choices=[(each.value, each.label) for each in (Stage.CONTRACTED, Stage.FORECAST)],
    )

    history = HistoricalRecords()
    objects = ContractQuerySet.as_manager()

    class Meta:
        ordering = ["ends_on", "pk"]
        indexes = [models.Index(fields=["partnership", "ends_on"], name="contract_by_end")]
        constraints = [
            models.CheckConstraint(name="contract_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(
                name="contract_prices_in_range",
                condition=Q(
                    baseline_pence__gte=0,
                    price_pence__gte=0,
                    baseline_pence__lte=LARGEST_PENCE,
                    price_pence__lte=LARGEST_PENCE,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplier}, {self.reference}"

    def get_absolute_url(self) -> str:
        return reverse("saving", kwargs={"partnership": self.partnership.slug, "pk": self.saving_id})

    def place(self, permission: str) -> Place:
        return self.saving.place(permission)

    @property
    def weights(self) -> dict[int, int]:
        """Each organisation's part by its id, by code. From the prefetched parts, else a query."""
        return {part.organisation_id: part.weight for part in self.parts.all()}

    @property
    def names(self) -> dict[int, str]:
        """Of the organisations that have a part, by id."""
        return {part.organisation_id: part.organisation.name for part in self.parts.all()}

    @property
    def schedule(self) -> Schedule:
        """What it saves by year and organisation. From the prefetched parts, else a query."""
        shares = tuple(Part(party, weight) for party, weight in self.weights.items())
        terms = Terms(
            self.starts_on, self.ends_on, self.baseline_pence, self.price_pence, shares, Counting(self.counted)
        )
        return schedule(terms)

    @property
    def state(self) -> str:
        """One word for all its statements, as `summary_state` says it of one. Needs `for_list`."""
        return summary_state({state for state in _TOLD if getattr(self, f"has_{state}")})

    def makes(self, statement: Statement) -> bool:
        """Whether the statement is one that the contract made: nobody types its amount."""
        return statement.follows_contract and statement.stage == self.stage


class ContractPart(models.Model):
    """An organisation's part of what is bought: of the volume or the spend, in hundredths of any unit, because only the
    proportions matter."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="parts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    weight = models.BigIntegerField()

    history = HistoricalRecords()

    class Meta:
        ordering = ["organisation__code"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "organisation"], name="contract_one_part_each"),
            models.CheckConstraint(name="contract_part_more_than_nothing", condition=Q(weight__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.organisation.short_name}'s part"
