"""Every address, every method, every role, in the own council, in another and in another partnership.

The table in `tests/isolation/` says what must happen; an address that is not in it fails.
"""

from dataclasses import dataclass
from functools import cache as remember

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.signals import request_finished
from django.db import close_old_connections, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from partnership.actions.organisations import RESERVED_CODES
from tests.isolation import TABLE
from tests.isolation import world as isolation_world
from tests.isolation.one_world import plain_settings, world
from workstreams.actions.workstreams import RESERVED_SLUGS

__all__ = ["plain_settings", "world"]  # fixtures
pytestmark = pytest.mark.django_db
METHODS = ("get", "post", "put", "patch", "delete")
ROLES = ("viewer", "officer", "verifier", "lead", "manager", "steering", "chief", "api", "auditor", "administrator")
OF_ORGANISATION = ("viewer", "officer", "verifier", "chief", "api")
QUESTIONS = {
    "behind": "?measure=realised&kind=cashable",
    "bridge-chart": "?from=%230",
    "api-bridge": "?partnership=three-councils",
    "api-contributions-due": "?partnership=three-councils",
    "api-delivered": "?partnership=three-councils",
    "api-figures": "?partnership=three-councils",
    "api-net-benefit": "?partnership=three-councils",
    "api-gates": "?partnership=three-councils",
    "api-periods": "?partnership=three-councils",
    "api-search": "?partnership=three-councils&q=joint",
    "api-services": "?partnership=three-councils",
}
JSON = {"content_type": "application/json"}
OWN = tuple(f"{role}-BDC" for role in ROLES)
OTHER = tuple(f"{role}-CBC" for role in OF_ORGANISATION)
FAR = tuple(f"{role}-far" for role in ROLES)
SIGNS = {400: "b", 401: "?", 403: "x", 404: "-", 405: "n", 409: "c"}


@dataclass(frozen=True)
class Address:
    name: str
    route: str
    arguments: tuple[str, ...]


def addresses(patterns=None, before="", arguments=()):
    """Every address the resolver knows: none can be added without being asked here."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        named = (*arguments, *pattern.pattern.converters, *_groups(pattern))
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route, named)
        elif isinstance(pattern, URLPattern):
            yield Address(pattern.name or route, route, named)


def _groups(pattern):
    regex = getattr(pattern.pattern, "regex", None)
    return tuple(regex.groupindex) if regex and not pattern.pattern.converters else ()


ADDRESSES = {address.name: address for address in addresses()}


def test_the_table_names_every_address_and_no_other():
    assert sorted(TABLE) == sorted(ADDRESSES)


def test_no_name_that_people_give_hides_behind_a_word_of_an_address():
    """`workstreams/add/` adds one, so none may be called that: nobody could open its page."""
    routes = [address.route.split("/") for address in ADDRESSES.values() if "(?P" not in address.route]
    hiding = {
        (parts[place], other[place])
        for parts in routes
        for place, part in enumerate(parts)
        if part.startswith("<slug:")
        for other in routes
        if len(other) == len(parts) and not other[place].startswith("<")
        if all(a == b or a.startswith("<") for i, (a, b) in enumerate(zip(parts, other, strict=True)) if i != place)
    }
    reserved = {"<slug:workstream>": RESERVED_SLUGS, "<slug:code>": RESERVED_CODES}
    assert hiding == {(part, word) for part, words in reserved.items() for word in words}


@pytest.fixture(scope="module")
def ask(world, django_db_blocker):  # noqa: F811
    """Ask an address by a method as a person; whatever it does is undone. One world for all questions."""
    with django_db_blocker.unblock():
        cookies = {person: _signed_in(world, person) for person in (*OWN, *OTHER, *FAR)}
        client = Client()  # one for all, for its layers are made once

        @remember
        def path(name):
            return reverse(name, kwargs=isolation_world.arguments(world, ADDRESSES[name])) + QUESTIONS.get(name, "")

        def asked(name, method, person):
            if name.startswith(("account", "mfa")):
                cache.clear()  # or the sign-in pages would refuse so many questions
            client.cookies.clear()
            if person:
                client.cookies[settings.SESSION_COOKIE_NAME] = cookies[person]
            with transaction.atomic():
                body = JSON if name.startswith("api-") and method != "get" else {}
                response = getattr(client, method)(path(name), **body)
                transaction.set_rollback(True)
            # Closes the file it may hold; the database stays open for the next question.
            request_finished.disconnect(close_old_connections)
            response.close()
            request_finished.connect(close_old_connections)
            return response

        yield asked


def _signed_in(world, person):
    client = Client()
    client.force_login(isolation_world.find(world, person))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def sign(response):
    if response.status_code == 302 and "/account/login/" in response["Location"]:
        return "?"
    return SIGNS.get(response.status_code, "." if response.status_code < 400 else str(response.status_code))


def observed(ask, name, method):
    """One sign for each person: own council's by role, another council's, another partnership's, nobody signed in."""
    groups = (OWN, OTHER, FAR, ("",))
    return " ".join("".join(sign(ask(name, method, person)) for person in group) for group in groups)


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_everyone_gets_exactly_what_the_table_says(ask, name):
    expected = TABLE.get(name, {})

    for method in METHODS:
        found = observed(ask, name, method)
        assert found == expected.get(method, expected.get("other")), f"{name} {method}"
