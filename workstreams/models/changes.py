"""A partner joins or leaves a workstream, or its host moves: one dated record of what happens to everything."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from partnership.models import Organisation
from workstreams.models.parties import Hosting, Participation
from workstreams.models.workstreams import OfWorkstream, OfWorkstreamQuerySet, Workstream


class PartnerChange(OfWorkstream):
    """What was agreed when a partner joined or left, or the host moved, and the row by which that was done.

    Dues follow what it says of contributions, and participation or hosting the day. Shares, staff and contracts are a
    record of what was agreed, and change nothing by themselves.
    """

    class Kind(models.TextChoices):
        JOINS = "joins", "Joins"
        LEAVES = "leaves", "Leaves"
        HOSTS = "hosts", "Becomes host"

    class Shares(models.TextChoices):
        """A record of what was agreed: the statements themselves say how each is shared."""

        SAME = "same", "To stay as they are"
        BASIS = "basis", "To be divided anew by the basis of each saving"
        AGREEMENT = "agreement", "To be set by a new agreement"

    class Contributions(models.TextChoices):
        """Whether dues count the days; see `workstreams.contributing`."""

        NONE = "none", "Are not affected"
        TO_DAY = "to_day", "Are due by days: from the first day, or to the last"
        TO_YEAR = "to_year", "Are due for the whole financial year"
        REPAID = "repaid", "Are due for the whole year, and repaid in part as said below"

    class Staff(models.TextChoices):
        NONE = "none", "Nobody is affected"
        TRANSFER = "transfer", "Transfer to the new employer"
        RETURN = "return", "Return to their own organisation"
        STAY = "stay", "Stay with their employer and are placed at the disposal of the host"
        REDUNDANT = "redundant", "Some posts end"

    class Contracts(models.TextChoices):
        NONE = "none", "There are none"
        STAY = "stay", "Stay with who signed them"
        NOVATED = "novated", "Go over to the new host"
        ENDED = "ended", "Are ended"
        RUN_OUT = "run_out", "Run until they end"

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="partner_changes")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField("what happens", max_length=10, choices=Kind)
    notice_on = models.DateField("notice given", null=True, blank=True)
    effective_on = models.DateField("day", help_text="The first day of a partner or host; the last day of who leaves.")
    shares = models.CharField("agreed about shares of savings", max_length=10, choices=Shares)
    shares_words = models.CharField("more about shares", max_length=300, blank=True)
    contributions = models.CharField(max_length=10, choices=Contributions)
    contributions_words = models.CharField("more about contributions", max_length=300, blank=True)
    staff = models.CharField(max_length=10, choices=Staff)
    posts = models.PositiveSmallIntegerField("posts affected", null=True, blank=True)
    staff_words = models.CharField("more about staff", max_length=300, blank=True)
    contracts = models.CharField(max_length=10, choices=Contracts)
    contracts_words = models.CharField("more about contracts", max_length=300, blank=True)
    decision = models.CharField(max_length=300, blank=True, help_text="Who decided it, when, and where it is written.")
    participation = models.ForeignKey(
        Participation, models.PROTECT, null=True, editable=False, related_name="changes", verbose_name="participation"
    )
    hosting = models.ForeignKey(
        Hosting, models.PROTECT, null=True, editable=False, related_name="changes", verbose_name="hosting"
    )

    history = HistoricalRecords()
    objects = OfWorkstreamQuerySet.as_manager()

    class Meta:
        ordering = ["-effective_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="change_of_partner_or_host",
                condition=(Q(kind="hosts") & Q(hosting__isnull=False, participation=None))
                | (~Q(kind="hosts") & Q(hosting=None, participation__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        happens = {"joins": "joins", "leaves": "leaves", "hosts": "becomes host of"}[self.kind]
        return f"{self.organisation.short_name} {happens} {self.workstream.name}"

    def get_absolute_url(self) -> str:
        return reverse("partner-change", kwargs={"partnership": self.workstream.partnership.slug, "pk": self.pk})

    def clean(self) -> None:
        super().clean()
        if self.contributions == self.Contributions.REPAID and not self.contributions_words.strip():
            raise ValidationError({"contributions_words": "Say how much is repaid, and when."})

    @property
    def consequences(self) -> list[tuple[str, str, str]]:
        """What happens to what, and more about it in words."""
        posts = "" if self.posts is None else f" ({self.posts} {'post' if self.posts == 1 else 'posts'})"
        return [
            ("Agreed about shares of savings", self.get_shares_display(), self.shares_words),
            ("Contributions", self.get_contributions_display(), self.contributions_words),
            ("Staff", self.get_staff_display() + posts, self.staff_words),
            ("Contracts", self.get_contracts_display(), self.contracts_words),
        ]
