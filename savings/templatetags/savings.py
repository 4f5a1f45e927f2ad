"""`{% load savings %}`: what a statement or a share is worth in words, and the pages above one of savings."""

from datetime import date
from typing import Any

from django import template
from django.urls import reverse

from partnership import clock, parts
from partnership.views.pages import Step
from savings.figures import AsAt
from savings.highlights.standing import rated
from savings.models import Basket, HighlightReport, Saving, Share, Statement
from savings.parts import OF_SAVINGS
from savings.wording import basis_words, few, share_words, value_words

register = template.Library()


@register.filter
def worth(thing: Statement | Share) -> str:
    """ "£33,333.34", or of a qualitative benefit the number in its unit. The saving (and statement) come loaded."""
    return share_words(thing.statement, thing.pence) if isinstance(thing, Share) else value_words(thing)


@register.filter
def basis_in_sentence(statement: Statement) -> str:
    """ "by population", "by the partners’ agreement (version 2)"."""
    return basis_words(statement)


@register.filter
def day_words(text: str) -> str:
    """ "2007-07-31", as JSON keeps a day, is "31 July 2007"."""
    day = date.fromisoformat(text)
    return f"{day.day} {day:%B %Y}"


@register.inclusion_tag("savings/highlights/mark.html", takes_context=True)
def highlight_mark(context: template.Context, workstream: Any, at: AsAt) -> dict[str, Any]:
    """The ratings of the newest highlight report of a workstream by a point, where there is one. One query."""
    rows = HighlightReport.objects.visible_to(context["request"].user).filter(workstream=workstream)
    report = rows.newest(None if at.is_now else clock.end_of(at.on)).first()
    if report is not None:
        report.workstream = workstream
    return {"report": report, "ratings": rated(report, None) if report else []}


@register.filter
def sharers(statement: Statement) -> str:
    """Who shares a statement, in a few words; its page names them all."""
    return few([share.organisation.short_name for share in statement.shares.all()])


@register.inclusion_tag("components/parts.html", takes_context=True)
def parts_of_savings(context: template.Context) -> dict[str, Any]:
    request = context["request"]
    where = {"partnership": request.partnership.slug}
    return {
        "rows": parts.rows(request, "Parts of savings", OF_SAVINGS, request.partnership, where),
        "path": request.path,
    }


@register.simple_tag(takes_context=True)
def savings_trail(
    context: template.Context, saving: Saving | None, statement: Statement | None, basket: Basket | str | None
) -> list[Step]:
    """From the list of savings down to these, as far as they are given."""
    slug = context["partnership"].slug

    def step(text: Any, name: str, *more: Any) -> Step:
        return Step(str(text), reverse(name, args=[slug, *more]))

    trail = [step("Savings", "saving-list")]
    if basket is not None and basket != "":
        trail.append(step("Joint procurements", "basket-list"))
    if isinstance(basket, Basket):
        trail.append(step(basket.name, "basket", basket.pk))
    if saving:
        trail.append(step(saving.title, "saving", saving.pk))
    if statement:
        trail.append(step(statement.name, "statement", statement.pk))
    return trail
