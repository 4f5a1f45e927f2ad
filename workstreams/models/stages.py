"""The moves of a workstream from stage to stage."""

from datetime import datetime

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from partnership import clock
from partnership.append_only import AppendOnly
from partnership.models import User
from partnership.permissions import reach
from workstreams.models.workstreams import OfWorkstream, Workstream


class StageMoveQuerySet(models.QuerySet):
    def visible_to(self, user) -> "StageMoveQuerySet":
        """The frozen outcome of a gate names money, which is for those who see figures."""
        return self.filter(reach(user, "savings.view_figures", partnership="workstream__partnership_id"))

    def overriding(self) -> "StageMoveQuerySet":
        return self.filter(way=StageMove.Way.OVERRIDDEN)

    def without_baseline(self) -> "StageMoveQuerySet":
        """Those that went on from approval before any baseline was taken."""
        return self.filter(outcome__has_baseline=False)

    def marked(self) -> "StageMoveQuerySet":
        """What must never be overlooked about how a workstream came to its stage: see `StageMove.marks`."""
        eased = Q(outcome__before__met=False)
        return self.filter(Q(way=StageMove.Way.OVERRIDDEN) | Q(outcome__has_baseline=False) | eased)


class StageMove(AppendOnly, OfWorkstream):
    """One step of a workstream from a stage to another: by whom, why, and what its gate said. Never changed."""

    class Way(models.TextChoices):
        """How it came to the stage."""

        BEGUN = "begun", "Began here"
        ADVANCED = "advanced", "Gate met"
        OVERRIDDEN = "overridden", "Gate overridden"
        BACK = "back", "Went back"
        PAUSED = "paused", "Paused"
        STOPPED = "stopped", "Stopped"
        RESUMED = "resumed", "Resumed"

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="moves")
    from_stage = models.CharField("from", max_length=15, choices=Workstream.Stage, blank=True)
    to_stage = models.CharField("to", max_length=15, choices=Workstream.Stage)
    way = models.CharField("how", max_length=10, choices=Way)
    reason = models.TextField(blank=True)
    outcome = models.JSONField(default=dict, blank=True, help_text="What the gate said at that moment, test by test.")
    moved_at = models.DateTimeField(default=clock.now)
    moved_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)

    objects = StageMoveQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="stage_move_says_why",
                condition=Q(way__in=("begun", "advanced")) | ~Q(reason=""),
                violation_error_message="Say why.",
            ),
        ]

    def __str__(self) -> str:
        if not self.from_stage:
            return f"{self.workstream}: {self.get_to_stage_display()}"
        return f"{self.workstream}: {self.get_from_stage_display()} to {self.get_to_stage_display()}"

    def get_absolute_url(self) -> str:
        named = {"partnership": self.workstream.partnership.slug, "workstream": self.workstream.slug, "pk": self.pk}
        return reverse("move", kwargs=named)

    @property
    def is_override(self) -> bool:
        return self.way == self.Way.OVERRIDDEN

    @property
    def is_eased(self) -> bool:
        """The gate was met, but by the policy that was in force when the workstream came to the stage before it would
        not have been."""
        before = self.outcome.get("before")
        return bool(before) and not before["met"]

    @property
    def lacks_baseline(self) -> bool:
        """It went on from approval before any baseline was taken."""
        return self.outcome.get("has_baseline") is False

    @property
    def marks(self) -> list[str]:
        """The words for what must never be overlooked about it."""
        found = {
            "Gate overridden": self.is_override,
            "Policy changed": self.is_eased,
            "Entered without a baseline": self.lacks_baseline,
        }
        return [words for words, is_so in found.items() if is_so]

    @property
    def tests_not_met(self) -> int:
        """How many tests of the gate were not met; 0 where there was no gate."""
        return sum(not test["met"] for test in self.outcome.get("tests", ()))


def stage_at(moment: datetime, workstream: str = "workstream") -> Coalesce:
    """The stage of a workstream just before a moment, by its moves: empty before it began, and of one that never moved
    the stage it has. `workstream` is the way to it from the rows that are asked: "pk" from workstreams."""
    moves = StageMove.objects.filter(workstream=OuterRef(workstream))
    before = moves.filter(moved_at__lt=moment).order_by("-pk").values("to_stage")
    after = moves.filter(moved_at__gte=moment).order_by("pk").values("from_stage")
    now = F("stage" if workstream == "pk" else f"{workstream}__stage")
    return Coalesce(Subquery(before[:1]), Subquery(after[:1]), now)
