"""Where the cells of a table lead on a page; in print they lead nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.urls import reverse

from partnership.exports import FORMATS
from partnership.models import Partnership
from savings.figures import AsAt


@dataclass(frozen=True)
class Name:
    """What a workstream or an organisation is called, and the slug or code that stands in its address."""

    text: str
    code: str
    mark: str = ""  # what must be seen wherever the name heads a row


class Links:
    """Where the cells of a page lead: to the statements behind a number, to the pages of workstreams and organisations.

    The point of the ledger goes along, so that what is behind a number adds up to it however much is posted meanwhile.
    `scope` is the one workstream or organisation that the page is about, as a part of the address.
    """

    def __init__(self, partnership: Partnership, at: AsAt, *, kind: str, as_at: str = "", **scope: str) -> None:
        self._slug, self._as_at = partnership.slug, f"?as_at={quote(as_at)}" if as_at else ""
        self._made: dict[str, Any] = {"partnership": partnership, "kind": kind, **scope}
        self._at = at
        self.point = f"as_at=%23{at.sequence}&on={at.on.isoformat()}"
        self.scope = "".join(f"&{name}={code}" for name, code in scope.items() if code)
        self.kind = kind
        self._behind = f"{reverse('behind', args=[partnership.slug])}?{self.point}{self.scope}"
        self._table = f"{reverse('figures-table', args=[partnership.slug])}?{self.point}&kind={kind}{self.scope}"
        self._bridge = reverse("bridge", args=[self._slug])
        self._bridge_chart = reverse("bridge-chart", args=[self._slug])
        self._stream = reverse("workstream", args=[self._slug, "-"]).removesuffix("-/")
        self._organisation = reverse("organisation", args=[self._slug, "-"]).removesuffix("-/")

    def at(self, point: AsAt) -> "Links":
        """The same at another point of the ledger."""
        return Links(at=point, **self._made)

    def bridge(self, kind: str = "", since: AsAt | None = None, **more: str) -> str:
        """Why a figure moved up to this point; from what it is compared with by itself, unless `since` says."""
        return f"{self._bridge}?{self._span(kind, since, more)}"

    def bridge_chart(self, since: AsAt, **more: str) -> str:
        return f"{self._bridge_chart}?{self._span('', since, more)}"

    def _span(self, kind: str, since: AsAt | None, more: Mapping[str, str]) -> str:
        began = {"from": f"#{since.sequence}", "from_on": since.on.isoformat()} if since else {}
        ended = {"to": f"#{self._at.sequence}", "to_on": self._at.on.isoformat()}
        return urlencode(began | ended | {"kind": kind or self.kind, **more}) + self.scope

    def behind(self, measure: str, kind: str = "", **cell: object) -> str:
        """The statements behind one number; `cell` restricts it further (workstream, organisation, year, ...)."""
        return f"{self._behind}&kind={kind or self.kind}&measure={measure}" + "".join(
            [f"&{name}={value}" for name, value in cell.items()]
        )

    def workstream(self, name: Name) -> str:
        return f"{self._stream}{name.code}/{self._as_at}"

    def organisation(self, name: Name) -> str:
        return f"{self._organisation}{name.code}/{self._as_at}"

    def table(self, name: str) -> str:
        return f"{self._table}&table={name}"

    def downloads(self, name: str) -> list[tuple[str, str]]:
        """The formats by name, each with the address of the table in it."""
        return [(each.name, f"{self.table(name)}&format={each.code}") for each in FORMATS.values()]


class NoLinks(Links):
    """For print."""

    def __init__(self) -> None:
        pass

    def at(self, point: AsAt) -> "Links":
        return self

    def behind(self, measure: str, kind: str = "", **cell: object) -> str:
        return ""

    def workstream(self, name: Name) -> str:
        return ""

    def organisation(self, name: Name) -> str:
        return ""


PRINT = NoLinks()
