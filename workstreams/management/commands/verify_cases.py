"""`manage.py verify_cases`: works every submitted business case out again and compares it with what was stored."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workstreams.cases import differing


class Command(BaseCommand):
    help = "Works every submitted business case out again from its rows, and names those whose stored results differ."

    def handle(self, *args: Any, **options: Any) -> None:
        number, found = differing()
        for case in found:
            self.stderr.write(f"{case} is worked out otherwise than it was stored.")
        if found:
            raise CommandError(f"{len(found)} of {number:,} business cases differ.")
        self.stdout.write(f"{number:,} submitted business cases are what their rows work out to.")
