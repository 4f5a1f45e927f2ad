"""Actions: what somebody has undertaken to do by a day, whatever it came out of; with progress and proof."""

from datetime import date

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from simple_history.models import HistoricalRecords

from partnership import clock
from partnership.append_only import AppendOnly
from partnership.models import Organisation, Partnership, User
from partnership.models.files import StoredFile
from partnership.permissions import Place, reach
from workstreams.models.risks import Risk
from workstreams.models.workstreams import Workstream


class ActionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ActionQuerySet":
        """Of the partnership's the own ones; and those whose source the user may see: risks are for those who see
        figures, and what is exempt for those who may see that."""
        of_source = (Q(risk=None) | reach(user, "savings.view_figures")) & (
            Q(is_exempt=False) | reach(user, "governance.view_exempt")
        )
        return self.filter(reach(user, "partnership.view_partnership") & (Q(owner=user) | of_source))

    def open(self, on: date | None = None) -> "ActionQuerySet":
        """Not done; of a day gone by, not done by then."""
        return self.filter(Q(done_on=None) if on is None else Q(done_on=None) | Q(done_on__gt=on))

    def overdue(self, on: date | None = None) -> "ActionQuerySet":
        return self.open(on).filter(due_on__lt=on or clock.today())

    def with_progress(self) -> "ActionQuerySet":
        """With `progress`: the newest note, or None. Within the one query."""
        notes = ActionNote.objects.filter(action=OuterRef("pk")).order_by("-pk")
        return self.annotate(progress=Subquery(notes.values("text")[:1]))


class Action(models.Model):
    """Something that somebody is to do by a day, for one workstream or for the programme as a whole.

    A recommendation or a decision points to its action; an action about a risk points to that, stands where it
    stands, and goes on with the issue that it becomes. `source` and `origin` say in words what it came out of.
    `is_exempt`: out of an exempt decision, which stays exempt.
    """

    class Source(models.TextChoices):
        """What the action came out of."""

        REVIEW = "review", "Gateway review"
        RISK = "risk", "Risk or issue"
        MEETING = "meeting", "Meeting"
        DECISION = "decision", "Decision"
        OTHER = "other", "Something else"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="actions")
    workstream = models.ForeignKey(
        Workstream,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        help_text="Leave empty for the programme as a whole.",
    )
    risk = models.ForeignKey(Risk, models.PROTECT, null=True, blank=True, related_name="actions", editable=False)
    title = models.CharField("what is to be done", max_length=300)
    is_exempt = models.BooleanField("exempt from publication", default=False, editable=False)
    source = models.CharField("comes out of", max_length=10, choices=Source, default=Source.OTHER)
    origin = models.CharField("which one", max_length=200, blank=True, help_text="For example the meeting and minute.")
    owner_title = models.CharField(
        "post title of the owner", max_length=120, blank=True, help_text="For example Programme Manager."
    )
    owner = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        help_text="If the owner signs in here: this person may then add notes and say that it is done.",
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField("due")
    done_on = models.DateField("done", null=True, blank=True)
    proof = models.TextField("what proves it", blank=True)

    history = HistoricalRecords()
    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["partnership", "due_on"], name="action_by_day")]
        constraints = [
            models.CheckConstraint(
                name="action_has_an_owner",
                condition=~Q(owner_title="") | Q(owner__isnull=False),
                violation_error_message="Say who owns it: a post title, or a person who signs in here.",
            ),
            models.CheckConstraint(
                name="action_done_with_proof",
                condition=Q(done_on=None, proof="") | (Q(done_on__isnull=False) & ~Q(proof="")),
                violation_error_message="Say what proves that it is done.",
            ),
            models.CheckConstraint(
                name="action_about_a_risk_comes_out_of_it", condition=Q(risk=None) | Q(source="risk", is_exempt=False)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("action", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    def place(self, permission: str) -> Place:
        return self.risk.place(permission) if self.risk else Place(self.partnership_id, workstream=self.workstream_id)

    @property
    def owner_words(self) -> str:
        """The post title that was given, else the person's own."""
        return self.owner_title or (self.owner.post_title or self.owner.name if self.owner else "")

    @property
    def state(self) -> str:
        """open, overdue or done."""
        if self.done_on:
            return "done"
        return "overdue" if self.due_on < clock.today() else "open"


class OfActionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "OfActionQuerySet":
        return self.filter(action__in=Action.objects.visible_to(user))


class ActionNote(AppendOnly):
    """How an action is getting on, as somebody wrote it on a day."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="notes")
    text = models.TextField("progress")
    written_at = models.DateTimeField(default=clock.now)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)

    objects = OfActionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Note on {self.action}"


class ActionProofQuerySet(OfActionQuerySet):
    def visible_to(self, user) -> "ActionProofQuerySet":
        """Papers name money, which is for those who see figures; and for whoever owns the action."""
        figures = reach(user, "savings.view_figures", partnership="action__partnership_id")
        return super().visible_to(user).filter(figures | Q(action__owner=user))


class ActionProof(AppendOnly, StoredFile):
    """A file that proves that an action is done. It stays, also where the action is opened again."""

    folder = "actions"

    action = models.ForeignKey(Action, models.PROTECT, related_name="proofs", editable=False)

    objects = ActionProofQuerySet.as_manager()

    def get_absolute_url(self) -> str:
        return reverse("action-proof", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    def place(self, permission: str) -> Place:
        return self.action.place(permission)
