"""A report's document as HTML: for its page, for a preview, and as a part of a pack. From the document alone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from governance import markdown
from governance.reports.content import WITHHELD, Document
from governance.reports.references import REFERENCE, Stood
from governance.reports.vocabulary import HEADINGS, IMPLICATIONS
from partnership.templatetags.portal import date_words

# Characters that nobody types stand for a reference while Markdown is turned into HTML.
_BEFORE, _AFTER = "\ue000", "\ue001"
_MARKED = re.compile(f'<p class="govuk-body">{_BEFORE}([0-9]+){_AFTER}</p>|{_BEFORE}([0-9]+){_AFTER}')
_PRIVATE = str.maketrans("", "", _BEFORE + _AFTER)


@dataclass(frozen=True)
class Used:
    """A figure or chart used in the report, with its number in the list at its end."""

    number: int
    stood: Stood

    @property
    def words(self) -> str:
        return str(self.stood["words"])

    @property
    def value(self) -> str:
        return str(self.stood["text"]) if self.stood["sort"] == "figure" else "Chart"

    @property
    def as_at(self) -> str:
        return f"{date_words(date.fromisoformat(self.stood['on']))}, ledger sequence {self.stood['sequence']:,}"


@dataclass(frozen=True)
class Shown:
    """A part as it is read: its number (2, or 4.1), and its text as HTML."""

    number: str
    key: str
    title: str
    html: SafeString
    is_none: bool
    is_written: bool
    exempt_reason: str
    is_withheld: bool
    state: str
    cleared_post: str
    cleared_on: str

    @property
    def anchor(self) -> str:
        return f"part-{self.key}"


class Printed:
    """All that a template needs, from a document and what its references stood for."""

    def __init__(
        self,
        document: Document,
        stood: Mapping[str, Stood],
        *,
        level: int = 2,
        prefix: str = "",
        chart: str = "governance/reports/chart.html",
    ) -> None:
        """`level` is that of the sections; `prefix` keeps ids apart where there is more than one report."""
        self.document, self._stood, self.prefix, self._chart = document, stood, prefix, chart
        self.used: list[Used] = []
        parts = {part["key"]: part for part in document["parts"]}
        self.purpose, self.background, self.options = (
            self._shown(parts[key], number, level + 1)
            for key, number in (("purpose", "1"), ("background", "3"), ("options", "4"))
        )
        self.implications = [
            self._shown(parts[each.key], f"5.{number}", level + 2) for number, each in enumerate(IMPLICATIONS, start=1)
        ]

    def _shown(self, part: Document, number: str, level: int) -> Shown:
        title = HEADINGS[part["key"]].title
        cleared = part.get("cleared_at")
        return Shown(
            *(number, part["key"], title, self._html(part["text"], title, level)),
            is_none=part["none"],
            is_written=bool(part["text"].strip()) or part["none"],
            exempt_reason=part["exempt_reason"],
            is_withheld=bool(part.get(WITHHELD)),
            state=part["state"],
            cleared_post=part["cleared_post"],
            cleared_on=date_words(datetime.fromisoformat(cleared)) if cleared else "",
        )

    def _html(self, text: str, title: str, level: int) -> SafeString:
        found: list[str] = []

        def mark(match: re.Match[str]) -> str:
            found.append(match["inside"].strip())
            return f"{_BEFORE}{len(found) - 1}{_AFTER}"

        marked = REFERENCE.sub(mark, text.translate(_PRIVATE))
        html = markdown.to_html(marked, level=level, called=title)

        def put(match: re.Match[str]) -> str:
            inside = found[int(match[1] or match[2])]
            return self._put(inside, alone=match[1] is not None)

        return mark_safe(_MARKED.sub(put, html))  # noqa: S308 - cleaned before, and escaped by _put

    def _put(self, inside: str, *, alone: bool) -> str:
        stood = self._stood.get(inside, {"problem": "It is not known."})
        if "problem" in stood:
            words = format_html(
                '<strong class="portal-problem">Missing figure “{}”: {}</strong>', inside, stood["problem"]
            )
            return format_html('<p class="govuk-body">{}</p>', words) if alone else words
        one = next((used for used in self.used if used.stood is stood), None)
        if one is None:
            one = Used(len(self.used) + 1, stood)
            self.used.append(one)
        if stood["sort"] == "chart":
            context = {"chart": stood, "used": one, "prefix": self.prefix}
            return str(render_to_string(self._chart, context)) if alone else format_html("{}", one.words)
        link = format_html(
            '<a class="govuk-link portal-figure" href="#{}figure-{}">{}</a>', self.prefix, one.number, stood["text"]
        )
        return format_html('<p class="govuk-body">{}</p>', link) if alone else link

    @property
    def is_exempt(self) -> bool:
        return bool(self.document["exempt_reason"])


def of_frozen(frozen: dict[str, Any], anchor: str) -> dict[str, Any]:
    """What `packs/report.html` needs beside a section's frozen content: its parts as HTML, and the headings, which go
    on from that of the section. Numbers begin again with each report. Nothing where the report is missing."""
    if frozen["missing"]:
        return {}
    facts = {"level": 3, "prefix": f"{anchor}-", "chart": "packs/report_chart.html"}
    return {"printed": Printed(frozen["document"], frozen["figures"], **facts), "h0": "h2", "h1": "h3", "h2": "h4"}
