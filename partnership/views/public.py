"""Pages for anybody, without signing in: there while a partnership has them switched on, and not more often asked than
a network address may."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
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
                return response
            return view(request, row, **named)

        return found

    return decorate
