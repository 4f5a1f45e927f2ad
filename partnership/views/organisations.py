"""Members of a partnership: the list, and the pages that change them. An organisation's own page shows its figures."""

from dataclasses import replace

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from partnership import actions, clock, history
from partnership.listing import Column, Listing
from partnership.models import Membership, Organisation, OrganisationSize
from partnership.page_forms import MembershipForm, NewOrganisationForm, OrganisationForm, SizeForm
from partnership.templatetags.portal import date_words
from partnership.views.pages import Page, Step, form_page
from partnership.views.scope import ScopedRequest, find, in_partnership

_COLUMNS = (
    Column("Organisation", lambda row: row.organisation.name, sort="organisation__name"),
    Column("Code", lambda row: row.organisation.code, sort="organisation__code"),
    Column("Kind", lambda row: row.organisation.get_kind_display(), sort="organisation__kind"),
    Column("Vote", lambda row: "Yes" if row.votes else "No", sort="votes"),
    Column("From", lambda row: row.from_on, sort="from_on", shown=date_words),
    Column("Until", lambda row: row.to_on, sort="to_on", shown=date_words),
)
_CHANGE = Column("Change", lambda row: _change(row), link=lambda row: _address(row, "organisation-edit"))


_SIZES = str(OrganisationSize._meta.verbose_name)


def _change(row: Membership) -> SafeString:
    return format_html('Change<span class="govuk-visually-hidden"> {}</span>', row.organisation.name)


def _address(row: Membership, name: str) -> str:
    return reverse(name, args=[row.partnership.slug, row.organisation.code])


def _columns(request: ScopedRequest) -> list[Column]:
    """With a link to the organisation's page, which shows figures, and one to its form, for those who may go there."""
    columns = list(_COLUMNS)
    if request.user.has_perm("savings.view_figures", request.partnership):
        columns[0] = replace(columns[0], link=lambda row: _address(row, "organisation"))
    if request.user.has_perm("partnership.manage_people", request.partnership):
        columns.append(_CHANGE)
    return columns


class MembershipFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(
        field_name="organisation__kind", choices=Organisation.Kind.choices, label="Kind", empty_label="All"
    )
    member = django_filters.ChoiceFilter(
        method="filter_member",
        label="Member",
        choices=[("now", "Now"), ("before", "Before")],
        empty_label="Now or before",
    )

    class Meta:
        model = Membership
        fields: list[str] = []

    def filter_member(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        today = clock.today()
        return rows.current(today) if value == "now" else rows.filter(to_on__lt=today)


@require_safe
@in_partnership()
def organisation_list(request: ScopedRequest) -> HttpResponse:
    """Members now and before. Fixed number of queries."""
    rows = Membership.objects.visible_to(request.user).filter(partnership=request.partnership)
    rows = rows.select_related("organisation", "partnership")
    listing = Listing(
        request,
        rows,
        _columns(request),
        filterset=MembershipFilter,
        sort="code",
        caption="Organisations",
    )
    if listing.is_download:
        return listing.download("organisations", columns=_COLUMNS)
    return render(request, "partnership/organisation_list.html", {"listing": listing})


@require_http_methods(["GET", "HEAD", "POST"])
@in_partnership("partnership.manage_people")
def organisation_add(request: ScopedRequest) -> HttpResponse:
    def act(**facts):
        return actions.add_organisation(by=request.user, partnership=request.partnership, **facts)

    text = "An organisation that another partnership brought here already joins as it is, by its code and name."
    page = _page(
        request, "Add an organisation", action="Add organisation", done="The organisation was added.", text=text
    )
    return form_page(request, NewOrganisationForm(request.POST or None), act, page)


@require_http_methods(["GET", "HEAD", "POST"])
@in_partnership("partnership.manage_people")
def organisation_edit(request: ScopedRequest, code: str) -> HttpResponse:
    """The organisation's own words, with its sizes and memberships to change below."""
    organisation = _find(request, code)

    def act(**facts):
        actions.edit_organisation(by=request.user, partnership=request.partnership, organisation=organisation, **facts)

    shared = _shared(request, organisation)
    page = _page(request, f"Change {organisation.name}", done="The organisation was changed.", text=shared)
    form = OrganisationForm(request.POST or None, instance=organisation)
    form.sizes = organisation.sizes.all()
    form.memberships = organisation.memberships.filter(partnership=request.partnership).order_by("-from_on")
    form.organisation = organisation
    form.events = _events(organisation, form.memberships)
    return form_page(request, form, act, page, "partnership/organisation_form.html")


def _shared(request: ScopedRequest, organisation: Organisation) -> str:
    """That others read and change it too, where they do; not which partnerships they are. One query."""
    if not organisation.memberships.exclude(partnership=request.partnership).exists():
        return ""
    return (
        "It is in another partnership too, and one organisation in both: what you change here, or of its population "
        "and budget, changes there as well, and the administrators there are told."
    )


def _events(organisation: Organisation, memberships: QuerySet) -> list[history.Event]:
    sizes = history.events_of(OrganisationSize, called=lambda row: _SIZES, organisation=organisation)
    ours = memberships.values("pk")
    joined = history.events_of(Membership, called=lambda row: "membership", id__in=ours)
    return history.newest_first([*history.events(organisation), *sizes, *joined])


@require_http_methods(["GET", "HEAD", "POST"])
@in_partnership("partnership.manage_people")
def size_add(request: ScopedRequest, code: str) -> HttpResponse:
    organisation = _find(request, code)

    def act(**facts):
        actions.record_size(by=request.user, partnership=request.partnership, organisation=organisation, **facts)

    page = _below(request, organisation, "Add population and budget", done="The figures were added.", text=_SIZE)
    return form_page(request, SizeForm(request.POST or None), act, page)


_SIZE = "They decide shares by population or budget from this day on. Shares submitted before keep their weights."


@require_http_methods(["GET", "HEAD", "POST"])
@in_partnership("partnership.manage_people")
def size_edit(request: ScopedRequest, code: str, pk: int) -> HttpResponse:
    organisation = _find(request, code)
    size = get_object_or_404(OrganisationSize, organisation=organisation, pk=pk)

    def act(**facts):
        actions.edit_size(by=request.user, partnership=request.partnership, size=size, **facts)

    page = _below(request, organisation, "Change population and budget", done="The figures were changed.", text=_SIZE)
    return form_page(request, SizeForm(request.POST or None, instance=size), act, page)


@require_http_methods(["GET", "HEAD", "POST"])
@in_partnership("partnership.manage_people")
def membership_add(request: ScopedRequest, code: str) -> HttpResponse:
    organisation = _find(request, code)

    def act(**facts):
        actions.add_membership(by=request.user, partnership=request.partnership, organisation=organisation, **facts)

    page = _below(request, organisation, "Add a membership", done="The membership was added.")
    return form_page(request, MembershipForm(request.POST or None), act, page)


@require_http_methods(["GET", "HEAD", "POST"])
@in_partnership("partnership.manage_people")
def membership_edit(request: ScopedRequest, code: str, pk: int) -> HttpResponse:
    organisation = _find(request, code)
    membership = find(request, Membership.objects, organisation=organisation, pk=pk)

    def act(**facts):
        actions.edit_membership(by=request.user, membership=membership, **facts)

    page = _below(request, organisation, "Change a membership", done="The membership was changed.")
    return form_page(request, MembershipForm(request.POST or None, instance=membership), act, page)


def _find(request: ScopedRequest, code: str) -> Organisation:
    """A member, now or before, of this partnership."""
    here = Q(pk__in=request.partnership.memberships.values("organisation"))
    return get_object_or_404(Organisation.objects.visible_to(request.user).filter(here), code=code)


def _page(request: ScopedRequest, title: str, **words) -> Page:
    listed = reverse("organisation-list", args=[request.partnership.slug])
    return Page(title, back=listed, trail=[Step("Organisations", listed)], **words)


def _below(request: ScopedRequest, organisation: Organisation, title: str, **words) -> Page:
    """A page of something of an organisation: back to the organisation's form."""
    slug = request.partnership.slug
    edit = reverse("organisation-edit", args=[slug, organisation.code])
    trail = [Step("Organisations", reverse("organisation-list", args=[slug])), Step(organisation.name, edit)]
    return Page(title, back=edit, trail=trail, **words)
