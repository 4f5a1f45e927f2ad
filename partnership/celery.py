"""The Celery application: workers run what is already a row in the database."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partnership.settings")

app = Celery("partnership")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# What beat asks for, and how often: in seconds, or at a time of day in Europe/London.
app.conf.beat_schedule = {
    "heartbeat": {"task": "partnership.tasks.beat_heart", "schedule": 10.0, "options": {"expires": 30}},
    "requeue-packs": {"task": "governance.tasks.requeue_packs", "schedule": 20.0, "options": {"expires": 60}},
    "schedule-packs": {
        "task": "governance.tasks.request_scheduled_packs",
        "schedule": crontab(hour="6-22", minute="*/10"),  # e-mails that follow reach people by day
        "options": {"expires": 500},
    },
    "bring-back": {
        "task": "governance.tasks.bring_back",
        "schedule": crontab(hour="6-22", minute="5-55/10"),  # likewise
        "options": {"expires": 500},
    },
    "requeue-minutes": {"task": "governance.tasks.requeue_minutes", "schedule": 20.0, "options": {"expires": 60}},
    "send-notices": {"task": "partnership.tasks.send_notices", "schedule": 30.0, "options": {"expires": 60}},
    "gather-notices": {"task": "partnership.tasks.gather_notices", "schedule": crontab(hour="7", minute="0")},
    "remind": {"task": "partnership.tasks.remind", "schedule": crontab(hour="6", minute="30")},
    "remind-of-meetings": {"task": "governance.tasks.remind", "schedule": crontab(hour="6", minute="15")},
    "look-for-duplicates": {"task": "savings.tasks.look_for_duplicates", "schedule": crontab(minute="15")},
    "check-ledgers": {"task": "savings.tasks.check_ledgers", "schedule": crontab(hour="2", minute="30")},
    "requeue-checks": {"task": "savings.tasks.requeue_checks", "schedule": 20.0, "options": {"expires": 60}},
    "throw-away-pack-parts": {
        "task": "governance.tasks.throw_away_pack_parts",
        "schedule": crontab(hour="3", minute="30"),
    },
    "requeue-imports": {"task": "savings.tasks.requeue_imports", "schedule": 20.0, "options": {"expires": 60}},
}
