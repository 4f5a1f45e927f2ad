"""One mechanism for every list: filter, sort, page and files, in a fixed number of queries for any number of rows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from partnership import clock
from partnership.exports import Export, Fact, addresses, asked, download
from partnership.templatetags.portal import date_words

PAGE_SIZE = 50
COUNTED = 1_000  # beyond this many rows the count says "more than": an exact one would cost more than the page


@dataclass(frozen=True)
class Column:
    """A column of a list. `value` makes the cell, `shown` what the page says of it, `plain` the cell of a file."""

    heading: str
    value: Callable[[Any], Any]
    sort: str = ""  # the column or path it sorts by; empty: it does not sort
    plain: Callable[[Any], Any] | None = None
    numeric: bool = False
    link: Callable[[Any], str] | None = None
    shown: Callable[[Any], Any] | None = None  # words or HTML for the value, such as a tag; a date is in words anyway

    @property
    def key(self) -> str:
        return self.heading.lower().replace(" ", "-")


@dataclass(frozen=True)
class Heading:
    text: str
    numeric: bool
    url: str  # empty: it does not sort
    sorted: str  # ascending, descending or none, as aria-sort says it


class Listing:
    """The rows that a request asks for, of those a query allows. `read` says what a page makes of a query's rows."""

    def __init__(
        self,
        request: HttpRequest,
        rows: QuerySet,
        columns: Sequence[Column],
        *,
        filterset: type[django_filters.FilterSet] | None = None,
        sort: str = "",
        caption: str = "",
        read: Callable[[QuerySet], list[Any]] = list,
        **filter_options: Any,
    ) -> None:
        self.request, self.columns, self.caption, self._default_sort = request, columns, caption, sort
        self._read = read
        self.filterset = filterset(request.GET, rows, request=request, **filter_options) if filterset else None
        self._rows = self._filtered(rows)

    def _filtered(self, rows: QuerySet) -> QuerySet:
        if self.filterset is None:
            return rows
        return self.filterset.qs if self.filterset.form.is_valid() else rows.none()

    @property
    def form(self):
        return self.filterset.form if self.filterset else None

    @property
    def is_filtered(self) -> bool:
        return bool(self.filterset) and any(self.request.GET.get(name) for name in self.filterset.form.fields)

    @property
    def filter_fields(self) -> SafeString:
        """The fields of the filter as HTML. While nothing is filtered they show nothing but choices, and are kept;
        not where the choices are a query of their own, which would be asked twice."""
        fields = self.form.fields.items()
        if self.is_filtered or self.form.errors or any(hasattr(each, "queryset") for _, each in fields):
            return self.form.render()
        choices = tuple((name, tuple(each.choices)) for name, each in fields if hasattr(each, "choices"))
        return _kept_fields(_Offer(type(self.filterset), choices, self.form))

    @cached_property
    def sort(self) -> str:
        """The sort asked for, if it is on the list of columns that sort; else the default."""
        asked = self.request.GET.get("sort", "")
        keys = {column.key for column in self.columns if column.sort}
        return asked if asked.removeprefix("-") in keys else self._default_sort

    @cached_property
    def ordered(self) -> QuerySet:
        """All rows, sorted; of rows that sort alike the newest first, so that pages never repeat or lose a row."""
        for column in self.columns:
            if column.sort and column.key == self.sort.removeprefix("-"):
                sign = "-" if self.sort.startswith("-") else ""
                return self._rows.order_by(f"{sign}{column.sort}", f"{sign}pk")
        return self._rows.order_by("-pk")

    @cached_property
    def number(self) -> int:
        text = self.request.GET.get("page", "1")
        return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1

    @cached_property
    def _page_and_one(self) -> list[Any]:
        first = (self.number - 1) * PAGE_SIZE
        return self._read(self.ordered[first : first + PAGE_SIZE + 1])

    @property
    def objects(self) -> list[Any]:
        return self._page_and_one[:PAGE_SIZE]

    @property
    def has_next(self) -> bool:
        return len(self._page_and_one) > PAGE_SIZE

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def next_page_number(self) -> int:
        return self.number + 1

    @property
    def previous_page_number(self) -> int:
        return self.number - 1

    @cached_property
    def count(self) -> int:
        """How many rows there are, counted up to one more than `COUNTED`. One query, for few rows as for many."""
        return self._rows.order_by()[: COUNTED + 1].count()

    @property
    def count_words(self) -> str:
        return f"more than {COUNTED:,}" if self.count > COUNTED else f"{self.count:,}"

    @property
    def headings(self) -> list[Heading]:
        return [self._heading(column) for column in self.columns]

    def _heading(self, column: Column) -> Heading:
        if not column.sort:
            return Heading(column.heading, column.numeric, "", "")
        ascending = self.sort == column.key
        state = "ascending" if ascending else "descending" if self.sort == f"-{column.key}" else "none"
        return Heading(
            column.heading, column.numeric, self._url(sort=f"-{column.key}" if ascending else column.key), state
        )

    def _url(self, **changes: str) -> str:
        query = self.request.GET.copy()
        query.pop("page", None)
        for name, value in changes.items():
            query[name] = value
        return f"?{query.urlencode()}"

    @property
    def downloads(self) -> list[tuple[str, str]]:
        return addresses(self.request)

    @property
    def body(self) -> SafeString:
        """The rows as HTML; the first cell heads its row. Put together here, where it takes a tenth of the time that
        a template takes to walk through some hundred cells."""
        return mark_safe("\n".join(map(self._row, self.objects)))

    def _row(self, row: Any) -> str:
        first, *others = self.columns
        cells = "".join(f"<td{_cell(column, row)}</td>" for column in others)
        return f'<tr><th scope="row"{_cell(first, row)}</th>{cells}</tr>'

    @property
    def is_download(self) -> bool:
        """Whether a file is asked for. While the filter has errors the answer is the page, which says them."""
        return bool(asked(self.request)) and not (self.form and self.form.errors)

    def download(
        self,
        name: str,
        *,
        columns: Sequence[Column] = (),
        as_at: Sequence[Fact] = (),
        stream: Callable[[QuerySet], Iterator[Any]] | None = None,
    ) -> HttpResponseBase:
        """All rows in the same filter and sort as a file, read in portions.

        `columns` are those of a file, where it has others than the page; `as_at` what the rows hold for, if not this
        moment; `stream` reads a query's rows in some quicker way.
        """
        used = columns or self.columns
        read = stream or (lambda rows: rows.iterator(chunk_size=2_000))
        cells = [column.plain or column.value for column in used]
        partnership = getattr(self.request, "partnership", None)  # a person's own pages belong to none
        facts = [
            *([Fact("Partnership", partnership.name)] if partnership else []),
            Fact("Shown", self.filter_words),
            *(as_at or [Fact("As at", clock.now())]),
        ]
        export = Export(
            "-".join([*([partnership.slug] if partnership else []), name, f"{clock.today():%Y-%m-%d}"]),
            self.caption,
            [column.heading for column in used],
            ([cell(row) for cell in cells] for row in read(self.ordered)),
            facts,
        )
        return download(self.request, export)

    @property
    def filter_words(self) -> str:
        """What is filtered, as the filter's form says it: "State: Verified; Title has: audit"."""
        if not self.is_filtered:
            return "All rows"
        said = self.form.cleaned_data
        words = (_filter_word(field, said[name]) for name, field in self.form.fields.items() if said.get(name))
        return "; ".join(words) or "All rows"


def _filter_word(field: forms.Field, value: Any) -> str:
    choices = {str(key): label for key, label in getattr(field, "choices", ())} if isinstance(value, str | int) else {}
    return f"{field.label}: {choices.get(str(value), value)}"


@dataclass(frozen=True)
class _Offer:
    """A filter by what it has to choose from."""

    filterset: type[django_filters.FilterSet]
    choices: tuple[tuple[str, tuple[Any, ...]], ...]
    form: forms.Form = field(compare=False)


@lru_cache(maxsize=200)
def _kept_fields(offer: _Offer) -> SafeString:
    return offer.form.render()


def _cell(column: Column, row: Any) -> str:
    """The rest of a cell's opening tag and its content. All is escaped but what is marked as safe already."""
    value = column.value(row)
    shown = column.shown(value) if column.shown else date_words(value) if isinstance(value, date) else value
    text = "" if shown is None else conditional_escape(shown)
    if column.link and (address := column.link(row)):
        text = f'<a class="govuk-link" href="{conditional_escape(address)}">{text}</a>'
    look = "num" if column.numeric else "portal-nowrap" if isinstance(value, date) else ""
    return f' class="{look}">{text}' if look else f">{text}"
