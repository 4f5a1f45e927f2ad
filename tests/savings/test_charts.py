"""Charts: what they say, how they look, and that nothing in the picture runs or loads."""

import json
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest

from partnership import clock
from savings import charts, drawing, rendering
from savings.figures import Amounts, AsAt, Cell, Figures
from savings.tables import Name, Names

NAMES = Names(
    {1: Name("Internal audit", "internal-audit"), 2: Name("Procurement", "procurement")},
    {1: Name("Bolsover", "BDC"), 2: Name("Chesterfield", "CBC"), 3: Name("North East Derbyshire", "NEDDC")},
)
SVG = "{http://www.w3.org/2000/svg}"


def figures(streams, organisations=(), on=date(2008, 6, 1)) -> Figures:
    """Cashable figures from (workstream or organisation, year, amounts)."""
    return Figures(
        AsAt(7, on),
        tuple(Cell(pk, 0, year, "cashable", Amounts(**amounts)) for pk, year, amounts in streams),
        tuple(Cell(0, pk, year, "cashable", Amounts(**amounts)) for pk, year, amounts in organisations),
        {},
    )


BOTH = figures(
    [
        (1, 2007, {"target": 30_000_00, "realised": 29_000_00, "verified": 29_000_00}),
        (2, 2007, {"target": 200_000_00, "forecast": 357_000_00}),
        (2, 2008, {"target": 200_000_00, "realised": 100_000_00, "verified": 33_333_34}),
    ],
    [
        (1, 2007, {"realised": 29_000_00, "verified": 29_000_00}),
        (1, 2008, {"realised": 33_333_34, "verified": 33_333_34}),
        (2, 2008, {"realised": 33_333_33}),
        (3, 2008, {"realised": 33_333_33}),
    ],
)


def test_the_workstreams_chart_says_what_part_of_the_target_is_realised():
    chart = charts.workstreams(BOTH, NAMES, "cashable")

    assert chart.conclusion == (
        "£129,000.00 of the £430,000.00 cashable target is realised (30%). "
        "The largest target is that of Procurement: £400,000.00."
    )
    assert chart.headings == ("Workstream", "Target", "Forecast", "Realised")
    assert chart.rows == (
        ("Internal audit", "£30,000.00", "£0.00", "£29,000.00"),
        ("Procurement", "£400,000.00", "£357,000.00", "£100,000.00"),
    )


def test_the_years_chart_tells_of_the_day_what_the_headline_tells():
    chart = charts.years(BOTH, "cashable")

    assert chart.conclusion == (
        "By 1 June 2008, £129,000.00 of cashable savings is realised against £230,000.00 of target due; "
        "£62,333.34 of it is verified."
    )
    assert chart.rows[0] == ("2007-08", "£230,000.00", "£357,000.00", "£29,000.00", "£29,000.00")


def test_what_is_planned_ends_with_the_last_year_that_adds_to_it():
    plan = figures([(1, 2007, {"target": 1_00, "realised": 1_00}), (1, 2009, {"target": 1_00})])

    points = charts.years(plan, "cashable").specification["data"]["values"]

    assert [(p["series"], p["year"]) for p in points] == [
        ("Target", "2007-08"),
        ("Target", "2008-09"),
        ("Target", "2009-10"),
        ("Realised", "2007-08"),
        ("Realised", "2008-09"),
    ]


def test_the_organisations_chart_says_who_has_the_largest_share():
    assert charts.organisations(BOTH, NAMES, "cashable").conclusion == (
        "Bolsover has the largest share of £129,000.00 of cashable savings (realised): £62,333.34, 48.32%."
    )


def test_equal_shares_are_said_to_be_equal():
    shares = [(pk, 2007, {"realised": pence}) for pk, pence in ((1, 33_333_34), (2, 33_333_33), (3, 33_333_33))]
    chart = charts.organisations(figures([], shares), NAMES, "cashable")

    assert chart.conclusion == (
        "£100,000.00 of cashable savings (realised) is shared equally by 3 organisations: "
        "£33,333.33 to £33,333.34 each."
    )
    assert chart.rows[0] == ("Bolsover", "£33,333.34", "33.33%")


def test_before_anything_is_realised_the_shares_of_the_firmest_claim_are_drawn():
    chart = charts.organisations(figures([], [(1, 2007, {"target": 5_00, "forecast": 4_00})]), NAMES, "cashable")

    assert chart.title == "Cashable: share of the forecast by organisation"


def test_the_verification_chart_says_what_waits_and_for_whom():
    assert charts.verification(BOTH, NAMES, "cashable").conclusion == (
        "£62,333.34 of £129,000.00 realised cashable savings is verified (48.32%); £66,666.66 waits, "
        "most of it for Chesterfield (£33,333.33)."
    )


def test_all_verified_is_said_in_one_sentence():
    done = {"realised": 10_00, "verified": 10_00}
    chart = charts.verification(figures([(1, 2007, done)], [(1, 2007, done)]), NAMES, "cashable")

    assert chart.conclusion == "All £10.00 of realised cashable savings is verified."


def test_without_figures_there_is_no_chart():
    assert charts.chosen(charts.CHARTS, figures([]), NAMES, "cashable") == []
    assert charts.chosen(charts.CHARTS, BOTH, NAMES, "non_cashable") == []


@pytest.mark.parametrize("width", [drawing.WIDE, drawing.NARROW])
def test_a_chart_depends_on_its_point_and_not_on_the_day_it_is_looked_at(width):
    same = Figures(BOTH.as_at, BOTH.streams, BOTH.organisations, BOTH.due)

    with clock.travel(datetime(2030, 1, 1, tzinfo=UTC)):
        later = charts.chosen(charts.CHARTS, same, NAMES, "cashable", width)
    assert charts.chosen(charts.CHARTS, BOTH, NAMES, "cashable", width) == later


def test_what_is_realised_goes_on_to_the_year_of_the_day_and_what_is_planned_is_due_by_it():
    """Realised in 2006-07 alone, judged on 1 April 2008 against the targets of two years, with a plan for a third."""
    target = {"target": 120_000_00}
    plan = figures(
        [
            *((1, 2006, target | {"realised": 218_250_00}), (1, 2007, target), (1, 2008, target)),
            (2, 2006, {"realised": 5}),
        ],
        on=date(2008, 4, 1),
    )

    chart = charts.years(plan, "cashable")

    assert chart.conclusion == (
        "By 1 April 2008, £218,250.05 of cashable savings is realised against £240,000.00 of target due, "
        "£0.05 of it without a target; £0.00 of it is verified."
    )
    points = chart.specification["data"]["values"]
    years = [(point["year"], point["pence"]) for point in points if point["series"] == "Realised"]
    assert years == [("2006-07", 218_250_05), ("2007-08", 218_250_05), ("2008-09", 218_250_05)]
    assert "£218,250.00 of the £360,000.00 cashable target is realised (60.63%)." in (
        charts.workstreams(plan, NAMES, "cashable").conclusion
    )


def test_series_differ_by_more_than_colour():
    bars = [(drawing.STYLES[name].fill, drawing.STYLES[name].stroke) for name in ("Target", "Forecast", "Realised")]
    lines = [(style.dash, style.shape) for style in (drawing.STYLES[n] for n in ("Target", "Forecast", "Realised"))]

    assert len(set(bars)) == len(set(lines)) == 3
    values = charts.workstreams(BOTH, NAMES, "cashable").specification["data"]["values"]
    assert [value["label"] for value in values[:3]] == ["£30k", "£0", "£29k"]


@pytest.mark.parametrize(
    ("pence", "words"),
    [
        (0, "£0"),
        (95_000, "£950"),
        (33_333_34, "£33.3k"),
        (1_250_000_00, "£1.25m"),
        (-5_000_00, "−£5k"),
        (10**12, "£10bn"),
    ],
)
def test_marks_are_written_in_few_characters(pence, words):
    assert drawing.compact(pence) == words


@pytest.mark.parametrize(("least", "most"), [(0, 0), (0, 1), (-5_00, 33_333_34), (0, 10**14), (-(10**9), -1)])
def test_ticks_are_round_and_hold_everything(least, most):
    marks = drawing.ticks(least, most, 6)

    assert 0 in marks and marks[0] <= least and marks[-1] >= most
    assert 2 <= len(marks) <= 9


def test_the_picture_is_one_image_named_by_its_conclusion():
    chart = charts.workstreams(BOTH, NAMES, "cashable")

    root = ElementTree.fromstring(rendering.svg(chart))

    assert root.get("role") == "img"
    assert (root[0].tag, root[0].text) == (f"{SVG}title", chart.conclusion)
    assert "Procurement" in "".join(root.itertext())


def test_nothing_in_the_picture_runs_loads_or_styles_inline():
    hostile = Names({1: Name('<script>alert("1")</script>\'"]};', "x"), 2: NAMES.workstreams[2]}, NAMES.organisations)

    for chart in charts.chosen(charts.CHARTS, BOTH, hostile, "cashable"):
        for element in ElementTree.fromstring(rendering.svg(chart)).iter():
            assert element.tag.removeprefix(SVG) in {"svg", "title", "rect", "g", "path", "line", "text", "tspan"}
            assert not any(name.startswith(("on", "style", "aria", "{")) for name in element.attrib)


def test_the_same_chart_is_drawn_once_and_then_taken_from_the_cache(monkeypatch):
    chart = charts.years(BOTH, "cashable")
    first = rendering.svg(chart)
    monkeypatch.setattr(rendering, "_draw", lambda chart: pytest.fail("drawn again"))

    assert rendering.svg(chart) == first


def test_drawing_twice_gives_the_same_picture():
    chart = charts.verification(BOTH, NAMES, "cashable")

    assert rendering._draw(chart) == rendering._draw(chart)


def test_another_conclusion_or_specification_has_another_digest():
    wide, narrow = (charts.years(BOTH, "cashable", width) for width in (drawing.WIDE, drawing.NARROW))

    assert rendering.digest(wide) != rendering.digest(narrow)
    assert len(rendering.digest(wide)) == 64


def test_a_specification_is_plain_data():
    for chart in charts.chosen(charts.CHARTS, BOTH, NAMES, "cashable"):
        assert json.loads(json.dumps(chart.specification)) == chart.specification
