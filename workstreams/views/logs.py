"""What the logs of lessons, communications and consultations share: filters, where we are, and papers with a form."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import django_filters
from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from partnership import search
from partnership.listing import Column, Listing
from partnership.permissions import require
from partnership.views.pages import Page, Step, form_page
from partnership.views.scope import ScopedRequest, find
from workstreams import actions
from workstreams.actions import MAY_EDIT
from workstreams.models import Workstream
from workstreams.models.programme import OfProgramme
from workstreams.views import choosing
from workstreams.views.finding import trail as crumbs


def day_filter(label: str, field: str, lookup: str) -> django_filters.DateFilter:
    return django_filters.DateFilter(field, lookup, label=label, widget=forms.DateInput(attrs={"type": "date"}))


class SearchFilter(django_filters.CharFilter):
    """Rows in which each of the words stands, in any of the columns; more than a search takes is refused."""

    def __init__(self, *columns: str) -> None:
        self.columns = columns
        super().__init__(label="Search", max_length=search.LONGEST, validators=[search.words_of])

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        return search.having(qs, search.words_of(value), *self.columns)


class OfProgrammeFilter(django_filters.FilterSet):
    """By workstream; not offered on the pages of one workstream."""

    workstream = django_filters.ModelChoiceFilter(
        queryset=choosing.workstreams, to_field_name="slug", empty_label="All", null_label="The programme as a whole"
    )

    def __init__(self, *args: Any, stream: Workstream | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if stream:
            del self.filters["workstream"]


def rows_of(request: ScopedRequest, model: type[OfProgramme], stream: Workstream | None) -> QuerySet:
    """What this reader may see of a log: of one workstream, or of all and the programme."""
    rows = model.objects.visible_to(request.user).filter(partnership=request.partnership)
    rows = rows.select_related("partnership", "workstream__partnership")
    return rows.filter(workstream=stream) if stream else rows


def find_row(request: ScopedRequest, model: type[OfProgramme], pk: int) -> Any:
    return find(request, model.objects.select_related("partnership", "workstream__partnership"), pk=pk)


def find_to_edit(request: ScopedRequest, model: type[OfProgramme], pk: int) -> Any:
    row = find_row(request, model, pk)
    require(request.user, MAY_EDIT, row)
    return row


def log_trail(request: ScopedRequest, text: str, name: str, stream: Workstream | None) -> list[Step]:
    """Down to the log `name` (“lesson-log”), or to that of the workstream (“lesson-list”)."""
    slug = request.partnership.slug
    if stream is None:
        return [*crumbs(request), Step(text, reverse(f"{name}-log", args=[slug]))]
    return [*crumbs(request, stream), Step(text, reverse(f"{name}-list", args=[slug, stream.slug]))]


@dataclass(frozen=True)
class Log:
    """What one log shows: its rows and columns, what a file has of them, and how its page is called.

    `name` is the first word of its addresses; `heading` is that of the page, and of files in small letters.
    """

    name: str
    heading: str
    columns: tuple[Column, ...]
    of_file: tuple[Column, ...]
    filterset: type[OfProgrammeFilter]
    sort: str

    def page(
        self, request: ScopedRequest, rows: QuerySet, stream: Workstream | None, **context: Any
    ) -> HttpResponseBase:
        """Of one workstream, or of the whole partnership. Fixed number of queries."""
        caption = f"{self.heading} of {stream.name if stream else 'the partnership'}"
        listing = Listing(
            request, rows, self.columns, filterset=self.filterset, sort=self.sort, caption=caption, stream=stream
        )
        file = self.heading.lower()
        if listing.is_download:
            return listing.download(f"{stream.slug}-{file}" if stream else file, columns=self.of_file)
        context |= {
            "listing": listing,
            "workstream": stream,
            "may_add": request.user.has_perm(MAY_EDIT, stream or request.partnership),
            "trail": self.trail(request, stream)[:-1],
        }
        return render(request, f"workstreams/{self.name}s/log.html", context)

    def trail(self, request: ScopedRequest, stream: Workstream | None = None) -> list[Step]:
        return log_trail(request, self.heading, self.name, stream)

    def page_of(self, request: ScopedRequest, row: OfProgramme, title: str, **words: Any) -> Page:
        """A page of one form about a row of it."""
        steps = [*self.trail(request, row.workstream), Step(str(row)[:60], row.get_absolute_url())]  # type: ignore[attr-defined]
        return Page(title, back=steps[-1].url, trail=steps, **words)


def paper_page(request: ScopedRequest, form: BaseForm, act: Callable[..., Any], page: Page) -> HttpResponse:
    """A form with files: they are in storage before the action runs, and out of it again where it fails."""
    with_files = partial(_with_papers, request, act)
    return form_page(request, form, with_files, page)


def _with_papers(request: ScopedRequest, act: Callable[..., Any], *, files: list[Any], **facts: Any) -> None:
    with actions.stored_papers(request.partnership, files) as papers, transaction.atomic():
        act(files=papers, **facts)


def sent(request: ScopedRequest) -> dict[str, Any]:
    """What a form with files is made from."""
    return {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
