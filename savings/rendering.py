"""From a chart's specification to SVG: the same picture in page and pack, kept by the digest of what it was made from.

The renderer starts a JavaScript engine, so it is imported where it is first needed and never earlier: a Celery worker
or a web server that forks must not carry it over.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cache as once
from importlib import import_module
from importlib.metadata import version
from typing import Any
from xml.etree import ElementTree

from django.core.cache import cache

from savings.charts import Chart

LANGUAGE = "5.21"  # of Vega-Lite; another may draw another picture
FORMAT = 1  # of what is done to the picture here
KEPT_SECONDS = 30 * 24 * 60 * 60
_SVG = "http://www.w3.org/2000/svg"
_REFUSED = {"script", "style", "foreignObject", "image", "a", "use"}


def digest(chart: Chart) -> str:
    """What names the picture: SHA-256 over everything it depends on."""
    made_from = [FORMAT, LANGUAGE, _renderer_version(), chart.conclusion, chart.specification]
    return hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()


def svg(chart: Chart) -> str:
    """The chart as an SVG element with its conclusion as `<title>`, without anything that runs, loads or styles inline.

    From the cache where it was drawn before (a tenth of a second otherwise; over one for the first of a process).
    """
    return picture(chart).svg


@dataclass(frozen=True)
class Picture:
    """An SVG and the digest that names it."""

    digest: str
    svg: str


def picture(chart: Chart) -> Picture:
    name = digest(chart)
    found = kept(name)
    if found is None:
        found = Picture(name, _clean(_draw(chart), chart))
        cache.set(_key(name), found.svg, KEPT_SECONDS)
    return found


def kept(digest: str) -> Picture | None:
    """The picture of this digest where it was drawn before."""
    drawn = cache.get(_key(digest))
    return None if drawn is None else Picture(digest, str(drawn))


def _key(digest: str) -> str:
    return f"chart:{digest}"


@once
def _renderer_version() -> str:
    return version("vl-convert-python")


def _draw(chart: Chart) -> str:
    renderer: Any = import_module("vl_convert")
    return str(renderer.vegalite_to_svg(dict(chart.specification), vl_version=LANGUAGE, allowed_base_urls=[]))


def _clean(drawn: str, chart: Chart) -> str:
    """One image to assistive technology, named by its title; nothing that a browser policy would refuse."""
    ElementTree.register_namespace("", _SVG)
    root = ElementTree.fromstring(drawn)
    _strip(root)
    root.set("role", "img")
    title = ElementTree.Element(f"{{{_SVG}}}title")
    title.text = chart.conclusion
    root.insert(0, title)
    return ElementTree.tostring(root, encoding="unicode")


def _strip(element: ElementTree.Element) -> None:
    for attribute in list(element.attrib):
        bare = attribute.rpartition("}")[2]
        if bare in ("style", "class", "role", "href", "pointer-events") or bare.startswith(("aria-", "on")):
            del element.attrib[attribute]
    for child in list(element):
        if child.tag.rpartition("}")[2] in _REFUSED:
            element.remove(child)
        else:
            _strip(child)
