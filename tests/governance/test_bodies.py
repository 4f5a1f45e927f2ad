"""Bodies and the seats on them."""

from datetime import date

import pytest

from governance.models import Body, Seat
from tests import factories
from tests.pages import at, problems, signed_in, typed, words

BODY = {"name": "Joint Board", "power": "decide", "quorum": "5", "order": "0"}
SEAT = {"office": "Leader"} | typed("from_on", date(2005, 5, 9))


@pytest.fixture
def manager(council):
    return signed_in(council.person("manager"))


@pytest.fixture
def board(council):
    return Body.objects.create(partnership=council.partnership, name="Joint Board", power="decide", quorum=5)


def test_bodies_are_listed_from_top_to_bottom(council, board):
    for order, name in ((2, "Steering Group"), (1, "Chief Executives")):
        Body.objects.create(partnership=council.partnership, name=name, power="deliver", parent=board, order=order)
    page = words(signed_in(council.person("viewer")).get(at("body-list", council)))
    names = ("Joint Board</a>", "Chief Executives</a>", "Steering Group</a>")
    places = [page.index(name) for name in names]
    assert places == sorted(places)
    assert "Add a body" not in page


def test_the_list_costs_the_same_for_one_body_and_for_three(council, board, django_assert_num_queries):
    client = signed_in(council.person("viewer"))
    with django_assert_num_queries(5):
        client.get(at("body-list", council))
    for name in ("Forum", "Team"):
        Body.objects.create(partnership=council.partnership, name=name, power="deliver", parent=board)
    with django_assert_num_queries(5):
        client.get(at("body-list", council))


def test_bodies_of_another_partnership_do_not_appear(council):
    far = factories.three_councils(slug="far", prefix="F-")
    hidden = Body.objects.create(partnership=far.partnership, name="Secret board", power="decide")
    client = signed_in(council.person("auditor"))
    assert "Secret" not in words(client.get(at("body-list", council)))
    assert client.get(at("body", council, pk=hidden.pk)).status_code == 404
    assert client.get(at("body", far, pk=hidden.pk)).status_code == 404


def test_a_body_is_added_and_changed_and_its_history_told(council, manager):
    manager.post(at("body-add", council), BODY)
    board = Body.objects.get()
    assert (board.partnership, board.quorum) == (council.partnership, 5)
    manager.post(at("body-edit", council, pk=board.pk), BODY | {"quorum": "6"})
    page = words(manager.get(at("body", council, pk=board.pk)))
    assert "changed the quorum of the body from “5” to “6”" in page
    assert "History" not in words(signed_in(council.person("viewer")).get(at("body", council, pk=board.pk)))


def test_a_name_is_given_once(council, manager, board):
    assert problems(manager.post(at("body-add", council), BODY)) == {
        "__all__": ["This partnership has a body of this name already."]
    }


def test_a_body_does_not_report_to_one_below_it(council, manager, board):
    below = Body.objects.create(partnership=council.partnership, name="Team", power="deliver", parent=board)
    response = manager.post(at("body-edit", council, pk=board.pk), BODY | {"parent": below.pk})
    assert problems(response) == {"parent": ["A body can not report to itself, nor to a body below it."]}


def test_a_parent_of_another_partnership_is_no_choice(council, manager):
    far = factories.three_councils(slug="far", prefix="F-")
    hidden = Body.objects.create(partnership=far.partnership, name="Secret board", power="decide")
    response = manager.post(at("body-add", council), BODY | {"parent": hidden.pk})
    assert list(problems(response)) == ["parent"]
    assert "Secret" not in words(response)


@pytest.mark.parametrize("quorum", ["0", "-1", "101", "many", ""])
def test_a_quorum_is_a_small_number(council, manager, quorum):
    assert list(problems(manager.post(at("body-add", council), BODY | {"quorum": quorum}))) == ["quorum"]


@pytest.mark.parametrize("role", ["viewer", "officer", "lead", "steering", "chief", "auditor", "administrator"])
def test_only_a_manager_changes_bodies_and_seats(council, board, role):
    seat = Seat.objects.create(body=board, office="Leader", from_on=date(2005, 5, 9))
    client = signed_in(council.person(role))
    assert client.get(at("body", council, pk=board.pk)).status_code == 200
    for address in (
        at("body-add", council),
        at("body-edit", council, pk=board.pk),
        at("seat-add", council, pk=board.pk),
        at("seat-edit", council, pk=board.pk, seat=seat.pk),
    ):
        assert client.get(address).status_code == 403
        assert client.post(address, {}).status_code == 403


def test_a_seat_shows_its_holder_or_that_it_is_vacant(council, manager, board):
    leader = council.person("steering")
    manager.post(
        at("seat-add", council, pk=board.pk),
        SEAT | {"organisation": council.organisations["BDC"].pk, "holder": leader.pk},
    )
    manager.post(at("seat-add", council, pk=board.pk), SEAT | {"office": "Union side"})
    page = words(signed_in(council.person("viewer")).get(at("body", council, pk=board.pk)))
    assert leader.name in page and "Vacant" in page and "Bolsover District Council" in page


def test_a_seat_that_ended_stands_apart(council, manager, board):
    seat = Seat.objects.create(body=board, office="Leader", from_on=date(2005, 5, 9))
    manager.post(at("seat-edit", council, pk=board.pk, seat=seat.pk), SEAT | typed("to_on", date(2007, 5, 8)))
    response = manager.get(at("body", council, pk=board.pk))
    assert (response.context["seats"], response.context["former_seats"]) == ([], [seat])


def test_a_holder_is_a_person_of_this_partnership(council, manager, board):
    far = factories.three_councils(slug="far", prefix="F-")
    given = SEAT | {"holder": far.person("steering").pk, "organisation": far.organisations["BDC"].pk}
    response = manager.post(at("seat-add", council, pk=board.pk), given)
    assert set(problems(response)) == {"holder", "organisation"}
    assert "far.example" not in words(response) and "F-" not in words(response)


def test_a_person_holds_one_seat_of_a_body_at_a_time(council, manager, board):
    given = SEAT | {"holder": council.person("steering").pk}
    manager.post(at("seat-add", council, pk=board.pk), given)
    response = manager.post(at("seat-add", council, pk=board.pk), given | {"office": "Deputy Leader"})
    assert "holds another seat on this body" in problems(response)["from_on"][0]
    assert Seat.objects.count() == 1


def test_a_seat_of_another_body_is_not_found_below_this_one(council, manager, board):
    other = Body.objects.create(partnership=council.partnership, name="Forum", power="consulted")
    seat = Seat.objects.create(body=other, office="Leader", from_on=date(2005, 5, 9))
    assert manager.get(at("seat-edit", council, pk=board.pk, seat=seat.pk)).status_code == 404
