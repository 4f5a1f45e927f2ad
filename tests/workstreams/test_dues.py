"""Contributions of a year in which a partner joins or leaves: what was agreed of them is what is due."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from partnership.models import Membership
from tests import factories
from tests.budgeting import headed
from tests.pages import at, signed_in, words
from workstreams import actions
from workstreams.contributing import contributions

AGREED = {"shares": "same", "staff": "none", "contracts": "none"}


def rule(world, basis="project"):
    facts = {"basis": basis, "from_on": date(2024, 4, 1), "decision": "The board", "weights": {}}
    return actions.add_contribution_rule(by=world.person("manager"), partnership=world.partnership, **facts)


def change(world, action, code, day, **words_):
    facts = {"workstream": world.workstream, "organisation": world.organisations[code], "effective_on": day}
    return action(by=world.person("manager"), **facts | AGREED | words_)


def due(world, year=2025):
    return {payer.organisation.code: payer.due for payer in contributions(world.partnership, year).payers}


@pytest.mark.parametrize(
    ("agreed", "pence"),
    [
        ({"contributions": "to_day"}, 1_00),  # a third of £1,095.00, for one of 365 days
        ({"contributions": "to_year"}, 365_00),
        ({"contributions": "none"}, 365_00),
        ({"contributions": "repaid", "contributions_words": "A half, in March."}, 365_00),
    ],
)
def test_who_leaves_on_the_first_day_pays_as_was_agreed(council, agreed, pence):
    rule(council)
    headed(council, amount_pence=1_095_00)
    change(council, actions.leave_partner, "NEDDC", date(2025, 4, 1), **agreed)
    found = due(council)
    assert found["NEDDC"] == pence
    assert found["BDC"] == found["CBC"] == (1_095_00 - pence) // 2
    headed(council, amount_pence=60_00, year=2026)
    assert due(council, 2026) == {"BDC": 30_00, "CBC": 30_00, "NEDDC": 0}


def test_who_joins_by_days_pays_from_its_first_day(council):
    newcomer = factories.organisation("Bassetlaw District Council", "BASSETLAW")
    council.organisations["BASSETLAW"] = newcomer
    Membership.objects.create(partnership=council.partnership, organisation=newcomer, from_on=date(2024, 4, 1))
    rule(council)
    headed(council, amount_pence=1_460_00)
    change(council, actions.join_partner, "BASSETLAW", date(2025, 10, 1), contributions="to_day")
    # £4.00 a day: 183 days in three parts, 182 in four
    assert due(council)["BASSETLAW"] == 182_00
    assert sum(due(council).values()) == 1_460_00


def test_where_all_partners_pay_only_who_leaves_the_partnership_pays_less(council):
    rule(council, "equal")
    headed(council, amount_pence=1_095_00)
    change(council, actions.leave_partner, "NEDDC", date(2025, 4, 1), contributions="to_day")
    assert due(council)["NEDDC"] == 365_00  # still a partner, whatever it takes part in
    council.partnership.memberships.filter(organisation__code="NEDDC").update(to_on=date(2025, 4, 1))
    assert due(council) == {"BDC": 547_00, "CBC": 547_00, "NEDDC": 1_00}


def test_a_repayment_says_how_much(council):
    with pytest.raises(ValidationError) as error:
        change(council, actions.leave_partner, "CBC", date(2025, 4, 1), contributions="repaid")
    assert error.value.message_dict == {"contributions_words": ["Say how much is repaid, and when."]}
    assert council.workstream.participations.filter(to_on=None).count() == 3


def test_thirty_three_members_have_their_page(council):
    for number in range(30):
        member = factories.organisation(f"Council {number}", f"C{number:02d}")
        Membership.objects.create(partnership=council.partnership, organisation=member, from_on=date(2024, 4, 1))
    rule(council, "equal")
    headed(council, amount_pence=3_300_00)
    page = signed_in(council.person("viewer")).get(at("dues", council) + "?year=2025")
    assert page.status_code == 200 and words(page).count("£100.00") >= 33
