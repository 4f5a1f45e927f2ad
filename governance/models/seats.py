"""Seats on a body, and who holds them."""

from datetime import date

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from simple_history.models import HistoricalRecords

from governance.models.bodies import Body
from governance.voting import Member
from partnership import clock
from partnership.dated import Dated, DatedQuerySet
from partnership.models import Organisation, User
from partnership.permissions import Place, reach


class SeatQuerySet(DatedQuerySet):
    def visible_to(self, user) -> "SeatQuerySet":
        return self.filter(reach(user, "partnership.view_partnership", partnership="body__partnership_id"))

    def vacant(self, on: date | None = None) -> "SeatQuerySet":
        """Those that nobody holds on this day (default: today)."""
        return self.filter(~Exists(_holders(on)))

    def filled(self, on: date | None = None) -> "SeatQuerySet":
        return self.filter(Exists(_holders(on)))

    def with_holdings(self) -> "SeatQuerySet":
        """With organisation and all who hold or held them, in two queries."""
        held = SeatHolding.objects.select_related("person").order_by("from_on", "pk")
        return self.select_related("organisation").prefetch_related(Prefetch("holdings", held))


def _holders(on: date | None) -> DatedQuerySet:
    return SeatHolding.objects.current(on).filter(seat=OuterRef("pk"), capacity=SeatHolding.Capacity.HOLDER)


class Seat(Dated):
    """A seat on a body by office, for an organisation or none. Of weight 0 it advises: it has no vote."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="seats")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    office = models.CharField(max_length=80, help_text="For example Leader, Finance Officer, HR or union side.")
    is_chair = models.BooleanField("chairs the body", default=False)
    weight = models.PositiveSmallIntegerField(
        default=1,
        validators=[MaxValueValidator(1_000)],
        help_text="1 as a rule. 0 for a seat that advises: it has no vote and does not count towards the quorum.",
    )

    history = HistoricalRecords()
    objects = SeatQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["body", "organisation__code", "office"]

    def __str__(self) -> str:
        return f"{self.office}, {self.organisation.short_name}" if self.organisation else self.office

    def place(self, permission: str) -> Place:
        return self.body.place(permission)

    @property
    def member(self) -> Member:
        """As it counts in quorum and votes."""
        name = self.organisation.short_name if self.organisation else ""
        return Member(self.pk, name, self.weight, self.organisation_id or 0)

    def holdings_on(self, on: date) -> "list[SeatHolding]":
        """Of `with_holdings`, without a query: the holder, if there is one, before the substitutes."""
        found = [holding for holding in self.holdings.all() if holding.holds_on(on)]
        return sorted(found, key=lambda holding: holding.is_substitute)

    @property
    def holder(self) -> "SeatHolding | None":
        """Who holds it today; None: it is vacant."""
        return next((each for each in self.holdings_on(clock.today()) if not each.is_substitute), None)

    @property
    def is_vacant(self) -> bool:
        return self.holds_on(clock.today()) and self.holder is None

    @property
    def substitutes(self) -> "list[SeatHolding]":
        return [each for each in self.holdings_on(clock.today()) if each.is_substitute]


class SeatHoldingQuerySet(DatedQuerySet):
    def visible_to(self, user) -> "SeatHoldingQuerySet":
        return self.filter(reach(user, "partnership.view_partnership", partnership="seat__body__partnership_id"))


class SeatHolding(Dated):
    """Who holds a seat, or stands in for its holder, from one day to another: a person who signs in, or a post."""

    class Capacity(models.TextChoices):
        HOLDER = "holder", "Holder"
        SUBSTITUTE = "substitute", "Substitute"

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="holdings")
    capacity = models.CharField("as", max_length=10, choices=Capacity, default=Capacity.HOLDER)
    person = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="seat_holdings")
    post = models.CharField(
        max_length=120, blank=True, help_text="Of somebody who does not sign in here, for example Leader, Bolsover."
    )

    history = HistoricalRecords()
    objects = SeatHoldingQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["seat", "from_on", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="seat_held_by_somebody",
                condition=Q(person__isnull=False, post="") | (Q(person=None) & ~Q(post="")),
                violation_error_message="Choose a person, or enter the post of somebody who does not sign in here.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.get_capacity_display().lower()}"

    def place(self, permission: str) -> Place:
        return self.seat.place(permission)

    @property
    def is_substitute(self) -> bool:
        return self.capacity == self.Capacity.SUBSTITUTE

    @property
    def name(self) -> str:
        return self.person.name if self.person else self.post


def with_seats(bodies: QuerySet[Body]) -> QuerySet[Body]:
    """Bodies with `seat_count` and `vacant_count` of today, in the same query."""
    today = Seat.objects.current().filter(body=OuterRef("pk"))
    return bodies.annotate(seat_count=_count_of(today), vacant_count=_count_of(today.vacant()))


def _count_of(seats: QuerySet[Seat]) -> Coalesce:
    return Coalesce(Subquery(seats.order_by().values("body").annotate(n=Count("pk")).values("n")), 0)
