"""Addresses of meetings and their agendas, below `/p/<partnership>/`."""

from django.urls import include, path

from governance.views import agenda, decisions, meetings, mine, minutes, plan, sittings

_OF_A_MEETING = [
    path("", meetings.meeting, name="meeting"),
    path("edit/", meetings.meeting_edit, name="meeting-edit"),
    path("mine/", mine.meeting_mine, name="meeting-mine"),
    path("mine/apologies/", mine.meeting_excuse, name="meeting-excuse"),
    path("mine/interest/", mine.meeting_declare, name="meeting-declare"),
    path("postpone/", sittings.meeting_postpone, name="meeting-postpone"),
    path("cancel/", sittings.meeting_cancel, name="meeting-cancel"),
    path("agree/", sittings.meeting_agree, name="meeting-agree"),
    path("agree/otherwise/", minutes.minutes_agree_otherwise, name="meeting-agree-otherwise"),
    path("move/<slug:move>/", sittings.meeting_move, name="meeting-move"),
    path("record/", sittings.meeting_record, name="meeting-record"),
    path("record/roll/", sittings.meeting_roll, name="meeting-roll"),
    path("record/movement/", sittings.meeting_movement, name="meeting-movement"),
    path("record/preside/", sittings.meeting_preside, name="meeting-preside"),
    path("record/presiding/<int:row>/strike/", sittings.meeting_strike_presiding, name="meeting-strike-presiding"),
    path("record/interest/", sittings.meeting_interest, name="meeting-interest"),
    path("record/<int:row>/strike/", sittings.meeting_strike, name="meeting-strike"),
    path("record/interests/<int:row>/strike/", sittings.meeting_strike_interest, name="meeting-strike-interest"),
    path("minutes/", minutes.meeting_minutes, name="meeting-minutes"),
    path("minutes/draft/", minutes.minutes_draft, name="meeting-minutes-draft"),
    path("minutes/circulate/", minutes.minutes_circulate, name="meeting-minutes-circulate"),
    path("minutes/<int:row>/edit/", minutes.minutes_edit, name="meeting-minutes-edit"),
    path("minutes/<int:row>/correct/", minutes.minutes_correct, name="meeting-minutes-correct"),
    path("minutes/corrections/<int:row>/", minutes.minutes_answer, name="meeting-minutes-answer"),
    path("minutes/files/<int:row>/", minutes.minutes_file, name="meeting-minutes-file"),
    path("decide/", decisions.meeting_decide, name="meeting-decide"),
    path("action/", decisions.meeting_action, name="meeting-action"),
    path("agenda/add/", agenda.agenda_add, name="agenda-add"),
    path("agenda/<int:item>/edit/", agenda.agenda_edit, name="agenda-edit"),
    path("agenda/<int:item>/move/", agenda.agenda_move, name="agenda-move"),
    path("agenda/<int:item>/remove/", agenda.agenda_remove, name="agenda-remove"),
]

urlpatterns = [
    path("meetings/", meetings.meeting_list, name="meeting-list"),
    path("meetings/plan/", plan.meeting_plan, name="meeting-plan"),
    path("meetings/mine/", mine.meeting_next, name="meeting-next"),
    path("meetings/add/", meetings.meeting_add, name="meeting-add"),
    path("meetings/<int:pk>/", include(_OF_A_MEETING)),
]
