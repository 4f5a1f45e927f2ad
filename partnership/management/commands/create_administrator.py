"""The first administrator of a partnership, and the partnership itself where it does not exist yet."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from partnership import clock
from partnership.actions import found_administrator, found_partnership
from partnership.models import Partnership


class Command(BaseCommand):
    help = (
        "Make a person an administrator of a partnership. A partnership that does not exist yet is made when "
        "--partnership-name is given. The person sets a password through the sign-in page, as after forgetting one."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--partnership", required=True, metavar="SLUG")
        parser.add_argument("--partnership-name", default="", help="Makes the partnership, under this name.")
        parser.add_argument("--started-on", type=date.fromisoformat, default=None, metavar="YYYY-MM-DD")
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", default="", help="Default: the email address.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                partnership = self._partnership(options)
                grant = found_administrator(
                    partnership=partnership, email=options["email"], name=options["name"] or options["email"]
                )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{grant.user.email} is now an administrator of {partnership.name}.")

    def _partnership(self, options: dict[str, Any]) -> Partnership:
        found = Partnership.objects.filter(slug=options["partnership"]).first()
        if found:
            return found
        if not options["partnership_name"]:
            raise CommandError(f"There is no partnership {options['partnership']}. Give --partnership-name to make it.")
        return found_partnership(
            name=options["partnership_name"],
            slug=options["partnership"],
            started_on=options["started_on"] or clock.today(),
        )
