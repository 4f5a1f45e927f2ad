"""Pages of changes of partners and hosts: who joined, left or became host, when, and what happened to everything."""

from functools import partial
from typing import Any

import django_filters
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnership import history
from partnership.listing import Column, Listing
from partnership.permissions import require
from partnership.templatetags.portal import tag
from partnership.views.pages import Page, Step, form_page
from partnership.views.scope import ScopedRequest, in_partnership
from workstreams import actions
from workstreams.actions import MAY_EDIT
from workstreams.forms import ConsequencesForm, JoiningForm, PartnerChangeForm
from workstreams.models import PartnerChange
from workstreams.views.choosing import organisations, workstreams
from workstreams.views.finding import form_methods, named_workstream

_COLUMNS = (
    Column("Change", str, link=PartnerChange.get_absolute_url),
    Column("Workstream", lambda row: row.workstream.name, sort="workstream__name"),
    Column("Organisation", lambda row: row.organisation.short_name, sort="organisation__short_name"),
    Column(
        "What happens",
        lambda row: PartnerChange.Kind(row.kind),
        sort="kind",
        plain=lambda row: row.get_kind_display(),
        shown=tag,
    ),
    Column("Notice given", lambda row: row.notice_on or "–", sort="notice_on", plain=lambda row: row.notice_on),
    Column("Day", lambda row: row.effective_on, sort="effective_on"),
    Column("Shares", lambda row: row.get_shares_display(), sort="shares"),
    Column("Staff", lambda row: row.get_staff_display(), sort="staff"),
    Column("Contracts", lambda row: row.get_contracts_display(), sort="contracts"),
)
_OF_FILES = (
    *_COLUMNS,
    Column("Contributions", lambda row: row.get_contributions_display()),
    Column("Posts affected", lambda row: row.posts),
    Column("More about shares", lambda row: row.shares_words),
    Column("More about contributions", lambda row: row.contributions_words),
    Column("More about staff", lambda row: row.staff_words),
    Column("More about contracts", lambda row: row.contracts_words),
    Column("Decision", lambda row: row.decision),
)


class PartnerChangeFilter(django_filters.FilterSet):
    workstream = django_filters.ModelChoiceFilter(queryset=workstreams, to_field_name="slug", empty_label="All")
    organisation = django_filters.ModelChoiceFilter(queryset=organisations, to_field_name="code", empty_label="All")
    kind = django_filters.ChoiceFilter(choices=PartnerChange.Kind.choices, label="What happens", empty_label="All")

    class Meta:
        model = PartnerChange
        fields: list[str] = []


@require_safe
@in_partnership()
def partner_list(request: ScopedRequest) -> HttpResponse:
    """All changes, the newest on top. Fixed number of queries."""
    listing = Listing(
        request, _rows(request), _COLUMNS, filterset=PartnerChangeFilter, sort="-day", caption="Changes of partners"
    )
    if listing.is_download:
        return listing.download("partner-changes", columns=_OF_FILES)
    context = {"listing": listing, "may_edit": request.user.has_perm(MAY_EDIT, request.partnership)}
    return render(request, "workstreams/changes/list.html", context)


def _rows(request: ScopedRequest):
    rows = PartnerChange.objects.visible_to(request.user).filter(workstream__partnership=request.partnership)
    return rows.select_related("workstream__partnership", "organisation", "participation", "hosting")


def _find(request: ScopedRequest, pk: int) -> PartnerChange:
    found: PartnerChange = get_object_or_404(_rows(request), pk=pk)
    return found


@require_safe
@in_partnership()
def partner_change(request: ScopedRequest, pk: int) -> HttpResponse:
    change = _find(request, pk)
    may_see_history = request.user.has_perm("partnership.view_history", change)
    context = {
        "change": change,
        "applied": change.hosting or change.participation,
        "may_edit": request.user.has_perm(MAY_EDIT, change),
        "events": history.events(change, called="change") if may_see_history else None,
        "trail": _trail(request),
    }
    return render(request, "workstreams/changes/change.html", context)


@form_methods
@in_partnership(MAY_EDIT)
def partner_join(request: ScopedRequest) -> HttpResponse:
    text = "It takes part from this day on. It is a member of the partnership already, or is added under People first."
    form = _form(request, JoiningForm, "First day")
    return _do(request, form, actions.join_partner, "Record that a partner joins", text)


@form_methods
@in_partnership(MAY_EDIT)
def partner_leave(request: ScopedRequest) -> HttpResponse:
    text = "It takes part until this day. What it shared in until then stays its own. A host moves before it leaves."
    form = _form(request, PartnerChangeForm, "Last day")
    return _do(request, form, actions.leave_partner, "Record that a partner leaves", text)


@form_methods
@in_partnership(MAY_EDIT)
def partner_host(request: ScopedRequest) -> HttpResponse:
    text = "The organisation hosts from this day on; the host before it until the day before."
    form = _form(request, PartnerChangeForm, "First day as host")
    return _do(request, form, actions.move_host, "Record that the host moves", text)


@form_methods
@in_partnership()
def partner_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    change = _find(request, pk)
    require(request.user, MAY_EDIT, change)
    act = partial(actions.edit_partner_change, by=request.user, change=change)
    page = Page(
        "Change what was agreed",
        back=change.get_absolute_url(),
        trail=[*_trail(request), Step(str(change), change.get_absolute_url())],
        done="It was changed.",
        text="Who and when stay as recorded: those are changed on the page of the workstream.",
    )
    return form_page(request, ConsequencesForm(request.POST or None, instance=change), act, page)


def _form(request: ScopedRequest, form_class: type[PartnerChangeForm], day: str) -> PartnerChangeForm:
    """The address may name the workstream, as the link on that workstream's page does."""
    named = named_workstream(request)
    given: dict[str, Any] = {"partnership": request.partnership, "user": request.user, "day": day}
    return form_class(request.POST or None, initial={"workstream": named}, **given)


def _do(request: ScopedRequest, form: PartnerChangeForm, action: Any, title: str, text: str) -> HttpResponse:
    steps = _trail(request)
    page = Page(title, back=steps[-1].url, trail=steps, action="Record", done="It was recorded.", text=text)
    return form_page(request, form, partial(action, by=request.user), page)


def _trail(request: ScopedRequest) -> list[Step]:
    return [Step("Changes of partners and hosts", reverse("partner-list", args=[request.partnership.slug]))]
