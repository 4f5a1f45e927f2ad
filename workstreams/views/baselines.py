"""Pages of what a service cost, and how much it did, before it was shared."""

from functools import partial

import django_filters
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from partnership.dated import year_name
from partnership.exports import Pence
from partnership.listing import Column, Listing
from partnership.money import format_pounds
from partnership.page_forms import year_choices
from partnership.permissions import require
from partnership.templatetags.portal import pounds
from partnership.views.pages import Page, Step, form_page
from partnership.views.scope import ScopedRequest, in_partnership
from workstreams import actions, baseline_tables, measuring, trail
from workstreams.actions import MAY_EDIT
from workstreams.forms import BaselineForm, LockForm, WithdrawForm
from workstreams.models import BaselineCost, Reading, Workstream
from workstreams.models.baselines import HEADINGS, NOT_BROKEN_DOWN
from workstreams.views import choosing
from workstreams.views.finding import find_of, find_to_edit, find_workstream, form_methods, of
from workstreams.views.finding import trail as crumbs


def _pounds(heading: str, read) -> Column:
    """Where nothing is known the page has a dash, and a file nothing."""

    def plain(row: BaselineCost) -> Pence | None:
        pence = read(row)
        return None if pence is None else Pence(pence)

    return Column(heading, lambda row: pounds(read(row)), plain=plain, numeric=True)


def _volumes(row: BaselineCost) -> str:
    return "; ".join(
        f"{measuring.plain(each.hundredths)} {each.counted} at {format_pounds(each.unit_cost_pence)}"
        for each in row.volumes.all()
    )


_COLUMNS = (
    Column("Workstream", lambda row: row.workstream.name, sort="workstream__name"),
    Column("Organisation", lambda row: row.organisation.short_name if row.organisation else "All together"),
    Column("Financial year", lambda row: row.year, sort="year", plain=lambda row: year_name(row.year), shown=year_name),
    Column(
        "Net cost",
        lambda row: format_pounds(row.cost_pence),
        sort="cost_pence",
        plain=lambda row: Pence(row.cost_pence),
        numeric=True,
    ),
    *(_pounds(heading.label, lambda row, heading=heading: row.known_pence(heading)) for heading in HEADINGS),
    _pounds(NOT_BROKEN_DOWN, lambda row: row.rest_pence),
    Column("Version", lambda row: row.version, sort="version", numeric=True),
)
_IN_FILES = (
    *_COLUMNS,
    Column("Volumes and unit cost", _volumes),
    Column("Source", lambda row: row.source),
    Column("Recorded at", lambda row: row.recorded_at),
    Column("Reason for the change", lambda row: row.reason),
)


class BaselineFilter(django_filters.FilterSet):
    workstream = django_filters.ModelChoiceFilter(
        queryset=choosing.workstreams,
        to_field_name="slug",
        empty_label="All",
    )
    organisation = django_filters.ModelChoiceFilter(
        queryset=choosing.organisations,
        to_field_name="code",
        empty_label="All",
    )
    year = django_filters.ChoiceFilter(label="Financial year", choices=lambda: year_choices()[1:], empty_label="All")
    versions = django_filters.ChoiceFilter(
        label="Versions", choices=[("all", "All versions")], empty_label="Those in force", method="all_versions"
    )

    class Meta:
        model = BaselineCost
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        if self.form.cleaned_data.get("versions") != "all":
            queryset = queryset.in_force()
        return super().filter_queryset(queryset)

    def all_versions(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows


@require_safe
@in_partnership("savings.view_figures")
def baseline_list(request: ScopedRequest) -> HttpResponseBase:
    """The baselines of all workstreams, those in force unless all versions are asked for. Fixed number of queries."""
    rows = BaselineCost.objects.visible_to(request.user).filter(workstream__partnership=request.partnership)
    rows = rows.select_related("workstream__partnership", "organisation", "replacement")
    rows = rows.prefetch_related("volumes__baseline")
    columns = [_linked(request), *_COLUMNS[1:]]
    caption = "Baselines of the workstreams"
    listing = Listing(request, rows, columns, filterset=BaselineFilter, sort="workstream", caption=caption)
    if listing.is_download:
        return listing.download("baselines", columns=_IN_FILES)
    streams = Workstream.objects.visible_to(request.user).filter(partnership=request.partnership)
    context = {"listing": listing, "without": streams.without_baseline().select_related("partnership")}
    return render(request, "workstreams/baselines/list.html", context)


def _linked(request: ScopedRequest) -> Column:
    first = _COLUMNS[0]
    return Column(
        first.heading, first.value, sort=first.sort, link=lambda row: of(request, row.workstream, "baseline", pk=row.pk)
    )


@require_safe
@in_partnership("savings.view_figures")
def baseline_home(request: ScopedRequest, workstream: str) -> HttpResponse:
    """The baseline of one workstream as it is in force: costs by year, volumes, and how well it ran before."""
    found = find_workstream(request, workstream)
    rows = list(found.baseline_costs.in_force().select_related("organisation").prefetch_related("volumes__baseline"))
    readings = Reading.objects.in_force().filter(indicator__workstream=found, before_sharing=True)
    may_read_history = request.user.has_perm("partnership.view_history", found)
    context = {
        "workstream": found,
        "years": baseline_tables.by_year(rows),
        "names": baseline_tables.NAMES[:-1],
        "volumes": [volume for row in rows for volume in row.volumes.all()],
        "readings": readings.select_related("indicator", "organisation").order_by("indicator__name", "last_on"),
        "locked": baseline_tables.since_lock(found, rows),
        "has_indicators": found.indicators.exists(),
        "events": trail.of_baselines(found) if may_read_history else None,
        "trail": crumbs(request, found),
    }
    return render(request, "workstreams/baselines/home.html", context)


@require_safe
@in_partnership("savings.view_figures")
def baseline(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    """One version, beside the version before it or, with `against`, any other of the same organisation and year."""
    found = find_workstream(request, workstream)
    rows = found.baseline_costs.select_related("organisation", "recorded_by", "replacement")
    row = get_object_or_404(rows.prefetch_related("volumes__baseline"), pk=pk)
    versions = list(rows.filter(organisation=row.organisation, year=row.year).order_by("version"))
    asked = request.GET.get("against", "")
    against = next((each for each in versions if str(each.pk) == asked and each.pk != row.pk), None)
    against = against or next((each for each in versions if each.pk == row.replaces_id), None)
    context = {
        "workstream": found,
        "baseline": row,
        "versions": versions,
        "against": against,
        "differences": baseline_tables.compared(against, row) if against else [],
        "amounts": [*row.known, (baseline_tables.NAMES[-1], row.cost_pence)],
        "trail": [*crumbs(request, found), Step("Baseline", of(request, found, "baseline-home"))],
    }
    return render(request, "workstreams/baselines/baseline.html", context)


@form_methods
@in_partnership()
def baseline_add(request: ScopedRequest, workstream: str) -> HttpResponse:
    found = find_to_edit(request, workstream)
    form = BaselineForm(request.POST or None, workstream=found)
    act = partial(actions.add_baseline, by=request.user, workstream=found)
    return form_page(request, form, act, _page(request, found, "Add a baseline", action="Add", done="It was added."))


@form_methods
@in_partnership()
def baseline_edit(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    row = find_of(request, BaselineCost, workstream, pk)
    form = BaselineForm(request.POST or None, workstream=row.workstream, baseline=row)
    more = [Step("Withdraw it", of(request, row.workstream, "baseline-withdraw", pk=pk))]
    text = f"{row}. The version that is in force now stays readable."
    done = "The new version is in force."
    page = _page(request, row.workstream, "Change the baseline", done=done, text=text, more=more)
    return form_page(request, form, partial(actions.edit_baseline, by=request.user, baseline=row), page)


@form_methods
@in_partnership()
def baseline_withdraw(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    row = find_of(request, BaselineCost, workstream, pk)
    text = f"{row}. For one that was recorded for the wrong organisation or year. What was recorded stays readable."
    page = _page(request, row.workstream, "Withdraw the baseline", action="Withdraw", done="Withdrawn.", text=text)
    act = partial(actions.withdraw_baseline, by=request.user, baseline=row)
    return form_page(request, WithdrawForm(request.POST or None), act, page)


@form_methods
@in_partnership()
def baseline_lock(request: ScopedRequest, workstream: str) -> HttpResponse:
    found = find_workstream(request, workstream)
    require(request.user, MAY_EDIT, found)
    text = "At approval the baseline is locked as it stands. Whoever changes it later says why, and both versions stay."
    page = _page(request, found, "Lock the baseline", action="Lock", done="The baseline is locked.", text=text)
    act = partial(actions.lock_baseline, by=request.user, workstream=found)
    return form_page(request, LockForm(request.POST or None), act, page)


def _page(request: ScopedRequest, workstream: Workstream, title: str, **words) -> Page:
    home = of(request, workstream, "baseline-home")
    return Page(title, back=home, trail=[*crumbs(request, workstream), Step("Baseline", home)], **words)
