"""What proves the ledger: the checks of it, for the auditor and the programme manager."""

from functools import partial

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnership.listing import Column, Listing
from partnership.templatetags.portal import moment_words, tag
from partnership.views.pages import Page, Step, confirm_page
from partnership.views.scope import ScopedRequest, find, in_partnership
from savings import actions, figures, ledger, proof
from savings.models import LedgerCheck
from savings.views.found import METHODS

_COLUMNS = (
    Column(
        "Asked",
        lambda row: moment_words(row.asked_at),
        sort="asked_at",
        plain=lambda row: f"{timezone.localtime(row.asked_at):%Y-%m-%d %H:%M}",
        link=lambda row: row.get_absolute_url(),
    ),
    Column("By", lambda row: row.who),
    Column("Outcome", lambda row: row.outcome, shown=tag),
    Column("Postings", lambda row: row.postings, numeric=True),
    Column("Head of the chain", lambda row: row.head[:16] or "–", plain=lambda row: row.head),
    Column("What was found", lambda row: row.problem or " ".join(row.problems) or "–"),
)


def _checks() -> QuerySet:
    return LedgerCheck.objects.select_related("asked_by", "partnership")


@require_safe
@in_partnership("savings.view_checks")
def check_list(request: ScopedRequest) -> HttpResponse:
    """The last check in full, then all of them. Fixed number of queries."""
    rows = _checks().visible_to(request.user).filter(partnership=request.partnership)
    listing = Listing(request, rows, _COLUMNS, caption="Checks of the ledger")
    if listing.is_download:
        return listing.download("ledger-checks")
    last, newest = rows.finished().first(), rows.first()
    failed = newest if newest and newest.state == LedgerCheck.State.FAILED else None
    context = {"listing": listing, "last": last, "failed": failed, "facts": _facts(last) if last else []}
    return render(request, "savings/check_list.html", context | {"now": figures.now(request.partnership)})


@require_POST
@in_partnership("savings.view_checks")
def check_ask(request: ScopedRequest) -> HttpResponse:
    return redirect(actions.request_check(by=request.user, partnership=request.partnership))


@require_safe
@in_partnership("savings.view_checks")
def check(request: ScopedRequest, pk: int) -> HttpResponse:
    found = find(request, _checks(), pk=pk)
    context = {"check": found, "progress": _progress(found), "facts": _facts(found), "trail": _trail(request)}
    return render(request, "savings/check.html", context)


@require_safe
@in_partnership("savings.view_checks")
def check_progress(request: ScopedRequest, pk: int) -> HttpResponse:
    """How far it is, for a page that asks every two seconds; at the end the page is told to load itself again."""
    found = find(request, _checks(), pk=pk)
    if not request.htmx:
        return redirect(found)
    answer = render(request, "components/progress.html", _progress(found))
    if not found.is_under_way:
        answer["HX-Refresh"] = "true"
    return answer


@require_http_methods(METHODS)
@in_partnership("savings.view_checks")
def check_retry(request: ScopedRequest, pk: int) -> HttpResponse:
    found = find(request, _checks(), pk=pk)
    page = Page(
        "Try this check again",
        back=found.get_absolute_url(),
        trail=[*_trail(request), Step(str(found), found.get_absolute_url())],
        action="Try again",
        done="The ledger is being checked again.",
        text="A worker checks the whole ledger from its first posting.",
    )
    return confirm_page(request, partial(actions.retry_check, by=request.user, check=found), page)


def _progress(found: LedgerCheck) -> dict[str, object]:
    parts = [
        {"title": title, "state": "done" if number <= found.done else "waiting"}
        for number, title in enumerate(proof.CHECKS.values(), start=1)
    ]
    return {
        "title": "Waiting for a worker" if found.state == LedgerCheck.State.QUEUED else "The ledger is being checked",
        "noun": "parts",
        "sections": parts,
        "done": found.done,
        "total": len(parts),
        "finished": not found.is_under_way,
        "url": reverse("check-progress", args=[found.partnership.slug, found.pk]),
    }


def _facts(found: LedgerCheck) -> list[dict[str, object]]:
    facts: dict[str, object] = {"Asked": f"{moment_words(found.asked_at)} by {found.who}"}
    if found.state == LedgerCheck.State.FINISHED:
        facts |= {
            "Checked": f"{moment_words(found.begun_at)} to {moment_words(found.ended_at)}",
            "Postings": f"{found.postings:,}, up to ledger sequence {found.sequence:,}",
            "Head of the chain": f"{found.head or '–'} (SHA-256, canonical form {ledger.ALGORITHM})",
        }
    return [{"key": key, "value": value} for key, value in facts.items()]


def _trail(request: ScopedRequest) -> list[Step]:
    return [Step("Ledger checks", reverse("check-list", args=[request.partnership.slug]))]
