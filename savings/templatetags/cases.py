"""`{% load cases %}`: figures of a business case in words."""

from django import template

from savings import case_tables
from workstreams import investment

register = template.Library()


@register.filter
def ratio(hundredths: int | None) -> str:
    """137 is "1.37"; None is a dash."""
    return case_tables.ratio(hundredths).text


@register.filter
def duration(months: int | None) -> str:
    """40 is "3 years 4 months"."""
    return investment.duration(months)


@register.filter
def thousands(number: int) -> str:
    """10000 is "10,000"."""
    return f"{number:,}"
