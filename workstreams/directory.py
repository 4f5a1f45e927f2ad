"""The A-Z of shared services: live workstreams with their own facts, and what else is shared.

Five queries for any number of services. There are tens of them, hundreds at most, so they are searched where they are.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from string import ascii_uppercase

from partnership import clock
from partnership.models import Organisation, Partnership
from workstreams.models import Hosting, Participation, ServiceEntry, Workstream

LETTERS = tuple(ascii_uppercase)
OTHER = "0-9"  # where names begin with a figure or a sign


@dataclass(frozen=True)
class Service:
    """What is shared, by whom, on what basis, and how to reach it. `entry` and `workstream`: where that is from."""

    name: str
    description: str
    partners: tuple[Organisation, ...]
    host: Organisation | None
    basis: str
    since_on: date | None
    email: str = ""
    web: str = ""
    entry: ServiceEntry | None = None
    workstream: Workstream | None = None

    @property
    def letter(self) -> str:
        first = self.name[:1].upper()
        return first if first in LETTERS else OTHER

    @property
    def shared_by(self) -> str:
        return ", ".join(each.short_name for each in self.partners) or "Nobody on this day"

    @property
    def hosted_by(self) -> str:
        return self.host.name if self.host else "No host"

    @property
    def concerned(self) -> set[str]:
        """The codes of who shares or hosts it."""
        return {each.code for each in (*self.partners, *([self.host] if self.host else []))}

    def has_words(self, text: str) -> bool:
        """Whether each word stands in its name, what it does, who shares or hosts it, or its legal basis."""
        named = [f"{each.name} {each.short_name} {each.code}" for each in (*self.partners, self.host) if each]
        said = " ".join([self.name, self.description, self.basis, *named]).casefold()
        return all(word in said for word in text.casefold().split())


def services(partnership: Partnership, on: date | None = None) -> list[Service]:
    """All of them on a day (default: today), in the order of their names. Five queries.

    Of workstreams only those that are live now: what is planned, paused or stopped is not shared, whatever was entered.
    """
    day = on or clock.today()
    entries = ServiceEntry.objects.filter(partnership=partnership).select_related("host")
    listed = list(entries.prefetch_related("organisations"))
    of_workstream = {entry.workstream_id: entry for entry in listed if entry.workstream_id}
    live = Workstream.objects.filter(partnership=partnership, stage=Workstream.Stage.LIVE).select_related("partnership")
    streams = {stream.pk: stream for stream in live}
    partners, hosts, since = _parties(streams, day)
    found = [_alone(entry) for entry in listed if entry.workstream_id is None]
    for pk, stream in streams.items():
        entry = of_workstream.get(pk)
        if entry is None or not entry.is_left_out:
            found.append(_of_workstream(stream, entry, tuple(partners[pk]), hosts.get(pk), since.get(pk)))
    return sorted(found, key=lambda each: (each.name.casefold(), each.name))


def _parties(
    streams: Iterable[int], day: date
) -> tuple[dict[int, list[Organisation]], dict[int, Organisation], dict[int, date]]:
    """Who takes part on the day, who hosts, and since when it is hosted; else since when somebody takes part."""
    partners: dict[int, list[Organisation]] = defaultdict(list)
    hosts: dict[int, Organisation] = {}
    since: dict[int, date] = {}
    taking_part = Participation.objects.filter(workstream__in=streams).select_related("organisation")
    for row in taking_part.order_by("organisation__code", "from_on"):
        since[row.workstream_id] = min(since.get(row.workstream_id, row.from_on), row.from_on)
        if row.holds_on(day) and row.organisation not in partners[row.workstream_id]:
            partners[row.workstream_id].append(row.organisation)
    hosted: dict[int, date] = {}
    for row in Hosting.objects.filter(workstream__in=streams).select_related("organisation").order_by("from_on"):
        hosted.setdefault(row.workstream_id, row.from_on)
        if row.holds_on(day):
            hosts[row.workstream_id] = row.organisation
    return partners, hosts, since | hosted


def _alone(entry: ServiceEntry) -> Service:
    partners = tuple(sorted(entry.organisations.all(), key=lambda each: each.code))
    return Service(
        entry.name,
        entry.description,
        partners,
        entry.host,
        entry.get_basis_display(),
        entry.since_on,
        entry.email,
        entry.web,
        entry,
    )


def _of_workstream(
    stream: Workstream,
    entry: ServiceEntry | None,
    partners: tuple[Organisation, ...],
    host: Organisation | None,
    since_on: date | None,
) -> Service:
    return Service(
        entry.name if entry else stream.name,
        (entry.description if entry else "") or stream.purpose,
        partners,
        host,
        stream.get_basis_display(),
        (entry.since_on if entry else None) or since_on,
        entry.email if entry else "",
        entry.web if entry else "",
        entry,
        stream,
    )
