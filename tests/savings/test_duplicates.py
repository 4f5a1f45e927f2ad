"""The same saving claimed twice: the rule, the warning, the list of pairs and what is decided of them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from partnership import guards
from partnership.demo.generate import generate
from savings import actions, duplicates
from savings.duplicates import Alike, Claim, Standing, likeness
from savings.guards import GUARDS
from savings.models import DuplicateDecision, LikelyPair, Statement
from savings.models.words import Basis
from savings.sharing import Sharing
from tests import factories
from tests.pages import at, signed_in, words

JOINT = Claim(1, "cashable", "realised", 2025, None, 100_000_00, "Joint audit plan", {7: 50_000_00, 8: 50_000_00}, 1, 1)
OWN = replace(JOINT, amount_pence=50_000_00, title="Fewer auditors", parts={7: 50_000_00}, saving=2, statement=2)


def alone(council, code):
    return Sharing(Basis.ONE, frozenset({council.organisations[code].pk}))


def stated(council, code="BDC", title="Joint audit plan", make=factories.submitted, **facts):
    return make(council, code, saving={"title": title}, **facts)


@pytest.fixture
def pair(council):
    """Bolsover's joint £100,000.00, and Chesterfield's own claim of its share of it."""
    stated(council)
    stated(council, "CBC", title="Fewer auditors", sharing=alone(council, "CBC"), pence=33_333_00)
    duplicates.look_through(council.partnership)
    return LikelyPair.objects.get()


# --- The rule ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changes", "alike"),
    [
        ({}, Alike.SHARE),
        ({"amount_pence": 50_001_00}, Alike.SHARE),
        ({"amount_pence": 50_001_01}, None),
        ({"amount_pence": 100_000_00}, Alike.AMOUNT),
        ({"amount_pence": 99_000_00}, None),
        ({"amount_pence": 99_000_00, "title": "Audit posts"}, Alike.CLOSE),
        ({"amount_pence": 98_999_99, "title": "Audit posts"}, None),
        ({"amount_pence": 100_000_00, "stage": "contracted"}, Alike.AMOUNT),
        ({"amount_pence": 100_000_00, "stage": "forecast"}, None),
        ({"amount_pence": 100_000_00, "quarter": 2}, Alike.AMOUNT),
        ({"amount_pence": 100_000_00, "year": 2024}, None),
        ({"amount_pence": 100_000_00, "kind": "non_cashable"}, None),
        ({"amount_pence": 100_000_00, "workstream": 2}, None),
        ({"amount_pence": 100_000_00, "saving": 1}, None),
        ({"amount_pence": 100_000_00, "parts": {9: 100_000_00}}, None),
    ],
)
def test_what_looks_alike(changes, alike):
    other = replace(OWN, **changes)
    assert likeness(JOINT, other) == likeness(other, JOINT) == alike


def test_different_quarters_of_a_year_are_different_savings():
    one, other = replace(JOINT, quarter=1), replace(JOINT, quarter=2, saving=2, statement=2)
    assert likeness(one, other) is None
    assert likeness(one, replace(other, quarter=1)) == Alike.AMOUNT


@pytest.mark.parametrize(
    ("one", "other", "stream", "alike"),
    [
        ("Joint audit plan", "One AUDIT for all", "", True),
        ("Joint audit plan", "Payroll posts", "", False),
        ("Internal audit: printing", "Internal audit: vehicles", "Internal audit", False),
        ("ICT", "ICT", "", False),
    ],
)
def test_titles_are_alike_by_half_of_their_longer_words(one, other, stream, alike):
    pair = replace(JOINT, title=one), replace(OWN, title=other)
    assert duplicates.titles_alike(*pair, stream) is alike


claims = st.builds(
    lambda first, second, quarter, stage: replace(
        JOINT, amount_pence=first + second, parts={7: first, 8: second}, quarter=quarter, stage=stage
    ),
    st.integers(1, 30_000),
    st.integers(1, 30_000),
    st.sampled_from([None, 1, 2]),
    st.sampled_from(["target", "realised"]),
)


@given(st.lists(claims, max_size=25), claims)
def test_the_index_finds_what_comparing_one_by_one_finds(found, asked):
    numbered = [replace(claim, saving=n, statement=n) for n, claim in enumerate(found, start=2)]
    by_hand = {(claim.statement, alike) for claim in numbered if (alike := likeness(asked, claim))}
    one_by_one = Standing([], "")
    for claim in numbered:
        one_by_one.add(claim)
    for standing in (Standing(numbered, ""), one_by_one):
        assert {(one.claim.statement, one.alike) for one in standing.like(asked)} == by_hand


# --- The search -------------------------------------------------------------------------------------------------------
def test_a_generated_partnership_looked_through_in_portions_is_what_one_by_one_comparing_finds(db):
    now = datetime(2026, 6, 15, 12, tzinfo=UTC)
    partnership = generate("Alike", statements=600, seed=5, partners=3, workstreams=1, now=now)
    while duplicates.look_through(partnership, 37):
        pass
    standing = Statement.objects.standing().select_related("saving__workstream").prefetch_related("shares")
    all_claims = [(Claim.of(each), each.saving.workstream.name) for each in standing]
    expected = {
        (*sorted((one.statement, other.statement)), alike)
        for n, (one, name) in enumerate(all_claims)
        for other, _ in all_claims[:n]
        if (alike := likeness(one, other, name))
    }
    assert set(LikelyPair.objects.values_list("first", "second", "alike")) == expected
    assert len(expected) > 3
    assert not duplicates.is_behind(partnership)


def test_a_pair_is_kept_once_however_often_it_is_looked_for(council, pair):
    council.partnership.duplicatesearch.delete()
    assert duplicates.look_through(council.partnership) == 0
    assert LikelyPair.objects.get() == pair
    assert (pair.first_id < pair.second_id, pair.alike) == (True, Alike.SHARE)


def test_only_what_stands_is_compared(council):
    first = stated(council)
    for share in first.shares.all():
        actions.return_share(by=council.person("verifier", share.organisation.code), share=share, reason="No.")
    stated(council, title="Again")
    stated(council, title="Still a draft", make=factories.draft)
    stated(council, title="In words", pence=0, measure_hundredths=1, make=_qualitative)
    stated(council, title="In other words", pence=0, measure_hundredths=1, make=_qualitative)
    duplicates.look_through(council.partnership)
    assert not LikelyPair.objects.exists()


def _qualitative(council, code, saving, **facts):
    return factories.submitted(council, code, saving=saving | {"kind": "qualitative", "unit": "calls"}, **facts)


@pytest.mark.parametrize("number", [1, 3])
def test_asking_costs_the_same_for_any_number_of_claims(council, number, django_assert_num_queries):
    statement = stated(council)
    asked = [replace(Claim.of(statement), saving=None, statement=None)] * number
    with django_assert_num_queries(5):
        found = duplicates.likely(council.partnership, asked)
    assert [[one.claim.statement for one in each] for each in found] == [[statement.pk]] * number


# --- The warning ------------------------------------------------------------------------------------------------------
def test_an_officer_is_warned_before_submitting_and_may_go_on(council):
    standing = stated(council)
    saving = stated(council, "CBC", title="Fewer auditors", make=factories.draft)
    client = signed_in(council.person("officer", "CBC"))
    page = words(client.get(at("saving-submit", council, pk=saving.pk)))
    assert "This may be claimed already." in page
    assert f'href="{standing.get_absolute_url()}">Joint audit plan</a>, stated by Bolsover: £100,000.00' in page
    draft = saving.statements.get()
    assert "This may be claimed already." in words(client.get(at("statement-submit", council, pk=draft.pk)))
    actions.submit_saving(by=council.person("officer", "CBC"), saving=saving)


def test_of_what_a_person_may_not_see_nothing_is_told_but_that_it_is(council):
    others = Sharing(Basis.EQUAL, frozenset(council.organisations[code].pk for code in ("BDC", "NEDDC")))
    hidden = stated(council, title="Secret plan", sharing=others, pence=77_00)
    joint = stated(council, "CBC", make=factories.draft, pence=77_00)
    page = words(signed_in(council.person("officer", "CBC")).get(at("saving-submit", council, pk=joint.pk)))
    assert "looks like another council’s statement that you may not see" in page
    assert "Secret plan" not in page and hidden.get_absolute_url() not in page and "Bolsover:" not in page


def test_nothing_alike_no_warning(council):
    stated(council, pence=1_00)
    saving = stated(council, make=factories.draft)
    assert "claimed already" not in words(
        signed_in(council.person("officer")).get(at("saving-submit", council, pk=saving.pk))
    )


# --- The pages --------------------------------------------------------------------------------------------------------
def test_the_list_finds_what_is_new_and_leaves_out_what_is_decided_or_gone(council):
    manager = signed_in(council.person("manager"))
    assert "Nothing looks alike" in words(manager.get(at("duplicate-list", council)))
    first = stated(council)
    stated(council, "CBC", title="Fewer auditors")
    listed = manager.get(at("duplicate-list", council))
    assert "Fewer auditors" in words(listed) and len(listed.context["listing"].objects) == 1
    for share in first.shares.all():
        actions.return_share(by=council.person("verifier", share.organisation.code), share=share, reason="No.")
    assert "Fewer auditors" not in words(manager.get(at("duplicate-list", council)))
    assert "Fewer auditors" in words(manager.get(at("duplicate-list", council), {"decision": "all"}))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"workstream": "internal-audit"}, 1),
        ({"organisation": "CBC"}, 1),
        ({"organisation": "NEDDC"}, 0),
        ({"year": "2025"}, 1),
        ({"year": "2024"}, 0),
        ({"alike": "share"}, 1),
        ({"alike": "amount"}, 0),
        ({"decision": "same"}, 0),
    ],
)
def test_the_filters_keep_what_they_say(council, pair, query, found):
    page = signed_in(council.person("steering")).get(at("duplicate-list", council), query)
    assert len(page.context["listing"].objects) == found


def test_the_list_goes_by_the_year_earned_in(council):
    late = {"belongs_to_year": 2024, "belongs_to_quarter": None}
    first = stated(council)
    second = stated(council, "CBC", title="Fewer auditors", sharing=alone(council, "CBC"), pence=33_333_00)
    row = LikelyPair.objects.create(partnership=council.partnership, first=first, second=second, alike="share")
    guards.drop(GUARDS)  # a late claim needs a closed year: here only the rows matter
    Statement.objects.filter(pk__in=(first.pk, second.pk)).update(**late)
    client = signed_in(council.person("steering"))
    for year, found in (("2024", [row]), ("2025", [])):
        assert list(client.get(at("duplicate-list", council), {"year": year}).context["listing"].objects) == found


def test_a_large_partnership_is_looked_through_in_portions(council, monkeypatch):
    monkeypatch.setattr(duplicates, "AT_ONCE", 1)
    for code in ("BDC", "CBC", "NEDDC"):
        stated(council, code)
    client = signed_in(council.person("manager"))
    assert "2 statements are not compared yet" in words(client.get(at("duplicate-list", council)))
    assert "1 statement is not compared yet" in words(client.get(at("duplicate-list", council)))
    assert "not compared yet" not in words(client.get(at("duplicate-list", council)))
    assert LikelyPair.objects.count() == 3


def test_of_many_that_are_all_alike_the_pairs_grow_no_faster_than_the_statements(council, monkeypatch):
    monkeypatch.setattr(duplicates, "MOST_EACH", 1)
    for _ in range(4):
        factories.submitted(council)
    duplicates.look_through(council.partnership)
    assert LikelyPair.objects.count() == 3  # of six


@pytest.mark.parametrize("number", [2, 3])
def test_the_list_costs_the_same_for_any_number(council, number, django_assert_num_queries):
    for code in ("BDC", "CBC", "NEDDC")[:number]:
        stated(council, code)
    client = signed_in(council.person("manager"))
    client.get(at("duplicate-list", council))
    with django_assert_num_queries(LIST_QUERIES):
        page = client.get(at("duplicate-list", council))
    assert len(page.context["listing"].objects) == number * (number - 1) // 2
    csv = client.get(at("duplicate-list", council), {"format": "csv"}).getvalue().decode()
    assert csv.count("\r\n") == 1 + number * (number - 1) // 2


LIST_QUERIES = 10


def test_a_pair_shows_both_sides_and_keeps_each_decision(council, pair):
    client = signed_in(council.person("manager"))
    address = at("duplicate", council, pk=pair.pk)
    page = words(client.get(address))
    assert "Nothing is decided yet" in page and "£100,000.00" in page and "£33,333.00" in page
    client.post(address, {"verdict": "same", "reason": "Both count the post.", "seen": "0"})
    sent = {"verdict": "merged", "stands": str(pair.first_id), "reason": "The joint one.", "seen": "1"}
    page = words(client.post(address, sent, follow=True))
    assert "Both count the post." in page and "The joint one." in page
    assert f"Statement {pair.second_id} was merged into the other and still counts." in page
    assert [each.verdict for each in pair.decisions.all()] == ["merged", "same"]
    assert Statement.objects.standing().count() == 2  # a decision moves nothing


def test_the_auditor_reads_and_does_not_decide(council, pair):
    client = signed_in(council.person("auditor"))
    address = at("duplicate", council, pk=pair.pk)
    assert "Record the decision" not in words(client.get(address))
    assert client.post(address, {"verdict": "same", "reason": "x"}).status_code == 403


# --- Deciding ---------------------------------------------------------------------------------------------------------
def test_all_that_a_decision_lacks_is_said_at_once(council, pair):
    with pytest.raises(ValidationError) as error:
        actions.decide_duplicate(by=council.person("manager"), pair=pair, verdict="merged", reason=" ", seen=3)
    assert set(error.value.message_dict) == {"reason", "stands", "__all__"}
    stranger = stated(council, pence=5_00)
    with pytest.raises(ValidationError, match="which of the two statements stands"):
        actions.decide_duplicate(by=council.person("manager"), pair=pair, verdict="merged", reason="x", stands=stranger)


def test_who_saw_an_older_page_is_told_that_somebody_decided_meanwhile(council, pair):
    given = {"by": council.person("manager"), "pair": pair, "verdict": "same", "reason": "x", "seen": 0}
    actions.decide_duplicate(**given)
    with pytest.raises(ValidationError, match="Somebody decided on this pair since you opened this page"):
        actions.decide_duplicate(**given)


def test_only_the_programme_manager_decides(council, pair):
    for role in ("steering", "auditor", "officer", "verifier", "lead"):
        with pytest.raises(PermissionDenied):
            actions.decide_duplicate(by=council.person(role), pair=pair, verdict="same", reason="x")


def test_decisions_and_pairs_are_never_changed(council, pair):
    actions.decide_duplicate(by=council.person("manager"), pair=pair, verdict="different", reason="Two posts.")
    decision = DuplicateDecision.objects.get()
    for change in (decision.save, decision.delete):
        with pytest.raises(TypeError, match="never"):
            change()
    for sql in (
        "UPDATE savings_duplicatedecision SET reason = 'another'",
        "DELETE FROM savings_duplicatedecision",
        "UPDATE savings_likelypair SET alike = 'amount'",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_a_pair_stands_in_one_order_once(council, pair):
    for first, second in ((pair.second, pair.first), (pair.first, pair.second)):
        with pytest.raises(IntegrityError), transaction.atomic():
            LikelyPair.objects.create(partnership=council.partnership, first=first, second=second, alike="share")
