"""Pairs of statements that may claim the same saving twice, and what was decided of them."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from partnership import clock
from partnership.append_only import AppendOnly
from partnership.models import Partnership, User
from partnership.permissions import Place, reach
from savings.models.statements import Share, Statement
from savings.models.words import STANDING


class LikelyPairQuerySet(models.QuerySet):
    def visible_to(self, user) -> "LikelyPairQuerySet":
        """For roles that see every statement of the partnership: a pair tells of two organisations' claims."""
        return self.filter(reach(user, "savings.view_duplicate"))

    def both_standing(self) -> "LikelyPairQuerySet":
        """Neither was returned, replaced or reversed since: otherwise nothing is counted twice any more."""
        first, second = (Share.objects.filter(statement=OuterRef(each), state__in=STANDING) for each in _BOTH)
        return self.filter(Exists(first), Exists(second))

    def with_year(self) -> "LikelyPairQuerySet":
        """With `earned_year`: the financial year in which both were earned, by the rule of `savings.duplicates`."""
        return self.annotate(earned_year=Coalesce("first__belongs_to_year", "first__year"))

    def with_verdict(self) -> "LikelyPairQuerySet":
        """With `verdict`: that of the last decision; None where nothing was decided."""
        last = DuplicateDecision.objects.filter(pair=OuterRef("pk")).order_by("-pk")
        return self.annotate(verdict=Subquery(last.values("verdict")[:1]))


_BOTH = ("first", "second")


class LikelyPair(models.Model):
    """Two statements that look alike by the rule of `savings.duplicates`; `first` has the lower number.

    What is found, not what is decided: a pair without a decision can be thrown away and found again.
    """

    class Alike(models.TextChoices):
        AMOUNT = "amount", "The same amount"
        CLOSE = "close", "Nearly the same amount and title"
        SHARE = "share", "One is an organisation's share of the other"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="likely_pairs")
    first = models.ForeignKey(Statement, models.PROTECT, related_name="+")
    second = models.ForeignKey(Statement, models.PROTECT, related_name="+")
    alike = models.CharField(max_length=6, choices=Alike)
    found_at = models.DateTimeField(default=clock.now, editable=False)

    objects = LikelyPairQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["partnership", "-id"], name="pair_newest")]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_row_a_pair"),
            models.CheckConstraint(name="pair_in_order", condition=Q(first__lt=F("second"))),
        ]

    def __str__(self) -> str:
        return f"Statements {self.first_id} and {self.second_id}"

    def get_absolute_url(self) -> str:
        return reverse("duplicate", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id)


class DuplicateSearch(models.Model):
    """How far a partnership's ledger was looked through for pairs. Its row is the lock of the search."""

    partnership = models.OneToOneField(Partnership, models.PROTECT, primary_key=True)
    sequence = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"Looked through up to {self.sequence}"


class DuplicateDecision(AppendOnly):
    """What was decided of a pair. A later decision stands in the place of an earlier one, which stays on record."""

    class Verdict(models.TextChoices):
        DIFFERENT = "different", "Different savings: both stand"
        SAME = "same", "The same saving: one of them is to go"
        MERGED = "merged", "Merged: the statement named stands for both"

    pair = models.ForeignKey(LikelyPair, models.PROTECT, related_name="decisions")
    verdict = models.CharField("decision", max_length=9, choices=Verdict)
    stands = models.ForeignKey(
        Statement, models.PROTECT, null=True, blank=True, related_name="+", help_text="Of merged ones: which stands."
    )
    reason = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="merged_names_what_stands",
                condition=Q(verdict="merged", stands__isnull=False) | (~Q(verdict="merged") & Q(stands=None)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.pair}: {self.verdict}"
