"""`{% load gates %}`: what is said of a workstream's stage wherever the workstream is shown."""

from typing import Any

from django import template

from workstreams import stages
from workstreams.models import StageMove

register = template.Library()


@register.inclusion_tag("workstreams/gate_mark.html", takes_context=True)
def gate_mark(context: template.Context, workstream: Any, here: bool = False) -> dict[str, Any]:
    """The stage, why it rests if it does, and what must never be overlooked about how it came
    there: a gate overridden or made easier, a baseline never taken. `here`: on the page of the gate itself.
    One query."""
    rows = StageMove.objects.visible_to(context["request"].user).filter(workstream=workstream)
    moves = list((rows.marked() | rows.filter(way__in=stages.RESTING)).select_related("moved_by"))
    resting = [move for move in moves if workstream.stage in stages.RESTING and move.to_stage == workstream.stage]
    return {
        "workstream": workstream,
        "marked": [move for move in moves if move.marks],
        "resting": resting[0] if resting else None,
        "following": not here and stages.following(workstream.stage),
        "partnership": context["partnership"],
    }
