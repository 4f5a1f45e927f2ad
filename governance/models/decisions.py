"""Decisions and the votes behind them. Written once; corrected by another decision."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse

from governance.models.bodies import BodyRule
from governance.models.meetings import EXEMPT, AgendaItem, Meeting
from governance.models.seats import Seat, SeatHolding
from governance.voting import Choice, Outcome, Tally
from partnership import clock
from partnership.append_only import AppendOnly
from partnership.models import Organisation, Partnership, User
from partnership.permissions import Place, reach
from workstreams.models import Action

LONGEST_MOTION = 4_000
EXEMPT_WORDS = "Exempt from publication"  # instead of a motion that a reader may not see


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "DecisionQuerySet":
        return self.filter(reach(user, "partnership.view_partnership"))

    def for_reader(self, user) -> "DecisionQuerySet":
        """With `may_read`, and `shown_motion` and `shown_original`: of an exempt decision empty, unless the reader may
        see what is exempt."""
        return self._shown(Q(is_exempt=False) | reach(user, EXEMPT))

    def for_anybody(self) -> "DecisionQuerySet":
        """The same for the public."""
        return self._shown(Q(is_exempt=False))

    def _shown(self, may_read: Q) -> "DecisionQuerySet":
        text = {"default": Value(""), "output_field": models.TextField()}
        return self.annotate(
            may_read=Case(When(may_read, then=Value(True)), default=Value(False)),
            shown_motion=Case(When(may_read, then=F("motion")), **text),
            shown_original=Case(When(may_read, then=F("original")), **text),
            shown_reason=Case(When(may_read, then=F("reason")), **text),
        )


class Decision(AppendOnly):
    """What a body resolved at a meeting, by which vote. Of a body that only recommends it is a recommendation.

    The rule it was counted by is kept (rules never change), and so is the quorum of that moment, in words.
    """

    class How(models.TextChoices):
        RECOMMENDED = "recommended", "As recommended"
        AMENDED = "amended", "As amended"

    class Outcome(models.TextChoices):
        CARRIED = Outcome.CARRIED.value, "Carried"
        LOST = Outcome.LOST.value, "Lost"
        FELL = Outcome.FELL.value, "Fell on a tie"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="decisions")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, blank=True, related_name="decisions")
    year = models.PositiveSmallIntegerField(editable=False)
    number = models.PositiveIntegerField(editable=False)
    reference = models.CharField(max_length=30, editable=False)
    motion = models.TextField(validators=[MaxLengthValidator(LONGEST_MOTION)])
    how = models.CharField("the motion", max_length=12, choices=How, default=How.RECOMMENDED)
    original = models.TextField("as it was recommended", blank=True, validators=[MaxLengthValidator(LONGEST_MOTION)])
    is_exempt = models.BooleanField("exempt from publication", default=False, editable=False)
    is_binding = models.BooleanField("by a body that decides", default=True, editable=False)
    rule = models.ForeignKey(BodyRule, models.PROTECT, related_name="+", editable=False)
    quorum = models.CharField(max_length=300, editable=False)
    votes_for = models.PositiveIntegerField(editable=False)
    votes_against = models.PositiveIntegerField(editable=False)
    abstentions = models.PositiveIntegerField(editable=False)
    outcome = models.CharField(max_length=8, choices=Outcome, editable=False)
    result = models.CharField(max_length=300, editable=False)
    taken_at = models.DateTimeField("taken")
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")
    reason = models.CharField("why it corrects the other", max_length=300, blank=True)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-taken_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "year", "number"], name="decision_number_once"),
            models.CheckConstraint(
                name="amended_motion_keeps_the_original",
                condition=Q(how="recommended", original="") | (Q(how="amended") & ~Q(original="")),
            ),
            models.CheckConstraint(
                name="correction_says_why",
                condition=Q(corrects=None, reason="") | (Q(corrects__isnull=False) & ~Q(reason="")),
            ),
        ]
        indexes = [models.Index(fields=["partnership", "-taken_at"], name="decision_newest")]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("decision", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id)

    @property
    def tally(self) -> Tally:
        return Tally(self.votes_for, self.votes_against, self.abstentions)

    @property
    def subject(self) -> str:
        """What everybody may read of it: the title of its item."""
        return self.item.title if self.item else "Business of the meeting"

    @property
    def why_exempt(self) -> str:
        """The reason that anybody may read; empty of an open one, and where the decision that it corrects is exempt."""
        return self.item.exempt_reason if self.item and self.is_exempt else ""

    @property
    def exempt_words(self) -> str:
        return f"Exempt from publication{': ' if self.why_exempt else ''}{self.why_exempt}."

    @property
    def may_act(self) -> bool:
        """Whether it can do things: carried, by a body that decides."""
        return self.is_binding and self.outcome == self.Outcome.CARRIED


class OfDecisionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "OfDecisionQuerySet":
        """Of an exempt decision, to those who may see what is exempt."""
        here = reach(user, "partnership.view_partnership", partnership="decision__partnership_id")
        exempt = reach(user, EXEMPT, partnership="decision__partnership_id")
        return self.filter(here & (Q(decision__is_exempt=False) | exempt))

    def seen_with_figures(self, user) -> "OfDecisionQuerySet":
        """Of those the ones whose money the reader may see: what a decision did names amounts."""
        return self.filter(reach(user, "savings.view_figures", partnership="decision__partnership_id"))


class Vote(AppendOnly):
    """How a seat voted, and who sat there: its holder on that day, or a substitute.

    `is_casting`: the second vote of the person presiding, which broke a tie.
    """

    class Choice(models.TextChoices):
        FOR = Choice.FOR.value, "For"
        AGAINST = Choice.AGAINST.value, "Against"
        ABSTAIN = Choice.ABSTAIN.value, "Abstained"

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="votes")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="votes")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    holding = models.ForeignKey(SeatHolding, models.PROTECT, related_name="votes")
    weight = models.PositiveSmallIntegerField(default=1)
    choice = models.CharField(max_length=8, choices=Choice)
    is_casting = models.BooleanField("casting vote", default=False)

    objects = OfDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["decision", "is_casting", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "seat", "is_casting"], name="seat_votes_once"),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.get_choice_display().lower()}"


class MeetingActionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "MeetingActionQuerySet":
        return self.filter(action__in=Action.objects.visible_to(user))


class MeetingAction(AppendOnly):
    """An action that came out of a meeting, or of a decision there."""

    action = models.OneToOneField(Action, models.PROTECT, related_name="came_from")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="actions")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="actions")

    objects = MeetingActionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.decision or self.meeting}: {self.action}"

    def clean(self) -> None:
        super().clean()
        if self.decision and self.decision.meeting_id != self.meeting_id:
            raise ValidationError("The decision was not taken at this meeting.")
