"""Consultations: who was asked, what they answered, what was done, and what is closed for ever."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from partnership import clock
from tests import factories, files
from tests.api import Program
from tests.engagement import answered, closed, consultation, day, upload
from tests.pages import at, problems, signed_in, typed, words
from workstreams import actions
from workstreams.models import Attachment, Consultation, Consultee

GIVEN = {"title": "One team", "stage": "appraisal", "proposal": "One team, hosted by Chesterfield."}


def listed(client, world, **asked):
    rows = client.get(at("consultation-log", world), asked).context["listing"].objects
    return [(row.title, row.state, f"{row.answered} of {row.asked}") for row in rows]


# --- Opening, and replies ---
def test_a_lead_opens_one_for_staff_and_unions_with_its_paper(council):
    client = signed_in(council.person("lead"))
    given = GIVEN | {"workstream": council.workstream.pk, "groups": ["staff", "unions"], "files": upload()}
    given |= typed("opened_on", day()) | typed("closes_on", day(14))
    assert client.post(at("consultation-add", council), given).status_code == 302
    row = Consultation.objects.get()
    assert [(str(each), each.asked_on) for each in row.consultees.all()] == [("Staff", day()), ("Trade unions", day())]
    assert row.attachments.get().name == "news.txt"
    address = at("consultation-add", council)
    form = client.get(address, {"workstream": "internal-audit"}).context["form"]
    assert (form["workstream"].value(), form["stage"].value()) == (council.workstream.pk, "appraisal")


def test_a_reply_and_what_was_done_about_it_are_entered_by_the_form(council):
    row = consultation(council, groups=["unions"])
    client = signed_in(council.person("lead"))
    address = at("consultee-edit", council, pk=row.consultees.get().pk)
    given = {"group": "unions", "name": "Union side of the forum", "done": "None."} | typed("asked_on", day())
    wrong = problems(client.post(address, given | typed("answered_on", day(-1))))
    assert set(wrong) == {"answered_on", "response"}
    given |= typed("answered_on", day()) | {"response": "They ask for a longer notice."}
    assert client.post(address, given).status_code == 302
    page = words(client.get(row.get_absolute_url()))
    assert "Union side of the forum" in page and "They ask for a longer notice." in page
    assert "changed the response of the entry of Union side of the forum" in page


def test_who_answered_and_what_they_answered_to_stay(council):
    row = consultation(council, groups=["staff"], files=[upload()])
    staff = answered(council, row.consultees.get())
    manager = council.person("manager")
    with pytest.raises(ValidationError):
        actions.remove_consultee(by=manager, consultee=staff)
    with pytest.raises(ValidationError):
        actions.remove_paper(by=manager, attachment=row.attachments.get())
    with pytest.raises(ValidationError) as refused:
        actions.edit_consultation(by=manager, consultation=row, proposal="Another one.")
    assert list(refused.value.message_dict) == ["proposal"]
    actions.edit_consultation(by=manager, consultation=row, closes_on=day(30))
    with pytest.raises(DatabaseError), transaction.atomic():
        Consultee.objects.filter(pk=staff.pk).delete()


def test_an_organisation_of_another_partnership_is_not_consulted(council):
    far = factories.three_councils(slug="far", prefix="F-")
    row = consultation(council)
    with pytest.raises(ValidationError):
        actions.add_consultee(
            by=council.person("manager"),
            consultation=row,
            group="organisation",
            organisation=far.organisations["BDC"],
            asked_on=day(),
        )
    form = signed_in(council.person("manager")).get(at("consultee-add", council, pk=row.pk)).context["form"]
    assert set(form.fields["organisation"].queryset) == set(council.organisations.values())
    with pytest.raises(PermissionDenied):
        consultation(council, "lead", workstream=None, stage="")


def test_a_gate_is_that_of_a_workstream_and_replies_are_due_after_it_opens(council):
    client = signed_in(council.person("manager"))
    given = GIVEN | typed("opened_on", day()) | typed("closes_on", day(-1))
    found = problems(client.post(at("consultation-add", council), given))
    assert "Choose the workstream whose gate it is for." in found["__all__"]
    assert "Replies are due on or after the day on which it opens." in found["closes_on"]


# --- Closing ---
def test_it_is_not_closed_while_anything_is_left_open_and_all_is_said_at_once(council):
    row = consultation(council)
    with pytest.raises(ValidationError, match="Nobody was consulted"):
        closed(council, row)
    row = consultation(council, groups=["staff", "unions"])
    answered(council, row.consultees.get(group="staff"), done="")
    client = signed_in(council.person("lead"))
    found = problems(
        client.post(at("consultation-close", council, pk=row.pk), {"result": "kept", "outcome": "It goes on."})
    )
    assert found["__all__"] == [
        "Say what was done about the reply of Staff.",
        "Trade unions may still reply. Wait until the last day for replies.",
    ]
    withdrawn = closed(council, row, result="withdrawn")
    assert withdrawn.state == "closed"


def test_who_has_not_answered_by_the_last_day_is_overdue_and_keeps_nobody_waiting(council):
    row = consultation(council, groups=["staff"], opened_on=day(-20), closes_on=day(-1))
    client = signed_in(council.person("viewer"))
    assert listed(client, council, state="overdue") == [("One audit team", "overdue", "0 of 1")]
    assert "1 reply is overdue." in words(client.get(row.get_absolute_url()))
    page = words(client.get(at("consultation-log", council)))
    assert '1 reply is awaited; 1 of them is <a class="govuk-link" href="?state=overdue">overdue</a>.' in page
    assert Program(council.person("viewer")).rows("consultations/", overdue="true")[0]["title"] == "One audit team"
    closed(council, row)
    assert listed(client, council, state="closed") == [("One audit team", "closed", "0 of 1")]
    assert "No reply" in words(client.get(row.get_absolute_url()))
    assert listed(client, council, state="overdue") == []


def test_what_is_closed_is_changed_by_nobody_not_even_behind_the_actions(council):
    row = consultation(council, groups=["staff"], files=[upload()])
    staff = answered(council, row.consultees.get())
    closed(council, row)
    manager = council.person("manager")
    for act in (
        lambda: actions.edit_consultation(by=manager, consultation=row, title="New"),
        lambda: actions.edit_consultee(by=manager, consultee=staff, response="New"),
        lambda: actions.add_consultee(by=manager, consultation=row, group="unions", asked_on=day()),
        lambda: actions.attach_papers(by=manager, to=row, files=[]),
        lambda: closed(council, row),
    ):
        with pytest.raises(ValidationError, match="closed"):
            act()
    for rows, change in (
        (Consultation.objects.filter(pk=row.pk), {"outcome": "New"}),
        (Consultee.objects.filter(pk=staff.pk), {"response": "New"}),
        (Attachment.objects.filter(consultation=row), {"name": "new.txt"}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Consultee.objects.create(consultation=row, group="unions", asked_on=day())
    assert Consultation.objects.open(clock.today()).count() == 0


# --- Lists ---
def test_consultations_are_found_by_state_gate_group_and_words(council):
    client = signed_in(council.person("viewer"))
    consultation(council, title="Staff", groups=["staff"])
    consultation(council, title="Later", workstream=None, stage="", opened_on=day(5), groups=["residents"])
    assert [title for title, *_ in listed(client, council)] == ["Later", "Staff"]
    assert [title for title, *_ in listed(client, council, who="staff")] == ["Staff"]
    assert [title for title, *_ in listed(client, council, stage="appraisal")] == ["Staff"]
    assert listed(client, council, state="planned") == [("Later", "planned", "0 of 0")]
    assert [title for title, *_ in listed(client, council, q="chesterfield staff")] == ["Staff"]


def test_files_and_api_hold_the_same(council):
    row = consultation(council, groups=["unions"], files=[upload()])
    answered(council, row.consultees.get())
    viewer = council.person("viewer")
    _, line = files.csv_rows(files.content(signed_in(viewer).get(at("consultation-log", council), {"format": "csv"})))
    assert line[:3] == ["One audit team", "Internal audit", "Options appraisal"] and line[6:9] == ["1", "1", "open"]
    (found,) = Program(viewer).rows("consultations/", closed="false")
    (one,) = found["consultees"]
    assert (one["group"], one["response"], one["done"]) == ("unions", "They agree.", "Noted.")
    assert found["attachments"][0]["sha256"] == row.attachments.get().sha256


@pytest.mark.parametrize("number", [1, 3])
def test_log_and_page_cost_the_same_for_any_number(council, django_assert_num_queries, number):
    for _ in range(number):
        row = consultation(council, groups=["staff", "unions", "residents"][:number], files=[upload()] * number)
    client = signed_in(council.person("viewer"))
    with django_assert_num_queries(8):
        client.get(at("consultation-log", council))
    with django_assert_num_queries(8):
        client.get(row.get_absolute_url())


def test_who_was_asked_keeps_the_time_to_reply(council):
    by = council.person("manager")
    row = consultation(council, groups=["staff"])
    for closes_on, said in ((day(7), "Somebody was asked to reply by"), (day(-1), "Somebody was asked")):
        with pytest.raises(ValidationError, match=said):
            actions.edit_consultation(by=by, consultation=row, closes_on=closes_on)
    actions.edit_consultation(by=by, consultation=row, closes_on=day(21))
    stale = Consultation.objects.get(pk=row.pk)
    stale.closes_on = day(-1)
    with pytest.raises(ValidationError, match="Staff may still reply"):
        closed(council, stale)
    unasked = consultation(council, title="Nobody asked yet")
    actions.edit_consultation(by=by, consultation=unasked, closes_on=day(3))
    for act in (
        lambda: actions.edit_consultation(by=by, consultation=unasked, opened_on=day(-9), closes_on=day(-1)),
        lambda: actions.open_consultation(
            by=by, partnership=council.partnership, **GIVEN | {"stage": ""}, opened_on=day(-9), closes_on=day(-1)
        ),
    ):
        with pytest.raises(ValidationError, match="This day is over"):
            act()


def test_replies_are_not_for_who_only_runs_the_installation(council):
    consultation(council, files=[upload()])
    administrator = Program(council.person("administrator"))
    assert administrator.rows("consultations/") == []
    assert administrator.get("communications/").status_code == 200


def test_a_reply_that_somebody_else_changed_is_not_overwritten_unread(council):
    row = consultation(council, groups=["staff"]).consultees.get()
    client, address = signed_in(council.person("manager")), at("consultee-edit", council, pk=row.pk)
    seen = client.get(address).context["form"]["seen"].value()
    answered(council, row, response="Theirs.", done="")
    typed_in = {"group": "staff", "response": "Mine.", "seen": seen}
    typed_in |= typed("asked_on", row.asked_on) | typed("answered_on", day())
    refused = client.post(address, typed_in)
    assert "changed this on" in words(refused) and ("Response", "Theirs.") in refused.context["form"].differing
    row.refresh_from_db()
    assert row.response == "Theirs."
    assert client.post(address, typed_in | {"seen": refused.context["form"]["seen"].value()}).status_code == 302
    row.refresh_from_db()
    assert row.response == "Mine."
