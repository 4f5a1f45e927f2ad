"""Statements that may claim one saving twice: the list of pairs, and one pair side by side with what was decided."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from partnership.exports import Pence
from partnership.listing import Column, Listing
from partnership.money import format_pounds
from partnership.permissions import require
from partnership.templatetags.portal import tag
from partnership.views.pages import Step
from partnership.views.scope import ScopedRequest, find, in_partnership
from savings import duplicates
from savings.filters import PairFilter
from savings.forms import DecisionForm
from savings.models import DuplicateDecision, LikelyPair
from savings.models.words import STANDING
from savings.views.found import METHODS

Verdict = DuplicateDecision.Verdict
SHORT = {Verdict.DIFFERENT: "Different", Verdict.SAME: "The same", Verdict.MERGED: "Merged"}
_WITH_BOTH = (
    "partnership",
    "first__saving__workstream",
    "first__organisation",
    "second__saving__workstream",
    "second__organisation",
)


def _verdict(row: LikelyPair) -> str:
    return SHORT[Verdict(row.verdict)] if row.verdict else "Not decided"


_COLUMNS = (
    Column("One statement", lambda row: row.first.saving.title, link=LikelyPair.get_absolute_url),
    Column("Stated by", lambda row: row.first.organisation.short_name, plain=lambda row: row.first.organisation.code),
    Column(
        "Amount",
        lambda row: format_pounds(row.first.amount_pence),
        plain=lambda row: Pence(row.first.amount_pence),
        numeric=True,
        sort="first__amount_pence",
    ),
    Column("The other", lambda row: row.second.saving.title),
    Column(
        "Other stated by",
        lambda row: row.second.organisation.short_name,
        plain=lambda row: row.second.organisation.code,
    ),
    Column(
        "Other amount",
        lambda row: format_pounds(row.second.amount_pence),
        plain=lambda row: Pence(row.second.amount_pence),
        numeric=True,
    ),
    Column("Workstream", lambda row: row.first.saving.workstream.name),
    Column("Earned in", lambda row: row.first.earned_in, sort="earned_year"),
    Column("Alike by", lambda row: row.get_alike_display()),
    Column("Decision", _verdict, shown=tag),
)
_FILE_COLUMNS = (
    Column("Statement", lambda row: row.first_id),
    Column("Other statement", lambda row: row.second_id),
    *_COLUMNS,
)


@require_safe
@in_partnership("savings.view_duplicate")
def duplicate_list(request: ScopedRequest) -> HttpResponse:
    """The pairs, after a look at what was submitted since the last: what it keeps can be found again, so a GET may."""
    behind = duplicates.is_behind(request.partnership)
    left = duplicates.look_through(request.partnership, duplicates.AT_ONCE) if behind else 0
    rows = LikelyPair.objects.visible_to(request.user).filter(partnership=request.partnership)
    listing = Listing(
        request,
        rows.select_related(*_WITH_BOTH).with_verdict().with_year(),
        _COLUMNS,
        filterset=PairFilter,
        partnership=request.partnership,
        caption="Statements that look alike",
    )
    if listing.is_download:
        return listing.download("likely-duplicates", columns=_FILE_COLUMNS)
    return render(request, "savings/duplicates/list.html", {"listing": listing, "left": left, "trail": _trail(request)})


@require_http_methods(METHODS)
@in_partnership("savings.view_duplicate")
def duplicate(request: ScopedRequest, pk: int) -> HttpResponse:
    rows = LikelyPair.objects.select_related(*_WITH_BOTH)
    pair = find(request, rows.prefetch_related("first__shares__organisation", "second__shares__organisation"), pk=pk)
    if request.method == "POST":
        require(request.user, "savings.decide_duplicate", pair)
    decisions = list(pair.decisions.select_related("by", "stands__organisation"))
    form = DecisionForm(request.POST or None, pair=pair, decided=len(decisions))
    if form.is_valid() and form.save(by=request.user):
        messages.success(request, "The decision is recorded. It moves nothing in the figures.")
        return redirect(pair)
    context = {
        "pair": pair,
        "sides": [_side(statement, decisions) for statement in (pair.first, pair.second)],
        "decisions": decisions,
        "form": form,
        "may_decide": request.user.has_perm("savings.decide_duplicate", pair),
        "trail": [*_trail(request), Step("Statements that look alike", reverse("duplicate-list", args=_here(request)))],
    }
    return render(request, "savings/duplicates/pair.html", context)


def _side(statement, decisions: list[DuplicateDecision]) -> dict:
    """One of the two; `is_to_go` where the last decision lets the other stand and this one still counts."""
    merged = bool(decisions) and decisions[0].verdict == Verdict.MERGED
    stands = any(share.state in STANDING for share in statement.shares.all())
    return {
        "statement": statement,
        "shares": statement.shares.all(),
        "is_to_go": merged and stands and decisions[0].stands_id != statement.pk,
    }


def _here(request: ScopedRequest) -> list[str]:
    return [request.partnership.slug]


def _trail(request: ScopedRequest) -> list[Step]:
    return [Step("Savings", reverse("saving-list", args=_here(request)))]
