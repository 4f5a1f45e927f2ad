"""Highlight reports: how a workstream stands in a month, as who runs it says, beside the portal's figures."""

import re
from datetime import datetime

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.urls import reverse
from simple_history.models import HistoricalRecords

from partnership import clock
from partnership.models import User
from partnership.permissions import reach
from savings.models.words import Rating
from workstreams.models import Workstream
from workstreams.models.workstreams import OfWorkstream

LONGEST_REASON, LONGEST_TEXT = 500, 4_000
ASPECTS = {"overall": "Overall", "time": "Time", "cost": "Cost", "benefit": "Benefit", "risk": "Risk"}
POINTS = ("done", "next", "decisions")
# What a report can not be submitted without.
_REQUIRED = (*ASPECTS, *(f"{aspect}_reason" for aspect in ASPECTS))
_BULLET = re.compile(r"^(?:[-*•–]|[0-9]{1,2}[.)])\s+")


def _rated(label: str) -> models.CharField:
    return models.CharField(label, max_length=5, choices=Rating, blank=True)


def _reason(label: str) -> models.TextField:
    return models.TextField(f"reason for {label}", validators=[MaxLengthValidator(LONGEST_REASON)], blank=True)


def _points(label: str) -> models.TextField:
    return models.TextField(
        label, validators=[MaxLengthValidator(LONGEST_TEXT)], blank=True, help_text="One point on each line."
    )


class HighlightReportQuerySet(models.QuerySet):
    def visible_to(self, user) -> "HighlightReportQuerySet":
        """Drafts: of whoever may write them or sees drafts of the workstream. Others: of whoever sees figures."""
        paths = {"partnership": "workstream__partnership_id", "workstream": "workstream_id"}
        drafts = reach(user, "workstreams.edit_workstream", **paths) | reach(user, "savings.view_draft", **paths)
        shown = Q(state=HighlightReport.State.SUBMITTED) & reach(user, "savings.view_figures", **paths)
        return self.filter(Q(state=HighlightReport.State.DRAFT) & drafts | shown)

    def in_force(self, before: datetime | None = None) -> "HighlightReportQuerySet":
        """Of each workstream and month the last version that was submitted; or that was by a moment."""
        submitted = Q(state=HighlightReport.State.SUBMITTED)
        if before is not None:
            submitted &= Q(submitted_at__lt=before)
        same = HighlightReport.objects.filter(workstream=OuterRef("workstream"), month=OuterRef("month"))
        return self.filter(submitted, ~Exists(same.filter(submitted, version__gt=OuterRef("version"))))

    def standing(self) -> "HighlightReportQuerySet":
        """What is in force, and the drafts."""
        return self.filter(Q(pk__in=HighlightReport.objects.in_force().values("pk")) | Q(state="draft"))

    def ranked(self) -> "HighlightReportQuerySet":
        """With `severity`, to sort by: the overall rating from the best (1) to the worst; 0 without one."""
        order = {Rating.GREEN: 1, Rating.AMBER: 2, Rating.RED: 3}
        ranks = (When(overall=rating, then=Value(rank)) for rating, rank in order.items())
        return self.annotate(severity=Case(*ranks, default=Value(0), output_field=IntegerField()))

    def newest(self, before: datetime | None = None) -> "HighlightReportQuerySet":
        """Of each workstream the one in force of its last month; or what was that by a moment."""
        later = HighlightReport.objects.in_force(before).filter(
            workstream=OuterRef("workstream"), month__gt=OuterRef("month")
        )
        return self.in_force(before).filter(~Exists(later))


class HighlightReport(OfWorkstream):
    """One version of a workstream's report of a month: five ratings with a reason each, and three lists of points.

    Submitted, it keeps the figures that the portal showed beside it, and triggers refuse any later change. Who puts it
    right submits a further version, which says why; the former ones stay to be read.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "Submitted"

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="highlights")
    month = models.DateField(help_text="Its first day.", editable=False)
    version = models.PositiveSmallIntegerField(default=1, editable=False)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT, editable=False)
    # Counts how often the draft was saved: who saves what somebody else has changed meanwhile is told so.
    edition = models.PositiveIntegerField(default=1, editable=False)

    overall = _rated("overall")
    overall_reason = _reason("overall")
    time = _rated("time")
    time_reason = _reason("time")
    cost = _rated("cost")
    cost_reason = _reason("cost")
    benefit = _rated("benefit")
    benefit_reason = _reason("benefit")
    risk = _rated("risk")
    risk_reason = _reason("risk")
    done = _points("done in this month")
    next = _points("next steps")
    decisions = _points("decisions needed")

    correction = models.CharField("reason for the correction", max_length=300, blank=True, editable=False)
    drafted_at = models.DateTimeField(default=clock.now, editable=False)
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    sequence = models.BigIntegerField("ledger sequence", null=True, editable=False)
    figures = models.JSONField(null=True, editable=False)

    history = HistoricalRecords(excluded_fields=["figures", "edition"])
    objects = HighlightReportQuerySet.as_manager()

    class Meta:
        ordering = ["-month", "workstream__name", "-version"]
        indexes = [models.Index(fields=["month", "workstream"], name="highlight_by_month")]
        constraints = [
            models.UniqueConstraint(
                fields=["workstream", "month", "version"],
                name="highlight_version_once",
                violation_error_message="This month has a report already. Open that one.",
            ),
            models.UniqueConstraint(
                fields=["workstream", "month"],
                condition=Q(state="draft"),
                name="highlight_one_draft",
                violation_error_message="This month has a draft already. Open that one.",
            ),
            models.CheckConstraint(
                name="highlight_submitted_all_or_nothing",
                condition=Q(state="draft", submitted_at=None, submitted_by=None, sequence=None, figures__isnull=True)
                | Q(state="submitted", submitted_at__isnull=False, submitted_by__isnull=False)
                & Q(sequence__isnull=False, figures__isnull=False),
            ),
            models.CheckConstraint(
                name="highlight_submitted_with_reasons",
                condition=Q(state="draft") | ~Q(*((name, "") for name in _REQUIRED), _connector=Q.OR),
            ),
            models.CheckConstraint(
                name="highlight_correction_says_why",
                condition=Q(version=1, correction="") | (Q(version__gt=1) & ~Q(correction="")),
            ),
        ]

    def __str__(self) -> str:
        return f"Highlight report of {self.workstream}, {self.called}"

    def get_absolute_url(self) -> str:
        where = {"partnership": self.workstream.partnership.slug, "workstream": self.workstream.slug}
        return reverse("highlight", kwargs=where | {"pk": self.pk})

    @property
    def called(self) -> str:
        """ "July 2007", and the version where it is a correction."""
        return f"{self.month:%B %Y}{f', version {self.version}' if self.version > 1 else ''}"

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    def rating(self, aspect: str) -> str:
        return str(getattr(self, aspect))

    def reason(self, aspect: str) -> str:
        return str(getattr(self, f"{aspect}_reason"))

    def points(self, name: str) -> list[str]:
        """The lines of done, next or decisions that say something."""
        return points_of(getattr(self, name))


def points_of(text: str) -> list[str]:
    """One point for each line, without the bullet or number that somebody typed before it.

    >>> points_of("1. Unit set up\\n\\n- Catalogue agreed\\n3 posts filled")
    ['Unit set up', 'Catalogue agreed', '3 posts filled']
    """
    bare = (_BULLET.sub("", line.strip()) for line in text.splitlines())
    return [line for line in bare if line]
