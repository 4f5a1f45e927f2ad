"""The worked examples with known answers."""

from datetime import date

import pytest

from partnership.dated import Period
from partnership.models import User
from savings import actions, figures
from savings.actions import SavingDetails, StatementDetails
from savings.models import Statement
from savings.models.words import Basis
from savings.sharing import Sharing
from tests.demonstration import code, figures_at, stream
from workstreams.models import (
    BaselineCost,
    Funding,
    GatewayReview,
    StageMove,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


def test_example_2_audit_saves_cash_in_one_council_and_something_else_in_the_two_others(three):
    audit = figures_at(three, "2007-12-31", workstream=stream("internal-audit").pk)
    cash = {pk: line.amounts for pk, line in audit.by_organisation("cashable").items()}
    assert cash[code("BDC").pk].forecast == 5 * 29_000_00
    assert set(cash) == {code("BDC").pk}

    other = audit.by_organisation("non_cashable")
    assert set(other) == {code("CBC").pk, code("NEDDC").pk}
    assert all(line.amounts.forecast > 0 for line in other.values())


def test_example_2_of_one_year_it_is_29000_pounds(three):
    statements = Statement.objects.filter(saving__title="Audit posts of one council", stage="forecast", year=2007)
    assert list(statements.order_by("pk").values_list("amount_pence", flat=True)) == [30_000_00, 29_000_00]
    standing = statements.get(replaced_by=None)
    assert list(standing.shares.values_list("organisation__code", "pence", "state")) == [("BDC", 29_000_00, "verified")]


def test_example_3_a_hundred_thousand_pounds_in_three_to_the_penny(three):
    for year in (2023, 2024):
        saving = actions.draft_saving(
            by=User.objects.get(email="officer.neddc@demo.example"),
            workstream=stream("building-control"),
            organisation=code("NEDDC"),
            saving=SavingDetails("Example 3", "cashable", "staff", "one_off", "Worked example.", "none"),
            statement=StatementDetails("realised", [Period(year)], Sharing(Basis.EQUAL), 100_000_00),
        )
        (statement,) = actions.submit_saving(by=saving.created_by, saving=saving)
        shares = list(statement.shares.values_list("organisation__code", "pence"))
        assert shares == [("BDC", 33_333_34), ("CBC", 33_333_33), ("NEDDC", 33_333_33)]


def test_example_4_building_control_fails_a_ten_per_cent_test(three):
    (baseline,) = BaselineCost.objects.filter(workstream=stream("building-control"))
    assert (baseline.organisation, baseline.year, baseline.cost_pence) == (None, 2005, 925_000_00)

    building_control = figures_at(three, "2007-12-31", workstream=stream("building-control").pk)
    target = building_control.by_year("cashable")[2007].amounts.target
    assert target == 80_000_00
    assert figures.portion(target, baseline.cost_pence) == 865  # hundredths of a per cent
    assert baseline.cost_pence // 10 - target == 12_500_00


def test_example_4_its_gate_was_overridden_although_it_failed_by_1_point_35_in_year_one(three):
    move = StageMove.objects.overriding().get(workstream=stream("building-control"))
    failed = [test for test in move.outcome["tests"] if not test["met"]]
    assert [(test["value"], test["difference"]) for test in failed] == [
        ("8.65%", "1.35 percentage points (£12,500.00) short")
    ]
    assert failed[0]["facts"]["year"] == 2007 and move.moved_by.email == "steering@demo.example"


def test_gate_0_was_reviewed_in_october_2005(three):
    review = GatewayReview.objects.get(workstream=stream("programme"))
    assert (review.number, review.from_on) == (0, date(2005, 10, 17))
    assert review.recommendations.filter(action__done_on=None).count() == 1


def test_five_partners_are_asked_for_in_one_partnership_and_two_in_the_other(three, derbyshire):
    asked = {
        partnership: partnership.gate_policies.first().requirements.get(kind="partners").threshold
        for partnership in (three, derbyshire)
    }
    assert asked == {three: 2, derbyshire: 5}


def test_example_5_the_programme_against_its_grants(three):
    for day in ("2005-12-31", "2006-12-31", "2007-12-31"):
        found = figures_at(three, day)
        assert found.total("cashable").amounts.forecast == 3_300_000_00
        assert found.total("non_cashable").amounts.forecast == 1_100_000_00
    granted = Funding.objects.filter(partnership=three, awarded_on__lt=date(2008, 1, 1))
    assert sum(granted.values_list("amount_pence", flat=True)) == 150_000_00
