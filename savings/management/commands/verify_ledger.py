"""Prove the ledgers: the chain of postings, and that shares, states, subtotals and evidence files agree with it.

What is found is kept, and the page of ledger checks shows it.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from partnership import clock
from partnership.models import Partnership
from savings import actions, proof


class Command(BaseCommand):
    help = "Check the ledgers of partnerships, and name the first thing that is wrong in each respect."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("partnerships", nargs="*", help="Their slugs; none for all of them.")

    def handle(self, *args: Any, partnerships: list[str], **options: Any) -> None:
        rows = Partnership.objects.order_by("slug")
        if unknown := set(partnerships) - set(rows.values_list("slug", flat=True)):
            raise CommandError(f"There is no partnership {', '.join(sorted(unknown))}.")
        wrong = 0
        for partnership in rows.filter(slug__in=partnerships) if partnerships else rows:
            begun_at = clock.now()
            found = proof.prove(partnership)
            actions.keep_proof(partnership=partnership, found=found, begun_at=begun_at)
            wrong += bool(found.problems)
            for said in found.problems or [f"proved up to sequence {found.sequence}."]:
                self.stdout.write(f"{partnership.slug}: {said}")
        if wrong:
            raise CommandError(f"{wrong} ledger{'' if wrong == 1 else 's'} can not be proved.")
