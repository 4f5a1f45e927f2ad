"""From an address to what it names, if the user's grants reach it: 404 out of scope, 403 within it but not allowed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from partnership import duties
from partnership.models import Partnership
from partnership.permissions import require


class ScopedRequest(HttpRequest):
    """A request whose partnership was found. `family`: the place in the navigation that a page belongs to, where its
    address does not say."""

    partnership: Partnership
    family: str = ""


def in_partnership(permission: str = "") -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A view below `/p/<slug>/`: signed in, `request.partnership` found, the permission asked there."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        @login_required
        def scoped(request: ScopedRequest, partnership: str, **named: Any) -> HttpResponse:
            request.partnership = get_object_or_404(Partnership.objects.visible_to(request.user), slug=partnership)
            if permission:
                require(request.user, permission, request.partnership)
            try:
                return view(request, **named)
            finally:
                if request.method == "POST":
                    duties.forget(request.user, request.partnership)

        return scoped

    return decorate


def find(request: ScopedRequest, rows: QuerySet, **lookup: Any) -> Any:
    """The row of this partnership that the user may see, or 404. `rows` has not been narrowed yet."""
    return get_object_or_404(rows.visible_to(request.user).filter(partnership=request.partnership), **lookup)
