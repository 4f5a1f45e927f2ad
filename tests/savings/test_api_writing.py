"""The API of savings: what is drafted and submitted by it, and who may write."""

from datetime import timedelta

import pytest

from partnership import clock
from partnership.models import Grant
from savings.models import Posting, Saving
from tests import factories
from tests.api import SAVING, SEEN, Program, places


# --- The journey ---
@pytest.mark.parametrize("role", ["officer", "api"])
def test_a_saving_is_drafted_submitted_and_in_the_figures_to_the_penny(council, role):
    program = Program(council.person(role), may_write=True)
    response = program.post("savings/", SAVING)
    assert response.status_code == 201, response.content
    drafted = response.json()
    assert response["Location"] == f"http://testserver/api/v1/savings/{drafted['id']}/"
    (statement,) = drafted["statements"]
    assert (statement["state"], statement["amount"]) == ("draft", "100000.00")
    assert [share["amount"] for share in statement["shares"]] == ["33333.34", "33333.33", "33333.33"]
    assert Posting.objects.count() == 0

    submitted = program.post(f"savings/{drafted['id']}/submit/")
    assert submitted.status_code == 200
    assert submitted.json()["statements"][0]["state"] == "submitted"
    figures = program.get("figures/", partnership="three-councils").json()
    assert figures["money"][0]["total"]["realised"] == "100000.00"
    shares = {line["organisation"]: line["realised"] for line in figures["money"][0]["by_organisation"]}
    assert shares == {"BDC": "33333.34", "CBC": "33333.33", "NEDDC": "33333.33"}
    assert program.get(f"savings/{drafted['id']}/").json() == submitted.json()


def test_agreed_percentages_a_baseline_and_several_years_go_the_same_way(council, program):
    body = SAVING | {
        "recurrence": "recurring",
        "stage": "target",
        "first_year": 2025,
        "last_year": 2026,
        "basis": "agreed",
        "organisations": ["BDC", "CBC"],
        "percentages": {"BDC": "63", "CBC": "37.00"},
        "baseline": "taken",
        "baseline_cost": "925000.00",
        "baseline_source": "Revenue outturn.",
        "stated_on": clock.today().isoformat(),
        "note": "Agreed by the board.",
    }
    found = program.post("savings/", body).json()
    assert (found["baseline"], found["baseline_cost"]) == ("taken", "925000.00")
    assert [statement["year"] for statement in found["statements"]] == [2025, 2026]
    for statement in found["statements"]:
        assert [(share["organisation"], share["amount"]) for share in statement["shares"]] == [
            ("BDC", "63000.00"),
            ("CBC", "37000.00"),
        ]


def test_submitting_twice_answers_409_and_posts_once(council, program):
    saving = factories.draft(council)
    assert program.post(f"savings/{saving.pk}/submit/").status_code == 200
    response = program.post(f"savings/{saving.pk}/submit/")
    assert response.status_code == 409
    assert "no draft to submit" in response.json()["detail"]
    assert Posting.objects.count() == 3


# --- Who may write ---
def test_a_token_that_only_reads_writes_nothing(council):
    saving = factories.draft(council)
    for role in ("officer", "api"):
        program = Program(council.person(role))
        assert program.post("savings/", SAVING).status_code == 403
        assert program.post(f"savings/{saving.pk}/submit/").status_code == 403
    assert (Saving.objects.count(), Posting.objects.count()) == (1, 0)


def test_no_other_role_writes_whatever_its_token_says(council, leaks):
    before = (Saving.objects.count(), Posting.objects.count())
    for role in sorted(set(SEEN) - {"officer", "api"}):
        program = Program(council.person(role), may_write=True)
        assert program.post("savings/", SAVING).status_code == 403
        for name, statement in leaks.items():
            response = program.post(f"savings/{statement.saving_id}/submit/")
            assert (role, name, response.status_code) == (role, name, 403 if name in SEEN[role] else 404)
    assert (Saving.objects.count(), Posting.objects.count()) == before


def test_an_officer_submits_nothing_of_another_council(council, leaks, program):
    expected = {"joint": 409, "own": 409, "theirs": 404, "their draft": 404, "elsewhere": 404, "draft elsewhere": 404}
    found = {name: program.post(f"savings/{leaks[name].saving_id}/submit/").status_code for name in expected}
    assert found == expected
    assert program.post(f"savings/{9 * 10**30}/submit/").status_code == 404


def test_an_api_client_submits_the_drafts_of_its_own_council_alone(council, leaks):
    program = Program(council.person("api"), may_write=True)
    assert program.post(f"savings/{leaks['their draft'].saving_id}/submit/").status_code == 404
    assert program.post(f"savings/{leaks['own draft'].saving_id}/submit/").status_code == 200


def test_a_session_of_an_api_client_writes_nothing(council, client):
    client.force_login(council.person("api"))
    response = client.post("/api/v1/savings/", SAVING, content_type="application/json")
    assert response.status_code == 403
    assert Saving.objects.count() == 0


def test_a_grant_that_ended_writes_nothing(council, program):
    Grant.objects.filter(user=council.person("officer")).update(to_on=clock.today() - timedelta(days=1))
    assert places(program.post("savings/", SAVING)) == {"#/partnership"}
