"""One statement: its whole chain, and its life as a draft."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from partnership.views.scope import ScopedRequest, find, in_partnership
from savings import actions, effect, sharing_table, trail
from savings.actions.drafts import replaceable_shares, version_of
from savings.forms import ConfirmForm, StatementForm
from savings.models import Evidence, Posting, Saving, Statement
from savings.models.words import State
from savings.views.found import METHODS, is_four_eyes, saving_to_draft, sent, shown_version, statement_to_draft
from savings.wording import share_words, weight_words


@require_safe
@in_partnership()
def statement(request: ScopedRequest, pk: int) -> HttpResponse:
    rows = Statement.objects.for_list().select_related("drafted_by", "submitted_by", "saving__organisation")
    statement = find(request, rows.prefetch_related("authors", "saving__evidence"), pk=pk)
    postings = trail.postings_of(statement)
    may_read_history = request.user.has_perm("partnership.view_history", statement)
    context = {
        "statement": statement,
        "saving": statement.saving,
        "shares": [_share_row(request, share, postings) for share in _with_statement(statement)],
        "evidence": Evidence.objects.visible_to(request.user).filter(saving=statement.saving),
        "events": trail.of_statement(statement, postings) if may_read_history else None,
        **_chain(request, statement),
    }
    return render(request, "savings/statement.html", context)


def _with_statement(statement: Statement) -> list:
    """The shares, each with this statement loaded: four eyes asks for its authors, once."""
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
        "weight": weight_words(share.statement.basis, share.weight),
        "last": last,
        "may_judge": waits and request.user.has_perm("savings.verify_share", share),
        "four_eyes": waits and is_four_eyes(request, share),
    }


def _chain(request: ScopedRequest, statement: Statement) -> dict[str, Any]:
    """What this statement replaces and what replaced it, as far as the reader may see them; what may be done now."""
    visible = Statement.objects.visible_to(request.user).filter(partnership=request.partnership)
    visible = visible.select_related("saving", "partnership")
    replaced_by = visible.filter(replaces=statement).first()
    may_draft = request.user.has_perm("savings.draft_saving", statement)
    open_shares = not statement.is_draft and replaceable_shares(statement)
    return {
        "replaces": visible.filter(pk=statement.replaces_id).first() if statement.replaces_id else None,
        "replaced_by": replaced_by,
        "may_edit": may_draft and statement.is_draft,
        "may_replace": may_draft and bool(open_shares) and replaced_by is None,
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
    if not statement.is_draft:
        messages.info(request, "This statement was submitted already, so it can no longer be changed.")
        return redirect(statement)
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
    if form.statement is not None:
        context["version"] = shown_version(request, form, [form.statement])
    return render(request, "savings/statement_form.html", context)


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
        "beside": Statement.objects.visible_to(request.user).standing_beside(statement).for_list(),
        "evidence": Evidence.objects.visible_to(request.user).filter(saving=statement.saving),
    }
    return render(request, "savings/submit.html", context)


@require_http_methods(METHODS)
@in_partnership()
def statement_discard(request: ScopedRequest, pk: int) -> HttpResponse:
    statement = statement_to_draft(request, pk)
    form = ConfirmForm(*sent(request))
    if form.is_valid() and form.attempt(actions.discard_statement, by=request.user, statement=statement):
        messages.success(request, "The draft statement is discarded.")
        remaining = Saving.objects.filter(pk=statement.saving_id).first()
        return redirect(remaining or reverse("saving-list", kwargs={"partnership": request.partnership.slug}))
    context = {"form": form, "saving": statement.saving, "statement": statement, "back": statement.get_absolute_url()}
    return render(request, "savings/discard.html", context)
