"""Tags and filters of every template. Built in: no `{% load %}` is needed.

The gallery (`/gallery/`) shows each component rendered.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BaseForm, BaseFormSet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from partnership import money
from partnership.context import AccountLink, Place, account_links, places

register = template.Library()

# What each word of the portal looks like. The word itself is always shown: colour is never the only sign.
TAG_COLOURS = {
    "draft": "grey",
    "submitted": "blue",
    "verified": "green",
    "partly verified": "teal",
    "returned": "orange",
    "restated": "purple",
    "reversed": "red",
    "idea": "grey",
    "appraisal": "purple",
    "case": "purple",
    "approval": "orange",
    "implementation": "blue",
    "live": "green",
    "closed": "grey",
    "closing": "orange",
    "reopening": "orange",
    "reopened": "purple",
    "target": "grey",
    "forecast": "blue",
    "contracted": "teal",
    "realised": "green",
    "cashable": "teal",
    "non_cashable": "blue",
    "qualitative": "purple",
    "queued": "grey",
    "waiting": "grey",
    "dropped": "grey",
    "running": "blue",
    "rendering": "blue",
    "checking": "blue",
    "confirmed": "grey",
    "writing": "blue",
    "reported": "orange",
    "done": "green",
    "ready": "green",
    "reused": "green",
    "printing": "blue",
    "frozen": "yellow",
    "finished": "green",
    "released": "green",
    "failed": "red",
    "planned": "grey",
    "open": "blue",
    "held": "green",
    "cancelled": "red",
    "met": "green",
    "within tolerance": "yellow",
    "missed": "red",
    "better": "green",
    "worse": "red",
    "overdue": "orange",
    "baseline": "purple",
    "no baseline": "orange",
    "policy changed": "orange",
    "late": "red",
    "set aside": "grey",
    "revoked": "red",
    "proposed": "orange",
    "in force": "green",
    "approved, not begun": "blue",
    "ended": "grey",
    "not decided": "orange",
    "different": "green",
    "the same": "red",
    "merged": "purple",
    "expired": "grey",
    "active": "green",
    "current": "green",
    "awaits approval": "orange",
    "awaits ratification": "blue",
    "published": "blue",
    "approved": "green",
    "superseded": "grey",
    "withdrawn": "grey",
    "proved": "green",
    "not proved": "red",
    "paused": "orange",
    "stopped": "red",
    "begun": "grey",
    "advanced": "green",
    "overridden": "red",
    "back": "orange",
    "resumed": "blue",
    "not met": "red",
    "not begun": "blue",
    "awaited": "orange",
    "amber_green": "teal",
    "amber": "yellow",
    "amber_red": "orange",
    "green": "green",
    "red": "red",
    "critical": "red",
    "essential": "orange",
    "recommended": "blue",
    "conditions": "teal",
    "refused": "red",
    "committed": "blue",
    "spent": "green",
    "joins": "green",
    "leaves": "orange",
    "hosts": "blue",
    "public": "blue",
    "being scored": "blue",
    "decided": "green",
    "vacant": "orange",
    "filled": "green",
    "chair": "purple",
    "carried": "green",
    "lost": "red",
    "fell": "orange",
    "corrected": "grey",
    "for": "green",
    "against": "red",
    "abstain": "grey",
    "minutes": "orange",
    "agreed": "green",
    "postponed": "orange",
    "exempt": "orange",
    "present": "green",
    "substitute": "teal",
    "apology": "grey",
    "left": "orange",
    "quorate": "green",
    "not quorate": "red",
    "on_route": "purple",
    "not written": "grey",
    "written": "blue",
    "cleared": "green",
    "not cleared": "orange",
    "changed since clearance": "orange",
    "sent": "purple",
    "supported": "green",
    "amended": "teal",
    "noted": "blue",
    "sent_back": "orange",
    "skipped": "yellow",
}
RAGS = {"green", "amber", "red"}


# --- Filters ----------------------------------------------------------------------------------------------------------
@register.filter
def pounds(pence: int | None) -> str:
    """123450 is "£1,234.50"; None is a dash."""
    return "–" if pence is None else money.format_pounds(pence)


@register.filter
def percent(hundredths: int | None) -> str:
    """3333 is "33.33%"; None is a dash."""
    return "–" if hundredths is None else money.format_percent(hundredths)


@register.filter
def financial_year(year: int | None) -> str:
    """The year that begins in April 2007 is "2007-08"."""
    return "–" if year is None else f"{year}-{(year + 1) % 100:02d}"


@register.filter
def date_words(value: date | datetime | None) -> str:
    """ "31 March 2026", in the portal's time zone; None is a dash."""
    if value is None:
        return "–"
    day = timezone.localdate(value) if isinstance(value, datetime) else value
    return f"{day.day} {day:%B %Y}"


@register.filter
def moment_words(value: datetime | None) -> str:
    """ "31 March 2026 at 14:05", in the portal's time zone."""
    return "–" if value is None else f"{date_words(value)} at {timezone.localtime(value):%H:%M}"


# --- Permissions and navigation ---------------------------------------------------------------------------------------
@register.simple_tag(takes_context=True)
def can(context: template.Context, permission: str, thing: Any = None) -> bool:
    """`{% can "savings.draft_saving" partnership as may_add %}`: asks the one permission vocabulary."""
    request = context.get("request")
    return bool(request and request.user.is_authenticated and request.user.has_perm(permission, thing))


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> list[Place]:
    """The places of the service navigation that this reader may go to."""
    return places(context["request"], context.get("partnership")) if "request" in context else []


@register.simple_tag(takes_context=True)
def account_navigation(context: template.Context) -> list[AccountLink]:
    return account_links(context["request"]) if "request" in context else []


# --- Errors -----------------------------------------------------------------------------------------------------------
@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm | BaseFormSet | None) -> dict[str, Any]:
    """All errors of all the forms and formsets given, in the order of the page, each a link to its field."""
    return {"problems": [problem for form in forms if form for problem in _problems(form)]}


@register.simple_tag(takes_context=True)
def trail_to(context: template.Context, text: str, name: str) -> list[Place]:
    """The breadcrumbs below one list of the partnership: `{% trail_to "Workstreams" "workstream-list" as trail %}`."""
    return [Place(text, reverse(name, args=[context["partnership"].slug]), False)]


@register.simple_tag(takes_context=True)
def error_prefix(context: template.Context) -> str:
    """What a page's title begins with when its form was refused."""
    filters = getattr(context.get("listing"), "form", None)
    found = [context.get("form"), context.get("formset"), filters, *(context.get("forms") or [])]
    return "Error: " if any(_has_errors(form) for form in found) else ""


def _has_errors(form: Any) -> bool:
    if isinstance(form, BaseFormSet):
        return form.is_bound and form.total_error_count() > 0
    return isinstance(form, BaseForm) and bool(form.errors)


def _problems(form: BaseForm | BaseFormSet) -> Iterable[tuple[str, str]]:
    """Pairs of an address on the page (or nothing) and a sentence."""
    if isinstance(form, BaseFormSet):
        if not form.is_bound:
            return
        yield from (("", error) for error in form.non_form_errors())
        for number, row in enumerate(form.forms, start=1):
            yield from ((link, f"Row {number}: {text}") for link, text in _problems(row))
        return
    yield from (("", error) for error in form.non_field_errors())
    for field in form:
        if field.errors:
            link = "" if field.is_hidden else f"#{field.first_id}"
            yield from ((link, problem) for problem in field.problems)


# --- Words as tags ----------------------------------------------------------------------------------------------------
@register.simple_tag
def tag(value: Any, label: str = "") -> SafeString:
    """`{% tag saving.state %}`: a state, stage, kind or the like as a coloured word; `label` says it in other words."""
    if value in (None, ""):
        return SafeString("")
    word = str(value)
    colour = TAG_COLOURS.get(word.lower(), "grey")
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', colour, label or _in_words(value))


@register.simple_tag
def rag(value: Any) -> SafeString:
    """`{% rag line.rag %}`: green, amber or red as a shape with its word; anything else as a plain word."""
    word = str(value).lower()
    colour = word if word in RAGS else "none"
    return format_html('<strong class="portal-rag portal-rag--{}">{}</strong>', colour, word.capitalize())


def _in_words(value: Any) -> str:
    return str(getattr(value, "label", None) or str(value).replace("_", " ").capitalize())


# --- Forms ------------------------------------------------------------------------------------------------------------
@register.simple_tag
def option_elements(options: Iterable[dict[str, Any]]) -> SafeString:
    """The options of a select, from its widget. Not by a template: the filters of one list have a hundred."""
    return mark_safe("\n".join(map(_option_element, options)))


def _option_element(option: dict[str, Any]) -> str:
    selected = " selected" if option["selected"] else ""
    value, label = conditional_escape(option["value"]), conditional_escape(option["label"])
    return f'  <option value="{value}"{selected}>{label}</option>'


# --- Containers -------------------------------------------------------------------------------------------------------
@register.simple_block_tag
def scroll_frame(content: str, label: str) -> SafeString:
    """`{% scroll_frame "An example" %}<pre>…</pre>{% endscroll_frame %}`: what a narrow screen scrolls."""
    return format_html(
        '<div class="portal-table-scroll" role="region" aria-label="{}" tabindex="0">{}</div>', label, content
    )


@register.simple_block_tag
def scroll_table(content: str, caption: str, hide_caption: bool = False) -> SafeString:
    """`{% scroll_table "Savings" %}<thead>…</thead><tbody>…</tbody>{% endscroll_table %}`.

    A data table that a narrow screen scrolls within itself. Cells need no classes but `num` for figures.
    """
    size = "govuk-visually-hidden" if hide_caption else "govuk-table__caption--m"
    table = format_html(
        '<table class="portal-table"><caption class="govuk-table__caption {}">{}</caption>{}</table>',
        size,
        caption,
        content,
    )
    return scroll_frame(table, caption)


@register.simple_block_tag
def tiles(content: str) -> SafeString:
    """`{% tiles %}{% include "components/tile.html" with … %}{% endtiles %}`: headline numbers side by side."""
    return format_html('<ul class="portal-tiles">{}</ul>', content)
