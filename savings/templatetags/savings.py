"""`{% load savings %}`: what a statement or a share is worth, in words."""

from django import template

from savings.models import Share, Statement
from savings.wording import share_words, value_words

register = template.Library()


@register.filter
def worth(thing: Statement | Share) -> str:
    """ "£33,333.34", or of a qualitative benefit the number in its unit. The saving (and statement) come loaded."""
    return share_words(thing.statement, thing.pence) if isinstance(thing, Share) else value_words(thing)
