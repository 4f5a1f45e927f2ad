"""Reversals: asked for by one, approved by another; equal, opposite, linked, and never by any other way."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from partnership.dated import Period
from savings import actions, effect, figures, proof, trail
from savings.actions.reversals import version_of_reversal
from savings.chain import chain
from savings.models import Posting
from savings.models.words import Basis
from savings.sharing import Sharing
from tests import contracts, factories
from tests.chains import assert_chained
from tests.pages import at, signed_in, words


def ask(council, statement, reason="Claimed twice.", by=None):
    return actions.request_reversal(by=by or council.person("officer"), statement=statement, reason=reason)


def approve(council, statement, **given):
    return actions.approve_reversal(by=council.person("verifier"), statement=statement, **given)


def reversed_(council, **given):
    statement = factories.verified(council, **given)
    ask(council, statement)
    return statement, approve(council, statement)


def amounts(council, kind="cashable"):
    now = figures.figures(council.partnership, figures.now(council.partnership), user=council.person("viewer"))
    return now.total(kind).amounts


def states(statement):
    return dict(statement.shares.values_list("organisation__code", "state"))


# --- What is posted ---------------------------------------------------------------------------------------------------
def test_asking_moves_nothing_and_keeps_the_reason_in_a_draft(council):
    statement = factories.verified(council)
    opposite = ask(council, statement, "  The post was kept. ")

    assert (opposite.reverses, opposite.is_draft, opposite.note) == (statement, True, "The post was kept.")
    assert opposite.amount_pence == -100_000_00
    assert amounts(council) == figures.Amounts(realised=100_000_00, verified=100_000_00)
    assert Posting.objects.count() == 9


def test_a_reversal_is_equal_opposite_and_linked_both_ways(council):
    statement, opposite = reversed_(council)

    assert amounts(council) == figures.Amounts()
    assert (statement.reversed_by, opposite.reverses) == (opposite, statement)
    assert list(opposite.shares.values_list("organisation__code", "pence", "state")) == [
        ("BDC", -33_333_34, "verified"),
        ("CBC", -33_333_33, "verified"),
        ("NEDDC", -33_333_33, "verified"),
    ]
    assert states(statement) == dict.fromkeys(("BDC", "CBC", "NEDDC"), "reversed")
    moved = Posting.objects.filter(cause="reversed").values_list("state", "entering", "pence", "reason")
    assert list(moved) == [
        ("verified", False, 0, "Claimed twice."),
        ("verified", False, 0, "Claimed twice."),
        ("verified", False, 0, "Claimed twice."),
        ("verified", True, -33_333_34, "Claimed twice."),
        ("verified", True, -33_333_33, "Claimed twice."),
        ("verified", True, -33_333_33, "Claimed twice."),
    ]
    assert (opposite.drafted_by, opposite.submitted_by) == (council.person("officer"), council.person("verifier"))
    assert_chained(council.partnership)


@pytest.mark.parametrize("basis", list(Basis))
def test_whatever_a_statement_was_shared_by_it_can_be_reversed(council, basis):
    statement = shared_by(council, basis)
    ask(council, statement)
    opposite = approve(council, statement)

    how = ("basis", "agreement", "usage_unit", "usage_source", "sole_reason")
    assert [getattr(opposite, name) for name in how] == [getattr(statement, name) for name in how]
    assert sorted(opposite.shares.values_list("organisation", "weight", "pence")) == [
        (organisation, weight, -pence)
        for organisation, weight, pence in sorted(statement.shares.values_list("organisation", "weight", "pence"))
    ]
    assert amounts(council) == figures.Amounts()
    assert list(proof.prove(council.partnership).problems) == []


def shared_by(council, basis):
    """A verified statement, shared so."""
    ids = {code: organisation.pk for code, organisation in council.organisations.items()}
    if basis == Basis.CONTRACT:
        contract = contracts.submitted(council, ends_on=date(2025, 3, 31))
        return factories.verify(council, contract.saving.statements.get())
    if basis == Basis.AGREEMENT:
        factories.agreed(council)
    usage = {"usage": dict.fromkeys(ids.values(), 1_00), "usage_unit": "calls", "usage_source": "The call log."}
    typed = {
        Basis.ONE: {"organisations": frozenset({ids["BDC"]})},
        Basis.SOLE: {"organisations": frozenset({ids["BDC"]}), "sole_reason": "Its own scanner."},
        Basis.USAGE: usage,
        Basis.AGREED: {"percentages": dict(zip(ids.values(), (50_00, 30_00, 20_00), strict=True))},
    }
    return factories.verified(council, sharing=Sharing(basis, **typed.get(basis, {})))


def test_of_a_closed_period_it_is_a_correction_in_the_open_one(council):
    statement = factories.verified(council)
    factories.closed(council, Period(2025))
    ask(council, statement)
    opposite = approve(council, statement)

    assert (opposite.period, opposite.belongs_to) == (Period(2026), Period(2025))
    assert opposite.name == "Reversal of realised 2026-27 (late, belongs to 2025-26)"
    assert states(statement) == dict.fromkeys(("BDC", "CBC", "NEDDC"), "reversed")
    moved = Posting.objects.filter(cause="corrected").order_by("sequence")
    assert list(moved.values_list("year", "entering", "pence")) == [
        *[(2025, False, 0)] * 3,
        (2026, True, -33_333_34),
        (2026, True, -33_333_33),
        (2026, True, -33_333_33),
    ]
    now = figures.figures(council.partnership, figures.now(council.partnership), user=council.person("viewer"))
    assert {year: line.amounts.verified for year, line in now.by_year("cashable").items()} == {
        2025: 100_000_00,
        2026: -100_000_00,
    }
    assert list(proof.prove(council.partnership).problems) == []


def test_what_was_reversed_in_a_closed_period_is_stated_anew_as_a_late_claim(council):
    statement = factories.verified(council)
    factories.closed(council, Period(2025))
    ask(council, statement)
    approve(council, statement)
    details = factories.stating(60_000_00, 2026, belongs_to=Period(2025))
    (new,) = actions.draft_statements(
        by=council.person("officer"),
        saving=statement.saving,
        organisation=statement.organisation,
        details=details,
        restates=statement,
    )
    actions.submit_statement(by=council.person("officer"), statement=new)

    assert set(Posting.objects.filter(statement=new).values_list("cause", "year")) == {("restated", 2026)}
    assert amounts(council).realised == 60_000_00
    assert list(proof.prove(council.partnership).problems) == []


def test_of_a_partly_verified_statement_everything_that_stands_leaves(council):
    statement = factories.submitted(council)
    actions.verify_share(by=council.person("verifier"), share=statement.shares.get(organisation__code="BDC"))
    neddc = statement.shares.get(organisation__code="NEDDC")
    actions.return_share(by=council.person("verifier", "NEDDC"), share=neddc, reason="No.")
    ask(council, statement)
    opposite = approve(council, statement)

    assert states(opposite) == {"BDC": "verified"}
    assert states(statement) == dict.fromkeys(("BDC", "CBC", "NEDDC"), "reversed")
    assert amounts(council) == figures.Amounts()
    assert_chained(council.partnership)


def test_what_is_verified_after_the_request_leaves_too(council):
    statement = factories.submitted(council)
    actions.verify_share(by=council.person("verifier"), share=statement.shares.get(organisation__code="BDC"))
    asked = ask(council, statement)
    shown = version_of_reversal(statement, asked)
    share = statement.shares.get(organisation__code="CBC")
    actions.verify_share(by=council.person("verifier", "CBC"), share=share)

    with pytest.raises(ValidationError, match="changed since you opened"):
        approve(council, statement, version=shown)
    opposite = approve(council, statement, version=version_of_reversal(statement, asked))

    assert opposite.amount_pence == -66_666_67
    assert amounts(council) == figures.Amounts()
    assert_chained(council.partnership)


def test_a_qualitative_benefit_is_reversed_in_its_own_unit(council):
    saving = {"kind": "qualitative", "unit": "per cent of calls answered"}
    statement, opposite = reversed_(council, saving=saving, pence=0, measure_hundredths=54_00)

    assert (opposite.amount_pence, opposite.measure_hundredths) == (0, -54_00)
    at_ = figures.now(council.partnership)
    assert figures.qualities(council.partnership, at_, user=council.person("viewer")) == []
    told = [event.sentence for event in trail.of_statement(opposite, trail.postings_of(opposite))]
    assert told[0].startswith("approved the reversal of 54 per cent of calls answered for 2025-26")
    assert_chained(council.partnership)


def test_the_figures_of_before_stay_what_they_were(council):
    statement = factories.verified(council)
    before = figures.now(council.partnership)
    ask(council, statement)
    approve(council, statement)

    then = figures.figures(council.partnership, before, user=council.person("viewer")).total("cashable").amounts
    assert then == figures.Amounts(realised=100_000_00, verified=100_000_00)


def test_the_effect_is_told_from_before_everything_that_left(council):
    statement = factories.submitted(council)
    actions.verify_share(by=council.person("verifier"), share=statement.shares.get(organisation__code="BDC"))
    ask(council, statement)
    said = effect.words([approve(council, statement)], user=council.person("verifier"))

    assert said == "Realised cashable savings of Three councils: £0.00. Before: £100,000.00."


def test_the_effect_of_a_second_replacement_is_told_from_before_what_it_replaces(council):
    officer, last = council.person("officer"), factories.submitted(council, pence=10_000_00)
    for pence, before in ((20_000_00, "£10,000.00"), (30_000_00, "£20,000.00")):
        given = {"saving": last.saving, "organisation": last.organisation, "replaces": last}
        (last,) = actions.draft_statements(by=officer, details=factories.stating(pence), **given)
        said = effect.words([actions.submit_statement(by=officer, statement=last)], user=officer)
        assert said.endswith(f"Before: {before}.")


# --- Stated anew ------------------------------------------------------------------------------------------------------
def restate(council, old, pence=60_000_00, **changes):
    (new,) = actions.draft_statements(
        by=council.person("officer"),
        saving=old.saving,
        organisation=old.organisation,
        restates=old,
        details=factories.stating(pence, **changes),
    )
    return new


def test_what_was_reversed_is_stated_anew_once_in_another_year_if_need_be(council):
    statement, opposite = reversed_(council)
    new = restate(council, statement, year=2024)
    actions.submit_statement(by=council.person("officer"), statement=new)

    assert (new.restates, statement.restated_by) == (statement, new)
    assert set(Posting.objects.filter(statement=new).values_list("cause", flat=True)) == {"restated"}
    assert amounts(council) == figures.Amounts(realised=60_000_00)
    with pytest.raises(ValidationError, match="stated anew already"):
        restate(council, statement)
    with pytest.raises(ValidationError, match="Only a reversed statement"):
        restate(council, new)
    assert_chained(council.partnership)


def test_the_chain_is_told_in_order_and_only_to_whom_may_see_it(council):
    first = factories.submitted(council)
    (second,) = actions.draft_statements(
        by=council.person("officer"),
        saving=first.saving,
        organisation=first.organisation,
        replaces=first,
        details=factories.stating(90_000_00),
    )
    actions.submit_statement(by=council.person("officer"), statement=second)
    for code in ("BDC", "CBC", "NEDDC"):
        share = second.shares.get(organisation__code=code)
        actions.verify_share(by=council.person("verifier", code), share=share)
    ask(council, second)
    opposite = approve(council, second)
    new = restate(council, second)

    told = ["First stated", "Replacement", "Reversal", "Restatement, a draft"]
    for each in (first, second, opposite, new):
        links = chain(each, council.person("officer"))
        assert [(link.words, link.statement) for link in links] == list(
            zip(told, (first, second, opposite, new), strict=True)
        )
    assert [link.words for link in chain(first, council.person("verifier", "CBC"))] == told[:3]
    assert chain(factories.submitted(council), council.person("officer")) == []
    page = words(signed_in(council.person("officer")).get(at("statement", council, pk=new.pk)))
    assert all(f"<strong>{word}</strong>" in page for word in told)
