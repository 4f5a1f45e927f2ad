"""The route worked out of what happened: pure."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.routing import PASSING, Glance, Step, Stop, Word

DAY = date(2007, 5, 3)
TEAM, STEERING, CHIEFS, FORUM, BOARD = STOPS = (
    Stop(1, "Project team"),
    Stop(2, "Officer Steering Group"),
    Stop(3, "Joint Chief Executives"),
    Stop(4, "Consultative Forum", is_consulted=True),
    Stop(5, "Joint Board"),
)


def after(*words):
    """The route after these steps: pairs of a stop and what happened there."""
    return Glance(STOPS, tuple(Step(stop.number, word, DAY) for stop, word in words))


def test_a_report_waits_for_the_first_stop_that_is_not_passed():
    route = after((TEAM, Word.SENT), (TEAM, Word.SUPPORTED), (STEERING, Word.SENT), (STEERING, Word.AMENDED))

    assert (route.here, route.following) == (None, CHIEFS)
    assert route.waits_for == "With its author, to be sent along to the Joint Chief Executives."


def test_before_a_body_it_goes_nowhere_else():
    route = after((TEAM, Word.SENT))

    assert route.here == TEAM
    assert route.ahead == ()
    assert route.refusals(STEERING, needs_consultation=True, reason="Urgent") == [
        "It is before the Project team. Record the outcome there first."
    ]
    assert route.waits_for == "Before the Project team since 3 May 2007. It waits for the outcome there."


def test_a_body_that_sends_it_back_gets_it_again_and_no_other():
    route = after((TEAM, Word.SENT), (TEAM, Word.NOTED), (STEERING, Word.SENT), (STEERING, Word.SENT_BACK))

    assert route.following == STEERING
    assert route.waits_for == "Sent back by the Officer Steering Group on 3 May 2007. It waits for its author."
    assert after((TEAM, Word.SENT), (TEAM, Word.SENT_BACK), (TEAM, Word.SENT)).here == TEAM


def test_a_reply_changes_nothing_of_where_it_is():
    steps = ((TEAM, Word.SENT), (TEAM, Word.SUPPORTED), (TEAM, Word.REPLIED))

    assert after(*steps).standings == after(*steps[:2]).standings


@pytest.mark.parametrize(
    ("target", "needs", "reason", "refused"),
    [
        (TEAM, True, "", 0),
        (STEERING, True, "", 1),
        (STEERING, True, "Urgent.", 0),
        (BOARD, True, "  ", 1),
        (BOARD, True, "The forum meets after the lease ends.", 0),
        (BOARD, False, "", 1),  # the team and two others are skipped all the same
    ],
)
def test_skipping_needs_a_reason(target, needs, reason, refused):
    found = Glance(STOPS).refusals(target, needs_consultation=needs, reason=reason)

    assert len(found) == refused


def test_the_board_is_not_reached_without_the_forum_or_a_reason():
    route = after(*((stop, Word.SUPPORTED) for stop in (TEAM, STEERING, CHIEFS)))

    assert route.refusals(BOARD, needs_consultation=True, reason="") == [
        "Say why this is skipped: Consultative Forum. Consultation is among what is skipped."
    ]
    assert route.refusals(BOARD, needs_consultation=True, reason="The forum has no quorum.") == []
    assert route.refusals(BOARD, needs_consultation=False, reason="") == []
    assert after(*((stop, Word.NOTED) for stop in STOPS[:4])).refusals(BOARD, needs_consultation=True, reason="") == []


def test_a_route_that_consults_nobody_stops_a_report_that_needs_consultation():
    route = Glance((Stop(1, "Team"), Stop(2, "Board")), (Step(1, Word.SUPPORTED, DAY),))

    (said,) = route.refusals(route.stops[1], needs_consultation=True, reason="Urgent")
    assert said.startswith("It needs consultation, and nobody is consulted on this route.")
    assert route.refusals(route.stops[1], needs_consultation=False, reason="") == []


def test_the_route_is_complete_with_the_outcome_of_the_last():
    route = after(*((stop, Word.SKIPPED) for stop in STOPS[:4]), (BOARD, Word.SENT), (BOARD, Word.AMENDED))

    assert (route.here, route.following, route.where) == (None, None, "Route complete")
    assert route.waits_for == "Its route is complete: supported with amendments by the Joint Board on 3 May 2007."
    assert route.has_reached_the_last
    assert not after((BOARD, Word.SENT), (BOARD, Word.SENT_BACK)).has_reached_the_last


@given(st.lists(st.tuples(st.sampled_from(STOPS), st.sampled_from(list(Word))), max_size=12))
def test_whatever_happened_it_goes_forward_only_and_never_without_the_forum(happened):
    route = after(*happened)

    for target in route.ahead:
        assert route.here is None
        assert not any(route.standings[stop.number - 1].is_passed for stop in (route.following,))
        passed_over = route.passed_over(target)
        assert all(stop.number < target.number for stop in passed_over)
        if not route.refusals(target, needs_consultation=True, reason=""):
            assert passed_over == () or all(route.standings[s.number - 1].is_passed for s in passed_over)
            if target == BOARD:
                assert route.standings[FORUM.number - 1].last.word in PASSING
