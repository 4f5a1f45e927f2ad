"""The parts of a page that are figures alone, kept as HTML, and its charts, kept as pictures.

What they show follows from the postings up to a sequence, the day on which they are judged, and the names of
workstreams and organisations. The key is made of all that (the hash of the last posting stands for the postings), so
what is kept is never out of date: a new posting, day, name or version of the program has another key.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cache as once
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.template.loader import render_to_string

from savings import charts, rendering
from savings.dashboards import Reading
from savings.models import Posting

KEPT_SECONDS = 24 * 60 * 60


def kept(
    reading: Reading, page: str, templates: Mapping[str, str], build: Callable[[], dict[str, Any]], *also: str
) -> dict[str, Any]:
    """The HTML of each template by its name here, and those values of its context that `also` names.

    `page` says what else the context is made of; `build` makes it where nothing is kept. One query, and those of
    `build`. Nothing that depends on who reads may stand in these templates.
    """
    key = _key(reading, page, *templates.values())
    found = cache.get(key)
    if found is None:
        context = build() | {"reading": reading}
        found = {name: render_to_string(template, context) for name, template in templates.items()}
        found |= {name: context[name] for name in also}
        cache.set(key, found, KEPT_SECONDS)
    return dict(found)


def picture(reading: Reading, name: str, width: int) -> rendering.Picture | None:
    """A chart as it is at the reading's point; none where it has nothing to show. One query where it is kept."""
    draw = charts.CHARTS[name]
    return drawn(
        reading, lambda: draw(reading.figures(), reading.names, reading.kind, width), "chart", name, str(width)
    )


def drawn(reading: Reading, make: Callable[[], charts.Chart | None], *made_from: str) -> rendering.Picture | None:
    """The picture of the chart that `make` makes from the reading and from what else `made_from` says."""
    key = _key(reading, *made_from)
    found = rendering.kept(cache.get(key, ""))
    if found is None:
        chart = make()
        found = rendering.picture(chart) if chart else None
        if found:
            cache.set(key, found.digest, KEPT_SECONDS)
    return found


def _key(reading: Reading, *more: str) -> str:
    at, partnership = reading.at, reading.partnership
    postings = Posting.objects.filter(partnership=partnership, sequence=at.sequence)
    last = postings.values_list("hash", flat=True).first() or ""
    named = [[(pk, name.text, name.code, name.mark) for pk, name in names.items()] for names in reading.names.all]
    point = [at.sequence, at.on.isoformat(), at.is_now, reading.as_at, reading.kind, sorted(reading.scope.items())]
    made_from = [_program(), partnership.pk, partnership.slug, last, point, named, more]
    return f"figures:{hashlib.sha256(json.dumps(made_from).encode()).hexdigest()}"


@once
def _program() -> str:
    """The version of all that makes the HTML: these templates and this package, read once a process."""
    templates = settings.BASE_DIR / "templates" / "savings" / "dashboards"
    sources = [*Path(__file__).parent.rglob("*.py"), *templates.glob("*.html")]
    digest = hashlib.sha256()
    for source in sorted(sources):
        digest.update(source.read_bytes())
    return digest.hexdigest()
