"""Quorum, votes and what they decide; and the days before a meeting."""

import doctest
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance import notice, voting
from governance.voting import (
    Ballot,
    Choice,
    Member,
    Needed,
    Outcome,
    QuorumKind,
    QuorumRule,
    Tally,
    Tie,
    Voters,
    VotingRule,
    count,
    decide,
    may_vote,
    quorum,
)

NAMES = ["Bolsover", "Chesterfield", "North East Derbyshire"]
BOARD = [Member(number, NAMES[number % 3]) for number in range(9)]
rules = st.builds(VotingRule, st.sampled_from(Voters), st.sampled_from(Needed), st.sampled_from(Tie))
votes = st.integers(0, 40)
tallies = st.builds(Tally, votes, votes, votes)


@pytest.mark.parametrize("module", [voting, notice])
def test_the_docstrings_are_true(module):
    assert doctest.testmod(module).failed == 0


# --- Quorum -----------------------------------------------------------------------------------------------------------
@given(st.integers(1, 100), st.integers(1, 200))
def test_a_share_is_rounded_up(per_cent, seats):
    least = QuorumRule(QuorumKind.SHARE, per_cent=per_cent).least(seats)
    assert least * 100 >= seats * per_cent > (least - 1) * 100


@given(
    st.builds(QuorumRule, st.sampled_from(QuorumKind), st.integers(1, 9), st.integers(1, 100)),
    st.sets(st.integers(0, 8)),
    st.integers(0, 8),
)
def test_who_comes_in_never_undoes_a_quorum(rule, present, more):
    assert quorum(rule, BOARD, present | {more}).met or not quorum(rule, BOARD, present).met


def test_a_seat_without_weight_does_not_count_towards_a_quorum():
    advisers = [*BOARD[:2], Member(50, "", 0)]
    assert not quorum(QuorumRule(QuorumKind.NUMBER, 3), advisers, {0, 1, 50}).met
    assert quorum(QuorumRule(QuorumKind.SHARE, per_cent=100), advisers, {0, 1}).met


def test_each_organisation_is_missed_by_name():
    found = quorum(QuorumRule(QuorumKind.EACH), BOARD, {0, 3})
    assert (found.met, found.sentence.split(".")[0]) == (
        False,
        "Nobody from Chesterfield or North East Derbyshire is present",
    )
    assert quorum(QuorumRule(QuorumKind.EACH), BOARD, {0, 1, 2}).met


@pytest.mark.parametrize("rule", [QuorumRule(QuorumKind.NUMBER, 0), QuorumRule(QuorumKind.EACH)])
def test_a_body_without_seats_is_never_quorate(rule):
    assert not quorum(rule, [], {1}).met


# --- Votes ------------------------------------------------------------------------------------------------------------
@given(rules, tallies)
def test_abstentions_decide_nothing(rule, tally):
    assert decide(rule, tally).outcome is decide(rule, Tally(tally.votes_for, tally.votes_against, 0)).outcome


@given(rules, tallies)
def test_one_more_vote_for_never_undoes_what_was_carried(rule, tally):
    before, after = decide(rule, tally), decide(rule, Tally(tally.votes_for + 1, tally.votes_against, 0))
    assert after.outcome is Outcome.CARRIED or before.outcome is not Outcome.CARRIED


@given(tallies)
def test_what_is_harder_to_reach_is_reached_less_often(tally):
    carried = [
        decide(VotingRule(Voters.MEMBER, needed, Tie.FALLS), tally).outcome is Outcome.CARRIED for needed in Needed
    ]
    assert carried == sorted(carried, reverse=True)


@given(st.lists(st.tuples(st.sampled_from(Choice), st.integers(1, 9)), max_size=12))
def test_weights_add_up(cast):
    ballots = [Ballot(Member(number, weight=weight), choice) for number, (choice, weight) in enumerate(cast)]
    found = count(VotingRule(Voters.WEIGHTED, Needed.MAJORITY, Tie.FALLS), ballots)
    assert found.votes_for + found.votes_against + found.abstentions == sum(weight for _, weight in cast)
    plain = count(VotingRule(Voters.MEMBER, Needed.MAJORITY, Tie.FALLS), ballots)
    assert plain.votes_for + plain.votes_against + plain.abstentions == len(cast)


@pytest.mark.parametrize(
    ("needed", "tie", "tally", "casting", "outcome"),
    [
        ("majority", "falls", (5, 4), None, "carried"),
        ("majority", "falls", (4, 4), None, "fell"),
        ("majority", "casting", (4, 4), None, "fell"),
        ("majority", "casting", (4, 4), "for", "carried"),
        ("majority", "casting", (4, 4), "against", "lost"),
        ("majority", "casting", (0, 0), None, "lost"),
        ("two_thirds", "casting", (4, 2), None, "carried"),
        ("two_thirds", "casting", (5, 3), None, "lost"),
        ("two_thirds", "casting", (3, 3), None, "lost"),
        ("unanimity", "casting", (8, 1), None, "lost"),
        ("unanimity", "casting", (1, 0), None, "carried"),
        ("unanimity", "falls", (0, 0), None, "lost"),
    ],
)
def test_what_a_tally_decides(needed, tie, tally, casting, outcome):
    rule = VotingRule(Voters.MEMBER, Needed(needed), Tie(tie))
    assert decide(rule, Tally(*tally, 2), Choice(casting) if casting else None).outcome == outcome


@pytest.mark.parametrize(("tie", "tally"), [("casting", (5, 4)), ("falls", (4, 4))])
def test_a_casting_vote_breaks_a_tie_and_nothing_else(tie, tally):
    with pytest.raises(ValueError, match="tie|casting"):
        decide(VotingRule(Voters.MEMBER, Needed.MAJORITY, Tie(tie)), Tally(*tally, 0), Choice.FOR)


def test_an_organisation_votes_once_and_who_has_no_vote_never():
    rule = VotingRule(Voters.ORGANISATION, Needed.MAJORITY, Tie.FALLS)
    with pytest.raises(ValueError, match="twice"):
        count(rule, [Ballot(BOARD[0], Choice.FOR), Ballot(BOARD[3], Choice.ABSTAIN)])
    with pytest.raises(ValueError, match="without a vote"):
        count(rule, [Ballot(Member(1), Choice.FOR)])
    assert not may_vote(rule, Member(1, "Derby", 0))


# --- Days -------------------------------------------------------------------------------------------------------------
@given(st.dates(date(2000, 1, 10), date(2035, 12, 31)), st.integers(0, 30))
def test_exactly_so_many_working_days_lie_between(meeting_on, clear):
    day = notice.last_day_before(meeting_on, clear)
    between = (day + timedelta(days=number) for number in range(1, (meeting_on - day).days))
    assert notice.is_working(day)
    assert sum(map(notice.is_working, between)) == clear


def test_christmas_and_easter_do_not_count():
    assert notice.last_day_before(date(2008, 1, 2), 5) == date(2007, 12, 20)
    assert notice.last_day_before(date(2007, 4, 11), 2) == date(2007, 4, 4)
