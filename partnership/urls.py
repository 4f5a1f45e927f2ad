"""Every address of the portal. Pages of a partnership stand below `/p/<its slug>/`."""

from allauth.account import views as account
from django.urls import include, path, re_path
from django.views.generic import RedirectView, TemplateView

from governance import feed_urls, register_urls
from partnership.health import healthz
from partnership.views import gallery, home, local_mail, notices, organisations, people, search, successions, tokens
from workstreams import public_urls

handler400 = "partnership.views.errors.bad_request"
handler403 = "partnership.views.errors.permission_denied"
handler404 = "partnership.views.errors.page_not_found"
handler500 = "partnership.views.errors.server_error"

# Chosen from allauth's: nobody signs up, and an address is changed by an administrator.
_ACCOUNT = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    # A first password is set like a forgotten one: by the link in a message.
    path("password/set/", RedirectView.as_view(pattern_name="account_reset_password"), name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("security/", include("allauth.mfa.urls")),
    path("roles/", home.roles, name="roles"),
    path("notices/", notices.notice_list, name="notice-list"),
    path("notices/choices/", notices.notice_choices, name="notice-choices"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
    path("notices/<int:pk>/send/", notices.notice_resend, name="notice-resend"),
    path("", include(feed_urls.ACCOUNT)),
    path("tokens/", tokens.token_list, name="token-list"),
    path("tokens/<slug:key>/revoke/", tokens.token_revoke, name="token-revoke"),
]

_ORGANISATIONS = [
    path("", organisations.organisation_list, name="organisation-list"),
    path("add/", organisations.organisation_add, name="organisation-add"),
    path("<slug:code>/edit/", organisations.organisation_edit, name="organisation-edit"),
    path("<slug:code>/sizes/add/", organisations.size_add, name="size-add"),
    path("<slug:code>/sizes/<int:pk>/edit/", organisations.size_edit, name="size-edit"),
    path("<slug:code>/memberships/add/", organisations.membership_add, name="membership-add"),
    path("<slug:code>/memberships/<int:pk>/edit/", organisations.membership_edit, name="membership-edit"),
]

_SUCCESSIONS = [
    path("", successions.succession_list, name="succession-list"),
    path("add/", successions.succession_add, name="succession-add"),
    path("<int:pk>/", successions.succession, name="succession"),
    path("<int:pk>/edit/", successions.succession_edit, name="succession-edit"),
]

_PEOPLE = [
    path("people/", people.people_list, name="people-list"),
    path("people/add/", people.person_add, name="person-add"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/grants/add/", people.grant_add, name="grant-add"),
    path("grants/<int:pk>/approve/", people.grant_approve, name="grant-approve"),
    path("grants/<int:pk>/end/", people.grant_end, name="grant-end"),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", healthz, name="healthz"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("mail/", local_mail.mail_list, name="mail-list"),
    path("accessibility/", TemplateView.as_view(template_name="partnership/accessibility.html"), name="accessibility"),
    path("account/", include(_ACCOUNT)),
    path("api/", include("partnership.api")),
    path("", include(feed_urls)),
    # What is written out ("add") comes before what is a name ("<slug>"), which `savings` serves.
    path("p/<slug:partnership>/organisations/", include(_ORGANISATIONS)),
    path("p/<slug:partnership>/successions/", include(_SUCCESSIONS)),
    path("p/<slug:partnership>/search/", search.search_page, name="search"),
    path("p/<slug:partnership>/", include(_PEOPLE)),
    path("p/<slug:partnership>/", include("workstreams.urls")),
    path("p/<slug:partnership>/", include("savings.urls")),
    path("shared-services/<slug:slug>/", include(public_urls.SERVICES)),
    path("lessons/<slug:slug>/", include(public_urls.LESSONS)),
    path("register/<slug:slug>/", include(register_urls.PUBLIC)),
    path("open-data/<slug:slug>/", include("savings.open_data_urls")),
    path("p/<slug:partnership>/", include("governance.urls")),
]
