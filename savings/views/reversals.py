"""Reverse a statement: one person asks, another approves or refuses."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from partnership.permissions import require
from partnership.views.scope import ScopedRequest, in_partnership
from savings import actions, effect, periods
from savings.actions.reversals import reversible_shares, version_of_reversal
from savings.forms import ConfirmForm, RefusalForm, ReversalForm
from savings.forms.confirming import ActionForm
from savings.models import Evidence, Statement
from savings.models.words import State
from savings.views.found import METHODS, reversal_to_judge, sent, statement_seen


@require_http_methods(METHODS)
@in_partnership()
def reversal_request(request: ScopedRequest, pk: int) -> HttpResponse:
    statement = statement_seen(request, pk)
    require(request.user, "savings.request_reversal", statement)
    form = ReversalForm(*sent(request))
    if form.is_valid() and form.attempt(
        actions.request_reversal, by=request.user, statement=statement, reason=form.cleaned_data["reason"]
    ):
        messages.success(request, "You asked for the reversal. Nothing moves until a finance officer approves it.")
        return redirect(statement)
    return render(request, "savings/reversal_request.html", _context(request, statement, form))


@require_http_methods(METHODS)
@in_partnership()
def reversal_approve(request: ScopedRequest, pk: int) -> HttpResponse:
    statement = reversal_to_judge(request, pk)
    form = ConfirmForm(*sent(request))
    version = request.POST.get("version", "")
    if form.is_valid() and form.attempt(
        actions.approve_reversal, by=request.user, statement=statement, version=version
    ):
        messages.success(request, f"Reversed. {effect.words([form.result], user=request.user)}")
        return redirect(statement)
    return render(request, "savings/reversal_approve.html", _context(request, statement, form))


@require_http_methods(METHODS)
@in_partnership()
def reversal_refuse(request: ScopedRequest, pk: int) -> HttpResponse:
    statement = reversal_to_judge(request, pk)
    form = RefusalForm(*sent(request))
    if form.is_valid() and form.attempt(
        actions.refuse_reversal, by=request.user, statement=statement, reason=form.cleaned_data["reason"]
    ):
        messages.success(request, "The reversal is refused. The statement stands.")
        return redirect(statement)
    return render(request, "savings/reversal_refuse.html", _context(request, statement, form))


def _context(request: ScopedRequest, statement: Statement, form: ActionForm) -> dict[str, Any]:
    """The statement, what of it would leave, and the request if somebody asks."""
    opposite = Statement.objects.filter(reverses=statement).select_related("drafted_by").first()
    asked = opposite if opposite is not None and opposite.is_draft else None
    shares = list(statement.shares.all())
    for share in shares:
        share.statement = statement
    return {
        "form": form,
        "statement": statement,
        "saving": statement.saving,
        "asked": asked,
        "is_reversed": opposite is not None and asked is None,
        "may_ask": opposite is None and bool(reversible_shares(statement)),
        "version": _version(request, form, statement, asked),
        "period": periods.reversal_period(statement),
        "verified": [share for share in shares if share.state == State.VERIFIED],
        "waiting": [share for share in shares if share.state == State.SUBMITTED],
        "evidence": Evidence.objects.visible_to(request.user).filter(saving=statement.saving),
    }


def _version(request: ScopedRequest, form: ActionForm, statement: Statement, asked: Statement | None) -> str:
    """What the person looks at: of a form that comes back what it was about, unless that was what was wrong with it."""
    if request.method == "POST" and not form.has_error(NON_FIELD_ERRORS, code="changed"):
        return request.POST.get("version", "")
    return version_of_reversal(statement, asked) if asked else ""
