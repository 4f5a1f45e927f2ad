"""The communications log and its papers."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tests import files
from tests.api import Program
from tests.engagement import communication, day, upload
from tests.pages import at, problems, signed_in, typed, words
from workstreams import actions
from workstreams.models import Attachment, Communication

GIVEN = {"kind": "open_door", "title": "Open door", "audience": "staff", "said": "Posts are safe."}


def listed(client, world, **asked):
    return [row.title for row in client.get(at("communication-log", world), asked).context["listing"].objects]


def test_a_lead_logs_a_session_with_its_paper_and_everybody_can_download_it(council):
    client = signed_in(council.person("lead"))
    given = GIVEN | {"workstream": council.workstream.pk, "files": upload("News of May.pdf", b"%PDF-1.7 news")}
    assert client.post(at("communication-add", council), given | typed("on", day())).status_code == 302
    row = Communication.objects.get()
    assert (row.where, row.is_planned) == ("Internal audit", False)
    paper = row.attachments.get()
    assert (paper.name, paper.content_type, paper.uploaded_by) == (
        *("News_of_May.pdf", "application/pdf"),
        council.person("lead"),
    )
    answer = signed_in(council.person("viewer")).get(paper.get_absolute_url())
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 news"
    assert answer["Content-Disposition"] == 'attachment; filename="News_of_May.pdf"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "created the paper “News_of_May.pdf”" in words(client.get(row.get_absolute_url()))


def test_a_file_that_is_not_what_it_says_is_refused_with_all_else_that_is_wrong(council):
    client = signed_in(council.person("manager"))
    given = GIVEN | {"title": "", "files": upload("news.pdf", b"<script>alert(1)</script>")} | typed("on", day())
    found = problems(client.post(at("communication-add", council), given))
    assert set(found) == {"title", "files"} and "news.pdf is not a PDF" in found["files"][0]
    assert not Communication.objects.exists() and not Attachment.objects.exists()


def test_a_paper_is_taken_away_with_its_file_and_stays_in_the_history(council, django_capture_on_commit_callbacks):
    row = communication(council, files=[upload()])
    paper = row.attachments.get()
    manager = signed_in(council.person("manager"))
    with django_capture_on_commit_callbacks(execute=True):
        manager.post(at("attachment-remove", council, pk=paper.pk))
    assert not paper.file.storage.exists(paper.file.name)
    assert "deleted the paper “news.txt”" in words(manager.get(row.get_absolute_url()))


def test_a_line_is_removed_with_its_papers_by_who_may_edit_it(council):
    row = communication(council, files=[upload()], workstream=None)
    with pytest.raises(PermissionDenied):
        actions.remove_communication(by=council.person("lead"), communication=row)
    actions.remove_communication(by=council.person("manager"), communication=row)
    assert not Communication.objects.exists() and not Attachment.objects.exists()


def test_papers_are_not_attached_to_what_was_removed_meanwhile(council):
    row, by = communication(council), council.person("manager")
    actions.remove_communication(by=by, communication=Communication.objects.get(pk=row.pk))
    with (
        pytest.raises(ValidationError, match="This communication is gone"),
        actions.stored_papers(council.partnership, [upload()]) as papers,
    ):
        actions.attach_papers(by=by, to=row, files=papers)


def test_a_chosen_file_is_asked_for_again_when_something_else_is_wrong(council):
    client = signed_in(council.person("manager"))
    sent = GIVEN | {"title": "", "files": upload()} | typed("on", day())
    assert "Choose your files again" in words(client.post(at("communication-add", council), sent))


def test_what_was_for_staff_and_unions_was_for_staff_too(council):
    client = signed_in(council.person("viewer"))
    communication(council, title="Both")
    communication(council, title="Councillors", audience="members", kind="presentation", on=day(-9))
    communication(council, title="Day", audience="everybody", kind="open_day", on=day(9))
    assert listed(client, council) == ["Day", "Both", "Councillors"]
    assert listed(client, council, audience="staff") == ["Day", "Both"]
    assert listed(client, council, audience="staff_unions") == ["Day", "Both"]
    assert listed(client, council, kind="open_day") == listed(client, council, since=day(1)) == ["Day"]
    assert listed(client, council, until=day(-1), q="COUNCIL") == ["Councillors"]


def test_files_and_api_hold_the_same(council):
    communication(council, files=[upload()])
    viewer = council.person("viewer")
    _, row = files.csv_rows(files.content(signed_in(viewer).get(at("communication-log", council), {"format": "csv"})))
    assert row == ["News sheet 1", str(day()), "News sheet", "Staff and trade unions", *row[4:]]
    assert row[4:8] == ["Internal audit", "held", "What is next.", "1"]
    (found,) = Program(viewer).rows("communications/", audience="unions")
    assert [(each["name"], each["size"]) for each in found["attachments"]] == [("news.txt", 26)]


@pytest.mark.parametrize("number", [1, 3])
def test_the_log_costs_the_same_for_any_number(council, django_assert_num_queries, number):
    for _ in range(number):
        communication(council, files=[upload()])
    client = signed_in(council.person("viewer"))
    with django_assert_num_queries(7):
        client.get(at("communication-log", council))
