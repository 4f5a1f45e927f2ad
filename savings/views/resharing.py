"""What another basis would do to a statement, or to all that stand of a saving; and drafting the restatement by it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from partnership.permissions import require
from partnership.views.scope import ScopedRequest, find, in_partnership
from savings import periods
from savings.actions.replacing import replaceable_shares
from savings.forms import ResharingForm
from savings.models import Saving, Statement
from savings.models.words import Kind
from savings.resharing import by_stage
from savings.views.found import METHODS


@require_http_methods(METHODS)
@in_partnership()
def statement_reshare(request: ScopedRequest, pk: int) -> HttpResponse:
    statement = find(request, Statement.objects.submitted().for_list(), pk=pk)
    return _reshare(request, statement.saving, [statement], statement)


@require_http_methods(METHODS)
@in_partnership()
def saving_reshare(request: ScopedRequest, pk: int) -> HttpResponse:
    """Of what stands and is not to be replaced already; among it only what the reader may see."""
    saving = find(request, Saving.objects.select_related("workstream", "organisation", "partnership"), pk=pk)
    rows = saving.statements.visible_to(request.user).standing().filter(replaced_by=None)
    return _reshare(request, saving, list(rows.for_list().order_by("year", "quarter", "pk")))


def _reshare(
    request: ScopedRequest, saving: Saving, statements: list[Statement], statement: Statement | None = None
) -> HttpResponse:
    """Asked by GET, which writes nothing and whose address can be kept; POST drafts what was shown."""
    for each in statements:
        each.saving = saving  # with its workstream and partnership, read once
    may_draft = request.user.has_perm("savings.draft_saving", saving)
    if request.method == "POST":
        require(request.user, "savings.draft_saving", saving)
    sent = request.POST if request.method == "POST" else request.GET if "basis" in request.GET else None
    form = ResharingForm(sent, saving=saving, statements=statements)
    if form.is_valid() and request.method == "POST" and (drafted := form.save(by=request.user)):
        return _drafted(request, saving, drafted)
    closed = periods.closings(saving.partnership_id)
    context = {
        "form": form,
        "saving": saving,
        "statement": statement,
        "statements": statements,
        "may_draft": may_draft,
        "fixed": [each for each in statements if len(replaceable_shares(each, closed)) < len(each.shares.all())],
        "is_money": saving.kind != Kind.QUALITATIVE,
        "stages": by_stage(statements, form.comparisons) if form.comparisons else [],
        "asked": [(name, value) for name, values in sent.lists() for value in values] if sent else [],
    }
    return render(request, "savings/reshare.html", context)


def _drafted(request: ScopedRequest, saving: Saving, drafted: list[Statement]) -> HttpResponse:
    messages.success(request, "The restatement is drafted. Nothing moves until it is submitted.")
    if len(drafted) == 1:
        return redirect("statement-submit", partnership=request.partnership.slug, pk=drafted[0].pk)
    return redirect(saving)
