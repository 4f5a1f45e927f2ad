"""`manage.py load_demo`: the demonstration's two partnerships, and who can sign in."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from partnership import clock
from partnership.demo import sign_ins
from partnership.demo.load import SLUGS, is_loaded, load


class Command(BaseCommand):
    help = "Enter the demonstration data through the actions. Does nothing when it is there already."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("Demonstration data is entered only where DEMONSTRATION=1 is set; nothing was done.")
        if is_loaded():
            self.stdout.write("The demonstration data is there already.")
        else:
            load(clock.today())
        path = sign_ins.write(list(SLUGS))
        if options["verbosity"]:
            self.stdout.write(path.read_text())
