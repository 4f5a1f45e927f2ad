"""Addresses for anybody, without signing in, below the slug of a partnership: the A-Z, and the public lessons."""

from django.urls import path

from workstreams.views import directory, lessons

SERVICES = [
    path("", directory.public_services, name="public-services"),
    path("services.csv", directory.public_services_file, name="public-services-file"),
]

LESSONS = [
    path("", lessons.public_lessons, name="public-lessons"),
    path("lessons.csv", lessons.public_lessons_file, name="public-lessons-file"),
]
