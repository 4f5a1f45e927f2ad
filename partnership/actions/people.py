"""People and the roles they are given. Nobody gives a role to themselves."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TypedDict, Unpack

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from partnership import clock, history
from partnership.actions.facts import STRANGER, strangers, write
from partnership.models import Grant, Organisation, Partnership, User
from partnership.permissions import ROLES, require

_GUARDING = frozenset({"savings.verify_share", "partnership.manage_people"})


class Scope(TypedDict, total=False):
    """What a grant is for and when. `workstream` is a workstreams.Workstream."""

    organisation: Organisation | None
    workstream: object
    from_on: date
    to_on: date | None


def needs_second_administrator(role: str) -> bool:
    """Whoever proves money or gives roles guards all others: such a role wants the word of two administrators."""
    return bool(_GUARDING & ROLES[role].permissions.keys())


@transaction.atomic
def add_person(
    *,
    by: User,
    partnership: Partnership,
    email: str,
    name: str,
    post_title: str = "",
    role: str,
    invite: Callable[[User], None] | None = None,
    **scope: Unpack[Scope],
) -> Grant:
    """Give a role to the person with this e-mail address, whose account is made if there is none.

    A new account has no password: `invite`, called after commit, tells the person how to set one. An account that
    exists, perhaps in another partnership, stays as it is. A message that can not be sent is logged: the person may ask
    for another on the sign-in page.
    """
    require(by, "partnership.manage_people", partnership)
    person = User.objects.filter(email__iexact=email).first()
    if person is None:
        person = new_account(by=by, email=email, name=name, post_title=post_title)
        if invite:
            transaction.on_commit(lambda: invite(person), robust=True)
    return grant_role(by=by, user=person, partnership=partnership, role=role, **scope)


def new_account(*, by: User | None, email: str, name: str, post_title: str = "") -> User:
    """An account without a password and without a role: for the actions that give it one in the same transaction."""
    person = User()
    person.set_unusable_password()
    facts = {"email": User.objects.normalize_email(email).lower(), "name": name, "post_title": post_title}
    return write(person, facts, by=by)


@transaction.atomic
def grant_role(*, by: User, user: User, partnership: Partnership, role: str, **scope: Unpack[Scope]) -> Grant:
    """Give a role; one that needs a second administrator is only requested, and counts once approved."""
    require(by, "partnership.manage_people", partnership)
    _refuse_own(by, user)
    grant = Grant(user=user, partnership=partnership)
    request = {"requested_by": by, "requested_at": clock.now()} if needs_second_administrator(role) else {}
    for name, value in {"role": role, **scope, **request}.items():
        setattr(grant, name, value)
    _check_scope(grant)
    grant.full_clean()
    _refuse_twice(grant)
    return history.save(grant, by=by)


@transaction.atomic
def approve_grant(*, by: User, grant: Grant) -> Grant:
    """Approve what another administrator asked for."""
    grant = Grant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
    require(by, "partnership.manage_people", grant)
    _refuse_own(by, grant.user)
    if grant.requested_by_id == by.pk:
        raise PermissionDenied("Another administrator than the one who asked must approve this role.")
    if not grant.awaits_approval:
        raise ValidationError("This role was approved already.")
    return write(grant, {"approved_by": by, "approved_at": clock.now()}, by=by)


@transaction.atomic
def end_grant(*, by: User, grant: Grant, last_on: date | None = None) -> None:
    """End a role: `last_on` (default yesterday, that is at once) is the last day on which it counts.

    A grant that never counted for a whole day, or was never approved, is deleted; its history stays.
    """
    require(by, "partnership.manage_people", grant)
    _refuse_own(by, grant.user)
    last_on = last_on or clock.today() - timedelta(days=1)
    if last_on < clock.today() - timedelta(days=1):
        raise ValidationError({"last_on": "The last day can be yesterday at the earliest: what was done stays done."})
    if grant.to_on and last_on > grant.to_on:
        raise ValidationError({"last_on": "The role ends before this day already. Choose an earlier day."})
    if grant.awaits_approval or last_on < grant.from_on:
        history.delete(grant, by=by)
    else:
        write(grant, {"to_on": last_on}, by=by)


def _refuse_own(by: User, user: User) -> None:
    if by.pk == user.pk:
        raise PermissionDenied("Nobody changes their own roles. Ask another administrator.")


def _check_scope(grant: Grant) -> None:
    """The organisation and workstream are of this partnership, and named only where they limit the role."""
    role, errors = ROLES[grant.role], {}
    if grant.organisation and not role.needs_organisation:
        errors["organisation"] = f"The role {role.name} is not limited to an organisation. Leave this empty."
    elif strangers(grant.partnership, [grant.organisation]):
        errors["organisation"] = STRANGER
    if grant.workstream_id and not role.needs_workstream:
        errors["workstream"] = f"The role {role.name} is not limited to a workstream. Leave this empty."
    if errors:
        raise ValidationError(errors)


def _refuse_twice(grant: Grant) -> None:
    same = Grant.objects.filter(
        user=grant.user,
        partnership=grant.partnership,
        role=grant.role,
        organisation=grant.organisation,
        workstream=grant.workstream_id,
    )
    if same.overlapping(grant.from_on, grant.to_on or date.max).exists():
        raise ValidationError(f"{grant.user.name} has this role already on some of these days.")
