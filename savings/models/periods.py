"""The steps by which a partnership's periods are closed and opened again. A period is in the state of its last step."""

from django.db import models
from django.db.models import Q

from partnership import clock
from partnership.append_only import AppendOnly
from partnership.dated import Period, validate_year
from partnership.models import Organisation, Partnership, User
from partnership.permissions import Place, reach


class Step(models.TextChoices):
    """What is done to a period."""

    ASKED = "asked", "Asked to close"
    REFUSED = "refused", "Closing refused"
    TAKEN_BACK = "taken_back", "Request to close taken back"
    CLOSED = "closed", "Closed"
    REOPENING_ASKED = "reopening_asked", "Asked to reopen"
    REOPENING_APPROVED = "reopening_approved", "Reopening approved"
    REOPENING_REFUSED = "reopening_refused", "Reopening refused"
    REOPENING_TAKEN_BACK = "reopening_taken_back", "Request to reopen taken back"
    REOPENED = "reopened", "Reopened"


# The steps that decide whether anything may be written; of a period the last of them holds.
DECIDING = (Step.CLOSED, Step.REOPENED)
# The steps that one organisation takes for itself.
OF_ORGANISATION = (Step.REOPENING_APPROVED, Step.REOPENING_REFUSED)


class PeriodState(models.TextChoices):
    """Open, closing and open again are written to; closed and reopening are not."""

    OPEN = "open", "Open"
    CLOSING = "closing", "Asked to close"
    CLOSED = "closed", "Closed"
    REOPENING = "reopening", "Closed, asked to reopen"
    REOPENED = "reopened", "Open again"


STATE_AFTER = {
    Step.ASKED: PeriodState.CLOSING,
    Step.REFUSED: PeriodState.OPEN,
    Step.TAKEN_BACK: PeriodState.OPEN,
    Step.CLOSED: PeriodState.CLOSED,
    Step.REOPENING_ASKED: PeriodState.REOPENING,
    Step.REOPENING_APPROVED: PeriodState.REOPENING,
    Step.REOPENING_REFUSED: PeriodState.CLOSED,
    Step.REOPENING_TAKEN_BACK: PeriodState.CLOSED,
    Step.REOPENED: PeriodState.REOPENED,
}


class PeriodStepQuerySet(models.QuerySet):
    def visible_to(self, user) -> "PeriodStepQuerySet":
        return self.filter(reach(user, "savings.view_figures"))

    def deciding(self) -> "PeriodStepQuerySet":
        return self.filter(step__in=DECIDING)


class PeriodStep(AppendOnly):
    """One step in the life of a financial year, or of one of its quarters, of a partnership.

    `sequence` is the point of the ledger at which it was taken: a posting above a closing's and up to the next
    reopening's was written while the period was closed (a trigger refuses, and `savings.proof` looks for them).
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="period_steps", db_index=False)
    year = models.PositiveSmallIntegerField("financial year", validators=[validate_year])
    quarter = models.PositiveSmallIntegerField(null=True, blank=True)
    step = models.CharField(max_length=20, choices=Step)
    answers = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="answered_by", help_text="What was asked."
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", help_text="For which it was taken."
    )
    reason = models.TextField(blank=True)
    sequence = models.BigIntegerField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)

    objects = PeriodStepQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["partnership", "year", "quarter", "id"], name="step_of_period")]
        constraints = [
            models.CheckConstraint(
                name="period_step_of_organisation",
                condition=Q(step__in=OF_ORGANISATION, organisation__isnull=False)
                | (~Q(step__in=OF_ORGANISATION) & Q(organisation=None)),
            ),
            models.CheckConstraint(
                name="period_step_answers_what_was_asked",
                condition=Q(step__in=(Step.ASKED, Step.REOPENING_ASKED), answers=None)
                | (~Q(step__in=(Step.ASKED, Step.REOPENING_ASKED)) & Q(answers__isnull=False)),
            ),
            models.CheckConstraint(
                name="period_step_quarter_of_a_year", condition=Q(quarter=None) | Q(quarter__gte=1, quarter__lte=4)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.get_step_display().lower()}"

    def place(self, permission: str) -> Place:
        """A step for one organisation stands there; one for the period as a whole is anybody's with the role."""
        if self.organisation_id is None:
            return Place(self.partnership_id, anywhere=True)
        return Place(self.partnership_id, frozenset({self.organisation_id}))

    @property
    def period(self) -> Period:
        return Period(self.year, self.quarter)
