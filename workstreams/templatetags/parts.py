"""The rows of links between the parts of a workstream, or of the programme. Built in: no `{% load %}` is needed."""

from typing import Any

from django import template

from partnership import parts
from workstreams.parts import OF_PROGRAMME, OF_WORKSTREAM

register = template.Library()


@register.inclusion_tag("components/parts.html", takes_context=True)
def parts_of(context: template.Context, workstream: Any = None) -> dict[str, Any]:
    """The parts of this workstream; without one, of the programme."""
    request = context["request"]
    where = {"partnership": request.partnership.slug}
    if workstream is None:
        rows = parts.rows(request, "Parts of the programme", OF_PROGRAMME, request.partnership, where)
    else:
        where["workstream"] = workstream.slug
        rows = parts.rows(request, f"Parts of {workstream}", OF_WORKSTREAM, workstream, where)
    return {"rows": rows, "path": request.path}
