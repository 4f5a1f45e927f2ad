"""Why the figures moved: each bridge leads from one figure to the other, to the penny, and opens on its statements."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnership import clock
from partnership.dated import Period
from savings import actions, bridges, figures, subtotals
from savings.bridges import Span
from savings.figures import AsAt, Bridge, Measure, Movement, Step, Which
from savings.models import Cause
from savings.models.words import MONEY_KINDS
from tests import factories
from tests.api import Program
from tests.factories import moment
from tests.figure_pages import cells, shown
from tests.pages import at, signed_in, words
from tests.savings.test_histories import WORLDS, play, steps

DAYS = (moment(2026, 3, 1), moment(2026, 5, 20))


@pytest.fixture(autouse=True)
def today():
    with clock.travel(datetime(2026, 6, 1, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def moved(council):
    """£100,000.00 is realised in March; in May a share is verified, one returned, and £60,000.00 comes."""
    with clock.travel(DAYS[0]):
        statement = factories.submitted(council)
    with clock.travel(DAYS[1]):
        first, second, _ = statement.shares.select_related("organisation")
        actions.verify_share(by=council.person("verifier", "BDC"), share=first)
        actions.return_share(by=council.person("verifier", "CBC"), share=second, reason="No evidence.")
        factories.submitted(council, pence=60_000_00, saving={"title": "Fewer licences"})
    return council


# --- It adds up -------------------------------------------------------------------------------------------------------


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=steps, ends=st.tuples(st.integers(0, 100), st.integers(0, 100)), every=st.integers(1, 7))
def test_every_bridge_of_any_history_adds_up_to_the_penny(db, monkeypatch, history, ends, every):
    """The old total from stored sums, the steps from postings, the new total from stored sums, and what stands behind
    each step: three ways to the same pence."""
    monkeypatch.setattr(subtotals, "EVERY", every)
    number = next(WORLDS)
    world = factories.three_councils(slug=f"bridge-{number}", prefix=f"B{number}-")
    play(world, history)
    last = figures.now(world.partnership).sequence
    since, upto = (AsAt(end * last // 100, clock.today()) for end in sorted(ends))

    _assert_sharing_anew_moves_no_total(world)
    scopes = [{}, {"workstream": world.workstream.pk}]
    scopes += [{"organisation": organisation.pk} for organisation in world.organisations.values()]
    for scope in scopes:
        _assert_bridges(world, since, upto, scope)


def _assert_sharing_anew_moves_no_total(world):
    moved = figures.movements(
        world.partnership, AsAt(0, clock.today()), figures.now(world.partnership), user=world.person("steering")
    )
    assert {one.pence for one in moved if one.cause == Cause.REAPPORTIONED} <= {0}


def _assert_bridges(world, since, upto, scope):
    user = world.person("steering")
    then, now = (figures.figures(world.partnership, end, user=user, **scope) for end in (since, upto))
    all_moved = figures.movements(world.partnership, since, upto, user=user, **scope)
    for kind in MONEY_KINDS:
        for measure in Measure:
            found = figures.bridge_between(world.partnership, since, upto, measure, kind, user=user, **scope)
            assert found.before == then.total(kind).amounts[measure]
            assert found.after == now.total(kind).amounts[measure]
            assert found == figures.bridge(all_moved, measure, kind, before=found.before)
            for step in found.steps:
                which = Which(measure, kind, cause=step.cause, after=since.sequence, **scope)
                behind = figures.behind(world.partnership, upto, which, user=user)
                assert (behind.pence, sum(behind.shown.values())) == (step.pence, step.pence)


causes = st.builds(
    Movement,
    st.sampled_from(Cause.values),
    st.just("cashable"),
    st.just("realised"),
    st.integers(-(10**12), 10**12),
    st.integers(-(10**12), 10**12),
    st.integers(1, 9),
    st.just(DAYS[0]),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(moved=st.lists(causes, unique_by=lambda one: one.cause), before=st.integers(-(10**12), 10**12))
def test_every_cause_has_its_step_and_the_chart_and_the_table_say_the_same(moved, before):
    found = figures.bridge(moved, Measure.VERIFIED, "cashable", before=before)
    span = Span(AsAt(1, DAYS[0].date()), AsAt(9, DAYS[1].date()))

    assert found.after == before + sum(one.verified for one in moved)
    table, chart = bridges.table(found, span), bridges.chart(found, span)
    assert [row[0].text for row in table.rows] == ["1 March 2026", *(Cause(step.cause).label for step in found.steps)]
    assert table.total[-1].plain == table_pounds(found.after)
    if chart is None:
        assert found.after == before
        return
    bars = chart.specification["data"]["values"]
    assert (bars[0]["pence"], bars[-1]["pence"]) == (before, found.after)
    assert all(bar["start"] == above["pence"] for above, bar in zip(bars, bars[1:-1], strict=False))


def table_pounds(pence):
    sign = "-" if pence < 0 else ""
    return f"{sign}{abs(pence) // 100}.{abs(pence) % 100:02d}"


def test_a_verification_moves_what_is_verified_and_nothing_of_what_is_realised(moved):
    given = (moved.partnership, AsAt(3, clock.today()), figures.now(moved.partnership))

    realised = figures.bridge_between(*given, Measure.REALISED, "cashable", user=moved.person("viewer"))
    verified = figures.bridge_between(*given, Measure.VERIFIED, "cashable", user=moved.person("viewer"))

    assert realised == Bridge(
        Measure.REALISED,
        "cashable",
        100_000_00,
        (Step(Cause.SUBMITTED, 60_000_00), Step(Cause.RETURNED, -33_333_33)),
        verified=33_333_34,
    )
    assert verified == Bridge(Measure.VERIFIED, "cashable", 0, (Step(Cause.VERIFIED, 33_333_34),))


def test_every_cause_has_words_and_a_statement_that_is_replaced_by_its_like_is_a_step_of_nothing(council):
    with clock.travel(DAYS[0]):
        old = factories.submitted(council, stage="forecast", pence=30_000_00, periods=[Period(2026)])
    officer = council.person("officer")
    with clock.travel(DAYS[1]):
        (new,) = actions.draft_statements(
            by=officer,
            saving=old.saving,
            organisation=old.organisation,
            replaces=old,
            details=factories.stating(30_000_00, stage="forecast", periods=[Period(2026)]),
        )
        actions.submit_statement(by=officer, statement=new)

    html = shown(council, "bridge", query="?measure=forecast&from=2026-03-31")

    assert "Sharing the same claims anew changed the cashable forecast by" in shown(council)
    assert cells(html, "Re-apportionments") == ["Re-apportionments", "£0.00", "£30,000.00"]
    assert set(bridges._WORDS) == set(Cause)


def test_points_in_the_wrong_order_are_refused(council):
    with pytest.raises(ValidationError, match="first point that is not after the second"):
        figures.movements(
            council.partnership, AsAt(1, clock.today()), AsAt(0, clock.today()), user=council.person("viewer")
        )


# --- The page ---------------------------------------------------------------------------------------------------------


def test_the_page_shows_each_step_and_the_conclusion(moved):
    html = shown(moved, "bridge", query="?from=2026-03-31")

    assert "From <strong>31 March 2026, ledger sequence 3</strong> to <strong>1 June 2026, ledger sequence 9" in html
    assert cells(html, "31 March 2026")[1:] == ["", "£100,000.00"]
    assert cells(html, "New statements")[1:] == ["+£60,000.00", "£160,000.00"]
    assert cells(html, "Returns")[1:] == ["−£33,333.33", "£126,666.67"]
    assert cells(html, "1 June 2026")[1:] == ["+£26,666.67", "£126,666.67"]
    assert (
        'alt="Realised cashable savings rose by £26,666.67, from £100,000.00 on 31 March 2026 to £126,666.67 on '
        '1 June 2026. Most of it: new statements, £60,000.00."'
    ) in html
    assert "£33,333.34</a> of what is realised was verified, which moves nothing in it." in html


def test_every_step_opens_on_statements_that_add_up_to_it(moved):
    client = signed_in(moved.person("viewer"))
    html = shown(moved, "bridge", query="?from=2026-03-31")

    links = re.findall(r'href="([^"]*/figures/behind/[^"]*)"[^>]*>([+−]?£[\d,.]+)', html)

    assert len(links) == 5
    for address, amount in links:
        page = words(client.get(unescape(address)))
        assert cells(page, "The figure")[1] == amount.removeprefix("+"), address


def test_the_bridge_of_an_organisation_is_of_its_shares(moved):
    html = shown(moved, "bridge", query="?from=2026-03-31&organisation=CBC")

    assert cells(html, "31 March 2026")[-1] == "£33,333.33"
    assert cells(html, "New statements")[1] == "+£20,000.00"
    assert cells(html, "Returns")[1] == "−£33,333.33"
    assert cells(html, "1 June 2026")[-1] == "£20,000.00"


def test_the_chart_of_the_page_is_the_picture_of_the_dashboard_for_the_same_points(moved):
    client = signed_in(moved.person("viewer"))
    (address,) = re.findall(r'<img [^>]*src="([^"]*/bridge/chart.svg[^"]*)"', shown(moved))

    response = client.get(unescape(address))

    assert response["Content-Type"] == "image/svg+xml"
    assert "immutable" in response["Cache-Control"]
    assert b"Why" not in response.content and "New statements" in response.content.decode()
    assert client.get(at("bridge-chart", moved) + "?from=%239").status_code == 404
    assert client.get(at("bridge-chart", moved) + "?from=nonsense").status_code == 404


@pytest.mark.parametrize(
    ("query", "sentences"),
    [
        (
            "?from=yesterday&to=2030-01-01",
            ["Enter a day such as 31 March 2026", "Choose a day that is not in the future."],
        ),
        ("?from=2026-05-31&to=2026-04-01", ["Choose a first point that is not after the second."]),
        ("?from=pack%2012", ["There is no finished board pack 12 that you may see."]),
        ("?to=meeting%2012", ["There is no meeting 12 that you may see."]),
        ("?to=board%2012", ["There are no points of this name. Name one as meeting 12 or pack 12."]),
    ],
)
def test_what_is_wrong_is_said_all_at_once_and_the_typing_stays(moved, query, sentences):
    html = shown(moved, "bridge", query=query)

    for sentence in sentences:
        assert sentence in html
    assert "portal-error" not in html and "Total after it" not in html
    assert all(f'value="{typed}"' in html for typed in re.findall(r"=([a-z0-9-]+)(?:&|$)", query) if "%" not in typed)


def test_what_names_no_measure_is_not_found(moved):
    assert signed_in(moved.person("viewer")).get(at("bridge", moved) + "?measure=profit").status_code == 404


def test_a_ledger_without_figures_says_so(council):
    assert "Nothing to show" in shown(council, "bridge")


def test_the_csv_says_what_each_row_is_of(moved):
    response = signed_in(moved.person("viewer")).get(at("bridge", moved) + "?from=%233&format=csv&organisation=BDC")
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()

    assert lines[0] == (
        "Step,Change,Total after it,Partnership,Shown,Kind,Measure,"
        "From,From ledger sequence,To,To ledger sequence,Exported at,Exported by"
    )
    about = "Three councils,Organisation: Bolsover,Cashable,Realised,2026-03-01,3,2026-06-01,9,"
    assert lines[1].startswith(f"1 March 2026,,33333.34,{about}")
    assert lines[2].startswith(f"New statements,20000.00,53333.34,{about}")
    assert lines[-1].startswith(f"1 June 2026,20000.00,53333.34,{about}")


# --- The API ----------------------------------------------------------------------------------------------------------


def test_the_api_tells_the_same_steps(moved):
    program = Program(moved.person("api"))
    asked = {"partnership": "three-councils", "from": "2026-03-31", "measure": "realised"}

    found = program.get("bridge/", **asked).json()

    assert found["from"] == {"sequence": 3, "on": "2026-03-31", "is_now": False}
    assert found["to"] == {"sequence": 9, "on": "2026-06-01", "is_now": True}
    assert (found["before"], found["after"]) == ("100000.00", "126666.67")
    assert found["steps"] == [
        {"cause": "submitted", "amount": "60000.00", "total": "160000.00"},
        {"cause": "returned", "amount": "-33333.33", "total": "126666.67"},
    ]
    rows = program.csv("bridge/", **asked)
    assert [(row["step"], row["amount"], row["total"]) for row in rows] == [
        ("before", "", "100000.00"),
        ("submitted", "60000.00", "160000.00"),
        ("returned", "-33333.33", "126666.67"),
        ("after", "26666.67", "126666.67"),
    ]


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"from": "x", "to": "y", "measure": "z", "kind": "qualitative"}, {"from", "to", "measure", "kind"}),
        ({"from": "#9", "to": "#3"}, {"from"}),
        ({"as_at": "#9"}, {"as_at"}),
    ],
)
def test_the_api_names_every_mistake(moved, asked, named):
    response = Program(moved.person("api")).get("bridge/", partnership="three-councils", **asked)

    assert response.status_code == 400
    assert {error["parameter"] for error in response.json()["errors"]} == named


def test_the_api_costs_the_same_queries_for_any_number_of_statements(council, django_assert_num_queries):
    program = Program(council.person("api"))
    for number in (1, 3):
        for _ in range(number):
            factories.submitted(council)
        with django_assert_num_queries(10):
            assert program.get("bridge/", partnership="three-councils", **{"from": "#0"}).status_code == 200
