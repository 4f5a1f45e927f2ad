"""The table of contents: printed last, when it is known on which page every section begins."""

from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any

from governance.packs.appendices import is_appendix
from governance.packs.content import anchor
from governance.packs.parts import Part

KEY = "contents"
MOST_TRIES = 4
_A_PAGE = 31  # about so many lines are on one
Frozen = dict[str, Any]


def numbered(
    listed: Sequence[Frozen], printed: dict[str, Part], print_one: Callable[[Frozen], Part]
) -> dict[str, Part]:
    """All parts by key, the contents among them. It is printed again when its own length moved what it lists."""
    lines = max((len(each["content"]["entries"]) for each in listed if each["key"] == KEY), default=0)
    length = 1 + lines // _A_PAGE
    unchecked = [each["title"] for each in listed if is_appendix(each)]
    for _ in range(MOST_TRIES):
        starts = _starts(listed, {key: len(part.pages) for key, part in printed.items()} | {KEY: length})
        made = {each["key"]: print_one(with_pages(each, starts, unchecked)) for each in listed if each["key"] == KEY}
        if not made or len(made[KEY].pages) == length:
            return printed | made
        length = len(made[KEY].pages)
    raise ValueError("The contents of this pack have no settled length.")


def _starts(listed: Sequence[Frozen], lengths: dict[str, int]) -> dict[str, int]:
    """The first page of each section, by its id."""
    firsts = accumulate((lengths[each["key"]] for each in listed), initial=1)
    return {anchor(each["key"]): first for each, first in zip(listed, firsts, strict=False)}


def with_pages(frozen: Frozen, starts: dict[str, int], unchecked: Sequence[str] = ()) -> Frozen:
    """The contents as they are printed: the first page of each section, those that had nothing to tell, and the files
    that are not ours."""
    listed = frozen["content"]["entries"]
    entries = [entry | {"page": starts[entry["anchor"]]} for entry in listed if entry["anchor"] in starts]
    said = {"entries": entries, "unchecked": list(unchecked)}
    said["nothing"] = [entry["title"] for entry in listed if entry["anchor"] not in starts]
    return frozen | {"content": frozen["content"] | said}
