"""Agreements on sharing: proposed, approved by another person, then fixed for ever; a new version ends the old."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from partnership.models import Grant
from savings import actions
from savings.models import SharingAgreement
from savings.models.words import Basis
from savings.sharing import Sharing
from tests import factories
from tests.api import Program
from tests.pages import at, signed_in, typed, words
from tests.savings.test_races import at_once
from workstreams.models import Workstream


def parts(council, **percentages):
    return {council.organisations[code].pk: part for code, part in percentages.items()}


def problems(error):
    return {name: " ".join(messages) for name, messages in error.value.message_dict.items()}


# --- Proposing --------------------------------------------------------------------------------------------------------
def test_all_that_is_wrong_with_a_proposal_is_said_at_once(council):
    with pytest.raises(ValidationError) as error:
        factories.proposed(
            council, percentages=parts(council, BDC=63_00, CBC=36_99), reason=" ", to_on=date(1999, 1, 1)
        )
    assert set(problems(error)) == {"percentages", "reason", "to_on"}
    assert "add up to 99.99. They must add up to 100.00." in problems(error)["percentages"]
    assert not SharingAgreement.objects.exists()


def test_who_gets_a_part_takes_part(council):
    stranger = factories.organisation("Amber Valley", "AVBC")
    with pytest.raises(ValidationError, match="Amber Valley did not take part in Internal audit in 2001-02"):
        factories.proposed(council, percentages={stranger.pk: 100_00})
    with pytest.raises(ValidationError, match="Amber Valley did not belong to the partnership in 2001-02"):
        factories.proposed(council, workstream=None, percentages={stranger.pk: 100_00})


def test_a_lead_proposes_for_the_own_workstream_and_no_other(council):
    lead = council.person("lead")
    assert factories.proposed(council, by=lead).version is None
    other = Workstream.objects.create(partnership=council.partnership, name="Procurement", slug="procurement")
    for scope in (None, other):
        with pytest.raises(PermissionDenied):
            factories.proposed(council, by=lead, workstream=scope)
    with pytest.raises(PermissionDenied):
        factories.proposed(council, by=council.person("officer"))


# --- Approving --------------------------------------------------------------------------------------------------------
def test_each_approved_one_gets_the_next_version_of_its_scope(council):
    versions = [factories.agreed(council).version, factories.agreed(council).version]
    assert [*versions, factories.agreed(council, workstream=None).version] == [1, 2, 1]


def test_never_by_who_proposed_it(council):
    manager = council.person("manager")
    Grant.objects.create(
        user=manager,
        role="verifier",
        partnership=council.partnership,
        organisation=council.organisations["BDC"],
        from_on=factories.FOUNDED,
    )
    agreement = factories.proposed(council, by=council.person("manager"))
    with pytest.raises(PermissionDenied):
        actions.approve_agreement(by=council.person("manager"), agreement=agreement)
    page = signed_in(council.person("manager")).get(at("agreement-approve", council, pk=agreement.pk))
    assert page.status_code == 403
    assert "You proposed this agreement, so another person approves it" in words(page)


def test_by_the_finance_officer_of_an_organisation_in_it(council):
    agreement = factories.proposed(council, percentages=parts(council, BDC=100_00))
    with pytest.raises(PermissionDenied):
        actions.approve_agreement(by=council.person("verifier", "CBC"), agreement=agreement)
    assert actions.approve_agreement(by=council.person("verifier"), agreement=agreement).version == 1


def test_once_only_and_then_it_can_not_be_withdrawn(council):
    agreement = factories.agreed(council)
    with pytest.raises(ValidationError, match="approved already"):
        actions.approve_agreement(by=council.person("verifier", "CBC"), agreement=agreement)
    with pytest.raises(ValidationError, match="Propose a new version to end it"):
        actions.withdraw_agreement(by=council.person("manager"), agreement=agreement)


def test_a_proposal_is_withdrawn_and_its_history_stays(council):
    agreement = factories.proposed(council)
    actions.withdraw_agreement(by=council.person("manager"), agreement=agreement)
    assert not SharingAgreement.objects.exists()
    assert SharingAgreement.history.filter(history_type="-").count() == 1


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE savings_sharingagreement SET to_on = '2030-01-01'",
        "UPDATE savings_sharingagreement SET version = NULL, approved_at = NULL, approved_by_id = NULL",
        "DELETE FROM savings_sharingagreement",
        "UPDATE savings_agreedpart SET hundredths = hundredths + 1",
        "DELETE FROM savings_agreedpart",
        "INSERT INTO savings_agreedpart (agreement_id, organisation_id, hundredths) "
        "SELECT agreement_id, 999999, 0 FROM savings_agreedpart",
        "DELETE FROM savings_historicalsharingagreement",
    ],
)
def test_an_approved_agreement_never_changes(council, sql):
    factories.agreed(council)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_database_approves_no_percentages_that_do_not_add_up_and_nobodys_own(council):
    agreement = factories.proposed(council)
    sql = "UPDATE savings_sharingagreement SET version = 1, approved_at = proposed_at, approved_by_id = %s"
    for by, also in (("verifier", "DELETE FROM savings_agreedpart WHERE hundredths = 2000"), ("manager", "")):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            if also:
                cursor.execute(also)
            cursor.execute(sql, [council.person(by).pk])
    agreement.refresh_from_db()
    assert agreement.approved_at is None


# --- In force ---------------------------------------------------------------------------------------------------------
def on(council, *day):
    found = SharingAgreement.objects.in_force(council.workstream, date(*day))
    return found.version if found else None


def test_a_new_version_ends_the_one_before_for_good(council):
    factories.agreed(council, from_on=date(2020, 4, 1))
    factories.agreed(council, from_on=date(2022, 4, 1), to_on=date(2023, 3, 31))
    assert [on(council, year, 3, 31) for year in (2020, 2021, 2022, 2023, 2024)] == [None, 1, 1, 2, None]
    first = SharingAgreement.objects.with_end().get(version=1)
    assert (first.ends_on, first.state) == (date(2022, 3, 31), "ended")


def test_a_later_version_that_begins_earlier_takes_the_place_of_the_whole(council):
    factories.agreed(council, from_on=date(2020, 4, 1))
    factories.agreed(council, from_on=date(2019, 4, 1))
    assert [on(council, year, 3, 31) for year in (2019, 2020, 2021)] == [None, 2, 2]
    assert SharingAgreement.objects.with_end().get(version=1).state == "never in force"


# --- Pages ------------------------------------------------------------------------------------------------------------
def filled(**changes):
    boxes = {"percentage_BDC": "63", "percentage_CBC": "37", "percentage_NEDDC": "0"}
    asked = {"workstream": "internal-audit", "reason": "By population.", "decision": "Joint Board, 5 March 2024, 7"}
    return boxes | asked | typed("from_on", date(2024, 4, 1)) | typed("to_on", None) | changes


def test_a_proposal_is_typed_approved_and_shown(council):
    manager = signed_in(council.person("manager"))
    page = words(manager.post(at("agreement-propose", council), filled(), follow=True))
    assert "63%" in page and "37%" in page and "Not approved yet" in page and "Joint Board, 5 March 2024, 7" in page
    agreement = SharingAgreement.objects.get()
    verifier = signed_in(council.person("verifier", "CBC"))
    page = words(verifier.post(at("agreement-approve", council, pk=agreement.pk), follow=True))
    assert "version 1" in page and "In force" in page and "Verifiercbc" in page
    page = words(manager.get(at("agreement", council, pk=agreement.pk)))
    assert "<strong>Verifiercbc</strong> approved the agreement as version 1." in page


def test_typing_is_kept_when_a_proposal_is_refused(council):
    sent = filled(percentage_CBC="36", reason="")
    response = signed_in(council.person("manager")).post(at("agreement-propose", council), sent)
    page = words(response)
    assert "Enter the reason" in page
    assert "The agreed percentages add up to 99.00. They must add up to 100.00." in page
    assert response.context["form"]["percentage_CBC"].value() == "36"


def test_a_new_version_starts_with_the_percentages_before(council):
    agreement = factories.agreed(council)
    page = signed_in(council.person("lead")).get(at("agreement-propose", council), {"after": agreement.pk})
    form = page.context["form"]
    assert (form["percentage_BDC"].value(), form["workstream"].value()) == ("50", "internal-audit")
    assert [slug for slug, _ in form.fields["workstream"].choices] == ["internal-audit"]


def test_a_statement_says_by_which_version_it_is_shared(council):
    factories.agreed(council)
    statement = factories.submitted(council, sharing=Sharing(Basis.AGREEMENT))
    page = words(signed_in(council.person("viewer")).get(at("statement", council, pk=statement.pk)))
    assert "By the partners&#x27; agreement" in page and "version 1" in page and "50% agreed" in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_any_number(council, number, django_assert_num_queries):
    for _ in range(number):
        factories.agreed(council)
    client = signed_in(council.person("viewer"))
    client.get(at("agreement-list", council))
    with django_assert_num_queries(LIST_QUERIES):
        page = client.get(at("agreement-list", council))
    assert len(page.context["listing"].objects) == number
    csv = client.get(at("agreement-list", council), {"format": "csv"}).getvalue().decode()
    assert csv.count("\r\n") == number + 1


LIST_QUERIES = 7


@pytest.mark.parametrize("number", [1, 3])
def test_over_the_api_with_percentages_and_the_version_of_a_statement(council, number, django_assert_num_queries):
    for _ in range(number):
        agreement = factories.agreed(council)
    factories.submitted(council, sharing=Sharing(Basis.AGREEMENT))
    program = Program(council.person("viewer"))
    with django_assert_num_queries(API_QUERIES):
        rows = program.get("agreements/").json()["results"]
    assert len(rows) == number
    assert (rows[-1]["version"], rows[-1]["workstream"], rows[-1]["from_on"]) == (
        number,
        "internal-audit",
        "2001-04-01",
    )
    assert rows[-1]["percentages"][0] == {"organisation": "BDC", "percentage": "50.00"}
    (stated,) = program.rows("statements/")
    assert (stated["agreement"], stated["agreement_version"]) == (agreement.pk, number)


API_QUERIES = 4


# --- At once ----------------------------------------------------------------------------------------------------------
def test_two_who_approve_at_once_make_one_version(live_council):
    agreement = factories.proposed(live_council)
    results = at_once(
        *(
            lambda code=code: actions.approve_agreement(
                by=live_council.person("verifier", code), agreement=SharingAgreement.objects.get(pk=agreement.pk)
            )
            for code in ("BDC", "CBC")
        )
    )
    assert sum(isinstance(result, ValidationError) for result in results) == 1
    assert SharingAgreement.objects.get().version == 1


def test_two_versions_approved_at_once_get_two_numbers(live_council):
    proposals = [factories.proposed(live_council) for _ in range(2)]
    verifiers = [live_council.person("verifier", code) for code in ("BDC", "CBC")]
    results = at_once(
        *(
            lambda by=by, proposal=proposal: actions.approve_agreement(by=by, agreement=proposal).version
            for by, proposal in zip(verifiers, proposals, strict=True)
        )
    )
    assert sorted(results) == [1, 2]
