"""From frozen content to a PDF. Nothing is read here but the content, the templates and the style sheet.

So the same content gives the same bytes: no clock, no database, dates from the content, keys in a fixed order.
"""

import gc
import hashlib
import io
import json
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import weasyprint
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from weasyprint import HTML

from governance.packs import sections, tags
from governance.packs.content import anchor
from governance.packs.fetcher import StaticFetcher

EPOCH = "0"  # what fonts write as their moment of change


@dataclass(frozen=True)
class Printed:
    file: bytes
    pages: int


def section(frozen: dict[str, Any]) -> SafeString:
    """One section as HTML, from its own content alone."""
    kind = sections.kind_of(frozen["key"])
    context = {"title": frozen["title"], "anchor": anchor(frozen["key"]), "kind": kind.key, **frozen["content"]}
    return mark_safe(render_to_string(kind.template, context))  # noqa: S308 - a template's own, escaped output


def document(content: dict[str, Any]) -> Printed:
    """The whole pack. Raises MemoryError above the limit, FatalURLFetchingError for any address but the style."""
    content = json.loads(json.dumps(content, sort_keys=True))  # PostgreSQL orders keys its own way
    titles = {anchor(each["key"]): each["title"] for each in content["sections"]}
    html = render_to_string(
        "packs/pack.html", {"document": content["document"], "sections": [section(s) for s in content["sections"]]}
    )
    with _bounded_memory(), _quick_memory(), _fixed_moment():
        made = HTML(string=html, url_fetcher=StaticFetcher()).render(pdf_variant="pdf/ua-1")
        target = io.BytesIO()
        made.write_pdf(target, pdf_variant="pdf/ua-1", finisher=tags.Finisher(titles))
        return Printed(target.getvalue(), len(made.pages))


@cache
def edition() -> str:
    """What prints, as a hash: templates, style, and the version of the renderer. Another one may print other bytes."""
    root = Path(settings.BASE_DIR)
    files = sorted([*(root / "templates" / "packs").glob("*.html"), *(root / "static" / "packs").glob("*.css")])
    digest = hashlib.sha256(weasyprint.__version__.encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


@contextmanager
def _bounded_memory() -> Iterator[None]:
    """The process may not ask for more than the limit while it renders: a runaway pack fails, the machine does not."""
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = settings.PACK_MEMORY_BYTES
    resource.setrlimit(resource.RLIMIT_DATA, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


@contextmanager
def _quick_memory() -> Iterator[None]:
    """Layout makes millions of objects that live to the end; looking for garbage among them is a third of the time."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 50, 1_000)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
        gc.collect()


@contextmanager
def _fixed_moment() -> Iterator[None]:
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = EPOCH
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before
