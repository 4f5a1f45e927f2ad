"""Members of a partnership: the list and the pages that change them."""

from datetime import date

from partnership.models import Membership, Notice, Organisation, OrganisationSize
from tests import factories
from tests.pages import at, problems, signed_in, typed, words

NEW = {"name": "Bassetlaw District Council", "short_name": "Bassetlaw", "code": "BASSETLAW", "kind": "district"}


def test_everyone_sees_who_is_a_member_and_since_when(council):
    page = words(signed_in(council.person("viewer")).get(at("organisation-list", council)))
    for name in ("Bolsover District Council", "Chesterfield Borough Council", "North East Derbyshire District Council"):
        assert name in page
    assert "1 April 2001" in page
    assert "Add an organisation" not in page


def test_the_list_shows_no_organisation_of_another_partnership(council):
    factories.three_councils(slug="far", prefix="F-")
    page = words(signed_in(council.person("auditor")).get(at("organisation-list", council)))
    assert "F-" not in page


def test_the_list_costs_the_same_for_one_member_and_for_three(council, django_assert_num_queries):
    client = signed_in(council.person("administrator"))
    with django_assert_num_queries(6):
        client.get(at("organisation-list", council))
    Membership.objects.exclude(organisation__code="BDC").delete()
    with django_assert_num_queries(6):
        client.get(at("organisation-list", council))


def test_the_list_is_filtered_by_membership_now_and_before(council):
    Membership.objects.filter(organisation__code="CBC").update(to_on=date(2013, 6, 30))
    client = signed_in(council.person("viewer"))
    before = words(client.get(at("organisation-list", council), {"member": "before"}))
    now = words(client.get(at("organisation-list", council), {"member": "now"}))
    assert "Chesterfield" in before and "Bolsover" not in before
    assert "Chesterfield" not in now and "Bolsover" in now


def test_the_list_is_a_csv_too(council):
    response = signed_in(council.person("viewer")).get(at("organisation-list", council), {"format": "csv"})
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "Organisation,Code,Kind,Vote,From,Until,Partnership,Shown,As at,Exported at,Exported by"
    assert lines[1].startswith("Bolsover District Council,BDC,District or borough council,Yes,2001-04-01,,Three")


def test_an_organisation_is_added_with_its_membership(council):
    given = NEW | typed("from_on", date(2013, 7, 1))
    response = signed_in(council.person("administrator")).post(at("organisation-add", council), given, follow=True)
    membership = Membership.objects.get(organisation__code="BASSETLAW")
    assert (membership.from_on, membership.to_on, membership.votes) == (date(2013, 7, 1), None, False)
    assert "Bassetlaw District Council" in words(response)
    assert membership.history.get().history_user == council.person("administrator")


def test_an_organisation_that_another_partnership_brought_joins_as_it_is(council):
    far = factories.three_councils(slug="far", prefix="F-")
    given = {"name": "f-bolsover district council", "short_name": "Ours", "code": "f-bdc", "kind": "county"}
    given |= typed("from_on", date(2020, 4, 1))
    signed_in(council.person("administrator")).post(at("organisation-add", council), given)
    joined = Membership.objects.get(partnership=council.partnership, from_on=date(2020, 4, 1)).organisation
    assert joined == far.organisations["BDC"]
    assert (joined.name, joined.kind) == ("F-Bolsover District Council", "district")


def test_a_code_of_another_organisation_is_refused_and_nothing_is_saved(council):
    given = NEW | {"code": "bdc"} | typed("from_on", date(2013, 7, 1))
    response = signed_in(council.person("administrator")).post(at("organisation-add", council), given)
    assert problems(response) == {"code": ["Another organisation has this code. Choose another, or check the name."]}
    assert Organisation.objects.count() == 3
    assert "Bassetlaw District Council" in words(response)


def test_a_name_of_another_organisation_is_refused(council):
    given = NEW | {"name": "Bolsover District Council"} | typed("from_on", date(2013, 7, 1))
    response = signed_in(council.person("administrator")).post(at("organisation-add", council), given)
    assert problems(response) == {"name": ["Organisation with this Name already exists."]}


def test_a_code_that_is_part_of_an_address_is_refused(council):
    given = NEW | {"code": "Add"} | typed("from_on", date(2013, 7, 1))
    response = signed_in(council.person("administrator")).post(at("organisation-add", council), given)
    assert list(problems(response)) == ["code"]


def test_all_the_errors_come_at_once(council):
    given = {"name": "", "short_name": "B\x00", "code": "with space", "kind": "pub"} | {"from_on_day": "29"}
    response = signed_in(council.person("administrator")).post(at("organisation-add", council), given)
    assert set(problems(response)) == {"name", "short_name", "code", "kind", "from_on"}
    assert problems(response)["from_on"] == ["Member from must include a month and a year."]


def test_an_organisation_is_changed_and_history_says_from_what_to_what(council):
    client = signed_in(council.person("administrator"))
    address = at("organisation-edit", council, code="BDC")
    client.post(address, {"name": "Bolsover Council", "short_name": "Bolsover", "kind": "district", "ons_code": ""})
    assert Organisation.objects.get(code="BDC").name == "Bolsover Council"
    page = words(client.get(address))
    assert (
        "changed the name of the organisation from “Bolsover District Council” to “Bolsover Council”"
        in page.replace("&#x27;", "'")
    )


def test_an_administrator_changes_no_organisation_of_another_partnership(council):
    far = factories.three_councils(slug="far", prefix="F-")
    client = signed_in(council.person("administrator"))
    assert client.get(at("organisation-edit", council, code="F-BDC")).status_code == 404
    assert client.get(at("organisation-edit", far, code="F-BDC")).status_code == 404
    assert client.post(at("size-add", council, code="F-BDC"), {}).status_code == 404


def test_a_size_is_recorded_in_people_and_pence(council):
    given = {"population": "76000", "net_budget_pence": "£11,200,000.50", "source": "Estimate"}
    client = signed_in(council.person("administrator"))
    client.post(at("size-add", council, code="BDC"), given | typed("from_on", date(2011, 4, 1)))
    size = council.organisations["BDC"].sizes.get(from_on=date(2011, 4, 1))
    assert (size.population, size.net_budget_pence) == (76_000, 11_200_000_50)


def test_two_sizes_from_one_day_are_refused(council):
    given = {"population": "1"} | typed("from_on", factories.FOUNDED)
    response = signed_in(council.person("administrator")).post(at("size-add", council, code="BDC"), given)
    assert problems(response) == {"from_on": ["There are figures from this day already. Change those instead."]}


def test_a_size_of_nothing_is_refused(council):
    response = signed_in(council.person("administrator")).post(
        at("size-add", council, code="BDC"), typed("from_on", date(2011, 4, 1))
    )
    assert problems(response) == {"population": ["Enter the population, the net revenue budget, or both."]}


def test_a_size_of_another_organisation_is_not_found_below_this_one(council):
    other = OrganisationSize.objects.get(organisation__code="CBC")
    client = signed_in(council.person("administrator"))
    assert client.get(at("size-edit", council, code="BDC", pk=other.pk)).status_code == 404


def test_a_membership_ends_on_its_last_day(council):
    membership = Membership.objects.get(organisation__code="CBC")
    given = typed("from_on", factories.FOUNDED) | typed("to_on", date(2014, 3, 31)) | {"votes": "on"}
    client = signed_in(council.person("administrator"))
    client.post(at("membership-edit", council, code="CBC", pk=membership.pk), given)
    membership.refresh_from_db()
    assert membership.to_on == date(2014, 3, 31)


def test_an_end_before_the_start_is_refused(council):
    membership = Membership.objects.get(organisation__code="CBC")
    given = typed("from_on", date(2014, 4, 1)) | typed("to_on", date(2014, 3, 31))
    client = signed_in(council.person("administrator"))
    response = client.post(at("membership-edit", council, code="CBC", pk=membership.pk), given)
    assert problems(response)["to_on"] == ["The end date must be on or after the start date."]


def test_a_second_membership_on_the_same_days_is_refused(council):
    given = typed("from_on", date(2014, 4, 1))
    response = signed_in(council.person("administrator")).post(at("membership-add", council, code="CBC"), given)
    assert "is a member on some of these days already" in problems(response)["from_on"][0]
    assert Membership.objects.filter(organisation__code="CBC").count() == 1


def test_real_dates_only(council):
    given = {"from_on_day": "29", "from_on_month": "2", "from_on_year": "2025"}
    response = signed_in(council.person("administrator")).post(at("membership-add", council, code="CBC"), given)
    assert problems(response)["from_on"] == ["29 February 2025 is not a real date. Check the day and the month."]
    given = {"from_on_day": "31", "from_on_month": "12", "from_on_year": "9999"}
    response = signed_in(council.person("administrator")).post(at("membership-add", council, code="CBC"), given)
    assert problems(response)["from_on"] == ["From must be in a year from 1990 to 2100. Check the year."]


def test_what_one_partnership_changes_of_a_shared_organisation_the_other_is_told(council):
    far, shared = factories.three_councils(slug="far", prefix="F-"), council.organisations["BDC"]
    far.partnership.memberships.create(organisation=shared, from_on=factories.FOUNDED)
    client = signed_in(council.person("administrator"))
    page = at("organisation-edit", council, code="BDC")
    assert "changes there as well, and the administrators there are told." in words(client.get(page))
    assert "told." not in words(client.get(at("organisation-edit", council, code="CBC")))
    given = {"name": shared.name, "short_name": "Bolsover", "kind": "unitary"}
    for _ in range(2):  # the second time nothing differs
        client.post(page, given)
    client.post(at("size-add", council, code="BDC"), typed("from_on", date(2026, 4, 1)) | {"population": "81000"})
    theirs = [(notice.to, notice.text.partition(" is in ")[2], notice.path) for notice in Notice.objects.order_by("pk")]
    told = (
        "changed the kind of the organisation from “District or borough council” to “Unitary or city council”",
        "created the population and budget",
    )
    rest = ". It holds in yours too. The page of the organisation says who it was, in its history."
    path = at("organisation-edit", far, code="BDC")
    assert theirs == [(far.person("administrator"), said + rest, path) for said in told]
    assert "Administrator" in words(signed_in(far.person("administrator")).get(path))
