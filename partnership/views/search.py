"""The search of a partnership: what was found by kind, or of one kind page by page."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnership import search
from partnership.forms import PortalForm
from partnership.search import Group, Kind
from partnership.views.scope import ScopedRequest, in_partnership

FIRST = 5  # of each kind, where all are shown
PAGE = 20
LAST_PAGE = 500


class SearchForm(PortalForm):
    q = forms.CharField(
        label="Search for",
        max_length=search.LONGEST,
        help_text="All words must be there. Put words in “quotation marks” that stand together.",
    )
    kind = forms.ChoiceField(label="In", required=False)

    def __init__(self, *args: Any, kinds: list[Kind], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["kind"].choices = [("", "Everything"), *((kind.key, kind.title) for kind in kinds)]

    def clean_q(self) -> search.Words:
        return search.words_of(self.cleaned_data["q"])


@dataclass(frozen=True)
class _Pages:
    """As `components/pagination.html` asks for it."""

    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def next_page_number(self) -> int:
        return self.number + 1

    @property
    def previous_page_number(self) -> int:
        return self.number - 1


@require_safe
@in_partnership()
def search_page(request: ScopedRequest) -> HttpResponse:
    """One query for each kind, for any number of rows."""
    user, here = request.user, request.partnership
    kinds = search.kinds(user, here)
    form = SearchForm(request.GET if "q" in request.GET else None, kinds=kinds)
    groups: list[Group] = []
    only, pages = "", None
    if form.is_valid():
        only = form.cleaned_data["kind"]
        number = _number(request) if only else 1
        most = PAGE if only else FIRST
        of = [kind for kind in kinds if not only or kind.key == only]
        groups = search.found(user, here, form.cleaned_data["q"], of, (number - 1) * most, most)
        pages = _Pages(number, bool(groups and groups[0].more and number < LAST_PAGE)) if only else None
    context = {"form": form, "groups": groups, "only": only, "pages": pages, "asked": form.is_bound}
    return render(request, "partnership/search.html", context)


def _number(request: ScopedRequest) -> int:
    text = request.GET.get("page", "1")
    known = text.isascii() and text.isdigit() and len(text) < 4
    return min(LAST_PAGE, max(1, int(text))) if known else 1
