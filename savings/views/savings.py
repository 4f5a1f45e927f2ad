"""Log a saving, look at it, change it while it is a draft, submit it."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnership import clock
from partnership.page_forms import number
from partnership.views.scope import ScopedRequest, find, in_partnership
from savings import actions, baselines, contract_tables, effect, lookalikes, sharing_table, trail
from savings.actions.drafts import is_series
from savings.actions.versions import version_of
from savings.forms import ConfirmForm, DescriptionForm, SavingForm, StatementForm
from savings.models import Contract, Evidence, ImportedRow, Saving
from savings.models.words import Kind
from savings.views.found import METHODS, saving_to_draft, sent, shown_version, statement_to_draft
from workstreams.baselines import combined_of


@require_http_methods(METHODS)
@in_partnership("savings.draft_saving")
def saving_add(request: ScopedRequest) -> HttpResponse:
    form = SavingForm(*sent(request), user=request.user, partnership=request.partnership)
    if form.is_valid() and (saving := form.save(by=request.user)):
        return _drafted(request, saving)
    if form.has_error(NON_FIELD_ERRORS, code="sent"):
        return _drafted(request, get_object_or_404(Saving, request_key=form.request_key, created_by=request.user))
    key = request.POST.get("request_key") or uuid4()
    return render(request, "savings/form.html", {"form": form, "request_key": key})


@require_http_methods(METHODS)
@in_partnership()
def saving_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    saving = saving_to_draft(request, pk)
    if saving.is_frozen:
        messages.info(request, "A statement of this saving was submitted, so the saving can no longer be changed.")
        return redirect(saving)
    if (contract := getattr(saving, "contract", None)) is not None:
        return redirect("contract-edit", partnership=request.partnership.slug, pk=contract.pk)
    if not is_series(saving.statements.prefetch_related("shares")):
        return _describe(request, saving)
    form = SavingForm(*sent(request), user=request.user, partnership=request.partnership, saving=saving)
    if form.is_valid() and form.save(by=request.user):
        return _drafted(request, saving)
    version = shown_version(request, form, saving.statements.all())
    return render(request, "savings/form.html", {"form": form, "saving": saving, "version": version})


def _describe(request: ScopedRequest, saving: Saving) -> HttpResponse:
    """Its drafts differ from each other: one page changes the saving's words, and each draft has a page of its own."""
    form = DescriptionForm(*sent(request), saving=saving)
    if form.is_valid() and form.save(by=request.user):
        return _drafted(request, saving)
    drafts = saving.statements.for_list().order_by("year", "quarter", "pk")
    context = {"form": form, "saving": saving, "drafts": drafts, "version": shown_version(request, form, drafts)}
    return render(request, "savings/description_form.html", context)


def _drafted(request: ScopedRequest, saving: Saving) -> HttpResponse:
    if request.POST.get("next") == "submit":
        return redirect("saving-submit", partnership=request.partnership.slug, pk=saving.pk)
    messages.success(request, "The draft is saved. It counts in no figure until it is submitted.")
    return redirect("saving", partnership=request.partnership.slug, pk=saving.pk)


@require_POST
@in_partnership("savings.draft_saving")
def saving_preview(request: ScopedRequest) -> HttpResponse:
    """The shares as they would be, of a form that may be half filled in; nothing is saved."""
    form = _half_filled(request)
    form.full_clean()
    return render(request, "savings/shares_preview.html", {"form": form})


def _half_filled(request: ScopedRequest) -> SavingForm | StatementForm:
    """The form that asks: of a statement in the place of another, of a further one, or of a new saving."""
    if pk := number(request.POST.get("replaces", "")):
        old = statement_to_draft(request, pk)
        return StatementForm(request.POST, user=request.user, saving=old.saving, replaces=old)
    if pk := number(request.POST.get("saving", "")):
        return StatementForm(request.POST, user=request.user, saving=saving_to_draft(request, pk))
    return SavingForm(request.POST, user=request.user, partnership=request.partnership)


@require_safe
@in_partnership()
def saving(request: ScopedRequest, pk: int) -> HttpResponse:
    rows = Saving.objects.select_related("workstream", "organisation", "created_by", "partnership")
    saving = find(request, rows, pk=pk)
    statements = list(saving.statements.visible_to(request.user).for_list().order_by("year", "quarter", "pk"))
    may_read_history = request.user.has_perm("partnership.view_history", saving)
    contract = Contract.objects.filter(saving=saving).for_list().first()
    before = combined_of([saving.workstream_id], clock.today())[saving.workstream_id].baseline
    for statement in statements:
        statement.of_baseline = baselines.part_of(statement, before)
    context = {
        "saving": saving,
        "baseline": before,
        "contract": contract,
        "contract_table": contract and contract_tables.of_contract(contract.schedule, contract.names),
        "statements": statements,
        "drafts": [each for each in statements if each.is_draft and not each.is_reversal],
        "is_frozen": saving.is_frozen,
        "may_reshare": saving.kind != Kind.QUALITATIVE and any(not statement.is_draft for statement in statements),
        "evidence": Evidence.objects.visible_to(request.user).filter(saving=saving).select_related("uploaded_by"),
        "imported_rows": ImportedRow.objects.visible_to(request.user).behind(saving),
        "events": trail.of_saving(saving, statements) if may_read_history else None,
    }
    return render(request, "savings/saving.html", context)


@require_http_methods(METHODS)
@in_partnership()
def saving_submit(request: ScopedRequest, pk: int) -> HttpResponse:
    saving = saving_to_draft(request, pk)
    form = ConfirmForm(*sent(request))
    version = request.POST.get("version", "")
    if form.is_valid() and form.attempt(actions.submit_saving, by=request.user, saving=saving, version=version):
        messages.success(request, f"Submitted. {effect.words(form.result, user=request.user)}")
        return redirect(saving)
    drafts = list(saving.statements.drafts().claims().for_list().order_by("year", "quarter", "pk"))
    evidence = Evidence.objects.visible_to(request.user).filter(saving=saving)
    context = {"form": form, "saving": saving, "statements": drafts, "evidence": evidence}
    context |= {"table": sharing_table.of_statements(drafts), "version": version_of(drafts)}
    context["lookalikes"] = lookalikes.of_drafts(request.partnership, drafts, user=request.user)
    return render(request, "savings/submit.html", context)


@require_http_methods(METHODS)
@in_partnership()
def saving_withdraw(request: ScopedRequest, pk: int) -> HttpResponse:
    saving = saving_to_draft(request, pk)
    form = ConfirmForm(*sent(request))
    if form.is_valid() and form.attempt(actions.withdraw_draft, by=request.user, saving=saving):
        messages.success(request, f"The draft “{saving.title}” is withdrawn.")
        return redirect("saving-list", partnership=request.partnership.slug)
    return render(request, "savings/withdraw.html", {"form": form, "saving": saving, "back": saving.get_absolute_url()})
