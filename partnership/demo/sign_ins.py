"""Who can sign in to the demonstration: one shared password, and the addresses by role."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password

from partnership.demo.ground import MAIL
from partnership.models import Grant, Partnership, User
from partnership.permissions import ROLES

PASSWORD = "one shared demonstration password"
FILE = "demo-sign-ins.txt"  # printed when the portal starts
FILE_OF_PAGE = "demo-sign-ins.json"  # shown on the sign-in page


@dataclass(frozen=True)
class Role:
    name: str
    addresses: list[str]


@dataclass(frozen=True)
class Roles:
    """Of one partnership."""

    name: str
    roles: list[Role]


def give_passwords() -> None:
    """The demonstration password for everybody of the demonstration who has none. History keeps no passwords."""
    people = User.objects.filter(email__endswith=f"@{MAIL}", password__startswith="!")
    people.update(password=make_password(PASSWORD))


def write(slugs: list[str]) -> Path:
    """Write the same for the terminal and for the sign-in page; returns the file for the terminal."""
    found = [_roles(each) for each in Partnership.objects.filter(slug__in=slugs).order_by("started_on")]
    page = {"password": PASSWORD, "partnerships": [asdict(each) for each in found]}
    (settings.DATA_DIR / FILE_OF_PAGE).write_text(json.dumps(page, indent=1), encoding="utf-8")
    lines = [f"Demonstration sign-ins. The password of all is: {PASSWORD}"]
    for each in found:
        lines += ["", each.name, *(line for role in each.roles for line in _wrapped(role))]
    path = settings.DATA_DIR / FILE
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _roles(partnership: Partnership) -> Roles:
    """The addresses by role, in the order of the roles."""
    grants = Grant.objects.approved().filter(partnership=partnership, user__email__endswith=f"@{MAIL}")
    addresses: dict[str, list[str]] = {role: [] for role in ROLES}
    for role, email in grants.order_by("user__email").values_list("role", "user__email"):
        addresses[role].append(email)
    return Roles(partnership.name, [Role(ROLES[role].name, found) for role, found in addresses.items() if found])


def _wrapped(role: Role) -> Iterator[str]:
    head = f"  {role.name:<18}"
    line = head
    for address in role.addresses:
        if len(line) + len(address) > 117 and line.strip():
            yield line
            line = " " * len(head)
        line += f" {address}"
    yield line
