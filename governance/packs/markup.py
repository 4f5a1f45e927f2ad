"""Frozen content as HTML: one document for each section, from its own content alone."""

import json
import re
from base64 import b64encode
from collections.abc import Callable, Sequence
from html import unescape
from typing import Any
from urllib.parse import quote

from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from governance.packs import furniture, sections
from governance.packs.content import anchor
from governance.packs.render import FURNITURE, NUMBERS, STYLE
from governance.packs.taking import SCHEME

Frozen = dict[str, Any]
_LINK = re.compile(r'(<a [^>]*?href=")#([^"]+)"([^>]*>)(.*?)</a>', re.DOTALL)
_WHOLE = {"title": "", "partnership": "", "subject": "", "edition": "", "created": ""}  # said by the joined file


def ordered(frozen: Frozen) -> str:
    """The content as text, the same for the same content: PostgreSQL orders keys its own way."""
    return json.dumps(frozen, sort_keys=True)


def section(frozen: Frozen) -> SafeString:
    """One section as HTML, from its own content alone."""
    kind = sections.kind_of(frozen["key"])
    context = {"title": frozen["title"], "anchor": anchor(frozen["key"]), "kind": kind.key, **frozen["content"]}
    context |= sections.beside(frozen["key"], frozen["content"])
    return mark_safe(render_to_string(kind.template, context))  # noqa: S308 - a template's own, escaped output


def apart(frozen: Frozen, files: Callable[[str], bytes]) -> str:
    """The document of one section. Its links may lead to any other: they name the place, and say where they go. A
    picture stands in it itself: what prints it reaches no file."""
    said = json.loads(ordered(frozen))
    if digest := said["content"].get("picture"):
        said["content"]["source"] = f"data:{said['content']['type']};base64,{b64encode(files(digest)).decode()}"
    printed = _LINK.sub(_named, section(said))
    return render_to_string("packs/pack.html", {"document": _WHOLE, "sections": [mark_safe(printed)]})  # noqa: S308 - as above


def _named(found: re.Match[str]) -> str:
    opening, place, rest, words = found.groups()
    said = quote(f"Go to {unescape(strip_tags(words)).strip()}", safe="")
    return f'{opening}{SCHEME}{place}/{said}"{rest}{words}</a>'


def surround(document: Frozen) -> str:
    """What stands around the pages, printed once for each kind of page."""
    printed = render_to_string("packs/furniture.html", {"sample": furniture.SAMPLE})
    return render_to_string("packs/pack.html", {"document": document, "sections": [mark_safe(printed)]})  # noqa: S308 - as above


def together(document: Frozen, listed: Sequence[Frozen]) -> str:
    """All sections as one document, as a printing program without parts would be given it."""
    return render_to_string(
        "packs/pack.html",
        {"document": document, "sections": map(section, listed), "sheets": (STYLE, FURNITURE, NUMBERS)},
    )
