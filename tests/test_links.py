"""Every link that a page offers leads somewhere: nobody is sent to a page that is missing or refused."""

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest

from tests import isolation_world
from tests.pages import signed_in

ROLES = ("viewer", "officer", "verifier", "lead", "manager", "steering", "chief", "api", "auditor", "administrator")
ELSEWHERE = ("/static/", "/api/", "/account/logout/", "/healthz")


def links(response):
    """The pages of the portal that this one links to: a path, and an address with it (of several the first)."""
    if response.streaming or not response["Content-Type"].startswith("text/html"):
        return {}
    here = response.request["PATH_INFO"]
    found = {}
    for href in re.findall(r'<a\b[^>]*\bhref="([^"]+)"', response.content.decode()):
        split = urlsplit(urljoin(here, unescape(href)))
        if not split.scheme and not split.netloc and not split.path.startswith(ELSEWHERE):
            found.setdefault(split.path, f"{split.path}?{split.query}")
    return found


def close_files(response):
    """What a server does after the answer is sent."""
    for close in response._resource_closers:
        close()


@pytest.mark.parametrize("role", ROLES)
def test_no_link_is_dead_or_refused(council, role):
    world = isolation_world.fill(council)
    client = signed_in(world.person(role))
    addresses, seen, dead = {"/": "/"}, set(), {}
    while waiting := sorted(addresses.keys() - seen):
        seen.add(waiting[0])
        response = client.get(addresses[waiting[0]], follow=True)
        if response.status_code == 200:
            addresses = links(response) | addresses
        else:
            dead[addresses[waiting[0]]] = response.status_code
        close_files(response)
    assert not dead, dead
    assert len(seen) > 10
