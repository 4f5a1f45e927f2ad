"""Evidence files: attached to a saving, downloaded by those who may see them, taken away while all is draft."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from partnership.models import User
from partnership.permissions import require
from partnership.views.files import download_stored
from partnership.views.scope import ScopedRequest, find, in_partnership
from savings import actions
from savings.forms import ConfirmForm, EvidenceForm
from savings.models import Evidence, Saving
from savings.views.found import METHODS, saving_to_draft, sent


@require_http_methods(METHODS)
@in_partnership()
def evidence_add(request: ScopedRequest, pk: int) -> HttpResponse:
    saving = saving_to_draft(request, pk)
    form = EvidenceForm(*sent(request))
    if form.is_valid():
        uploads = form.cleaned_data["evidence"]
        if form.attempt(_attach_all, by=request.user, saving=saving, uploads=uploads):
            messages.success(
                request, "1 file is attached." if len(uploads) == 1 else f"{len(uploads)} files are attached."
            )
            return redirect(saving)
    return render(request, "savings/evidence_add.html", {"form": form, "saving": saving})


def _attach_all(*, by: User, saving: Saving, uploads: list) -> None:
    with actions.stored_files(saving.partnership, uploads) as files, transaction.atomic():
        for evidence in files:
            actions.attach_evidence(by=by, saving=saving, evidence=evidence)


@require_safe
@in_partnership()
def evidence(request: ScopedRequest, pk: int) -> HttpResponse:
    return download_stored(find(request, Evidence.objects.all(), pk=pk))


@require_http_methods(METHODS)
@in_partnership()
def evidence_remove(request: ScopedRequest, pk: int) -> HttpResponse:
    rows = Evidence.objects.select_related("saving__workstream", "saving__partnership", "partnership")
    evidence = find(request, rows, pk=pk)
    require(request.user, "savings.draft_saving", evidence.saving)
    form = ConfirmForm(*sent(request))
    if form.is_valid() and form.attempt(actions.remove_evidence, by=request.user, evidence=evidence):
        messages.success(request, f"{evidence.name} is removed.")
        return redirect(evidence.saving)
    return render(
        request, "savings/evidence_remove.html", {"form": form, "evidence": evidence, "saving": evidence.saving}
    )
