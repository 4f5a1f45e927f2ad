"""The pages that switch a public page of a partnership on and off: one way for A-Z, lessons and register."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control

from partnership.exports import csv_lines
from partnership.history import Event, newest_first
from partnership.models import Partnership
from partnership.models.publications import Published
from partnership.permissions import require
from partnership.views.pages import Page, Step, confirm_page
from partnership.views.public import FRESH_SECONDS
from partnership.views.scope import ScopedRequest
from workstreams.actions import MAY_EDIT


@dataclass(frozen=True)
class Publishing:
    """What is switched. `family`: the first word of the names of its addresses, `public` that of the public page;
    `switch_on` and `switch_off` are actions, `may_on` and `may_off` the permissions that they ask for."""

    of: type[Published]
    heading: str
    called: str  # within a sentence: “the public A-Z”
    family: str
    public: str
    switch_on: Callable[..., Any]
    switch_off: Callable[..., Any]
    may_on: str = MAY_EDIT
    may_off: str = MAY_EDIT

    def may(self, request: ScopedRequest, permission: str = "") -> bool:
        return request.user.has_perm(permission or self.may_on, self.of(partnership=request.partnership))

    def current(self, partnership: Partnership) -> Published | None:
        return self.of._default_manager.filter(partnership=partnership, withdrawn_at=None).first()

    def address(self, request: HttpRequest, partnership: Partnership) -> str:
        return request.build_absolute_uri(reverse(self.public, args=[partnership.slug]))

    def page(self, request: ScopedRequest, trail: list[Step], text: str) -> HttpResponse:
        """Whether it is public, since when and by whom, and everything that was done. `text` says what is shown."""
        if not self.may(request):
            self._require(request, self.may_off)
        here = request.partnership
        rows = list(self.of._default_manager.filter(partnership=here).select_related("published_by", "withdrawn_by"))
        context = {
            "publishing": self,
            "text": text,
            "publication": next((row for row in rows if row.withdrawn_at is None), None),
            "events": newest_first(event for row in rows for event in self._events(row)),
            "address": self.address(request, here),
            "may_on": self.may(request),
            "may_off": self.may(request, self.may_off),
            "on_url": reverse(f"{self.family}-publish", args=[here.slug]),
            "off_url": reverse(f"{self.family}-withdraw", args=[here.slug]),
            "trail": trail,
        }
        return render(request, "workstreams/publication.html", context)

    def on_page(self, request: ScopedRequest, trail: list[Step], text: str) -> HttpResponse:
        """Asks before it is switched on. `text` follows the address at which everybody can then read."""
        self._require(request, self.may_on)
        where = self.address(request, request.partnership)
        told = f"Everybody can then read, without signing in, at {where} {text}"
        act = partial(self.switch_on, by=request.user, partnership=request.partnership)
        return confirm_page(request, act, self._page(request, trail, "on", told))

    def off_page(self, request: ScopedRequest, trail: list[Step]) -> HttpResponse:
        self._require(request, self.may_off)
        minutes = FRESH_SECONDS // 60
        told = f"The public address then answers that there is nothing. Copies may be shown for {minutes} minutes more."
        act = partial(self.switch_off, by=request.user, partnership=request.partnership)
        return confirm_page(request, act, self._page(request, trail, "off", told))

    def _require(self, request: ScopedRequest, permission: str) -> None:
        require(request.user, permission, self.of(partnership=request.partnership))

    def _page(self, request: ScopedRequest, trail: list[Step], way: str, text: str) -> Page:
        title = f"Switch {self.called} {way}"
        back = reverse(f"{self.family}-publication", args=[request.partnership.slug])
        steps = [*trail, Step("Public page", back)]
        return Page(title, back=back, trail=steps, action=title, text=text, done=f"It is switched {way}.")

    def _events(self, row: Published) -> Iterator[Event]:
        yield Event(row.published_at, row.published_by.name, f"switched {self.called} on")
        if row.withdrawn_at and row.withdrawn_by:
            yield Event(row.withdrawn_at, row.withdrawn_by.name, f"switched {self.called} off")


def public_csv(name: str, lines: Iterator[list[Any]]) -> HttpResponse:
    """A file for anybody: without the mark that only spreadsheets want, open to pages of others, kept for a while."""
    written = csv_lines(lines)
    next(written)
    response = HttpResponse("".join(written), "text/csv; charset=utf-8; header=present")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
    return response
