"""The row of links between the parts of a workstream, or of the programme. Built in: no `{% load %}` is needed."""

from typing import Any

from django import template

from partnership.context import Place
from workstreams import parts

register = template.Library()


@register.inclusion_tag("workstreams/parts.html", takes_context=True)
def parts_of(context: template.Context, workstream: Any = None) -> dict[str, Any]:
    """The parts of this workstream; without one, of the programme."""
    request = context["request"]
    places: list[Place] = parts.of_workstream(request, workstream) if workstream else parts.of_programme(request)
    called = f"Parts of {workstream}" if workstream else "Parts of the programme"
    return {"places": places, "called": called, "path": request.path}
