"""`{% load governance %}`: the row of links between the pages of governance, and what decided something elsewhere."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.db.models import Q

from governance.models import Decision, DecisionEffect, MeetingAction, Report
from governance.models.effects import LINKS
from governance.parts import OF_GOVERNANCE
from partnership import parts
from workstreams.models import Action, Consultation, Funding, StageMove

register = template.Library()


@register.inclusion_tag("components/parts.html", takes_context=True)
def parts_of_governance(context: template.Context) -> dict[str, Any]:
    request = context["request"]
    where = {"partnership": request.partnership.slug}
    rows = parts.rows(request, "Parts of governance", OF_GOVERNANCE, request.partnership, where)
    return {"rows": rows, "path": request.path}


@register.inclusion_tag("governance/decided_by.html")
def decided_by(thing: Any) -> dict[str, Any]:
    """The decisions behind what an effect links, or behind an action, by number: also of exempt ones, of which the
    number says nothing; of an action that came out of a meeting alone, the meeting. One query."""
    if isinstance(thing, Action):
        link = MeetingAction.objects.filter(action=thing).select_related(
            "decision__partnership", "decision__meeting__body", "meeting__body", "meeting__partnership"
        )
        return {"found": [each.decision or each.meeting for each in link]}
    fields = {DecisionEffect._meta.get_field(name).related_model: name for name in LINKS}
    behind = Q(**{f"effects__{fields[type(thing)]}": thing})
    if isinstance(thing, Funding):
        behind |= Q(effects__transfer__funding=thing) | Q(effects__head__funding=thing)
    rows = Decision.objects.filter(behind).select_related("partnership", "meeting__body", "meeting__partnership")
    return {"found": rows.distinct()}


@register.simple_tag
def with_decisions(moves: Iterable[StageMove]) -> list[StageMove]:
    """The moves from stage to stage, each with `by_decision`: the decision behind it, or None. One query."""
    rows = list(moves)
    effects = DecisionEffect.objects.filter(move__in=rows)
    found = {
        each.move_id: each.decision
        for each in effects.select_related("decision__partnership", "decision__meeting__body")
    }
    for move in rows:
        move.by_decision = found.get(move.pk)
    return rows


@register.inclusion_tag("governance/reports/standing_on.html", takes_context=True)
def reports_on(context: template.Context, consultation: Consultation) -> dict[str, Any]:
    """The reports that point to a consultation, as far as the reader sees them. One query."""
    rows = Report.objects.visible_to(context["request"].user).filter(evidence__consultation=consultation)
    return {"found": rows.select_related("partnership").order_by("number")}
