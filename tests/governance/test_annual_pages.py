"""Annual statements: who asks for, sees and signs off whose, and what their pages say and refuse."""

import re
import threading
import uuid
from unittest import mock

import pytest
from celery import current_app
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from governance import actions
from governance.models import Pack, PackRelease
from partnership.models import Grant
from partnership.permissions import ROLES
from tests import factories, files, packs
from tests.api import Program, places
from tests.pages import at, problems, signed_in, words

PEOPLE = [(role, code) for role in ROLES for code in ("BDC", "CBC")]
ASKING = {("officer", "BDC"), ("manager", "BDC"), ("manager", "CBC")}
BEFORE = ASKING | {("verifier", "BDC"), ("chief", "BDC"), ("auditor", "BDC"), ("auditor", "CBC")}
AFTER = BEFORE | {("viewer", "BDC"), ("api", "BDC"), ("steering", "BDC"), ("steering", "CBC")}


def sees(world, pack, role, code):
    return Pack.objects.visible_to(world.person(role, code)).filter(pk=pack.pk).exists()


def signed(world, code="BDC"):
    return actions.sign_off_statement(by=world.person("verifier", code), pack=packs.finished_statement(world, code))


# --- Who ---


@pytest.mark.parametrize(("role", "code"), PEOPLE)
def test_who_may_ask_for_the_statement_of_bolsover(council, role, code):
    ask = {"by": council.person(role, code)}
    if (role, code) in ASKING:
        assert packs.ask_statement(council, **ask).requested_by == ask["by"]
    else:
        with pytest.raises(PermissionDenied):
            packs.ask_statement(council, **ask)


def test_who_sees_it_before_and_after_it_is_signed_off(council):
    pack = packs.finished_statement(council)
    assert {person for person in PEOPLE if sees(council, pack, *person)} == BEFORE
    actions.sign_off_statement(by=council.person("verifier"), pack=pack)
    assert {person for person in PEOPLE if sees(council, pack, *person)} == AFTER
    far = factories.three_councils(slug="far", prefix="F-")
    assert not any(sees(far, pack, *person) for person in PEOPLE)


def test_every_page_and_file_of_it_is_for_those_who_see_it(council):
    pack = packs.finished_statement(council)
    for role, code in PEOPLE:
        client, program = signed_in(council.person(role, code)), Program(council.person(role, code))
        status = 200 if (role, code) in BEFORE else 404
        for name in ("pack", "pack-file", "annual-rows"):
            response = client.get(at(name, council, pk=pack.pk))
            assert response.status_code == status, (name, role, code)
            b"".join(response.streaming_content) if response.streaming else None
        for path in (f"packs/{pack.pk}/", f"packs/{pack.pk}/file/"):
            response = program.get(path)
            assert response.status_code == status, (path, role, code)
            b"".join(response.streaming_content) if response.streaming else None


def test_who_may_release_board_packs_may_not_give_out_a_statement_nor_the_other_way(council):
    pack, board = packs.finished_statement(council), packs.finished(council)
    for role in ("steering", "chief", "manager", "officer"):
        with pytest.raises(PermissionDenied):
            actions.sign_off_statement(by=council.person(role), pack=pack)
    with pytest.raises(ValidationError, match="signed off, not released"):
        actions.release_pack(by=council.person("steering"), pack=pack)
    with pytest.raises(ValidationError, match="released, not signed off"):
        actions.sign_off_statement(by=council.person("verifier"), pack=board)
    assert not PackRelease.objects.exists()


# --- Signing off ---


def test_signing_off_says_who_in_which_post_when_and_of_which_file(council):
    pack = signed(council)
    release = PackRelease.objects.get()
    assert (release.pack, release.released_by) == (pack, council.person("verifier"))
    assert (release.post_title, release.sha256) == ("Verifier", pack.sha256)
    before = Pack.objects.get(pk=pack.pk).sha256
    shown = words(signed_in(council.person("steering")).get(at("pack", council, pk=pack.pk)))
    assert "Verifierbdc, Verifier" in shown and "Not signed off" not in shown
    assert shown.count(before) == 2
    found = Program(council.person("api")).get(f"packs/{pack.pk}/").json()
    assert (found["organisation"], found["year"], found["meeting"]) == ("BDC", 2025, None)
    assert (found["released_by"], found["released_by_post"]) == ("Verifierbdc", "Verifier")
    assert found["released_sha256"] == found["sha256"] == before


def test_until_then_the_page_says_that_it_is_not_signed_off(council):
    pack = packs.finished_statement(council)
    shown = words(signed_in(council.person("officer")).get(at("pack", council, pk=pack.pk)))
    assert "Not signed off" in shown
    assert at("pack-release", council, pk=pack.pk) not in shown
    mine = words(signed_in(council.person("verifier")).get(at("pack", council, pk=pack.pk)))
    assert at("pack-release", council, pk=pack.pk) in mine


def test_the_verifier_signs_on_a_page_that_asks_first(council):
    pack = packs.finished_statement(council)
    client, address = signed_in(council.person("verifier")), at("pack-release", council, pk=pack.pk)
    assert pack.sha256[:16] in words(client.get(address))
    assert not PackRelease.objects.exists()
    assert "The statement was signed off." in words(client.post(address, follow=True))
    assert "was signed off already" in words(client.post(address, follow=True))
    assert PackRelease.objects.count() == 1


def test_another_councils_verifier_may_not_sign(council):
    with pytest.raises(PermissionDenied):
        actions.sign_off_statement(by=council.person("verifier", "CBC"), pack=packs.finished_statement(council))


def test_who_asked_for_it_may_not_sign_it_off_in_another_role(council):
    officer = council.person("officer")
    Grant.objects.create(
        user=officer,
        role="verifier",
        partnership=council.partnership,
        organisation=council.organisations["BDC"],
        from_on=factories.FOUNDED,
    )
    pack = packs.finished_statement(council)
    with pytest.raises(PermissionDenied):
        actions.sign_off_statement(by=council.person("officer"), pack=pack)
    assert actions.sign_off_statement(by=council.person("verifier"), pack=pack).is_released


def test_only_a_finished_statement_is_signed_and_none_older_than_a_signed_one(council):
    verifier = council.person("verifier")
    with pytest.raises(ValidationError, match="Only a finished statement can be signed off"):
        actions.sign_off_statement(by=verifier, pack=packs.ask_statement(council))
    older, newer = packs.finished_statement(council), packs.finished_statement(council)
    actions.sign_off_statement(by=verifier, pack=newer)
    with pytest.raises(ValidationError, match="Version 3 of this statement was signed off already"):
        actions.sign_off_statement(by=verifier, pack=older)


def test_two_verifiers_at_once_sign_it_once(live_council):
    world = live_council
    with mock.patch.object(current_app, "send_task"):
        pack = packs.finished_statement(world)
    second = factories.person(world, "verifier", world.organisations["BDC"], "second@example.org")
    start, refused = threading.Barrier(2), []

    def sign(by):
        start.wait()
        try:
            actions.sign_off_statement(by=by, pack=pack)
        except ValidationError as error:
            refused.append(error.messages)
        connection.close()

    signers = [threading.Thread(target=sign, args=(by,)) for by in (world.person("verifier"), second)]
    [each.start() for each in signers]
    [each.join() for each in signers]
    assert PackRelease.objects.count() == 1
    assert refused == [["This statement was signed off already."]]


def test_a_signature_is_never_changed_or_removed(council):
    signed(council)
    for sql in ("UPDATE governance_packrelease SET post_title = 'x'", "DELETE FROM governance_packrelease"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_a_pack_is_of_a_meeting_or_of_a_year_and_never_of_both_or_neither(council):
    pack = packs.ask_statement(council)
    for changes in ({"organisation": None, "year": None}, {"meeting": packs.meeting(council)}, {"year": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Pack.objects.filter(pk=pack.pk).update(**changes)


# --- Asking ---


def form(world, **changes):
    given = {"organisation": world.organisations["BDC"].pk, "year": "2025", "request_key": str(uuid.uuid4())}
    return given | changes


def test_asking_leads_to_the_statement_and_a_double_click_to_the_same(council):
    client, sent = signed_in(council.person("officer")), form(council)
    answers = [client.post(at("annual-request", council), sent).url for _ in range(2)]
    pack = Pack.objects.get()
    assert answers == [at("pack", council, pk=pack.pk)] * 2
    assert (pack.organisation.code, pack.year, pack.version) == ("BDC", 2025, 1)
    keys = list(pack.sections.values_list("key", flat=True))
    assert (keys[0], keys[-1]) == ("annual-cover", "annual-reconciliation")
    assert f"0 of {len(keys)} sections" in words(client.get(answers[0]))


def test_versions_count_for_each_organisation_and_year(council):
    made = [packs.ask_statement(council), packs.ask_statement(council), packs.ask_statement(council, year=2024)]
    made.append(packs.ask_statement(council, "CBC"))
    assert [pack.version for pack in made] == [1, 2, 1, 1]


def test_two_people_at_once_get_two_versions(live_council):
    start, people = threading.Barrier(2), [live_council.person("manager"), live_council.person("officer")]

    def ask(by):
        start.wait()
        packs.ask_statement(live_council, by=by)
        connection.close()

    with mock.patch.object(current_app, "send_task"):
        asking = [threading.Thread(target=ask, args=(by,)) for by in people]
        [each.start() for each in asking]
        [each.join() for each in asking]
    assert sorted(Pack.objects.values_list("version", flat=True)) == [1, 2]


def test_an_officer_is_offered_the_own_organisation_and_the_manager_all(council):
    for role, codes in (("officer", ["BDC"]), ("manager", ["BDC", "CBC", "NEDDC"])):
        shown = signed_in(council.person(role)).get(at("annual-request", council) + "?organisation=BDC&year=2024")
        offered = shown.context["form"].fields["organisation"].queryset
        assert sorted(offered.values_list("code", flat=True)) == codes
        assert shown.context["form"]["year"].value() == "2024"


@pytest.mark.parametrize(
    ("changes", "name", "sentence"),
    [
        ({"organisation": ""}, "organisation", "This field is required."),
        ({"year": ""}, "year", "This field is required."),
        (
            {"as_at": "1 March 2025"},
            "year",
            "2025-26 had not begun on 1 March 2025. Choose an earlier year or a later day.",
        ),
        ({"year": "1995"}, "year", "1995-96 was over before the partnership began. Choose a later year."),
        (
            {"as_at": "1/1/2090"},
            "as_at",
            "Choose a day that is not in the future.",
        ),
    ],
)
def test_a_mistake_gets_a_sentence_and_nothing_is_asked_for(council, changes, name, sentence):
    response = signed_in(council.person("manager")).post(at("annual-request", council), form(council, **changes))
    assert problems(response)[name] == [sentence]
    assert not Pack.objects.exists()


def test_the_statement_of_another_council_is_not_on_an_officers_form(council):
    sent = form(council, organisation=council.organisations["CBC"].pk)
    response = signed_in(council.person("officer")).post(at("annual-request", council), sent)
    assert set(problems(response)) == {"organisation"}


def test_a_failed_statement_is_tried_again_and_a_waiting_one_cancelled_by_who_may_ask(council):
    pack = packs.ask_statement(council)
    Pack.objects.filter(pk=pack.pk).update(state="failed", problem="It failed.")
    with pytest.raises(PermissionDenied):
        actions.retry_pack(by=council.person("officer", "CBC"), pack=pack)
    actions.retry_pack(by=council.person("officer"), pack=pack)
    actions.cancel_pack(by=council.person("officer"), pack=pack)
    assert Pack.objects.get().state == "cancelled"


# --- Lists ---


def test_the_list_shows_year_version_state_and_signature_and_filters(council):
    signed(council)
    packs.ask_statement(council, "CBC", year=2024)
    client, address = signed_in(council.person("auditor")), at("annual-list", council)
    everything = words(client.get(address))
    assert "Bolsover District Council" in everything and "2024-25" in everything and "Not signed off" in everything
    for query, count in (("?signed=yes", 1), ("?signed=no", 1), ("?organisation=CBC", 1), ("?year=2023", 0), ("", 2)):
        assert len(client.get(address + query).context["listing"].objects) == count, query
    response = client.get(address + "?format=csv&signed=yes")
    (row,) = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()[1:]
    assert row.startswith("Bolsover District Council,2025-26,1,Ready,")
    assert "Verifierbdc,Verifier," in row


def test_board_packs_and_statements_have_each_their_own_list(council):
    board, statement = packs.finished(council), packs.finished_statement(council)
    client = signed_in(council.person("manager"))
    assert client.get(at("pack-list", council)).context["listing"].objects == [board]
    assert client.get(at("annual-list", council)).context["listing"].objects == [statement]
    program = Program(council.person("manager"))
    assert [row["id"] for row in program.rows("packs/", organisation="BDC", year=2025)] == [statement.pk]
    assert places(program.get("packs/", organisation="NOBODY")) == {"organisation"}


def test_the_list_costs_the_same_for_one_and_for_three(council, django_assert_num_queries):
    client, address = signed_in(council.person("manager")), at("annual-list", council)
    for number in (1, 2):
        for _ in range(number):
            packs.finished_statement(council)
        with django_assert_num_queries(7):
            client.get(address)


def test_file_and_rows_have_names_that_say_what_they_are(council):
    pack = packs.make_statement(council)
    client = signed_in(council.person("chief"))
    names = []
    for name in ("pack-file", "annual-rows"):
        response = client.get(at(name, council, pk=pack.pk))
        names.append(response["Content-Disposition"])
        assert b"".join(response.streaming_content)
    name = "three-councils-bdc-annual-statement-2025-26-v1"
    assert names == [f'attachment; filename="{name}.pdf"', f'attachment; filename="{name}.csv"']


@pytest.mark.parametrize("code", ["xlsx", "ods"])
def test_its_rows_are_offered_for_every_spreadsheet_with_numbers_as_numbers(council, code):
    factories.verified(council, pence=100_000_01)
    pack = packs.make_statement(council)
    client = signed_in(council.person("chief"))
    address = at("annual-rows", council, pk=pack.pk) + f"?format={code}"
    assert f'href="{address}"' in words(client.get(pack.get_absolute_url()))
    response = client.get(address)
    assert response["Content-Disposition"].endswith(f'bdc-annual-statement-2025-26-v1.{code}"')
    made = files.content(response)
    first = next(iter((files.xlsx_values(made) if code == "xlsx" else files.ods_sheets(made)).values()))
    (headings, *rows) = first
    place = [head if code == "xlsx" else head[1] for head in headings].index("Its share")
    shares = [row[place] for row in rows if "shared with others" in str(row[0])]
    number = 33_333.34 if code == "xlsx" else ("currency", "33333.34")
    assert shares == [number, number]


def test_its_pages_stand_with_the_organisations_in_the_navigation(council):
    pack, board = packs.finished_statement(council), packs.finished(council, packs.meeting(council))
    client = signed_in(council.person("manager"))
    here = re.compile(r'aria-current="(?:true|page)"> ?<strong[^>]*>([^<]+)<')
    assert here.findall(words(client.get(pack.get_absolute_url()))) == ["Organisations"]
    assert here.findall(words(client.get(at("annual-list", council)))) == ["Organisations"]
    assert here.findall(words(client.get(board.get_absolute_url()))) == ["Meetings"]


def test_the_organisations_page_leads_to_both(council):
    shown = words(signed_in(council.person("officer")).get(at("organisation", council, code="BDC")))
    assert at("annual-list", council) + "?organisation=BDC" in shown
    assert at("annual-request", council) + "?organisation=BDC" in shown
    assert at("contribution-list", council) + "?organisation=BDC" in shown
