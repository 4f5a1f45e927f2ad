"""Every worked example of the facts, and the facts of both partnerships, against the loaded demonstration."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command

from governance.models import Body, Meeting, Pack
from partnership.dated import Period
from partnership.demo import sign_ins
from partnership.demo.load import SLUGS
from partnership.models import Grant, Membership, Organisation, OrganisationSize, Partnership, User
from partnership.permissions import ROLES
from savings import actions, duplicates, figures
from savings.actions import SavingDetails, StatementDetails
from savings.models import Contract, Posting, Saving, Share, Statement
from savings.models.words import Basis, State
from savings.sharing import Sharing
from tests.chains import assert_chained
from tests.demonstration import TODAY, code, demonstration, figures_at, stream  # noqa: F401 - one is a fixture
from workstreams import plans, registers
from workstreams.contributing import contributions
from workstreams.directory import services
from workstreams.models import (
    BaselineCost,
    BusinessCase,
    Funding,
    GatewayReview,
    Hosting,
    Milestone,
    Participation,
    Reading,
    Risk,
    StageMove,
)
from workstreams.models.budgets import with_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


@pytest.fixture
def three():
    return Partnership.objects.get(slug="three-councils")


@pytest.fixture
def derbyshire():
    return Partnership.objects.get(slug="derbyshire")


# --- The worked examples ----------------------------------------------------------------------------------------------
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


# --- The three councils -----------------------------------------------------------------------------------------------
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
    bodies = Body.objects.filter(partnership=three, order__lt=4)
    assert list(bodies.values_list("name", "power")) == [
        ("Joint Board", "decide"),
        ("Joint Chief Executives' Meeting", "recommend"),
        ("Joint Employee and Trade Union Consultative Forum", "consulted"),
        ("Officer Steering Group", "deliver"),
    ]
    board = bodies.get(name="Joint Board")
    offices = board.seats.values_list("office", flat=True)
    assert sorted(offices) == ["Chief Executive"] * 3 + ["Deputy Leader"] * 3 + ["Leader"] * 3
    assert all(seat.holder for seat in board.seats.all())
    assert Body.objects.filter(partnership=three, name__endswith="project team").count() == 4


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
    assert (meeting.state, pack.as_at_on) == ("held", date(2007, 7, 31))
    found = figures_at(three, f"#{pack.sequence}")
    assert found.total("cashable").amounts.target == 280_000_00


# --- The thirteen -----------------------------------------------------------------------------------------------------
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
    assert board.seats.filter(office="Officer", holder__isnull=False).count() == 13


def test_each_partner_has_an_officer_and_a_verifier(derbyshire):
    for role in ("officer", "verifier"):
        grants = Grant.objects.approved().filter(partnership=derbyshire, role=role)
        assert grants.values("organisation").distinct().count() == 13


# --- As a whole -------------------------------------------------------------------------------------------------------
def test_the_ledgers_are_chained_and_told_in_order_of_time():
    for slug in SLUGS:
        assert_chained(Partnership.objects.get(slug=slug))


def test_every_role_can_be_signed_in_to_in_the_three_councils_for_every_council():
    grants = Grant.objects.approved().filter(partnership__slug="three-councils")
    for role in ROLES.values():
        held = grants.filter(role=role.code, user__email__endswith="@demo.example")
        codes = set(held.values_list("organisation__code", flat=True))
        assert codes == ({"BDC", "CBC", "NEDDC"} if role.needs_organisation else {None}), role.code


def test_the_password_signs_in():
    assert User.objects.get(email="officer.bdc@demo.example").check_password(sign_ins.PASSWORD)
    assert not User.objects.filter(password__startswith="!").exists()


def test_people_are_called_by_their_posts():
    for user in User.objects.exclude(post_title=""):
        assert user.name.startswith(user.post_title)


def test_contracts_are_invented_say_so_and_are_what_the_ledger_has(three):
    for contract in Contract.objects.filter(partnership=three).prefetch_related("parts"):
        statements = contract.saving.statements.prefetch_related("shares")
        assert {each.period: each.amount_pence for each in statements} == contract.schedule.amounts
        assert {each.note for each in statements} == {"Demonstration amount: no paper names a contract."}
        assert contract.basket.purpose.startswith("Illustration")
        for year in contract.schedule.years:
            (statement,) = (each for each in statements if each.period == year.period)
            stated = {share.organisation_id: share.pence for share in statement.shares.all()}
            assert stated == {share.party: share.pence for share in year.shares}
    assert Contract.objects.filter(partnership=three).count() == 6
    fuel = Contract.objects.get(reference="PU/08/030")
    assert (fuel.schedule.yearly_pence, fuel.saving.is_frozen) == (-6_650_00, True)


def test_nobody_verified_what_they_drafted():
    verified = Posting.objects.filter(cause="verified").select_related("by", "statement")
    for posting in verified.prefetch_related("statement__authors"):
        assert posting.by not in posting.statement.authors.all()


def test_shares_wait_are_returned_with_a_reason_and_are_restated():
    states = set(Share.objects.values_list("state", flat=True))
    assert states == set(State.values)
    assert all(Posting.objects.filter(cause="returned").values_list("reason", flat=True))
    assert Statement.objects.drafts().exists()
    recent = Posting.objects.filter(at__date__gte=TODAY - timedelta(days=30))
    assert set(recent.values_list("cause", flat=True)) >= {"submitted", "verified", "returned"}


def test_a_meeting_lies_ahead_in_both_partnerships():
    ahead = Meeting.objects.filter(starts_at__date__gt=TODAY, state="published")
    assert set(ahead.values_list("partnership__slug", flat=True)) == set(SLUGS)


def test_sizes_say_that_they_are_estimates_and_amounts_without_a_source_that_they_are_for_demonstration():
    assert all(
        source.startswith("Demonstration estimate")
        for source in OrganisationSize.objects.values_list("source", flat=True)
    )
    later = Statement.objects.filter(stage="realised", measure_hundredths=None).exclude(
        saving__title__startswith="Recruitment"
    )
    assert all(note.startswith("Demonstration amount") for note in later.values_list("note", flat=True))


def test_organisations_are_shared_not_copied():
    bolsover = Organisation.objects.get(name="Bolsover District Council")
    assert bolsover.partnerships.count() == 2
    assert User.objects.get(email="officer.bdc@demo.example").grants.count() == 2


def test_what_was_entered_has_its_history_at_its_own_moment():
    saving = Saving.objects.get(title="Cashable benefits of the whole programme")
    (created,) = saving.history.all()
    assert (created.history_date.year, created.history_user.email) == (2005, "officer.cbc@demo.example")


def test_loading_again_does_nothing(tmp_path, settings, capsys):
    settings.DATA_DIR = tmp_path
    before = Posting.objects.count(), User.objects.count()
    call_command("load_demo")
    assert (Posting.objects.count(), User.objects.count()) == before
    printed = capsys.readouterr().out
    assert "there already" in printed
    assert sign_ins.PASSWORD in printed
    assert "officer.bdc@demo.example" in (tmp_path / sign_ins.FILE).read_text()


def test_the_sign_in_page_lists_everybody_who_can_sign_in(tmp_path, settings, client):
    settings.DATA_DIR = tmp_path
    assert "Demonstration sign-ins" not in client.get("/account/login/").content.decode()

    sign_ins.write(["three-councils", "derbyshire"])

    page = client.get("/account/login/").content.decode()
    assert sign_ins.PASSWORD in page
    assert "Derbyshire Transformational Partnership" in page
    addresses = User.objects.filter(email__endswith="@demo.example").values_list("email", flat=True)
    assert len(addresses) == 69
    assert [address for address in addresses if f">{address}" not in page] == []
    settings.DEMONSTRATION = False
    assert sign_ins.PASSWORD not in client.get("/account/login/").content.decode()


def test_a_verified_claim_was_reversed_and_stated_anew(three):
    wrong = Statement.objects.get(
        saving__title="Audit posts of one council", stage="realised", reversed_by__isnull=False
    )
    assert (wrong.amount_pence, wrong.reversed_by.amount_pence) == (29_000_00, -29_000_00)
    assert (wrong.restated_by.amount_pence, wrong.restated_by.state) == (28_400_00, "verified")
    for day, verified in (("2010-06-15", 29_000_00), ("2010-06-18", 0), ("2010-06-29", 28_400_00)):
        audit = figures_at(three, day, workstream=stream("internal-audit").pk)
        assert audit.by_year("cashable").get(2009, figures.NOTHING).amounts.verified == verified


def test_the_thirteen_share_by_an_agreement_and_a_new_version_is_proposed(derbyshire):
    first, proposed = derbyshire.sharing_agreements.order_by("pk")
    assert (first.version, first.approved_by.email, proposed.version) == (1, "verifier.dcc@demo.example", None)
    statement = Statement.objects.get(saving__title__startswith="Discounts", stage="realised")
    assert (statement.agreement, statement.basis) == (first, Basis.AGREEMENT)
    parts = dict(first.parts.values_list("organisation__code", "hundredths"))
    assert parts == dict(statement.shares.values_list("organisation__code", "weight"))


def test_one_pair_of_the_demonstration_looks_alike(three, derbyshire):
    duplicates.look_through(three)
    duplicates.look_through(derbyshire)
    pair = derbyshire.likely_pairs.get()
    assert (pair.second.saving.title, pair.alike) == ("Own out-of-hours line closed", "share")
    assert not three.likely_pairs.exists()


def test_a_late_claim_is_stated_in_the_open_year_and_belongs_to_the_closed_one(three):
    late = Statement.objects.get(partnership=three, belongs_to_year__isnull=False)
    assert (late.period, late.belongs_to) == (Period(2009), Period(2008))
    assert (late.amount_pence, late.state) == (2_150_00, "verified")


def test_two_annual_statements_are_signed_off_and_one_waits_for_its_worker(three):
    packs = Pack.objects.of_statements().filter(partnership=three).order_by("organisation__code")
    assert [(each.organisation.code, each.state, each.is_released) for each in packs] == [
        ("BDC", "finished", True),
        ("CBC", "finished", True),
        ("NEDDC", "queued", False),
    ]
    for each in packs[:2]:
        assert each.release.released_by.email == f"verifier.{each.organisation.code.lower()}@demo.example"
        assert (each.release.sha256, each.pages) == (each.sha256, 8)


def test_the_three_most_serious_risks_of_the_programme_are_in_its_register(three):
    rows = registers.as_at(Risk.objects.filter(partnership=three, workstream=None), TODAY)
    found = {each.risk.title: each for each in registers.entries(rows, TODAY)}
    assert set(found) == {"Loss of political will", "Lack of officer resource", "Complex HR issues"}
    assert all(each.is_open and each.risk.actions.exists() for each in found.values())
    everything = registers.entries(registers.as_at(Risk.objects.filter(partnership=three), TODAY), TODAY)
    assert [each.risk.reference for each in everything if each.is_overdue] == ["I7"]
    assert [each.risk.workstream.slug for each in everything if each.risk.escalated_then] == ["corporate-services"]


def test_procurement_slips_against_its_first_baseline_and_not_against_its_second(three):
    milestones = Milestone.objects.filter(workstream__partnership=three)
    whole = plans.network(milestones, TODAY)
    (launch,) = plans.steps(milestones.filter(title="Launch of the unit"), whole, TODAY)
    assert (launch.slip_days, launch.original_slip_days, launch.baselines) == (0, 63, 2)


def test_the_plan_that_runs_today_has_a_critical_path(three):
    milestones = Milestone.objects.filter(workstream__partnership=three)
    whole = plans.network(milestones, TODAY)
    critical = milestones.filter(pk__in=whole.critical()).order_by("planned_on", "pk").values_list("title", flat=True)
    assert list(critical) == [
        "Award of the contract",
        "Migration of records",
        "Trial with agents",
        "Online applications open",
    ]


# --- Business cases ---------------------------------------------------------------------------------------------------
def test_the_programmes_case_promises_what_the_model_expects(three):
    (case,) = BusinessCase.objects.promises().filter(workstream=stream("programme"))
    combined = case.stored.combined
    assert (combined.cashable.benefits, combined.total.non_cashable) == (3_300_000_00, 1_100_000_00)
    assert combined.quality.improvement == 54_00
    assert combined.total.grant == 150_000_00
    assert case.risks.count() == 3 and case.approved_by != case.drafted_by


def test_the_case_of_building_control_fails_the_ten_per_cent_test(three):
    found = stream("building-control").business_cases.get(state="approved").stored
    second = found.reductions[1]
    assert (second.year, second.hundredths, second.passes, second.short_pence) == (2, 8_65, False, 12_500_00)


# --- Service quality, baselines and the A-Z ---------------------------------------------------------------------------


def test_mystery_shopping_is_above_the_average_and_improving_in_numbers_that_say_they_are_no_facts(derbyshire):
    rows = Reading.objects.filter(indicator__name="Mystery shopping score").order_by("last_on")
    own, average = ([row.value_hundredths for row in rows if bool(row.comparator) is of] for of in (False, True))
    assert len(own) == len(average) == 2 and own[0] < own[1]
    assert all(score > national for score, national in zip(own, average, strict=True))
    assert all(row.source.startswith("Illustrative") for row in Reading.objects.all())


def test_the_baseline_of_building_control_is_locked_and_the_a_z_tells_the_thirteen(three, derbyshire):
    assert stream("building-control").baseline_locks.get().reason == "Approval by each council, March 2007."
    listed = {one.name: one for one in services(derbyshire)}
    assert (len(listed["A-Z of Services"].partners), listed["A-Z of Services"].host.code) == (13, "DCC")
