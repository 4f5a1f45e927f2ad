"""The partnership, its members and its people: from the fixtures into a story."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from partnership import actions, clock
from partnership.demo.story import Story, read
from partnership.models import Membership, Organisation, OrganisationSize, Partnership, User
from partnership.money import pence_from_text
from partnership.permissions import ROLES
from workstreams.models import Workstream

MAIL = "demo.example"
SECOND = "administrator-2"  # what one administrator asks for, another approves
POSTS = {
    "viewer": "Performance officer",
    "officer": "Service improvement officer",
    "verifier": "Finance officer",
    "lead": "Lead officer",
    "manager": "Programme Manager",
    "steering": "Steering group member",
    "chief": "Chief Executive",
    "api": "Finance system",
    "auditor": "Auditor",
    "administrator": "Portal administrator",
    SECOND: "Second portal administrator",
}


@dataclass
class Cast:
    """One fixture and what its words stand for."""

    facts: dict[str, Any]
    story: Story

    @cached_property
    def partnership(self) -> Partnership:
        return Partnership.objects.get(slug=self.slug)

    @property
    def slug(self) -> str:
        return self.facts["partnership"]["slug"]

    @property
    def short_name(self) -> str:
        """Of the partnership, within the name of a post."""
        return self.facts["partnership"]["short_name"]

    def organisation(self, code: str) -> Organisation:
        return Organisation.objects.get(code=code)

    def workstream(self, slug: str) -> Workstream:
        return Workstream.objects.get(partnership=self.partnership, slug=slug)

    def address(self, key: str, code: str = "") -> str:
        """The e-mail address of a post; that of an organisation's post is the same in every partnership."""
        return f"{key}.{code}@{MAIL}".lower() if code else f"{key}{self.facts['partnership']['sign_ins']}@{MAIL}"

    def person(self, key: str, code: str = "") -> User:
        """Fresh from the database: what a person may do is read once for each object."""
        return User.objects.get(email=self.address(key, code))

    def memberships(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for row in self.facts["membership"]:
            for code in codes_of(row):
                yield code, row

    @property
    def voting(self) -> list[str]:
        return sorted(code for code, row in self.memberships() if row.get("votes", True))


def codes_of(row: dict[str, Any]) -> list[str]:
    return row.get("organisations") or [row["organisation"]]


def tell(cast: Cast) -> None:
    """Founding, members as they come and go, and one person for each role."""
    started_on = cast.facts["partnership"]["started_on"]
    cast.story.tell(started_on, "partnership", lambda: _found(cast))
    known = {row["code"]: row for row in read("organisations")["organisation"]}
    for code, row in cast.memberships():
        cast.story.tell(row["from"], "member", lambda code=code, row=row: _join(cast, known[code], row))
        _tell_sizes(cast, known[code], row)
        if "until" in row:
            cast.story.tell(row["until"], "end", lambda code=code, row=row: _leave(cast, code, row))
    joined = {code: row["from"] for code, row in cast.memberships()}
    for key, role, code, post in _people(cast):
        on = joined.get(code, started_on)
        cast.story.tell(on, "person", lambda k=key, r=role, c=code, p=post: appoint(cast, k, r, p, code=c))


def _found(cast: Cast) -> None:
    words = cast.facts["partnership"]
    partnership = actions.found_partnership(**{name: words[name] for name in ("name", "slug", "started_on", "purpose")})
    for key in ("administrator", SECOND):
        actions.found_administrator(
            partnership=partnership, email=cast.address(key), name=_name(key, cast.short_name), post_title=POSTS[key]
        )


def _name(post: str, of: Any) -> str:
    return f"{POSTS.get(post, post)}, {getattr(of, 'short_name', of)}"[:120]


def _join(cast: Cast, organisation: dict[str, Any], row: dict[str, Any]) -> None:
    actions.add_organisation(
        by=cast.person("administrator"),
        partnership=cast.partnership,
        code=organisation["code"],
        from_on=row["from"],
        votes=row.get("votes", True),
        **{name: organisation.get(name, "") for name in ("name", "short_name", "kind", "ons_code")},
    )


def _leave(cast: Cast, code: str, row: dict[str, Any]) -> None:
    membership = Membership.objects.get(partnership=cast.partnership, organisation__code=code, from_on=row["from"])
    actions.edit_membership(by=cast.person("administrator"), membership=membership, to_on=row["until"])


def _tell_sizes(cast: Cast, organisation: dict[str, Any], row: dict[str, Any]) -> None:
    source = read("organisations")["source"]
    for size in organisation["sizes"]:
        on = max(size["from"], row["from"])
        cast.story.tell(on, "member", lambda size=size: _record_size(cast, organisation["code"], size, source))


def _record_size(cast: Cast, code: str, size: dict[str, Any], source: str) -> None:
    """Once: organisations are shared, and another partnership may have recorded it before."""
    organisation = cast.organisation(code)
    if OrganisationSize.objects.filter(organisation=organisation, from_on=size["from"]).exists():
        return
    actions.record_size(
        by=cast.person("administrator"),
        partnership=cast.partnership,
        organisation=organisation,
        from_on=size["from"],
        population=size["population"],
        net_budget_pence=pence_from_text(size["budget"]),
        source=source,
    )


def _people(cast: Cast) -> Iterator[tuple[str, str, str, str]]:
    """The key of an address, role, organisation's code (or none) and post of everybody but workstream leads."""
    for role in cast.facts["partnership"]["per_organisation"]:
        for code in cast.voting:
            yield role, role, code, POSTS[role]
    for role in cast.facts["partnership"]["for_all"]:
        if role != "administrator":
            yield role, role, "", POSTS[role]
    for row in cast.facts.get("person", []):
        for code in codes_of(row):
            yield row["key"], row["role"], code, row["post"]


def appoint(
    cast: Cast, key: str, role: str, post: str, *, code: str = "", workstream: Workstream | None = None
) -> None:
    """Give a person a role: asked for by one administrator and, where the role wants it, approved by the other."""
    organisation = cast.organisation(code) if code else None
    scope: dict[str, Any] = {"from_on": clock.today()}
    if ROLES[role].needs_organisation:
        scope["organisation"] = organisation
    if ROLES[role].needs_workstream:
        scope["workstream"] = workstream
    grant = actions.add_person(
        by=cast.person("administrator"),
        partnership=cast.partnership,
        email=cast.address(key, code),
        name=_name(post, organisation or workstream or cast.short_name),
        post_title=post,
        role=role,
        **scope,
    )
    if grant.awaits_approval:
        actions.approve_grant(by=cast.person(SECOND), grant=grant)
