"""Markdown that people typed, as HTML that is safe to show. The only place where the two are turned into each other.

Headings, emphasis, lists, tables, quotations and links to http(s) addresses; nothing else. Raw HTML is shown as text,
pictures are not taken from anywhere. What the parser makes is cleaned once more by an allow-list, so that a fault of
the one is caught by the other.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

LAST_LEVEL = 6
_CLASSES = {
    "p": "govuk-body",
    "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number",
    "a": "govuk-link",
    "table": "portal-table",
    "blockquote": "govuk-inset-text",
}
_HEADING_CLASS = "govuk-heading-s"
_TAGS = {"p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"} | {
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
    *(f"h{level}" for level in range(2, LAST_LEVEL + 1)),
}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
_VALUES = {"th": {"scope": {"col"}}}
_ALLOWED = {tag: set(words.split()) for tag, words in _CLASSES.items()}
_ALLOWED |= {f"h{level}": {_HEADING_CLASS} for level in range(2, LAST_LEVEL + 1)}
_ALLOWED |= {"th": {"num"}, "td": {"num"}, "caption": {"govuk-table__caption", "govuk-visually-hidden"}}
_TABLE = re.compile(r'<table class="portal-table"><caption[^>]*>(?P<name>[^<]*)</caption>')


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False})
    parser.enable(["table", "strikethrough"]).disable(["image", "html_block", "html_inline"])
    parser.validateLink = _is_web_address  # type: ignore[method-assign]
    return parser


def _is_web_address(address: str) -> bool:
    """Anything else stays the text that it was typed as."""
    try:
        split = urlsplit(address)
    except ValueError:
        return False
    return split.scheme in ("http", "https") and bool(split.netloc)


def to_html(text: str, *, level: int, called: str = "Text") -> SafeString:
    """The text as HTML. Its highest heading becomes one of this level, the others follow; `called` names its tables."""
    parser = _parser()
    tokens = parser.parse(text)
    _shift_headings(tokens, level)
    _dress(tokens, called)
    html = nh3.clean(
        parser.renderer.render(tokens, parser.options, {}),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        tag_attribute_values=_VALUES,
        allowed_classes=_ALLOWED,
        url_schemes={"http", "https"},
        link_rel="noopener noreferrer",
    )
    return mark_safe(_framed(html))  # noqa: S308 - cleaned by an allow-list


def _shift_headings(tokens: Sequence[Token], level: int) -> None:
    """Whatever levels were typed, they come out without a gap: each is one deeper than the one above it."""
    before, typed = level - 1, list[tuple[int, int]]()  # what was typed, and what it became
    for token in tokens:
        if token.type == "heading_open":
            own = int(token.tag[1])
            while typed and typed[-1][0] >= own:
                typed.pop()
            before = typed[-1][1] if typed else level - 1
            typed.append((own, min(before + 1, LAST_LEVEL)))
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{typed[-1][1]}"
            if token.nesting == 1:
                token.attrSet("class", _HEADING_CLASS)


def _dress(tokens: list[Token], called: str) -> None:
    """The classes of the design system, heads of columns that say so, and a name for each table."""
    tables = 0
    for token in tokens:
        if token.children:
            _dress(token.children, called)
        if token.nesting != 1:
            continue
        if token.tag in _CLASSES:
            token.attrSet("class", _CLASSES[token.tag])
        if token.tag in ("th", "td"):
            _dress_cell(token)
        if token.type == "table_open":
            tables += 1
            token.meta["name"] = f"{called}: table {tables}"
    for place, token in reversed(list(enumerate(tokens))):
        if token.type == "table_open":
            tokens.insert(place + 1, _caption(token.meta["name"]))


def _dress_cell(token: Token) -> None:
    align: Any = token.attrs.pop("style", "")
    if "right" in str(align):
        token.attrSet("class", "num")
    if token.tag == "th":
        token.attrSet("scope", "col")


def _caption(name: str) -> Token:
    token = Token("html_block", "", 0)
    token.content = f'<caption class="govuk-table__caption govuk-visually-hidden">{escape(name)}</caption>'
    return token


def _framed(html: str) -> str:
    """Tables scroll within themselves on a narrow screen, as all of the portal's do."""
    closer = html.replace('<table class="portal-table">\n<caption', '<table class="portal-table"><caption')
    opened = r'<div class="portal-table-scroll" role="region" aria-label="\g<name>" tabindex="0">\g<0>'
    return _TABLE.sub(opened, closer).replace("</table>", "</table></div>")
