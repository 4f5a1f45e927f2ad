"""Figures and charts of the portal in a report, by reference.

    {{ figure: realised cashable 2007-08 workstream=internal-audit }}
    {{ figure: target cashable organisation=BDC as-at=2007-07-31 }}
    {{ chart: years cashable workstream=procurement }}

Words may stand in any order. A measure is needed for a figure, a name for a chart; the kind is cashable unless it says
otherwise. What a reference stands for is worked out by `savings.figures` alone, as at now, or at the end of the day
that it names; as plain JSON, so that a version of the report can keep it.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError

from governance.packs.content import pictures
from partnership.dated import Period, period_of_slug
from partnership.models import Partnership, User
from partnership.money import format_pounds
from savings import charts, figures, tables
from savings.models.words import MONEY_KINDS, Kind

REFERENCE = re.compile(r"\{\{(?P<inside>[^{}\n]*)\}\}")
# What people call a chart, and the name it has in the portal.
CHARTS = {name: name for name in charts.CHARTS} | {"cumulative": "years"}
CHART_WORDS = {
    "years": "Running total by financial year",
    "workstreams": "Target, forecast and realised by workstream",
    "organisations": "Share of each organisation",
    "verification": "Verified and waiting, by organisation",
}
_MEASURES = {str(measure): measure for measure in figures.Measure}
_KINDS = {str(kind).replace("_", "-"): kind for kind in MONEY_KINDS}
_EXAMPLE = "{{ figure: realised cashable 2007-08 }}"
Stood = dict[str, Any]  # what a reference stands for, as JSON


@dataclass(frozen=True)
class Asked:
    """A reference taken apart. `name` is a measure or a chart's name."""

    sort: str
    name: str
    kind: Kind = Kind.CASHABLE
    year: Period | None = None
    workstream: str = ""
    organisation: str = ""
    as_at: str = ""

    def __str__(self) -> str:
        """As it is written in a report."""
        words = [self.name, str(self.kind).replace("_", "-"), str(self.year or "")]
        named = (("workstream", self.workstream), ("organisation", self.organisation), ("as-at", self.as_at))
        words += [f"{name}={value}" for name, value in named if value]
        return f"{{{{ {self.sort}: {' '.join(filter(None, words))} }}}}"


@dataclass
class _Taking:
    """The words of a reference, taken up one by one."""

    found: dict[str, Any] = field(default_factory=dict)

    def take(self, name: str, value: Any, word: str) -> None:
        if name in self.found:
            raise ValidationError(f"“{word}” is one too many: it says twice what is meant.")
        self.found[name] = value


def read(inside: str) -> Asked:
    """What stands between the braces. Raises ValidationError with a sentence."""
    sort, colon, rest = inside.strip().partition(":")
    sort = sort.strip().lower()
    if not colon or sort not in ("figure", "chart"):
        raise ValidationError(f"Begin with “figure:” or “chart:”, for example {_EXAMPLE}.")
    taking = _Taking()
    for word in rest.split():
        _take(taking, sort, word)
    if "name" not in taking.found:
        known = ", ".join(_MEASURES if sort == "figure" else CHART_WORDS)
        raise ValidationError(f"Say which {'figure' if sort == 'figure' else 'chart'}: {known}.")
    return Asked(sort, **taking.found)


def _take(taking: _Taking, sort: str, word: str) -> None:
    name, equals, value = word.partition("=")
    lower = word.lower()
    if equals:
        if name.lower() not in ("workstream", "organisation", "as-at") or not value:
            raise ValidationError(f"“{word}” is not known. Write workstream=…, organisation=… or as-at=2007-07-31.")
        taking.take(name.lower().replace("-", "_"), value, word)
    elif lower in _KINDS:
        taking.take("kind", _KINDS[lower], word)
    elif sort == "figure" and lower in _MEASURES:
        taking.take("name", lower, word)
    elif sort == "chart" and lower in CHARTS:
        taking.take("name", CHARTS[lower], word)
    elif sort == "figure" and (year := period_of_slug(lower)) and year.quarter is None:
        taking.take("year", year, word)
    else:
        raise ValidationError(f"“{word}” is not known. {_known(sort)}")


def _known(sort: str) -> str:
    if sort == "chart":
        return f"Charts are {', '.join(CHART_WORDS)}; kinds are {', '.join(_KINDS)}."
    return f"Measures are {', '.join(_MEASURES)}; kinds are {', '.join(_KINDS)}; years are written 2007-08."


class Resolver:
    """Works out what references stand for, for one reader. Figures of the same point and part are read once."""

    def __init__(self, partnership: Partnership, user: User) -> None:
        self.partnership, self.user = partnership, user
        self._figures: dict[tuple[Any, ...], figures.Figures] = {}
        self._points: dict[str, figures.AsAt] = {}
        self._names: tables.Names | None = None

    def stands_for(self, inside: str) -> Stood:
        """Raises ValidationError with a sentence that says what is wrong and how to mend it."""
        asked = read(inside)
        try:
            return self._figure(asked) if asked.sort == "figure" else self._chart(asked)
        except PermissionDenied as error:
            raise ValidationError("Your roles do not let you see this figure. Take it out.") from error

    def all_of(self, texts: Iterable[str]) -> dict[str, Stood]:
        """What each reference in the texts stands for; of one that stands for nothing, the problem."""
        found: dict[str, Stood] = {}
        for inside in (inside for text in texts for inside in within(text)):
            if inside not in found:
                try:
                    found[inside] = self.stands_for(inside)
                except ValidationError as error:
                    found[inside] = {"problem": " ".join(error.messages)}
        return found

    def _point(self, asked: Asked) -> figures.AsAt:
        if asked.as_at not in self._points:
            self._points[asked.as_at] = figures.as_at(self.partnership, asked.as_at)
        return self._points[asked.as_at]

    @property
    def names(self) -> tables.Names:
        if self._names is None:
            self._names = tables.names(self.partnership, user=self.user)
        return self._names

    def _part(self, asked: Asked) -> dict[str, int]:
        """The ids of the workstream and organisation that a reference is of."""
        named = (
            ("workstream", asked.workstream, self.names.workstreams),
            ("organisation", asked.organisation, self.names.organisations),
        )
        found = {}
        for word, code, names in named:
            if code:
                pk = next((pk for pk, name in names.items() if name.code.lower() == code.lower()), None)
                if pk is None:
                    codes = ", ".join(name.code for name in names.values())
                    raise ValidationError(f"There is no {word} “{code}” here. There are: {codes}.")
                found[word] = pk
        return found

    def _read(self, asked: Asked) -> tuple[figures.Figures, dict[str, int]]:
        part, at = self._part(asked), self._point(asked)
        key = (at.sequence, at.on, *sorted(part.items()))
        if key not in self._figures:
            self._figures[key] = figures.figures(self.partnership, at, user=self.user, **part)
        return self._figures[key], part

    def _said(self, asked: Asked, part: dict[str, int]) -> list[str]:
        """Whose figures, in words."""
        names = self.names
        found = [names.workstreams[part["workstream"]].text] if "workstream" in part else []
        return found + ([names.organisations[part["organisation"]].text] if "organisation" in part else [])

    def _figure(self, asked: Asked) -> Stood:
        found, part = self._read(asked)
        line = found.by_year(asked.kind).get(asked.year.year) if asked.year else found.total(asked.kind)
        pence = line.amounts[asked.name] if line else 0
        words = [f"{asked.kind.label} savings, {asked.name}", str(asked.year or ""), *self._said(asked, part)]
        return {
            "sort": "figure",
            "text": format_pounds(pence),
            "pence": pence,
            "words": ", ".join(filter(None, words)),
            **_at(found.as_at),
        }

    def _chart(self, asked: Asked) -> Stood:
        found, part = self._read(asked)
        made = charts.chosen([asked.name], found, self.names, asked.kind)
        if not made:
            raise ValidationError("There is nothing to draw yet. Take it out, or choose another chart.")
        (picture,) = pictures(made)
        words = ", ".join([made[0].title, *self._said(asked, part)])
        specification = dict(made[0].specification)
        return {"sort": "chart", "words": words, "specification": specification, **picture, **_at(found.as_at)}


def _at(at: figures.AsAt) -> Stood:
    return {"sequence": at.sequence, "on": at.on.isoformat()}


def within(text: str) -> list[str]:
    """What stands between the braces of each reference of a text, in order."""
    return [match["inside"].strip() for match in REFERENCE.finditer(text)]


def problems(text: str, stands_for: Callable[[str], Stood]) -> list[str]:
    """What is wrong with the references of a text, each with its line."""
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        for match in REFERENCE.finditer(line):
            try:
                stood = stands_for(match["inside"])
            except ValidationError as error:
                found.append(f"Line {number}, {match[0]}: {' '.join(error.messages)}")
            else:
                if stood["sort"] == "chart" and line.strip() != match[0]:
                    found.append(f"Line {number}, {match[0]}: a chart stands on a line of its own.")
    return found
