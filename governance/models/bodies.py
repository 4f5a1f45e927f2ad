"""Bodies: what they may do, and by which rules they meet and decide."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from governance.notice import Days
from governance.voting import Needed, QuorumKind, QuorumRule, Tie, Voters, VotingRule
from partnership import clock
from partnership.dated import Dated, DatedQuerySet
from partnership.models import Partnership, User
from partnership.permissions import Place, reach

BETWEEN = ", "  # two powers, as they are stored and shown


class BodyQuerySet(models.QuerySet):
    def visible_to(self, user) -> "BodyQuerySet":
        return self.filter(reach(user, "partnership.view_partnership"))

    def with_remit(self, on: date | None = None) -> "BodyQuerySet":
        """With `powers`, `parent_pk` and `parent_name` of a day (default: today), in the same query."""
        held = Remit.objects.current(on).filter(body=OuterRef("pk"))
        return self.annotate(
            powers=Coalesce(Subquery(held.values("powers")[:1]), Value("")),
            parent_pk=Subquery(held.values("parent")[:1]),
            parent_name=Subquery(held.values("parent__name")[:1]),
        )


class Body(models.Model):
    """A board, meeting, forum, group or team of a partnership. What it may do and to which body it reports is its
    `Remit`, by which rules its `BodyRule`: both dated."""

    class Power(models.TextChoices):
        DECIDE = "decide", "Decides"
        RECOMMEND = "recommend", "Recommends"
        CONSULTED = "consulted", "Is consulted"
        DELIVER = "deliver", "Delivers"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="bodies")
    name = models.CharField(max_length=120)
    code = models.CharField(
        "letters of its decisions",
        max_length=8,
        blank=True,
        validators=[RegexValidator(r"^[A-Z0-9]+\Z", "Use capital letters and digits alone, such as JB.")],
        help_text="They stand before the number of a decision: JB of JB 2007/14. Empty: the initials of the name.",
    )
    purpose = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0, help_text="Its place from top (0) to bottom.")

    history = HistoricalRecords()
    objects = BodyQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]
        verbose_name_plural = "bodies"
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "name"],
                name="body_name_once",
                violation_error_message="This partnership has a body of this name already.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("body", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id)

    @cached_property
    def powers(self) -> str:
        """What it may do today, as it is stored. One query, where `with_remit` has not read it."""
        remit = self.remit_on(clock.today())
        return remit.powers if remit else ""

    @property
    def power_words(self) -> str:
        """ "Recommends; delivers"."""
        return words_of(self.powers)

    @property
    def letters(self) -> str:
        """What stands before the numbers of its decisions."""
        initials = "".join(word[0] for word in self.name.split() if word[0].isalnum() and word not in ("and", "of"))
        return self.code or initials.upper()[:8]

    def remit_on(self, on: date) -> "Remit | None":
        """What it may do on a day. One query."""
        return self.remits.current(on).select_related("parent").first()

    def rule_on(self, on: date) -> "BodyRule | None":
        """The rule in force on a day. One query."""
        return self.rules.current(on).first()


def listed(powers: str) -> list[str]:
    """The powers one by one, from how they are stored."""
    return powers.split(BETWEEN) if powers else []


def words_of(powers: str) -> str:
    words = [Body.Power(power).label for power in listed(powers)]
    return "; ".join([*words[:1], *(word.lower() for word in words[1:])])


class OfBodyQuerySet(DatedQuerySet):
    def visible_to(self, user) -> "OfBodyQuerySet":
        return self.filter(reach(user, "partnership.view_partnership", partnership="body__partnership_id"))


class OfBody(Dated):
    """What holds of a body from a day on, who decided it and who entered it. Never changed but for its last day: a new
    one ends it."""

    reason = models.CharField(
        "who decided it", max_length=200, blank=True, help_text="For example the constitution, or a decision."
    )
    entered_at = models.DateTimeField(default=clock.now, editable=False)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    objects = OfBodyQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = True
        ordering = ["-from_on"]

    def place(self, permission: str) -> Place:
        return self.body.place(permission)


class Remit(OfBody):
    """What a body may do, and to which body it reports, from a day on. What it decides on a day it decides by the
    powers of that day."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="remits")
    powers = models.CharField(max_length=60, help_text="What it may do.")
    parent = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="children", help_text="The body it reports to."
    )

    class Meta(OfBody.Meta):
        constraints = [
            *OfBody.Meta.constraints,
            models.UniqueConstraint(fields=["body", "from_on"], name="remit_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"Remit of {self.body} from {self.from_on:%-d %B %Y}"

    @property
    def power_words(self) -> str:
        return words_of(self.powers)

    def clean(self) -> None:
        super().clean()
        wanted = listed(self.powers)
        if not wanted or set(wanted) - set(Body.Power.values):
            raise ValidationError({"powers": "Choose at least one of what it may do."})
        self.powers = BETWEEN.join(power for power in Body.Power.values if power in wanted)


def _days(label: str, hint: str) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, default=5, validators=[MaxValueValidator(60)], help_text=hint)


class BodyRule(OfBody):
    """By which rules a body meets and decides, from a day on."""

    class Quorum(models.TextChoices):
        NUMBER = QuorumKind.NUMBER.value, "A number of seats"
        SHARE = QuorumKind.SHARE.value, "A share of the seats"
        EACH = QuorumKind.EACH.value, "At least one of each organisation"

    class Voters(models.TextChoices):
        ORGANISATION = Voters.ORGANISATION.value, "One vote for each organisation"
        MEMBER = Voters.MEMBER.value, "One vote for each seat"
        WEIGHTED = Voters.WEIGHTED.value, "Each seat with its weight"

    class Needed(models.TextChoices):
        MAJORITY = Needed.MAJORITY.value, "A majority"
        TWO_THIRDS = Needed.TWO_THIRDS.value, "Two thirds"
        UNANIMITY = Needed.UNANIMITY.value, "Unanimity"

    class Tie(models.TextChoices):
        CASTING = Tie.CASTING.value, "The person presiding has a casting vote"
        FALLS = Tie.FALLS.value, "The motion falls"

    body = models.ForeignKey(Body, models.PROTECT, related_name="rules")
    quorum_kind = models.CharField("quorum", max_length=8, choices=Quorum)
    quorum_number = models.PositiveSmallIntegerField(
        "seats needed", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    quorum_per_cent = models.PositiveSmallIntegerField(
        "per cent of the seats needed", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    voters = models.CharField("who votes", max_length=12, choices=Voters)
    needed = models.CharField("what is needed", max_length=10, choices=Needed)
    tie = models.CharField("on a tie", max_length=8, choices=Tie)
    notice_days = _days("days of notice", "Clear working days before a meeting by which it is announced.")
    publication_days = _days("days of publication", "Clear working days before a meeting by which the agenda is out.")
    pack_days = _days("days of the board pack", "Clear working days before a meeting by which the pack is released.")
    making_days = models.PositiveSmallIntegerField(
        "days of making the board pack",
        null=True,
        blank=True,
        validators=[MaxValueValidator(60)],
        help_text="Clear working days before a meeting on which its pack is made by itself. Empty: somebody asks.",
    )

    class Meta(OfBody.Meta):
        constraints = [
            *OfBody.Meta.constraints,
            models.UniqueConstraint(fields=["body", "from_on"], name="body_rule_once_a_day"),
            models.CheckConstraint(
                name="body_rule_says_its_quorum",
                condition=Q(quorum_kind="number", quorum_number__gte=1, quorum_per_cent=None)
                | Q(quorum_kind="share", quorum_per_cent__range=(1, 100), quorum_number=None)
                | Q(quorum_kind="each", quorum_number=None, quorum_per_cent=None),
            ),
        ]

    def __str__(self) -> str:
        return f"Rule of {self.body} from {self.from_on:%-d %B %Y}"

    @property
    def quorum(self) -> QuorumRule:
        return QuorumRule(QuorumKind(self.quorum_kind), self.quorum_number or 0, self.quorum_per_cent or 0)

    @property
    def voting(self) -> VotingRule:
        return VotingRule(Voters(self.voters), Needed(self.needed), Tie(self.tie))

    @property
    def days(self) -> Days:
        return Days(self.notice_days, self.publication_days, self.pack_days, self.making_days)

    @property
    def making_words(self) -> str:
        if self.making_days is None:
            return "Asked for by hand"
        return f"By itself, {self.making_days} clear working day{'' if self.making_days == 1 else 's'} before"

    def clean(self) -> None:
        """What the kind of quorum does not ask for is left out; what it asks for must be there. A pack is not made
        after the day by which it is to be released."""
        super().clean()
        errors = {}
        if self.making_days is not None and self.making_days < (self.pack_days or 0):
            errors["making_days"] = f"It is to be released {self.pack_days} days before. Make it as early, or earlier."
        wanted = {self.Quorum.NUMBER: "quorum_number", self.Quorum.SHARE: "quorum_per_cent"}
        missing = {"quorum_number": "Say how many seats are needed.", "quorum_per_cent": "Say what share is needed."}
        for kind, name in wanted.items():
            if self.quorum_kind != kind:
                setattr(self, name, None)
            elif getattr(self, name) is None:
                errors[name] = missing[name]
        if errors:
            raise ValidationError(errors)
