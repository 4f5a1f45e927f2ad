"""Every link that a page offers leads somewhere: nobody is sent to a page that is missing or refused.

Of pages of one kind (the statements, say) a few are opened: their links differ by the state of what they show.
"""

import re
from collections import Counter
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve

from tests.isolation.one_world import plain_settings, world
from tests.pages import signed_in

__all__ = ["plain_settings", "world"]  # fixtures
ROLES = ("viewer", "officer", "verifier", "lead", "manager", "steering", "chief", "api", "auditor", "administrator")
OF_A_KIND = 12
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


def kind_of(path):
    """The name of the address. One that the portal does not know is of a kind of its own, and so is opened."""
    try:
        return resolve(path).url_name
    except Resolver404:
        return path


@pytest.mark.parametrize("role", ROLES)
def test_no_link_is_dead_or_refused(world, db, role):  # noqa: F811
    client = signed_in(world.person(role))
    addresses, seen, dead, opened = {"/": "/"}, set(), {}, Counter()
    while waiting := sorted(addresses.keys() - seen):
        seen.add(waiting[0])
        kind = kind_of(waiting[0])
        opened[kind] += 1
        if opened[kind] > OF_A_KIND:
            continue
        response = client.get(addresses[waiting[0]], follow=True)
        if response.status_code == 200:
            addresses = links(response) | addresses
        else:
            dead[addresses[waiting[0]]] = response.status_code
        close_files(response)
    assert not dead, dead
    assert len(seen) > 10
