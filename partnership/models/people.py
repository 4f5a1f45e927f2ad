"""People, their grants of roles, and the tokens of their programs."""

from functools import cached_property

import rules
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from knox.models import AbstractAuthToken, AuthTokenManager
from simple_history.models import HistoricalRecords

from partnership import clock
from partnership.dated import Dated, DatedQuerySet
from partnership.permissions import ROLES, Place, reach, reaching


class UserManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email__iexact=email)

    def visible_to(self, user: "User") -> models.QuerySet:
        """People with a grant, past or present, in a partnership whose people the user keeps; and the user."""
        kept = reach(user, "partnership.manage_people", partnership="grants__partnership_id")
        return self.filter(Q(pk=user.pk) | Q(pk__in=self.filter(kept).values("pk")))

    def of_partnership(self, partnership) -> models.QuerySet:
        """People who have or had a role in this partnership (who may, for example, hold a seat there)."""
        grants = Grant.objects.approved().filter(partnership=partnership)
        return self.filter(pk__in=grants.values("user"))


class User(AbstractBaseUser):
    """A person. What they may do comes from their grants alone: there is no superuser and no staff flag."""

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=120)
    post_title = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField("may sign in", default=True)
    joined_at = models.DateTimeField(default=clock.now, editable=False)

    history = HistoricalRecords(excluded_fields=["password", "last_login"])
    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    token_may_write = False  # set for the length of a request by a token that may write

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    @cached_property
    def current_grants(self) -> list["Grant"]:
        """Today's grants, with organisation. One query, once for the life of this object (a request)."""
        return list(self.grants.approved().current().select_related("organisation")) if self.is_active else []

    def has_perm(self, permission: str, obj=None) -> bool:
        return self.is_active and rules.has_perm(permission, self, obj)

    def organisations_for(self, permission: str, partnership) -> list:
        """The organisations this person may act for here with this permission, by code."""
        found = {
            grant.organisation_id: grant.organisation
            for grant, _ in reaching(self, permission)
            if grant.partnership_id == partnership.pk and grant.organisation_id
        }
        return sorted(found.values(), key=lambda organisation: organisation.code)


class GrantQuerySet(DatedQuerySet):
    def carrying(self, permission: str) -> "GrantQuerySet":
        """Those of people who may sign in, whose role has this permission today."""
        roles = [role.code for role in ROLES.values() if permission in role.permissions]
        return self.approved().current().filter(role__in=roles, user__is_active=True)

    def approved(self) -> "GrantQuerySet":
        """Those that count: nobody's approval was asked, or it was given."""
        return self.filter(Q(requested_by=None) | Q(approved_by__isnull=False))

    def awaiting_approval(self) -> "GrantQuerySet":
        return self.filter(requested_by__isnull=False, approved_by=None)

    def visible_to(self, user: User) -> "GrantQuerySet":
        return self.filter(Q(user=user) | reach(user, "partnership.manage_people"))


class Grant(Dated):
    """A role given to a person in a partnership, perhaps for one organisation or one workstream.

    A grant of a role that needs two administrators is requested by one and counts once another has approved it. Any
    other grant is given at once, and no request is noted.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20, choices=[(role.code, role.name) for role in ROLES.values()])
    partnership = models.ForeignKey("partnership.Partnership", models.PROTECT, related_name="grants")
    organisation = models.ForeignKey("partnership.Organisation", models.PROTECT, null=True, blank=True)
    # By name: the only place where the ground looks up at what is built on it.
    workstream = models.ForeignKey("workstreams.Workstream", models.PROTECT, null=True, blank=True, related_name="+")
    requested_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    requested_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="approver"
    )
    approved_at = models.DateTimeField("time of approval", null=True, blank=True)

    history = HistoricalRecords()
    objects = GrantQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["user__name", "role", "from_on"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(requested_by=None, requested_at=None)
                | Q(requested_by__isnull=False, requested_at__isnull=False),
                name="grant_requested_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False, requested_by__isnull=False),
                name="grant_approved_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("requested_by")),
                name="grant_approved_by_another",
                violation_error_message="Another administrator than the one who asked must approve this role.",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("user")),
                name="grant_approved_for_another",
                violation_error_message="Nobody approves a role of their own.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.organisation or self.workstream or self.partnership}"

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id, frozenset({self.organisation_id} - {None}), self.workstream_id)

    @property
    def awaits_approval(self) -> bool:
        return self.requested_by_id is not None and self.approved_by_id is None

    @property
    def state(self) -> str:
        """How it stands today, in one word or two."""
        if self.awaits_approval:
            return "awaits approval"
        if self.holds_on(clock.today()):
            return "current"
        return "not yet" if self.from_on > clock.today() else "ended"

    @property
    def scope(self) -> str:
        """What the role is for, by name: an organisation, a workstream, or the whole partnership."""
        return str(self.organisation or self.workstream or "The whole partnership")

    def clean(self) -> None:
        super().clean()
        role = ROLES.get(self.role)
        errors = {}
        if role and role.needs_organisation and not self.organisation_id:
            errors["organisation"] = (
                f"Choose the organisation: a grant of the role {role.name} is for one organisation."
            )
        if role and role.needs_workstream and not self.workstream_id:
            errors["workstream"] = f"Choose the workstream: a grant of the role {role.name} is for one workstream."
        if self.workstream_id and self.partnership_id and self.workstream.partnership_id != self.partnership_id:
            errors["workstream"] = "Choose a workstream of this partnership."
        if errors:
            raise ValidationError(errors)


class ApiTokenManager(AuthTokenManager):
    def visible_to(self, user: User) -> models.QuerySet:
        """The user's own, and those of people whose every role today is in partnerships whose people the user keeps: a
        token serves all its owner's partnerships, and none of them takes it from another."""
        grants, kept = Grant.objects.current().approved(), reach(user, "partnership.manage_people")
        owners = Q(user__in=grants.filter(kept).values("user")) & ~Q(user__in=grants.exclude(kept).values("user"))
        return self.filter(Q(user=user) | owners)


class ApiToken(AbstractAuthToken):
    """A named key for a person's program. Only its hash is kept; it is shown once, expires and can be revoked."""

    name = models.CharField(max_length=80)
    may_write = models.BooleanField("may draft and submit savings", default=False)

    history = HistoricalRecords(excluded_fields=["token_key"])
    objects = ApiTokenManager()

    class Meta:
        ordering = ["-created"]

    def __str__(self) -> str:
        return self.name
