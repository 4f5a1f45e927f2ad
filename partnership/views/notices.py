"""A person's notices, and how they want to get them."""

from functools import partial

import django_filters
from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from partnership import actions, notices
from partnership.forms import PortalForm, Radios
from partnership.listing import Column, Listing
from partnership.models import Notice, User
from partnership.models.notices import Way
from partnership.templatetags.portal import date_words
from partnership.views.pages import Page, Step, confirm_page, form_page


class NoticeFilter(django_filters.FilterSet):
    about = django_filters.CharFilter("subject", lookup_expr="icontains", label="Subject has")
    kind = django_filters.ChoiceFilter(choices=lambda: _kinds(), label="Kind", empty_label="All")

    class Meta:
        model = Notice
        fields: list[str] = []


def _kinds() -> list[tuple[str, str]]:
    return [(kind.key, kind.title) for kind in (*notices.KINDS.values(), notices.DIGEST)]


_COLUMNS = (
    Column("Notice", lambda row: row.subject, sort="subject", link=lambda row: row.get_absolute_url()),
    Column("Partnership", lambda row: row.partnership.name if row.partnership else ""),
    Column("Written", lambda row: timezone.localdate(row.written_at), sort="written_at", shown=date_words),
    Column("E-mail", lambda row: row.get_state_display()),
)


@require_safe
@login_required
def notice_list(request: HttpRequest) -> HttpResponse:
    rows = Notice.objects.visible_to(request.user).select_related("partnership")
    listing = Listing(request, rows, _COLUMNS, filterset=NoticeFilter, sort="-written", caption="Notices")
    if listing.is_download:
        return listing.download("notices")
    return render(request, "partnership/notices/list.html", {"listing": listing, "mail_stays_here": stays_here()})


def stays_here() -> bool:
    """Whether e-mails go into files of the demonstration and to nobody."""
    return settings.DEMONSTRATION and settings.EMAIL_BACKEND.endswith("filebased.EmailBackend")


@require_safe
@login_required
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Notice.objects.visible_to(request.user).select_related("partnership", "gathered_in")
    context = {"notice": get_object_or_404(rows, pk=pk), "trail": trail()}
    return render(request, "partnership/notices/notice.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def notice_resend(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    page = Page(
        "Send this notice again",
        back=found.get_absolute_url(),
        trail=[*trail(), Step(found.subject, found.get_absolute_url())],
        action="Send again",
        done="It will be sent again.",
        text="The mail server did not take it before.",
    )
    return confirm_page(request, partial(actions.resend_notice, by=request.user, notice=found), page)


def trail() -> list[Step]:
    return [Step("Notices", reverse("notice-list"))]


class ChoicesForm(PortalForm):
    """One question for each kind of notice."""

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for key, way in notices.ways(user).items():
            kind = notices.KINDS[key]
            self.fields[key] = forms.ChoiceField(
                label=kind.title, help_text=kind.hint, choices=Way.choices, initial=way, widget=Radios
            )

    @property
    def facts(self) -> dict[str, dict[str, str]]:
        return {"ways": self.cleaned_data}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def notice_choices(request: HttpRequest) -> HttpResponse:
    page = Page("Choose how you get notices", back=trail()[0].url, trail=trail(), done="Your choice was saved.")
    act = partial(actions.choose_notices, by=request.user)
    return form_page(request, ChoicesForm(request.POST or None, user=request.user), act, page)
