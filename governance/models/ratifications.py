"""A decision that each organisation ratifies for itself: who was asked, by when, and what each answered.

What an organisation's own executive or council decided is one row of `workstreams.Ratification`, whichever page it was
entered on; here it is tied to the decision that it answers.
"""

from datetime import date

from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from governance.models.decisions import Decision
from governance.models.meetings import AgendaItem, Meeting
from governance.ratifying import BACK, Standing, State, standing
from partnership import clock
from partnership.append_only import AppendOnly
from partnership.models import Organisation, User
from partnership.permissions import Place, reach
from workstreams.models import Ratification, Workstream

REFUSED = Ratification.Decision.REFUSED
GIVEN_UP = (Meeting.State.CANCELLED, Meeting.State.POSTPONED)


class RatificationNeedQuerySet(models.QuerySet):
    def visible_to(self, user) -> "RatificationNeedQuerySet":
        return self.filter(reach(user, "partnership.view_partnership", partnership="decision__partnership_id"))

    def with_state(self, on: date | None = None) -> "RatificationNeedQuerySet":
        """With `asked_count`, `approved_count`, `refused_count`, and from them `state` as `ratifying.standing` says."""
        asked = RatificationAsked.objects.with_answer().filter(need=OuterRef("pk"))
        counted = {
            "asked_count": _count(asked),
            "approved_count": _count(asked.exclude(answer=None).exclude(answer=REFUSED)),
            "refused_count": _count(asked.filter(answer=REFUSED)),
        }
        state = Case(
            When(decision__corrected_by__isnull=False, then=Value(State.SUPERSEDED)),
            When(refused_count__gt=0, then=Value(State.REFUSED)),
            When(approved_count=models.F("asked_count"), then=Value(State.IN_FORCE)),
            When(due_on__lt=on or clock.today(), then=Value(State.OVERDUE)),
            default=Value(State.WAITING),
            output_field=models.CharField(),
        )
        return self.annotate(**counted).annotate(state=state)

    def coming_back(self) -> "RatificationNeedQuerySet":
        """Refused, or silent past the date."""
        return self.with_state().filter(state__in=BACK).order_by("due_on", "pk")

    def brought_back(self) -> "RatificationNeedQuerySet":
        """Of those what waits for an agenda. What stands on one that is ahead waits no more, for whichever cause; what
        stood on an earlier one comes back again only for another cause. Meetings that were given up do not count."""
        return self.coming_back().filter(_waits())

    def to_return(self) -> "RatificationNeedQuerySet":
        """What the rule has something to do about: what waits for an agenda, or came back for a cause not recorded."""
        known = RatificationReturn.objects.filter(need=OuterRef("pk"))
        return self.coming_back().filter(_waits() | ~_for_its_cause(known, "cause"))

    def with_returns(self) -> "RatificationNeedQuerySet":
        """With why they came back, and to which meetings. Two queries more."""
        items = AgendaItem.objects.select_related("meeting__body", "meeting__partnership").order_by("pk")
        rows = RatificationReturn.objects.order_by("pk").prefetch_related(models.Prefetch("items", items))
        return self.prefetch_related(models.Prefetch("returns", rows))

    def for_pages(self) -> "RatificationNeedQuerySet":
        """With the decision, its meeting and every organisation's answer. Two queries more."""
        asked = RatificationAsked.objects.select_related("organisation").order_by("organisation__code")
        answers = RatificationAnswer.objects.select_related("ratification").order_by("pk")
        rows = self.select_related(
            "decision__partnership", "decision__meeting__body", "decision__item", "decision__corrected_by", "workstream"
        )
        return rows.prefetch_related(models.Prefetch("asked", asked), models.Prefetch("asked__answers", answers))


def _waits() -> Q:
    begun = (Meeting.State.DRAFT, Meeting.State.PUBLISHED, Meeting.State.OPEN)
    listed = AgendaItem.objects.filter(brings_back__need=OuterRef("pk")).exclude(meeting__state__in=GIVEN_UP)
    return ~Exists(listed.filter(meeting__state__in=begun)) & ~_for_its_cause(listed, "brings_back__cause")


def _for_its_cause(rows: models.QuerySet, name: str) -> Q:
    """Whether one of the rows is for the cause for which it comes back now. Not by `OuterRef("state")`: Django gives
    the subqueries within an annotation that is asked for from outside the wrong tables."""
    refused, overdue = (Q(Exists(rows.filter(**{name: cause})), state=cause) for cause in BACK)
    return refused | overdue


def _count(rows: models.QuerySet) -> Coalesce:
    counted = rows.order_by().values("need").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


class RatificationNeed(AppendOnly):
    """A decision takes effect only once each organisation has ratified it. Said once of a decision, with a date.

    Who is asked is fixed when it is said: the members with a vote on that day, or those of them that take part in the
    workstream. `stage`: the stage that the workstream may enter then; the answers satisfy its gate too.
    """

    class Rule(models.TextChoices):
        MEMBERS = "members", "Every member of the partnership"
        TAKING_PART = "taking_part", "Every organisation that takes part in a workstream"

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="ratification")
    rule = models.CharField("ratified by", max_length=12, choices=Rule)
    workstream = models.ForeignKey(Workstream, models.PROTECT, null=True, blank=True, related_name="+")
    stage = models.CharField("for entering the stage", max_length=15, choices=Workstream.Stage, blank=True)
    due_on = models.DateField("to be answered by")
    said_at = models.DateTimeField(default=clock.now, editable=False)
    said_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    objects = RatificationNeedQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="ratification_names_its_workstream",
                condition=(Q(rule="members") | Q(workstream__isnull=False))
                & (Q(stage="") | Q(workstream__isnull=False)),
                violation_error_message="Choose the workstream.",
            ),
        ]

    def __str__(self) -> str:
        return f"Ratification of {self.decision.reference}"

    @property
    def by_words(self) -> str:
        """Within a sentence: "every member of the partnership"."""
        if self.rule == self.Rule.TAKING_PART:
            return f"every organisation that takes part in {self.workstream}"
        return self.get_rule_display().lower()

    def get_absolute_url(self) -> str:
        return reverse("decision", kwargs={"partnership": self.decision.partnership.slug, "pk": self.decision_id})

    def place(self, permission: str) -> Place:
        return Place(self.decision.partnership_id)

    @property
    def standing(self) -> Standing:
        """How it stands today; from what `for_pages` has read, without a query."""
        answers = [(asked.organisation.short_name, asked.facts) for asked in self.asked.all()]
        corrected = hasattr(self.decision, "corrected_by")
        return standing(answers, due_on=self.due_on, on=clock.today(), superseded=corrected)


class AskedQuerySet(models.QuerySet):
    def visible_to(self, user) -> "AskedQuerySet":
        partnership = "need__decision__partnership_id"
        return self.filter(reach(user, "partnership.view_partnership", partnership=partnership))

    def with_answer(self) -> "AskedQuerySet":
        """With `answer`: what the organisation answered last; null while it has not."""
        last = RatificationAnswer.objects.filter(asked=OuterRef("pk")).order_by("-pk")
        return self.annotate(answer=Subquery(last.values("ratification__decision")[:1]))


class RatificationAsked(AppendOnly):
    """An organisation that is asked to ratify."""

    need = models.ForeignKey(RatificationNeed, models.PROTECT, related_name="asked")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    objects = AskedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["need", "organisation"], name="organisation_is_asked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.need}: {self.organisation.short_name}"

    @property
    def last(self) -> Ratification | None:
        """Its answer that counts: the last. From what was read already, where it was."""
        found = list(self.answers.all())
        return max(found, key=lambda each: each.pk).ratification if found else None

    @property
    def facts(self) -> tuple[bool, date] | None:
        return (self.last.allows, self.last.decided_on) if self.last else None


class RatificationAnswer(AppendOnly):
    """What an organisation answered. A later answer takes the place of an earlier one; both stay."""

    asked = models.ForeignKey(RatificationAsked, models.PROTECT, related_name="answers")
    ratification = models.OneToOneField(Ratification, models.PROTECT, related_name="answer")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.ratification)


class ReturnQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ReturnQuerySet":
        partnership = "need__decision__partnership_id"
        return self.filter(reach(user, "partnership.view_partnership", partnership=partnership))

    def with_meeting(self) -> "ReturnQuerySet":
        """With `meeting`: the last that it was put before, of those that were not given up."""
        items = AgendaItem.objects.filter(brings_back=OuterRef("pk")).exclude(meeting__state__in=GIVEN_UP)
        return self.annotate(meeting=Subquery(items.order_by("-pk").values("meeting")[:1]))


class RatificationReturn(AppendOnly):
    """A decision comes back to the body that took it: because an organisation refused, or because the date passed in
    silence. Once for each cause; `because` says who, as it stood then. The items of agendas point to it."""

    class Cause(models.TextChoices):
        REFUSED = State.REFUSED.value, "Refused"
        OVERDUE = State.OVERDUE.value, "Not answered in time"

    need = models.ForeignKey(RatificationNeed, models.PROTECT, related_name="returns")
    cause = models.CharField(max_length=10, choices=Cause)
    because = models.TextField()
    returned_at = models.DateTimeField(default=clock.now, editable=False)

    objects = ReturnQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["need", "cause"], name="decision_comes_back_once")]

    def __str__(self) -> str:
        return f"{self.need.decision.reference}: {self.because}"

    def place(self, permission: str) -> Place:
        return self.need.place(permission)

    @property
    def item(self) -> AgendaItem | None:
        """Where it stands or stood: the last item that was not on a meeting given up. From what was read already."""
        found = [each for each in self.items.all() if each.meeting.state not in GIVEN_UP]
        return max(found, key=lambda each: each.pk, default=None)

    @property
    def words(self) -> str:
        """ "Brought back to the meeting of the Joint Board, 30 October 2007, because Derby refused"."""
        where = f"Brought back to the meeting of the {self.item.meeting}" if self.item else "Waits for an agenda"
        return f"{where}, because {self.because}"
