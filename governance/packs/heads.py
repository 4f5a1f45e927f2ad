"""The heads of the chain that packs have printed: they leave the database, and no tampering with it reaches them."""

from collections.abc import Iterator

from django.db.models import QuerySet

from governance.models import FrozenSection, Pack
from partnership.models import Partnership
from savings import proof


def printed_heads(pack: Pack) -> set[str]:
    """The heads that a pack prints: on its cover, and where it tells how its figures are made. One query."""
    return set(_with_head().filter(section__pack=pack).values_list("content__head", flat=True))


def told(partnership: Partnership) -> Iterator[proof.Told]:
    """What the finished packs of a partnership have told. One query."""
    rows = _with_head().filter(section__pack__partnership=partnership, section__pack__state=Pack.State.FINISHED)
    names = ("section__pack", "section__pack__sequence", "content__head")
    for pack, sequence, head in rows.values_list(*names).order_by(*names).distinct().iterator():
        yield proof.Told(sequence, head, f"pack {pack} printed")


def _with_head() -> QuerySet[FrozenSection]:
    return FrozenSection.objects.filter(content__has_key="head")
