"""Agreements of the partners on how savings are shared: dated, in versions, approved by a second person."""

from datetime import date, timedelta

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from simple_history.models import HistoricalRecords

from partnership import clock
from partnership.dated import Dated, DatedQuerySet
from partnership.models import Organisation, Partnership, User
from partnership.permissions import Place, reach
from workstreams.models import Workstream


class SharingAgreementQuerySet(DatedQuerySet):
    def visible_to(self, user) -> "SharingAgreementQuerySet":
        """Proposed and approved: of whoever sees the figures that they shape."""
        return self.filter(reach(user, "savings.view_figures"))

    def approved(self) -> "SharingAgreementQuerySet":
        return self.filter(approved_at__isnull=False)

    def of(self, partnership: Partnership, workstream: Workstream | None) -> "SharingAgreementQuerySet":
        """Those of one workstream; without one, those of the partnership as a whole."""
        return self.filter(partnership=partnership, workstream=workstream)

    def with_end(self) -> "SharingAgreementQuerySet":
        """With `next_from_on`: the first day of the earliest approved version after it, which ends it."""
        scope = Coalesce("workstream_id", 0)  # NULL equals nothing in SQL
        later = SharingAgreement.objects.approved().annotate(its_scope=scope)
        later = later.filter(
            partnership=OuterRef("partnership"), its_scope=OuterRef("scope"), version__gt=OuterRef("version")
        )
        return self.annotate(scope=scope, next_from_on=Subquery(later.order_by("from_on").values("from_on")[:1]))

    def in_force(self, workstream: Workstream, on: date) -> "SharingAgreement | None":
        """What the partners have agreed for this workstream on this day: its own agreement, else the partnership's.

        Of the versions that have begun by then the newest; where that one has ended, none. One query.
        """
        begun = self.approved().filter(
            Q(workstream=workstream) | Q(workstream=None), partnership=workstream.partnership_id, from_on__lte=on
        )
        newest: dict[int | None, SharingAgreement] = {}
        for agreement in begun.order_by("version").prefetch_related("parts"):
            newest[agreement.workstream_id] = agreement
        holding = [newest.get(scope) for scope in (workstream.pk, None)]
        return next((each for each in holding if each is not None and each.holds_on(on)), None)


class SharingAgreement(Dated):
    """The partners' percentages for a workstream, or for the whole partnership, from one day to another.

    A proposal until it is approved; then it has a version and never changes (triggers refuse it): a new version ends
    it from its own first day. It can be written down later than it begins: what was stated before stays as it was.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="sharing_agreements")
    workstream = models.ForeignKey(Workstream, models.PROTECT, null=True, blank=True, related_name="sharing_agreements")
    version = models.PositiveSmallIntegerField(null=True, editable=False, help_text="Given when it is approved.")
    reason = models.TextField(help_text="Why these percentages: what the partners agreed, and where it is written.")
    document = models.CharField(
        max_length=200, blank=True, help_text="The signed agreement: its title, date and where it is kept."
    )
    decision = models.CharField(
        "decision", max_length=200, blank=True, help_text="The body, date and minute that decided it."
    )
    proposed_at = models.DateTimeField(default=clock.now, editable=False)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)

    history = HistoricalRecords()
    objects = SharingAgreementQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["-pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["partnership", "workstream", "version"], name="agreement_version_once"),
            models.UniqueConstraint(
                fields=["partnership", "version"],
                condition=Q(workstream=None),
                name="agreement_of_all_version_once",
            ),
            models.CheckConstraint(
                name="agreement_approved_all_or_nothing",
                condition=Q(version=None, approved_at=None, approved_by=None)
                | Q(version__isnull=False, approved_at__isnull=False, approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="agreement_approved_by_another",
                condition=Q(approved_by=None) | ~Q(approved_by=models.F("proposed_by")),
            ),
        ]

    def __str__(self) -> str:
        scope = self.workstream.name if self.workstream else "the whole partnership"
        return f"Sharing agreement for {scope}, {self.version_words}"

    @property
    def scope_name(self) -> str:
        return self.workstream.name if self.workstream else "The whole partnership"

    @property
    def version_words(self) -> str:
        return f"version {self.version}" if self.version else "proposal"

    def get_absolute_url(self) -> str:
        return reverse("agreement", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    def place(self, permission: str) -> Place:
        """It is proposed for its workstream; approved by the finance officer of an organisation that it names."""
        named: frozenset[int] = frozenset()
        if permission == "savings.approve_agreement":
            named = frozenset(part.organisation_id for part in self.parts.all())
        return Place(self.partnership_id, named, self.workstream_id)

    @property
    def ends_on(self) -> date | None:
        """Its last day: its own, or the day before a newer version's first. Needs `with_end`."""
        next_from_on = getattr(self, "next_from_on", None)
        days = [day for day in (self.to_on, next_from_on and next_from_on - timedelta(days=1)) if day]
        return min(days, default=None)

    @property
    def state(self) -> str:
        """One word for where it is in its life. Needs `with_end`."""
        today, last = clock.today(), self.ends_on
        if self.approved_at is None:
            return "proposed"
        if last and last < self.from_on:
            return "never in force"
        if last and last < today:
            return "ended"
        return "in force" if self.from_on <= today else "approved, not begun"


class AgreedPart(models.Model):
    """One organisation's percentage in an agreement, in hundredths of a per cent. They add up to 100% (a trigger)."""

    agreement = models.ForeignKey(SharingAgreement, models.CASCADE, related_name="parts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    hundredths = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["organisation__code"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "organisation"], name="one_agreed_part_each"),
            models.CheckConstraint(name="agreed_part_of_a_whole", condition=Q(hundredths__lte=100_00)),
        ]

    def __str__(self) -> str:
        return f"{self.organisation.short_name}'s part"
