"""Verify or return a share."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from partnership.views.scope import ScopedRequest, in_partnership
from savings import actions
from savings.forms import ConfirmForm, ReturnForm
from savings.models import Evidence, Share
from savings.models.words import State
from savings.views.found import METHODS, sent, share_to_judge
from savings.wording import share_words, weight_words


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
        "weight": weight_words(statement.basis, share.weight, statement.usage_unit),
        "waits": share.state == State.SUBMITTED,
        "evidence": Evidence.objects.visible_to(request.user).filter(saving=statement.saving),
    }
    return render(request, template, context)
