"""Meetings and board packs as points of the ledger, and the bridge since the last pack."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from governance import actions, calendar
from governance.models import Meeting
from governance.packs import content, moves
from partnership import clock
from savings import figures
from tests import factories, packs
from tests.api import Program
from tests.factories import moment
from tests.figure_pages import cells, shown, tiles


@pytest.fixture(autouse=True)
def today():
    with clock.travel(datetime(2026, 8, 20, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def reported(council):
    """£100,000.00 stood in the released pack of 31 July; £60,000.00 came after it."""
    with clock.travel(moment(2026, 7, 20)):
        factories.submitted(council)
        council.pack = packs.finished(council)
        actions.release_pack(by=council.person("steering"), pack=council.pack)
    with clock.travel(moment(2026, 8, 10)):
        factories.submitted(council, pence=60_000_00)
    return council


def point(world, text, role="viewer"):
    return figures.as_at(world.partnership, text, user=world.person(role))


def test_a_pack_is_the_point_that_it_printed(reported):
    at = point(reported, f"Pack {reported.pack.pk}")

    assert (at.sequence, at.on.isoformat()) == (3, "2026-07-20")
    assert str(at) == "Board pack of the Joint Board, 31 July 2026, version 1 (20 July 2026, ledger sequence 3)"
    html = shown(reported, query=f"?as_at=pack%20{reported.pack.pk}")
    assert tiles(html, "cashable")[3] == "£100,000.00"
    assert "As at <strong>Board pack of the Joint Board, 31 July 2026, version 1" in html


def test_a_meeting_is_the_moment_it_began(reported):
    pk = reported.pack.meeting_id
    assert (point(reported, f"meeting {pk}").sequence, point(reported, f"meeting {pk}").on.day) == (3, 31)
    Meeting.objects.filter(pk=pk).update(starts_at=clock.now() + timedelta(hours=1))
    with pytest.raises(ValidationError, match="has not begun yet"):
        point(reported, f"meeting {pk}")


def test_nobody_is_told_of_packs_and_meetings_out_of_reach(council):
    pack = packs.finished(council)
    far = factories.three_councils(slug="far", prefix="F-")

    assert point(council, f"pack {pack.pk}", "manager").sequence == 0
    for world, role, text in (
        (council, "viewer", f"pack {pack.pk}"),  # not released
        (far, "manager", f"pack {pack.pk}"),
        (far, "manager", f"meeting {pack.meeting_id}"),
    ):
        with pytest.raises(ValidationError, match="that you may see"):
            point(world, text, role)
    with pytest.raises(ValidationError, match="Enter a day"):
        figures.as_at(council.partnership, f"pack {pack.pk}")  # for nobody


def test_the_list_of_statements_and_the_api_take_packs_too(reported):
    html = shown(reported, "saving-list", query=f"?as_at=pack%20{reported.pack.pk}")
    assert "£100,000.00" in html and "£60,000.00" not in html
    asked = {"partnership": "three-councils", "as_at": f"pack {reported.pack.pk}"}
    found = Program(reported.person("viewer")).get("figures/", **asked).json()
    assert found["money"][0]["total"]["realised"] == "100000.00"
    assert found["as_at"] == {"sequence": 3, "on": "2026-07-20", "is_now": False}


def test_the_latest_meetings_and_packs_are_offered(reported):
    later = packs.meeting(reported, datetime(2026, 8, 18, 9, tzinfo=UTC))
    packs.meeting(reported, datetime(2026, 9, 18, 9, tzinfo=UTC))  # has neither begun nor a pack

    offered = figures.choices(reported.partnership, reported.person("viewer"))

    assert [(each.text, each.label) for each in offered] == [
        (f"meeting {later.pk}", "Joint Board, 18 August 2026: the meeting"),
        (f"pack {reported.pack.pk}", "Joint Board, 31 July 2026: board pack, version 1"),
    ]
    assert f'<option value="pack {reported.pack.pk}">Joint Board, 31 July 2026: board pack, version 1' in shown(
        reported
    )


def test_the_dashboard_tells_what_moved_since_the_last_released_pack(reported):
    packs.finished(reported)  # not released: nobody was given it

    html = shown(reported)

    assert "What changed since 20 July 2026" in html
    assert "Board pack of the Joint Board, 31 July 2026, version 1" in html
    assert "£60,000.00</a> was added to realised cashable savings by 1 new statement, on 10 August 2026." in html
    assert "from £100,000.00 on 20 July 2026 to £160,000.00 on 20 August 2026" in html
    assert "What changed since 21 July 2026" in shown(reported, role="api")  # may see no packs
    assert "What changed since 19 June 2026" in shown(reported, query="?as_at=2026-07-19")


def test_a_release_changes_the_dashboard_at_once(council):
    with clock.travel(moment(2026, 7, 1)):
        factories.submitted(council)
    assert "What changed since 21 July 2026" in shown(council)
    pack = packs.finished(council)

    actions.release_pack(by=council.person("steering"), pack=pack)

    assert "Nothing in the figures has changed since 20 August 2026." in shown(council)


def test_right_after_a_release_the_last_30_days_are_told(reported):
    with clock.travel(moment(2026, 8, 19)):
        pack = packs.finished(reported, packs.meeting(reported, datetime(2026, 8, 25, 9, tzinfo=UTC)))
        actions.release_pack(by=reported.person("steering"), pack=pack)

    html = shown(reported)

    assert "What changed since 21 July 2026" in html
    assert "Nothing has changed since 19 August 2026: Board pack of the Joint Board, 25 August 2026, version 1." in html
    assert "£60,000.00</a> was added to realised cashable savings by 1 new statement, on 10 August 2026." in html
    assert "from £100,000.00 on 21 July 2026 to £160,000.00 on 20 August 2026" in html


def test_the_section_of_a_pack_leads_from_the_bodys_last_pack(reported):
    asked = packs.ask(reported, packs.meeting(reported, datetime(2026, 9, 18, 9, tzinfo=UTC)))

    printed = moves.content(content.Source(asked), "")

    assert printed["since"] == "the board pack of the Joint Board, 31 July 2026, version 1"
    (kind,) = printed["kinds"]
    assert kind["said"].startswith("Realised cashable savings rose by £60,000.00, from £100,000.00 on 20 July 2026")
    assert kind["charts"][0]["conclusion"] == kind["said"]
    assert [[cell["text"] for cell in row] for row in [*kind["table"]["rows"], kind["table"]["total"]]] == [
        ["20 July 2026", "£0.00", "£0.00", "£0.00", "£100,000.00", "£0.00"],
        ["New statements", "£0.00", "£0.00", "£0.00", "+£60,000.00", "£0.00"],
        ["20 August 2026", "£0.00", "£0.00", "£0.00", "£160,000.00", "£0.00"],
    ]


def test_another_version_leads_from_the_meeting_before_and_the_first_from_30_days_before(reported):
    assert calendar.last_of_body(packs.ask(reported, reported.pack.meeting)) is None
    printed = moves.content(content.Source(packs.ask(reported, reported.pack.meeting)), "")
    assert printed["since"] == "21 July 2026, 30 days before: this body has had no earlier board pack"


def test_the_bridge_page_leads_from_a_pack_to_now(reported):
    html = shown(reported, "bridge", query=f"?from=pack%20{reported.pack.pk}")

    assert cells(html, "20 July 2026")[-1] == "£100,000.00"
    assert cells(html, "20 August 2026")[-1] == "£160,000.00"
    assert "From <strong>Board pack of the Joint Board, 31 July 2026, version 1" in html
