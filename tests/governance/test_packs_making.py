"""Asking for packs and making them: once, whole, or one clear failure, whatever happens on the way."""

import threading
import uuid
from datetime import timedelta
from unittest import mock

import pytest
from celery import current_app
from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone
from kombu import Connection

from governance import actions, tasks
from governance.models import Pack, PackSection
from governance.packs import assembly, build, queue, render, sections
from partnership.permissions import ROLES
from tests import factories, packs


@pytest.fixture
def sent(monkeypatch) -> list[int]:
    """The packs that were offered to workers, in place of a broker."""
    offered: list[int] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args, **options: offered.append(args[0]))
    return offered


def renders(monkeypatch, effect) -> None:
    """The renderer does this instead: a failure that no test could bring about by itself."""
    monkeypatch.setattr(assembly, "document", mock.Mock(side_effect=effect))


def lapse(pack: Pack) -> None:
    Pack.objects.filter(pk=pack.pk).update(leased_until=timezone.now() - timedelta(seconds=1))


# --- Asking -----------------------------------------------------------------------------------------------------------


def test_a_pack_remembers_the_point_of_the_ledger_and_who_asked(council):
    factories.submitted(council)
    pack = packs.ask(council)
    assert (pack.version, pack.sequence, pack.state) == (1, 3, "queued")
    assert pack.requested_by == council.person("manager")
    assert [s.key for s in pack.sections.all()] == ["cover", "contents", "savings", "method"]


def test_there_is_a_section_for_each_workstream(council):
    pack = packs.ask(council, sections=["workstream"])
    keys = [section.key for section in pack.sections.all()]
    assert keys == ["cover", "contents", f"workstream:{council.workstream.pk}", "method"]


def test_the_same_form_sent_twice_asks_once(council):
    meeting, key = packs.meeting(council), uuid.uuid4()
    first = packs.ask(council, meeting, request_key=key)
    assert packs.ask(council, meeting, request_key=key, sections=["charts"]) == first
    assert Pack.objects.count() == 1


def test_the_form_of_somebody_else_is_not_answered_with_their_pack(council):
    meeting, key = packs.meeting(council), uuid.uuid4()
    packs.ask(council, meeting, request_key=key)
    with pytest.raises(ValidationError, match="used already"):
        packs.ask(council, packs.meeting(council), request_key=key)


def test_asking_again_gives_a_new_version_and_keeps_the_old(council):
    meeting = packs.meeting(council)
    assert [packs.ask(council, meeting).version for _ in range(3)] == [1, 2, 3]
    assert packs.ask(council, packs.meeting(council)).version == 1


@pytest.mark.parametrize(
    ("wanted", "sentence"), [([], "Choose at least one section"), (["savings", "secrets"], "no section “secrets”")]
)
def test_sections_are_of_the_list(council, wanted, sentence):
    with pytest.raises(ValidationError, match=sentence):
        packs.ask(council, sections=wanted)
    assert not Pack.objects.exists()


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"manager"}))
def test_only_the_programme_manager_asks(council, role):
    with pytest.raises(PermissionDenied):
        packs.ask(council, by=council.person(role))


def test_the_manager_of_another_partnership_may_not_ask(council):
    other = factories.three_councils("other", prefix="Other ")
    with pytest.raises(PermissionDenied):
        packs.ask(council, by=other.person("manager"))


def test_it_is_offered_after_the_commit(council, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as hooks:
        pack = packs.ask(council)
        assert sent == []
    for hook in hooks:
        hook()
    assert sent == [pack.pk]


def test_two_clicks_at_once_ask_once(live_council):
    meeting, key, made, start = packs.meeting(live_council), uuid.uuid4(), [], threading.Barrier(2)
    manager = live_council.person("manager")

    def click():
        start.wait()
        made.append(packs.ask(live_council, meeting, request_key=key, by=manager).pk)
        connection.close()

    with mock.patch.object(current_app, "send_task"):
        clicks = [threading.Thread(target=click) for _ in range(2)]
        [each.start() for each in clicks]
        [each.join() for each in clicks]
    assert made == [Pack.objects.get().pk] * 2


def test_two_people_at_once_get_two_versions(live_council):
    meeting, start = packs.meeting(live_council), threading.Barrier(2)
    manager = live_council.person("manager")

    def click():
        start.wait()
        packs.ask(live_council, meeting, by=manager)
        connection.close()

    with mock.patch.object(current_app, "send_task"):
        clicks = [threading.Thread(target=click) for _ in range(2)]
        [each.start() for each in clicks]
        [each.join() for each in clicks]
    assert sorted(Pack.objects.values_list("version", flat=True)) == [1, 2]


# --- Making -----------------------------------------------------------------------------------------------------------


def test_the_same_message_twice_makes_one_pack(council):
    pack = packs.ask(council)
    tasks.render_pack(pack.pk)
    first = Pack.objects.get(pk=pack.pk)
    tasks.render_pack(pack.pk)
    again = Pack.objects.get(pk=pack.pk)
    assert (first.state, first.attempts) == ("finished", 1)
    assert (again.finished_at, again.sha256, again.attempts) == (first.finished_at, first.sha256, 1)


def test_of_two_workers_at_once_one_makes_it(live_council):
    with mock.patch.object(current_app, "send_task"):
        pack = packs.ask(live_council)
    start = threading.Barrier(2)

    def work():
        start.wait()
        build.build(pack.pk)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    [each.start() for each in workers]
    [each.join() for each in workers]
    pack.refresh_from_db()
    assert (pack.state, pack.attempts) == ("finished", 1)
    assert len(list(packs_on_disk(pack))) == 1


def packs_on_disk(pack: Pack):
    folder = pack.file.storage.path(f"packs/{pack.partnership_id}")
    return pack.file.storage.listdir(folder)[1]


def test_a_worker_that_lost_its_lease_writes_nothing(council, monkeypatch):
    pack = packs.ask(council)
    slow = queue.claim(pack.pk)
    lapse(pack)
    build.build(pack.pk)  # another one, meanwhile
    done = Pack.objects.get(pk=pack.pk)
    printed = build.printed
    with pytest.raises(queue.LeaseLost):
        printed(slow)
    with pytest.raises(queue.LeaseLost):
        build._finish(slow, assembly.Printed(b"%PDF-other", 1))
    pack.refresh_from_db()
    assert (pack.state, pack.sha256, pack.attempts) == ("finished", done.sha256, 2)
    assert packs_on_disk(pack) == [f"{pack.pk}-{pack.sha256[:16]}.pdf"]


def test_a_lease_is_kept_alive_while_one_step_takes_long(live_council, settings):
    settings.JOB_LEASE_SECONDS = 0.3
    with mock.patch.object(current_app, "send_task"):
        pack = queue.claim(packs.ask(live_council).pk)
    with queue.held(pack):
        threading.Event().wait(0.8)
        assert queue.claim(pack.pk) is None
        assert queue.resend() == 0
    lapse(pack)
    assert queue.claim(pack.pk) is not None


def test_a_killed_workers_pack_is_offered_again_when_its_lease_lapses(council, sent):
    pack = packs.ask(council)
    queue.claim(pack.pk)
    queue.resend()
    assert sent == []  # it may be alive
    lapse(pack)
    queue.resend()
    assert sent == [pack.pk]
    tasks.render_pack(pack.pk)
    pack.refresh_from_db()
    assert (pack.state, pack.attempts) == ("finished", 2)


def test_what_was_frozen_before_a_worker_died_stays_frozen(council):
    pack = packs.ask(council, sections=["agenda", "savings"])
    died = queue.claim(pack.pk)
    source = sections.Source(died)
    queue.write(died, document=sections.document(source))
    for section in died.sections.all()[:3]:
        build._freeze(died, section, source)
    died.meeting.items.all().delete()
    lapse(pack)
    build.build(pack.pk)
    pack.refresh_from_db()
    (agenda,) = [section for section in pack.frozen()["sections"] if section["key"] == "agenda"]
    assert agenda["content"]["minutes"] == 25
    assert [section["key"] for section in pack.frozen()["sections"]] == [s.key for s in pack.sections.all()]


def test_a_worker_killed_three_times_is_one_clear_failure(council, sent):
    pack = packs.ask(council)
    for _ in range(3):
        assert queue.claim(pack.pk)
        lapse(pack)
        queue.resend()
    pack.refresh_from_db()
    assert pack.state == "failed"
    assert pack.problem.startswith("The worker stopped while it made this pack, three times in a row.")
    assert queue.claim(pack.pk) is None
    assert sent == [pack.pk, pack.pk]


def test_an_offer_that_nobody_took_is_made_again_once_for_each_lease(council, sent):
    pack = packs.ask(council)
    assert queue.resend() == 1
    assert queue.resend() == 0
    lapse(pack)
    assert queue.resend() == 1
    assert sent == [pack.pk, pack.pk]


@pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", "filesystem://"])
def test_a_dead_broker_delays_and_loses_nothing(council, monkeypatch, sent, url):
    monkeypatch.undo()
    pack = packs.ask(council)
    options = {"data_folder_out": "/dev/null/none", "data_folder_in": "/dev/null/none"}
    dead = Connection(url, transport_options=options if url.startswith("file") else {}, connect_timeout=1)
    send = current_app.send_task
    with mock.patch.object(current_app, "send_task", lambda *a, **k: send(*a, **k, connection=dead, retry=False)):
        assert queue.send(pack.pk) is False
    pack.refresh_from_db()
    assert (pack.state, pack.leased_until) == ("queued", None)
    with mock.patch.object(current_app, "send_task") as alive:
        assert queue.resend() == 1
    alive.assert_called_once()


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (SoftTimeLimitExceeded(), "took longer than a worker may take"),
        (MemoryError(), "took more memory than a worker may take"),
    ],
)
def test_what_would_fail_again_fails_at_once_in_words(council, monkeypatch, error, sentence):
    renders(monkeypatch, error)
    pack = packs.make(council)
    assert (pack.state, pack.attempts, pack.lease) == ("failed", 1, None)
    assert sentence in pack.problem


def test_who_asked_may_have_lost_the_role_meanwhile(council):
    pack = packs.ask(council)
    pack.requested_by.grants.update(to_on="2002-01-01")
    build.build(pack.pk)
    pack.refresh_from_db()
    assert (pack.state, pack.attempts) == ("failed", 1)
    assert "may no longer see its figures" in pack.problem


def test_what_may_pass_is_tried_three_times(council, monkeypatch, sent):
    renders(monkeypatch, OSError("the store does not answer"))
    pack = packs.make(council)
    assert (pack.state, pack.attempts) == ("queued", 1)
    for _ in range(2):
        queue.resend()
        tasks.render_pack(pack.pk)
    pack.refresh_from_db()
    assert (pack.state, pack.attempts) == ("failed", 3)
    assert pack.problem == queue.PASSING


def test_a_failed_pack_can_be_tried_again_and_keeps_what_it_froze(council, monkeypatch):
    factories.submitted(council)
    with monkeypatch.context() as failing:
        renders(failing, MemoryError())
        pack = packs.make(council)
    factories.submitted(council, pence=55_555_55)
    actions.retry_pack(by=council.person("manager"), pack=pack)
    build.build(pack.pk)
    again = Pack.objects.get(pk=pack.pk)
    assert (again.state, again.problem, again.attempts) == ("finished", "", 1)
    assert again.frozen()["sections"] == pack.frozen()["sections"]


def test_a_render_that_wants_too_much_memory_fails_in_words(council, settings):
    settings.PACK_MEMORY_BYTES = 1024 * 1024  # on top of what the process has already
    with mock.patch.object(render, "Page", side_effect=lambda html: bytearray(1024 * 1024 * 1024)):
        pack = packs.make(council)
    assert "took more memory" in pack.problem
    assert bytearray(64 * 1024 * 1024)  # the limit is gone again


def test_cancelled_before_it_began(council):
    pack = packs.ask(council)
    actions.cancel_pack(by=council.person("manager"), pack=pack)
    build.build(pack.pk)
    pack.refresh_from_db()
    assert (pack.state, pack.attempts, pack.file.name) == ("cancelled", 0, "")


def test_cancelled_between_two_sections(council, monkeypatch):
    pack = packs.ask(council)
    freeze = build._freeze

    def cancel_after(claimed, section, source):
        freeze(claimed, section, source)
        if section.key == "contents":
            actions.cancel_pack(by=council.person("manager"), pack=pack)

    monkeypatch.setattr(build, "_freeze", cancel_after)
    build.build(pack.pk)
    pack.refresh_from_db()
    ready = [s.key for s in pack.sections.filter(state=PackSection.State.FROZEN)]
    assert (pack.state, pack.file.name, ready) == ("cancelled", "", ["cover", "contents"])


def test_what_interrupts_after_the_row_is_written_leaves_the_file(council, sent, monkeypatch):
    pack = packs.ask(council)
    finished = build._finished

    def interrupted(*args):
        finished(*args)
        raise SoftTimeLimitExceeded

    monkeypatch.setattr(build, "_finished", interrupted)
    build.build(pack.pk)

    pack.refresh_from_db()
    assert pack.state == Pack.State.FINISHED
    assert pack.file.storage.exists(pack.file.name)
