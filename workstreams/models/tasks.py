"""Actions: what somebody has undertaken to do by a day, whatever it came out of; with progress and proof."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from partnership import clock
from partnership.append_only import AppendOnly
from partnership.models import Organisation, Partnership, User
from partnership.models.files import StoredFile
from partnership.permissions import Place, reach
from workstreams.models.workstreams import Workstream


class ActionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ActionQuerySet":
        return self.filter(reach(user, "partnership.view_partnership"))

    def open(self) -> "ActionQuerySet":
        return self.filter(done_on=None)

    def overdue(self) -> "ActionQuerySet":
        return self.open().filter(due_on__lt=clock.today())


class Action(models.Model):
    """Something that somebody is to do by a day, for one workstream or for the programme as a whole.

    It owns nothing of what it came out of: a recommendation, a risk or a decision points to its action, and `source`
    and `origin` say in words what that is.
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
    title = models.CharField("what is to be done", max_length=300)
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
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("action", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id, workstream=self.workstream_id)

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
        return self.filter(reach(user, "partnership.view_partnership", partnership="action__partnership_id"))


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


class ActionProof(AppendOnly, StoredFile):
    """A file that proves that an action is done. It stays, also where the action is opened again."""

    folder = "actions"

    action = models.ForeignKey(Action, models.PROTECT, related_name="proofs", editable=False)

    objects = OfActionQuerySet.as_manager()

    def get_absolute_url(self) -> str:
        return reverse("action-proof", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    def place(self, permission: str) -> Place:
        return self.action.place(permission)
