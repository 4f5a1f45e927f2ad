"""Reports and minutes in the public register: what anybody may read, file by file, and what nobody may."""

import csv
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from governance import actions, minutes_files
from governance.actions import appendices, reports, routes
from governance.models import Body, Meeting, MinutesFile
from partnership import clock
from tests import factories, meetings
from tests.factories import moment
from tests.pages import signed_in, words
from tests.reports import cleared, complete, route, sent, wrote

START = moment(2026, 10, 1)
SECRET, REASON = "redundancy of four surveyors", "It tells of members of staff."
HOME = "/register/three-councils/"


@pytest.fixture(autouse=True)
def today():
    with clock.travel(moment(2026, 11, 2)):
        yield


def on_agenda(council, report, meeting, title=""):
    by = council.person("manager")
    return routes.put_on_agenda(by=by, report=report, meeting=meeting, title=title or report.title)


def publish(council, report):
    sent(council, report, "Joint Board", reason="Urgent.")
    routes.publish_report(by=council.person("manager"), report=report)
    return report


@pytest.fixture
def papers(council):
    """Reports by what they are: mixed (an exempt part that was open once, and both sorts of appendix), whole (exempt),
    draft, withdrawn, and one on an exempt item; all but the draft published, all on the agenda of a board."""
    board = meetings.board(council)
    Body.objects.filter(pk=board.pk).update(name="Joint Board")
    route(council)
    by = council.person("manager")
    mixed = complete(council, title="Shared internal audit")
    wrote(council, mixed, "hr", f"Once open: {SECRET}.")
    reports.keep_version(by=by, report=mixed, called="Before")
    wrote(
        council,
        mixed,
        "hr",
        f"By now: {SECRET} {{{{ figure: target cashable organisation=BDC }}}}.",
        exempt_reason=REASON,
    )
    wrote(council, mixed, "financial", "It saves {{ figure: target cashable }}.", by=by)
    for key in ("hr", "financial"):
        cleared(council, mixed, key)
    for title, reason in (("Plan of posts", ""), (SECRET, REASON)):
        file = SimpleUploadedFile("plan.txt" if not reason else "secret.txt", f"{title} in full".encode())
        appendices.attach_appendix(by=by, report=mixed, upload=file, title=title, exempt_reason=reason)
    found = {"mixed": publish(council, mixed)}
    found["whole"] = publish(council, complete(council, title=f"On the {SECRET}", exempt_reason=REASON))
    found["item"] = publish(council, complete(council, title=f"Open, and {SECRET}"))
    found["withdrawn"] = publish(council, complete(council, title=f"Gone: {SECRET}"))
    found["draft"] = complete(council, title=f"Draft of the {SECRET}")
    sent(council, found["draft"], board.name, reason="Urgent: the lease ends.")
    meeting = meetings.called(council, board, START, "Savings")
    for what, report in found.items():
        on_agenda(council, report, meeting, {"mixed": "Internal audit"}.get(what, f"Item {what}"))
    item = meeting.items.get(report=found["item"])
    actions.edit_agenda_item(by=by, item=item, is_exempt=True, exempt_reason=REASON)
    reports.withdraw_report(by=by, report=found["withdrawn"], reason=f"It told of the {SECRET}.")
    return found | {"meeting": meeting}


@pytest.fixture
def held(council, papers):
    """The meeting is over; its minutes, which have an exempt part, were agreed by a later one."""
    by, meeting = council.person("manager"), papers["meeting"]
    with clock.travel(START):
        actions.publish_agenda(by=by, meeting=meeting)
        actions.open_meeting(by=by, meeting=meeting)
        roll = {meetings.seat(meeting.body, code).pk: ("present", None) for code in meetings.CODES}
        actions.take_roll(by=by, meeting=meeting, roll=roll)
        meeting = Meeting.objects.get(pk=meeting.pk)
        meetings.decided(council, meeting, "That audit is shared.", item=meeting.items.get(title="Internal audit"))
        meetings.decided(council, meeting, f"That the {SECRET} goes on.", item=meeting.items.get(title="Item whole"))
        actions.end_meeting(by=by, meeting=meeting)
    return Meeting.objects.get(pk=meeting.pk)


def agreed(council, held):
    by = council.person("manager")
    actions.draft_minutes(by=by, meeting=held)
    actions.circulate_minutes(by=by, meeting=held)
    later = meetings.opened(council, held.body, starts_at=START + timedelta(days=28))
    actions.agree_minutes(by=by, meeting=Meeting.objects.get(pk=held.pk), at=later)
    for pk in MinutesFile.objects.values_list("pk", flat=True):
        minutes_files.build(pk)


def address(papers, what, file=""):
    return f"{HOME}meetings/{papers['meeting'].pk}/reports/{papers[what].number}/{file}"


def everything(papers):
    """Whatever the register answers without a report's or a file's own address being known to be public."""
    meeting = papers["meeting"]
    pages = ["", "feed/", "reports/", "reports.csv", "meetings.csv", "decisions/", "decisions.csv"]
    pages += [f"reports/?q={SECRET}", f"meetings/{meeting.pk}/", f"meetings/{meeting.pk}/minutes/agreed/"]
    pages += [f"meetings/{meeting.pk}/reports/{papers['mixed'].number}/"]
    return {path: Client().get(HOME + path).content.decode().replace(f'value="{SECRET}"', "") for path in pages}


def asked(path, method="get"):
    """Status and content; what streams is read to its end, so that its file is closed."""
    answer = getattr(Client(), method)(path)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    answer.close()
    return answer, content


def status(path, method="get"):
    return asked(path, method)[0].status_code


# --- The switch, and the agenda ---
def test_nothing_is_there_before_the_switch_and_before_the_agenda(council, papers):
    assert status(address(papers, "mixed")) == 404
    actions.publish_register(by=council.person("manager"), partnership=council.partnership)
    actions.give_notice(by=council.person("manager"), meeting=papers["meeting"])
    assert status(address(papers, "mixed")) == 404  # its agenda is not published
    assert "audit" not in "".join(everything(papers).values())


# --- What may leak ---
def test_nothing_exempt_is_in_any_answer_and_what_is_open_is(council, papers, held):
    actions.publish_register(by=council.person("manager"), partnership=council.partnership)
    agreed(council, held)
    told = everything(papers)
    assert [path for path, text in told.items() if "surveyors" in text] == []
    page = told[f"meetings/{held.pk}/reports/{papers['mixed'].number}/"]
    assert "The purpose of it." in page and REASON in page and "£0.00" in page
    assert page.count("£0.00") == 2  # in the text and in the list of figures; not that of the exempt part
    assert "That audit is shared." in told[f"meetings/{held.pk}/minutes/agreed/"]
    assert told["reports/"].count(">Shared internal audit</a>") == 1
    assert told["reports.csv"].count("\n") == 2
    assert "Report: Shared internal audit" in told["feed/"] and "Agreed minutes of the" in told["feed/"]


def test_an_open_report_stands_at_its_item_and_nowhere_else_on_the_page(council, papers, held):
    actions.publish_register(by=council.person("manager"), partnership=council.partnership)
    agreed(council, held)
    page = words(Client().get(f"{HOME}meetings/{held.pk}/"))
    agenda, below = page[page.index('id="agenda"') :].split("</ol>")
    items = {item.split("</p>")[0]: item for item in agenda.split("<li><strong>")[1:]}
    leading = [item for item in items.values() if f"/reports/{papers['mixed'].number}/" in item]
    assert len(leading) == 1 and "Internal audit" in leading[0] and "Report: Shared internal audit" in leading[0]
    assert page.count("/reports/1/") == page.count(f"/reports/{papers['mixed'].number}/") == 1
    assert "/reports/" not in below.split("Decisions</h2>")[0] and "Agreed minutes of the" in below


@pytest.mark.parametrize("what", ["whole", "draft", "withdrawn", "item"])
def test_no_address_opens_what_is_not_public(council, papers, held, what):
    actions.publish_register(by=council.person("manager"), partnership=council.partnership)
    assert {status(address(papers, what), method) for method in ("get", "head")} == {404}
    assert status(f"{HOME}meetings/{held.pk}/minutes/agreed/") == 404  # not agreed yet
    assert status(f"{HOME}meetings/{held.pk}/minutes/agreed/pdf/") == 404


def test_files_are_those_that_are_open(council, papers, held):
    actions.publish_register(by=council.person("manager"), partnership=council.partnership)
    agreed(council, held)
    plan, secret = papers["mixed"].appendices.order_by("pk")
    response, content = asked(address(papers, "mixed", f"{plan.pk}/"))
    assert content == b"Plan of posts in full"
    assert response["Content-Disposition"] == 'attachment; filename="plan.txt"'
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert status(address(papers, "mixed", f"{plan.pk}/"), "head") == 200
    assert status(address(papers, "mixed", f"{secret.pk}/")) == 404
    assert status(address(papers, "whole", f"{plan.pk}/")) == 404
    assert f"/{secret.pk}/" not in words(Client().get(address(papers, "mixed")))
    _, minutes = asked(f"{HOME}meetings/{held.pk}/minutes/agreed/pdf/")
    with MinutesFile.objects.get(edition__agreed_by__isnull=False, is_open=True).file.open("rb") as file:
        assert minutes == file.read()


def test_another_partnership_has_nothing_here_and_off_is_off(council, papers, held):
    by = council.person("manager")
    far = factories.three_councils(slug="far", prefix="F-")
    actions.publish_register(by=far.person("manager"), partnership=far.partnership)
    assert status(address(papers, "mixed")) == 404
    assert status(address(papers, "mixed").replace("three-councils", "far")) == 404
    assert "audit" not in words(Client().get("/register/far/reports/"))
    actions.publish_register(by=by, partnership=council.partnership)
    assert status(address(papers, "mixed")) == 200
    actions.withdraw_register(by=by, partnership=council.partnership)
    plan = papers["mixed"].appendices.first()
    answers = [Client().get(path) for path in (address(papers, "mixed"), address(papers, "mixed", f"{plan.pk}/"))]
    assert {(answer.status_code, answer["Cache-Control"]) for answer in answers} == {(404, "no-store")}


# --- What is sensible ---
def test_copies_are_kept_for_five_minutes_but_not_of_pages_with_a_name_on_them(council, papers, held):
    actions.publish_register(by=council.person("manager"), partnership=council.partnership)
    plan = papers["mixed"].appendices.first()
    paths = [HOME, f"{HOME}feed/", f"{HOME}reports.csv", address(papers, "mixed", f"{plan.pk}/")]
    assert {asked(path)[0]["Cache-Control"] for path in paths} == {"public, max-age=300"}
    mine = signed_in(council.person("viewer")).get(HOME)
    assert mine["Cache-Control"] == "private, no-cache" and "Cookie" in mine["Vary"]


def test_the_list_is_searched_in_open_words_and_the_file_has_every_report(council, papers, held):
    actions.publish_register(by=council.person("manager"), partnership=council.partnership)

    def found(words_typed):
        return "Shared internal audit" in words(Client().get(f"{HOME}reports/", {"q": words_typed}))

    assert found("internal purpose") and found("service be approved")
    assert not found("surveyors") and not found("internal surveyors")
    (row,) = csv.DictReader(Client().get(f"{HOME}reports.csv").content.decode().splitlines())
    assert (row["Report"], row["Title"], row["Item"]) == ("1", "Shared internal audit", "2")
    assert row["Address"] == f"http://testserver{address(papers, 'mixed')}"
    (row,) = csv.DictReader(Client().get(f"{HOME}meetings.csv").content.decode().splitlines())
    assert (row["Body"], row["State"]) == ("Joint Board", "Held")


def test_lists_cost_the_same_for_any_number(council, papers, held):
    actions.publish_register(by=council.person("manager"), partnership=council.partnership)

    def costs():
        found = []
        for path in (f"{HOME}reports/", f"{HOME}reports.csv", f"{HOME}feed/", address(papers, "mixed")):
            with CaptureQueriesContext(connection) as context:
                Client().get(path)
            found.append(len(context))
        return found

    before = costs()
    for day in (5, 6):
        other = meetings.called(council, held.body, moment(2026, 11, day), "Savings")
        on_agenda(council, papers["mixed"], other)
        actions.publish_agenda(by=council.person("manager"), meeting=other)
    assert costs() == before == [4, 2, 5, 7]
