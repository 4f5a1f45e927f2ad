"""Gates and reviews, as a section prints them: stages, what is missing, overrides, reviews, open recommendations."""

from functools import partial
from typing import Any

from governance.packs import tables
from governance.packs.content import Source
from partnership.templatetags.portal import date_words
from workstreams.gates import Gate
from workstreams.models import GatewayReview, Recommendation, StageMove, Workstream
from workstreams.requirements import next_gates

_STAGES = ("Workstream", "Stage", "Next gate", "How it stands", "Last gateway review")
_MISSING = ("Workstream", "Before", "What is missing")
_OVERRIDES = ("Workstream", "Entered", "On", "What is marked", "Reason")
_OPEN = ("Recommendation", "Workstream", "Priority", "Owner", "Due")
_frozen = partial(tables.listed, "gates")


def content(source: Source, what: str) -> dict[str, Any]:
    """As recorded at the moment of freezing. A fixed number of queries."""
    streams = list(Workstream.objects.visible_to(source.user).filter(partnership=source.partnership).order_by("name"))
    gates = next_gates(source.partnership, streams, user=source.user)
    reviews = _last_reviews(source)
    rows = [_stage(each, gates.get(each.pk), reviews.get(each.pk)) for each in streams]
    missing = [
        (each.name, gates[each.pk].label, sentence)
        for each in streams
        if each.pk in gates
        for sentence in gates[each.pk].missing
    ]
    return {
        "stages": _frozen("Stages and next gates", _STAGES, rows, (22, 12, 14, 24, 28)),
        "missing": _frozen("What the next gates still need", _MISSING, missing, (20, 15, 65)),
        "overrides": _frozen("Gates passed otherwise than met", _OVERRIDES, _overrides(source), (18, 13, 14, 20, 35)),
        "open": _frozen("Open recommendations of gateway reviews", _OPEN, _open(source), (42, 17, 12, 15, 14)),
    }


def _stage(stream: Workstream, gate: Gate | None, review: GatewayReview | None) -> tuple[str, ...]:
    said = (
        f"{review}, {date_words(review.reported_on)}: {review.get_confidence_display()}" if review else "None was held"
    )
    ahead = (gate.label, gate.words) if gate else ("–", "–")
    return (stream.name, stream.get_stage_display(), *ahead, said)


def _last_reviews(source: Source) -> dict[int, GatewayReview]:
    rows = GatewayReview.objects.visible_to(source.user).filter(workstream__partnership=source.partnership)
    return {row.workstream_id: row for row in rows.exclude(reported_on=None).order_by("reported_on", "pk")}


def _overrides(source: Source) -> list[tuple[str, ...]]:
    rows = StageMove.objects.visible_to(source.user).filter(workstream__partnership=source.partnership).marked()
    return [
        (
            move.workstream.name,
            move.get_to_stage_display(),
            date_words(move.moved_at),
            ", ".join(move.marks),
            move.reason or "–",
        )
        for move in rows.select_related("workstream").order_by("pk")
    ]


def _open(source: Source) -> list[tuple[str, ...]]:
    rows = Recommendation.objects.visible_to(source.user).filter(
        review__workstream__partnership=source.partnership, action__done_on=None
    )
    return [
        (
            row.action.title,
            row.review.workstream.name,
            row.priority.capitalize(),
            row.action.owner_words,
            f"{date_words(row.action.due_on)}{' (overdue)' if row.action.state == 'overdue' else ''}",
        )
        for row in rows.select_related("action__owner", "review__workstream").order_by("action__due_on", "pk")
    ]
