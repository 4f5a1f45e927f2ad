"""Seals: what holds rows that are no postings in the chain of the ledger. Only `savings/ledger.py` writes them."""

from django.db import models
from django.db.models import Q

from partnership.models import Partnership
from savings.models.ledger import AppendOnly


class Seal(AppendOnly):
    """The digest of a row at the moment from which it never changes, as a link in the same chain as the postings.

    It comes after the posting `sequence` and before the next, and after the seals of a lower `number`.
    """

    class What(models.TextChoices):
        """What is sealed, and when. What belongs to a row is sealed with it: see `savings.seals`."""

        STATEMENT = "statement", "Statement"  # when it is submitted
        EVIDENCE = "evidence", "Evidence"  # with its saving's first statement; what is attached later, at once
        STEP = "step", "Step of a period"  # when it is taken
        AGREEMENT = "agreement", "Sharing agreement"  # when it is approved
        COMMENT = "comment", "Comment"  # with its statement; what is said later, at once
        DUPLICATE = "duplicate", "Decision on a likely duplicate"  # when it is decided

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+", db_index=False)
    number = models.BigIntegerField()
    sequence = models.BigIntegerField()
    what = models.CharField(max_length=9, choices=What)
    row = models.BigIntegerField(help_text="Its id.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of what the row says.")
    algorithm = models.PositiveSmallIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["partnership", "number"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="seal_number_once"),
            models.UniqueConstraint(fields=["what", "row"], name="sealed_once"),
            models.CheckConstraint(name="seal_number_from_one", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"Seal {self.number}"
