"""Why the figures moved since the last pack of the same body, as a section prints it."""

from typing import Any

from governance.calendar import called, last_of_body
from governance.packs import tables
from governance.packs.content import HALF, Source, pictures
from partnership.templatetags.portal import date_words
from savings import bridges, figures
from savings.bridges import Span
from savings.figures import AsAt, Measure
from savings.models.words import MONEY_KINDS

WIDTHS = (25, 15, 15, 15, 15, 15)


def content(source: Source, what: str) -> dict[str, Any]:
    """For each kind the waterfall of the firmest claim, and a table of all measures."""
    since, words = since_last(source)
    moved = figures.movements(source.partnership, since, source.at, user=source.user)
    span = Span(since, source.at)
    return {
        "as_at": source.day,
        "since": words,
        "since_sequence": since.sequence,
        "kinds": [_of_kind(source, span, moved, kind) for kind in MONEY_KINDS if source.figures.by_year(kind)],
    }


def _of_kind(source: Source, span: Span, moved: list[figures.Movement], kind: str) -> dict[str, Any]:
    found = figures.figures(source.partnership, span.since, user=source.user)
    amounts = found.total(kind).amounts
    each = [figures.bridge(moved, measure, kind, before=amounts[measure]) for measure in Measure]
    first = bridges.firmest(source.figures, moved, kind)
    shown = next(one for one in each if one.measure is first)
    chart = bridges.chart(shown, span, HALF)
    return {
        "title": f"{kind.label} savings",
        "said": bridges.conclusion(shown, span),
        "charts": pictures([chart] if chart else []),
        "table": tables.frozen(bridges.several(each, span, f"{kind.label} savings, step by step"), WIDTHS),
    }


def since_last(source: Source) -> tuple[AsAt, str]:
    """The point that the body was last shown; without one, 30 days before. And what to call it."""
    last = last_of_body(source.pack)
    if last is None:
        since = figures.days_before(source.partnership, source.at)
        return since, f"{date_words(since.on)}, 30 days before: this body has had no earlier board pack"
    return AsAt(last.sequence, last.as_at_on), f"the {called(last)[:1].lower()}{called(last)[1:]}"
