"""Bodies that draft a saving and are wrong: each is refused where it is wrong, and nothing is saved."""

import json

import pytest

from savings.models import Saving, Share, Statement
from tests import factories
from tests.api import SAVING, Program, places

DEEP = 100_000


@pytest.fixture
def program(council):
    """An officer's program that may write."""
    return Program(council.person("officer"), may_write=True)


MANY = "9" * 5000
BAD_FIELDS = [
    ({"amount": 100000}, {"#/amount"}),
    ({"amount": 100000.5}, {"#/amount"}),
    ({"amount": True}, {"#/amount"}),
    ({"amount": ["1.00"]}, {"#/amount"}),
    ({"amount": {"pounds": 1}}, {"#/amount"}),
    ({"amount": None}, {"#/amount"}),
    ({"amount": "NaN"}, {"#/amount"}),
    ({"amount": "Infinity"}, {"#/amount"}),
    ({"amount": "1e400"}, {"#/amount"}),
    ({"amount": "1.005"}, {"#/amount"}),
    ({"amount": "-500"}, {"#/amount"}),
    ({"amount": "0"}, {"#/amount"}),
    ({"amount": "\u0661\u0660\u0660"}, {"#/amount"}),
    ({"amount": "1000000000000"}, {"#/amount"}),
    ({"amount": MANY}, {"#/amount"}),
    ({"amount": "\ud800"}, {"#/amount"}),
    ({"title": "a\0b"}, {"#/title"}),
    ({"title": "a\ud800b"}, {"#/title"}),
    ({"title": "a\u0007b"}, {"#/title"}),
    ({"title": "x" * 151}, {"#/title"}),
    ({"title": 5}, {"#/title"}),
    ({"title": "  "}, {"#/title"}),
    ({"title": None}, {"#/title"}),
    ({"method": ["a"]}, {"#/method"}),
    ({"kind": "gold"}, {"#/kind"}),
    ({"kind": ["cashable"]}, {"#/kind"}),
    ({"kind": {}}, {"#/kind"}),
    ({"first_year": "2025.5"}, {"#/first_year"}),
    ({"first_year": 1e300}, {"#/first_year"}),
    ({"first_year": True}, {"#/first_year"}),
    ({"first_year": 99999}, {"#/first_year"}),
    ({"first_year": -1}, {"#/first_year"}),
    ({"quarter": 5}, {"#/quarter"}),
    ({"stated_on": "2025-02-29"}, {"#/stated_on"}),
    ({"stated_on": "9999-12-31"}, {"#/stated_on"}),
    ({"stated_on": 20250401}, {"#/stated_on"}),
    ({"organisations": "BDC"}, {"#/organisations"}),
    ({"organisations": [["BDC"]]}, {"#/organisations/0"}),
    ({"organisations": {"0": "BDC"}}, {"#/organisations"}),
    ({"organisations": ["XBDC"]}, {"#/organisations"}),
    ({"organisations": ["\0"]}, {"#/organisations/0"}),
    ({"organisation": "CBC"}, {"#/organisation"}),
    ({"organisation": "XBDC"}, {"#/organisation"}),
    ({"workstream": "elsewhere-audit"}, {"#/workstream"}),
    ({"workstream": "\0"}, {"#/workstream"}),
    ({"partnership": "elsewhere"}, {"#/partnership"}),
    ({"partnership": "\ud800"}, {"#/partnership"}),
    ({"partnership": 1}, {"#/partnership"}),
    ({"percentages": ["1"]}, {"#/percentages"}),
    ({"percentages": {"XBDC": "100"}}, {"#/percentages/XBDC"}),
    ({"percentages": {"BDC": 100}, "basis": "agreed"}, {"#/percentages/BDC"}),
    ({"percentages": {"\ud800/~": "1"}}, {"#/percentages/\ud800~1~0"}),
    ({"amount": "", "title": ""}, {"#/amount", "#/title"}),
    ({"surprise": 1, "created_by": 2}, {"#/surprise", "#/created_by"}),
    ({"\ud800": 1}, {"#/\ud800"}),
    ({"amount": 1, "title": 2, "kind": 3, "colour": 4}, {"#/amount", "#/title", "#/kind", "#/colour"}),
]


def test_a_body_that_is_wrong_is_refused_where_it_is_wrong_and_nothing_is_saved(program):
    elsewhere = factories.three_councils("elsewhere", "X")
    elsewhere.partnership.workstreams.create(name="Audit", slug="elsewhere-audit")
    for changes, expected in BAD_FIELDS:
        response = program.post_text("savings/", json.dumps(SAVING | changes))
        assert (changes, response.status_code, places(response)) == (changes, 400, expected)
    assert (Saving.objects.count(), Statement.objects.count(), Share.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("amount", ["1,234.50", " 1234.50 ", "£1234.5"])
def test_an_amount_may_be_written_as_people_write_it(program, amount):
    response = program.post("savings/", SAVING | {"amount": amount})
    assert response.json()["statements"][0]["amount"] == "1234.50"


def test_an_empty_body_says_everything_that_is_missing(council, program):
    response = program.post("savings/", {"partnership": "three-councils"})
    missing = {"title", "kind", "category", "recurrence", "method", "baseline", "stage", "first_year", "basis"}
    assert {f"#/{name}" for name in missing} <= places(response)
    details = {error["pointer"]: error["detail"] for error in response.json()["errors"]}
    assert details["#/title"] == "Enter the title"


UNREADABLE = [
    "",
    " ",
    "{",
    "null",
    "[]",
    '"text"',
    "1",
    "[" * DEEP,
    '{"a":' * DEEP,
    '{"title": NaN}',
    '{"title": Infinity}',
    '{"title": -Infinity}',
    '{"first_year": 1e400}',
    '{"first_year": ' + MANY + "}",
    '{"title": "a", "title": "b"}',
    b'{"title": "\xff"}',
    b"\xff\xfe{\x00}\x00",
    "\ufeff{}",
    '{"title": "\x00"}',
]


def test_a_body_that_can_not_be_read_is_refused(program):
    for text in UNREADABLE:
        assert (text[:20], program.post_text("savings/", text).status_code) == (text[:20], 400)
    assert Saving.objects.count() == 0


def test_a_body_of_ten_megabytes_is_refused_as_too_large(program):
    response = program.post_text("savings/", json.dumps(SAVING | {"note": "x" * 10 * 1024 * 1024}))
    assert response.status_code == 413
    assert Saving.objects.count() == 0
