"""Prove finished packs: the stored file has the hash of its row, the row prints the same file again, and the ledger
still has the head that the pack printed."""

import hashlib
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from governance.models import Pack
from governance.packs.appendices import Unreadable
from governance.packs.build import rerender
from governance.packs.heads import printed_heads
from governance.packs.versions import edition
from savings import ledger
from savings.models import Posting


class Command(BaseCommand):
    help = "Check finished board packs against their files, and with --rerender against a new rendering."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("packs", nargs="*", type=int, help="Ids of packs; none for all of them.")
        parser.add_argument("--rerender", action="store_true", help="Print each one again and compare the bytes.")

    def handle(self, *args: Any, packs: list[int], rerender: bool, **options: Any) -> None:
        rows = Pack.objects.finished().order_by("pk")
        wrong = 0
        for pack in (rows.filter(pk__in=packs) if packs else rows).iterator(chunk_size=1):
            same_edition = pack.edition == edition()
            problem = _problem(pack, print_again=rerender and same_edition)
            wrong += bool(problem)
            said = "is as it was" if same_edition or not rerender else "has its file; it was printed by another edition"
            self.stdout.write(f"{pack.pk} {pack.sha256[:16]} {problem or said}")
        if wrong:
            raise CommandError(f"{wrong} pack{'' if wrong == 1 else 's'} can not be proved.")


def _has_its_head(pack: Pack) -> bool:
    """Whoever made the chain anew from some posting on can not change what packs have printed."""
    posting = Posting.objects.filter(partnership=pack.partnership_id, sequence=pack.sequence)
    return printed_heads(pack) <= {posting.values_list("hash", flat=True).first() or ledger.FIRST}


def _problem(pack: Pack, *, print_again: bool) -> str:
    try:
        with pack.file.open("rb") as file:
            stored = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return "has lost its file"
    if stored != pack.sha256:
        return "has a file that is not the one that was made"
    if not _has_its_head(pack):
        return "printed a head of the chain that the ledger does not have"
    try:
        if print_again and hashlib.sha256(rerender(pack)).hexdigest() != pack.sha256:
            return "prints other bytes from its row"
    except Unreadable as error:
        return f"can not be printed again: {error}"
    return ""
