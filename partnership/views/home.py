"""The first page after sign-in, and what a person may do, in words."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnership.models import Grant, Partnership, User
from partnership.permissions import PERMISSIONS, ROLES, Reach


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The person's partnerships; with only one, straight to it."""
    partnerships = list(Partnership.objects.visible_to(request.user))
    if len(partnerships) == 1:
        return redirect(_start(request.user, partnerships[0]))
    starts = [(partnership, _start(request.user, partnership)) for partnership in partnerships]
    return render(request, "partnership/home.html", {"starts": starts})


def _start(user: User, partnership: Partnership) -> str:
    """The page where this person's work in the partnership begins: an administrator sees no figures."""
    if user.has_perm("savings.view_figures", partnership):
        return partnership.get_absolute_url()
    return reverse("people-list", args=[partnership.slug])


@dataclass(frozen=True)
class RoleInWords:
    """A grant as its holder reads it."""

    grant: Grant
    name: str
    description: str
    may: list[str]


@require_safe
@login_required
def roles(request: HttpRequest) -> HttpResponse:
    """Every role the person has, had or waits for, and what it lets them do. Two queries."""
    grants = request.user.grants.select_related("partnership", "organisation", "workstream").order_by("-from_on", "pk")
    return render(request, "partnership/roles.html", {"roles": [_in_words(grant) for grant in grants]})


def _in_words(grant: Grant) -> RoleInWords:
    role = ROLES[grant.role]
    return RoleInWords(
        grant, role.name, role.description, [_duty(code, reach) for code, reach in role.permissions.items()]
    )


def _duty(permission: str, reach: Reach) -> str:
    where = {Reach.OWN: "for your own organisation", Reach.WORKSTREAM: "for your workstream"}.get(reach, "")
    return f"{PERMISSIONS[permission]} {where}".strip()
