"""The project package, and the app of organisations, partnerships and people."""

from partnership.celery import app as celery_app

__all__ = ["celery_app"]
