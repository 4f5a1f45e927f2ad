"""`manage.py generate_partnership --statements 100000 --seed 1`: a partnership of any size, to measure with."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.text import slugify

from partnership import clock
from partnership.demo import sign_ins
from partnership.demo.generate import generate
from partnership.models import Partnership

MOST_PARTNERS = 30


class Command(BaseCommand):
    help = "Generate a partnership with this many statements; the same seed invents the same."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--statements", type=int, default=1_000)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--partners", type=int, default=13)
        parser.add_argument("--workstreams", type=int, default=20)
        parser.add_argument("--name", default="", help="by default made of the seed")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("A partnership is generated only where DEMONSTRATION=1 is set; nothing was done.")
        name = options["name"] or f"Generated partnership {options['seed']}"
        self._check(name, options)
        began = time.monotonic()
        partnership = generate(
            name,
            statements=options["statements"],
            seed=options["seed"],
            partners=options["partners"],
            workstreams=options["workstreams"],
            now=clock.now(),
        )
        sign_ins.give_passwords()
        seconds = time.monotonic() - began
        self.stdout.write(f"{partnership}: {options['statements']:,} statements in {seconds:.0f} seconds.")

    def _check(self, name: str, options: dict[str, Any]) -> None:
        if not 1 <= options["partners"] <= MOST_PARTNERS:
            raise CommandError(f"--partners takes a number from 1 to {MOST_PARTNERS}.")
        if options["statements"] < 1 or options["workstreams"] < 1:
            raise CommandError("--statements and --workstreams take a number of at least 1.")
        if not slugify(name) or Partnership.objects.filter(slug=slugify(name)).exists():
            raise CommandError(
                f"There is a partnership called “{name}” already, or its name has no letters: use --name."
            )
