"""Notices: told once, in the way that each person chose, and sent once; the daily message; the weekly reminder."""

from datetime import date

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from partnership import actions, clock, duties, notices, post
from partnership.models import Grant, Notice
from partnership.models.notices import Way
from tests import factories, packs
from tests.pages import signed_in, words

pytestmark = pytest.mark.django_db
HELD = Notice.State.HELD
MEETING = notices.Kind("test-meeting", "Meetings", "When one is called.", Way.AT_ONCE)


@pytest.fixture(autouse=True)
def a_kind(monkeypatch):
    monkeypatch.setattr(notices, "KINDS", {kind.key: kind for kind in (notices.DUTIES, MEETING)})
    with clock.travel(factories.moment(2026, 11, 21)):
        yield


def tell(council, *people, key="meeting:1", subject="Joint Board, 1 December 2026"):
    message = actions.Message(MEETING, key, subject, "The agenda was published.", "/p/three-councils/")
    return actions.notify(message=message, to=people, partnership=council.partnership)


def deliver():
    """What a worker does."""
    for pk in Notice.objects.filter(state="queued").order_by("pk").values_list("pk", flat=True):
        post.send(pk)


def test_each_person_is_told_once(council):
    viewer, officer = council.person("viewer"), council.person("officer")
    assert tell(council, viewer, viewer) == 1
    assert tell(council, viewer, officer) == 1
    deliver()
    deliver()
    assert sorted(sent.to[0] for sent in mail.outbox) == sorted([viewer.email, officer.email])
    sent = mail.outbox[0]
    assert sent.subject == "Joint Board, 1 December 2026"
    assert sent.body == (
        "The agenda was published.\n\nhttp://localhost:8000/p/three-councils/\n\n--\nThe shared services portal. "
        "Choose what it sends you: http://localhost:8000/account/notices/choices/"
    )
    assert set(Notice.objects.values_list("state", flat=True)) == {"sent"}


def test_who_may_not_sign_in_any_more_is_told_nothing(council):
    viewer = council.person("viewer")
    viewer.is_active = False
    assert tell(council, viewer) == 0


@pytest.mark.parametrize("number", [1, 3])
def test_telling_costs_the_same_for_any_number(council, number, django_assert_num_queries):
    people = [council.person(role) for role in ("viewer", "officer", "verifier")[:number]]
    with django_assert_num_queries(5):  # a savepoint and its end among them
        tell(council, *people)


def test_nothing_is_sent_before_the_act_is_committed(council, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as waiting:
        tell(council, council.person("viewer"))
        tell(council, council.person("viewer"))
    assert len(waiting) == 1
    with pytest.raises(ValueError), transaction.atomic():
        tell(council, council.person("officer"))
        raise ValueError
    assert Notice.objects.count() == 1


def test_a_mail_server_that_is_down_delays_and_then_fails_with_a_sentence(council, monkeypatch):
    def down(*_):
        raise ConnectionRefusedError

    tell(council, council.person("viewer"))
    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", down)
        deliver()
        notice = Notice.objects.get()
        assert (notice.state, notice.attempts) == ("queued", 1)
    deliver()
    assert [sent.to for sent in mail.outbox] == [[council.person("viewer").email]]
    assert Notice.objects.get().state == "sent"


def test_who_has_no_role_there_any_more_is_sent_nothing(council):
    viewer, officer = council.person("viewer"), council.person("officer")
    actions.choose_notices(by=officer, ways={MEETING.key: "digest"})
    tell(council, viewer, officer)
    Grant.objects.filter(user__in=[viewer, officer]).update(to_on=date(2026, 11, 20))
    deliver()
    assert post.gather(date(2026, 11, 21)) == 0
    assert mail.outbox == []
    assert set(Notice.objects.values_list("state", "problem")) == {("here", post.GONE)}


def test_a_subject_has_one_line(council):
    tell(council, council.person("viewer"), subject="Joint\r\nBcc: x@y.example")
    deliver()
    assert mail.outbox[0].subject == "Joint Bcc: x@y.example"


def test_what_could_not_be_delivered_for_long_is_sent_again_when_asked(council):
    viewer = council.person("viewer")
    tell(council, viewer)
    notice = Notice.objects.get()
    with pytest.raises(ValidationError):
        actions.resend_notice(by=viewer, notice=notice)
    Notice.objects.update(state="failed", attempts=12, problem="The mail server did not take it.")
    client = signed_in(viewer)
    assert "Send it again" in words(client.get(notice.get_absolute_url()))
    client.post(f"{notice.get_absolute_url()}send/")
    deliver()
    assert len(mail.outbox) == 1


def test_between_attempts_it_waits_ever_longer():
    pauses = [post.QUEUE.pause(attempts).total_seconds() for attempts in range(1, post.QUEUE.most_attempts)]
    assert pauses[:3] == [120, 240, 480] and pauses[-1] == 4 * 3600
    assert sum(pauses) == (24 * 60 + 14) * 60  # it is said that the mail server took nothing for a day


# --- Choices ----------------------------------------------------------------------------------------------------------
def test_a_person_chooses_how_to_be_told(council):
    viewer, officer = council.person("viewer"), council.person("officer")
    client = signed_in(viewer)
    page = words(client.get("/account/notices/choices/"))
    assert "Meetings" in page and "When one is called." in page and "What waits for you" in page
    client.post("/account/notices/choices/", {"test-meeting": "here", "duties": "digest"})
    assert notices.ways(viewer) == {"test-meeting": Way.HERE, "duties": Way.DIGEST}
    assert notices.ways(officer) == {"test-meeting": Way.AT_ONCE, "duties": Way.AT_ONCE}
    tell(council, viewer, officer)
    deliver()
    assert [sent.to for sent in mail.outbox] == [[officer.email]]
    listed = words(client.get("/account/notices/"))
    assert "Joint Board, 1 December 2026" in listed and "Shown here only" in listed
    assert viewer.notice_choices.get(kind="duties").history.get().history_user == viewer


def test_a_kind_that_does_not_exist_is_refused(council):
    with pytest.raises(ValidationError, match="no notices “other”"):
        actions.choose_notices(by=council.person("viewer"), ways={"other": "here"})


def test_what_is_wanted_once_a_day_comes_in_one_message(council):
    viewer = council.person("viewer")
    actions.choose_notices(by=viewer, ways={MEETING.key: "digest"})
    tell(council, viewer, key="1", subject="First")
    tell(council, viewer, key="2", subject="Second")
    deliver()
    assert mail.outbox == []
    assert post.gather(date(2026, 11, 21)) == 1
    assert post.gather(date(2026, 11, 21)) == 0
    deliver()
    (sent,) = mail.outbox
    assert sent.subject == "2 notices of the shared services portal"
    assert sent.body.index("First") < sent.body.index("Second")
    assert set(Notice.objects.filter(kind=MEETING.key).values_list("state", flat=True)) == {"gathered"}


def test_what_comes_after_the_daily_message_waits_for_the_next(council):
    viewer = council.person("viewer")
    actions.choose_notices(by=viewer, ways={MEETING.key: "digest"})
    tell(council, viewer, key="1")
    post.gather(date(2026, 11, 21))
    tell(council, viewer, key="2")
    assert post.gather(date(2026, 11, 21)) == 0
    assert post.gather(date(2026, 11, 22)) == 1


# --- Reminders --------------------------------------------------------------------------------------------------------
def test_once_a_week_each_person_is_told_what_waits(council):
    for pence in (100_00, 200_00):
        factories.submitted(council, pence=pence)
    packs.finished(council)
    assert post.remind(date(2026, 11, 23)) == len(Notice.objects.all())
    told = {notice.to: notice.text for notice in Notice.objects.all()}
    assert told[council.person("verifier")] == "Shares to verify: 2"
    assert told[council.person("steering")] == "Board packs to release: 1"
    assert council.person("viewer") not in told and council.person("officer") not in told
    assert post.remind(date(2026, 11, 27)) == 0
    assert post.remind(date(2026, 11, 30)) == len(told)


def test_what_fails_for_one_person_keeps_nobody_else_waiting(council, monkeypatch):
    packs.finished(council)
    steering, find = council.person("steering"), duties.waiting

    def failing(user, partnership):
        if user == steering:
            raise RuntimeError
        return find(user, partnership)

    monkeypatch.setattr(duties, "waiting", failing)
    post.remind(date(2026, 11, 23))
    assert Notice.objects.filter(to=council.person("chief")).exists()
    monkeypatch.undo()
    assert post.remind(date(2026, 11, 24)) == 1  # the next day, in the same week


# --- Pages ------------------------------------------------------------------------------------------------------------
def test_nobody_reads_what_somebody_else_was_told(council):
    tell(council, council.person("viewer"))
    where = Notice.objects.get().get_absolute_url()
    assert "The agenda was published." in words(signed_in(council.person("viewer")).get(where))
    other = signed_in(council.person("administrator"))
    assert other.get(where).status_code == 404
    assert "Joint Board" not in words(other.get("/account/notices/"))
    assert "Joint Board" in signed_in(council.person("viewer")).get("/account/notices/?format=csv").getvalue().decode()


def test_the_mails_of_the_demonstration_are_shown_in_it_and_nowhere_else(council, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    viewer, client = council.person("viewer"), signed_in(council.person("officer"))
    tell(council, viewer, key="1", subject="First – £5")
    tell(council, viewer, key="2", subject="Second")
    deliver()
    page = words(client.get("/mail/"))
    assert "First – £5" in page and "Second" in page and f"To {viewer.email}" in page
    settings.DEMONSTRATION = False
    assert client.get("/mail/").status_code == 404
