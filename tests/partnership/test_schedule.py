"""Beat asks for what is there; what an app asks of a permission stays, whoever was imported first."""

import importlib

import rules

from partnership import rules as vocabulary
from partnership.celery import app


def test_beat_asks_only_for_tasks_that_workers_know():
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)


def test_four_eyes_stay_when_the_vocabulary_is_registered_after_them():
    before = rules.permissions.permissions["workstreams.approve_case"]
    importlib.reload(vocabulary)
    assert rules.permissions.permissions["workstreams.approve_case"] is before
