"""Addresses of bodies and their seats, below `/p/<partnership>/`."""

from django.urls import include, path

from governance.views import bodies, seats

_OF_A_BODY = [
    path("", bodies.body, name="body"),
    path("edit/", bodies.body_edit, name="body-edit"),
    path("remit/", bodies.body_remit, name="body-remit"),
    path("rule/", bodies.body_rule, name="body-rule"),
    path("seats/add/", seats.seat_add, name="seat-add"),
    path("seats/<int:seat>/edit/", seats.seat_edit, name="seat-edit"),
    path("seats/<int:seat>/fill/", seats.seat_fill, name="seat-fill"),
    path("seats/<int:seat>/holdings/<int:holding>/edit/", seats.seat_holding, name="seat-holding"),
]

urlpatterns = [
    path("bodies/", bodies.body_list, name="body-list"),
    path("bodies/add/", bodies.body_add, name="body-add"),
    path("bodies/<int:pk>/", include(_OF_A_BODY)),
    path("seats/", seats.seat_list, name="seat-list"),
]
