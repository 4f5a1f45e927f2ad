"""The thirteen-partner partnership: what its papers say is what the demonstration says."""

from datetime import date

import pytest

from governance.models import Body, Decision
from partnership.models import Grant, Membership
from savings.models import Saving, Statement
from tests.demonstration import code, figures_at, stream
from workstreams.models import (
    Milestone,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


def test_thirteen_partners_three_of_them_in_both_partnerships(three, derbyshire):
    members = set(derbyshire.members_on(date(2007, 1, 1)))
    assert len(members) == 13
    assert {each.code for each in members & set(three.members_on(date(2007, 1, 1)))} == {"BDC", "CBC", "NEDDC"}


def test_every_project_has_at_least_five_partners_who_signed(derbyshire):
    for workstream in derbyshire.workstreams.all():
        assert workstream.participations.filter(form_signed_on__isnull=False).count() >= 5, workstream


@pytest.mark.parametrize(("slug", "partners"), [("a-z", 13), ("gis", 13), ("e-tendering", 10)])
def test_who_takes_part_in_the_projects(derbyshire, slug, partners):
    assert stream(slug).participations.count() == partners


def test_recruitment_saves_35000_pounds_a_year_for_one_partner_alone(derbyshire):
    recruitment = figures_at(derbyshire, "2007-12-31", workstream=stream("e-recruitment").pk)
    assert list(recruitment.by_organisation("cashable")) == [code("DERBY").pk]
    assert recruitment.by_year("cashable")[2006].amounts.verified == 35_000_00


def test_mystery_shopping_is_never_money(derbyshire):
    shopping = figures_at(derbyshire, workstream=stream("mystery-shopping").pk)
    assert shopping.is_empty
    third = Milestone.objects.get(title="Exercise 3")
    assert (third.planned_on.year, third.actual_on) == (2007, None)


def test_no_saving_of_the_thirteen_has_a_baseline(derbyshire):
    assert set(Saving.objects.filter(partnership=derbyshire).values_list("baseline", flat=True)) == {"none"}


def test_the_county_and_the_city_pay_more_and_small_partners_less(derbyshire):
    statement = Statement.objects.get(saving__title__startswith="Discounts", stage="realised")
    weights = dict(statement.shares.values_list("organisation__code", "weight"))
    assert sum(weights.values()) == 100_00
    assert weights["DCC"] > weights["DERBY"] > weights["AVBC"] > weights["PDNPA"] == weights["DFRS"]


def test_the_board_has_one_vote_for_each_organisation(derbyshire):
    assert Membership.objects.filter(partnership=derbyshire, votes=True).count() == 13
    board = Body.objects.get(partnership=derbyshire, name="Transformational Management Board")
    assert board.rules.get().voters == "organisation"
    assert board.seats.get(is_chair=True).office == "Senior member"
    votes = Decision.objects.get(meeting__body=board, item__title__startswith="Work programme").votes
    assert votes.count() == votes.values("organisation").distinct().count() == 13
    assert board.seats.filter(office="Officer").filled().count() == 13


def test_each_partner_has_an_officer_and_a_verifier(derbyshire):
    for role in ("officer", "verifier"):
        grants = Grant.objects.approved().filter(partnership=derbyshire, role=role)
        assert grants.values("organisation").distinct().count() == 13
