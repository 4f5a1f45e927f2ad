"""Rows of links between pages that belong together, below a page's heading, and where the reader is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from partnership.context import Place


@dataclass(frozen=True)
class Part:
    """Words, the name of the address, and the permission without which the link is not offered.

    A page whose address has a name with the same first word (risk-list, risk-edit) belongs to the part. Parts of many
    pages stand in groups: then the groups are a row of their own, and below it the parts of the reader's group.
    """

    text: str
    name: str
    permission: str = "partnership.view_partnership"
    group: str = ""


@dataclass(frozen=True)
class Row:
    called: str
    places: list[Place]


def rows(
    request: HttpRequest, called: str, parts: Sequence[Part], thing: object, where: Mapping[str, str]
) -> list[Row]:
    """The rows of links that the reader may follow; none of a single link. One query a request, for the grants."""
    allowed = [part for part in parts if request.user.has_perm(part.permission, thing)]
    here = _here(request, allowed)
    groups: dict[str, list[Part]] = {}
    for part in allowed:
        groups.setdefault(part.group, []).append(part)
    found = []
    if len(groups) > 1:
        firsts = [_place(group, of_group[0], where, here in of_group) for group, of_group in groups.items()]
        found.append(Row(called, firsts))
        allowed = next((of_group for of_group in groups.values() if here in of_group), [])
        called = f"{called}: {here.group}" if here else called
    found.append(Row(called, [_place(part.text, part, where, part == here) for part in allowed]))
    return [row for row in found if len(row.places) > 1]


def _place(text: str, part: Part, where: Mapping[str, str], is_here: bool) -> Place:
    return Place(text, reverse(part.name, kwargs=dict(where)), is_here)


def _here(request: HttpRequest, parts: Sequence[Part]) -> Part | None:
    """The part that this page is, or else belongs to."""
    match = request.resolver_match
    name = (match.url_name or "") if match else ""
    exact = (part for part in parts if part.name == name)
    return next(exact, None) or next((part for part in parts if _family(part.name) == _family(name)), None)


def _family(name: str) -> str:
    return name.partition("-")[0]
