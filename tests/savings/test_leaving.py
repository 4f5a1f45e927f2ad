"""Withdrawal analysis: parts add up, ranges keep their promise, and what is kept stays as it was made."""

import doctest
from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from partnership.apportionment import Part
from savings import actions
from savings.leaving import LINE, SAVINGS, Cost, Facts, Rules, SetUp, calculation, withdrawal
from savings.leaving.gathering import Question
from savings.leaving.telling import Telling
from savings.models import WithdrawalAnalysis
from tests import factories, gates, measured
from tests.pages import at, problems, signed_in, typed, words
from workstreams.models import Contribution

money = st.integers(0, 10**9)
yearly = st.dictionaries(st.integers(2025, 2030), money, max_size=6)
cases = st.builds(
    Facts,
    leaver=st.just(1),
    last_on=st.dates(date(2025, 4, 1), date(2027, 3, 31)),
    horizon=st.integers(1, 6),
    parties=st.lists(st.integers(0, 1000), min_size=1, max_size=4).map(
        lambda weights: tuple(Part(n, w) for n, w in enumerate([3, *weights, 1], start=1))
    ),
    expected=st.fixed_dictionaries({1: yearly, 2: yearly}),
    realised=st.integers(-(10**8), 10**9),
    costs=st.lists(st.builds(Cost, st.just("Item"), money, money), max_size=3).map(tuple),
    set_up=st.builds(
        SetUp,
        money,
        st.dates(date(2015, 1, 1), date(2027, 1, 1)),
        st.integers(1, 120),
        st.sampled_from([SAVINGS, LINE]),
        st.booleans(),
    ),
    lost_hundredths=st.integers(0, 100_00),
    running=money,
    otherwise=money,
    before=st.none() | st.integers(1, 10**10),
    rules=st.builds(Rules, st.none() | st.integers(1, 9), st.none() | st.integers(1, 100_00)),
)


def test_the_worked_example_is_true():
    found = doctest.testmod(calculation)
    assert (found.failed, found.attempted) == (0, 7)


@settings(max_examples=60)
@given(cases)
def test_parts_add_up_to_their_wholes(facts):
    found = withdrawal(facts)
    assert sum(share.after for share in found.shares) == sum(share.before for share in found.shares) == 100_00
    assert [share.after for share in found.shares if share.organisation == 1] == [0]
    assert sum(each.running for each in found.remaining) == found.running
    assert sum(each.costs for each in found.remaining) == found.costs_others == sum(c.others for c in facts.costs)
    assert sum(one.pence for one in found.forgone) == found.forgone_by_leaver + sum(e.forgone for e in found.remaining)
    assert 0 <= found.recovered <= found.set_up_share
    assert found.repaid == (found.unrecovered if facts.set_up.is_repaid else 0)


@settings(max_examples=60)
@given(cases, st.integers(0, 100))
def test_any_payment_in_a_range_leaves_both_sides_no_worse_off(facts, per_cent):
    found = withdrawal(facts)
    if found.to_stay:
        paid = found.to_stay.least + (found.to_stay.most - found.to_stay.least) * per_cent // 100
        assert paid >= found.gain and found.loss - paid >= 0  # it stays: better than going, and than losing it
    if found.to_go:
        paid = found.to_go.least + (found.to_go.most - found.to_go.least) * per_cent // 100
        assert found.gain - paid >= 0 and paid >= found.loss
    if found.to_stay and found.to_go:  # only where both sides are level, a penny would turn it
        assert found.gain == found.loss


def test_half_a_year_counts_by_days():
    """From 1 October 2025 there are 182 of 365 days left."""
    facts = Facts(1, date(2025, 9, 30), 2, (Part(1, 1), Part(2, 1)), {1: {2025: 365_00, 2026: 365_00}})
    assert facts.days == (182, 365)
    assert withdrawal(facts).forgone_by_leaver == 182_00 + 365_00


def test_a_rule_fails_by_how_much():
    expected = {2: {2026: 40_000_00, 2027: 40_000_00}}
    facts = Facts(1, date(2026, 3, 31), 3, (Part(1, 1), Part(2, 1)), expected, before=500_000_00)
    facts = replace(facts, rules=Rules(5, 10_00))
    partners, saving = withdrawal(facts).tests
    assert (partners.passes, partners.by) == (False, -4)
    assert (saving.passes, saving.by, saving.hundredths) == (False, -10_000_00, 800)


@pytest.mark.parametrize("horizon", [1, 2, 5])
def test_the_second_year_is_judged_however_far_ahead_one_looks(horizon):
    """It leaves on 31 December 2025: 2025-26 is a part of a year, 2026-27 is the second."""
    expected = {2: {2025: 90_000_00, 2026: 40_000_00, 2027: 70_000_00}}
    parties = (Part(1, 1), Part(2, 1))
    facts = Facts(1, date(2025, 12, 31), horizon, parties, expected, before=500_000_00, rules=Rules(None, 10_00))
    (saving,) = withdrawal(facts).tests
    assert (saving.year, saving.value, saving.threshold, saving.hundredths) == (2026, 40_000_00, 50_000_00, 800)


def test_what_the_policy_does_not_ask_is_not_judged():
    facts = Facts(1, date(2025, 12, 31), 2, (Part(1, 1), Part(2, 1)), {}, before=1)
    assert withdrawal(facts).tests == ()
    assert [test.name for test in withdrawal(replace(facts, rules=Rules(2))).tests] == ["partners"]
    assert [test.name for test in withdrawal(replace(facts, rules=Rules(2, 1), before=None)).tests] == ["partners"]


def test_a_party_of_thirty_three_is_analysed():
    parties = tuple(Part(number, 1) for number in range(33))
    found = withdrawal(Facts(0, date(2026, 3, 31), 2, parties, {}, running=33_00))
    assert sum(share.after for share in found.shares) == 100_00
    assert sum(each.running for each in found.remaining) == 66_00


@pytest.mark.parametrize("parties", [(Part(2, 1),), (Part(1, 1), Part(2, 0))])
def test_nobody_leaves_what_it_is_not_in_or_what_then_is_empty(parties):
    with pytest.raises(ValueError):
        withdrawal(Facts(1, date(2026, 3, 31), 1, parties, {}))


# --- Kept -------------------------------------------------------------------------------------------------------------
def ask(world, role="lead", code="BDC", **changes):
    given = {"workstream": world.workstream, "organisation": world.organisations[code], "last_on": date(2026, 3, 31)}
    question = Question(**given | {"basis": "equal", "horizon": 2} | changes)
    return actions.analyse_withdrawal(by=world.person(role), question=question)


def test_it_reads_figures_baseline_and_who_takes_part(council):
    gates.policy(council, gates.asking("case", "partners", 2), gates.asking("live", "reduction", 10_00, 2))
    factories.submitted(council, stage="forecast", year=2026)
    factories.submitted(council, stage="realised", year=2025, pence=30_000_00)
    measured.baseline(council, year=2024, cost_pence=900_000_00)

    made = ask(council, set_up_pence=60_000_00, set_up_on=date(2024, 4, 1), lost_hundredths=10_00)

    found = made.results
    assert found["forgone_by_leaver"] == 33_333_34  # the first by code has the odd penny
    assert [each["forgone"] for each in found["remaining"]] == [3_333_33, 3_333_33]
    assert (found["set_up_share"], found["unrecovered"]) == (20_000_00, 10_000_00)
    assert [share[1:] for share in found["shares"]] == [[3334, 0], [3333, 5000], [3333, 5000]]
    assert [(test["value"], test["threshold"]) for test in found["tests"]] == [(2, 2), (0, 60_000_00)]
    assert made.inputs["before_pence"] == 600_000_00
    assert made.sequence == 6


def test_the_rules_are_the_policy_of_the_last_day_and_stay_as_they_were(council):
    """Of three councils with costs in 2024-25, one of which has one of 2025-26 as well: the whole year counts."""
    gates.policy(council, gates.asking("case", "partners", 2), gates.asking("live", "partners", 3))
    gates.policy(council, gates.asking("live", "reduction", 4_00, 2), from_on=date(2026, 4, 1))
    for code in ("CBC", "NEDDC"):
        measured.baseline(council, code, year=2024, cost_pence=300_000_00)
    measured.baseline(council, "CBC", year=2025, cost_pence=1_00)
    factories.submitted(council, stage="forecast", year=2027, pence=60_000_00)

    before, after = ask(council, horizon=1), ask(council, horizon=1, last_on=date(2026, 4, 1))

    assert [(test["name"], test["value"], test["passes"]) for test in before.results["tests"]] == [
        ("partners", 2, False)
    ]
    (saving,) = after.results["tests"]
    assert (saving["year"], saving["value"], saving["threshold"], saving["passes"]) == (
        *(2027, 40_000_00, 24_000_00, True),
    )
    gates.policy(council, gates.asking("live", "reduction", 90_00, 1), from_on=date(2026, 4, 2))
    told = Telling(WithdrawalAnalysis.objects.get(pk=after.pk))
    assert told.rules_said == [
        "By the policy of gates, version 2, which is that of its last day.",
        "It asks for no number of partners.",
    ]
    assert [row[0].text for row in told.rules().rows] == [
        "Savings in 2027-28, the second year, against £600,000.00 before sharing"
    ]
    assert "It asks for no reduction of the combined revenue budget." in Telling(before).rules_said
    page = words(signed_in(council.person("viewer")).get(after.get_absolute_url()))
    assert "By the policy of gates, version 2, which is that of its last day." in page


def test_what_is_missing_for_the_rule_is_said(council):
    gates.policy(council, gates.asking("live", "reduction", 4_00, 2))
    measured.baseline(council, "CBC", year=2024, cost_pence=300_000_00)
    made = ask(council)
    assert made.results["tests"] == []
    assert "2024-25 lacks that of North" in Telling(made).rules_said[-1]
    measured.baseline(council, year=2023)
    assert Telling(ask(council)).rules_said[-1] == "Nothing is stated for 2027-28 yet by those who remain."
    nothing = ask(council, last_on=date(2019, 3, 31))
    assert Telling(nothing).rules_said[0].startswith("No policy on its last day asks for")


def test_it_stays_as_it_was_made(council):
    made = ask(council)
    factories.submitted(council, stage="forecast", year=2026)
    assert ask(council).results != made.results
    assert WithdrawalAnalysis.objects.get(pk=made.pk).results == made.results
    for sql in ("UPDATE savings_withdrawalanalysis SET sequence = 9", "DELETE FROM savings_withdrawalanalysis"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"horizon": 11}, "horizon"),
        ({"basis": "agreement"}, "basis"),
        ({"set_up_pence": 1}, "set_up_on"),
        ({"last_on": date(2000, 1, 1)}, "organisation"),
    ],
)
def test_what_can_not_be_worked_out_is_said_of_its_field(council, changes, field):
    with pytest.raises(ValidationError) as error:
        ask(council, **changes)
    assert field in error.value.message_dict
    assert not WithdrawalAnalysis.objects.exists()


def test_who_may_not_edit_the_workstream_makes_none(council):
    with pytest.raises(PermissionDenied):
        ask(council, role="officer")


def test_the_words_say_when_no_payment_helps_both():
    def say(gain, loss, stay, go):
        analysis = WithdrawalAnalysis(organisation_id=1)
        analysis.inputs = {"parties": [{"id": 1, "name": "Bolsover"}], "years": [2026]}
        analysis.results = {"gain": gain, "loss": loss, "to_stay": stay, "to_go": go}
        return Telling(analysis).compensation

    assert say(10, 5, None, [5, 10])[0].startswith("No payment for staying helps both sides")
    assert say(10, 5, None, [5, 10])[1].startswith("Bolsover could pay those who remain from £0.05 to £0.10 to go")
    assert say(5, 10, [5, 10], None)[1].startswith("No payment for going helps both sides")
    assert say(-5, 10, [0, 10], None)[0].startswith("Bolsover is better off staying without any payment")
    assert say(-5, 0, None, None)[0].startswith("Those who remain lose nothing when it goes")


def test_the_form_makes_one_and_its_page_and_file_say_the_same(council):
    client = signed_in(council.person("manager"))
    Contribution.objects.create(
        partnership=council.partnership,
        workstream=council.workstream,
        organisation=council.organisations["BDC"],
        year=2025,
        kind="contribution",
        amount_pence=5_000_00,
        purpose="Its part",
    )
    form = {
        "workstream": council.workstream.pk,
        "organisation": council.organisations["BDC"].pk,
        "horizon": "2",
        "measure": "forecast",
        "basis": "equal",
        "redundancy_leaver": "4,000",
        "redundancy_others": "1,000",
        "recovery_rule": "savings",
        "recovery_years": "5",
    } | typed("last_on", date(2026, 3, 31))

    wrong = client.post(at("withdrawal-add", council), form | {"organisation": "", "horizon": "40"})
    assert set(problems(wrong)) == {"organisation", "horizon"}

    page = client.post(at("withdrawal-add", council), form, follow=True)
    said = words(page)
    made = WithdrawalAnalysis.objects.get()
    assert made.results["gain"] == 2 * 5_000_00 - 4_000_00  # its running cost, as it last contributed
    assert made.results["loss"] == 2 * 5_000_00 + 1_000_00
    assert "By going, Bolsover gains £6,000.00 up to the end of 2027-28." in said
    assert "from £6,000.00 to £11,000.00 to stay" in said
    file = client.get(at("withdrawal", council, pk=made.pk) + "?format=csv")
    lines = b"".join(file.streaming_content).decode()
    assert "Cost of leaving,Redundancy and pensions,Bolsover pays,4000.00" in lines
    assert "from £6,000.00 to £11,000.00 to stay" in lines
