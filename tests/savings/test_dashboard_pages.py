"""Pages of figures: the points they are shown for, who may look, their charts, and what they cost."""

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest
from django.core.cache import cache
from django.urls import reverse

from partnership import clock, history
from tests import factories, measured
from tests.factories import moment
from tests.figure_pages import cells, shown, tiles
from tests.pages import at, signed_in, words
from tests.risks import raised
from workstreams import actions
from workstreams.late_actions import late_actions as late
from workstreams.models import Action, Funding, Hosting, Milestone, Workstream

PAGES = ("overview", "figures-table")


@pytest.fixture(autouse=True)
def today():
    """It is Monday 1 June 2026: one year is over since 2025-26 began, no quarter of 2026-27 is."""
    with clock.travel(datetime(2026, 6, 1, 12, tzinfo=UTC)):
        yield


# --- Points, empty states, who may look -------------------------------------------------------------------------------


NO_POINT = "Enter a day such as 31 March 2026, 31/3/2026 or 2026-03-31, or choose a meeting or a board pack."


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31 Mai 2025", NO_POINT),
        ("29/02/2025", NO_POINT),
        ("2025-02-29", NO_POINT),
        ("9999-12-31", NO_POINT),
        ("2026-06-02", "Choose a day that is not in the future."),
        ("%2399", "This partnership&#x27;s ledger has not reached that sequence."),
        (
            "%00",
            "Character 1 of this text is invisible and can not be saved. "
            "Delete it, or type the text again instead of pasting it.",
        ),
    ],
)
def test_a_bad_date_gets_a_sentence_and_the_page_as_of_now(council, typed, sentence):
    factories.submitted(council)

    html = shown(council, query=f"?as_at={typed}")

    assert f'<a href="#id_as_at">{sentence}</a>' in html
    assert "Shown as of now: <strong>1 June 2026, ledger sequence 3</strong>" in html
    assert tiles(html, "cashable")[3] == "£100,000.00"


def test_a_fresh_partnership_says_what_will_be_here(council):
    html = shown(council, role="officer")

    assert "No savings are recorded yet" in html and "Add a saving" in html
    assert "No milestone is late and none is ahead." in html
    assert "<img class=" not in html.split("<main", 1)[1]


def test_milestones_late_and_next(council):
    for title, planned, forecast, actual in (
        ("Done", date(2026, 1, 1), None, date(2026, 1, 9)),
        ("Overdue", date(2026, 5, 2), date(2026, 7, 1), None),
        ("Ahead", date(2026, 9, 1), date(2026, 10, 1), None),
    ):
        Milestone.objects.create(
            workstream=council.workstream, title=title, planned_on=planned, forecast_on=forecast, actual_on=actual
        )

    html = shown(council)

    assert "60 days late" in html and "Planned 2 May 2026, now forecast 1 July 2026" in html
    assert "Expected 1 October 2026 (30 days late)" in html
    assert "Done" not in html
    table = shown(council, "workstream", workstream="internal-audit")
    assert cells(table, "Done") == ["Done", "Met", "1 January 2026", "–", "9 January 2026", "8 days late"]


def test_a_paused_workstream_leaves_the_overdue_readings_of_the_page_at_once(council):
    factories.submitted(council)
    measured.indicator(council)
    assert ">1 overdue</a>" in shown(council)
    actions.pause(by=council.person("manager"), workstream=council.workstream, reason="No staff.")
    assert "No reading has arrived yet." in shown(council)


def undertaken(world, title, **facts):
    given = {"partnership": world.partnership, "title": title, "owner_title": "Head of ICT"} | facts
    return actions.add_action(by=world.person("manager"), **given)


def late_actions(html):
    """What the page says of overdue actions, without its marks."""
    said = html.split('id="actions">', 1)[1].split("<h2", 1)[0].split("</section>", 1)[0]
    return " ".join(re.sub("<[^>]+>", " ", said).split()).removeprefix("Overdue actions ")


def test_overdue_actions_of_the_place_are_told_the_oldest_first(council):
    stream, bolsover = council.workstream, council.organisations["BDC"]
    for number in range(5):
        undertaken(council, f"Write {number}", due_on=date(2026, 5, 20 + number), workstream=stream)
    undertaken(council, "Ask the boards", due_on=date(2026, 5, 31), organisation=bolsover)
    done = undertaken(council, "Count", due_on=date(2026, 5, 1), workstream=stream, organisation=bolsover)
    actions.complete_action(by=council.person("manager"), action=done, done_on=date(2026, 5, 30), proof="The count.")
    undertaken(council, "Not yet", due_on=date(2026, 6, 1), workstream=stream, organisation=bolsover)
    risk = raised(council, review_on=date(2026, 7, 1))
    facts = {"title": "Brief the leaders", "due_on": date(2026, 5, 2), "owner": council.person("lead")}
    actions.add_risk_action(by=council.person("lead"), risk=risk, **facts)

    client, bdc = signed_in(council.person("viewer")), at("organisation", council, code="BDC")
    whole, of_bolsover = shown(council), words(client.get(bdc))
    of_stream = shown(council, "workstream", workstream="internal-audit")

    assert late_actions(whole).startswith(
        "7 actions are overdue. The oldest: Brief the leaders Workstream lead, Internal audit"
    )
    assert "Due 2 May 2026 30 days overdue" in late_actions(whole)
    assert "Ask the boards" not in late_actions(whole) and late_actions(whole).endswith("All 7 overdue actions")
    assert late_actions(of_stream).startswith(
        "6 actions are overdue. The oldest: Brief the leaders Workstream lead Due 2 May"
    )
    assert late_actions(of_bolsover) == (
        "1 action is overdue. Ask the boards Head of ICT Due 31 May 2026 1 day overdue Overdue actions as a list"
    )
    listed = at("action-list", council)
    for html, question, number in (
        (whole, "?state=overdue", 7),
        (of_stream, "?state=overdue&workstream=internal-audit", 6),
        (of_bolsover, "?state=overdue&organisation=BDC", 1),
    ):
        assert f'href="{listed}{question}"' in unescape(html)
        assert len(client.get(listed + question).context["listing"].objects) == number
    then = late_actions(words(client.get(bdc + "?as_at=2026-05-29")))
    assert then == "1 action is overdue. Count Head of ICT, Internal audit Due 1 May 2026 28 days overdue"


def test_where_no_action_is_overdue_the_pages_say_so_quietly(council):
    for name, named in (("overview", {}), ("workstream", {"workstream": "internal-audit"})):
        assert late_actions(shown(council, name, **named)) == "No action is overdue."


def test_overdue_actions_cost_one_query_however_many_they_are(council, django_assert_num_queries):
    user = council.person("viewer")
    assert user.current_grants
    for count in (1, 8):
        for number in range(count):
            undertaken(council, f"Write {number}", due_on=date(2026, 5, 20), workstream=council.workstream)
        with django_assert_num_queries(1):
            found = late(Action.objects.visible_to(user).filter(partnership=council.partnership), date(2026, 6, 1))
            assert [each.action.owner_words for each in found.oldest] == ["Head of ICT"] * min(count, 5)
            assert {each.action.workstream.name for each in found.oldest} == {"Internal audit"}
    assert (found.number, found.more) == (9, 4)


def test_the_workstream_page_tells_host_participation_and_grants_and_offers_changes_to_those_who_may(council):
    chesterfield = council.organisations["CBC"]
    Hosting.objects.create(workstream=council.workstream, organisation=chesterfield, from_on=date(2007, 4, 1))
    Funding.objects.create(
        partnership=council.partnership,
        workstream=council.workstream,
        funder="Regional partnership",
        amount_pence=50_000_00,
        awarded_on=date(2007, 3, 1),
        purpose="Implementation",
    )
    history.save(council.workstream, by=council.person("manager"))
    council.workstream.stage = "live"
    history.save(council.workstream, by=council.person("manager"))

    viewer, lead = (shown(council, "workstream", role, workstream="internal-audit") for role in ("viewer", "lead"))

    assert cells(viewer, chesterfield.name)[:3] == [chesterfield.name, "1 April 2007", "Still hosts it"]
    assert cells(viewer, "Regional partnership")[-1] == "£50,000.00"
    assert "Not signed" in viewer
    assert reverse("workstream-edit", args=["three-councils", "internal-audit"]) not in viewer
    assert "Manager</strong> changed the stage" not in viewer
    for name in ("workstream-edit", "milestone-add", "hosting-add", "participation-add", "baseline-add", "funding-add"):
        assert reverse(name, args=["three-councils", "internal-audit"]) in lead
    assert "Manager</strong> changed the stage of the workstream from “Idea” to “Live”" in lead


def test_the_organisation_page_shows_its_shares_and_joint_savings(council):
    factories.verified(council)

    html = words(signed_in(council.person("viewer")).get(at("organisation", council, code="BDC")))

    assert tiles(html, "cashable")[3:] == ["£33,333.34", "£33,333.34"]
    assert cells(html, "Internal audit")[4] == "£33,333.34"
    assert cells(html, "Joint audit plan")[-2:] == ["£100,000.00", "£33,333.34"]
    assert cells(html, "1 April 2001")[1:3] == ["74,000", "£11,100,000.00"]


def addresses(world):
    yield from (at(name, world) for name in PAGES)
    yield at("behind", world) + "?measure=realised"
    yield at("chart", world, name="years")
    yield at("workstream", world, workstream="internal-audit")
    yield at("organisation", world, code="BDC")


def test_an_administrator_sees_no_figures_and_an_outsider_nothing(council):
    factories.submitted(council)
    other = factories.three_councils(slug="others", prefix="X")
    administrator, outsider = signed_in(council.person("administrator")), signed_in(other.person("manager"))

    for address in addresses(council):
        assert administrator.get(address).status_code == 403, address
        assert outsider.get(address).status_code == 404, address
        assert signed_in(council.person("chief")).get(address).status_code == 200, address
        assert signed_in(council.person("chief")).post(address).status_code == 405, address


def test_nothing_of_another_partnership_can_be_asked_for(council):
    other = factories.three_councils(slug="others", prefix="X")
    Workstream.objects.create(partnership=other.partnership, name="Theirs", slug="theirs")
    client = signed_in(council.person("manager"))

    assert client.get(at("workstream", council, workstream="theirs")).status_code == 404
    assert client.get(at("organisation", council, code="XBDC")).status_code == 404
    assert client.get(at("figures-table", council) + "?organisation=XBDC").status_code == 404
    assert client.get(at("figures-table", council) + "?table=users").status_code == 404


# --- Charts on pages --------------------------------------------------------------------------------------------------


def test_the_page_shows_each_chart_with_its_conclusion_and_its_numbers(council):
    factories.verified(council)

    html = shown(council)

    said = "£100,000.00 of cashable savings (realised) is shared equally by 3 organisations"
    assert f'alt="{said}: £33,333.33 to £33,333.34 each."' in html
    assert len(re.findall(r"<figure ", html)) == 5
    assert "Show the numbers" in html


def test_a_chart_named_by_its_version_never_changes_and_one_of_now_is_asked_for_again(council):
    factories.verified(council)
    client = signed_in(council.person("viewer"))
    (address,) = re.findall(r'<img [^>]*src="([^"]*/charts/years.svg[^"]*)"', shown(council))

    fixed, current = client.get(unescape(address)), client.get(at("chart", council, name="years"))

    assert fixed["Content-Type"] == "image/svg+xml"
    assert "immutable" in fixed["Cache-Control"] and "private" in fixed["Cache-Control"]
    assert current["Cache-Control"] == "private, no-cache"
    assert fixed["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert fixed.content == current.content
    again = client.get(at("chart", council, name="years"), headers={"If-None-Match": current["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_chart_is_made_once_for_a_point_of_the_ledger(council, django_assert_num_queries):
    factories.submitted(council, pence=100_00)
    client, address = signed_in(council.person("steering")), at("chart", council, name="years")
    cache.clear()
    first = client.get(address)
    with django_assert_num_queries(8):
        again = client.get(address)
    assert (again["ETag"], again.content) == (first["ETag"], first.content)
    factories.submitted(council, pence=50_00)
    assert client.get(address)["ETag"] != first["ETag"]


def test_a_chart_that_has_nothing_to_show_or_does_not_exist_is_not_found(council):
    client = signed_in(council.person("viewer"))

    assert client.get(at("chart", council, name="years")).status_code == 404
    assert client.get(at("chart", council, name="secrets")).status_code == 404
    assert client.get(at("chart", council, name="years") + "?as_at=nonsense").status_code == 404


# --- What is kept, and what it costs ----------------------------------------------------------------------------------


def test_what_is_kept_of_a_page_is_never_out_of_date(council):
    factories.submitted(council)
    assert tiles(shown(council), "cashable")[3] == "£100,000.00"

    factories.submitted(council, pence=1)
    assert tiles(shown(council), "cashable")[3] == "£100,000.01"

    council.workstream.name = "Audit for all"
    council.workstream.save()
    assert cells(shown(council), "Audit for all")[4] == "£100,000.01"

    with clock.travel(moment(2026, 6, 2)):
        assert "2 June 2026, ledger sequence 6" in shown(council)


def test_two_partnerships_with_the_same_sequence_do_not_share_what_is_kept(council):
    other = factories.three_councils(slug="others", prefix="X")
    factories.submitted(council)
    factories.submitted(other, "BDC", pence=5_00)

    assert tiles(shown(council), "cashable")[3] == "£100,000.00"
    assert tiles(shown(other), "cashable")[3] == "£5.00"


def _first_and_again(world, django_assert_num_queries, address, first, again):
    client = signed_in(world.person("steering"))
    cache.clear()
    with django_assert_num_queries(first, info=address):
        client.get(address)
    with django_assert_num_queries(again, info=address):
        client.get(address)


@pytest.mark.parametrize("statements", [1, 12])
def test_pages_cost_the_same_queries_for_any_number_of_statements(council, django_assert_num_queries, statements):
    for number in range(statements):
        factories.submitted(council, pence=100_00 + number)
        facts = {"workstream": council.workstream, "organisation": council.organisations["BDC"]}
        undertaken(council, f"Write {number}", due_on=date(2026, 5, 20), **facts)
        factories.submitted(council, pence=0, measure_hundredths=1, saving={"kind": "qualitative", "unit": "days"})

    for address, first, again in (
        (at("overview", council), 26, 15),
        (at("workstream", council, workstream="internal-audit"), 28, 22),
        (at("organisation", council, code="BDC"), 22, 17),
        (at("behind", council) + "?measure=realised", 12, 12),
        (at("figures-table", council), 12, 12),
        (at("bridge", council) + "?from=%230&measure=realised", 13, 13),
        (at("bridge", council), 20, 20),
    ):
        _first_and_again(council, django_assert_num_queries, address, first, again)


@pytest.mark.parametrize("typed", ["1990-01-15", "1990-01-01", "1990-01-01T00:00:00%2B14:00"])
def test_the_first_days_of_the_calendar_are_shown(council, typed):
    factories.submitted(council)

    html = shown(council, query=f"?as_at={typed}")

    assert "ledger sequence 0" in html
    assert tiles(html, "cashable") == []
