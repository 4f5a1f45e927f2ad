"""Pages for anybody, without signing in: there while a partnership has them switched on, and not more often asked than
a network address may."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from partnership import rates
from partnership.models.publications import Published
from partnership.views.errors import page_not_found

FRESH_SECONDS = 300  # for so long a copy may be shown after it is switched off


def published(
    of: type[Published], counted: str
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A view of a partnership that has this switched on: of any other the answer is that of an address that is not
    there. Counts, as `counted`, how often an address of the network asks."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        @require_safe
        def found(request: HttpRequest, slug: str, **named: Any) -> HttpResponse:
            who = get_adapter().get_client_ip(request)
            if not rates.is_within(settings.OPEN_DATA_CALLS_A_MINUTE, f"{counted}:{who}"):
                headers = {"Retry-After": str(rates.wait())}
                return HttpResponse("Too many calls: wait a minute.\n", "text/plain", status=429, headers=headers)
            rows = of._default_manager.filter(withdrawn_at=None).select_related("partnership")
            row = rows.filter(partnership__slug=slug).first()
            if row is None:
                response = page_not_found(request, Http404())
                response["X-Robots-Tag"] = "noindex"
                response["Cache-Control"] = "no-store"
                return response
            return _kept_for_a_while(request, view(request, row, **named))

        return found

    return decorate


def _kept_for_a_while(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """By anybody who passes it on; but not a page made for somebody who is signed in, whose name stands on it. A file
    has no name on it, and does not ask who reads it."""
    if response.get("Content-Type", "").startswith("text/html") and request.user.is_authenticated:
        del response["Cache-Control"]
        patch_cache_control(response, private=True, no_cache=True)
    elif not response.has_header("Cache-Control"):
        patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
    return response
