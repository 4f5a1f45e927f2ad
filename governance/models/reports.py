"""Committee reports: their fixed parts with who cleared them, recommendations, papers, appendices and versions.

What is exempt has a reason; an empty reason means open. A whole report can be exempt, a part of it, or an appendix.
The same way, a report needs consultation unless a reason says why not.

Two people may write at once. Each part carries a stamp that goes up with every change of it: a form says which stamp
it began from, so that different parts never collide and the same part is never saved over unseen. What is typed and
not saved yet is kept, for its writer alone, as a draft.
"""

import hashlib
import json

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.urls import reverse
from simple_history.models import HistoricalRecords

from governance.models.bodies import Body
from governance.reports.vocabulary import CHOICES, FINANCIAL, HEADINGS, Heading
from partnership import clock
from partnership.append_only import AppendOnly
from partnership.models import Organisation, Partnership, User
from partnership.permissions import Place, reach
from workstreams.models import Workstream

READ, VIEW, WRITE = "governance.read_report", "governance.view_report", "governance.write_report"
VIEW_DRAFT = "governance.view_report_draft"
ROUTE, EXEMPT = "governance.route_report", "governance.view_exempt"
CLEAR, CLEAR_FINANCE = "governance.clear_report", "governance.clear_finance"
LONGEST_PART, LONGEST_LINE, LONGEST_REASON = 50_000, 2_000, 300


def _reason(label: str, hint: str) -> models.CharField:
    return models.CharField(label, max_length=LONGEST_REASON, blank=True, help_text=hint)


def exempt_reason() -> models.CharField:
    return _reason("reason for exemption", "Empty: open. The reason itself is public.")


def _at_work(user: User) -> Q:
    """Drafts from the beginning, or reports from when they first went along: from then on they have a route."""
    paths = {"organisation": "organisation_id", "workstream": "workstream_id"}
    return reach(user, VIEW_DRAFT, **paths) | reach(user, VIEW, **paths) & Q(rule__isnull=False)


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ReportQuerySet":
        """What was published, to readers; all else to those who work on it; exempt ones as `exempt_open_to` says."""
        given_out = reach(user, READ) & Q(published_at__isnull=False)
        return self.filter(given_out | _at_work(user)).filter(Q(exempt_reason="") | self.exempt_open_to(user))

    def exempt_open_to(self, user) -> Q:
        """Reports whose exempt matter is open to the user: by role, as their author, or, until they are published, to
        clear the money in them: nobody can vouch for what they may not read."""
        clears = reach(user, CLEAR_FINANCE) & Q(published_at=None)
        return reach(user, EXEMPT) | Q(author=user) | clears

    def with_exempt_opened(self, user) -> "ReportQuerySet":
        """With `opens_exempt`: whether their exempt matter is open to the user."""
        return self.annotate(opens_exempt=Case(When(self.exempt_open_to(user), then=Value(True)), default=Value(False)))

    def at_work_for(self, user) -> "ReportQuerySet":
        """Those that the user sees before they are published, and their versions afterwards."""
        return self.visible_to(user).filter(_at_work(user))

    def public(self) -> "ReportQuerySet":
        """Those that anybody may read once a public agenda has them: published, open as a whole, and standing."""
        return self.filter(state=Report.State.PUBLISHED, exempt_reason="")

    def about(self, words: str, user) -> "ReportQuerySet":
        """Those with these words in title, parts or recommendations; in exempt parts only where they are open to the
        user: else a search would tell what they say."""
        return self.filter(_openly_about(words) | self.exempt_open_to(user) & Q(Exists(_parts_with(words))))

    def openly_about(self, words: str) -> "ReportQuerySet":
        """The same for the public: exempt parts are searched for nobody."""
        return self.filter(_openly_about(words))


def _parts_with(words: str) -> models.QuerySet:
    return ReportPart.objects.filter(report=OuterRef("pk"), text__icontains=words)


def _openly_about(words: str) -> Q:
    asked = ReportRecommendation.objects.filter(report=OuterRef("pk"), text__icontains=words)
    return Q(title__icontains=words) | Q(Exists(_parts_with(words).filter(exempt_reason=""))) | Q(Exists(asked))


class Report(models.Model):
    """A committee report of a partnership, of a workstream or of the programme as a whole."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        ON_ROUTE = "on_route", "On its route"
        PUBLISHED = "published", "Published"
        WITHDRAWN = "withdrawn", "Withdrawn"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="reports")
    workstream = models.ForeignKey(Workstream, models.PROTECT, null=True, blank=True, related_name="reports")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    number = models.PositiveIntegerField(editable=False)
    title = models.CharField(max_length=200)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    author_post = models.CharField(
        "report of", max_length=120, help_text="A post title, for example Programme Manager."
    )
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT, editable=False)
    exempt_reason = exempt_reason()
    no_consultation_reason = _reason("reason for not consulting", "Empty: it needs consultation.")
    rule = models.ForeignKey(
        "governance.RouteRule", models.PROTECT, null=True, blank=True, related_name="reports", editable=False
    )
    stands_before = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="reports", editable=False
    )
    written_at = models.DateTimeField("begun", default=clock.now, editable=False)
    published_at = models.DateTimeField("published", null=True, blank=True, editable=False)
    withdrawn_reason = models.TextField("reason for withdrawing", blank=True, editable=False)

    history = HistoricalRecords()
    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="report_number_once"),
            models.CheckConstraint(
                name="report_published_at_a_moment",
                condition=Q(state="published", published_at__isnull=False)
                | Q(state="withdrawn")
                | Q(state__in=["draft", "on_route"], published_at=None),
            ),
            models.CheckConstraint(
                name="report_withdrawn_for_a_reason",
                condition=(Q(state="withdrawn") & ~Q(withdrawn_reason=""))
                | (~Q(state="withdrawn") & Q(withdrawn_reason="")),
            ),
        ]
        indexes = [models.Index(fields=["partnership", "state", "-number"], name="report_newest")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("report", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id, frozenset(filter(None, [self.organisation_id])), self.workstream_id)

    def clean(self) -> None:
        super().clean()
        if self.workstream_id and self.workstream.partnership_id != self.partnership_id:
            raise ValidationError({"workstream": "Choose a workstream of this partnership."})

    @property
    def reference(self) -> str:
        return f"Report {self.number}"

    @property
    def is_published(self) -> bool:
        """Once published it is frozen, withdrawn afterwards or not."""
        return self.published_at is not None

    @property
    def is_editable(self) -> bool:
        """It is with its author: not before a body, which reads what it was given, and not published or withdrawn."""
        return self.state in (self.State.DRAFT, self.State.ON_ROUTE) and self.stands_before_id is None

    @property
    def needs_consultation(self) -> bool:
        return not self.no_consultation_reason

    def opens_exempt_to(self, user) -> bool:
        """As `exempt_open_to`, of this one. At most one query a request, for the user's grants."""
        if user.pk == self.author_id or user.has_perm(EXEMPT, self):
            return True
        return not self.is_published and user.has_perm(CLEAR_FINANCE, self)

    def is_at_work_for(self, user) -> bool:
        """As `at_work_for`, of this one, which the user sees."""
        return user.has_perm(VIEW_DRAFT, self) or (self.rule_id is not None and user.has_perm(VIEW, self))


class OfReportQuerySet(models.QuerySet):
    def visible_to(self, user) -> "OfReportQuerySet":
        return self.filter(report__in=Report.objects.visible_to(user))


class OfReport(models.Model):
    """A row that belongs to a report and stands where it stands."""

    objects = OfReportQuerySet.as_manager()

    class Meta:
        abstract = True

    def place(self, permission: str) -> Place:
        return self.report.place(permission)


class ReportPart(OfReport):
    """One of the fixed parts: its text in Markdown, or that there is nothing to say ("none")."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="parts")
    key = models.CharField(max_length=15, choices=CHOICES, editable=False)
    text = models.TextField(blank=True, validators=[MaxLengthValidator(LONGEST_PART)])
    is_none = models.BooleanField("answer “none”", default=False)
    exempt_reason = exempt_reason()
    stamp = models.PositiveIntegerField(default=0, editable=False, help_text="Goes up with every change.")
    written_at = models.DateTimeField(default=clock.now, editable=False)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    history = HistoricalRecords(excluded_fields=["stamp", "written_at", "written_by"])

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="report_part_once")]

    def __str__(self) -> str:
        return self.heading.title

    @property
    def heading(self) -> Heading:
        return HEADINGS[self.key]

    @property
    def is_written(self) -> bool:
        return bool(self.text.strip()) or self.is_none

    @property
    def digest(self) -> str:
        """What a clearance is of: the words alone."""
        return hashlib.sha256(json.dumps([self.key, self.text, self.is_none]).encode()).hexdigest()

    @property
    def last_clearance(self) -> "Clearance | None":
        """No query where `clearances` was read ahead."""
        return max(self.clearances.all(), key=lambda each: each.pk, default=None)

    @property
    def clearance(self) -> "Clearance | None":
        """The clearance that holds: of these very words. A change of the words takes it away."""
        last = self.last_clearance
        return last if last and last.digest == self.digest else None

    @property
    def state(self) -> str:
        """Where it is on its way to publication, in a word or two."""
        if not self.is_written:
            return "not written"
        if not self.heading.is_implication:
            return "written"
        if self.clearance:
            return "cleared"
        return "changed since clearance" if self.last_clearance else "not cleared"

    @property
    def clears(self) -> str:
        """The permission to clear it."""
        return CLEAR_FINANCE if self.key == FINANCIAL else CLEAR

    def opens_to(self, user) -> bool:
        return not self.exempt_reason or self.report.opens_exempt_to(user)


class Clearance(AppendOnly):
    """A post has cleared a part, as it read then."""

    part = models.ForeignKey(ReportPart, models.PROTECT, related_name="clearances")
    post = models.CharField(max_length=120, help_text="Who cleared it, by post.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the words that were cleared.")
    cleared_at = models.DateTimeField(default=clock.now, editable=False)
    cleared_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.part} cleared by {self.post}"

    def place(self, permission: str) -> Place:
        return self.part.place(permission)


class ReportRecommendation(OfReport):
    """What the body is asked to do, numbered."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="recommendations")
    order = models.PositiveSmallIntegerField(editable=False)
    text = models.TextField("recommendation", validators=[MaxLengthValidator(LONGEST_LINE)])

    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"Recommendation {self.order}"


class BackgroundPaper(OfReport):
    """A paper relied on, and where it can be read."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="papers")
    title = models.CharField(max_length=200)
    where = models.CharField(
        "where it can be read", max_length=300, help_text="An office, a file reference or a web address."
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class DraftQuerySet(models.QuerySet):
    def visible_to(self, user) -> "DraftQuerySet":
        return self.filter(user=user)


class ReportDraft(models.Model):
    """What one person has typed into a part and not saved yet. Nobody else sees it."""

    part = models.ForeignKey(ReportPart, models.CASCADE, related_name="drafts")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    text = models.TextField(blank=True)
    base = models.PositiveIntegerField(help_text="The stamp of the part that the typing began from.")
    saved_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "user"], name="report_draft_once")]

    def __str__(self) -> str:
        return f"Unsaved typing in {self.part}"

    def place(self, permission: str) -> Place:
        return self.part.place(permission)
