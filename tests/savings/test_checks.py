"""Checks of a ledger: asked for once, run once, kept for ever, shown to those who may see them."""

from datetime import timedelta
from unittest import mock
from uuid import uuid4

import pytest
from celery import current_app
from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from partnership import guards
from savings import actions, checking, proof, tasks
from savings.guards import GUARDS
from savings.models import Ledger, LedgerCheck, Posting, Seal
from tests import factories
from tests.figure_pages import shown
from tests.pages import at, signed_in, words


@pytest.fixture
def sent(monkeypatch) -> list[int]:
    """The checks that were offered to workers, in place of a broker."""
    offered: list[int] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args, **options: offered.append(args[0]))
    return offered


def asked(world, role="auditor") -> LedgerCheck:
    return actions.request_check(by=world.person(role), partnership=world.partnership)


def fresh(check) -> LedgerCheck:
    return LedgerCheck.objects.get(pk=check.pk)


def ran(world) -> LedgerCheck:
    check = asked(world)
    tasks.check_ledger(check.pk)
    return fresh(check)


def lapse(check):
    """Whoever had the check shows no sign of life any more."""
    LedgerCheck.objects.filter(pk=check.pk).update(leased_until=timezone.now() - timedelta(seconds=1))


def broken_off(world, monkeypatch, error) -> LedgerCheck:
    """A check that this error ended, until nobody tries it again by himself."""
    with monkeypatch.context() as broken:
        broken.setattr(proof, "prove", mock.Mock(side_effect=error))
        check = asked(world)
        for _ in range(3):
            tasks.check_ledger(check.pk)
            lapse(check)
    return fresh(check)


def tampered(sql):
    guards.drop(GUARDS)
    with connection.cursor() as cursor:
        cursor.execute(sql)
    guards.create(GUARDS)


# --- Asking and running -----------------------------------------------------------------------------------------------


def test_a_check_keeps_what_it_found_and_the_head_of_the_chain(council):
    factories.verified(council)

    check = ran(council)

    assert (check.sequence, check.postings, check.problems, check.outcome) == (9, 9, [], "proved")
    assert check.head == Posting.objects.get(sequence=9).hash == Ledger.objects.get().head
    assert check.asked_by == council.person("auditor")
    assert check.asked_at <= check.begun_at <= check.ended_at
    assert check.done == len(proof.CHECKS)


def test_who_may_not_see_checks_may_not_ask_for_one(council):
    for role in ("administrator", "verifier", "viewer", "steering"):
        with pytest.raises(PermissionDenied):
            asked(council, role)
    assert asked(council, "manager").way == "page"


def test_one_is_under_way_at_a_time_and_it_is_sent_once(council, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first, second = asked(council), asked(council, "manager")
    assert first == second
    assert sent == [first.pk]
    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerCheck.objects.create(partnership=council.partnership, way="page")


def test_a_check_that_ended_stays_as_it_is_and_is_not_run_again(council):
    check = ran(council)
    factories.submitted(council)

    tasks.check_ledger(check.pk)

    assert (fresh(check).ended_at, fresh(check).postings) == (check.ended_at, 0)
    for sql in ("UPDATE savings_ledgercheck SET problems = '[]'", "DELETE FROM savings_ledgercheck"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_a_copy_of_the_message_leaves_a_check_that_is_being_run(council, monkeypatch):
    check, runs = asked(council), []
    prove = proof.prove

    def proving(*given):
        runs.append(check.pk)
        tasks.check_ledger(check.pk)  # the copy
        return prove(*given)

    monkeypatch.setattr(proof, "prove", proving)
    tasks.check_ledger(check.pk)

    assert (len(runs), fresh(check).attempts, fresh(check).outcome) == (1, 1, "proved")


@pytest.mark.parametrize(
    ("error", "attempts", "why"),
    [
        (SoftTimeLimitExceeded(), 1, "The check took longer than a worker may take."),
        (ValueError("no"), 3, "Something went wrong while the ledger was checked."),
    ],
)
def test_a_check_that_breaks_off_fails_with_a_sentence_and_has_found_nothing(
    council, monkeypatch, error, attempts, why
):
    check = broken_off(council, monkeypatch, error)

    assert (check.outcome, check.attempts, check.problems, check.ended_at) == ("failed", attempts, [], None)
    assert check.problem.startswith(why)
    assert not check.is_proved and not check.is_under_way


def test_what_was_lost_on_the_way_is_sent_again_and_given_up_after_three_tries(council, sent):
    check = asked(council)
    tasks.requeue_checks()
    tasks.requeue_checks()
    assert sent == [check.pk]  # it is offered, until the offer runs out
    lapse(check)
    tasks.requeue_checks()
    assert sent == [check.pk] * 2
    LedgerCheck.objects.filter(pk=check.pk).update(attempts=3, state="running")
    tasks.requeue_checks()
    assert fresh(check).is_under_way  # a worker may still be at it
    lapse(check)
    tasks.requeue_checks()
    assert (fresh(check).state, fresh(check).problem) == ("failed", checking.QUEUE.stopped)
    assert sent == [check.pk] * 2


def test_a_worker_that_was_given_up_writes_nothing_more(council, monkeypatch):
    factories.submitted(council)
    check = asked(council)
    prove = proof.prove

    def proving(partnership, done):
        LedgerCheck.objects.filter(pk=check.pk).update(lease=uuid4())  # another worker took it
        return prove(partnership, done)

    monkeypatch.setattr(proof, "prove", proving)
    tasks.check_ledger(check.pk)

    assert (fresh(check).outcome, fresh(check).done, fresh(check).sequence) == ("running", 0, 0)


def test_a_failed_check_is_tried_again_by_who_may_ask_for_one(council, monkeypatch, sent):
    failed = broken_off(council, monkeypatch, SoftTimeLimitExceeded())
    with pytest.raises(PermissionDenied):
        actions.retry_check(by=council.person("verifier"), check=failed)
    page = signed_in(council.person("auditor")).get(at("check", council, pk=failed.pk))
    assert "Try again" in words(page) and "took longer than a worker may take" in words(page)
    assert "The newest check</a> failed, so what is posted since" in shown(council, "check-list", "auditor")

    signed_in(council.person("auditor")).post(at("check-retry", council, pk=failed.pk))
    tasks.check_ledger(failed.pk)

    assert (fresh(failed).outcome, fresh(failed).attempts, fresh(failed).problem) == ("proved", 1, "")
    with pytest.raises(ValidationError, match="Only a check that failed can be tried again"):
        actions.retry_check(by=council.person("auditor"), check=failed)


def test_a_failed_check_is_not_tried_again_beside_another(council, monkeypatch, sent):
    failed = broken_off(council, monkeypatch, SoftTimeLimitExceeded())
    other = asked(council)
    assert other != failed
    with pytest.raises(ValidationError, match=f"Ledger check {other.pk} of this ledger is under way already"):
        actions.retry_check(by=council.person("auditor"), check=failed)


def test_a_dead_broker_only_delays_a_check(council, monkeypatch, django_capture_on_commit_callbacks):
    def down(*given, **options):
        raise OSError("no broker")

    monkeypatch.setattr(current_app, "send_task", down)
    with django_capture_on_commit_callbacks(execute=True):
        check = asked(council)
    assert check.is_under_way


def test_the_schedule_asks_for_every_ledger_once_a_night(council, sent, django_capture_on_commit_callbacks):
    factories.three_councils(slug="far", prefix="F-")
    with django_capture_on_commit_callbacks(execute=True):
        tasks.check_ledgers()
    for pk in sent:
        tasks.check_ledger(pk)
    tasks.check_ledgers()
    assert LedgerCheck.objects.count() == len(sent) == 2
    assert {check.who for check in LedgerCheck.objects.all()} == {"The daily schedule"}


def test_the_command_keeps_what_it_found(council):
    factories.submitted(council)
    call_command("verify_ledger", "three-councils")
    tampered("UPDATE savings_posting SET pence = 1 WHERE sequence = 2")
    with pytest.raises(CommandError):
        call_command("verify_ledger")

    first, second = LedgerCheck.objects.order_by("pk")
    assert (first.outcome, first.postings, first.who) == ("proved", 3, "manage.py verify_ledger")
    assert second.problems[0] == "Posting 2 was changed: its hash does not follow from it and the one before."


# --- What is found ----------------------------------------------------------------------------------------------------


def test_a_chain_that_was_made_anew_is_in_order_but_not_the_one_that_was_proved(council):
    """Whoever can change every row can also work out every hash again; not what an earlier check kept."""
    from savings import ledger  # noqa: PLC0415

    factories.submitted(council)
    before = ran(council)
    tampered("UPDATE savings_posting SET reason = 'So be it.' WHERE sequence = 2")
    previous = Seal.objects.get().hash
    for posting in Posting.objects.order_by("sequence"):
        previous = ledger.chained_hash([getattr(posting, name) for name in ledger.CHAINED], previous)
        tampered(f"UPDATE savings_posting SET hash = '{previous}' WHERE sequence = {posting.sequence}")
    tampered(f"UPDATE savings_ledger SET head = '{previous}'")
    assert list(proof.chain(council.partnership)) == []

    after = ran(council)

    day = f"{timezone.localdate(before.ended_at):%-d %B %Y}"
    assert after.problems == [f"Posting 3 is not the one that the check of {day} proved."]


def test_what_is_posted_while_a_check_reads_is_no_problem(council, monkeypatch):
    factories.submitted(council)
    head = proof._head

    def then_somebody_posts(partnership):
        found = head(partnership)
        factories.submitted(council)
        return found

    monkeypatch.setattr(proof, "_head", then_somebody_posts)
    assert list(proof.chain(council.partnership)) == []


def test_evidence_of_a_draft_taken_away_while_a_check_reads_is_no_problem(council, monkeypatch):
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

    evidence = factories.attached(council, factories.draft(council), SimpleUploadedFile("proof.txt", b"Invoice 1"))
    reading = proof.evidence_files(council.partnership)
    name, storage = evidence.file.name, evidence.file.storage
    storage.delete(name)
    type(evidence).objects.filter(pk=evidence.pk).delete()
    assert list(reading) == []


# --- The pages --------------------------------------------------------------------------------------------------------


def test_the_page_tells_of_the_last_check_and_lists_all(council):
    factories.submitted(council)
    check = ran(council)
    tampered("UPDATE savings_posting SET pence = 1 WHERE sequence = 2")
    ran(council)

    html = shown(council, "check-list", "auditor")

    assert "Posting 2 was changed: its hash does not follow from it and the one before." in html
    assert "Do not rely on the figures" in html
    assert html.count("govuk-tag--green") == 1 and html.count("govuk-tag--red") == 2
    one = shown(council, "check", "manager", pk=check.pk)
    assert "All 3 postings follow from one another" in one and check.head in one


def test_the_button_leads_to_the_check_and_its_end(council):
    client = signed_in(council.person("auditor"))

    response = client.post(at("check-ask", council), follow=True)

    check = LedgerCheck.objects.get()
    assert "Waiting for a worker: 0 of 10 parts done" in words(response)
    going = client.get(at("check-progress", council, pk=check.pk), headers={"HX-Request": "true"})
    assert "HX-Refresh" not in going
    checking.run(check.pk)
    over = client.get(at("check-progress", council, pk=check.pk), headers={"HX-Request": "true"})
    assert over["HX-Refresh"] == "true"
    assert "follow from one another" in shown(council, "check", "auditor", pk=check.pk)


def test_the_list_costs_the_same_queries_for_any_number_of_checks(council, django_assert_num_queries):
    client = signed_in(council.person("auditor"))
    for number in (1, 2):
        for _ in range(number):
            ran(council)
        with django_assert_num_queries(9):
            client.get(at("check-list", council))


def test_a_statement_shows_all_that_proves_it(council):
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

    saving = factories.draft(council)
    evidence = factories.attached(council, saving, SimpleUploadedFile("proof.txt", b"Invoice 1"))
    (statement,) = actions.submit_saving(by=council.person("officer"), saving=saving)

    html = shown(council, "statement", "auditor", pk=statement.pk)

    assert evidence.sha256 in html and "an equal part" in html and "£33,333.34" in html
    assert "Officerbdc" in html and "submitted £33,333.34 for 2025-26" in html
    for posting in Posting.objects.all():
        assert posting.hash in html
