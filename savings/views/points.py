"""What the address of a figures page asks for: point of the ledger, kind of money, workstream, organisation."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial

from django.core.exceptions import ValidationError
from django.http import Http404

from partnership import clock
from partnership.views.scope import ScopedRequest
from savings import figures, tables
from savings.dashboards import Reading
from savings.figures import AsAt, Choice
from savings.models.words import MONEY_KINDS, Kind


@dataclass(frozen=True)
class Point:
    """The point of the ledger that a page is shown for. With an error in what was typed, it is now."""

    at: AsAt
    typed: str = ""
    error: str = ""
    offer: Callable[[], list[Choice]] = field(default=list, compare=False)

    @cached_property
    def choices(self) -> list[Choice]:
        """Meetings and board packs that it could be as at; one query, when a page shows them."""
        return self.offer()

    @property
    def text(self) -> str:
        """What goes along to other pages; empty for now."""
        return "" if self.error else self.typed

    @property
    def day(self) -> str:
        """The day in the date box; empty for now."""
        return "" if self.at.is_now else self.at.on.isoformat()

    @property
    def today(self) -> str:
        return clock.today().isoformat()


def point(request: ScopedRequest, name: str = "as_at", on: str = "on") -> Point:
    """The point that `as_at` names (with `#` perhaps judged `on` a later day); one or two queries."""
    typed = request.GET.get(name, "").strip()[:60]
    offer = partial(figures.choices, request.partnership, request.user)
    try:
        at = figures.as_at(request.partnership, typed, request.GET.get(on, "")[:60], user=request.user)
    except ValidationError as error:
        return Point(figures.now(request.partnership), typed, error.messages[0], offer)
    return Point(at, typed, offer=offer)


def kind(request: ScopedRequest) -> str:
    """Cashable unless the other kind of money is asked for."""
    asked = request.GET.get("kind", "")
    return asked if asked in MONEY_KINDS else Kind.CASHABLE


def reading(request: ScopedRequest, at: Point, **scope: int) -> Reading:
    """A reading of the whole partnership, or of what `scope` or the address names. Two queries."""
    named = tables.names(request.partnership, user=request.user, on=None if at.at.is_now else at.at.on)
    asked = {
        "workstream": _pk(named.workstreams, request.GET.get("workstream", "")),
        "organisation": _pk(named.organisations, request.GET.get("organisation", "")),
    }
    return Reading(
        request.partnership, at.at, request.user, named, kind=kind(request), as_at=at.text, **(scope or asked)
    )


def _pk(named, code: str) -> int | None:
    if not code:
        return None
    for pk, name in named.items():
        if name.code == code:
            return int(pk)
    raise Http404
