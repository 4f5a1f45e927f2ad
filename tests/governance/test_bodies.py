"""Bodies and the seats on them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from governance import actions
from governance.models import Body, Seat, SeatHolding
from tests import factories, meetings
from tests.api import Program
from tests.pages import at, problems, signed_in, typed, words

BODY = {"name": "Joint Board", "order": "0"}
REMIT = {"powers": ["decide"]} | typed("from_on", date(2005, 5, 9))
RULE = {
    **{"quorum_kind": "number", "quorum_number": "5", "voters": "member", "needed": "majority", "tie": "casting"},
    **{"notice_days": "10", "publication_days": "5", "pack_days": "5"},
    **typed("from_on", date(2005, 5, 9)),
}
SEAT = {"office": "Leader", "weight": "1"} | typed("from_on", date(2005, 5, 9))


@pytest.fixture
def manager(council):
    return signed_in(council.person("manager"))


@pytest.fixture
def by_board(council):
    """A board that has decided something, and the meeting where."""
    board = meetings.board(council)
    met = meetings.opened(council, board)
    meetings.decided(council, met)
    return board, met


@pytest.fixture
def board(council):
    return factories.body(council)


def ruled(council, body, from_on=date(2005, 5, 9), **changes):
    facts = {"quorum_kind": "number", "quorum_number": 5, "voters": "member", "needed": "majority", "tie": "casting"}
    return actions.set_rule(by=council.person("manager"), body=body, from_on=from_on, **facts | changes)


def fill(client, council, seat, **given):
    given = {"capacity": "holder"} | typed("from_on", date(2005, 5, 9)) | given
    return client.post(at("seat-fill", council, pk=seat.body_id, seat=seat.pk), given)


def test_bodies_are_listed_from_top_to_bottom(council, board):
    for order, name in ((2, "Steering Group"), (1, "Chief Executives")):
        factories.body(council, name=name, powers="deliver", parent=board, order=order)
    page = words(signed_in(council.person("viewer")).get(at("body-list", council)))
    names = ("Joint Board</a>", "Chief Executives</a>", "Steering Group</a>")
    places = [page.index(name) for name in names]
    assert places == sorted(places)
    assert "Add a body" not in page


def test_the_list_costs_the_same_for_one_body_and_for_three(council, board, django_assert_num_queries):
    client = signed_in(council.person("viewer"))
    with django_assert_num_queries(6):
        client.get(at("body-list", council))
    for name in ("Forum", "Team"):
        factories.body(council, name=name, powers="deliver", parent=board)
    with django_assert_num_queries(6):
        client.get(at("body-list", council))


def test_bodies_of_another_partnership_do_not_appear(council):
    far = factories.three_councils(slug="far", prefix="F-")
    hidden = factories.body(far, name="Secret board", powers="decide")
    client = signed_in(council.person("auditor"))
    assert "Secret" not in words(client.get(at("body-list", council)))
    assert client.get(at("body", council, pk=hidden.pk)).status_code == 404
    assert client.get(at("body", far, pk=hidden.pk)).status_code == 404


def test_a_body_is_added_and_changed_and_its_history_told(council, manager):
    manager.post(at("body-add", council), BODY | REMIT)
    board = Body.objects.get()
    assert (board.partnership, board.powers, board.letters) == (council.partnership, "decide", "JB")
    manager.post(at("body-edit", council, pk=board.pk), BODY | {"code": "JOB"})
    page = words(manager.get(at("body", council, pk=board.pk)))
    assert "changed the letters of its decisions of the body from nothing to “JOB”" in page
    assert "History" not in words(signed_in(council.person("viewer")).get(at("body", council, pk=board.pk)))


def test_a_name_is_given_once(council, manager, board):
    assert problems(manager.post(at("body-add", council), BODY | REMIT)) == {
        "__all__": ["This partnership has a body of this name already."]
    }


def test_a_body_does_not_report_to_one_below_it(council, manager, board):
    below = factories.body(council, name="Team", powers="deliver", parent=board)
    given = REMIT | {"parent": below.pk} | typed("from_on", date(2005, 6, 9))
    response = manager.post(at("body-remit", council, pk=board.pk), given)
    assert problems(response) == {"parent": ["A body can not report to itself, nor to a body below it."]}


def test_a_parent_of_another_partnership_is_no_choice(council, manager):
    far = factories.three_councils(slug="far", prefix="F-")
    hidden = factories.body(far, name="Secret board", powers="decide")
    response = manager.post(at("body-add", council), BODY | REMIT | {"parent": hidden.pk})
    assert list(problems(response)) == ["parent"]
    assert "Secret" not in words(response)


@pytest.mark.parametrize("powers", [[], ["decide", "reign"]])
def test_a_body_may_do_something_that_bodies_do(council, manager, powers):
    assert list(problems(manager.post(at("body-add", council), BODY | REMIT | {"powers": powers}))) == ["powers"]


@pytest.mark.parametrize("role", ["viewer", "officer", "lead", "steering", "chief", "auditor", "administrator"])
def test_only_a_manager_changes_bodies_and_seats(council, board, role):
    seat = Seat.objects.create(body=board, office="Leader", from_on=date(2005, 5, 9))
    client = signed_in(council.person(role))
    assert client.get(at("body", council, pk=board.pk)).status_code == 200
    for address in (
        at("body-add", council),
        at("body-edit", council, pk=board.pk),
        at("body-remit", council, pk=board.pk),
        at("body-rule", council, pk=board.pk),
        at("seat-add", council, pk=board.pk),
        at("seat-edit", council, pk=board.pk, seat=seat.pk),
        at("seat-fill", council, pk=board.pk, seat=seat.pk),
    ):
        assert client.get(address).status_code == 403
        assert client.post(address, {}).status_code == 403


# --- Remits -----------------------------------------------------------------------------------------------------------
def charged(council, body, from_on, powers, parent=None):
    return actions.set_remit(
        by=council.person("manager"), body=body, from_on=from_on, powers=powers, parent=parent, reason="Constitution"
    )


def test_what_a_body_may_do_is_another_from_a_day_on_and_both_are_kept(council, manager, board):
    group = factories.body(council, name="Chief Executives", powers="recommend")
    given = {"powers": ["deliver", "recommend"], "parent": group.pk, "reason": "Protocol"}
    manager.post(at("body-remit", council, pk=board.pk), given | typed("from_on", date(2007, 5, 8)))
    before, after = board.remit_on(date(2007, 5, 7)), board.remit_on(date(2007, 5, 8))
    assert (before.powers, before.parent, before.to_on) == ("decide", None, date(2007, 5, 7))
    assert (after.powers, after.parent, after.to_on) == ("recommend, deliver", group, None)
    page = words(manager.get(at("body", council, pk=board.pk)))
    assert "Recommends; delivers" in page and "Decides" in page and "Protocol" in page


def test_two_bodies_do_not_report_to_each_other_on_any_day(council, board):
    group = factories.body(council, name="Chief Executives", powers="recommend")
    charged(council, board, date(2009, 1, 1), "decide", group)
    with pytest.raises(ValidationError, match="nor to a body below it"):
        charged(council, group, date(2008, 1, 1), "recommend", board)
    charged(council, board, date(2010, 1, 1), "decide")
    charged(council, group, date(2010, 1, 1), "recommend", board)
    assert group.remit_on(date(2010, 1, 1)).parent == board


@pytest.mark.parametrize(
    ("day", "powers", "fields"),
    [(date(2001, 4, 1), "decide", {"from_on"}), (date(2000, 1, 1), "", {"from_on", "powers"})],
)
def test_all_that_is_wrong_with_a_remit_is_said_at_once(council, board, day, powers, fields):
    with pytest.raises(ValidationError) as error:
        charged(council, board, day, powers)
    assert set(error.value.message_dict) == fields
    assert board.remits.count() == 1


def test_the_remit_of_a_day_on_which_it_decided_stays(council, by_board):
    board, met = by_board
    with pytest.raises(ValidationError, match="held at the meeting of 31 July 2007"):
        charged(council, board, met.on, "recommend")
    later = charged(council, board, met.on + timedelta(days=1), "recommend")
    assert board.remit_on(met.on).powers == "decide" and later.powers == "recommend"


@pytest.mark.parametrize("sql", ["UPDATE governance_remit SET powers = 'deliver'", "DELETE FROM governance_remit"])
def test_the_database_keeps_a_remit(council, board, sql):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


# --- Rules ------------------------------------------------------------------------------------------------------------
def test_a_new_rule_ends_the_one_before(council, board):
    first, second = ruled(council, board), ruled(council, board, date(2007, 5, 8), quorum_number=4)
    first.refresh_from_db()
    assert (first.to_on, second.to_on) == (date(2007, 5, 7), None)
    assert board.rule_on(date(2007, 5, 7)) == first
    assert board.rule_on(date(2007, 5, 8)) == second
    assert board.rule_on(date(2005, 5, 8)) is None


@pytest.mark.parametrize("day", [date(2005, 5, 9), date(2004, 1, 1)])
def test_no_two_rules_begin_on_a_day_or_out_of_order(council, manager, board, day):
    ruled(council, board)
    response = manager.post(at("body-rule", council, pk=board.pk), RULE | typed("from_on", day))
    assert problems(response) == {
        "from_on": ["The last rule began on 9 May 2005. A new rule begins after it."],
    }
    assert board.rules.count() == 1


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"quorum_kind": "number", "quorum_number": ""}, "quorum_number"),
        ({"quorum_kind": "share", "quorum_per_cent": ""}, "quorum_per_cent"),
        ({"quorum_kind": "share", "quorum_per_cent": "101"}, "quorum_per_cent"),
        ({"quorum_kind": "none"}, "quorum_kind"),
        ({"voters": ""}, "voters"),
        ({"notice_days": "61"}, "notice_days"),
    ],
)
def test_a_rule_says_all_that_it_needs(council, manager, board, given, wrong):
    assert list(problems(manager.post(at("body-rule", council, pk=board.pk), RULE | given))) == [wrong]
    assert board.rules.count() == 0


def test_what_a_kind_of_quorum_does_not_ask_for_is_left_out(council, manager, board):
    given = RULE | {"quorum_kind": "each", "quorum_number": "5", "quorum_per_cent": "50"}
    assert manager.post(at("body-rule", council, pk=board.pk), given).status_code == 302
    rule = board.rules.get()
    assert (rule.quorum_number, rule.quorum_per_cent) == (None, None)
    assert "At least one seat of each organisation" in words(manager.get(at("body-list", council)))


@pytest.mark.parametrize("sql", ["UPDATE governance_bodyrule SET tie = 'falls'", "DELETE FROM governance_bodyrule"])
def test_the_database_keeps_a_rule_as_it_is(council, board, sql):
    ruled(council, board)
    with pytest.raises(DatabaseError, match="rule of a body"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


# --- Seats ------------------------------------------------------------------------------------------------------------
def test_a_seat_shows_its_holder_or_that_it_is_vacant(council, manager, board):
    leader = council.person("steering")
    manager.post(at("seat-add", council, pk=board.pk), SEAT | {"organisation": council.organisations["BDC"].pk})
    manager.post(at("seat-add", council, pk=board.pk), SEAT | {"office": "Union side"})
    seat = board.seats.get(office="Leader")
    assert fill(manager, council, seat, person=leader.pk).status_code == 302
    viewer = signed_in(council.person("viewer"))
    page = words(viewer.get(at("body", council, pk=board.pk)))
    assert leader.name in page and "2, 1 vacant" in page and "Bolsover District Council" in page
    assert "1 vacant" in words(viewer.get(at("body-list", council)))
    vacant = viewer.get(at("seat-list", council), {"state": "vacant"}).context["listing"].objects
    assert [row.office for row in vacant] == ["Union side"]


def test_a_seat_that_ended_stands_apart_and_ends_who_held_it(council, manager, board):
    seat = Seat.objects.create(body=board, office="Leader", from_on=date(2005, 5, 9))
    fill(manager, council, seat, post="Leader, Bolsover")
    manager.post(at("seat-edit", council, pk=board.pk, seat=seat.pk), SEAT | typed("to_on", date(2007, 5, 8)))
    response = manager.get(at("body", council, pk=board.pk))
    assert (response.context["seats"], response.context["former_seats"]) == ([], [seat])
    assert seat.holdings.get().to_on == date(2007, 5, 8)


def test_who_comes_after_another_is_known_by_day(council, manager, board):
    seat = Seat.objects.create(body=board, office="Leader", from_on=date(2005, 5, 9))
    fill(manager, council, seat, post="First leader", **typed("to_on", date(2007, 5, 8)))
    fill(manager, council, seat, post="Second leader", **typed("from_on", date(2007, 5, 9)))
    fill(manager, council, seat, post="Stand-in", capacity="substitute")
    seat = Seat.objects.with_holdings().get()
    assert [row.name for row in seat.holdings_on(date(2007, 5, 8))] == ["First leader", "Stand-in"]
    assert (seat.holder.name, [row.name for row in seat.substitutes]) == ("Second leader", ["Stand-in"])
    assert not Seat.objects.vacant(date(2007, 5, 8)).exists() and Seat.objects.vacant(date(2005, 5, 8)).exists()


def test_a_seat_has_one_holder_at_a_time(council, manager, board):
    seat = Seat.objects.create(body=board, office="Leader", from_on=date(2005, 5, 9))
    fill(manager, council, seat, post="First leader")
    response = fill(manager, council, seat, post="Second leader", **typed("from_on", date(2007, 5, 9)))
    assert "Somebody else holds this seat" in problems(response)["from_on"][0]


@pytest.mark.parametrize("given", [{}, {"post": "Leader", "person": "me"}])
def test_a_seat_is_held_by_a_person_or_a_post_not_both_nor_neither(council, manager, board, given):
    seat = Seat.objects.create(body=board, office="Leader", from_on=date(2005, 5, 9))
    if "person" in given:
        given = given | {"person": council.person("steering").pk}
    assert list(problems(fill(manager, council, seat, **given))) == ["__all__"]


def test_nobody_sits_before_the_seat_begins(council, manager, board):
    seat = Seat.objects.create(body=board, office="Leader", from_on=date(2007, 5, 9))
    assert problems(fill(manager, council, seat, post="Leader")) == {"from_on": ["The seat begins on 9 May 2007."]}


def test_those_of_another_partnership_are_no_choice(council, manager, board):
    far = factories.three_councils(slug="far", prefix="F-")
    given = SEAT | {"organisation": far.organisations["BDC"].pk}
    response = manager.post(at("seat-add", council, pk=board.pk), given)
    assert list(problems(response)) == ["organisation"] and "F-" not in words(response)
    seat = Seat.objects.create(body=board, office="Leader", from_on=date(2005, 5, 9))
    response = fill(manager, council, seat, person=far.person("steering").pk)
    assert list(problems(response)) == ["person"] and "far.example" not in words(response)


def test_a_person_holds_one_seat_of_a_body_at_a_time_and_may_stand_in_for_another(council, manager, board):
    first, second = (Seat.objects.create(body=board, office=of, from_on=date(2005, 5, 9)) for of in ("One", "Two"))
    steering = council.person("steering").pk
    fill(manager, council, first, person=steering)
    response = fill(manager, council, second, person=steering)
    assert "holds another seat on this body" in problems(response)["from_on"][0]
    assert fill(manager, council, second, person=steering, capacity="substitute").status_code == 302


def test_a_body_has_one_chair_at_a_time(council, manager, board):
    manager.post(at("seat-add", council, pk=board.pk), SEAT | {"is_chair": "on"})
    response = manager.post(at("seat-add", council, pk=board.pk), SEAT | {"office": "Second", "is_chair": "on"})
    assert problems(response) == {"from_on": ["Another seat chairs this body on some of these days."]}
    assert Seat.objects.count() == 1


def test_a_seat_of_another_body_is_not_found_below_this_one(council, manager, board):
    other = factories.body(council, name="Forum", powers="consulted")
    seat = Seat.objects.create(body=other, office="Leader", from_on=date(2005, 5, 9))
    held = SeatHolding.objects.create(seat=seat, post="Leader", from_on=date(2005, 5, 9))
    for name, more in (("seat-edit", {}), ("seat-fill", {}), ("seat-holding", {"holding": held.pk})):
        assert manager.get(at(name, council, pk=board.pk, seat=seat.pk, **more)).status_code == 404


def test_the_seats_cost_the_same_for_one_and_for_three(council, board, django_assert_num_queries):
    client = signed_in(council.person("viewer"))
    for offices in (["One"], ["Two", "Three"]):
        for office in offices:
            seat = Seat.objects.create(body=board, office=office, from_on=date(2005, 5, 9))
            SeatHolding.objects.create(seat=seat, post=f"{office}, Bolsover", from_on=date(2005, 5, 9))
        with django_assert_num_queries(9):
            client.get(at("seat-list", council))


# --- Over the API -----------------------------------------------------------------------------------------------------
def test_a_program_reads_bodies_with_rules_and_seats(council, board, django_assert_num_queries):
    far = factories.three_councils(slug="far", prefix="F-")
    factories.body(far, name="Secret board", powers="decide")
    ruled(council, board)
    seat = Seat.objects.create(
        body=board, office="Leader", organisation=council.organisations["BDC"], from_on=date(2005, 5, 9), is_chair=True
    )
    SeatHolding.objects.create(seat=seat, post="Leader, Bolsover", from_on=date(2005, 5, 9))
    program = Program(council.person("viewer"))
    with django_assert_num_queries(7):  # token, grants, bodies, remits, rules, seats, holdings
        (found,) = program.get("bodies/").json()["results"]
    assert (found["powers"], found["rules"][0]["quorum"], found["rules"][0]["quorum_number"]) == (
        ["decide"],
        "number",
        5,
    )
    assert found["remits"] == [{"from_on": "2001-04-01", "to_on": None, "powers": ["decide"], "parent": None}]
    assert (found["seats"][0]["organisation"], found["seats"][0]["chairs"]) == ("BDC", True)
    assert found["seats"][0]["holdings"] == [
        {"name": "Leader, Bolsover", "capacity": "holder", "from_on": "2005-05-09", "to_on": None}
    ]
    assert program.rows("bodies/", power="deliver") == []
