"""Addresses of calendar feeds: a person's own pages below `/account/`, and what their programs read."""

from django.urls import path

from governance.views import feeds

ACCOUNT = [
    path("calendars/", feeds.calendar_list, name="calendar-list"),
    path("calendars/<int:pk>/renew/", feeds.calendar_renew, name="calendar-renew"),
    path("calendars/<int:pk>/revoke/", feeds.calendar_revoke, name="calendar-revoke"),
]

urlpatterns = [
    path("calendar/<slug:key>.ics", feeds.calendar_file, name="calendar-file"),
]
