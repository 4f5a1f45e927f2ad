"""What is taken back, and on which day: no row says more than there is."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from partnership import clock
from tests import gates
from tests.api import Program
from tests.budgeting import DAY, granted, headed, left, position, spend
from tests.pages import at, signed_in, words
from workstreams import actions
from workstreams.models import Spend

WRONG = {"reason": "Entered twice."}


def refused(*args, **facts):
    """What the row is refused with, by field; it leaves nothing behind."""
    before = Spend.objects.count()
    with pytest.raises(ValidationError) as error, transaction.atomic():
        spend(*args, **facts)
    assert Spend.objects.count() == before
    return error.value.message_dict


def test_no_more_of_a_commitment_is_taken_back_than_was_paid_or_is_open(council):
    head = headed(council)
    spend(council, head, 900_00)
    order = spend(council, head, 100_00, "committed")
    assert refused(council, head, -300_00, commitment=order, **WRONG) == {
        "amount_pence": ["£0.00 of this commitment is paid. Take back no more than that."]
    }
    spend(council, head, 60_00, commitment=order)
    assert "£60.00 of this commitment is paid" in str(refused(council, head, -60_01, commitment=order, **WRONG))
    said = refused(council, head, -40_01, "committed", commitment=order, **WRONG)
    assert "Only £40.00 of this commitment is open" in said["amount_pence"][0]
    spend(council, head, -60_00, commitment=order, **WRONG)
    assert (position(head).spent, position(head).committed) == (900_00, 100_00)


def test_nobody_takes_back_what_another_organisation_spent(council):
    head = headed(council)
    spend(council, head, 500_00, code="CBC")
    spend(council, head, 20_00)
    said = refused(council, head, -20_01, **WRONG)
    assert said == {"amount_pence": ["Bolsover has spent £20.00 on this budget head. Take back no more than that."]}


def test_what_takes_back_a_commitment_names_it(council):
    head = headed(council)
    first, second = (spend(council, head, 100_00, "committed") for _ in range(2))
    assert refused(council, head, -150_00, "committed", **WRONG) == {
        "commitment": ["Choose the commitment that this takes back."]
    }
    for order in (first, second):
        spend(council, head, 100_00, commitment=order)
    assert (position(head).committed, position(head).remaining) == (0, 14_800_00)
    row = {"head": head, "organisation": council.organisations["BDC"], "on": DAY, "kind": "committed", "what": "x"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Spend.objects.bulk_create([Spend(**row, amount_pence=-1, reason="x")])


def test_nothing_is_spent_in_days_to_come(council):
    head = headed(council)
    said = refused(council, head, 10_000_00, on=date(2090, 1, 1), what="")
    assert said.keys() == {"on", "what"} and "Record it as committed now" in said["on"][0]
    assert spend(council, head, 1_00, "committed", on=date(2090, 1, 1)).pk
    row = spend(council, head, 1_00, on=clock.today())
    with pytest.raises(ValidationError, match="still to come"):
        actions.edit_spend(by=council.person("manager"), spend=row, on=date(2090, 1, 1))


def test_what_is_spent_outside_the_year_of_its_head_is_warned_of(council):
    head = headed(council, year=2024)
    for pence, day in ((70_00, date(2024, 4, 1)), (5_00, date(2025, 3, 31)), (2_00, date(2025, 4, 1)), (1_00, DAY)):
        spend(council, head, pence, on=day)
    spend(council, head, 9_00, "committed")
    warned = "£3.00 was spent on days outside 2024-25."
    client = signed_in(council.person("viewer"))
    for address in (head.get_absolute_url(), at("budget-list", council)):
        assert warned in words(client.get(address))


def test_what_is_spent_after_its_last_day_uses_nothing_of_a_grant(council):
    funding = granted(council, use_until_on=date(2025, 5, 20))
    head = headed(council, source="grant", funding=funding)
    order = spend(council, head, 4_000_00, "committed")
    spend(council, head, 1_000_00, on=date(2025, 5, 20), commitment=order)
    spend(council, head, 3_000_00, on=date(2025, 5, 21), commitment=order)
    found = left(funding)
    assert (found.spent, found.late, found.committed, found.left) == (1_000_00, 3_000_00, 0, 14_000_00)
    assert position(head).spent == 4_000_00
    shown = words(signed_in(council.person("viewer")).get(funding.get_absolute_url()))
    assert "£3,000.00 was spent after its last day: it does not pay for that." in shown
    (row,) = Program(council.person("api")).rows("fundings/")
    assert (row["spent"], row["late"], row["left"]) == ("1000.00", "3000.00", "14000.00")


# --- Partners enough --------------------------------------------------------------------------------------------------
def test_partnership_money_is_for_workstreams_with_partners_enough(council):
    """Three take part; the policy of 2020 asked for two, that of 2025 for five (at one gate; three at another)."""
    gates.policy(council, gates.asking("live", "partners", 2))
    asked = (gates.asking("case", "partners", 3), gates.asking("live", "partners", 5))
    gates.policy(council, *asked, from_on=date(2025, 4, 1))
    stream = council.workstream
    early = granted(council, workstream=stream, awarded_on=date(2024, 5, 1))
    with pytest.raises(ValidationError) as error:
        granted(council, workstream=stream)
    (said,) = error.value.message_dict["workstream"]
    assert said == (
        "On 19 May 2025 Internal audit has too few partners for money of the partnership. 3 organisations take part: "
        "Bolsover, Chesterfield, North. 5 are needed, so 2 are missing. Policy of gates, version 2, asks "
        "for it. Record first who takes part, or have each organisation pay from its own budget."
    )
    for facts in ({"source": "contributions"}, {"source": "grant", "funding": early}):
        with pytest.raises(ValidationError, match="too few partners"):
            headed(council, **facts)
    own = headed(council, source="own")
    with pytest.raises(ValidationError, match="too few partners"):
        actions.edit_budget(by=council.person("manager"), budget=own, source="contributions")
    assert headed(council, year=2024).pk and headed(council, workstream=None).pk and granted(council).pk


def test_words_of_a_grant_are_mended_although_partners_have_left_since(council):
    gates.policy(council, gates.asking("live", "partners", 3))
    funding = granted(council, workstream=council.workstream)
    head = headed(council, source="grant", funding=funding)
    council.workstream.participations.filter(organisation__code="CBC").update(to_on=date(2024, 3, 31))
    manager = council.person("manager")
    assert actions.edit_funding(by=manager, funding=funding, purpose="Surveys").purpose == "Surveys"
    assert actions.edit_budget(by=manager, budget=head, words="Surveys").words == "Surveys"
    with pytest.raises(ValidationError, match="so 1 is missing"):
        actions.edit_funding(by=manager, funding=funding, amount_pence=funding.amount_pence + 1)
    with pytest.raises(ValidationError, match="so 1 is missing"):
        actions.edit_budget(by=manager, budget=head, amount_pence=head.amount_pence + 1)
