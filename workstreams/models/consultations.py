"""Who was consulted on what: when they were asked, what they answered, and what was done about it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from partnership import clock
from partnership.models import Organisation
from partnership.permissions import Place, reach
from workstreams.models.programme import OfProgramme, OfProgrammeQuerySet
from workstreams.models.workstreams import Workstream

LONGEST_TEXT = 4_000
GATED = [(each.value, each.label) for each in Workstream.Stage if each not in ("idea", "paused", "stopped")]


def _text(label: str, hint: str = "", *, blank: bool = False) -> models.TextField:
    return models.TextField(label, validators=[MaxLengthValidator(LONGEST_TEXT)], help_text=hint, blank=blank)


class ConsultationQuerySet(OfProgrammeQuerySet):
    def visible_to(self, user) -> "ConsultationQuerySet":
        """What people answer is for those who see figures: not for who only runs the installation."""
        return self.filter(reach(user, "savings.view_figures"))

    def open(self, on: date | None = None) -> "ConsultationQuerySet":
        """Those that had been opened by a day (default: today) and were not closed by it."""
        day = on or clock.today()
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day), opened_on__lte=day)

    def with_replies(self, on: date | None = None) -> "ConsultationQuerySet":
        """With `asked` and `answered`: how many had been asked, and had answered, by a day. Within one query."""
        day = on or clock.today()
        asked, answered = Q(consultees__asked_on__lte=day), Q(consultees__answered_on__lte=day)
        return self.annotate(
            asked=Count("consultees", filter=asked), answered=Count("consultees", filter=asked & answered)
        )


class Consultation(OfProgramme):
    """One proposal on which people are consulted. Closed, it never changes (triggers refuse): a report stands on it."""

    class Result(models.TextChoices):
        KEPT = "kept", "The proposal stands as it was"
        CHANGED = "changed", "The proposal was changed"
        WITHDRAWN = "withdrawn", "The proposal was withdrawn"

    title = models.CharField(max_length=150)
    stage = models.CharField(
        "gate",
        max_length=15,
        choices=GATED,
        blank=True,
        help_text="The gate that may ask for it. Leave empty if it is about something else.",
    )
    proposal = _text("proposal", "As it is put to those who are consulted.")
    opened_on = models.DateField("opening")
    closes_on = models.DateField("replies due", help_text="The last day for replies.")
    result = models.CharField("result", max_length=9, choices=Result, blank=True, editable=False)
    outcome = _text("outcome", blank=True)
    closed_on = models.DateField("closed", null=True, blank=True, editable=False)

    history = HistoricalRecords()
    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="consultation_ends_after_it_begins",
                condition=Q(closes_on__gte=F("opened_on")),
                violation_error_message="Replies are due on or after the day on which it opens.",
            ),
            models.CheckConstraint(
                name="consultation_closed_all_or_nothing",
                condition=Q(closed_on=None, result="", outcome="")
                | Q(closed_on__isnull=False) & ~Q(result="") & ~Q(outcome=""),
            ),
            models.CheckConstraint(
                name="consultation_for_the_gate_of_a_workstream",
                condition=Q(stage="") | Q(workstream__isnull=False),
                violation_error_message="Choose the workstream whose gate it is for.",
            ),
        ]
        indexes = [models.Index(fields=["partnership", "closed_on", "closes_on"], name="consultation_open")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("consultation", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    @property
    def is_open(self) -> bool:
        """Not closed: it may still change, also before the day on which it opens."""
        return self.closed_on is None

    @property
    def state(self) -> str:
        return self.state_on(clock.today())

    def state_on(self, on: date) -> str:
        """One word or two for a day: planned, open, overdue (the last day for replies is over), closed."""
        if self.closed_on and self.closed_on <= on:
            return "closed"
        return "planned" if self.opened_on > on else "overdue" if self.closes_on < on else "open"

    def clean(self) -> None:
        super().clean()
        if self.opened_on and self.closes_on and self.closes_on < self.opened_on:
            raise ValidationError({"closes_on": "Replies are due on or after the day on which it opens."})


class ConsulteeQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ConsulteeQuerySet":
        return self.filter(reach(user, "savings.view_figures", partnership="consultation__partnership_id"))

    def awaited(self) -> tuple[int, int]:
        """How many have been asked and may still answer; and of how many of those the last day is over. One query."""
        today = clock.today()
        rows = self.filter(answered_on=None, consultation__closed_on=None, asked_on__lte=today)
        found = rows.aggregate(all=Count("pk"), late=Count("pk", filter=Q(consultation__closes_on__lt=today)))
        return found["all"], found["late"]


class Consultee(models.Model):
    """Somebody who is consulted, what they answered, and what was done about that."""

    class Group(models.TextChoices):
        STAFF = "staff", "Staff"
        UNIONS = "unions", "Trade unions"
        EMPLOYERS = "employers", "Employers’ side"
        MEMBERS = "members", "Councillors"
        RESIDENTS = "residents", "Residents and service users"
        ORGANISATION = "organisation", "An organisation"
        OTHER = "other", "Others"

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="consultees")
    group = models.CharField("group", max_length=12, choices=Group)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(
        "name", max_length=150, blank=True, help_text="A body, branch or post, such as Union side of the forum."
    )
    asked_on = models.DateField("asked")
    answered_on = models.DateField("answered", null=True, blank=True)
    response = _text("response", "What they answered, in their sense.", blank=True)
    done = _text("follow-up", "Leave empty until it is decided.", blank=True)

    history = HistoricalRecords()
    objects = ConsulteeQuerySet.as_manager()

    class Meta:
        ordering = ["asked_on", "pk"]

    def __str__(self) -> str:
        """Who it is, in words, without a query where the organisation was fetched with it."""
        of = self.organisation.short_name if self.organisation else ""
        if self.name:
            return f"{self.name}, {of}" if of else self.name
        if self.group == self.Group.ORGANISATION and of:
            return of
        return f"{self.get_group_display()}, {of}" if of else self.get_group_display()

    def place(self, permission: str) -> Place:
        return self.consultation.place(permission)

    @property
    def is_late(self) -> bool:
        return self.answered_on is None and self.consultation.state == "overdue"

    def clean(self) -> None:
        super().clean()
        if wrong := self._wrong():
            raise ValidationError(wrong)

    def _wrong(self) -> dict[str, str]:
        wrong, today = {}, clock.today()
        if self.group in (self.Group.ORGANISATION, self.Group.OTHER) and not (self.organisation_id or self.name):
            wrong["name"] = "Choose an organisation, or say who it is."
        if self.answered_on and self.answered_on > today:
            wrong["answered_on"] = "This day has not come yet."
        elif self.answered_on and self.asked_on and self.answered_on < self.asked_on:
            wrong["answered_on"] = "Nobody answers before being asked. Check both days."
        if self.answered_on and not self.response:
            wrong["response"] = "Say what they answered; or that they had nothing to say."
        if self.response and not self.answered_on:
            wrong["answered_on"] = "Enter the day on which they answered."
        if self.done and not self.response:
            wrong["response"] = wrong.get("response", "Say what they answered, before what was done about it.")
        return wrong
