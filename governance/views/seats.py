"""The seats of all bodies, and who holds them."""

from datetime import date
from functools import partial

import django_filters
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from governance import actions
from governance.forms import HoldingForm, SeatForm
from governance.models import Body, Seat, SeatHolding
from governance.views.finding import form_methods, page_of_body, to_meetings
from partnership import clock
from partnership.listing import Column, Listing
from partnership.templatetags.portal import date_words, tag
from partnership.views.pages import form_page
from partnership.views.scope import ScopedRequest, find, in_partnership

_STATES = [("filled", "Filled"), ("vacant", "Vacant"), ("ended", "Ended")]


def _state(row: Seat) -> str:
    today: date = clock.today()
    if row.to_on and row.to_on < today:
        return "ended"
    if row.from_on > today:
        return "not begun"
    return "filled" if row.holder else "vacant"


_COLUMNS = (
    Column("Office", lambda row: row.office, sort="office"),
    Column("Body", lambda row: row.body.name, sort="body__name", link=lambda row: row.body.get_absolute_url()),
    Column("Organisation", lambda row: row.organisation.name if row.organisation else "", sort="organisation__code"),
    Column("State", _state, shown=tag),
    Column("Holder", lambda row: row.holder.name if row.holder else ""),
    Column("Substitutes", lambda row: "; ".join(each.name for each in row.substitutes)),
    Column("Chair", lambda row: "Yes" if row.is_chair else "", sort="is_chair"),
    Column("Weight", lambda row: row.weight, numeric=True),
    Column("From", lambda row: row.from_on, sort="from_on", shown=date_words),
    Column("Until", lambda row: row.to_on, shown=date_words),
)


class SeatFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(choices=_STATES, label="State", empty_label="All", method="in_state")
    body = django_filters.ModelChoiceFilter(queryset=lambda request: _bodies(request), empty_label="All")
    organisation = django_filters.ModelChoiceFilter(
        queryset=lambda request: request.partnership.organisations.distinct(), to_field_name="code", empty_label="All"
    )

    class Meta:
        model = Seat
        fields: list[str] = []

    def in_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == "ended":
            return rows.filter(to_on__lt=clock.today())
        return rows.current().vacant() if value == "vacant" else rows.current().filled()


def _bodies(request: ScopedRequest | None) -> QuerySet:
    return request.partnership.bodies.all() if request else Body.objects.none()


@require_safe
@in_partnership()
def seat_list(request: ScopedRequest) -> HttpResponse:
    """The seats of all bodies, vacant ones too. Fixed number of queries."""
    rows = Seat.objects.visible_to(request.user).filter(body__partnership=request.partnership).with_holdings()
    rows = rows.select_related("body__partnership", "organisation")
    listing = Listing(request, rows, _COLUMNS, filterset=SeatFilter, sort="body", caption="Seats")
    if listing.is_download:
        return listing.download("seats")
    return render(request, "governance/seat_list.html", {"listing": listing, "trail": to_meetings(request)})


@form_methods
@in_partnership("governance.edit_meeting")
def seat_add(request: ScopedRequest, pk: int) -> HttpResponse:
    found = find(request, Body.objects.select_related("partnership"), pk=pk)
    act = partial(actions.add_seat, by=request.user, body=found)
    page = page_of_body(request, found, "Add a seat", action="Add seat", done="The seat was added.")
    return form_page(request, SeatForm(request.POST or None, partnership=request.partnership), act, page)


@form_methods
@in_partnership("governance.edit_meeting")
def seat_edit(request: ScopedRequest, pk: int, seat: int) -> HttpResponse:
    row = _find(request, pk, seat)
    act = partial(actions.edit_seat, by=request.user, seat=row)
    form = SeatForm(request.POST or None, instance=row, partnership=request.partnership)
    return form_page(request, form, act, page_of_body(request, row.body, "Change the seat", done="It was changed."))


@form_methods
@in_partnership("governance.edit_meeting")
def seat_fill(request: ScopedRequest, pk: int, seat: int) -> HttpResponse:
    row = _find(request, pk, seat)
    act = partial(actions.add_holding, by=request.user, seat=row)
    form = HoldingForm(request.POST or None, partnership=request.partnership)
    page = page_of_body(request, row.body, f"Who sits: {row}", action="Add", done="It was added.")
    return form_page(request, form, act, page)


@form_methods
@in_partnership("governance.edit_meeting")
def seat_holding(request: ScopedRequest, pk: int, seat: int, holding: int) -> HttpResponse:
    rows = SeatHolding.objects.select_related("seat__body__partnership", "person")
    row = get_object_or_404(rows, seat=_find(request, pk, seat), pk=holding)
    act = partial(actions.edit_holding, by=request.user, holding=row)
    form = HoldingForm(request.POST or None, instance=row, partnership=request.partnership)
    page = page_of_body(request, row.seat.body, f"Who sits: {row.seat}", done="It was changed.")
    return form_page(request, form, act, page)


def _find(request: ScopedRequest, pk: int, seat: int) -> Seat:
    body = find(request, Body.objects.select_related("partnership"), pk=pk)
    return get_object_or_404(Seat.objects.select_related("body__partnership", "organisation"), body=body, pk=seat)
