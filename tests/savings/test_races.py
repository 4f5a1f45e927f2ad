"""Several people at once in one partnership: nothing is lost, no sequence is given twice, the chain holds."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connection, transaction

from partnership import clock
from savings import actions, figures, ledger
from savings.actions.versions import versions_of
from savings.models import Ledger, Posting, Saving, Share
from tests import factories
from tests.chains import assert_chained

ROUNDS = 6


def at_once(*jobs):
    """Run the jobs at the same time, each on a connection of its own; their results or errors, in order."""
    barrier = threading.Barrier(len(jobs))

    def run(job):
        try:
            barrier.wait(10)
            return job()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def test_two_officers_and_two_verifiers_at_once_lose_nothing(live_council):
    world = live_council
    waiting = [factories.submitted(world) for _ in range(ROUNDS)]

    def submit(code):
        officer = world.person("officer", code)
        for number in range(ROUNDS):
            saving = factories.draft(world, code, by=officer, pence=300_00 + number)
            actions.submit_saving(by=officer, saving=saving)

    def verify(code):
        verifier = world.person("verifier", code)
        for statement in waiting:
            actions.verify_share(by=verifier, share=statement.shares.get(organisation__code=code))

    results = at_once(
        *(lambda c=c: submit(c) for c in ("BDC", "CBC")), *(lambda c=c: verify(c) for c in ("BDC", "CBC"))
    )

    assert results == [None, None, None, None]
    assert Posting.objects.count() == 3 * ROUNDS * 3 + 2 * ROUNDS * 2
    assert_chained(world.partnership)
    at = figures.now(world.partnership)
    total = figures.figures(world.partnership, at, user=world.person("viewer")).total("cashable").amounts
    assert total.realised == ROUNDS * 100_000_00 + 2 * sum(300_00 + number for number in range(ROUNDS))
    assert total.verified == ROUNDS * (33_333_34 + 33_333_33)


def test_a_share_verified_and_returned_at_once_is_only_one_of_them(live_council):
    world = live_council
    colleague = factories.person(world, "verifier", world.organisations["BDC"], "second@three-councils.example")
    share = factories.submitted(world).shares.get(organisation__code="BDC")

    results = at_once(
        lambda: actions.verify_share(by=world.person("verifier"), share=share),
        lambda: actions.return_share(by=colleague, share=share, reason="No."),
    )

    assert sum(isinstance(result, ValidationError) for result in results) == 1
    assert Posting.objects.filter(share=share).exclude(cause="submitted").values("cause").distinct().count() == 1
    assert_chained(world.partnership)


def test_two_verifiers_of_many_shares_at_once_verify_each_share_once(live_council):
    world = live_council
    colleague = factories.person(world, "verifier", world.organisations["BDC"], "second@three-councils.example")
    statements = [factories.submitted(world) for _ in range(ROUNDS)]
    version = versions_of(statements)
    shown = {each.shares.get(organisation__code="BDC").pk: version[each.pk] for each in statements}

    def verify(verifier):
        return actions.verify_shares(by=verifier, partnership=world.partnership, shown=shown)

    results = at_once(lambda: verify(world.person("verifier")), lambda: verify(colleague))

    problems = [outcome.problem for outcomes in results for outcome in outcomes]
    assert problems.count("") == ROUNDS
    assert sum("it is verified by" in problem for problem in problems) == ROUNDS
    assert Posting.objects.filter(cause="verified").count() == 2 * ROUNDS
    assert_chained(world.partnership)


def asked_for(world):
    """A statement verified for Bolsover whose reversal was asked for, while Chesterfield's share waits."""
    statement = factories.submitted(world)
    actions.verify_share(by=world.person("verifier"), share=statement.shares.get(organisation__code="BDC"))
    actions.request_reversal(by=world.person("officer"), statement=statement, reason="Claimed twice.")
    return statement


def approve(world, statement):
    return lambda: actions.approve_reversal(by=world.person("verifier"), statement=statement)


def verify_for_chesterfield(world, statement):
    share = statement.shares.get(organisation__code="CBC")
    return lambda: actions.verify_share(by=world.person("verifier", "CBC"), share=share)


def standing(world):
    now = figures.figures(world.partnership, figures.now(world.partnership), user=world.person("viewer"))
    return now.total("cashable").amounts


def test_a_share_verified_while_its_statement_is_reversed_leaves_with_it(live_council):
    """Whoever comes first: verified and then reversed with the rest, or reversed and then no longer to be verified."""
    world = live_council
    for _ in range(ROUNDS):
        statement = asked_for(world)
        verified, reversed_ = at_once(verify_for_chesterfield(world, statement), approve(world, statement))

        assert not isinstance(reversed_, Exception)
        assert isinstance(verified, ValidationError) or reversed_.shares.count() == 2
        assert set(statement.shares.values_list("state", flat=True)) == {"reversed"}
    assert standing(world) == figures.Amounts()
    assert_chained(world.partnership)


def test_a_reversal_approved_twice_at_once_is_posted_once(live_council):
    world = live_council
    statement = asked_for(world)

    results = at_once(*[approve(world, statement)] * 2)

    assert sum(isinstance(result, ValidationError) for result in results) == 1
    assert Posting.objects.filter(statement__reverses=statement).count() == 1
    assert standing(world) == figures.Amounts()
    assert_chained(world.partnership)


@pytest.mark.parametrize("against", [verify_for_chesterfield, approve])
def test_without_the_lock_a_reversal_and_what_happens_beside_it_collide(live_council, monkeypatch, against):
    """The proof that the lock decides the two races above: without it the database has to refuse one of the two."""
    world = live_council
    statement = asked_for(world)
    read = threading.Barrier(2)

    @contextmanager
    def unlocked(partnership):
        yield Ledger.objects.get(partnership=partnership)

    post = ledger.post

    def posted_late(*given, **named):
        read.wait(10)  # both have decided what to post by what they read
        return post(*given, **named)

    monkeypatch.setattr(ledger, "locked", unlocked)
    monkeypatch.setattr(ledger, "post", posted_late)
    results = at_once(approve(world, statement), against(world, statement))

    assert sum(isinstance(result, IntegrityError | OperationalError) for result in results) >= 1


def test_a_draft_submitted_twice_at_once_is_posted_once(live_council):
    world = live_council
    statement = factories.draft(world).statements.get()
    officer = world.person("officer")

    results = at_once(*[lambda: actions.submit_statement(by=officer, statement=statement.__class__.objects.get())] * 2)

    assert sum(isinstance(result, ValidationError) for result in results) == 1
    assert Posting.objects.count() == 3


def test_a_form_sent_twice_at_once_drafts_one_saving(live_council):
    world, key = live_council, uuid4()

    def send():
        return actions.draft_saving(
            by=world.person("officer"),
            workstream=world.workstream,
            organisation=world.organisations["BDC"],
            saving=factories.details(),
            statement=factories.stating(),
            request_key=key,
        )

    results = at_once(send, send)

    assert sum(isinstance(result, ValidationError) for result in results) == 1
    assert Saving.objects.count() == 1


def test_without_the_lock_two_postings_take_the_same_sequence(live_council, monkeypatch):
    """The proof that the lock is what the tests above rest on: take it out, and the database has to refuse."""
    world = live_council
    shares = [factories.submitted(world).shares.get(organisation__code=code) for code in ("BDC", "CBC")]
    read = threading.Barrier(2)

    @contextmanager
    def unlocked(partnership):
        head = Ledger.objects.get(partnership=partnership)
        share_states = list(Share.objects.values_list("state"))
        assert share_states
        read.wait(10)
        with transaction.atomic():
            yield head

    monkeypatch.setattr(ledger, "locked", unlocked)
    results = at_once(
        lambda: actions.verify_share(by=world.person("verifier", "BDC"), share=shares[0]),
        lambda: actions.verify_share(by=world.person("verifier", "CBC"), share=shares[1]),
    )

    assert sum(isinstance(result, IntegrityError | OperationalError) for result in results) == 1


@pytest.mark.parametrize("asks", [1, 4])
def test_a_moment_asked_for_during_a_posting_waits_for_it(live_council, asks):
    world = live_council
    entered, go_on = threading.Event(), threading.Event()

    def slow():
        statement = factories.draft(world).statements.get()
        with ledger.locked(world.partnership):
            entered.set()
            go_on.wait(10)
            actions.submit_statement(by=world.person("officer"), statement=statement)

    def ask():
        entered.wait(10)
        moment = clock.now()
        threading.Timer(0.2, go_on.set).start()
        first = ledger.sequence_at(world.partnership, moment)
        return first, ledger.sequence_at(world.partnership, moment)

    factories.submitted(world)
    _, *answers = at_once(slow, *[ask] * asks)

    assert all(first == second for first, second in answers)
