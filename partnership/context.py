"""What every page knows: the product's name, the partnership it is in, and where its reader may go from here."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from partnership import duties

PRODUCT_NAME = "Shared services portal"
WAITING = "Waiting for you"


@dataclass(frozen=True)
class Place:
    """One entry of the service navigation. `counts`: the address that says how much is there; `number`, if known."""

    text: str
    url: str
    here: bool
    counts: str = ""
    number: int | None = None


@dataclass(frozen=True)
class AccountLink:
    text: str
    url: str


# Words, url name, permissions of which one is asked of the partnership, first words of the url names that belong there.
_PLACES = (
    ("Overview", "overview", ("savings.view_figures",), {"overview"}),
    (
        "Savings",
        "saving-list",
        ("savings.view_statement",),
        {
            "saving",
            "statement",
            "share",
            "evidence",
            "withdrawn",
            "contract",
            "basket",
            "agreement",
            "duplicate",
            "import",
        },
    ),
    (WAITING, "queue", ("partnership.view_partnership",), {"queue", "shares"}),
    ("Periods", "period-list", ("savings.view_figures",), {"period"}),
    (
        "Workstreams",
        "workstream-list",
        ("partnership.view_partnership",),
        {"workstream", "milestone", "baseline", "participation", "hosting", "funding", "risk"}
        | {"gate", "move", "policy", "ratification", "recommendation", "review", "action"}
        | {"case", "cases", "discount"}
        | {"budget", "spend", "dues", "reserve", "net", "partner", "withdrawal", "succession"}
        | {"indicator", "reading", "service"}
        | {"lesson", "communication", "consultation", "consultee", "attachment"},
    ),
    (
        "Organisations",
        "organisation-list",
        ("partnership.view_partnership",),
        {"organisation", "size", "membership", "contribution", "annual"},
    ),
    (
        "Meetings",
        "meeting-list",
        ("partnership.view_partnership",),
        {"meeting", "agenda", "decision", "delegation", "body", "seat", "pack", "report", "register"},
    ),
    ("Ledger checks", "check-list", ("savings.view_checks",), {"check"}),
    ("People", "people-list", ("partnership.manage_people",), {"people", "person", "grant"}),
)


def portal(request: HttpRequest) -> dict[str, Any]:
    """The context processor. It costs no query."""
    return {
        "product_name": PRODUCT_NAME,
        "partnership": getattr(request, "partnership", None),
        "demonstration": settings.DEMONSTRATION,
        "demonstration_sign_ins": demonstration_sign_ins(request),
    }


def places(request: HttpRequest, partnership: Any) -> list[Place]:
    """Where this reader may go in the partnership. One query a request, for the reader's grants."""
    user = getattr(request, "user", None)
    if not partnership or not user or not user.is_authenticated:
        return []
    match = getattr(request, "resolver_match", None)
    family = getattr(request, "family", "") or ((match.url_name or "").split("-")[0] if match else "")
    found = [
        Place(text, reverse(name, kwargs={"partnership": partnership.slug}), family in families)
        for text, name, permissions, families in _PLACES
        if any(user.has_perm(permission, partnership) for permission in permissions)
    ]
    return [_with_count(place, user, partnership) if place.text == WAITING else place for place in found]


def _with_count(place: Place, user: Any, partnership: Any) -> Place:
    """The number where it was counted a short while ago; the page asks for it otherwise, and does not wait."""
    counts = reverse("queue-count", kwargs={"partnership": partnership.slug})
    return replace(place, counts=counts, number=duties.counted(user, partnership))


def account_links(request: HttpRequest) -> list[AccountLink]:
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return []
    return [
        AccountLink("Partnerships", reverse("home")),
        AccountLink("Your roles", reverse("roles")),
        AccountLink("Notices", reverse("notice-list")),
        AccountLink("Account security", reverse("mfa_index")),
        AccountLink("API tokens", reverse("token-list")),
    ]


def demonstration_sign_ins(request: HttpRequest) -> dict[str, Any] | None:
    """Who can sign in to the demonstration, for its sign-in page alone: what `demo.sign_ins` left in a file."""
    match = getattr(request, "resolver_match", None)
    file = Path(settings.DATA_DIR) / "demo-sign-ins.json"
    if not settings.DEMONSTRATION or not match or match.url_name != "account_login" or not file.exists():
        return None
    return json.loads(file.read_text(encoding="utf-8"))
