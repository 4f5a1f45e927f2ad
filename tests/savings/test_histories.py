"""Any history of actions: figures from subtotals, from postings and from states agree at every sequence."""

from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from savings import actions, figures, subtotals
from savings.actions.replacing import replaceable_shares
from savings.models import Posting, Share, Statement
from savings.models.words import Basis, Stage, State
from savings.sharing import Sharing
from tests import factories
from tests.chains import assert_chained

CODES = ("BDC", "CBC", "NEDDC")
WORLDS = count(1)  # a partnership of its own for each example


steps = st.lists(
    st.tuples(
        st.sampled_from(["state", "state", "verify", "verify", "return", "replace", "withdraw", "reverse", "reverse"]),
        st.sampled_from(CODES),
        st.integers(1, 10**9),
        st.integers(0, 10**6),
    ),
    min_size=1,
    max_size=14,
)


def play(world, history):
    """Do these steps, each on something that is there to do it on; a step with nothing to do is left out."""
    for verb, code, pence, choice in history:
        STEPS[verb](world, code, pence, choice)


def _state(world, code, pence, choice):
    stage = list(Stage)[choice % 4]
    kind = ("cashable", "non_cashable")[choice // 4 % 2]
    basis = (Basis.EQUAL, Basis.POPULATION, Basis.BUDGET)[choice // 8 % 3]
    year = 2022 + choice // 24 % 4
    factories.submitted(world, code, pence=pence, saving={"kind": kind}, stage=stage, year=year, sharing=Sharing(basis))


def _pick(rows, choice):
    rows = list(rows.order_by("pk"))
    return rows[choice % len(rows)] if rows else None


def _verify(world, code, pence, choice):
    share = _pick(Share.objects.filter(state="submitted", organisation=world.organisations[code]), choice)
    if share:
        actions.verify_share(by=world.person("verifier", code), share=share)


def _return(world, code, pence, choice):
    share = _pick(Share.objects.filter(state="submitted", organisation=world.organisations[code]), choice)
    if share:
        actions.return_share(by=world.person("verifier", code), share=share, reason="Look again.")


def _replace(world, code, pence, choice):
    statements = Statement.objects.submitted().filter(organisation=world.organisations[code], replaced_by=None)
    old = _pick(statements, choice)
    if old is None:
        return
    leaving = replaceable_shares(old)
    open_ = {share.organisation_id for share in leaving}
    if not open_:
        return
    if choice % 2:  # the same claim again, which is sometimes shared anew
        pence = sum(share.pence for share in leaving)
    officer = world.person("officer", code)
    (new,) = actions.draft_statements(
        by=officer,
        saving=old.saving,
        organisation=old.organisation,
        replaces=old,
        details=factories.stating(
            pence, periods=[old.period], stage=old.stage, sharing=Sharing("equal", frozenset(open_))
        ),
    )
    actions.submit_statement(by=officer, statement=new)


def _withdraw(world, code, pence, choice):
    saving = factories.draft(world, code, pence=pence)
    actions.withdraw_draft(by=world.person("officer", code), saving=saving)


def _reverse(world, code, pence, choice):
    """Ask for a reversal; refuse or withdraw the request, or approve it and perhaps state the saving anew."""
    statements = Statement.objects.claims().in_state("verified").filter(reversed_by=None)
    old = _pick(statements.filter(organisation=world.organisations[code]), choice)
    if old is None:
        return
    officer, verifier = world.person("officer", code), world.person("verifier", code)
    asked = actions.request_reversal(by=officer, statement=old, reason="Claimed twice.")
    if choice % 5 == 0:
        actions.refuse_reversal(by=verifier, statement=old, reason="It was not.")
    elif choice % 5 == 1:
        actions.withdraw_statement(by=officer, statement=asked)
    else:
        actions.approve_reversal(by=verifier, statement=old)
    if choice % 5 == 4:
        details = factories.stating(pence, periods=[old.period], stage=old.stage)
        (new,) = actions.draft_statements(
            by=officer, saving=old.saving, organisation=old.organisation, restates=old, details=details
        )
        actions.submit_statement(by=officer, statement=new)


STEPS = {
    "state": _state,
    "verify": _verify,
    "return": _return,
    "replace": _replace,
    "withdraw": _withdraw,
    "reverse": _reverse,
}


def from_all_postings(partnership, sequence):
    """The sums again, the slow and simple way: every posting, one by one."""
    sums = {}
    for posting in Posting.objects.filter(partnership=partnership, sequence__lte=sequence):
        key = (posting.workstream_id, posting.organisation_id, posting.year, posting.kind, posting.stage, posting.state)
        sums[key] = sums.get(key, 0) + posting.pence
    return {key: pence for key, pence in sums.items() if pence}


def from_states(partnership, sequence):
    """The sums a third way: what each share's state was then. A reversed share stands where it has its opposite."""
    sums = {}
    opposites = Share.objects.filter(partnership=partnership, statement__sequence__isnull=False)
    offset = set(opposites.exclude(statement__reverses=None).values_list("statement__reverses", "organisation"))
    shares = Share.objects.filter(partnership=partnership).as_at(sequence)
    for share in shares.select_related("statement__saving"):
        is_offset = share.state_then == "reversed" and (share.statement_id, share.organisation_id) in offset
        if is_offset or share.state_then in ("submitted", "verified"):
            statement, saving = share.statement, share.statement.saving
            key = (
                saving.workstream_id,
                share.organisation_id,
                statement.year,
                saving.kind,
                statement.stage,
                "verified" if is_offset else share.state_then,
            )
            sums[key] = sums.get(key, 0) + share.pence
    return {key: pence for key, pence in sums.items() if pence}


def from_subtotals(partnership, sequence):
    rows = subtotals.rows(partnership.pk, subtotals.BY_BOTH, sequence)
    return {tuple(row[:-1]): row[-1] for row in rows if row[-1]}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=steps, every=st.integers(1, 7))
def test_figures_from_subtotals_from_postings_and_from_states_agree_at_every_sequence(db, monkeypatch, history, every):
    monkeypatch.setattr(subtotals, "EVERY", every)
    number = next(WORLDS)
    world = factories.three_councils(slug=f"world-{number}", prefix=f"{number}-")
    play(world, history)

    partnership = world.partnership
    last = figures.now(partnership).sequence
    for sequence in range(last + 1):
        expected = from_all_postings(partnership, sequence)
        assert from_subtotals(partnership, sequence) == expected
        assert from_states(partnership, sequence) == expected
        _assert_groupings_agree(partnership, sequence, expected)
    for share in Share.objects.filter(partnership=partnership).as_at(last):
        assert share.state == (share.state_then or State.DRAFT)
    if last:
        assert_chained(partnership)


def _assert_groupings_agree(partnership, sequence, expected):
    for grouping, place in ((subtotals.BY_WORKSTREAM, 0), (subtotals.BY_ORGANISATION, 1)):
        sums = {}
        for key, pence in expected.items():
            short = (key[0] if place == 0 else 0, key[1] if place == 1 else 0, *key[2:])
            sums[short] = sums.get(short, 0) + pence
        found = {tuple(row[:-1]): row[-1] for row in subtotals.rows(partnership.pk, grouping, sequence) if row[-1]}
        assert found == {key: pence for key, pence in sums.items() if pence}
