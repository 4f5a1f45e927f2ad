"""The figures of annual statements: exact for one organisation, and together the partnership's total, always."""

from dataclasses import replace
from itertools import count

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from savings import figures, subtotals
from savings.figures import Amounts
from savings.models.words import MONEY_KINDS, Basis
from savings.sharing import Sharing
from tests import factories
from tests.savings.test_histories import play, steps

WORLDS = count(1)


def annual(world, code="BDC", year=2025, at=None, role="viewer"):
    return figures.annual(
        world.partnership,
        at or figures.now(world.partnership),
        user=world.person(role, code),
        organisation=world.organisations[code].pk,
        year=year,
    )


def test_gains_are_by_workstream_and_category_in_the_order_of_the_categories(council):
    factories.verified(council, pence=100_000_00)
    factories.submitted(council, pence=30_000_00, saving={"category": "support"})
    factories.submitted(council, pence=9_000_00, saving={"category": "support"}, stage="target")
    factories.submitted(council, pence=6_000_00, saving={"category": "procurement"}, year=2024)

    found = annual(council)

    assert [(gain.category, gain.amounts) for gain in found.of("cashable")] == [
        ("staff", Amounts(realised=33_333_34, verified=33_333_34)),
        ("support", Amounts(target=3_000_00, realised=10_000_00)),
    ]
    assert found.total("cashable") == Amounts(target=3_000_00, realised=43_333_34, verified=33_333_34)
    assert found.total("cashable", "support") == Amounts(target=3_000_00, realised=10_000_00)
    assert found.total("non_cashable") == Amounts()


def test_kinds_are_kept_apart_and_a_qualitative_benefit_is_no_gain(council):
    factories.submitted(council, pence=900_00, saving={"kind": "non_cashable"})
    factories.submitted(council, pence=0, measure_hundredths=100, saving={"kind": "qualitative", "unit": "days"})

    found = annual(council)

    assert found.total("cashable") == Amounts()
    assert found.total("non_cashable") == Amounts(realised=300_00)
    assert len(found.gains) == 1


def test_an_organisation_without_a_share_has_no_gains_and_the_partnership_still_has_its_total(council):
    alone = Sharing(Basis.ONE, frozenset({council.organisations["CBC"].pk}))
    factories.verified(council, sharing=alone)

    found = annual(council)

    assert found.gains == ()
    all_of_it = Amounts(realised=100_000_00, verified=100_000_00)
    assert found.statements("cashable") == {
        council.organisations["CBC"].pk: all_of_it,
        council.organisations["BDC"].pk: Amounts(),
    }
    assert found.whole("cashable").realised == 100_000_00


def test_a_statement_that_comes_out_empty_does_not_agree_with_the_partnerships_figures(council):
    factories.verified(council)

    found = replace(annual(council), gains=())

    stated = sum(amounts.realised for amounts in found.statements("cashable").values())
    assert found.whole("cashable").realised - stated == 33_333_34


def test_later_postings_change_no_earlier_statement(council):
    factories.verified(council)
    before = figures.now(council.partnership)
    factories.verified(council, pence=5_00)

    assert annual(council, at=before).total("cashable").realised == 33_333_34


def test_nothing_of_another_partnership_counts(council):
    far = factories.three_councils(slug="far", prefix="F-")
    factories.verified(far)

    assert annual(council).gains == ()
    with pytest.raises(PermissionDenied):
        figures.annual(
            far.partnership,
            figures.now(far.partnership),
            user=council.person("auditor"),
            organisation=far.organisations["BDC"].pk,
            year=2025,
        )


def test_it_costs_the_same_queries_for_one_saving_and_for_three(council, django_assert_num_queries):
    at, user = figures.now(council.partnership), council.person("viewer")
    user.has_perm("savings.view_figures", council.partnership)  # the grants are read once for each person
    organisation = council.organisations["BDC"].pk
    for number in (1, 2):
        for _ in range(number):
            factories.submitted(council)
        with django_assert_num_queries(5):
            figures.annual(council.partnership, at, user=user, organisation=organisation, year=2025)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=steps, every=st.integers(1, 7), part=st.integers(0, 100))
def test_all_statements_together_are_the_partnerships_total_whatever_happened(db, monkeypatch, history, every, part):
    """As at any point of any history: the gains of all organisations, by category, are what the partnership's figures
    are by workstream; and each organisation's are what those say of it."""
    monkeypatch.setattr(subtotals, "EVERY", every)
    number = next(WORLDS)
    world = factories.three_councils(slug=f"annual-{number}", prefix=f"A{number}-")
    play(world, history)
    user, last = world.person("auditor"), figures.now(world.partnership)

    for at in {last, figures.AsAt(last.sequence * part // 100, last.on)}:
        whole = figures.figures(world.partnership, at, user=user)
        for year in range(2022, 2027):
            _assert_reconciled(world, at, year, user, whole)


def _assert_reconciled(world, at, year, user, whole):
    made = {
        member.pk: figures.annual(world.partnership, at, user=user, organisation=member.pk, year=year)
        for member in world.organisations.values()
    }
    for kind in MONEY_KINDS:
        line = whole.by_year(kind).get(year, figures.NOTHING)
        assert sum((each.total(kind) for each in made.values()), Amounts()) == line.amounts
        for pk, each in made.items():
            assert sum(each.statements(kind).values(), Amounts()) == each.whole(kind) == line.amounts
            assert each.statements(kind).get(pk, Amounts()) == each.total(kind)
