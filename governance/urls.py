"""Addresses below `/p/<partnership>/`."""

from django.urls import include, path

from governance import pack_urls
from governance.views import bodies, meetings

_OF_A_BODY = [
    path("", bodies.body, name="body"),
    path("edit/", bodies.body_edit, name="body-edit"),
    path("seats/add/", bodies.seat_add, name="seat-add"),
    path("seats/<int:seat>/edit/", bodies.seat_edit, name="seat-edit"),
]

_OF_A_MEETING = [
    path("", meetings.meeting, name="meeting"),
    path("edit/", meetings.meeting_edit, name="meeting-edit"),
    path("agenda/add/", meetings.agenda_add, name="agenda-add"),
    path("agenda/<int:item>/edit/", meetings.agenda_edit, name="agenda-edit"),
    path("agenda/<int:item>/remove/", meetings.agenda_remove, name="agenda-remove"),
]

urlpatterns = [
    path("bodies/", bodies.body_list, name="body-list"),
    path("bodies/add/", bodies.body_add, name="body-add"),
    path("bodies/<int:pk>/", include(_OF_A_BODY)),
    path("meetings/", meetings.meeting_list, name="meeting-list"),
    path("meetings/add/", meetings.meeting_add, name="meeting-add"),
    path("meetings/<int:pk>/", include(_OF_A_MEETING)),
    *pack_urls.urlpatterns,
]
