"""What holds for the whole API: who may call, what an error looks like, how a list is filtered, ordered and paged."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from rest_framework.settings import api_settings

from partnership import clock, history
from partnership.models import ApiToken, Grant, Organisation
from savings.models import Statement
from tests import factories
from tests.api import PROBLEM, Program, checked, places

LISTS = (
    "organisations",
    "partnerships",
    "workstreams",
    "savings",
    "statements",
    "shares",
    "comments",
    "meetings",
    "packs",
)


@pytest.fixture
def other(db):
    """Another partnership of other councils, with data that could leak."""
    world = factories.three_councils("elsewhere", "X")
    factories.submitted(world)
    return world


# --- Who may call ---
def test_without_a_token_every_address_answers_401_and_how_to_sign_in(council):
    for path in (*LISTS, "figures", ""):
        response = checked(Client().get(f"/api/v1/{path}/" if path else "/api/v1/"))
        assert (path, response.status_code, response["WWW-Authenticate"]) == (path, 401, "Token")


def test_a_token_that_is_unknown_expired_or_revoked_answers_401(council):
    program = Program(council.person("officer"))
    assert program.get("statements/").status_code == 200
    ApiToken.objects.filter(pk=program.token.pk).update(expiry=clock.now() - timedelta(seconds=1))
    assert program.get("statements/").status_code == 401
    program.token.delete()
    assert program.get("statements/").status_code == 401
    for header in ("Token", "Token x", "Token a b", "Token \N{POUND SIGN}", "Token \xff\xfe", "token " + "f" * 9000):
        assert checked(Client(headers={"Authorization": header}).get("/api/v1/statements/")).status_code == 401


def test_an_expired_token_is_told_so_and_is_not_deleted(council):
    program = Program(council.person("officer"))
    ApiToken.objects.update(expiry=clock.now() - timedelta(days=1))
    assert "expired" in program.get("statements/").json()["detail"]
    assert ApiToken.objects.count() == 1


def test_a_person_who_may_no_longer_sign_in_has_no_programs_either(council):
    program = Program(council.person("officer"))
    person = council.person("officer")
    person.is_active = False
    person.save()
    assert program.get("statements/").status_code == 401


def test_a_grant_that_ended_opens_nothing(council):
    program = Program(council.person("manager"))
    factories.submitted(council)
    assert len(program.rows("statements/")) == 1
    Grant.objects.filter(user=council.person("manager")).update(to_on=clock.today() - timedelta(days=1))
    for path in LISTS:
        assert program.rows(f"{path}/") == []
    assert program.get("figures/", partnership="three-councils").status_code == 404


def test_a_session_reads_and_writes_only_with_the_csrf_token(council):
    client = Client(enforce_csrf_checks=True)
    client.force_login(council.person("officer"))
    assert checked(client.get("/api/v1/statements/")).status_code == 200
    response = checked(client.post("/api/v1/savings/", {}, content_type="application/json"))
    assert response.status_code == 403


def test_too_many_calls_answer_429_and_when_to_come_back(council, monkeypatch):
    cache.clear()
    monkeypatch.setitem(api_settings.DEFAULT_THROTTLE_RATES, "minute", 2)
    program = Program(council.person("officer"))
    monkeypatch.setattr("partnership.rates.time.time", lambda: 1_000_000_000.0)
    assert [program.get("statements/").status_code for _ in range(3)] == [200, 200, 429]
    assert program.get("statements/")["Retry-After"] == "20"
    assert Program(council.person("manager")).get("statements/").status_code == 200


# --- What an error looks like ---
@pytest.mark.parametrize("path", ["/api/nothing/", "/api/v1/nothing/", "/api/v2/statements/", "/api/v1/statements"])
def test_an_address_that_is_none_answers_404_as_a_problem(client, db, path):
    for call in (client.get, client.post, client.put, client.delete):
        assert checked(call(path)).status_code == 404


def test_methods_that_are_not_offered_answer_405(council):
    client = Program(council.person("officer"), may_write=True).client
    for path in ("statements/", "figures/", "savings/1/", "packs/", "organisations/"):
        for call in (client.put, client.patch, client.delete):
            assert (path, checked(call(f"/api/v1/{path}")).status_code) == (path, 405)
    assert checked(client.post("/api/v1/statements/")).status_code == 405
    assert checked(client.options("/api/v1/statements/")).status_code == 405


def test_a_form_of_answer_that_is_not_offered_answers_406(council):
    program = Program(council.person("officer"))
    assert program.get("statements/", accept="text/html").status_code == 406
    assert program.get("statements/", format="xml").status_code == 406
    assert program.get("organisations/BDC/", accept="text/csv").status_code == 406


def test_a_body_that_is_not_json_answers_415(council):
    program = Program(council.person("officer"), may_write=True)
    assert program.post_text("savings/", "a=1", "application/x-www-form-urlencoded").status_code == 415


def test_our_own_failure_answers_500_as_a_problem_without_its_words(council, monkeypatch):
    program = Program(council.person("officer"))
    program.client.raise_request_exception = False

    def fail(*args, **named):
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr("partnership.rest.organisations.OrganisationResource.complete", fail)
    response = program.get("organisations/")
    assert response.status_code == 500
    assert b"secret" not in response.content


# --- Parameters ---
def test_unknown_and_double_parameters_are_refused_by_name_all_at_once(council):
    response = Program(council.person("officer")).client.get("/api/v1/statements/?yaer=2025&year=2024&year=2025&x=")
    assert response.status_code == 400
    assert places(response) == {"yaer", "year", "x"}


BAD_PARAMETERS = [
    {"year": "twenty"},
    {"year": "1e400"},
    {"year": "99999999999999999999"},
    {"year": "2025.5"},
    {"year": "NaN"},
    {"kind": "cash"},
    {"stage": "\0"},
    {"organisation": "XBDC"},
    {"organisation": "\0"},
    {"workstream": "nothing"},
    {"partnership": "elsewhere"},
    {"saving": "1 OR 1"},
    {"saving": "9" * 40},
    {"modified_since": "yesterday"},
    {"modified_since": "99999-01-01"},
    {"modified_since": "0001-01-01T00:00:00+14:00"},
    {"modified_since": "9999-12-31T23:59:59-12:00"},
    {"ordering": "drafted_by__password"},
    {"ordering": "--id"},
    {"page_size": "0"},
    {"page_size": "1001"},
    {"page_size": "\u0663"},
    {"cursor": "x"},
    {"cursor": "WzFd:1:x"},
]


def test_a_parameter_that_can_not_be_answered_is_refused_by_name(council, other):
    program = Program(council.person("manager"))
    for parameters in BAD_PARAMETERS:
        response = program.get("statements/", **parameters)
        assert (parameters, response.status_code) == (parameters, 400)
        assert places(response) == set(parameters)


def test_the_parameters_of_one_row_and_of_figures_are_checked_too(council):
    program = Program(council.person("manager"))
    assert places(program.get("organisations/BDC/", page_size=3)) == {"page_size"}
    assert places(program.get("figures/", partnership="three-councils", year=2025)) == {"year"}


# --- Pages ---
def test_pages_follow_each_other_in_every_order_without_repeating_or_losing_a_row(council):
    for pence, year in ((300, 2025), (100, 2024), (100, 2025), (200, 2024), (100, 2023)):
        factories.submitted(council, pence=pence, year=year)
    program = Program(council.person("manager"))
    amounts = ["1.00", "1.00", "1.00", "2.00", "3.00"]
    for ordering, column, expected in (
        ("id", "id", sorted(Statement.objects.values_list("pk", flat=True))),
        ("-id", "id", sorted(Statement.objects.values_list("pk", flat=True), reverse=True)),
        ("amount", "amount", amounts),
        ("-amount", "amount", amounts[::-1]),
        ("year", "year", [2023, 2024, 2024, 2025, 2025]),
        ("-stated_on", "stated_on", [clock.today().isoformat()] * 5),
    ):
        for size in (1, 2, 5):
            rows = program.rows("statements/", ordering=ordering, page_size=size)
            assert [row[column] for row in rows] == expected
            assert len({row["id"] for row in rows}) == 5


def test_pages_ordered_by_a_moment_lose_nothing_to_its_microseconds(council):
    for _ in range(4):
        factories.draft(council)
    rows = Program(council.person("officer")).rows("savings/", ordering="created_at", page_size=1)
    assert len({row["id"] for row in rows}) == 4


def test_rows_that_come_and_go_between_pages_shift_no_other(council):
    drafts = [factories.draft(council) for _ in range(4)]
    program = Program(council.person("officer"))
    first = program.get("statements/", page_size=2).json()
    factories.actions.withdraw_draft(by=council.person("officer"), saving=drafts[0])
    second = program.client.get(first["next"]).json()
    assert [row["saving"] for row in second["results"]] == [drafts[2].pk, drafts[3].pk]


def test_a_cursor_serves_only_the_list_and_order_it_was_given_for(council):
    for _ in range(2):
        factories.submitted(council)
    program = Program(council.person("manager"))
    following = program.get("statements/", page_size=1).json()["next"]
    cursor = following.split("cursor=")[1].split("&")[0].replace("%3A", ":")
    assert program.get("statements/", page_size=1, cursor=cursor).status_code == 200
    assert places(program.get("statements/", page_size=1, cursor=cursor, ordering="-id")) == {"cursor"}
    assert places(program.get("shares/", cursor=cursor)) == {"cursor"}


# --- CSV ---
@pytest.mark.parametrize("path", LISTS)
def test_every_list_is_csv_with_the_columns_of_its_json(council, path):
    factories.submitted(council)
    program = Program(council.person("manager"))
    assert program.get(f"{path}/", accept="text/csv")["Content-Type"] == "text/csv; charset=utf-8"
    rows, lines = program.rows(f"{path}/"), program.csv(f"{path}/")
    assert len(lines) == len(rows)
    if rows:
        assert list(lines[0]) == list(rows[0])
        assert lines[0]["id"] == str(rows[0]["id"])


def test_csv_holds_all_rows_not_one_page_in_the_order_asked_for(council):
    for pence in (300, 100, 200):
        factories.submitted(council, pence=pence)
    lines = Program(council.person("manager")).csv("statements/", ordering="-amount", page_size=1)
    assert [line["amount"] for line in lines] == ["3.00", "2.00", "1.00"]


def test_csv_runs_no_formula(council):
    factories.submitted(council, saving={"title": "=HYPERLINK(A1)"})
    (line,) = Program(council.person("manager")).csv("statements/")
    assert line["title"] == "'=HYPERLINK(A1)"


# --- Organisations and partnerships ---
def test_every_role_sees_its_own_partnership_and_organisations_and_no_others(council, other):
    for name in council.people:
        program = Program(council.people[name])
        assert [row["slug"] for row in program.rows("partnerships/")] == ["three-councils"]
        assert [row["code"] for row in program.rows("organisations/")] == ["BDC", "CBC", "NEDDC"]
        assert program.get("partnerships/three-councils/").status_code == 200
        assert program.get("organisations/BDC/").status_code == 200
        assert program.get("partnerships/elsewhere/").status_code == 404
        assert program.get("organisations/XBDC/").status_code == 404
        assert [row["slug"] for row in program.rows("workstreams/")] == ["internal-audit"]
        assert program.get(f"workstreams/{other.workstream.pk}/").status_code == 404


def test_an_organisation_says_its_size_as_of_today(council):
    program = Program(council.person("viewer"))
    bolsover = council.organisations["BDC"]
    bolsover.sizes.create(from_on=date(2010, 4, 1), population=76_000)
    bolsover.sizes.create(from_on=clock.today() + timedelta(days=1), population=1)
    found = program.get("organisations/BDC/").json()
    assert (found["population"], found["net_revenue_budget"]) == (76_000, "11100000.00")


def test_a_partnership_names_its_members_with_their_dates(council):
    found = Program(council.person("viewer")).get("partnerships/three-councils/").json()
    assert found["members"][0] == {"organisation": "BDC", "from_on": "2001-04-01", "to_on": None, "votes": True}
    assert [member["organisation"] for member in found["members"]] == ["BDC", "CBC", "NEDDC"]


def test_modified_since_asks_the_history(council):
    program = Program(council.person("viewer"))
    before = clock.now()
    assert program.rows("organisations/", modified_since=before.isoformat()) == []
    chesterfield = Organisation.objects.get(code="CBC")
    chesterfield.short_name = "Chesterfield Borough"
    history.save(chesterfield, by=council.person("administrator"))
    council.organisations["BDC"].sizes.create(from_on=date(2011, 4, 1), population=77_000)
    found = program.rows("organisations/", modified_since=before.isoformat())
    assert [row["code"] for row in found] == ["BDC", "CBC"]


@pytest.mark.parametrize("path", LISTS)
def test_a_list_costs_the_same_queries_for_3_rows_and_for_60(council, path, django_assert_num_queries):
    queries = {
        "organisations": 4,  # token, grants, rows, sizes
        "partnerships": 4,  # token, grants, rows, members
        "workstreams": 6,  # token, grants, rows, participations, hostings, milestones
        "savings": 3,  # token, grants, rows
        "statements": 4,  # token, grants, rows, shares
        "shares": 3,
        "comments": 3,
        "meetings": 4,  # token, grants, rows, agendas
        "packs": 3,
    }
    program = Program(council.person("auditor"))
    for count in (3, 57):
        for number in range(count):
            _one_more(council, path, f"{count}-{number}")
        with django_assert_num_queries(queries[path]):
            assert program.get(f"{path}/", page_size=100).status_code == 200


def _one_more(world: factories.World, path: str, name: str) -> None:
    if path in ("savings", "statements", "shares"):
        factories.draft(world)
    elif path == "comments":
        statement = factories.draft(world).statements.get()
        factories.actions.comment(by=world.person("officer"), statement=statement, text=name)
    elif path == "organisations":
        member = factories.organisation(f"Council {name}", f"C{name}")
        world.partnership.memberships.create(organisation=member, from_on=factories.FOUNDED)
    elif path == "workstreams":
        new = world.partnership.workstreams.create(name=name, slug=f"w{name}")
        new.participations.create(organisation=world.organisations["BDC"], from_on=factories.FOUNDED)
    elif path == "meetings":
        body = factories.body(world)
        met = world.partnership.meetings.create(body=body, starts_at=clock.now(), place_name="Here")
        met.items.create(order=1, title="Savings")


# --- The schema and its documentation ---
def test_the_schema_is_openapi_3_1_and_names_every_address(council):
    response = Program(council.person("viewer")).client.get("/api/schema/?format=json")
    document = response.json()
    assert document["openapi"] == "3.1.0"
    assert {f"/api/v1/{path}/" for path in (*LISTS, "figures")} <= set(document["paths"])
    assert checked_errors(document) == []
    assert unexplained(document) == []


def unexplained(document: dict) -> list[str]:
    """Parameters and fields that do not say what they mean; operations that say what only programmers want to know."""
    operations = [each for of_path in document["paths"].values() for each in of_path.values()]
    schemas = document["components"]["schemas"].values()
    fields = [field for schema in schemas for field in schema.get("properties", {}).items()]
    parameters = [(each["name"], each) for operation in operations for each in operation.get("parameters", ())]
    empty = [name for name, each in fields + parameters if not each.get("description") and "$ref" not in each]
    return empty + [each["operationId"] for each in operations if "Rows of one model" in each.get("description", "")]


def checked_errors(document: dict) -> list[str]:
    """Operations that do not describe their errors as problem details."""
    return [
        path
        for path, operations in document["paths"].items()
        for operation in operations.values()
        if PROBLEM not in operation["responses"]["401"]["content"] or not operation["summary"]
    ]


def test_the_documentation_is_for_people_who_signed_in(client, council):
    response = client.get("/api/docs/")
    assert (response.status_code, response["Location"]) == (302, "/account/login/?next=/api/docs/")
    client.force_login(council.person("viewer"))
    page = client.get("/api/docs/").content.decode()
    assert "POST /api/v1/savings/" in page
    assert "<script>" not in page and "style=" not in page
