"""Pages of the discount rates that a partnership works with."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnership.exports import Pence
from partnership.listing import Column, Listing
from partnership.money import format_percent
from partnership.permissions import require
from partnership.views.pages import Page, Step, form_page
from partnership.views.scope import ScopedRequest, in_partnership
from workstreams import actions
from workstreams.actions import MAY_EDIT
from workstreams.forms import DiscountRateForm
from workstreams.models import DiscountRate
from workstreams.models.discounting import STANDARD_HUNDREDTHS, STANDARD_REASON
from workstreams.views.finding import form_methods, trail

_COLUMNS = (
    Column("From", lambda row: row.from_on, sort="from_on"),
    Column(
        "Rate a year",
        lambda row: format_percent(row.rate_hundredths),
        sort="rate_hundredths",
        plain=lambda row: Pence(row.rate_hundredths),
        numeric=True,
    ),
    Column("Why", lambda row: row.reason),
    Column("Recorded by", lambda row: row.recorded_by.name),
)


@require_safe
@in_partnership("savings.view_figures")
def discount_rates(request: ScopedRequest) -> HttpResponse:
    rows = DiscountRate.objects.visible_to(request.user).filter(partnership=request.partnership)
    caption = "Discount rates"
    listing = Listing(request, rows.select_related("recorded_by"), _COLUMNS, sort="-from", caption=caption)
    if listing.is_download:
        return listing.download("discount-rates")
    context = {
        "listing": listing,
        "trail": _trail(request),
        "may_add": request.user.has_perm(MAY_EDIT, DiscountRate(partnership=request.partnership)),
        "standard": STANDARD_HUNDREDTHS,
        "standard_reason": STANDARD_REASON,
    }
    return render(request, "workstreams/cases/discount_rates.html", context)


@form_methods
@in_partnership()
def discount_rate_add(request: ScopedRequest) -> HttpResponse:
    require(request.user, MAY_EDIT, DiscountRate(partnership=request.partnership))
    act = partial(actions.record_discount_rate, by=request.user, partnership=request.partnership)
    back = reverse("discount-rates", args=[request.partnership.slug])
    steps = [*_trail(request), Step("Discount rates", back)]
    text = "Drafts are worked out with it from that day on. What was submitted keeps the rate that it was frozen with."
    page = Page("Record a discount rate", back=back, trail=steps, done="The rate is recorded.", text=text)
    return form_page(request, DiscountRateForm(request.POST or None), act, page)


def _trail(request: ScopedRequest) -> list[Step]:
    return [*trail(request), Step("Business cases", reverse("cases", args=[request.partnership.slug]))]
