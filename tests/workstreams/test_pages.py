"""The pages of workstreams: who may change what, and what is refused."""

from datetime import date, timedelta

import pytest

from partnership import clock
from tests import factories
from tests.pages import at, problems, signed_in, typed, words
from workstreams import actions
from workstreams.models import BaselineCost, Funding, Hosting, Milestone, Participation, Workstream

DAY = date(2024, 4, 1)
# Every page that adds something to a workstream, with what is typed there.
ADDING = {
    "participation-add": {"organisation": "CBC"} | typed("from_on", DAY),
    "hosting-add": {"organisation": "CBC"} | typed("from_on", DAY),
    "milestone-add": {"title": "Launch"} | typed("planned_on", DAY),
    "baseline-add": {"organisation": "CBC", "year": "2024", "rest_pence": "925,000.00"},
    "funding-add": {"funder": "A fund", "amount_pence": "£50,000", "purpose": "Study"} | typed("awarded_on", DAY),
}


@pytest.fixture
def lead(council):
    return signed_in(council.person("lead"))


@pytest.fixture
def manager(council):
    return signed_in(council.person("manager"))


@pytest.fixture
def other(council):
    return Workstream.objects.create(partnership=council.partnership, name="Procurement", slug="procurement")


def filled(world, name):
    given = dict(ADDING[name])
    if "organisation" in given:
        given["organisation"] = world.organisations[given["organisation"]].pk
    return given


def of(name, council, workstream="internal-audit", **named):
    return at(name, council, workstream=workstream, **named)


# --- The list ---
def test_the_list_shows_stage_host_participants_and_what_is_late(council):
    Hosting.objects.create(workstream=council.workstream, organisation=council.organisations["CBC"], from_on=DAY)
    yesterday = clock.today() - timedelta(days=1)
    for title, planned, actual in (
        ("Late", yesterday, None),
        ("Done", yesterday, yesterday),
        ("Ahead", clock.today(), None),
    ):
        Milestone.objects.create(workstream=council.workstream, title=title, planned_on=planned, actual_on=actual)
    response = signed_in(council.person("viewer")).get(at("workstream-list", council), {"format": "csv"})
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert [line.split(",")[:5] for line in lines] == [
        ["Workstream", "Stage", "Host now", "Participants now", "Milestones late"],
        ["Internal audit", "Idea", "Chesterfield", "3", "1"],
    ]


def test_the_list_costs_the_same_for_one_workstream_and_for_three(council, other, django_assert_num_queries):
    client = signed_in(council.person("viewer"))
    with django_assert_num_queries(7):
        client.get(at("workstream-list", council))
    Workstream.objects.create(partnership=council.partnership, name="Third", slug="third")
    with django_assert_num_queries(7):
        client.get(at("workstream-list", council))


def test_the_list_sorts_by_stage_in_the_order_of_stages(council, other):
    Workstream.objects.filter(pk=other.pk).update(stage="approval")
    Workstream.objects.filter(pk=council.workstream.pk).update(stage="live")
    client = signed_in(council.person("viewer"))
    listing = client.get(at("workstream-list", council), {"sort": "stage"}).context["listing"]
    assert [row.slug for row in listing.objects] == ["procurement", "internal-audit"]


def test_the_list_shows_nothing_of_another_partnership(council):
    far = factories.three_councils(slug="far", prefix="F-")
    Workstream.objects.filter(pk=far.workstream.pk).update(name="Secret service")
    Funding.objects.create(
        partnership=far.partnership, funder="Secret fund", amount_pence=1, awarded_on=DAY, purpose="Secret"
    )
    assert "Secret" not in words(signed_in(council.person("auditor")).get(at("workstream-list", council)))


def test_an_administrator_is_given_no_link_to_figures(council):
    assert "/workstreams/internal-audit/" not in words(
        signed_in(council.person("administrator")).get(at("workstream-list", council))
    )


# --- The workstream ---
def test_a_manager_adds_a_workstream_and_its_address_is_made_of_its_name(council, manager):
    given = {"name": "Building control (BCN)", "delivery": "lead", "basis": "s101"}
    manager.post(at("workstream-add", council), given)
    made = Workstream.objects.get(slug="building-control-bcn")
    assert (made.stage, made.partnership) == ("idea", council.partnership)
    assert made.history.get().history_user == council.person("manager")


@pytest.mark.parametrize("name", ["Add", "***", "Internal audit"])
def test_a_name_that_makes_no_free_address_is_refused(council, manager, name):
    given = {"name": name, "delivery": "lead", "basis": "s101"}
    assert problems(manager.post(at("workstream-add", council), given))
    assert Workstream.objects.count() == 1


def test_a_lead_adds_no_workstream(council, lead):
    assert lead.get(at("workstream-add", council)).status_code == 403
    given = {"name": "Mine", "delivery": "lead", "basis": "s101"}
    assert lead.post(at("workstream-add", council), given).status_code == 403


def test_a_lead_changes_the_own_workstream_and_no_other(council, lead, other):
    given = {"name": "Audit", "delivery": "lead", "basis": "s101", "purpose": "To share."}
    assert lead.post(of("workstream-edit", council), given).status_code == 302
    assert Workstream.objects.get(slug="internal-audit").name == "Audit"
    assert lead.get(of("workstream-edit", council, "procurement")).status_code == 403
    assert lead.post(of("workstream-edit", council, "procurement"), given).status_code == 403


@pytest.mark.parametrize("role", ["viewer", "officer", "verifier", "steering", "chief", "auditor", "administrator"])
def test_nobody_else_changes_a_workstream(council, role):
    client = signed_in(council.person(role))
    for name in ("workstream-edit", "gate-advance", *ADDING):
        assert client.get(of(name, council)).status_code == 403
        assert client.post(of(name, council), {}).status_code == 403


@pytest.mark.parametrize("name", ADDING)
def test_a_lead_adds_nothing_to_another_workstream(council, lead, other, name):
    assert lead.post(of(name, council, "procurement"), filled(council, name)).status_code == 403


@pytest.mark.parametrize("name", ADDING)
def test_a_workstream_of_another_partnership_is_not_found(council, manager, name):
    far = factories.three_councils(slug="far", prefix="F-")
    Workstream.objects.filter(pk=far.workstream.pk).update(slug="far-away")
    assert manager.get(of(name, council, "far-away")).status_code == 404
    assert manager.get(of(name, far, "far-away")).status_code == 404


@pytest.mark.parametrize("name", ["participation-add", "hosting-add", "baseline-add"])
def test_an_organisation_of_another_partnership_is_no_choice(council, manager, name):
    far = factories.three_councils(slug="far", prefix="F-")
    given = filled(council, name) | {"organisation": far.organisations["BDC"].pk}
    response = manager.post(of(name, council), given)
    assert list(problems(response)) == ["organisation"]
    assert "F-" not in words(response)


# --- Who takes part, who hosts ---
def test_a_participation_ends_on_its_last_day(council, lead):
    row = Participation.objects.get(organisation__code="CBC")
    given = {"organisation": row.organisation_id} | typed("from_on", row.from_on)
    given |= typed("to_on", date(2014, 3, 31)) | typed("form_signed_on", date(2001, 3, 1))
    lead.post(of("participation-edit", council, pk=row.pk), given)
    row.refresh_from_db()
    assert (row.to_on, row.form_signed_on) == (date(2014, 3, 31), date(2001, 3, 1))


def test_an_organisation_takes_part_once_at_a_time(council, lead):
    response = lead.post(of("participation-add", council), filled(council, "participation-add"))
    assert "takes part on some of these days already" in problems(response)["from_on"][0]


def test_nobody_takes_part_before_joining_the_partnership(council, lead):
    row = Participation.objects.get(organisation__code="CBC")
    given = {"organisation": row.organisation_id} | typed("from_on", date(1999, 4, 1))
    response = lead.post(of("participation-edit", council, pk=row.pk), given)
    assert problems(response) == {
        "from_on": ["Chesterfield Borough Council was not in the partnership on 01 April 1999."]
    }


def test_a_new_host_ends_the_former_on_the_day_before(council, lead):
    former = Hosting.objects.create(
        workstream=council.workstream, organisation=council.organisations["BDC"], from_on=date(2007, 6, 1)
    )
    lead.post(of("hosting-add", council), filled(council, "hosting-add"))
    former.refresh_from_db()
    assert former.to_on == date(2024, 3, 31)
    new = Hosting.objects.get(organisation__code="CBC")
    assert (new.from_on, new.to_on) == (DAY, None)
    page = words(lead.get(of("workstream-history", council)))
    assert "changed the last day of the hosting by Bolsover from nothing to 31 March 2024" in page


def test_a_refused_host_leaves_the_former_in_place(council, lead):
    former = Hosting.objects.create(
        workstream=council.workstream, organisation=council.organisations["BDC"], from_on=date(2007, 6, 1)
    )
    Hosting.objects.create(
        workstream=council.workstream, organisation=council.organisations["NEDDC"], from_on=date(2025, 4, 1)
    )
    response = lead.post(of("hosting-add", council), filled(council, "hosting-add"))
    assert problems(response) == {"from_on": ["Another organisation hosts on some of these days. Change the dates."]}
    former.refresh_from_db()
    assert former.to_on is None
    assert Hosting.objects.count() == 2


# --- Milestones, money ---
def test_a_milestone_is_added_changed_and_removed_after_asking(council, lead):
    lead.post(of("milestone-add", council), filled(council, "milestone-add"))
    row = Milestone.objects.get()
    given = {"title": "Launch"} | typed("planned_on", DAY) | typed("actual_on", date(2024, 5, 1))
    lead.post(of("milestone-edit", council, pk=row.pk), given)
    row.refresh_from_db()
    assert (row.planned_on, row.actual_on) == (DAY, date(2024, 5, 1))
    remove = of("milestone-remove", council, pk=row.pk)
    assert "Remove the milestone “Launch”" in words(lead.get(remove))
    assert Milestone.objects.count() == 1
    lead.post(remove)
    assert Milestone.objects.count() == 0
    assert "deleted the milestone “Launch”" in words(lead.get(of("workstream-history", council)))


def test_a_milestone_of_another_workstream_is_not_found_below_this_one(council, manager, other):
    row = Milestone.objects.create(workstream=other, title="Launch", planned_on=DAY)
    for name in ("milestone-edit", "milestone-remove"):
        assert manager.post(of(name, council, pk=row.pk), {}).status_code == 404
    assert Milestone.objects.count() == 1


def test_every_error_of_a_milestone_comes_at_once_and_nothing_typed_is_lost(council, lead):
    given = {"title": "x" * 151, "planned_on_day": "30", "planned_on_month": "2", "planned_on_year": "2024"}
    given |= {"actual_on_day": "1"}
    response = lead.post(of("milestone-add", council), given)
    assert set(problems(response)) == {"title", "planned_on", "actual_on"}
    assert "x" * 151 in words(response) and 'value="30"' in words(response)


def test_a_baseline_is_kept_in_pence_and_once_a_year_and_organisation(council, lead):
    given = filled(council, "baseline-add")
    lead.post(of("baseline-add", council), given)
    assert BaselineCost.objects.get().cost_pence == 925_000_00
    response = lead.post(of("baseline-add", council), given)
    assert problems(response) == {"__all__": ["There is a baseline cost for this organisation and year already."]}


def test_a_joint_baseline_is_once_a_year_too(council, lead):
    given = filled(council, "baseline-add") | {"organisation": ""}
    lead.post(of("baseline-add", council), given)
    assert problems(lead.post(of("baseline-add", council), given)) == {
        "__all__": ["There is a joint baseline cost for this year already."]
    }


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "1e400", "1.005", "-500", "1.234,50", "١٢٣", "10000000000"])
def test_bad_amounts_get_a_sentence_and_are_not_saved(council, lead, amount):
    response = lead.post(of("baseline-add", council), filled(council, "baseline-add") | {"staff_pence": amount})
    assert list(problems(response)) == ["staff_pence"]
    assert BaselineCost.objects.count() == 0


def test_funding_of_the_workstream_is_the_leads_and_of_the_partnership_the_managers(council, lead, manager):
    lead.post(of("funding-add", council), filled(council, "funding-add"))
    assert Funding.objects.get().amount_pence == 50_000_00
    whole = at("programme-funding-add", council)
    assert lead.get(whole).status_code == 403
    manager.post(whole, filled(council, "funding-add"))
    row = Funding.objects.get(workstream=None)
    assert "A fund" in words(lead.get(at("workstream-list", council)))
    edit = at("programme-funding-edit", council, pk=row.pk)
    assert lead.post(edit, filled(council, "funding-add")).status_code == 403
    assert manager.post(edit, filled(council, "funding-add") | {"amount_pence": "1"}).status_code == 302
    row.refresh_from_db()
    assert row.amount_pence == 100


# --- History ---
def test_history_is_for_those_who_may_see_it(council, other):
    seen = {
        role: signed_in(council.person(role)).get(of("workstream-history", council)).status_code
        for role in ("viewer", "officer", "lead", "manager", "steering", "auditor", "administrator")
    }
    assert seen == {
        "viewer": 403,
        "officer": 403,
        "lead": 200,
        "manager": 200,
        "steering": 200,
        "auditor": 200,
        "administrator": 403,
    }
    assert signed_in(council.person("lead")).get(of("workstream-history", council, "procurement")).status_code == 403


def test_a_change_from_a_page_opened_earlier_does_not_undo_another(council):
    manager, stale = council.person("manager"), Workstream.objects.get(pk=council.workstream.pk)
    actions.advance(by=manager, workstream=council.workstream)

    actions.edit_workstream(by=manager, workstream=stale, name="Audit for all")

    council.workstream.refresh_from_db()
    assert (council.workstream.stage, council.workstream.name) == ("appraisal", "Audit for all")


def test_an_administrator_sees_no_money_on_the_list(council):
    funding = {"partnership": council.partnership, "purpose": "Start", "awarded_on": DAY}
    Funding.objects.create(funder="Regional partnership", amount_pence=100_000_00, **funding)

    assert "£100,000.00" in words(signed_in(council.person("viewer")).get(at("workstream-list", council)))
    assert "£" not in words(signed_in(council.person("administrator")).get(at("workstream-list", council)))
