"""What waits for a person, and many shares verified at once."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from partnership import clock, duties
from partnership.exports import Pence
from partnership.listing import Column, Listing
from partnership.page_forms import number
from partnership.views.scope import ScopedRequest, in_partnership
from savings import actions, bulk, periods
from savings.filters import WaitingFilter
from savings.models import Posting, Saving, Share, Statement
from savings.views.found import METHODS

SHOWN = 100  # of each part of the queue but the first, which has pages: the oldest
WAITING = (
    Column("Saving", lambda share: share.statement.saving.title, sort="statement__saving__title"),
    Column("Share", lambda share: share.pence, sort="pence", numeric=True),
    Column("Statement", lambda share: share.statement.name, sort="statement__year"),
    Column("For", lambda share: share.organisation.short_name, sort="organisation__short_name"),
    Column("Baseline", lambda share: share.statement.saving.baseline),
    Column("Waiting since", lambda share: share.statement.submitted_at, sort="statement__submitted_at", numeric=True),
)
_FILE = (
    Column("Statement", lambda share: share.statement_id),
    Column("Saving", lambda share: share.statement.saving.title),
    Column("Workstream", lambda share: share.statement.saving.workstream.name),
    Column("Stated by", lambda share: share.statement.organisation.code),
    Column("Kind", lambda share: share.statement.saving.kind),
    Column("Stage", lambda share: share.statement.stage),
    Column("Period", lambda share: share.statement.period_words),
    Column("For", lambda share: share.organisation.code),
    Column("Share", lambda share: "" if share.statement.is_qualitative else Pence(share.pence)),
    Column("Baseline", lambda share: share.statement.saving.baseline),
    Column("Submitted", lambda share: share.statement.submitted_at),
    Column("Days waiting", lambda share: _days(share.statement.submitted_at)),
)


@require_safe
@in_partnership()
def queue(request: ScopedRequest) -> HttpResponseBase:
    """Shares to verify and reversals to approve; whatever else the apps know to wait for this person; shares returned
    to the person's organisations; their drafts. The oldest first."""
    user, partnership = request.user, request.partnership
    drafts_for = user.organisations_for("savings.draft_saving", partnership)
    verifies_for = user.organisations_for("savings.verify_share", partnership)
    listing = _waiting(request) if verifies_for else None
    if listing and listing.is_download:
        return listing.download("waiting", columns=_FILE)
    context = {
        "verifies": bool(verifies_for),
        "drafts_here": bool(drafts_for),
        "listing": listing,
        "all_chosen": request.GET.get("choose") == "all",
        "reversals": _aged(_reversals(request), lambda asked: asked.drafted_at) if verifies_for else [],
        "returned": _aged(_returned(request, drafts_for), lambda share: share.moved_at) if drafts_for else [],
        "drafts": _aged(_drafts(request, drafts_for), lambda saving: saving.since) if drafts_for else [],
        "periods": periods.to_approve(user, partnership),
        "groups": duties.waiting(user, partnership, tables=False),
        "most": SHOWN,
    }
    return render(request, "savings/queue.html", context)


@require_safe
@in_partnership()
def queue_count(request: ScopedRequest) -> HttpResponse:
    """How much waits for this person: what the menu asks for after a page has come."""
    number = duties.count(request.user, request.partnership)
    return render(request, "components/waiting_count.html", {"number": number})


def _waiting(request: ScopedRequest) -> Listing:
    rows = Share.objects.visible_to(request.user).waiting_for(request.user, request.partnership)
    return Listing(
        request,
        rows.select_related(*bulk.WITH),
        WAITING,
        filterset=WaitingFilter,
        partnership=request.partnership,
        sort="waiting-since",
        caption="Shares to verify",
        read=lambda found: _with_days(list(found), lambda share: share.statement.submitted_at),
    )


def _aged(rows: QuerySet, since) -> list:
    return _with_days(list(rows[:SHOWN]), since)


def _with_days(rows: list, since) -> list:
    """The rows, each with `days`: how many days ago it came there, by the calendar."""
    for row in rows:
        row.days = _days(since(row))
    return rows


def _days(since: datetime) -> int:
    return max(0, (clock.today() - timezone.localdate(since)).days)


def _reversals(request: ScopedRequest) -> QuerySet:
    rows = Statement.objects.visible_to(request.user).reversals_waiting_for(request.user, request.partnership)
    return rows.select_related("saving", "organisation", "drafted_by", "partnership").order_by("drafted_at", "pk")


def _returned(request: ScopedRequest, organisations: list) -> QuerySet:
    last = Posting.objects.filter(share=OuterRef("pk")).order_by("-sequence")
    rows = Share.objects.visible_to(request.user).returned_to(organisations).filter(partnership=request.partnership)
    rows = rows.annotate(moved_at=Subquery(last.values("at")[:1]), why=Subquery(last.values("reason")[:1]))
    return rows.select_related("statement__saving", "organisation", "partnership").order_by("moved_at", "pk")


def _drafts(request: ScopedRequest, organisations: list) -> QuerySet:
    """Savings with draft statements of these organisations."""
    draft = Q(statements__sequence=None, statements__reverses=None, statements__organisation__in=organisations)
    rows = Saving.objects.filter(draft, partnership=request.partnership)
    rows = rows.annotate(number=Count("statements"), since=Min("statements__drafted_at"), last=Max("statements__pk"))
    return rows.select_related("workstream", "partnership").order_by("since", "pk")


@require_http_methods(METHODS)
@in_partnership("savings.verify_share")
def shares_verify(request: ScopedRequest) -> HttpResponse:
    """Review the chosen shares with their totals; then verify them, each for itself, and say what became of each."""
    if request.method == "POST":
        return _verify(request)
    pks = {pk for text in request.GET.getlist("share") if (pk := number(text))}
    too_many = len(pks) > actions.MOST_AT_ONCE
    choice = bulk.choose(set() if too_many else pks, user=request.user, partnership=request.partnership)
    words = f"Go back and choose fewer: at most {actions.MOST_AT_ONCE} can be verified together."
    context = {"choice": choice, "too_many": too_many, "too_many_words": words}
    return render(request, "savings/bulk_review.html", context)


def _verify(request: ScopedRequest) -> HttpResponse:
    keys = (text.partition(":") for text in request.POST.getlist("share"))
    shown = {pk: version for text, _, version in keys if (pk := number(text))}
    try:
        outcomes = actions.verify_shares(by=request.user, partnership=request.partnership, shown=shown)
        problem = ""
    except ValidationError as error:
        outcomes, problem = [], " ".join(error.messages)
    done = [outcome.share for outcome in outcomes if not outcome.problem]
    context = {
        "done": done,
        "totals": bulk.totals(done),
        "refused": [outcome for outcome in outcomes if outcome.problem],
        "hidden": len(shown) - len(outcomes) if not problem else 0,
        "problem": problem,
    }
    return render(request, "savings/bulk_done.html", context)
