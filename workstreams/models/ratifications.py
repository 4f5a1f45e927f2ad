"""What one organisation's own executive or council decided, for itself."""

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse

from partnership import clock
from partnership.append_only import AppendOnly
from partnership.models import Organisation, Partnership, User
from partnership.models.files import StoredFile
from partnership.permissions import Place, reach
from workstreams.models.workstreams import Workstream

EXEMPT, FIGURES = "governance.view_exempt", "savings.view_figures"
HIDDEN = ("conditions", "body", "minute")  # of an exempt ratification


class RatificationQuerySet(models.QuerySet):
    def visible_to(self, user) -> "RatificationQuerySet":
        """Conditions name money, which is for those who see figures."""
        return self.filter(reach(user, FIGURES))

    def for_reader(self, user) -> "RatificationQuerySet":
        """With `may_read`, and `shown_…` of what is exempt: empty, unless the reader may see what is exempt, and of
        conditions figures too."""
        may_read = Q(is_exempt=False) | reach(user, EXEMPT)
        rules = dict.fromkeys(HIDDEN, may_read) | {"conditions": may_read & reach(user, FIGURES)}
        text = {"default": Value(""), "output_field": models.TextField()}
        shown = {f"shown_{name}": Case(When(rule, then=F(name)), **text) for name, rule in rules.items()}
        return self.annotate(may_read=Case(When(may_read, then=Value(True)), default=Value(False)), **shown)


class Ratification(AppendOnly):
    """What one organisation's own executive or council decided: about letting a workstream enter a stage, about a
    decision of a body of the partnership, or about both at once.

    It is never changed; a later one of the same organisation about the same takes its place.
    """

    class Decision(models.TextChoices):
        APPROVED = "approved", "Approved"
        CONDITIONS = "conditions", "Approved with conditions"
        REFUSED = "refused", "Refused"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="ratifications")
    workstream = models.ForeignKey(Workstream, models.PROTECT, null=True, blank=True, related_name="ratifications")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="ratifications")
    stage = models.CharField("for the stage", max_length=15, choices=Workstream.Stage, blank=True)
    decision = models.CharField(max_length=10, choices=Decision)
    conditions = models.TextField("conditions or reasons", blank=True)
    decided_on = models.DateField("decided")
    body = models.CharField("decided by", max_length=120, help_text="For example Executive or Council.")
    minute = models.CharField("minute reference", max_length=80)
    is_exempt = models.BooleanField("exempt from publication", default=False, editable=False)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)

    objects = RatificationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="ratification_conditions_are_named",
                condition=Q(decision="approved") | ~Q(conditions=""),
                violation_error_message="Say what the conditions, or the reasons, are.",
            ),
            models.CheckConstraint(
                name="ratification_stage_of_a_workstream",
                condition=Q(workstream=None, stage="") | (Q(workstream__isnull=False) & ~Q(stage="")),
                violation_error_message="Choose the stage that it is about.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation.short_name}: {self.get_decision_display().lower()}"

    def place(self, permission: str) -> Place:
        """It is recorded for its own organisation alone."""
        return Place(self.partnership_id, frozenset({self.organisation_id} - {None}), self.workstream_id)

    @property
    def allows(self) -> bool:
        return self.decision != self.Decision.REFUSED


class PaperQuerySet(models.QuerySet):
    def visible_to(self, user) -> "PaperQuerySet":
        """Of an exempt ratification, to those who may see what is exempt."""
        return self.filter(reach(user, FIGURES) & (Q(ratification__is_exempt=False) | reach(user, EXEMPT)))


class RatificationPaper(AppendOnly, StoredFile):
    """A paper that came with a ratification: the organisation's own report or minute."""

    folder = "ratifications"

    ratification = models.ForeignKey(Ratification, models.PROTECT, related_name="papers", editable=False)

    objects = PaperQuerySet.as_manager()

    def get_absolute_url(self) -> str:
        return reverse("ratification-paper", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    def place(self, permission: str) -> Place:
        return self.ratification.place(permission)
