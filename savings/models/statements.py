"""Statements of what a saving is worth in a period, and each organisation's share of them."""

from functools import cached_property, reduce
from operator import or_

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from simple_history.models import HistoricalRecords

from partnership import clock
from partnership.dated import Period, validate_year
from partnership.models import Organisation, Partnership, User
from partnership.permissions import Place, reach
from savings.models.agreements import SharingAgreement
from savings.models.hands import hands_in, hands_of
from savings.models.ledger import Posting
from savings.models.savings import Saving
from savings.models.words import LARGEST_PENCE, STANDING, Basis, Stage, State

# What `Statement.earned_in` is, in SQL.
EARNED_YEAR = Coalesce("belongs_to_year", "year")
EARNED_QUARTER = Case(When(belongs_to_year=None, then="quarter"), default="belongs_to_quarter")


class StatementQuerySet(models.QuerySet):
    def visible_to(self, user) -> "StatementQuerySet":
        """Submitted ones that the user's grants reach, joint ones included; drafts where drafts are reached."""
        submitted = reach(
            user, "savings.view_statement", organisation=_stated_or_shared, workstream="saving__workstream_id"
        )
        drafts = reach(user, "savings.view_draft", organisation="organisation_id", workstream="saving__workstream_id")
        return self.filter((submitted & Q(sequence__isnull=False)) | (drafts & Q(sequence__isnull=True)))

    def drafts(self) -> "StatementQuerySet":
        return self.filter(sequence=None)

    def submitted(self) -> "StatementQuerySet":
        return self.exclude(sequence=None)

    def claims(self) -> "StatementQuerySet":
        """Those that state something: no reversals, asked for or approved."""
        return self.filter(reverses=None)

    def in_state(self, state: str, sequence: int | None = None) -> "StatementQuerySet":
        """Those with a share in this state: now, or as at a sequence of the ledger."""
        shares = Share.objects.filter(statement=OuterRef("pk"))
        if sequence is None:
            return self.filter(Exists(shares.filter(state=state)))
        return self.filter(Exists(shares.as_at(sequence).filter(state_then=state)))

    def within(self, period: Period) -> "StatementQuerySet":
        """Those stated in this period; in a year, those of its quarters too."""
        found = self.filter(year=period.year)
        return found.filter(quarter=period.quarter) if period.quarter else found

    def late_for(self, period: Period) -> "StatementQuerySet":
        """Late claims and corrections that belong to this period, stated in a later one."""
        found = self.filter(belongs_to_year=period.year)
        return found.filter(belongs_to_quarter=period.quarter) if period.quarter else found

    def as_at(self, sequence: int) -> "StatementQuerySet":
        """Those submitted by this sequence of their partnership's ledger."""
        return self.filter(sequence__lte=sequence)

    def standing(self) -> "StatementQuerySet":
        """With a share that counts. What takes another statement back, a negative one, stands for nothing itself."""
        counts = Share.objects.filter(statement=OuterRef("pk"), state__in=STANDING)
        return self.submitted().filter(Exists(counts), amount_pence__gte=0)

    def standing_beside(self, draft: "Statement") -> "StatementQuerySet":
        """Submitted ones of the draft's saving and stage of claim with a share that stands in some of its period: what
        it would be added to, and perhaps should have replaced."""
        same = self.submitted().claims().filter(saving=draft.saving_id, stage=draft.stage, year=draft.year)
        if draft.quarter:
            same = same.filter(Q(quarter=None) | Q(quarter=draft.quarter))
        standing = Share.objects.filter(statement=OuterRef("pk"), state__in=STANDING)
        return same.exclude(pk=draft.replaces_id).filter(Exists(standing))

    def reversals_waiting_for(self, user, partnership) -> "StatementQuerySet":
        """Requests of reversals that this person may approve or refuse: of the organisations this person verifies for,
        where this person has no hand in them. The rule of `savings.approve_reversal`, for rows."""
        organisations = user.organisations_for("savings.approve_reversal", partnership)
        asked = self.drafts().filter(partnership=partnership, organisation__in=organisations, reverses__isnull=False)
        by_me = Statement.authors.through.objects.filter(statement=OuterRef("pk"), user=user)
        mine = hands_of(user, statement=OuterRef("reverses"), saving=OuterRef("saving"))
        return asked.filter(~Exists(by_me), *(~hand for hand in mine))

    def touched_by(self, user) -> "StatementQuerySet":
        """Those in which this person had a hand."""
        return self.filter(reduce(or_, hands_of(user, statement=OuterRef("pk"), saving=OuterRef("saving"))))

    def for_list(self) -> "StatementQuerySet":
        """With all that a list shows: two queries for any number of rows."""
        return self.select_related("saving__workstream", "organisation", "partnership").prefetch_related(
            "shares__organisation"
        )


def _stated_or_shared(organisations: set[int]) -> Q:
    shared = Share.objects.filter(statement=OuterRef("pk"), organisation__in=organisations)
    return Q(organisation__in=organisations) | Exists(shared)


class Statement(models.Model):
    """On this day this organisation stated that this saving is worth this much in this period.

    A draft until `sequence` (its first posting) is set; from then on no column changes and the row stays: the model
    refuses, and so do triggers in the database.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="statements")
    saving = models.ForeignKey(Saving, models.PROTECT, related_name="statements")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="statements")
    stage = models.CharField("stage of claim", max_length=10, choices=Stage)
    year = models.PositiveSmallIntegerField("financial year", validators=[validate_year])
    quarter = models.PositiveSmallIntegerField(
        null=True, blank=True, choices=[(q, f"Quarter {q}") for q in (1, 2, 3, 4)]
    )
    belongs_to_year = models.PositiveSmallIntegerField(
        "year that it belongs to", null=True, blank=True, validators=[validate_year], help_text="Of a late claim."
    )
    belongs_to_quarter = models.PositiveSmallIntegerField("quarter that it belongs to", null=True, blank=True)
    amount_pence = models.BigIntegerField("amount", default=0)
    measure_hundredths = models.BigIntegerField("measure", null=True, blank=True)
    basis = models.CharField("shared", max_length=10, choices=Basis)
    agreement = models.ForeignKey(
        SharingAgreement, models.PROTECT, null=True, blank=True, related_name="statements", editable=False
    )
    usage_unit = models.CharField(max_length=40, blank=True, help_text="What the spend or use is counted in.")
    usage_source = models.CharField(max_length=200, blank=True, help_text="Where the spend or use was taken from.")
    sole_reason = models.CharField(
        max_length=300, blank=True, help_text="Why the benefit is due to one partner's own implementation."
    )
    stated_on = models.DateField("stated on")
    note = models.TextField(blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    reverses = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reversed_by",
        help_text="Of a reversal: the statement that it is equal and opposite to. A draft of it is the request.",
    )
    restates = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="restated_by",
        help_text="The reversed statement in whose place this one states the saving anew.",
    )
    drafted_at = models.DateTimeField(default=clock.now, editable=False)
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    authors = models.ManyToManyField(User, related_name="+", help_text="Everyone who drafted or edited it.")
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    sequence = models.BigIntegerField(null=True, blank=True, editable=False, help_text="Its first posting.")

    history = HistoricalRecords()
    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["partnership", "-id"], name="statement_newest"),
            models.Index(fields=["partnership", "amount_pence", "id"], name="statement_by_amount"),
            models.Index(fields=["partnership", "year", "id"], name="statement_by_year"),
            models.Index(fields=["partnership", "sequence"], name="statement_by_sequence"),
            models.Index(fields=["partnership", "organisation", "-id"], name="statement_by_organisation"),
            models.Index(
                fields=["partnership", "belongs_to_year"], name="statement_late", condition=~Q(belongs_to_year=None)
            ),
            models.Index(
                fields=["partnership", "organisation"], name="statement_drafts", condition=Q(sequence__isnull=True)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="statement_amount_in_range",
                condition=Q(amount_pence__gte=-LARGEST_PENCE, amount_pence__lte=LARGEST_PENCE),
            ),
            models.CheckConstraint(
                name="statement_by_agreement_names_it",
                condition=Q(basis="agreement", agreement__isnull=False) | (~Q(basis="agreement") & Q(agreement=None)),
            ),
            models.CheckConstraint(
                name="statement_by_usage_says_of_what",
                condition=(Q(basis="usage") & ~Q(usage_unit="") & ~Q(usage_source=""))
                | (~Q(basis="usage") & Q(usage_unit="", usage_source="")),
            ),
            models.CheckConstraint(
                name="statement_sole_says_why",
                condition=(Q(basis="sole") & ~Q(sole_reason="")) | (~Q(basis="sole") & Q(sole_reason="")),
            ),
            models.CheckConstraint(
                name="statement_submitted_all_or_nothing",
                condition=Q(submitted_at=None, submitted_by=None, sequence=None)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False, sequence__isnull=False),
            ),
            models.CheckConstraint(
                name="statement_belongs_to_an_earlier_period",
                condition=Q(belongs_to_year=None, belongs_to_quarter=None)
                | Q(belongs_to_year__isnull=False, belongs_to_year__lt=F("year"))
                | Q(
                    belongs_to_year__isnull=False,
                    belongs_to_year=F("year"),
                    belongs_to_quarter__isnull=False,
                    quarter__isnull=False,
                    belongs_to_quarter__lt=F("quarter"),
                ),
            ),
            models.CheckConstraint(
                name="statement_takes_one_place",
                condition=Q(replaces=None, reverses=None)
                | Q(replaces=None, restates=None)
                | Q(reverses=None, restates=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.saving}, {self.name[0].lower()}{self.name[1:]}"

    def get_absolute_url(self) -> str:
        return reverse("statement", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    @property
    def name(self) -> str:
        """What it is called beside its saving: "Realised 2025-26", "Reversal of realised 2025-26"."""
        claim = f"{self.get_stage_display()} {self.period_words}"
        return f"Reversal of {claim[0].lower()}{claim[1:]}" if self.is_reversal else claim

    def place(self, permission: str) -> Place:
        """Editing is for the organisation that states it; evidence and reading also for those that share in it."""
        organisations = {self.organisation_id}
        shared = permission in ("savings.view_statement", "savings.view_evidence", "savings.comment")
        if shared and not (permission == "savings.comment" and self.is_draft):
            organisations |= {share.organisation_id for share in self.shares.all()}
        return Place(self.partnership_id, frozenset(organisations), self.saving.workstream_id)

    @property
    def period(self) -> Period:
        return Period(self.year, self.quarter)

    @property
    def belongs_to(self) -> Period | None:
        """Of a late claim: the closed period that it belongs to. Figures count it in `period`."""
        return Period(self.belongs_to_year, self.belongs_to_quarter) if self.belongs_to_year else None

    @property
    def earned_in(self) -> Period:
        """The period whose partners share it, by the weights of that time."""
        return self.belongs_to or self.period

    @property
    def period_words(self) -> str:
        """ "2025-26", or of a late claim "2025-26 (late, belongs to 2024-25)"."""
        return period_words(self.period, self.belongs_to)

    @property
    def is_draft(self) -> bool:
        return self.sequence is None

    @property
    def follows_contract(self) -> bool:
        """Shared by its saving's contract, and in the place of no other statement."""
        return self.basis == Basis.CONTRACT and self.replaces_id is None

    @property
    def is_reversal(self) -> bool:
        return self.reverses_id is not None

    @property
    def is_qualitative(self) -> bool:
        return self.measure_hundredths is not None

    @cached_property
    def hands(self) -> frozenset[int]:
        """The ids of all who had a hand in it. One query, once for the life of this object."""
        return hands_in(self.pk, self.saving_id)

    @property
    def state(self) -> str:
        """One word for all shares, from the prefetched shares (else a query): the least finished one says it."""
        return summary_state({share.state_shown for share in self.shares.all()})


def period_words(period: Period, belongs_to: Period | None) -> str:
    return f"{period} (late, belongs to {belongs_to})" if belongs_to else str(period)


def summary_state(states: set[str]) -> str:
    """A statement's state from its shares' states. `partly verified` when some are verified and some still wait."""
    if not states or states == {State.DRAFT}:
        return State.DRAFT
    if State.RETURNED in states:
        return State.RETURNED
    if states == {State.SUBMITTED, State.VERIFIED}:
        return "partly verified"
    for state in (State.SUBMITTED, State.VERIFIED, State.REVERSED):
        if state in states:
            return state
    return State.RESTATED


class ShareQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ShareQuerySet":
        return self.filter(Exists(Statement.objects.visible_to(user).filter(pk=OuterRef("statement"))))

    def returned_to(self, organisations) -> "ShareQuerySet":
        """Returned shares of statements that these organisations made and have not replaced yet."""
        made = Q(statement__organisation__in=organisations, statement__replaced_by=None)
        return self.filter(made, state=State.RETURNED)

    def waiting_for(self, user, partnership) -> "ShareQuerySet":
        """Submitted shares of the organisations this person verifies for here, which this person has no hand in."""
        organisations = user.organisations_for("savings.verify_share", partnership)
        waiting = self.filter(partnership=partnership, organisation__in=organisations, state=State.SUBMITTED)
        mine = hands_of(user, statement=OuterRef("statement"), saving=OuterRef("statement__saving"))
        return waiting.filter(*(~hand for hand in mine))

    def as_at(self, sequence: int) -> "ShareQuerySet":
        """With `state_then`: the state that the share's last posting by this sequence left it in; none before it."""
        last = Posting.objects.filter(share=OuterRef("pk"), sequence__lte=sequence).order_by("-sequence")
        return self.annotate(state_then=Subquery(last.left_in().values("left")[:1]))

    def states(self) -> "ShareQuerySet":
        """Pairs of a statement's id and a share's state: as at the sequence of `as_at`, else now."""
        then = "state_then" in self.query.annotations
        return self.order_by().values_list("statement", "state_then" if then else "state")


class Share(models.Model):
    """One organisation's part of a statement, in pence. The parts of a statement add up to it (a trigger checks).

    Rewritten while the statement is a draft; afterwards only `state` moves, and only to what the postings say.
    """

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="shares")
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="shares")
    weight = models.BigIntegerField(
        help_text="Persons, pence of budget, hundredths of a per cent or of a unit of use, as the basis says."
    )
    pence = models.BigIntegerField()
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)

    objects = ShareQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__code"]
        indexes = [
            models.Index(fields=["partnership", "organisation", "state", "statement"], name="share_waiting"),
            models.Index(
                fields=["partnership", "state", "statement"],
                name="share_unsettled",
                condition=Q(state__in=["submitted", "returned", "restated"]),
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["statement", "organisation"], name="one_share_each")]

    def __str__(self) -> str:
        return f"{self.organisation.short_name}'s share"

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id, frozenset({self.organisation_id}), self.statement.saving.workstream_id)

    @property
    def state_shown(self) -> str:
        """The state as at the moment the rows were read for (`as_at`), else now."""
        return getattr(self, "state_then", self.state)
