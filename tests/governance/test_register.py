"""The public register: what anybody may read of meetings and decisions, and what nobody may."""

import csv
import xml.etree.ElementTree as ElementTree
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from governance import actions, register
from governance.models import Meeting
from partnership import clock
from tests import factories, meetings
from tests.factories import moment
from tests.pages import at, signed_in, words

START = moment(2026, 10, 1)
SECRET, REASON = "The price that the bidder asks", "Paragraph 3: the business affairs of a person"
HOME = "/register/three-councils/"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def today():
    with clock.travel(moment(2026, 11, 2)):
        yield


@pytest.fixture
def published(council):
    actions.publish_register(by=council.person("manager"), partnership=council.partnership)
    return council


def exempt_item(council, meeting, **facts):
    facts = {"title": "Choice of a supplier", "matter": SECRET, "lead": SECRET} | facts
    by = council.person("manager")
    return actions.add_agenda_item(by=by, meeting=meeting, is_exempt=True, exempt_reason=REASON, **facts)


@pytest.fixture
def held(council):
    """A meeting that is over: an open decision, amended and not unanimous; and an exempt one, with a correction."""
    board = meetings.board(council)
    chief = council.person("chief")
    by, seat = council.person("manager"), meetings.seat(board, "NEDDC")
    actions.edit_holding(by=by, holding=seat.holdings.get(), to_on=date(2025, 12, 31))
    actions.add_holding(by=by, seat=seat, person=chief, from_on=date(2026, 1, 1))
    meeting = meetings.called(council, board, START, "Savings", "Next meeting")
    item = exempt_item(council, meeting)
    actions.edit_agenda_item(by=by, item=meeting.items.get(title="Savings"), matter="What was saved", lead="Chair")
    with clock.travel(START):
        actions.publish_agenda(by=by, meeting=meeting)
        actions.open_meeting(by=by, meeting=meeting)
        roll = {meetings.seat(board, code).pk: ("present", None) for code in meetings.CODES}
        actions.take_roll(by=by, meeting=meeting, roll=roll)
        meeting = Meeting.objects.get(pk=meeting.pk)
        votes = {"BDC": "for", "CBC": "for", "NEDDC": "against"}
        savings = meeting.items.get(title="Savings")
        text = {"original": "That it waits.", "item": savings}
        meetings.decided(council, meeting, "That it goes ahead.", votes, **text)
        first = meetings.decided(council, meeting, SECRET, item=item)
        meetings.decided(council, meeting, f"{SECRET} again", corrects=first, reason=SECRET)
    with clock.travel(moment(2026, 10, 2)):
        actions.end_meeting(by=by, meeting=meeting)
    return Meeting.objects.get(pk=meeting.pk)


def everything(meeting):
    """Whatever the register answers, by address."""
    pages = [HOME, f"{HOME}decisions/", f"{HOME}decisions.csv", f"{HOME}feed/", f"{HOME}meetings/{meeting.pk}/"]
    pages += [f"{HOME}decisions/{pk}/" for pk in meeting.decisions.values_list("pk", flat=True)]
    return {path: Client().get(path) for path in pages}


# --- The switch ---
def test_nothing_is_there_until_a_manager_switches_it_on_and_after_it_is_off(council, held):
    client, admin = signed_in(council.person("manager")), council.person("administrator")
    assert {answer.status_code for answer in everything(held).values()} == {404}
    client.post(at("register-publish", council))
    assert {answer.status_code for answer in everything(held).values()} == {200}
    assert "the public register" in words(client.get(at("register-publication", council)))
    page = words(signed_in(admin).get(at("register-publication", council)))
    assert "Switch the public register off" in page
    signed_in(admin).post(at("register-withdraw", council))
    assert {answer.status_code for answer in everything(held).values()} == {404}
    page = words(signed_in(admin).get(at("register-publication", council)))
    assert "Switch the public register on" not in page  # an administrator may stop it, not begin it


def test_who_may_switch_what(council):
    here = {"partnership": council.partnership}
    for role in ("viewer", "steering", "chief", "auditor", "administrator"):
        with pytest.raises(PermissionDenied):
            actions.publish_register(by=council.person(role), **here)
    actions.publish_register(by=council.person("manager"), **here)
    with pytest.raises(ValidationError, match="on already"):
        actions.publish_register(by=council.person("manager"), **here)
    with pytest.raises(PermissionDenied):
        actions.withdraw_register(by=council.person("steering"), **here)
    actions.withdraw_register(by=council.person("administrator"), **here)


# --- What may leak ---
def test_nothing_exempt_and_no_name_of_a_person_is_in_any_answer(published, held):
    people = {person.name for person in published.people.values()} - {""}
    assert published.person("chief").name in people
    for path, answer in everything(held).items():
        text = answer.content.decode()
        assert SECRET not in text, path
        assert not [name for name in people if name in text], path


def test_the_reason_for_exemption_is_told_and_nothing_else_of_the_item(published, held):
    """The law has the paragraph told by which the public is shut out; lead and matter are not."""
    secret = held.decisions.get(motion=SECRET)
    told = {path: answer.content.decode() for path, answer in everything(held).items()}
    with_reason = {path for path, text in told.items() if REASON in text}
    meeting, decision = f"{HOME}meetings/{held.pk}/", f"{HOME}decisions/{secret.pk}/"
    assert with_reason == {meeting, decision, f"{HOME}decisions.csv", f"{HOME}feed/"}
    assert f"Exempt from publication: {REASON}</p>" in told[meeting] and "Led by: Chair" in told[meeting]
    found = {row["Reference"]: row["Why exempt"] for row in csv.DictReader(told[f"{HOME}decisions.csv"].splitlines())}
    assert found == {"JB 2026/1": "", "JB 2026/2": REASON, "JB 2026/3": ""}


def test_a_draft_agenda_tells_no_reason(published, held):
    draft = meetings.called(published, held.body, moment(2026, 12, 1))
    exempt_item(published, draft, title="Another supplier")
    actions.give_notice(by=published.person("manager"), meeting=draft)
    assert REASON not in words(Client().get(f"{HOME}meetings/{draft.pk}/"))


def test_of_an_exempt_decision_the_reference_and_the_subject_are_shown(published, held):
    first, secret, correction = held.decisions.order_by("pk")
    page = words(Client().get(f"{HOME}decisions/{secret.pk}/"))
    assert secret.reference in page and "Choice of a supplier" in page
    for hidden in ("Carried", "Outcome", "Taken", "Quorum", "Votes", "Corrected by", correction.reference):
        assert hidden not in page
    page = words(Client().get(f"{HOME}decisions/{correction.pk}/"))
    assert "Business of the meeting" in page and "Corrects" not in page


def test_a_search_does_not_tell_what_is_exempt(published, held):
    def found(asked):
        return words(Client().get(f"{HOME}decisions/", {"q": asked}))

    first, secret, _ = held.decisions.order_by("pk")
    assert f">{first.reference}</a>" in found("goes ahead")
    assert "Nothing matches" in found("bidder")
    assert f">{secret.reference}</a>" in found("supplier")


@pytest.mark.parametrize("page", ["decisions", "reports"])
def test_more_words_than_a_search_takes_are_refused(published, page):
    told = words(Client().get(f"{HOME}{page}/", {"q": "a b c d e f g h i"}))
    assert "8 words" in told and "<title>Error: " in told and "Error: Error:" not in told


def test_drafts_are_not_shown(published, held):
    by, board = published.person("manager"), held.body
    draft = meetings.called(published, board, moment(2026, 12, 1), "Secret plan")
    assert Client().get(f"{HOME}meetings/{draft.pk}/").status_code == 404
    assert "1 December 2026" not in words(Client().get(HOME))
    actions.give_notice(by=by, meeting=draft)
    page = words(Client().get(f"{HOME}meetings/{draft.pk}/"))
    assert "1 December 2026" in page and "The agenda is not published yet" in page
    assert "Secret plan" not in page
    assert "Secret plan" not in Client().get(f"{HOME}feed/").content.decode()


def test_a_decision_is_public_once_the_meeting_is_over(published, held):
    other = meetings.opened(published, held.body, starts_at=moment(2026, 10, 20))
    row = meetings.decided(published, other, "That all is well.")
    paths = (f"{HOME}decisions/", f"{HOME}decisions.csv", f"{HOME}feed/", f"{HOME}meetings/{other.pk}/")
    assert Client().get(f"{HOME}decisions/{row.pk}/").status_code == 404
    assert not any("all is well" in Client().get(path).content.decode() for path in paths)
    actions.end_meeting(by=published.person("manager"), meeting=other)
    assert all("all is well" in Client().get(path).content.decode() for path in paths)


def test_that_it_was_corrected_is_public_once_the_other_meeting_is_over(published, held):
    first = held.decisions.order_by("pk")[0]
    other = meetings.opened(published, held.body, starts_at=moment(2026, 10, 20))
    anew = meetings.decided(published, other, "That it does not.", corrects=first, reason="Too dear.")
    paths = (f"{HOME}decisions/{first.pk}/", f"{HOME}decisions.csv")
    for path in paths:
        told = Client().get(path).content.decode()
        assert anew.reference not in told and f"decisions/{anew.pk}/" not in told, path
    actions.end_meeting(by=published.person("manager"), meeting=other)
    assert all(anew.reference in Client().get(path).content.decode() for path in paths)


def test_another_partnership_has_nothing_here(published, held):
    far = factories.three_councils(slug="far", prefix="F-")
    meeting = meetings.called(far, meetings.board(far), moment(2026, 12, 1))
    actions.publish_agenda(by=far.person("manager"), meeting=meeting)
    assert Client().get(f"{HOME}meetings/{meeting.pk}/").status_code == 404
    assert Client().get("/register/far/").status_code == 404


# --- What is shown ---
def test_a_meeting_shows_its_agenda_and_what_was_decided(published, held):
    page = words(Client().get(f"{HOME}meetings/{held.pk}/"))
    assert "What was saved" in page and "Led by: Chair" in page
    assert "3. Choice of a supplier" in page
    assert "That it goes ahead." in page
    assert "Held" in page and "Minutes draft" not in page


def test_a_decision_shows_how_each_organisation_voted(published, held):
    first = held.decisions.order_by("pk")[0]
    votes = [(one.name, one.words) for one in register.votes([first])[first.pk]]
    assert votes == [("Bolsover", "For"), ("Chesterfield", "For"), ("North", "Against")]
    page = words(Client().get(f"{HOME}decisions/{first.pk}/"))
    assert "That it waits." in page and first.result in page
    assert '<th scope="row">Bolsover</th><td>For</td>' in page


def test_a_casting_vote_and_weights_are_counted_as_they_were(council):
    board = meetings.board(council, voters="weighted", quorum_number=1)
    by = council.person("manager")
    actions.edit_seat(by=by, seat=meetings.seat(board, "BDC"), weight=1)
    meeting = meetings.opened(council, board, "BDC", "CBC", starts_at=START)
    row = meetings.decided(council, meeting, votes={"BDC": "against", "CBC": "for"}, casting="for")
    votes = {one.name: one.words for one in register.votes([row])[row.pk]}
    assert votes == {"Bolsover": "Against", "Chesterfield": "For; casting vote for"}


def test_a_postponed_meeting_leads_to_the_one_in_its_place_once_that_has_notice(published, held):
    by = published.person("manager")
    meeting = meetings.called(published, held.body, moment(2026, 12, 1))
    actions.publish_agenda(by=by, meeting=meeting)
    following = actions.postpone_meeting(by=by, meeting=meeting, starts_at=moment(2027, 1, 12), reason=SECRET)
    page = words(Client().get(f"{HOME}meetings/{meeting.pk}/"))
    assert "Postponed" in page and "12 January 2027" not in page and SECRET not in page
    actions.give_notice(by=by, meeting=following)
    assert f"{HOME}meetings/{following.pk}/" in words(Client().get(f"{HOME}meetings/{meeting.pk}/"))


# --- For programs ---
def test_the_csv_has_every_decision_and_leaves_exempt_cells_empty(published, held):
    response = Client().get(f"{HOME}decisions.csv")
    assert response["Access-Control-Allow-Origin"] == "*"
    rows = list(csv.DictReader(response.content.decode().splitlines()))
    by_reference = {row["Reference"]: row for row in rows}
    first, secret, _ = held.decisions.order_by("pk")
    row = by_reference[first.reference]
    assert (row["Motion"], row["As recommended"], row["Outcome"]) == (
        "That it goes ahead.",
        "That it waits.",
        "Carried",
    )
    assert (row["For"], row["Against"], row["Abstained"]) == ("2", "1", "0")
    assert row["By organisation"] == "Bolsover: for; Chesterfield: for; North: against"
    assert row["Address"] == f"http://testserver{HOME}decisions/{first.pk}/"
    shown = {name for name, value in by_reference[secret.reference].items() if value}
    assert shown == {"Partnership", "Reference", "Taken", "Body", "Subject", "Exempt", "Why exempt", "Address"}


def test_the_feed_is_atom_with_agendas_and_decisions_the_newest_first(published, held):
    response = Client().get(f"{HOME}feed/")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(response.content)
    entries = [
        (entry.findtext(f"{ATOM}title"), entry.findtext(f"{ATOM}summary")) for entry in feed.iter(f"{ATOM}entry")
    ]
    first, secret, correction = held.decisions.order_by("pk")
    assert entries == [
        (f"{correction.reference}: Business of the meeting", "Exempt from publication."),
        (f"{secret.reference}: Choice of a supplier", f"Exempt from publication: {REASON}."),
        (f"{first.reference}: Savings", f"That it goes ahead. {first.result}"),
        (f"Agenda: {held}", "Joint Board meets on 1 October 2026 at 13:00, Town hall."),
    ]
    assert feed.find(f"{ATOM}author") is not None
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert len(set(ids)) == 4 and ids[0] == f"http://testserver{HOME}decisions/{correction.pk}/"


def test_an_address_of_the_network_may_ask_so_often(published, settings):
    settings.OPEN_DATA_CALLS_A_MINUTE = 2
    assert [Client().get(HOME).status_code for _ in range(3)] == [200, 200, 429]


def test_lists_file_and_feed_cost_the_same_for_any_number(published, held):
    paths = ("", "decisions/", "decisions.csv", "feed/", f"meetings/{held.pk}/")

    def costs():
        found = {}
        for path in paths:
            with CaptureQueriesContext(connection) as context:
                Client().get(HOME + path)
            found[path] = len(context)
        return found

    before = costs()
    assert before == {"": 4, "decisions/": 4, "decisions.csv": 3, "feed/": 5, f"meetings/{held.pk}/": 7}
    for day in (20, 21):
        meeting = meetings.opened(published, held.body, starts_at=moment(2026, 10, day))
        meetings.decided(published, meeting)
        meetings.decided(published, meeting)
        actions.end_meeting(by=published.person("manager"), meeting=meeting)
    assert costs() == before
