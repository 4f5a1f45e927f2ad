"""Who was there, when, and who declared an interest: written once, struck out by another row where it was wrong."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Case, F, Q, Value, When

from governance.attendance import Event, What
from governance.models.meetings import EXEMPT, AgendaItem, Meeting
from governance.models.seats import Seat, SeatHolding
from partnership import clock
from partnership.append_only import AppendOnly
from partnership.models import User
from partnership.permissions import Place, reach


class RecordedQuerySet(models.QuerySet):
    def visible_to(self, user) -> "RecordedQuerySet":
        partnership = "seat__body__partnership_id"
        return self.filter(reach(user, "partnership.view_partnership", partnership=partnership))

    def standing(self) -> "RecordedQuerySet":
        """Those that count: not struck out, and not the striking out of another."""
        return self.filter(undoes=None, undone_by=None)


class Recorded(AppendOnly):
    """What a seat did at a meeting, as the clerk recorded it. A row that `undoes` another is a copy that strikes it
    out."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    holding = models.ForeignKey(
        SeatHolding, models.PROTECT, null=True, blank=True, related_name="+", help_text="Who sat there."
    )
    undoes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="undone_by")
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    objects = RecordedQuerySet.as_manager()

    class Meta:
        abstract = True

    def place(self, permission: str) -> Place:
        return self.seat.place(permission)

    @property
    def sitting(self) -> Meeting:
        """The meeting that it was recorded of."""
        raise NotImplementedError

    @property
    def who(self) -> str:
        name = self.holding.name if self.holding else str(self.seat)
        return name if name == str(self.seat) else f"{name} ({self.seat})"


class Attendance(Recorded):
    """Somebody came, sent apologies, came late, left or returned, at a moment."""

    class Kind(models.TextChoices):
        PRESENT = What.PRESENT.value, "Present"
        SUBSTITUTE = What.SUBSTITUTE.value, "Substitute present"
        APOLOGY = What.APOLOGY.value, "Apologies"
        LATE = What.LATE.value, "Arrived late"
        LEFT = What.LEFT.value, "Left"
        RETURNED = What.RETURNED.value, "Returned"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendance")
    what = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField("when")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.who}: {self.get_what_display().lower()}"

    @property
    def sitting(self) -> Meeting:
        return self.meeting

    @property
    def event(self) -> Event:
        return Event(self.pk, self.seat_id, What(self.what), self.at)


class Presiding(Recorded):
    """Somebody presides from a moment on, for as long as the chair is away: the vice-chair, or whom the meeting
    chose."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="presiding")
    at = models.DateTimeField("when")

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = "presiding"

    def __str__(self) -> str:
        return f"{self.who} presides"

    @property
    def sitting(self) -> Meeting:
        return self.meeting


class InterestQuerySet(RecordedQuerySet):
    def for_reader(self, user) -> "InterestQuerySet":
        """With `shown_nature`: of an interest in an exempt item empty, unless the reader may see what is exempt. It may
        tell what the item is about."""
        open_to = Q(item__is_exempt=False) | reach(user, EXEMPT, partnership="item__meeting__partnership_id")
        shown = Case(When(open_to, then=F("nature")), default=Value(""), output_field=models.TextField())
        rows = self.standing().annotate(shown_nature=shown).order_by("item__order", "pk")
        return rows.select_related("holding__person", "seat__organisation", "item")


class Interest(Recorded):
    """An interest that somebody declared in an item, and whether they leave the room for it."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="interests")
    nature = models.TextField("nature of the interest", validators=[MaxLengthValidator(500)])
    leaves = models.BooleanField("leaves the room", default=False)

    objects = InterestQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.who}: interest in {self.item}"

    @property
    def sitting(self) -> Meeting:
        return self.item.meeting
