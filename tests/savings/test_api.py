"""Savings, statements, shares and figures over the API: who sees what, drafting and submitting, and what is refused."""

from datetime import timedelta

from partnership import clock
from partnership.dated import Period
from savings import actions
from savings.models.words import Basis
from savings.sharing import Sharing
from tests import factories
from tests.api import SEEN, Program


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
