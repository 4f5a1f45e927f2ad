"""People of a partnership and their roles. Only administrators come here; nobody changes their own roles."""

from datetime import timedelta

import django_filters
from allauth.account.forms import ResetPasswordForm
from allauth.core.context import request_context
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from partnership import actions, clock, history
from partnership.listing import Column, Listing
from partnership.models import ApiToken, Grant, Organisation, User
from partnership.page_forms import GrantForm, LastDayForm, PersonForm
from partnership.permissions import ROLES
from partnership.templatetags.portal import date_words, tag
from partnership.views.pages import Page, Step, confirm_page, form_page
from partnership.views.scope import ScopedRequest, find, in_partnership

_COLUMNS = (
    Column(
        "Name",
        lambda row: row.user.name,
        sort="user__name",
        link=lambda row: reverse("person", args=[row.partnership.slug, row.user_id]),
    ),
    Column("Post", lambda row: row.user.post_title, sort="user__post_title"),
    Column("Role", lambda row: row.get_role_display(), sort="role"),
    Column("For", lambda row: row.scope),
    Column("From", lambda row: row.from_on, sort="from_on", shown=date_words),
    Column("Until", lambda row: row.to_on, sort="to_on", shown=date_words),
    Column("State", lambda row: row.state, shown=tag),
)


class GrantFilter(django_filters.FilterSet):
    person = django_filters.CharFilter(label="Name or e-mail has", method="named")
    role = django_filters.ChoiceFilter(
        choices=[(role.code, role.name) for role in ROLES.values()], label="Role", empty_label="All"
    )
    organisation = django_filters.ModelChoiceFilter(queryset=lambda request: _members(request), empty_label="All")
    state = django_filters.ChoiceFilter(
        method="filter_state",
        label="State",
        choices=[("current", "Current"), ("waiting", "Awaits approval"), ("ended", "Ended")],
        empty_label="All",
    )

    class Meta:
        model = Grant
        fields: list[str] = []

    def named(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(Q(user__name__icontains=value) | Q(user__email__icontains=value))

    def filter_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == "waiting":
            return rows.filter(requested_by__isnull=False, approved_by=None)
        return rows.approved().current() if value == "current" else rows.approved().filter(to_on__lt=clock.today())


def _members(request: ScopedRequest) -> QuerySet:
    return request.partnership.organisations.distinct() if request else Organisation.objects.none()


@require_safe
@in_partnership("partnership.manage_people")
def people_list(request: ScopedRequest) -> HttpResponse:
    """One row for each role of each person. Fixed number of queries."""
    rows = Grant.objects.visible_to(request.user).filter(partnership=request.partnership)
    rows = rows.select_related("user", "partnership", "organisation", "workstream")
    listing = Listing(request, rows, _COLUMNS, filterset=GrantFilter, sort="name", caption="People and their roles")
    if listing.is_download:
        return listing.download("people")
    return render(request, "partnership/people_list.html", {"listing": listing})


@require_safe
@in_partnership("partnership.manage_people")
def person(request: ScopedRequest, pk: int) -> HttpResponse:
    """A person's roles in this partnership, their tokens, and what was done to both."""
    found = _find(request, pk)
    grants = found.grants.filter(partnership=request.partnership).order_by("-from_on", "pk")
    grants = grants.select_related("organisation", "workstream", "requested_by", "approved_by")
    context = {
        "person": found,
        "is_self": found == request.user,
        "grants": grants,
        "now": clock.now(),
        "tokens": ApiToken.objects.visible_to(request.user).filter(user=found),
        "events": _events(found, request.partnership),
        "trail": _trail(request),
    }
    return render(request, "partnership/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_partnership("partnership.manage_people")
def person_add(request: ScopedRequest) -> HttpResponse:
    def act(**facts):
        actions.add_person(
            by=request.user, partnership=request.partnership, invite=lambda user: invite(request, user), **facts
        )

    page = Page(
        "Add a person",
        back=reverse("people-list", args=[request.partnership.slug]),
        trail=_trail(request),
        action="Add person",
        done="The person was added. A new account gets an email with a link to set a password.",
        text=_TWO,
    )
    return form_page(request, PersonForm(request.POST or None, partnership=request.partnership), act, page)


@require_http_methods(["GET", "HEAD", "POST"])
@in_partnership("partnership.manage_people")
def grant_add(request: ScopedRequest, pk: int) -> HttpResponse:
    user = _find(request, pk)

    def act(**facts):
        actions.grant_role(by=request.user, user=user, partnership=request.partnership, **facts)

    page = _page(request, user, f"Give {user.name} a role", action="Give role", done="The role was given.", text=_TWO)
    return form_page(request, GrantForm(request.POST or None, partnership=request.partnership), act, page)


_TWO = "The roles of verifier and administrator count only once a second administrator has approved them."


@require_http_methods(["GET", "HEAD", "POST"])
@in_partnership("partnership.manage_people")
def grant_approve(request: ScopedRequest, pk: int) -> HttpResponse:
    grant = find(request, Grant.objects.select_related("user", "organisation", "requested_by"), pk=pk)
    page = _page(
        request,
        grant.user,
        f"Approve a role for {grant.user.name}",
        action="Approve role",
        done="The role was approved and counts from now on.",
        text=f"{grant.requested_by.name if grant.requested_by else 'Nobody'} asked for: {grant}.",
    )
    return confirm_page(request, lambda: actions.approve_grant(by=request.user, grant=grant), page)


@require_http_methods(["GET", "HEAD", "POST"])
@in_partnership("partnership.manage_people")
def grant_end(request: ScopedRequest, pk: int) -> HttpResponse:
    grant = find(request, Grant.objects.select_related("user", "organisation", "workstream"), pk=pk)
    page = _page(
        request,
        grant.user,
        f"End a role of {grant.user.name}",
        action="End role",
        done="The role was ended.",
        text=f"{grant}, since {grant.from_on:%-d %B %Y}.",
        danger=True,
    )
    form = LastDayForm(request.POST or None, initial={"last_on": clock.today() - timedelta(days=1)})
    return form_page(
        request, form, lambda last_on: actions.end_grant(by=request.user, grant=grant, last_on=last_on), page
    )


def invite(request: HttpRequest, user: User) -> None:
    """Send the person the message by which a password is set: the same as for a forgotten one."""
    form = ResetPasswordForm({"email": user.email})
    if form.is_valid():
        with request_context(request):  # the message's links are addresses of this site
            form.save(request)


def _find(request: ScopedRequest, pk: int) -> User:
    """A person with a role, now or before, in this partnership."""
    here = Q(pk__in=request.partnership.grants.values("user"))
    return get_object_or_404(User.objects.visible_to(request.user).filter(here), pk=pk)


def _events(user: User, partnership) -> list[history.Event]:
    grants = history.events_of(
        Grant, called=lambda row: f"role {row.get_role_display()}", user=user, partnership=partnership
    )
    tokens = history.events_of(ApiToken, called=lambda row: f"API token “{row.name}”", user=user)
    return history.newest_first([*history.events(user, called="account"), *grants, *tokens])


def _trail(request: ScopedRequest) -> list[Step]:
    return [Step("People", reverse("people-list", args=[request.partnership.slug]))]


def _page(request: ScopedRequest, user: User, title: str, **words) -> Page:
    back = reverse("person", args=[request.partnership.slug, user.pk])
    return Page(title, back=back, trail=[*_trail(request), Step(user.name, back)], **words)
