"""A section's HTML as a tree.

The templates write what is XML as well, but for elements that have no end, and the parser for that is ten times as
quick; what it can not read, or would read in another way, is read as HTML.
"""

import io
import re
from typing import Any
from xml.etree import ElementTree

import tinyhtml5

_WITHOUT_END = re.compile(r"<((?:area|br|col|embed|hr|img|input|link|meta|source|wbr)\b[^>]*?)/?>")
_BLOCKS = {"div", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "section", "table", "ul"}
_SHARED = {"&nbsp;": "\u00a0"}  # a name that HTML has and XML has not


def tree(html: str) -> Any:
    """The document's root element."""
    try:
        root = ElementTree.fromstring(_as_xml(html))  # noqa: S314 - from templates, where all that people wrote is escaped
    except ElementTree.ParseError:
        return _as_html(html)
    return root if _means_the_same(root) else _as_html(html)


def _as_xml(html: str) -> str:
    for name, letter in _SHARED.items():
        html = html.replace(name, letter)
    return _WITHOUT_END.sub(r"<\1/>", html)


def _means_the_same(root: Any) -> bool:
    """HTML ends a paragraph where a block begins, puts rows into a body, and knows SVG by its name."""
    return not (
        any(child.tag in _BLOCKS for paragraph in root.iter("p") for child in paragraph)
        or any(child.tag == "tr" for table in root.iter("table") for child in table)
        or any(True for _ in root.iter("svg"))
    )


def _as_html(html: str) -> Any:
    return tinyhtml5.parse(io.BytesIO(html.encode()), transport_encoding="utf-8", namespace_html_elements=False)
