"""The three-council programme: what its papers say is what the demonstration says."""

from datetime import date

import pytest

from governance.models import Body, Decision, Delegation, Meeting
from partnership.dated import Period
from partnership.models import Membership, User
from savings import figures
from savings.models import Statement
from tests.demonstration import code, figures_at, stream
from workstreams.contributing import contributions
from workstreams.models import (
    Funding,
    Hosting,
    Milestone,
    OptionScore,
    OptionsDecision,
    Participation,
)
from workstreams.models.budgets import with_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


def test_the_figures_of_2005_2006_2007_and_2014_differ(three):
    audit, procurement = stream("internal-audit").pk, stream("procurement").pk
    by_day = {
        day: figures_at(three, day).by_workstream("cashable") for day in ("2005-12-31", "2006-12-31", "2007-12-31")
    }
    assert audit not in by_day["2005-12-31"]
    assert by_day["2006-12-31"][audit].amounts.forecast == 5 * 30_000_00
    assert by_day["2007-12-31"][audit].amounts.forecast == 5 * 29_000_00
    assert by_day["2006-12-31"][procurement].amounts.target == 0
    assert by_day["2007-12-31"][procurement].amounts.target == 200_000_00
    assert by_day["2006-12-31"][procurement].amounts.forecast == 5 * 357_000_00
    assert figures_at(three, "2004-12-31").is_empty
    assert figures_at(three, "2014-12-31").total("cashable").amounts.realised > 0


def test_electronic_procurement_saves_40000_pounds_in_each_council(three):
    statement = Statement.objects.get(saving__title__startswith="Electronic procurement: fewer", stage="forecast")
    assert [share.pence for share in statement.shares.all()] == [40_000_00] * 3


def test_the_programme_improves_service_by_54_per_cent(three):
    manager = User.objects.get(email="manager@demo.example")
    found = figures.qualities(three, figures.as_at(three, "2005-12-31"), user=manager)
    assert {(one.unit, one.hundredths) for one in found} == {("per cent better service", 54_00)}
    assert len(found) == 3


def test_bolsover_joined_in_2005(three):
    assert [each.code for each in three.members_on(date(2004, 6, 1))] == ["CBC", "NEDDC"]
    assert [each.code for each in three.members_on(date(2005, 6, 1))] == ["BDC", "CBC", "NEDDC"]


def test_procurement_was_hosted_by_bolsover_then_bassetlaw_then_a_hospital(three):
    hostings = Hosting.objects.filter(workstream=stream("procurement"))
    assert list(hostings.values_list("organisation__code", "from_on", "to_on")) == [
        ("BDC", date(2007, 5, 1), date(2013, 6, 30)),
        ("BASSETLAW", date(2013, 7, 1), date(2014, 3, 31)),
        ("CRH", date(2014, 4, 1), date(2019, 3, 31)),
    ]


def test_chesterfield_left_procurement_when_the_host_moved(three):
    left = Participation.objects.get(workstream=stream("procurement"), organisation=code("CBC"))
    assert left.to_on == date(2013, 6, 30)
    assert [each.code for each in stream("procurement").taking_part(Period(2014))] == ["BDC", "CRH", "NEDDC"]


def test_what_joined_for_procurement_has_no_vote(three):
    guests = Membership.objects.filter(partnership=three, organisation__code__in=["BASSETLAW", "CRH"])
    assert set(guests.values_list("votes", flat=True)) == {False}
    assert code("CRH").kind == "health"


@pytest.mark.parametrize(
    ("slug", "host", "launched_on", "stage"),
    [
        ("internal-audit", "CBC", date(2007, 4, 2), "live"),
        ("building-control", "CBC", date(2007, 6, 4), "live"),
        ("procurement", "BDC", date(2007, 6, 4), "closed"),
    ],
)
def test_three_services_were_launched_in_2007(three, slug, host, launched_on, stage):
    workstream = stream(slug)
    assert workstream.hostings.first().organisation.code == host
    assert Milestone.objects.get(workstream=workstream, title__startswith="Launch").actual_on == launched_on
    assert workstream.stage == stage


def test_corporate_services_has_an_appraisal_a_case_in_preparation_and_no_host(three):
    workstream = stream("corporate-services")
    assert (workstream.stage, workstream.hostings.count()) == ("case", 0)
    appraisal, case = workstream.milestones.order_by("planned_on")
    assert appraisal.actual_on and not case.actual_on
    assert workstream.fundings.get().amount_pence == 50_000_00


def test_the_bodies_and_their_powers_from_top_to_bottom(three):
    bodies = Body.objects.with_remit(date(2008, 1, 1)).filter(partnership=three, order__lt=4)
    assert list(bodies.values_list("name", "powers")) == [
        ("Joint Board", "decide"),
        ("Joint Chief Executives' Meeting", "recommend"),
        ("Joint Employee and Trade Union Consultative Forum", "consulted"),
        ("Officer Steering Group", "deliver"),
    ]
    steering = bodies.get(name="Officer Steering Group")
    assert [remit.powers for remit in steering.remits.all()] == ["recommend, deliver", "deliver"]
    board = bodies.get(name="Joint Board")
    offices = board.seats.values_list("office", flat=True)
    assert sorted(offices) == ["Chief Executive"] * 3 + ["Deputy Leader"] * 3 + ["Leader"] * 3
    assert all(seat.holder for seat in board.seats.all())
    assert Body.objects.filter(partnership=three, name__endswith="project team").count() == 4


def test_the_options_appraisals_prefer_a_host_but_for_corporate_services(three):
    decided = OptionsDecision.objects.filter(appraisal__workstream__partnership=three, appraisal__state="decided")
    assert dict(decided.values_list("appraisal__workstream__slug", "option__name")) == {
        "internal-audit": "Host-led joint service",
        "procurement": "Host-led joint service",
        "building-control": "Host-led joint service",
        "corporate-services": "Public/private partnership",
    }
    assert not OptionScore.objects.exclude(reason__endswith="(illustration)").exists()


def test_the_board_decided_on_the_programme_from_2005_to_2007(three):
    found = Decision.objects.filter(partnership=three, meeting__body__name="Joint Board", year__lte=2007)
    assert found.count() == 9 and {decision.outcome for decision in found} == {"carried"}
    shared = found.filter(meeting__starts_at__date=date(2006, 12, 11)).order_by("number")
    assert [effect.move.to_stage for decision in shared for effect in decision.effects.all()] == ["implementation"] * 2
    assert (shared.last().how, shared.last().result) == ("amended", "Carried by 8 votes to 1.")
    assert found.get(effects__kind="target").effects.get().statement.amount_pence == 200_000_00
    assert found.get(effects__kind="grant").effects.get().funding.amount_pence == 100_000_00


def test_feasibility_work_of_2014_was_delegated_within_its_grant(three):
    row = Delegation.objects.with_use().get(decision__partnership=three)
    assert (row.limit_pence, row.to_on) == (15_000_00, date(2015, 3, 31))
    assert 0 < row.used_pence < row.limit_pence


def test_the_meeting_ahead_has_an_exempt_item_among_open_ones(three):
    meeting = Meeting.objects.filter(partnership=three, state="published").get()
    exempt = [item.is_exempt for item in meeting.items.all()]
    assert (exempt.count(True), exempt[0]) == (1, False)


def test_the_efficiency_grant_of_2014_is_for_feasibility_work(three):
    grant = Funding.objects.get(partnership=three, awarded_on=date(2014, 3, 17))
    assert (grant.amount_pence, grant.workstream.slug) == (15_000_00, "property-sharing")
    assert "Feasibility work" in grant.purpose


def test_what_the_efficiency_grant_left_went_into_a_reserve(three):
    used = with_use(Funding.objects.filter(partnership=three, workstream__slug="property-sharing")).get().position
    assert (used.spent + used.reserved, used.committed, used.left) == (15_000_00, 0, 0)
    assert used.reserved > 0


def test_how_the_host_moved_and_chesterfield_left_is_recorded(three):
    changes = stream("procurement").partner_changes.order_by("effective_on", "pk")
    happened = [(row.organisation.code, row.kind, row.effective_on.year) for row in changes]
    assert happened[:4] == [
        ("CBC", "leaves", 2013),
        ("BASSETLAW", "joins", 2013),
        ("BASSETLAW", "hosts", 2013),
        ("BASSETLAW", "leaves", 2014),
    ]
    assert set(happened[4:]) == {("CRH", "hosts", 2014), ("CRH", "joins", 2014), ("CRH", "leaves", 2019)}


def test_the_county_and_the_city_contribute_more_and_small_partners_less(derbyshire):
    found = contributions(derbyshire, 2006)
    due = {payer.organisation.code: payer.due for payer in found.payers}
    assert due["DCC"] > due["DERBY"] > due["AVBC"] > due["PDNPA"] == due["DFRS"]
    assert sum(due.values()) == found.needed


def test_there_was_a_joint_board_in_july_2007_with_a_pack_as_at_that_day(three):
    meeting = Meeting.objects.get(partnership=three, starts_at__date=date(2007, 7, 31))
    pack = meeting.packs.get()
    assert (meeting.state, pack.as_at_on) == ("closed", date(2007, 7, 31))
    found = figures_at(three, f"#{pack.sequence}")
    assert found.total("cashable").amounts.target == 280_000_00
