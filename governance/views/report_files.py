"""Appendices: attached, downloaded by those who may see them, taken away."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from governance.actions import appendices as actions
from governance.models import Appendix
from governance.report_forms import AppendixFactsForm, AppendixForm
from governance.views.finding import form_methods
from governance.views.report_finding import find_row, find_to_write, page, workbench
from partnership.views.files import download_stored
from partnership.views.pages import confirm_page, done, form_page
from partnership.views.scope import ScopedRequest, in_partnership


@require_safe
@in_partnership()
def appendix(request: ScopedRequest, pk: int) -> HttpResponse:
    """The file, always as a download, and in a sandbox for a browser that would open it all the same."""
    visible = Appendix.objects.visible_to(request.user).filter(report__partnership=request.partnership)
    return download_stored(get_object_or_404(visible, pk=pk))


@form_methods
@in_partnership()
def appendix_add(request: ScopedRequest, pk: int) -> HttpResponse:
    row = find_to_write(request, pk)
    form = AppendixForm(request.POST or None, request.FILES or None, initial={"openness": "yes"})
    act = partial(actions.attach_appendix, by=request.user, report=row)
    if request.method == "POST" and form.is_valid() and done(form, act, **form.facts):
        from governance.packs import office  # noqa: PLC0415 - what reads PDFs is loaded where it is needed

        if warning := office.warning(form.cleaned_data["upload"], form.cleaned_data["title"]):
            messages.warning(request, f"It was attached, and board packs will not hold it. {warning}")
        return redirect(workbench(row))
    words = page(request, row, "Attach an appendix", action="Attach")
    return render(request, "governance/reports/appendix.html", {"form": form, "page": words})


@form_methods
@in_partnership()
def appendix_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    row = _find(request, pk)
    openness = "no" if row.exempt_reason else "yes"
    initial = {"title": row.title, "openness": openness, "exempt_reason": row.exempt_reason}
    form = AppendixFactsForm(request.POST or None, initial=initial)
    act = partial(actions.edit_appendix, by=request.user, row=row)
    return form_page(request, form, act, page(request, row.report, "Change the appendix", done="It was changed."))


@form_methods
@in_partnership()
def appendix_remove(request: ScopedRequest, pk: int) -> HttpResponse:
    row = _find(request, pk)
    text = "Versions of the report that it was in keep it."
    words: dict[str, Any] = {"action": "Take it away", "done": "It was taken away.", "text": text, "danger": True}
    act = partial(actions.remove_appendix, by=request.user, row=row)
    return confirm_page(request, act, page(request, row.report, f"Take away “{row.title}”", **words))


def _find(request: ScopedRequest, pk: int) -> Appendix:
    row: Appendix = find_row(request, Appendix, pk)
    if row.exempt_reason and not row.report.opens_exempt_to(request.user):
        raise PermissionDenied("This appendix is exempt, and your roles do not open exempt matter.")
    return row
