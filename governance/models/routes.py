"""The route of reports: the partnership's rule, dated, and what happened to each report on its way."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from governance import routing
from governance.models.bodies import Body
from governance.models.meetings import Meeting
from governance.models.report_versions import ReportVersion
from governance.models.reports import LONGEST_LINE, OfReport, Report
from partnership import clock
from partnership.append_only import AppendOnly
from partnership.dated import Dated, DatedQuerySet
from partnership.models import Partnership, User
from partnership.permissions import Place, reach
from workstreams.models import Workstream


class RouteRuleQuerySet(DatedQuerySet):
    def visible_to(self, user) -> "RouteRuleQuerySet":
        return self.filter(reach(user, "partnership.view_partnership"))

    def of(self, report: Report, on) -> "RouteRule | None":
        """The rule in force for a report: its workstream's own, else the partnership's. One query."""
        found = self.current(on).filter(Q(workstream=None) | Q(workstream=report.workstream_id))
        rules = found.filter(partnership=report.partnership_id)
        return max(rules, key=lambda rule: (rule.workstream_id is not None, rule.from_on), default=None)


class RouteRule(Dated):
    """Which bodies a report goes to, in order; for one workstream where it has a way of its own."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="route_rules")
    workstream = models.ForeignKey(
        Workstream, models.PROTECT, null=True, blank=True, related_name="route_rules", help_text="Empty: all others."
    )
    reason = models.CharField("decision behind it", max_length=300)
    entered_at = models.DateTimeField(default=clock.now, editable=False)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    history = HistoricalRecords()
    objects = RouteRuleQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["workstream__name", "-from_on"]

    def __str__(self) -> str:
        return f"Route of {self.whose}, from {self.from_on:%-d %B %Y}"

    @property
    def whose(self) -> str:
        return f"reports of {self.workstream}" if self.workstream else "reports"

    def get_absolute_url(self) -> str:
        return reverse("report-route", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id)

    @property
    def way(self) -> tuple[routing.Stop, ...]:
        """No query where `stops__body` was read ahead."""
        stops = sorted(self.stops.all(), key=lambda stop: stop.order)
        return tuple(routing.Stop(stop.order, stop.body.name, stop.is_consulted) for stop in stops)


class RouteStop(AppendOnly):
    """One body on a route. The last one decides."""

    rule = models.ForeignKey(RouteRule, models.PROTECT, related_name="stops")
    order = models.PositiveSmallIntegerField()
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    is_consulted = models.BooleanField("is consulted", default=False)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "order"], name="route_stop_order_once"),
            models.UniqueConstraint(fields=["rule", "body"], name="route_stop_body_once"),
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.body}"

    def place(self, permission: str) -> Place:
        return self.rule.place(permission)


class RouteStep(OfReport, AppendOnly):
    """Something that happened to a report at a stop: it arrived, had an outcome, was skipped, or got a reply."""

    class Word(models.TextChoices):
        SENT = "sent", "Sent along"
        SUPPORTED = "supported", "Supported"
        AMENDED = "amended", "Supported with amendments"
        SENT_BACK = "sent_back", "Sent back"
        NOTED = "noted", "Noted"
        SKIPPED = "skipped", "Skipped"
        REPLIED = "replied", "Replied to"

    report = models.ForeignKey(Report, models.PROTECT, related_name="steps")
    stop = models.ForeignKey(RouteStop, models.PROTECT, related_name="steps")
    word = models.CharField(max_length=9, choices=Word)
    on = models.DateField("date")
    text = models.TextField("remarks", blank=True, validators=[MaxLengthValidator(LONGEST_LINE)])
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="report_steps")
    version = models.ForeignKey(ReportVersion, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="route_step_says_why", condition=~Q(word__in=["skipped", "sent_back", "replied"]) | ~Q(text="")
            )
        ]
        indexes = [models.Index(fields=["report", "id"], name="step_of_report")]

    def __str__(self) -> str:
        return f"{self.get_word_display()}: {self.stop.body}, {self.on:%-d %B %Y}"


OUTCOMES = (
    RouteStep.Word.SUPPORTED,
    RouteStep.Word.AMENDED,
    RouteStep.Word.SENT_BACK,
    RouteStep.Word.NOTED,
)


def glance(report: Report) -> routing.Glance:
    """Where a report is and what it waits for. No query where `rule__stops__body` and `steps__stop` were read ahead.

    Before it was sent along for the first time it has no route of its own yet.
    """
    steps = sorted(report.steps.all(), key=lambda step: step.pk)
    happened = tuple(routing.Step(step.stop.order, routing.Word(step.word), step.on, step.text) for step in steps)
    return routing.Glance(report.rule.way if report.rule else (), happened)


def not_arrived(report: Report, body: Body) -> str:
    """Why a report can not come before the body that decides on its route, in a sentence; empty where it can: it was
    sent there, with the consultation or the reason for going without."""
    rule = report.rule or RouteRule.objects.of(report, clock.today())
    last = rule.stops.order_by("-order").first() if rule else None
    if last is None or last.body_id != body.pk:
        return ""
    at = glance(report)
    if at.has_reached_the_last:
        return ""
    return f"{report.reference} has not reached the {body}. {at.waits_for} Send it along its route first."
