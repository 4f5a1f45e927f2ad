"""One statement: its whole chain, and its life as a draft."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnership.permissions import require
from partnership.views.scope import ScopedRequest, in_partnership
from savings import actions, effect, lookalikes, periods, sharing_table, trail
from savings.actions.replacing import replaceable_shares
from savings.actions.reversals import reversible_shares
from savings.actions.versions import version_of
from savings.chain import chain
from savings.forms import CommentForm, ConfirmForm, StatementForm
from savings.models import Evidence, ImportedRow, Posting, Saving, Statement
from savings.models.words import State
from savings.views.found import (
    METHODS,
    is_four_eyes,
    is_four_eyes_of_reversal,
    saving_to_draft,
    sent,
    shown_version,
    statement_seen,
    statement_to_draft,
)
from savings.wording import share_words, weight_words


@require_safe
@in_partnership()
def statement(request: ScopedRequest, pk: int) -> HttpResponse:
    return _page(request, statement_seen(request, pk), CommentForm())


@require_POST
@in_partnership()
def statement_comment(request: ScopedRequest, pk: int) -> HttpResponse:
    statement = statement_seen(request, pk)
    require(request.user, "savings.comment", statement)
    form = CommentForm(request.POST)
    if form.is_valid() and form.attempt(
        actions.comment, by=request.user, statement=statement, text=form.cleaned_data["text"]
    ):
        messages.success(request, "Your comment is added.")
        return redirect(f"{statement.get_absolute_url()}#comments")
    return _page(request, statement, form)


def _page(request: ScopedRequest, statement: Statement, form: CommentForm) -> HttpResponse:
    postings = trail.postings_of(statement)
    may_read_history = request.user.has_perm("partnership.view_history", statement)
    context = {
        "statement": statement,
        "saving": statement.saving,
        "shares": [_share_row(request, share, postings) for share in _with_statement(statement)],
        "evidence": Evidence.objects.visible_to(request.user).filter(saving=statement.saving),
        "postings": postings,
        "imported_rows": ImportedRow.objects.visible_to(request.user).behind(statement.saving, statement),
        "events": trail.of_statement(statement, postings) if may_read_history else None,
        "closing": periods.closing_of(statement.partnership_id, statement.period),
        "form": form,
        "may_comment": request.user.has_perm("savings.comment", statement),
        "comments": statement.comments.select_related("written_by"),
        **_chain(request, statement),
    }
    return render(request, "savings/statement.html", context)


def _with_statement(statement: Statement) -> list:
    """The shares, each with this statement loaded: four eyes asks for all hands in it, once."""
    shares = list(statement.shares.all())
    for share in shares:
        share.statement = statement
    return shares


def _share_row(request: ScopedRequest, share: Any, postings: list[Posting]) -> dict[str, Any]:
    last = next((posting for posting in reversed(postings) if posting.share_id == share.pk), None)
    waits = share.state == State.SUBMITTED
    return {
        "share": share,
        "worth": share_words(share.statement, share.pence),
        "weight": weight_words(share.statement.basis, share.weight, share.statement.usage_unit),
        "last": last,
        "may_judge": waits and request.user.has_perm("savings.verify_share", share),
        "four_eyes": waits and is_four_eyes(request, share),
    }


def _chain(request: ScopedRequest, statement: Statement) -> dict[str, Any]:
    """What this statement hangs together with, as far as the reader may see that; what may be done now."""
    links = chain(statement, request.user)
    others = [link.statement for link in links]
    replaced_by = _who(others, "replaces_id", statement)
    reversed_by = _who(others, "reverses_id", statement)
    may_draft = request.user.has_perm("savings.draft_saving", statement)
    open_shares = not statement.is_draft and replaceable_shares(statement)
    return {
        "links": links,
        "replaces": next((each for each in others if each.pk == statement.replaces_id), None),
        "replaced_by": replaced_by,
        "may_edit": may_draft and statement.is_draft and not statement.is_reversal,
        "may_attach": request.user.has_perm("savings.draft_saving", statement.saving),
        "may_reshare": not (statement.is_draft or statement.is_reversal or statement.is_qualitative or replaced_by),
        "may_replace": may_draft and bool(open_shares) and replaced_by is None,
        **_reversal(request, statement, reversed_by),
        "may_restate": may_draft
        and reversed_by is not None
        and not reversed_by.is_draft
        and _who(others, "restates_id", statement) is None,
    }


def _who(others: list[Statement], link: str, statement: Statement) -> Statement | None:
    return next((each for each in others if getattr(each, link) == statement.pk), None)


def _reversal(request: ScopedRequest, statement: Statement, reversed_by: Statement | None) -> dict[str, Any]:
    """How it stands with the reversal of this statement: asked for, approved; what the reader may do about it."""
    user = request.user
    waits = reversed_by is not None and reversed_by.is_draft
    may_ask = user.has_perm("savings.request_reversal", statement)
    of_this_request = may_ask and statement.is_reversal and statement.is_draft
    return {
        "reverses": statement.reverses if statement.is_reversal else None,
        "reversed_by": reversed_by,
        "may_reverse": may_ask and reversed_by is None and not statement.is_draft and reversible_shares(statement),
        "may_withdraw_request": of_this_request or (may_ask and waits),
        "may_approve": waits and user.has_perm("savings.approve_reversal", statement),
        "four_eyes_reversal": waits and is_four_eyes_of_reversal(request, statement),
    }


@require_http_methods(METHODS)
@in_partnership()
def statement_add(request: ScopedRequest, pk: int) -> HttpResponse:
    saving = saving_to_draft(request, pk)
    form = StatementForm(*sent(request), user=request.user, saving=saving)
    return _draft(request, form, saving, heading="Add a statement", back=saving.get_absolute_url())


@require_http_methods(METHODS)
@in_partnership()
def statement_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    statement = statement_to_draft(request, pk)
    if statement.is_reversal:
        return redirect(statement)
    if not statement.is_draft:
        messages.info(request, "This statement was submitted already, so it can no longer be changed.")
        return redirect(statement)
    contract = getattr(statement.saving, "contract", None)
    if contract is not None and contract.makes(statement):
        return redirect("contract-edit", partnership=request.partnership.slug, pk=contract.pk)
    form = StatementForm(*sent(request), user=request.user, saving=statement.saving, statement=statement)
    return _draft(request, form, statement.saving, heading="Change the statement", back=statement.get_absolute_url())


@require_http_methods(METHODS)
@in_partnership()
def statement_replace(request: ScopedRequest, pk: int) -> HttpResponse:
    old = statement_to_draft(request, pk)
    if old.is_draft:
        return redirect("statement-edit", partnership=request.partnership.slug, pk=old.pk)
    form = StatementForm(*sent(request), user=request.user, saving=old.saving, replaces=old)
    return _draft(request, form, old.saving, heading="Replace the statement", back=old.get_absolute_url())


def _draft(request: ScopedRequest, form: StatementForm, saving: Saving, *, heading: str, back: str) -> HttpResponse:
    if form.is_valid() and (drafted := form.save(by=request.user)):
        if request.POST.get("next") == "submit":
            return redirect("statement-submit", partnership=request.partnership.slug, pk=drafted.pk)
        messages.success(request, "The draft is saved. It counts in no figure until it is submitted.")
        return redirect("statement", partnership=request.partnership.slug, pk=drafted.pk)
    context = {"form": form, "saving": saving, "heading": heading, "back": back, "replaces": form.replaces}
    context["restates"] = form.restates
    if form.statement is not None:
        context["version"] = shown_version(request, form, [form.statement])
    return render(request, "savings/statement_form.html", context)


@require_http_methods(METHODS)
@in_partnership()
def statement_restate(request: ScopedRequest, pk: int) -> HttpResponse:
    old = statement_to_draft(request, pk)
    form = StatementForm(*sent(request), user=request.user, saving=old.saving, restates=old)
    return _draft(request, form, old.saving, heading="State it anew", back=old.get_absolute_url())


@require_http_methods(METHODS)
@in_partnership()
def statement_submit(request: ScopedRequest, pk: int) -> HttpResponse:
    statement = statement_to_draft(request, pk)
    form = ConfirmForm(*sent(request))
    version = request.POST.get("version", "")
    if form.is_valid() and form.attempt(
        actions.submit_statement, by=request.user, statement=statement, version=version
    ):
        messages.success(request, f"Submitted. {effect.words([form.result], user=request.user)}")
        return redirect(statement)
    drafts = list(Statement.objects.for_list().filter(pk=statement.pk))
    context = {
        "form": form,
        "saving": statement.saving,
        "statement": statement,
        "statements": drafts,
        "table": sharing_table.of_statements(drafts),
        "version": version_of(drafts),
        "lookalikes": lookalikes.of_drafts(request.partnership, drafts, user=request.user),
        "beside": Statement.objects.visible_to(request.user).standing_beside(statement).for_list(),
        "evidence": Evidence.objects.visible_to(request.user).filter(saving=statement.saving),
    }
    return render(request, "savings/submit.html", context)


@require_http_methods(METHODS)
@in_partnership()
def statement_withdraw(request: ScopedRequest, pk: int) -> HttpResponse:
    statement = statement_seen(request, pk)
    require(request.user, "savings.request_reversal" if statement.is_reversal else "savings.draft_saving", statement)
    form = ConfirmForm(*sent(request))
    if form.is_valid() and form.attempt(actions.withdraw_statement, by=request.user, statement=statement):
        messages.success(
            request, "The request is withdrawn." if statement.is_reversal else "The draft statement is withdrawn."
        )
        remaining = statement.reverses or Saving.objects.filter(pk=statement.saving_id).first()
        return redirect(remaining or reverse("saving-list", kwargs={"partnership": request.partnership.slug}))
    context = {"form": form, "saving": statement.saving, "statement": statement, "back": statement.get_absolute_url()}
    return render(request, "savings/withdraw.html", context)
