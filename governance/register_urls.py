"""Addresses of the public register: its switch, below `/p/<partnership>/`, and its pages for anybody."""

from django.urls import path

from governance.views import register

SWITCH = [
    path("meetings/public/", register.register_publication, name="register-publication"),
    path("meetings/public/on/", register.register_publish, name="register-publish"),
    path("meetings/public/off/", register.register_withdraw, name="register-withdraw"),
]

PUBLIC = [
    path("", register.public_meetings, name="public-register"),
    path("meetings/<int:pk>/", register.public_meeting, name="public-register-meeting"),
    path("meetings/<int:pk>/<slug:kind>/<slug:key>/", register.public_paper, name="public-register-paper"),
    path(
        "meetings/<int:pk>/<slug:kind>/<slug:key>/<slug:file>/",
        register.public_paper_file,
        name="public-register-paper-file",
    ),
    path("meetings.csv", register.public_meetings_file, name="public-register-meetings-file"),
    path("reports/", register.public_reports, name="public-register-reports"),
    path("reports.csv", register.public_reports_file, name="public-register-reports-file"),
    path("decisions/", register.public_decisions, name="public-register-decisions"),
    path("decisions/<int:pk>/", register.public_decision, name="public-register-decision"),
    path("decisions.csv", register.public_decisions_file, name="public-register-file"),
    path("feed/", register.public_feed, name="public-register-feed"),
]
