"""What a decision lets somebody decide alone: within what limits, until when; and each use that was made of it."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from simple_history.models import HistoricalRecords

from governance.models.decisions import Decision
from governance.models.meetings import EXEMPT, Meeting
from partnership import clock
from partnership.dated import Dated, DatedQuerySet
from partnership.models import User
from partnership.permissions import Place, reach

FIGURES = "savings.view_figures"


def _shown(user: User, name: str, partnership: str) -> Case:
    """Money, for those who see figures; null for others."""
    seen = When(reach(user, FIGURES, partnership=partnership), then=F(name))
    return Case(seen, output_field=models.BigIntegerField())


class DelegationQuerySet(DatedQuerySet):
    def visible_to(self, user) -> "DelegationQuerySet":
        """Of an exempt decision, to those who may see what is exempt."""
        path = "decision__partnership_id"
        exempt = reach(user, EXEMPT, partnership=path)
        here = reach(user, "partnership.view_partnership", partnership=path)
        return self.filter(here & (Q(decision__is_exempt=False) | exempt))

    def in_force(self) -> "DelegationQuerySet":
        """Those that hold today, and whose decision no other one has corrected."""
        return self.current().filter(decision__corrected_by=None)

    def ended(self) -> "DelegationQuerySet":
        return self.filter(Q(to_on__lt=clock.today()) | Q(decision__corrected_by__isnull=False))

    def for_reader(self, user) -> "DelegationQuerySet":
        """With `shown_limit_pence`, as far as the reader sees figures."""
        return self.annotate(shown_limit_pence=_shown(user, "limit_pence", "decision__partnership_id"))

    def with_use(self) -> "DelegationQuerySet":
        """With `used_pence`, in the same query."""
        used = DelegationUse.objects.filter(delegation=OuterRef("pk")).order_by().values("delegation")
        total = used.annotate(sum=Sum("amount_pence")).values("sum")
        return self.annotate(used_pence=Coalesce(Subquery(total, output_field=models.BigIntegerField()), 0))


class Delegation(Dated):
    """Somebody may decide a matter alone, within limits, to the last day. Only its last day can be brought forward."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="delegations")
    person = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="delegations")
    post = models.CharField(
        max_length=120, blank=True, help_text="Of somebody who does not sign in here, for example Chief Executive."
    )
    matter = models.TextField("what may be decided", help_text="And within what limits, in words.")
    limit_pence = models.BigIntegerField(
        "limit",
        null=True,
        blank=True,
        validators=[MinValueValidator(1, "Enter more than £0.00, or leave it empty.")],
        help_text="Of all uses together. Leave it empty where no money is spent.",
    )
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    history = HistoricalRecords()
    objects = DelegationQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["-from_on", "-pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="delegated_to_somebody",
                condition=Q(person__isnull=False, post="") | (Q(person=None) & ~Q(post="")),
                violation_error_message="Choose a person, or enter the post of somebody who does not sign in here.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision} to {self.to}"

    def get_absolute_url(self) -> str:
        return reverse("delegation", kwargs={"partnership": self.decision.partnership.slug, "pk": self.pk})

    def place(self, permission: str) -> Place:
        return self.decision.place(permission)

    @property
    def to(self) -> str:
        return self.person.name if self.person else self.post

    @property
    def state(self) -> str:
        """It ends with its decision, too: once another one has corrected that."""
        today = clock.today()
        if hasattr(self.decision, "corrected_by"):
            return "ended"
        if self.holds_on(today):
            return "in force"
        return "not begun" if self.from_on > today else "ended"


class UseQuerySet(models.QuerySet):
    def for_reader(self, user) -> "UseQuerySet":
        """With `shown_amount_pence`, as far as the reader sees figures."""
        path = "delegation__decision__partnership_id"
        return self.annotate(shown_amount_pence=_shown(user, "amount_pence", path))


class DelegationUse(models.Model):
    """What was decided under a delegation, on a day. It stays; to which meeting it was reported is added once."""

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="uses")
    on = models.DateField("date")
    what = models.TextField("what was decided")
    amount_pence = models.BigIntegerField(
        "amount", null=True, blank=True, validators=[MinValueValidator(0, "Enter £0.00 or more.")]
    )
    reported_to = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="reported_uses", verbose_name="reported to"
    )
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    objects = UseQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"Use of {self.delegation}, {self.on:%-d %B %Y}"

    def place(self, permission: str) -> Place:
        return self.delegation.place(permission)
