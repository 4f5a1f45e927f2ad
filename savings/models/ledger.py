"""The rows of the ledger: postings, the head of their chain, stored subtotals. Only `savings/ledger.py` writes them."""

from django.db import models
from django.db.models import Case, F, Q, Value, When

from partnership.append_only import AppendOnly
from partnership.models import Organisation, Partnership, User
from savings.models.words import Category, Kind, Stage, State
from workstreams.models import Workstream


class Cause(models.TextChoices):
    """Why the ledger moved."""

    SUBMITTED = "submitted", "New statements"
    VERIFIED = "verified", "Verifications"
    RETURNED = "returned", "Returns"
    RESTATED = "restated", "Restatements"
    REAPPORTIONED = "reapportioned", "Re-apportionments"
    REVERSED = "reversed", "Reversals"
    CORRECTED = "corrected", "Corrections of closed periods"


# The causes of a statement that takes the place of another.
REPLACING = (Cause.RESTATED, Cause.REAPPORTIONED)
# The causes by which a statement is reversed.
REVERSING = (Cause.REVERSED, Cause.CORRECTED)
# In what state a share is left that leaves for this cause; for any other cause, in the state named like the cause.
LEFT_BY = {Cause.REAPPORTIONED: State.RESTATED, Cause.CORRECTED: State.REVERSED}


class Ledger(models.Model):
    """The head of a partnership's chain. Its row is the lock under which sequences are given out."""

    partnership = models.OneToOneField(Partnership, models.PROTECT, primary_key=True)
    sequence = models.BigIntegerField(default=0)
    sealed = models.BigIntegerField(default=0, help_text="The number of the last seal.")
    head = models.CharField(max_length=64, default="0" * 64, help_text="The hash of the last posting or seal.")
    at = models.DateTimeField(null=True, help_text="The moment of the last posting; moments never run backwards.")

    def __str__(self) -> str:
        return f"Ledger of {self.partnership} at {self.sequence}"


class PostingQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise TypeError("Postings are never changed.")

    def delete(self):
        raise TypeError("Postings are never deleted.")

    def left_in(self) -> "PostingQuerySet":
        """With `left`: the state in which the posting left its share. Entering a state leaves it there; leaving one
        for good leaves it where the cause says; between the two lines of a verification it is in none."""
        between = When(cause=Cause.VERIFIED, then=Value(""))
        left_by = [When(cause=cause, then=Value(state.value)) for cause, state in LEFT_BY.items()]
        return self.annotate(left=Case(When(entering=True, then=F("state")), between, *left_by, default=F("cause")))


class Posting(AppendOnly):
    """One signed line: a share entering a state, or leaving it.

    `pence` is the share's amount with its sign (0 for a qualitative benefit, whose `measure_hundredths` counts in
    hundredths of the saving's own unit). The other columns are copied from the statement, so that no figure
    needs a join.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="postings", db_index=False)
    sequence = models.BigIntegerField()
    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="+", db_index=False)
    saving = models.ForeignKey("savings.Saving", models.PROTECT, related_name="+", db_index=False)
    statement = models.ForeignKey("savings.Statement", models.PROTECT, related_name="postings")
    share = models.ForeignKey("savings.Share", models.PROTECT, related_name="postings", db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField(null=True)
    kind = models.CharField(max_length=12, choices=Kind)
    category = models.CharField(max_length=12, choices=Category)
    stage = models.CharField(max_length=10, choices=Stage)
    state = models.CharField(max_length=9, choices=State)
    entering = models.BooleanField()
    pence = models.BigIntegerField()
    measure_hundredths = models.BigIntegerField(null=True)
    cause = models.CharField(max_length=13, choices=Cause)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    algorithm = models.PositiveSmallIntegerField()
    hash = models.CharField(max_length=64)

    objects = PostingQuerySet.as_manager()

    class Meta:
        ordering = ["partnership", "sequence"]
        indexes = [
            models.Index(fields=["share", "-sequence"], name="posting_of_share"),
            models.Index(fields=["partnership", "at", "sequence"], name="posting_by_moment"),
            models.Index(fields=["partnership", "workstream", "sequence"], name="posting_of_workstream"),
            models.Index(fields=["partnership", "organisation", "sequence"], name="posting_of_organisation"),
            models.Index(
                fields=["partnership", "sequence"], name="posting_qualitative", condition=Q(kind="qualitative")
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "sequence"], name="posting_sequence_once"),
            models.CheckConstraint(name="posting_sequence_from_one", condition=Q(sequence__gte=1)),
            models.CheckConstraint(
                name="posting_money_or_measure",
                condition=Q(kind="qualitative", pence=0, measure_hundredths__isnull=False)
                | (~Q(kind="qualitative") & Q(measure_hundredths=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"Posting {self.sequence}"


class Subtotal(AppendOnly):
    """A grouping of all a partnership's postings up to a sequence, summed. It can be thrown away and made again."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+", db_index=False)
    grouping = models.CharField(max_length=12)
    sequence = models.BigIntegerField()
    size = models.PositiveIntegerField(help_text="How many cells it has.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "grouping", "sequence"], name="subtotal_once"),
        ]

    def __str__(self) -> str:
        return f"{self.grouping} up to {self.sequence}"


class SubtotalCell(AppendOnly):
    """One sum of a subtotal. A column that the grouping does not keep is 0."""

    subtotal = models.ForeignKey(Subtotal, models.CASCADE, related_name="cells", db_index=False)
    workstream = models.BigIntegerField()
    organisation = models.BigIntegerField()
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    stage = models.CharField(max_length=10)
    state = models.CharField(max_length=9)
    pence = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["subtotal", "workstream"], name="cell_of_workstream"),
            models.Index(fields=["subtotal", "organisation"], name="cell_of_organisation"),
            models.Index(fields=["subtotal", "year"], name="cell_of_year"),
        ]

    def __str__(self) -> str:
        return f"{self.subtotal}: {self.pence}"
