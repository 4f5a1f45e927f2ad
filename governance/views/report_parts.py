"""One part of a report: written, previewed, kept while it is typed, brought together after a conflict, cleared."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from governance.actions import report_parts as actions
from governance.models import ReportDraft, ReportPart
from governance.models.reports import WRITE
from governance.report_forms import ClearForm, DraftForm, FigureForm, PartForm
from governance.reports import references
from governance.reports.comparing import compare
from governance.reports.content import live
from governance.reports.printing import Printed
from governance.views.finding import form_methods
from governance.views.report_finding import find_part, page, to_write, workbench
from partnership.permissions import require
from partnership.views.pages import Step, blame, confirm_page, form_page
from partnership.views.scope import ScopedRequest, in_partnership
from savings import tables


def _find_to_write(request: ScopedRequest, pk: int, key: str) -> ReportPart:
    part = find_part(request, pk, key)
    require(request.user, WRITE, part.report)
    _require_open(request, part)
    return part


def _require_open(request: ScopedRequest, part: ReportPart) -> None:
    if not part.opens_to(request.user):
        raise PermissionDenied("This part is exempt, and your roles do not open exempt matter.")


def _address(part: ReportPart, name: str = "report-part") -> str:
    return reverse(name, args=[part.report.partnership.slug, part.report_id, part.key])


@form_methods
@in_partnership()
def part(request: ScopedRequest, pk: int, part: str) -> HttpResponse:
    row = _find_to_write(request, pk, part)
    if not row.report.is_editable:
        messages.error(request, "This report can not be changed now. It can after the outcome where it is.")
        return redirect(row.report)
    if request.method != "POST":
        return _shown(request, row, *_begun(request, row))
    form = PartForm(request.POST, part=row)
    if not form.is_valid():
        return _shown(request, row, form, None)
    if "insert" in request.POST or "preview" in request.POST:
        return _looked(request, row, form)
    return _saved(request, row, form)


def _begun(request: ScopedRequest, row: ReportPart) -> tuple[PartForm, ReportDraft | None]:
    """The form as it is begun: with what the writer typed and did not save, where there is any."""
    draft = ReportDraft.objects.visible_to(request.user).filter(part=row).exclude(text=row.text).first()
    initial = {
        "text": draft.text if draft else row.text,
        "base": draft.base if draft else row.stamp,
        "is_none": row.is_none,
        "openness": "no" if row.exempt_reason else "yes",
        "exempt_reason": row.exempt_reason,
    }
    return PartForm(part=row, initial=initial), draft


def _looked(request: ScopedRequest, row: ReportPart, form: PartForm) -> HttpResponse:
    """Keep what was typed; then go to choose a figure, or show how it will read."""
    text = form.cleaned_data["text"]
    try:
        actions.keep_draft(by=request.user, part=row, base=form.cleaned_data["base"], text=text)
    except ValidationError as error:
        blame(form, error)
        return _shown(request, row, form, None)
    if "insert" in request.POST:
        at = request.POST.get("at", "")
        query = f"?at={at}" if at.isascii() and at.isdigit() else ""
        return redirect(_address(row, "report-part-figure") + query)
    preview = _preview(request, row, text, bool(form.cleaned_data.get("is_none")))
    return _shown(request, row, form, None, preview=preview)


def _preview(request: ScopedRequest, row: ReportPart, text: str, is_none: bool) -> dict[str, Any]:
    resolver = references.Resolver(row.report.partnership, request.user)
    document = live(row.report)
    for each in document["parts"]:
        each.update({"text": text, "none": is_none} if each["key"] == row.key else {"text": ""})
    printed = Printed(document, resolver.all_of([text]), prefix="preview-")
    shown = [printed.purpose, printed.background, printed.options, *printed.implications]
    return {
        "part": next(each for each in shown if each.key == row.key),
        "printed": printed,
        "problems": references.problems(text, resolver.stands_for),
    }


def _saved(request: ScopedRequest, row: ReportPart, form: PartForm) -> HttpResponse:
    facts = dict(form.facts)  # what is refused leaves the form
    try:
        actions.write_part(by=request.user, part=row, **facts)
    except ValidationError as error:
        blame(form, error)
        _keep(request, row, facts)
        return _shown(request, row, form, None)
    messages.success(request, f"“{row}” was saved.")
    return redirect(workbench(row.report))


def _keep(request: ScopedRequest, row: ReportPart, facts: dict[str, Any]) -> None:
    """What was refused is kept as unsaved typing too; where even that is refused, the form has said so."""
    try:
        actions.keep_draft(by=request.user, part=row, base=facts["base"], text=facts["text"])
    except ValidationError:
        return


def _shown(
    request: ScopedRequest,
    row: ReportPart,
    form: PartForm,
    draft: ReportDraft | None,
    *,
    preview: dict[str, Any] | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "part": row,
        "report": row.report,
        "draft": draft,
        "preview": preview,
        "theirs": _theirs(row, form, draft),
        "trail": to_write(request, row.report),
        "back": workbench(row.report),
        "autosave": _address(row, "report-part-autosave"),
        "discard": _address(row, "report-part-discard"),
    }
    return render(request, "governance/reports/part.html", context)


def _theirs(row: ReportPart, form: PartForm, draft: ReportDraft | None) -> dict[str, Any] | None:
    """Where the part changed since it was read: what it says now, beside what was typed. The form goes on from there.

    What is sent next has seen the other text, so it begins from the present stamp.
    """
    base = draft.base if draft else form["base"].value()
    if str(base) == str(row.stamp) or not str(base).isdigit():
        return None
    mine = draft.text if draft else str(form["text"].value() or "")
    if form.is_bound:
        data: QueryDict = form.data.copy()
        data["base"] = str(row.stamp)
        form.data = data
    else:
        form.initial["base"] = row.stamp
    return {"by": row.written_by.name, "at": row.written_at, "text": row.text, "rows": compare(row.text, mine)}


@require_POST
@in_partnership()
def autosave(request: ScopedRequest, pk: int, part: str) -> HttpResponse:
    """Keep what is typed, and say so in a line. Asked every few seconds."""
    row = _find_to_write(request, pk, part)
    form = DraftForm(request.POST)
    context: dict[str, Any] = {}
    try:
        if not form.is_valid():
            raise ValidationError("A character of this text can not be kept. Save to see which one.")
        context["draft"] = actions.keep_draft(by=request.user, part=row, **form.facts)
    except ValidationError as error:
        context["problem"] = " ".join(error.messages)
    return render(request, "governance/reports/autosaved.html", context)


@form_methods
@in_partnership()
def discard(request: ScopedRequest, pk: int, part: str) -> HttpResponse:
    row = _find_to_write(request, pk, part)
    text = "The part stays as it was saved last. What you have typed since is gone."
    words = {"action": "Throw it away", "done": "Your unsaved typing is gone.", "text": text, "danger": True}
    act = partial(actions.discard_draft, by=request.user, part=row)
    return confirm_page(request, act, page(request, row.report, f"Throw away your unsaved typing in “{row}”", **words))


@form_methods
@in_partnership()
def clear(request: ScopedRequest, pk: int, part: str) -> HttpResponse:
    """The words that are cleared are those shown: their digest goes along."""
    row = find_part(request, pk, part)
    require(request.user, row.clears, row)
    _require_open(request, row)
    preview = _preview(request, row, row.text, row.is_none)
    form = ClearForm(request.POST or None, initial={"post": _own_post(request, row)})
    act = partial(actions.clear_part, by=request.user, part=row, digest=request.POST.get("digest", ""))
    words = page(request, row.report, f"Clear “{row}”", action="Record the clearance", done=f"“{row}” is cleared.")
    return form_page(request, form, act, words, "governance/reports/clear.html", preview=preview, part=row)


def _own_post(request: ScopedRequest, row: ReportPart) -> str:
    return request.user.post_title if row.clears == "governance.clear_finance" else ""


# --- Figures ----------------------------------------------------------------------------------------------------------
@form_methods
@in_partnership()
def figure(request: ScopedRequest, pk: int, part: str) -> HttpResponse:
    """Choose a figure or a chart, see what it says now, and put its reference into one's unsaved typing."""
    row = _find_to_write(request, pk, part)
    form = FigureForm(
        request.GET if "sort" in request.GET else None, names=tables.names(request.partnership, user=request.user)
    )
    context: dict[str, Any] = {"form": form, "part": row, "report": row.report, "at": request.GET.get("at", "")}
    if form.is_bound and form.is_valid():
        try:
            resolver = references.Resolver(request.partnership, request.user)
            inside = references.within(str(form.asked))[0]
            context |= {"reference": str(form.asked), "stood": resolver.stands_for(inside)}
        except ValidationError as error:
            blame(form, error)
    if request.method == "POST" and "stood" in context:
        return _inserted(request, row, context["reference"], context["stood"])
    steps = [*to_write(request, row.report), Step(str(row), _address(row))]
    return render(request, "governance/reports/figure.html", context | {"trail": steps, "back": _address(row)})


def _inserted(request: ScopedRequest, row: ReportPart, reference: str, stood: references.Stood) -> HttpResponse:
    """At the place where the cursor was, or at the end; a chart on a line of its own."""
    draft = ReportDraft.objects.visible_to(request.user).filter(part=row).first()
    text, base = (draft.text, draft.base) if draft else (row.text, row.stamp)
    at = request.GET.get("at", "")
    place = min(int(at), len(text)) if at.isascii() and at.isdigit() and len(at) < 9 else len(text)
    before, after = text[:place], text[place:]
    if stood["sort"] == "chart":
        reference = f"{'' if not before or before.endswith(chr(10)) else chr(10) * 2}{reference}\n\n"
        after = after.lstrip("\n")
    elif before and not before[-1].isspace():
        reference = f" {reference}"
    try:
        actions.keep_draft(by=request.user, part=row, base=base, text=before + reference + after)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "It is in your text now, which is not saved yet.")
    return redirect(_address(row))
