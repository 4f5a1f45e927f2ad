"""The heads of the chain that packs have printed: they leave the database, and no tampering with it reaches them."""

from collections.abc import Iterator
from typing import Any

from governance.models import Pack
from partnership.models import Partnership
from savings import proof


def printed_heads(content: dict[str, Any]) -> set[str]:
    """The heads that a pack's frozen content prints: on its cover, and where it tells how its figures are made."""
    return {each["content"]["head"] for each in content["sections"] if "head" in each["content"]}


def told(partnership: Partnership) -> Iterator[proof.Told]:
    """What the finished packs of a partnership have told. One query; one pack's content at a time is in memory."""
    rows = Pack.objects.finished().filter(partnership=partnership).order_by("pk")
    for pack in rows.values_list("pk", "sequence", "content").iterator(chunk_size=1):
        for head in sorted(printed_heads(pack[2])):
            yield proof.Told(pack[1], head, f"pack {pack[0]} printed")
