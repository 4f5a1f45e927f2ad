"""A submission and a closing at once: no submitted share is left behind in a closed period, whoever comes first."""

import threading
from contextlib import contextmanager

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from partnership.dated import Period
from savings import actions, ledger, periods
from savings.models import Ledger, PeriodStep, Share
from tests import factories
from tests.chains import assert_chained
from tests.savings.test_races import at_once

YEAR = Period(2025)
PAUSE = 0.5  # seconds in which the other could slip in between


class Meeting:
    """Two jobs that meet in the middle of the first: it has read what decides, and has written nothing yet."""

    def __init__(self, monkeypatch, module, name):
        self.read, self.other_is_done = threading.Event(), threading.Event()
        decides = getattr(module, name)

        def pausing(*given, **named):
            found = decides(*given, **named)
            if not self.read.is_set():
                self.read.set()
                self.other_is_done.wait(PAUSE)
            return found

        monkeypatch.setattr(module, name, pausing)

    def second(self, act):
        """Begins when the first has read, and says when it is done."""

        def job():
            self.read.wait(10)
            try:
                return act()
            finally:
                self.other_is_done.set()

        return job


@contextmanager
def unlocked(partnership):
    """What `ledger.locked` would be without its lock, and without the transaction that is the lock on SQLite."""
    yield Ledger.objects.get(partnership=partnership)


@pytest.fixture
def jobs(live_council):
    """Asked to be closed, and one draft in it: to close it, and to submit the draft."""
    world = live_council
    factories.submitted(world, year=2026, stage="target")  # so that the ledger's row is there
    statement = factories.draft(world).statements.get()
    where = {"partnership": world.partnership, "period": YEAR}
    actions.ask_to_close(by=world.person("manager"), **where)
    return {
        "close": lambda: actions.close_period(by=world.person("verifier"), **where),
        "submit": lambda: actions.submit_statement(by=world.person("officer"), statement=statement),
        "world": world,
    }


def left_behind() -> bool:
    """Whether a submitted share waits in a closed period."""
    waits = Share.objects.filter(state="submitted", statement__year=2025).exists()
    return waits and PeriodStep.objects.filter(step="closed").exists()


def test_a_submission_during_a_closing_is_refused(jobs, monkeypatch):
    meeting = Meeting(monkeypatch, periods, "waiting")

    closed, submitted = at_once(jobs["close"], meeting.second(jobs["submit"]))

    assert closed.step == "closed"
    assert isinstance(submitted, ValidationError)
    assert "2025-26 was closed" in submitted.messages[0]
    assert not left_behind()
    assert_chained(jobs["world"].partnership)


def test_a_closing_during_a_submission_is_refused(jobs, monkeypatch):
    meeting = Meeting(monkeypatch, ledger, "_check_open")

    submitted, closed = at_once(jobs["submit"], meeting.second(jobs["close"]))

    assert submitted.sequence
    assert isinstance(closed, ValidationError)
    assert closed.messages[0].startswith("3 submitted shares wait in 2025-26.")
    assert not left_behind()
    assert_chained(jobs["world"].partnership)


def test_without_the_lock_only_the_trigger_keeps_a_submission_during_a_closing_out(jobs, monkeypatch):
    """The proof that the lock is what the tests above rest on: the closing read that nothing waits, and then did."""
    meeting = Meeting(monkeypatch, periods, "waiting")
    monkeypatch.setattr(ledger, "locked", unlocked)

    closed, submitted = at_once(jobs["close"], meeting.second(jobs["submit"]))

    assert submitted.sequence
    assert isinstance(closed, IntegrityError)


def test_without_the_lock_a_closing_slips_in_before_the_postings(jobs, monkeypatch):
    meeting = Meeting(monkeypatch, ledger, "_check_open")
    monkeypatch.setattr(ledger, "locked", unlocked)

    submitted, closed = at_once(jobs["submit"], meeting.second(jobs["close"]))

    assert closed.step == "closed"
    assert isinstance(submitted, IntegrityError)


def test_two_who_close_at_once_close_once(live_council):
    world, where = live_council, {"partnership": live_council.partnership, "period": YEAR}
    actions.ask_to_close(by=world.person("manager"), **where)

    results = at_once(
        *(lambda code=code: actions.close_period(by=world.person("verifier", code), **where) for code in ("BDC", "CBC"))
    )

    assert sum(isinstance(result, ValidationError) for result in results) == 1
    assert PeriodStep.objects.filter(step="closed").count() == 1


def test_the_last_two_approvals_at_once_reopen_once(live_council):
    world, where = live_council, {"partnership": live_council.partnership, "period": YEAR}
    factories.verified(world)
    factories.closed(world, YEAR)
    actions.ask_to_reopen(by=world.person("manager"), reason="Why not?", **where)

    def approve(code):
        return actions.approve_reopening(
            by=world.person("verifier", code), organisation=world.organisations[code], **where
        )

    approve("NEDDC")
    results = at_once(lambda: approve("BDC"), lambda: approve("CBC"))

    assert sorted(result.state.value for result in results) == ["reopened", "reopening"]
    assert PeriodStep.objects.filter(step="reopened").count() == 1
