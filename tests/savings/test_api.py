"""Savings, statements, shares and figures over the API: who sees what, drafting and submitting, and what is refused."""

from datetime import timedelta

import pytest

from partnership import clock
from partnership.dated import Period
from partnership.models import Grant
from savings import actions
from savings.models import Posting, Saving, Statement
from savings.models.words import Basis
from savings.sharing import Sharing
from tests import factories
from tests.api import SAVING, Program, places


@pytest.fixture
def program(council):
    """An officer's program that may write."""
    return Program(council.person("officer"), may_write=True)


@pytest.fixture
def leaks(council):
    """What could leak: joint statements, statements and drafts of single councils, and all of another partnership."""
    elsewhere = factories.three_councils("elsewhere", "X")
    factories.verified(elsewhere)
    factories.draft(elsewhere)
    alone = {
        code: {"sharing": Sharing(Basis.ONE, frozenset({council.organisations[code].pk}))} for code in ("BDC", "CBC")
    }
    return {
        "joint": factories.submitted(council),
        "own": factories.submitted(council, "BDC", **alone["BDC"]),
        "theirs": factories.submitted(council, "CBC", **alone["CBC"]),
        "own draft": factories.draft(council, "BDC").statements.get(),
        "their draft": factories.draft(council, "CBC").statements.get(),
        "elsewhere": Statement.objects.filter(partnership=elsewhere.partnership).first(),
        "draft elsewhere": Statement.objects.filter(partnership=elsewhere.partnership).last(),
    }


SEEN = {
    "viewer": {"joint", "own"},
    "officer": {"joint", "own", "own draft"},
    "verifier": {"joint", "own", "own draft"},
    "lead": {"joint", "own", "theirs", "own draft", "their draft"},
    "manager": {"joint", "own", "theirs"},
    "steering": {"joint", "own", "theirs"},
    "chief": {"joint", "own"},
    "api": {"joint", "own"},
    "auditor": {"joint", "own", "theirs", "own draft", "their draft"},
    "administrator": set(),
}


# --- Reading ---
def test_each_role_reads_its_statements_shares_and_savings_and_no_others(council, leaks):
    for role, names in SEEN.items():
        _reads_only(Program(council.person(role)), leaks, {leaks[name] for name in names})


def _reads_only(program, leaks, seen):
    assert {row["id"] for row in program.rows("statements/")} == {statement.pk for statement in seen}
    assert {line["id"] for line in program.csv("statements/")} == {str(statement.pk) for statement in seen}
    assert {row["id"] for row in program.rows("savings/")} == {statement.saving_id for statement in seen}
    assert {row["statement"] for row in program.rows("shares/")} == {statement.pk for statement in seen}
    for statement in leaks.values():
        expected = 200 if statement in seen else 404
        assert program.get(f"statements/{statement.pk}/").status_code == expected
        assert program.get(f"savings/{statement.saving_id}/").status_code == expected
        assert program.get(f"shares/{statement.shares.first().pk}/").status_code == expected


def test_each_role_but_the_administrator_reads_the_figures_of_its_own_partnership(council, leaks):
    for role in SEEN:
        program = Program(council.person(role))
        expected = 403 if role == "administrator" else 200
        assert (role, program.get("figures/", partnership="three-councils").status_code) == (role, expected)
        assert program.get("figures/", partnership="elsewhere").status_code == 404


def test_ids_that_are_no_ids_answer_404(program):
    for pk in ("0", "9" * 30, "-1", "1e3", "x"):
        for path in ("statements", "savings", "shares"):
            assert program.get(f"{path}/{pk}/").status_code == 404


def test_a_statement_says_all_that_its_page_says(council, program):
    statement = factories.submitted(council, note="First estimate.", periods=[Period(2025, 2)])
    found = program.get(f"statements/{statement.pk}/").json()
    moments = {name: found.pop(name) for name in ("drafted_at", "submitted_at")}
    assert all(moment.endswith("Z") for moment in moments.values())
    assert found == {
        "id": statement.pk,
        "partnership": "three-councils",
        "workstream": "internal-audit",
        "organisation": "BDC",
        "saving": statement.saving_id,
        "title": "Joint audit plan",
        "kind": "cashable",
        "category": "staff",
        "stage": "realised",
        "year": 2025,
        "quarter": 2,
        "period": "2025-26 quarter 2",
        "belongs_to_year": None,
        "belongs_to_quarter": None,
        "belongs_to": None,
        "amount": "100000.00",
        "measure": None,
        "unit": "",
        "basis": "equal",
        "agreement": None,
        "agreement_version": None,
        "usage_unit": "",
        "usage_source": "",
        "sole_reason": "",
        "stated_on": clock.today().isoformat(),
        "note": "First estimate.",
        "replaces": None,
        "reverses": None,
        "restates": None,
        "reversed_by": None,
        "sequence": 1,
        "state": "submitted",
        "shares": [
            {"organisation": "BDC", "amount": "33333.34", "state": "submitted", "weight": 1},
            {"organisation": "CBC", "amount": "33333.33", "state": "submitted", "weight": 1},
            {"organisation": "NEDDC", "amount": "33333.33", "state": "submitted", "weight": 1},
        ],
    }
    whole = program.get(f"savings/{statement.saving_id}/").json()
    assert whole["statements"] == [found | moments]


def test_a_statement_is_partly_verified_until_the_last_verifier(council, program):
    statement = factories.submitted(council)
    for code, state in (("BDC", "partly verified"), ("CBC", "partly verified"), ("NEDDC", "verified")):
        share = statement.shares.get(organisation=council.organisations[code])
        actions.verify_share(by=council.person("verifier", code), share=share)
        assert program.get(f"statements/{statement.pk}/").json()["state"] == state


def test_the_filters_of_statements_keep_what_they_say(council):
    program = Program(council.person("auditor"))
    one = Sharing(Basis.ONE, frozenset({council.organisations["CBC"].pk}))
    joint = factories.verified(council, year=2024)
    target = factories.submitted(council, stage="target", year=2026)
    chesterfield = factories.submitted(council, "CBC", saving={"kind": "non_cashable"}, sharing=one)
    draft = factories.draft(council).statements.get()
    for parameters, expected in (
        ({"partnership": "three-councils"}, {joint, target, chesterfield, draft}),
        ({"workstream": "internal-audit"}, {joint, target, chesterfield, draft}),
        ({"organisation": "CBC"}, {chesterfield}),
        ({"shared_by": "BDC"}, {joint, target, draft}),
        ({"saving": target.saving_id}, {target}),
        ({"kind": "non_cashable"}, {chesterfield}),
        ({"category": "premises"}, set()),
        ({"stage": "target"}, {target}),
        ({"state": "draft"}, {draft}),
        ({"state": "verified"}, {joint}),
        ({"state": "submitted"}, {target, chesterfield}),
        ({"year": 2026}, {target}),
        ({"year": 2024, "kind": "non_cashable"}, set()),
    ):
        found = {row["id"] for row in program.rows("statements/", **parameters)}
        assert (parameters, found) == (parameters, {statement.pk for statement in expected})


def test_since_sequence_tells_exactly_what_the_ledger_has_moved(council):
    program = Program(council.person("auditor"))
    old, statement = factories.submitted(council), factories.submitted(council)
    pulled = program.get("statements/", partnership="three-councils").json()["sequence"]
    share = statement.shares.get(organisation=council.organisations["CBC"])
    actions.verify_share(by=council.person("verifier", "CBC"), share=share)
    since = {"partnership": "three-councils", "since_sequence": pulled}

    assert pulled == 6
    assert [row["id"] for row in program.rows("statements/", **since)] == [statement.pk]
    assert [row["id"] for row in program.rows("shares/", **since)] == [share.pk]
    assert program.rows("shares/", partnership="three-councils", since_sequence=8) == []
    assert {row["id"] for row in program.rows("statements/", **since | {"since_sequence": 0})} == {old.pk, statement.pk}
    assert program.get("statements/").json()["sequence"] is None
    refused = program.get("shares/", since_sequence=0)
    assert (refused.status_code, [error["parameter"] for error in refused.json()["errors"]]) == (
        400,
        ["since_sequence"],
    )


def test_statements_and_shares_as_at_a_point_are_in_the_states_of_then(council):
    program = Program(council.person("auditor"))
    statement = factories.verified(council)
    factories.submitted(council)
    then = {"partnership": "three-councils", "as_at": "#5"}  # one of three shares is verified

    (row,) = program.rows("statements/", **then)

    assert (row["id"], row["state"]) == (statement.pk, "partly verified")
    assert [share["state"] for share in row["shares"]] == ["verified", "submitted", "submitted"]
    assert [row["state"] for row in program.rows("shares/", **then)] == ["verified", "submitted", "submitted"]
    assert [row["organisation"] for row in program.rows("shares/", **then, state="verified")] == ["BDC"]
    assert program.rows("statements/", **then, state="draft") == []
    assert program.get("statements/", **then).json()["sequence"] == 5
    assert [row["state"] for row in program.csv("shares/", **then)] == ["verified", "submitted", "submitted"]
    for wrong in ({"as_at": "#5"}, then | {"as_at": "#99"}, then | {"as_at": "soon"}):
        refused = program.get("statements/", **wrong)
        assert (refused.status_code, [error["parameter"] for error in refused.json()["errors"]]) == (400, ["as_at"])


def test_modified_since_tells_of_every_change_of_a_share_and_of_drafts(council):
    program = Program(council.person("auditor"))

    def changed_since(moment) -> set[int]:
        found = program.rows("statements/", modified_since=moment.isoformat())
        shares = program.rows("shares/", modified_since=moment.isoformat())
        savings = program.rows("savings/", modified_since=moment.isoformat())
        assert {share["statement"] for share in shares} <= {row["id"] for row in found}
        assert {row["id"] for row in savings} == {row["saving"] for row in found}
        return {row["id"] for row in found}

    old, statement = factories.submitted(council), factories.submitted(council)
    moment = clock.now()
    assert changed_since(moment) == set()
    share = statement.shares.get(organisation=council.organisations["CBC"])
    actions.verify_share(by=council.person("verifier", "CBC"), share=share)
    assert changed_since(moment) == {statement.pk}
    assert [row["id"] for row in program.rows("shares/", modified_since=moment.isoformat())] == [share.pk]
    moment = clock.now()
    share = statement.shares.get(organisation=council.organisations["BDC"])
    actions.return_share(by=council.person("verifier", "BDC"), share=share, reason="Not ours.")
    draft = factories.draft(council)
    assert changed_since(moment) == {statement.pk, draft.statements.get().pk}
    moment = clock.now()
    actions.submit_saving(by=council.person("officer"), saving=draft)
    assert changed_since(moment) == {draft.statements.get().pk}
    assert old.pk not in changed_since(moment - timedelta(microseconds=1))


# --- Figures ---
def test_figures_are_those_of_the_moment_asked_for(council):
    program = Program(council.person("viewer"))
    factories.verified(council)
    factories.submitted(council, pence=50_00, saving={"kind": "non_cashable"})
    cashable, other = program.get("figures/", partnership="three-councils").json()["money"]
    assert (cashable["kind"], cashable["total"]["realised"], cashable["total"]["verified"]) == (
        "cashable",
        "100000.00",
        "100000.00",
    )
    assert (other["kind"], other["total"]["realised"], other["total"]["verified"]) == ("non_cashable", "50.00", "0.00")
    then = program.get("figures/", partnership="three-councils", as_at="#3", kind="cashable").json()
    assert then["as_at"] == {"sequence": 3, "on": clock.today().isoformat(), "is_now": False}
    assert [each["kind"] for each in then["money"]] == ["cashable"]
    assert (then["money"][0]["total"]["realised"], then["money"][0]["total"]["verified"]) == ("100000.00", "0.00")
    before = program.get("figures/", partnership="three-councils", as_at="2007-07-31").json()
    assert (before["as_at"]["sequence"], before["money"][0]["total"]["realised"]) == (0, "0.00")


def test_figures_of_a_sequence_judged_on_a_later_day_are_those_of_that_day(council):
    program = Program(council.person("viewer"))
    with clock.travel(factories.moment(2026, 5, 1)):
        factories.submitted(council, pence=4_00, stage="target", periods=[Period(2026)])

    def asked(**point):
        answer = program.get("figures/", partnership="three-councils", **point)
        assert answer.status_code == 200, answer.json()
        return answer.json()["as_at"]["on"], answer.json()["money"][0]["total"]["due"]

    with clock.travel(factories.moment(2026, 10, 1)):
        assert asked() == ("2026-10-01", "2.00")
        assert asked(as_at="#3") == ("2026-05-01", "0.00")
        assert asked(as_at="#3", on="2026-10-01") == ("2026-10-01", "2.00")
        for on in ("2026-04-30", "2026-10-02", "2026-02-30", "soon"):
            refused = program.get("figures/", partnership="three-councils", as_at="#3", on=on)
            assert refused.status_code == 400
        assert program.get("figures/", partnership="three-councils", on="2026-10-01").status_code == 400


def test_figures_of_one_organisation_are_its_shares(council):
    factories.submitted(council)
    program = Program(council.person("viewer"))
    found = program.get(
        "figures/", partnership="three-councils", organisation="CBC", workstream="internal-audit"
    ).json()
    assert (found["organisation"], found["workstream"]) == ("CBC", "internal-audit")
    assert found["money"][0]["total"]["realised"] == "33333.33"


def test_figures_as_csv_are_the_same_numbers_row_by_row(council):
    factories.submitted(council)
    lines = Program(council.person("viewer")).csv("figures/", partnership="three-councils")
    found = {(line["kind"], line["table"], line["organisation"]): line["realised"] for line in lines}
    assert found["cashable", "total", ""] == "100000.00"
    assert [found["cashable", "organisation", code] for code in ("BDC", "CBC", "NEDDC")] == [
        "33333.34",
        "33333.33",
        "33333.33",
    ]


def test_qualitative_benefits_stand_in_their_own_unit(council):
    factories.submitted(
        council,
        pence=0,
        measure_hundredths=54_00,
        saving={"kind": "qualitative", "unit": "per cent"},
        sharing=Sharing(Basis.ONE, frozenset({council.organisations["BDC"].pk})),
    )
    found = Program(council.person("viewer")).get("figures/", partnership="three-councils").json()
    (quality,) = found["qualitative"]
    assert (quality["measure"], quality["unit"], quality["organisation"]) == ("54.00", "per cent", "BDC")
    assert found["money"][0]["total"]["realised"] == "0.00"


def test_figures_that_can_not_be_answered_say_why_all_at_once(council):
    program = Program(council.person("viewer"))
    assert places(program.get("figures/")) == {"partnership"}
    response = program.get(
        "figures/", partnership="three-councils", as_at="2999-01-01", workstream="x", organisation="XBDC", kind="gold"
    )
    assert response.status_code == 400
    assert places(response) == {"as_at", "workstream", "organisation", "kind"}
    for text in ("#99", "#-1", "soon", "2025-02-29", "9999999-01-01", "\0"):
        assert places(program.get("figures/", partnership="three-councils", as_at=text)) == {"as_at"}


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
