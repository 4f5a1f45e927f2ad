"""Addresses of lessons, communications and consultations: of one workstream, and of the programme."""

from django.urls import path

from workstreams.views import attachments, communications, consultations, lessons

OF_ONE = [
    path("lessons/", lessons.lesson_list, name="lesson-list"),
    path("communications/", communications.communication_list, name="communication-list"),
    path("consultations/", consultations.consultation_list, name="consultation-list"),
]

OF_ALL = [
    path("lessons/", lessons.lesson_log, name="lesson-log"),
    path("lessons/add/", lessons.lesson_add, name="lesson-add"),
    path("lessons/<int:pk>/", lessons.lesson, name="lesson"),
    path("lessons/<int:pk>/edit/", lessons.lesson_edit, name="lesson-edit"),
    path("lessons/<int:pk>/remove/", lessons.lesson_remove, name="lesson-remove"),
    path("lessons/public/", lessons.lesson_publication, name="lesson-publication"),
    path("lessons/public/on/", lessons.lesson_publish, name="lesson-publish"),
    path("lessons/public/off/", lessons.lesson_withdraw, name="lesson-withdraw"),
    path("communications/", communications.communication_log, name="communication-log"),
    path("communications/add/", communications.communication_add, name="communication-add"),
    path("communications/<int:pk>/", communications.communication, name="communication"),
    path("communications/<int:pk>/edit/", communications.communication_edit, name="communication-edit"),
    path("communications/<int:pk>/attach/", communications.communication_attach, name="communication-attach"),
    path("communications/<int:pk>/remove/", communications.communication_remove, name="communication-remove"),
    path("consultations/", consultations.consultation_log, name="consultation-log"),
    path("consultations/add/", consultations.consultation_add, name="consultation-add"),
    path("consultations/<int:pk>/", consultations.consultation, name="consultation"),
    path("consultations/<int:pk>/edit/", consultations.consultation_edit, name="consultation-edit"),
    path("consultations/<int:pk>/attach/", consultations.consultation_attach, name="consultation-attach"),
    path("consultations/<int:pk>/close/", consultations.consultation_close, name="consultation-close"),
    path("consultations/<int:pk>/consultees/add/", consultations.consultee_add, name="consultee-add"),
    path("consultations/consultees/<int:pk>/edit/", consultations.consultee_edit, name="consultee-edit"),
    path("consultations/consultees/<int:pk>/remove/", consultations.consultee_remove, name="consultee-remove"),
    path("attachments/<int:pk>/", attachments.attachment, name="attachment"),
    path("attachments/<int:pk>/remove/", attachments.attachment_remove, name="attachment-remove"),
]
