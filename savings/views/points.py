"""What the address of a figures page asks for: point of the ledger, kind of money, workstream, organisation."""

from dataclasses import dataclass, field
from typing import Any

from django.forms.boundfield import BoundField
from django.http import Http404

from partnership.forms import PortalForm
from partnership.views.scope import ScopedRequest
from savings import figures, tables
from savings.dashboards import Reading
from savings.figures import AsAt
from savings.forms.points import EXAMPLES, PointField
from savings.models.words import MONEY_KINDS, Kind


@dataclass(frozen=True)
class Point:
    """The point of the ledger that a page is shown for. With an error in what was typed, it is now."""

    at: AsAt
    box: BoundField = field(compare=False)  # asks for another
    typed: str = ""
    error: str = ""

    @property
    def text(self) -> str:
        """What goes along to other pages; empty for now."""
        return "" if self.error else self.typed


class _PointForm(PortalForm):
    def __init__(self, data: dict[str, str], name: str, **options: Any) -> None:
        super().__init__(data)
        self.fields[name] = PointField(**options)


def point(
    request: ScopedRequest,
    name: str = "as_at",
    on: str = "on",
    *,
    label: str = "Show figures as at",
    help_text: str = EXAMPLES,
) -> Point:
    """The point that `as_at` names (with `#` perhaps judged `on` a later day); one or two queries."""
    typed = request.GET.get(name, "").strip()[:60]
    of = {"partnership": request.partnership, "user": request.user, "on": request.GET.get(on, "")[:60]}
    form = _PointForm({name: typed}, name, label=label, help_text=help_text, **of)
    at = form.cleaned_data.get(name) if form.is_valid() else None
    error = next(iter(form[name].problems), "")
    return Point(at or figures.now(request.partnership), form[name], typed, error)


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
