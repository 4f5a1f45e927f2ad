"""Reversals on the pages and over the API, and their proof."""

from partnership import guards
from savings import actions, figures, proof, trail
from savings.guards import GUARDS
from savings.models import Share, Statement
from tests import factories
from tests.api import Program
from tests.pages import at, confirm, problems, signed_in, words
from tests.savings.test_reversals import approve, ask, restate, reversed_


def amounts(council, kind="cashable"):
    now = figures.figures(council.partnership, figures.now(council.partnership), user=council.person("viewer"))
    return now.total(kind).amounts


# --- On the pages -----------------------------------------------------------------------------------------------------
def test_a_reversal_on_the_pages_from_request_to_restatement(council):
    statement = factories.verified(council)
    page = at("statement", council, pk=statement.pk)
    officer = signed_in(council.person("officer"))
    assert "Ask to reverse this statement" in words(officer.get(page))
    refused = officer.post(at("statement-reverse", council, pk=statement.pk), {"reason": ""})
    assert "reason" in problems(refused)
    officer.post(at("statement-reverse", council, pk=statement.pk), {"reason": "Claimed <b>twice</b>."})
    assert "Claimed &lt;b&gt;twice&lt;/b&gt;." in words(officer.get(page))

    verifier = signed_in(council.person("verifier"))
    assert "Reversals to approve" in words(verifier.get(at("queue", council)))
    done = confirm(verifier, at("statement-reverse-approve", council, pk=statement.pk))
    assert "Reversed. Realised cashable savings of Three councils: £0.00. Before: £100,000.00." in words(done)
    assert "Reversals to approve" not in words(verifier.get(at("queue", council)))

    assert "State it anew" in words(officer.get(page))
    form = officer.get(at("statement-restate", council, pk=statement.pk))
    assert form.context["form"]["amount"].value() == "100,000.00"
    typed = {"stage": "realised", "first_year": "2025", "amount": "60,000.00", "basis": "equal"}
    officer.post(at("statement-restate", council, pk=statement.pk), typed)
    new = Statement.objects.get(restates=statement)
    assert (new.amount_pence, new.is_draft) == (60_000_00, True)
    assert "State it anew" not in words(officer.get(page))


def test_the_list_finds_what_is_reversed(council):
    statement, opposite = reversed_(council)
    factories.verified(council)
    listed = signed_in(council.person("manager")).get(at("saving-list", council) + "?state=reversed")
    found = [line.pk for line in listed.context["listing"].objects]
    assert found == [statement.pk]
    listed = words(signed_in(council.person("manager")).get(at("saving-list", council)))
    assert (
        f'<a class="govuk-link" href="{at("statement", council, pk=opposite.pk)}">Reversal: Joint audit plan</a>'
        in listed
    )
    csv = signed_in(council.person("manager")).get(at("saving-list", council) + "?format=csv").getvalue().decode()
    assert len(csv.splitlines()) == 1 + 3  # the other one too


def test_a_page_that_was_overtaken_says_so_and_posts_nothing(council):
    statement = factories.verified(council)
    ask(council, statement)
    verifier = signed_in(council.person("verifier"))
    address = at("statement-reverse-approve", council, pk=statement.pk)
    shown = verifier.get(address).context["version"]
    actions.withdraw_statement(by=council.person("officer"), statement=Statement.objects.get(reverses=statement))
    page = verifier.post(address, {"version": shown})
    assert "Nobody asks to reverse this statement now" in words(page)
    ask(council, statement, "Another reason.")
    assert "changed since you opened this page" in words(verifier.post(address, {"version": shown}))
    assert amounts(council).verified == 100_000_00


def test_the_history_tells_a_reversal_in_sentences(council):
    statement, opposite = reversed_(council)
    told = [f"{e.who} {e.sentence}" for e in trail.of_statement(statement, trail.postings_of(statement))]
    assert told[:4] == [
        "Verifier, Bolsover, reversed £33,333.33 for 2025-26, the share of North",
        "Verifier, Bolsover, reversed £33,333.33 for 2025-26, the share of Chesterfield",
        "Verifier, Bolsover, reversed £33,333.34 for 2025-26, the share of Bolsover",
        "Officerbdc asked for the reversal of the realised statement for 2025-26",
    ]
    told = [f"{e.who} {e.sentence}" for e in trail.of_statement(opposite, trail.postings_of(opposite))]
    assert told[2:] == [
        "Verifier, Bolsover, approved the reversal of £33,333.34 for 2025-26, the share of Bolsover",
        "Officerbdc asked for the reversal of realised 2025-26",
    ]


# --- The API and the proof --------------------------------------------------------------------------------------------
def test_the_api_links_a_reversal_both_ways(council):
    statement = factories.verified(council)
    ask(council, statement)
    program = Program(council.person("manager"))
    assert program.get(f"statements/{statement.pk}/").json()["reversed_by"] is None
    opposite = approve(council, statement)
    found = program.get(f"statements/{statement.pk}/").json()
    assert (found["reversed_by"], found["state"]) == (opposite.pk, "reversed")
    found = program.get(f"statements/{opposite.pk}/").json()
    assert (found["reverses"], found["amount"], found["state"]) == (statement.pk, "-100000.00", "verified")
    new = restate(council, statement)
    assert Program(council.person("officer")).get(f"statements/{new.pk}/").json()["restates"] == statement.pk
    assert [row["id"] for row in program.rows("statements/", state="reversed")] == [statement.pk]


def test_the_proof_holds_a_reversal_against_what_it_reverses(council):
    statement, opposite = reversed_(council)
    assert list(proof.reversals(council.partnership)) == []
    guards.drop(GUARDS)
    Statement.objects.filter(pk=opposite.pk).update(amount_pence=-1)
    Share.objects.filter(statement=opposite).filter(organisation__code="CBC").update(pence=-1)
    Share.objects.filter(statement=statement, organisation__code="BDC").update(state="verified")
    said = list(proof.reversals(council.partnership))
    guards.create(GUARDS)
    assert said == [
        f"Statement {opposite.pk} is not the opposite of what it reverses, statement {statement.pk}.",
        f"A share of statement {opposite.pk} is not the opposite of the share that it reverses.",
        f"Statement {statement.pk} is reversed, but a share of it is verified.",
    ]


def test_a_statement_page_costs_the_same_for_a_chain_of_three_and_of_five(council, django_assert_num_queries):
    """And for one comment and for three."""
    statement, _ = reversed_(council)
    last = restate(council, statement)
    client = signed_in(council.person("manager"))
    for comments in (1, 2):
        for _ in range(comments):
            actions.comment(by=council.person("manager"), statement=statement, text="Noted.")
        with django_assert_num_queries(21):
            assert client.get(at("statement", council, pk=statement.pk)).status_code == 200
        if comments == 1:
            actions.submit_statement(by=council.person("officer"), statement=last)
            for code in ("BDC", "CBC", "NEDDC"):
                share = last.shares.get(organisation__code=code)
                actions.verify_share(by=council.person("verifier", code), share=share)
            ask(council, last)
            approve(council, last)
            restate(council, last)
