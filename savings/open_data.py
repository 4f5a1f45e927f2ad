"""The verified savings of a partnership as open data: a tidy CSV for anybody, and what its columns mean.

One row for each organisation, financial year, workstream, kind and category with a verified sum. It is made of the
ledger's postings alone: no person, draft, note, title or evidence is read for it. It stands as at the last posting,
so the file of a sequence of the ledger is always the same, and is made once.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Q

from partnership import clock
from partnership.dated import year_name
from partnership.exports import Pence, csv_lines
from partnership.models import Organisation, Partnership, User
from savings import figures
from savings.models import Ledger
from savings.models.words import MONEY_KINDS, Category, Kind
from workstreams.models import Workstream

KEPT_SECONDS = 24 * 60 * 60
LICENCE = "Open Government Licence v3.0"
LICENCE_URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


@dataclass(frozen=True)
class Described:
    """A column: its name, its kind of value, what it means."""

    name: str
    kind: str
    meaning: str


def _one_of(choices: Any) -> str:
    return "; ".join(f"{choice.value} ({choice.label})" for choice in choices)


DICTIONARY = (
    Described("partnership", "text", "The partnership that publishes."),
    Described("organisation_code", "text", "The short code of the organisation that benefits."),
    Described("organisation", "text", "Its full name."),
    Described("ons_code", "text", "Its code of the Office for National Statistics; empty where it has none."),
    Described("financial_year", "text", "April to March: 2025-26 is 1 April 2025 to 31 March 2026."),
    Described("workstream", "text", "The shared service or project that saves."),
    Described("kind", "text", f"One of: {_one_of(MONEY_KINDS)}. Never add the two together without saying so."),
    Described("category", "text", f"One of: {_one_of(Category)}."),
    Described(
        "verified_pounds",
        "number",
        "Pounds with two decimals: realised savings that the organisation's finance officer has verified, less what "
        "was reversed. Below 0 where more was reversed than verified.",
    ),
    Described("as_at", "date and time", "The moment for which the row holds, in UTC: that of the last ledger entry."),
    Described(
        "ledger_sequence", "whole number", "The last ledger entry that is counted. The same gives the same rows."
    ),
)

Line = list[Any]


@dataclass(frozen=True)
class OpenData:
    """The open data of a partnership at the end of its ledger. Making it costs three queries."""

    partnership: Partnership
    at: figures.AsAt
    moment: datetime | None
    head: str
    organisations: Mapping[int, tuple[str, str, str]]
    workstreams: Mapping[int, str]

    @classmethod
    def of(cls, partnership: Partnership) -> "OpenData":
        ledger = Ledger.objects.filter(partnership=partnership).first()
        of_it = Q(memberships__partnership=partnership) | Q(participations__workstream__partnership=partnership)
        members = Organisation.objects.filter(of_it).distinct()
        streams = Workstream.objects.filter(partnership=partnership)
        return cls(
            partnership,
            figures.AsAt(ledger.sequence if ledger else 0, clock.today(), is_now=True),
            ledger.at if ledger else None,
            ledger.head if ledger else "",
            {pk: tuple(words) for pk, *words in members.values_list("pk", "code", "name", "ons_code")},
            dict(streams.values_list("pk", "name")),
        )

    @property
    def digest(self) -> str:
        """Of all that the file is made of."""
        names = [self.partnership.name, sorted(self.organisations.items()), sorted(self.workstreams.items())]
        made_of = [self.partnership.pk, self.at.sequence, self.head, names, [each.name for each in DICTIONARY]]
        return hashlib.sha256(json.dumps(made_of).encode()).hexdigest()

    def csv(self) -> bytes:
        """The file, without the mark that only spreadsheets want. Made once for a point of the ledger."""
        key = f"open-data:{self.digest}"
        found = cache.get(key)
        if found is None:
            lines = csv_lines([[each.name for each in DICTIONARY], *self.lines(user=None)])
            next(lines)
            found = "".join(lines).encode()
            cache.set(key, found, KEPT_SECONDS)
        return bytes(found)

    def lines(self, *, user: User | None) -> list[Line]:
        """The rows, in the order of their words, so that two files can be compared. At most two queries."""
        found = sorted(self._worded(figures.verified(self.partnership, self.at, user=user)))
        moment = f"{self.moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if self.moment else ""
        return [[self.partnership.name, *line, moment, self.at.sequence] for line in found]

    def _worded(self, sums: list[figures.Verified]) -> Iterator[Line]:
        for one in sums:
            code, name, ons_code = self.organisations[one.organisation]
            kind, category = Kind(one.kind).value, Category(one.category).value
            year, stream = year_name(one.year), self.workstreams[one.workstream]
            yield [code, name, ons_code, year, stream, kind, category, Pence(one.pence)]
