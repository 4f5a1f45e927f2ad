"""Verify or return a share, and what waits for a person."""

from datetime import datetime

from django.contrib import messages
from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from partnership import clock
from partnership.views.scope import ScopedRequest, in_partnership
from savings import actions
from savings.forms import ConfirmForm, ReturnForm
from savings.models import Evidence, Posting, Saving, Share
from savings.models.words import State
from savings.views.found import METHODS, sent, share_to_judge
from savings.wording import share_words, weight_words

SHOWN = 100  # of each part of the queue, the oldest


@require_http_methods(METHODS)
@in_partnership()
def share_verify(request: ScopedRequest, pk: int) -> HttpResponse:
    share = share_to_judge(request, pk)
    form = ConfirmForm(*sent(request))
    if form.is_valid() and form.attempt(actions.verify_share, by=request.user, share=share):
        worth = share_words(share.statement, share.pence)
        messages.success(
            request, f"You verified {worth} for {share.organisation.short_name}, {share.statement.period}."
        )
        return redirect(share.statement)
    return _judge(request, "savings/verify.html", form, share)


@require_http_methods(METHODS)
@in_partnership()
def share_return(request: ScopedRequest, pk: int) -> HttpResponse:
    share = share_to_judge(request, pk)
    form = ReturnForm(*sent(request))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if form.attempt(actions.return_share, by=request.user, share=share, reason=reason):
            messages.success(request, "The share is returned. It counts in no figure until it is restated.")
            return redirect(share.statement)
    return _judge(request, "savings/return.html", form, share)


def _judge(request: ScopedRequest, template: str, form: ConfirmForm | ReturnForm, share: Share) -> HttpResponse:
    statement = share.statement
    context = {
        "form": form,
        "share": share,
        "statement": statement,
        "saving": statement.saving,
        "worth": share_words(statement, share.pence),
        "weight": weight_words(statement.basis, share.weight),
        "waits": share.state == State.SUBMITTED,
        "evidence": Evidence.objects.visible_to(request.user).filter(saving=statement.saving),
    }
    return render(request, template, context)


@require_safe
@in_partnership("savings.view_statement")
def queue(request: ScopedRequest) -> HttpResponse:
    """Shares to verify; shares returned to the person's organisations; their drafts. The oldest first."""
    user, partnership = request.user, request.partnership
    drafts_for = user.organisations_for("savings.draft_saving", partnership)
    verifies_for = user.organisations_for("savings.verify_share", partnership)
    context = {
        "verifies": bool(verifies_for),
        "drafts_here": bool(drafts_for),
        "waiting": _aged(_waiting(request), lambda share: share.statement.submitted_at) if verifies_for else [],
        "returned": _aged(_returned(request, drafts_for), lambda share: share.moved_at) if drafts_for else [],
        "drafts": _aged(_drafts(request, drafts_for), lambda saving: saving.since) if drafts_for else [],
        "shown": SHOWN,
    }
    return render(request, "savings/queue.html", context)


def _aged(rows: QuerySet, since) -> list:
    """The rows, each with `days`: how many whole days it has been there."""
    found = list(rows[:SHOWN])
    for row in found:
        row.days = _days(since(row))
    return found


def _days(since: datetime) -> int:
    return max(0, (clock.now() - since).days)


def _waiting(request: ScopedRequest) -> QuerySet:
    rows = Share.objects.visible_to(request.user).waiting_for(request.user, request.partnership)
    return rows.select_related("statement__saving__workstream", "organisation", "partnership").order_by(
        "statement__submitted_at", "pk"
    )


def _returned(request: ScopedRequest, organisations: list) -> QuerySet:
    """Returned shares of statements that these organisations made and have not replaced yet."""
    last = Posting.objects.filter(share=OuterRef("pk")).order_by("-sequence")
    rows = Share.objects.visible_to(request.user).filter(
        partnership=request.partnership,
        state=State.RETURNED,
        statement__organisation__in=organisations,
        statement__replaced_by=None,
    )
    rows = rows.annotate(moved_at=Subquery(last.values("at")[:1]), why=Subquery(last.values("reason")[:1]))
    return rows.select_related("statement__saving", "organisation", "partnership").order_by("moved_at", "pk")


def _drafts(request: ScopedRequest, organisations: list) -> QuerySet:
    """Savings with draft statements of these organisations."""
    draft = Q(statements__sequence=None, statements__organisation__in=organisations)
    rows = Saving.objects.filter(draft, partnership=request.partnership)
    rows = rows.annotate(number=Count("statements"), since=Min("statements__drafted_at"), last=Max("statements__pk"))
    return rows.select_related("workstream", "partnership").order_by("since", "pk")
