"""Meetings of a body, and their agenda."""

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from governance.models.bodies import Body
from governance.models.reports import Report
from governance.models.seats import SeatHolding
from partnership import clock
from partnership.models import Partnership
from partnership.permissions import Place, reach

EXEMPT = "governance.view_exempt"


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user) -> "MeetingQuerySet":
        return self.filter(reach(user, "partnership.view_partnership"))

    def going_on(self) -> "MeetingQuerySet":
        """Neither cancelled nor postponed."""
        return self.exclude(state__in=(Meeting.State.CANCELLED, Meeting.State.POSTPONED))

    def settled(self) -> "MeetingQuerySet":
        """Decisions were taken there or the minutes are agreed: no rule and no seat changes for that day any more."""
        over = (Meeting.State.AGREED, Meeting.State.CLOSED)
        return self.filter(Q(decisions__isnull=False) | Q(state__in=over)).order_by("-starts_at", "-pk").distinct()

    def attended_by(self, user) -> "MeetingQuerySet":
        """Those of bodies on which the user sits or may stand in on the day of the meeting."""
        day = OuterRef("day")
        held = SeatHolding.objects.filter(Q(to_on=None) | Q(to_on__gte=day), from_on__lte=day, person=user)
        zone = timezone.get_default_timezone()
        rows = self.annotate(day=TruncDate("starts_at", tzinfo=zone))
        return rows.filter(Exists(held.filter(seat__body=OuterRef("body"))))

    def ahead_of(self, user, partnership: Partnership) -> "MeetingQuerySet":
        """Of those `attended_by` the user and that the user sees, those that go on or are still to come, the next one
        first."""
        rows = self.visible_to(user).filter(partnership=partnership).attended_by(user)
        begun = (Meeting.State.DRAFT, Meeting.State.PUBLISHED, Meeting.State.OPEN)
        return rows.filter(state__in=begun, day__gte=clock.today()).order_by("starts_at", "pk")


class Meeting(models.Model):
    """A meeting of a body at a place and time. Its state changes by the named moves of `actions.meetings` and
    `actions.sittings` alone.

    A postponed meeting stays as it was published; one on another day, with the same agenda, takes its place.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Agenda published"
        OPEN = "open", "In progress"
        MINUTES = "minutes", "Minutes draft"
        AGREED = "agreed", "Minutes agreed"
        CLOSED = "closed", "Closed"
        CANCELLED = "cancelled", "Cancelled"
        POSTPONED = "postponed", "Postponed"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="meetings")
    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings")
    starts_at = models.DateTimeField("starts")
    place_name = models.CharField("place", max_length=150)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    noticed_at = models.DateTimeField("notice given", null=True, blank=True, editable=False)
    published_at = models.DateTimeField("agenda published", null=True, blank=True, editable=False)
    opened_at = models.DateTimeField("opened", null=True, blank=True, editable=False)
    ended_at = models.DateTimeField("ended", null=True, blank=True, editable=False)
    reason = models.CharField("reason", max_length=300, blank=True, help_text="Why it was postponed or cancelled.")
    instead_of = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="taken_over_by", editable=False
    )
    agreed_at = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="minutes_agreed",
        editable=False,
        verbose_name="meeting that agreed the minutes",
    )

    history = HistoricalRecords()
    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at"]
        indexes = [models.Index(fields=["partnership", "-starts_at"], name="meeting_newest")]

    def __str__(self) -> str:
        return f"{self.body}, {self.on:%-d %B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("meeting", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id)

    @property
    def on(self) -> date:
        """Its day in the portal's time zone."""
        return timezone.localdate(self.starts_at)

    @property
    def is_ahead(self) -> bool:
        """Neither begun nor given up."""
        return self.state in (self.State.DRAFT, self.State.PUBLISHED)

    @property
    def is_recorded(self) -> bool:
        """Whether what happens at it may be recorded now."""
        return self.state in (self.State.OPEN, self.State.MINUTES)

    @property
    def was_held(self) -> bool:
        return self.opened_at is not None


class AgendaItemQuerySet(models.QuerySet):
    def for_reader(self, user) -> "AgendaItemQuerySet":
        """With `shown_matter`: of an exempt item empty, unless the reader may see what is exempt."""
        return self._shown(Q(is_exempt=False) | reach(user, EXEMPT, partnership="meeting__partnership_id"))

    def for_anybody(self) -> "AgendaItemQuerySet":
        """The same for the public."""
        return self._shown(Q(is_exempt=False))

    def with_report(self, user) -> "AgendaItemQuerySet":
        """With `shown_report`: the id of its report, where it has one that the reader may see."""
        seen = When(report__in=Report.objects.visible_to(user), then=F("report"))
        return self.annotate(shown_report=Case(seen, default=None, output_field=models.BigIntegerField()))

    def _shown(self, may_read: Q) -> "AgendaItemQuerySet":
        return self.annotate(
            shown_matter=Case(When(may_read, then=F("matter")), default=Value(""), output_field=models.TextField())
        )


class AgendaItem(models.Model):
    """One item of a meeting's agenda, in order.

    The title of an exempt item, and why it is exempt, are what the public is told of it; its matter is for those who
    may see what is exempt.
    An item that comes after publication is a supplement, with a number of its own.
    """

    class Kind(models.TextChoices):
        APOLOGIES = "apologies", "Apologies for absence"
        DECLARATIONS = "declarations", "Declarations of interest"
        MINUTES = "minutes", "Minutes of the last meeting"
        REPORT = "report", "Report"
        OTHER = "other", "Other business"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.OTHER)
    title = models.CharField(max_length=200, help_text="Everybody reads it, also of an exempt item.")
    matter = models.TextField("what it is about", blank=True)
    lead = models.CharField("led by", max_length=120, blank=True, help_text="By post, for example Programme Manager.")
    minutes = models.PositiveSmallIntegerField("minutes planned", null=True, blank=True)
    is_exempt = models.BooleanField("exempt from publication", default=False)
    exempt_reason = models.CharField(
        "why it is exempt",
        max_length=200,
        blank=True,
        help_text="Anybody may read it. For example paragraph 3: the business affairs of a person or authority.",
    )
    supplement = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    report = models.ForeignKey("governance.Report", models.PROTECT, null=True, blank=True, related_name="agenda_items")
    brings_back = models.ForeignKey(
        "governance.RatificationReturn",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="items",
        editable=False,
        verbose_name="why a decision is brought back",
    )

    history = HistoricalRecords()
    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="exempt_item_says_why",
                condition=Q(is_exempt=False, exempt_reason="") | (Q(is_exempt=True) & ~Q(exempt_reason="")),
                violation_error_message="Say why the item is exempt, or leave the reason empty where it is not.",
            ),
            models.UniqueConstraint(fields=["meeting", "supplement"], name="supplement_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.title}"

    @property
    def is_closed(self) -> bool:
        """Exempt itself, or about a report that is, or became so since."""
        return self.is_exempt or bool(self.report and self.report.exempt_reason)

    @property
    def lays_open(self) -> str:
        """An open item about an exempt report, in a sentence that says how to mend it; else empty."""
        if self.is_exempt or not self.is_closed:
            return ""
        said = f"“{self.title}” is an open item about {self.report.reference}, which is exempt."
        return f"{said} Make the item exempt too, and say why, or open the report."

    @property
    def supplement_words(self) -> str:
        return f"Supplement {self.supplement}" if self.supplement else ""

    def place(self, permission: str) -> Place:
        return self.meeting.place(permission)


def timed(meeting: Meeting, items: list[AgendaItem]) -> list[tuple[AgendaItem, datetime]]:
    """Each item with the time at which it is to begin: the meeting's own, and the minutes planned before it."""
    found, begins = [], meeting.starts_at
    for item in items:
        found.append((item, begins))
        begins += timedelta(minutes=item.minutes or 0)
    return found
