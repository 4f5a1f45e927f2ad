"""Loading the demonstration and generating a partnership."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings as portal
from django.core.management import CommandError, call_command
from django.db.models import Sum

from partnership import clock
from partnership.demo import load as loading
from partnership.demo.generate import generate
from partnership.models import Partnership, User
from savings import figures, ledger, subtotals
from savings.models import Ledger, Posting, Share, Statement
from savings.models.words import Kind, State
from tests.chains import assert_chained

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 15)
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


# --- Loading ----------------------------------------------------------------------------------------------------------
def test_without_demonstration_nothing_is_loaded_or_generated(settings):
    settings.DEMONSTRATION = False
    for command in ("load_demo", "generate_partnership"):
        with pytest.raises(CommandError, match="only where DEMONSTRATION=1 is set; nothing was done"):
            call_command(command)
    assert not Partnership.objects.exists()


def test_a_load_that_fails_leaves_nothing(monkeypatch):
    def fail(*args, **named):
        assert Partnership.objects.exists()
        raise RuntimeError

    monkeypatch.setattr(loading.ground, "appoint", fail)
    with pytest.raises(RuntimeError):
        loading.load(TODAY)
    assert not Partnership.objects.exists()
    assert not User.objects.exists()


# --- A generated partnership ------------------------------------------------------------------------------------------
@pytest.fixture
def generated():
    return generate("Measured", statements=150, seed=7, partners=4, workstreams=3, now=NOW)


def test_a_generated_partnership_has_exactly_the_statements_asked_for(generated):
    assert generated.statements.count() == 150
    assert_chained(generated)


def test_its_shares_add_up_and_their_states_are_what_the_postings_say(generated):
    for statement in generated.statements.prefetch_related("shares"):
        assert sum(share.pence for share in statement.shares.all()) == statement.amount_pence
    last = Ledger.objects.get(partnership=generated).sequence
    for share in Share.objects.filter(partnership=generated).as_at(last):
        assert share.state == (share.state_then or State.DRAFT)


def test_its_statements_were_submitted_by_their_first_posting(generated):
    for statement in generated.statements.submitted():
        first = Posting.objects.get(partnership=generated, sequence=statement.sequence)
        assert first.statement_id in (statement.pk, statement.replaces_id)
        assert (statement.submitted_at, statement.submitted_by_id) == (first.at, first.by_id)


def test_its_figures_are_the_sums_of_its_postings(generated):
    manager = User.objects.get(email=f"manager.{generated.slug}@demo.example")
    found = figures.figures(generated, figures.now(generated), user=manager)
    for kind in (Kind.CASHABLE, Kind.NON_CASHABLE):
        sums = Posting.objects.filter(partnership=generated, kind=kind).order_by().values_list("stage")
        assert dict(sums.annotate(sum=Sum("pence"))) == {
            stage: found.total(kind).amounts[stage] for stage in ("target", "forecast", "contracted", "realised")
        }


def test_every_statement_has_its_history(generated):
    for statement in generated.statements.all():
        kinds = statement.history.order_by("history_id").values_list("history_type", "history_date", "sequence")
        expected = [("+", statement.drafted_at, None)]
        if statement.sequence:
            expected.append(("~", statement.submitted_at, statement.sequence))
        assert list(kinds) == expected


def test_the_same_seed_invents_the_same():
    facts = []
    for name in ("First", "Second"):
        made = generate(name, statements=60, seed=3, partners=3, workstreams=2, now=NOW)
        facts.append(list(made.statements.order_by("pk").values_list("year", "stage", "amount_pence", "sequence")))
    assert facts[0] == facts[1]


def test_many_entries_written_together_are_what_single_ones_would_be(council, monkeypatch):
    """The same story told by the actions and by `post_entries` gives the same states and sums."""
    from tests import factories  # noqa: PLC0415 - only here

    monkeypatch.setattr(subtotals, "EVERY", 2)
    one, two = (factories.draft(council).statements.get() for _ in range(2))
    officer, verifier = council.person("officer"), council.person("verifier")
    shares = {statement: list(statement.shares.select_related("statement__saving")) for statement in (one, two)}
    at = clock.now()
    entries = [
        ledger.Entry(at, "submitted", officer, [ledger.Line(share, State.SUBMITTED, True) for share in shares[one]]),
        ledger.Entry(
            at + timedelta(seconds=1),
            "verified",
            verifier,
            [ledger.Line(shares[one][0], State.SUBMITTED, False), ledger.Line(shares[one][0], State.VERIFIED, True)],
        ),
    ]
    with ledger.locked(council.partnership) as head:
        firsts = ledger.post_entries(head, entries)
    assert firsts == [1, 4]
    assert list(one.shares.values_list("state", flat=True)) == ["verified", "submitted", "submitted"]
    Statement.objects.filter(pk=one.pk).update(sequence=1, submitted_at=at, submitted_by=officer)  # as a caller does
    assert_chained(council.partnership)


def test_entries_can_not_be_written_into_the_past_of_a_real_ledger(council, settings):
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415

    settings.DEMONSTRATION = False
    entry = ledger.Entry(NOW, "submitted", council.person("officer"), [])
    with ledger.locked(council.partnership) as head, pytest.raises(ImproperlyConfigured):
        ledger.post_entries(head, [entry])


@pytest.mark.parametrize("wrong", [{"statements": 0}, {"partners": 31}, {"workstreams": 0}, {"name": "…"}])
def test_the_command_says_what_is_wrong(wrong):
    with pytest.raises(CommandError):
        call_command("generate_partnership", **wrong)
    assert not Partnership.objects.exists()


def test_fixtures_name_no_real_addresses_or_telephone_numbers():
    for path in (portal.BASE_DIR / "fixtures").glob("*.toml"):
        text = path.read_text()
        assert "@" not in text, path
        assert "gov.uk" not in text, path
