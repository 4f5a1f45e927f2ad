"""Figures on pages: exact numbers at any point of the ledger, and what is behind each."""

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest

from partnership import clock
from partnership.dated import Period
from savings import actions, dashboards, figures
from savings.figures import Rag
from savings.models import Cause
from savings.models.words import Basis
from savings.sharing import Sharing
from savings.wording import few
from tests import factories, gates, measured
from tests.factories import moment
from tests.figure_pages import cells, csv_of, shown, tiles
from tests.pages import at, signed_in, words
from workstreams.models import Participation, Workstream

THIRDS = ["£33,333.34", "£33,333.33", "£33,333.33"]


@pytest.fixture(autouse=True)
def today():
    """It is Monday 1 June 2026: one year is over since 2025-26 began, no quarter of 2026-27 is."""
    with clock.travel(datetime(2026, 6, 1, 12, tzinfo=UTC)):
        yield


# --- The same numbers everywhere --------------------------------------------------------------------------------------


def test_a_hundred_thousand_in_three_shares_is_the_same_in_tiles_tables_and_csv(council):
    factories.verified(council)

    html = shown(council)

    assert tiles(html, "cashable") == ["£0.00", "£0.00", "£0.00", "£100,000.00", "£100,000.00"]
    assert cells(html, "Internal audit")[4:6] == ["£100,000.00", "£100,000.00"]
    assert cells(html, "2025-26")[4:6] == ["£100,000.00", "£100,000.00"]
    assert [cells(html, name)[4] for name in ("Bolsover", "Chesterfield", "North")] == THIRDS
    rows = csv_of(council, "organisations")
    assert rows[0] == [
        *(
            "Organisation",
            "Target",
            "Forecast",
            "Contracted",
            "Realised",
            "Part of realised (%)",
            "Verified",
            "Waiting",
        ),
        *("Partnership", "Shown", "Kind", "As at", "Ledger sequence", "Exported at", "Exported by"),
    ]
    assert [row[4] for row in rows[1:]] == ["33333.34", "33333.33", "33333.33", "100000.00"]
    assert rows[1][:-2] == [
        *("Bolsover", "0.00", "0.00", "0.00", "33333.34", "33.33", "33333.34", "0.00"),
        *("Three councils", "The whole partnership", "Cashable", "2026-06-01", "9"),
    ]
    assert [row[4] for row in csv_of(council, "workstreams")[1:]] == ["100000.00", "100000.00"]
    assert [row[4] for row in csv_of(council, "years")[1:]] == ["100000.00", "100000.00"]
    assert csv_of(council, "cumulative")[1][:6] == ["2025-26", "0.00", "0.00", "0.00", "100000.00", "100000.00"]


def test_figures_as_at_a_day_a_moment_and_a_sequence(council):
    with clock.travel(moment(2026, 4, 10)):
        statement = factories.submitted(council)
    with clock.travel(moment(2026, 5, 10)):
        actions.verify_share(by=council.person("verifier", "BDC"), share=statement.shares.first())

    assert tiles(shown(council, query="?as_at=2026-04-09"), "cashable") == []
    assert tiles(shown(council, query="?as_at=2026-05-09"), "cashable")[3:] == ["£100,000.00", "£0.00"]
    assert tiles(shown(council, query="?as_at=%233"), "cashable")[3:] == ["£100,000.00", "£0.00"]
    assert tiles(shown(council, query="?as_at=2026-05-10"), "cashable")[3:] == ["£100,000.00", "£33,333.34"]
    assert "As at <strong>9 May 2026, ledger sequence 3</strong>" in shown(council, query="?as_at=2026-05-09")
    assert "As of now: <strong>1 June 2026, ledger sequence 5</strong>" in shown(council)


def test_a_returned_share_leaves_the_figures(council):
    statement = factories.submitted(council)
    actions.return_share(by=council.person("verifier", "BDC"), share=statement.shares.first(), reason="No evidence.")

    html = shown(council)

    assert tiles(html, "cashable")[3] == "£66,666.66"
    assert cells(html, "Chesterfield")[4:6] == ["£33,333.33", "50%"]
    with pytest.raises(AssertionError):
        cells(html, "Bolsover")


def test_cashable_and_non_cashable_are_never_mixed(council):
    only_chesterfield = Sharing(Basis.ONE, frozenset({council.organisations["CBC"].pk}))
    factories.submitted(council, pence=29_000_00, sharing=only_chesterfield)
    factories.submitted(council, pence=6_000_00, saving={"kind": "non_cashable"})

    cashable, other = shown(council), shown(council, query="?kind=non_cashable")

    for html in (cashable, other):
        assert tiles(html, "cashable")[3] == "£29,000.00"
        assert tiles(html, "non_cashable")[3] == "£6,000.00"
        assert "£35,000.00" not in html
    assert cells(cashable, "All organisations")[4] == "£29,000.00"
    assert cells(other, "All organisations")[4] == "£6,000.00"
    assert cells(other, "Bolsover")[4] == "£2,000.00"
    _, *rows = csv_of(council, "organisations", "&kind=non_cashable")
    assert [row[4] for row in rows] == ["2000.00"] * 3 + ["6000.00"]


def test_a_qualitative_benefit_stands_in_its_own_unit_for_all_who_have_it(council):
    factories.submitted(
        council, pence=0, measure_hundredths=5_400, saving={"kind": "qualitative", "unit": "per cent satisfied"}
    )

    html = shown(council)

    row = ["Joint audit plan", "Internal audit", "2025-26", "Realised", "54 per cent satisfied"]
    assert cells(html, "Joint audit plan") == [*row, "Bolsover, Chesterfield, North", "0 of 3"]
    assert "No cashable savings are recorded" in html
    assert csv_of(council, "qualities")[1][-5:-2] == ["Qualitative", "2026-06-01", "3"]


# --- RAG and variance -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "due", "realised", "expected"),
    [
        (100_00, 100_00, 100_00, Rag.GREEN),
        (100_00, 100_00, 99_99, Rag.AMBER),
        (100_00, 100_00, 90_00, Rag.AMBER),
        (100_00, 100_00, 89_99, Rag.RED),
        (100_00, 0, 0, Rag.NOT_DUE),
        (0, 0, 50_00, Rag.NO_TARGET),
    ],
)
def test_the_rag_rule_at_its_edges(target, due, realised, expected):
    assert figures.rag(target, due, realised) is expected


def test_variance_compares_what_is_realised_with_the_target_of_the_quarters_over(council):
    factories.submitted(council, pence=100_000_00, stage="target", periods=[Period(2025), Period(2026)])
    factories.submitted(council, pence=90_000_00)

    html = shown(council)  # on 1 June 2026 no quarter of 2026-27 is over

    assert cells(html, "2025-26")[6:] == ["£100,000.00", "−£10,000.00", "Amber"]
    assert cells(html, "2026-27")[6:] == ["£0.00", "£0.00", "Not due"]
    assert "Realised is £10,000.00 behind the £100,000.00 of target due by 1 June 2026." in html
    with clock.travel(moment(2026, 7, 1)):
        later = shown(council)
    assert cells(later, "2026-27")[6:] == ["£25,000.00", "−£25,000.00", "Red"]
    assert cells(later, "All years")[6:] == ["£125,000.00", "−£35,000.00", "Red"]


def test_the_workings_of_a_variance_are_shown_year_by_year(council):
    factories.submitted(council, pence=100_000_00, stage="target", periods=[Period(2025), Period(2026)])

    html = shown(council, "behind", query="?measure=variance&as_at=%236&on=2026-06-01")

    year = ["2025-26", "£100,000.00", "4 of 4", "£100,000.00", "£0.00", "£0.00", "−£100,000.00", "Red"]
    assert cells(html, "2025-26") == year
    assert cells(html, "2026-27") == ["2026-27", "£100,000.00", "0 of 4", *["£0.00"] * 4, "Not due"]


def test_the_workings_of_a_past_year_count_nothing_of_the_year_under_way(council):
    for year, pence in ((2024, 100_000_00), (2026, 40_000_00)):
        factories.submitted(council, pence=pence, stage="target", periods=[Period(year)])

    with clock.travel(moment(2026, 10, 15)):
        html = shown(council, "behind", query="?measure=variance&year=2024")

    assert cells(html, "All of 2024-25")[3:7] == ["£100,000.00", "£0.00", "£0.00", "−£100,000.00"]
    assert "Realised is £100,000.00 behind the £100,000.00 of target due" in html


def judged(*parts, on=date(2008, 4, 1)):
    """Of (workstream, year, target, realised) in pounds, by the figures of a partnership."""
    cells = [
        figures.Cell(pk, 0, year, "cashable", figures.Amounts(target=target * 100, realised=realised * 100))
        for pk, year, target, realised in parts
    ]
    return figures.Figures(figures.AsAt(9, on), tuple(cells), (), {})


def test_what_has_no_target_makes_up_for_no_target_that_is_missed():
    """Derbyshire: e-Procurement is behind by £108,750, whatever GIS and e-Recruitment realise without a target."""
    found = judged((1, 2006, 120_000, 131_250), (1, 2007, 120_000, 0), (2, 2006, 0, 52_000), (3, 2007, 0, 35_000))

    total, rows = found.total("cashable"), found.by_workstream("cashable")

    assert (total.variance, total.untargeted, total.rag) == (-108_750_00, 87_000_00, Rag.RED)
    assert [line.rag for line in rows.values()] == [Rag.RED, Rag.NO_TARGET, Rag.NO_TARGET]
    assert total.amounts.realised == 218_250_00
    assert dashboards.standing(total, found.as_at) == (
        "Realised is £108,750.00 behind the £240,000.00 of target due by 1 April 2008. "
        "A further £87,000.00 is realised without a target, and counts against none."
    )


def test_nothing_is_better_than_amber_while_a_part_of_it_is_red():
    found = judged((1, 2006, 100, 80), (1, 2007, 100, 200), (2, 2006, 100, 100))

    assert [line.rag for line in found.by_year("cashable").values()] == [Rag.AMBER, Rag.GREEN]
    assert [line.rag for line in found.by_workstream("cashable").values()] == [Rag.AMBER, Rag.GREEN]
    assert found.total("cashable").rag is Rag.AMBER
    assert dashboards.standing(found.total("cashable"), found.as_at) == (
        "Realised is £80.00 ahead of the £300.00 of target due by 1 April 2008. "
        "One workstream in one year is red, so all of it is amber."
    )


def test_realised_is_shown_as_a_part_of_the_baseline_and_against_what_the_policy_asks(council):
    gates.policy(council, gates.asking("live", "reduction", 10_00, 2))
    measured.baseline(council)
    factories.submitted(council, pence=80_000_00, year=2007, periods=[Period(2007)])
    factories.submitted(council, pence=92_500_00, year=2008, periods=[Period(2008)])

    html = shown(council, "workstream", workstream="internal-audit")

    assert cells(html, "2007-08")[4:6] == ["£80,000.00", "8.65%"]
    assert cells(html, "2008-09")[4:6] == ["£92,500.00", "10%"]
    assert (
        "2007-08: £80,000.00 of cashable savings is 8.65% of the baseline of £925,000.00. "
        "It fails a 10% test by 1.35 percentage points (£12,500.00)."
    ) in html
    assert "2008-09: £92,500.00 of cashable savings is 10% of the baseline of £925,000.00. It meets a 10% test." in html


def test_a_missing_baseline_is_shown(council):
    html = shown(council, "workstream", workstream="internal-audit")

    assert "No baseline was taken" in html


# --- Behind a number --------------------------------------------------------------------------------------------------


def test_every_number_of_the_overview_leads_to_statements_that_add_up_to_it(council):
    factories.verified(council)
    factories.submitted(council, pence=120_000_00, stage="target", periods=[Period(2025), Period(2026)])
    factories.submitted(council, pence=7_000_01, saving={"kind": "non_cashable"})
    client = signed_in(council.person("viewer"))
    html = shown(council)

    links = re.findall(r'href="([^"]*/figures/behind/[^"]*)"[^>]*>(−?£[\d,.]+)', html)

    checked = 0
    for address, amount in {(unescape(address), amount) for address, amount in links}:
        if "measure=variance" in address:
            continue
        page = words(client.get(address))
        assert re.search(r"</span>([^<]+)</h1>", page)[1] == amount, address
        assert cells(page, "The figure")[1] == amount
        checked += 1
    assert checked > 20


def test_behind_shows_each_statement_with_its_part(council):
    factories.verified(council)
    factories.submitted(council, pence=50_000_00, saving={"title": "Fewer licences"})

    html = shown(council, "behind", query="?measure=realised&organisation=BDC&year=2025")

    assert "Realised, cashable, Bolsover, 2025-26" in html
    assert cells(html, "Joint audit plan")[1] == "£33,333.34"
    assert cells(html, "Fewer licences")[1] == "£16,666.67"
    assert cells(html, "The figure")[1] == "£50,000.01"


def test_statements_that_the_reader_may_not_open_are_one_line_that_adds_up(council):
    factories.submitted(council, saving={"title": "Shared by all"})
    only = Sharing(Basis.ONE, frozenset({council.organisations["CBC"].pk}))
    factories.submitted(council, "CBC", pence=29_000_00, sharing=only, saving={"title": "For Chesterfield alone"})

    html = shown(council, "behind", query="?measure=realised")

    assert "For Chesterfield alone" not in html
    assert cells(html, "Shared by all")[1] == "£100,000.00"
    assert cells(html, "1 statement of other organisations, which your roles do not open")[1] == "£29,000.00"
    assert cells(html, "The figure")[1] == "£129,000.00"
    assert "For Chesterfield alone" in shown(council, "behind", "steering", query="?measure=realised")


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?measure=profit",
        "?measure=realised&kind=qualitative",
        "?measure=realised&year=20x7",
        "?measure=realised&year=99999",
        "?measure=realised&since=-1",
        "?measure=realised&cause=magic",
        "?measure=realised&workstream=nowhere",
        "?measure=realised&organisation=%00",
    ],
)
def test_what_names_no_figure_is_not_found(council, query):
    assert signed_in(council.person("viewer")).get(at("behind", council) + query).status_code == 404


def test_what_changed_is_told_in_sentences_that_lead_to_the_statements(council):
    with clock.travel(moment(2026, 3, 1)):
        statement = factories.submitted(council)
    with clock.travel(moment(2026, 5, 20)):
        first, second, _ = statement.shares.select_related("organisation")
        actions.verify_share(by=council.person("verifier", "BDC"), share=first)
        actions.return_share(by=council.person("verifier", "CBC"), share=second, reason="No evidence.")
        factories.submitted(council, pence=60_000_00, stage="forecast", periods=[Period(2026)])

    html = shown(council)
    told = [unescape(re.sub(r"<[^>]+>", "", line)) for line in re.findall(r"<li>.*?</li>", html) if "20 May" in line]

    assert told == [
        "£33,333.33 left realised cashable savings: 1 statement returned, on 20 May 2026.",
        "£60,000.00 was added to the cashable forecast by 1 new statement, on 20 May 2026.",
        "£33,333.34 of realised cashable savings was verified, in 1 statement, on 20 May 2026.",
    ]
    (address,) = re.findall(rf'href="([^"]*cause={Cause.VERIFIED}[^"]*)"', html)
    assert cells(words(signed_in(council.person("viewer")).get(unescape(address))), "The figure")[1] == "£33,333.34"
    assert "Nothing in the figures has changed since" in shown(council, query="?as_at=2026-05-19")


def test_what_is_due_adds_up_in_every_table_and_is_the_same_on_the_workstreams_own_page(council):
    second = Workstream.objects.create(partnership=council.partnership, name="Payroll", slug="payroll")
    for organisation in council.organisations.values():
        Participation.objects.create(workstream=second, organisation=organisation, from_on=factories.FOUNDED)
    factories.submitted(council, pence=1_01, stage="target", periods=[Period(2026)])
    saving = actions.draft_saving(
        by=council.person("officer"),
        workstream=second,
        organisation=council.organisations["BDC"],
        saving=factories.details(),
        statement=factories.stating(1_01, stage="target", periods=[Period(2026)]),
    )
    actions.submit_saving(by=council.person("officer"), saving=saving)

    with clock.travel(moment(2026, 10, 1)):  # two quarters are over
        whole = shown(council)
        parts = [shown(council, "workstream", workstream=slug) for slug in ("internal-audit", "payroll")]
        found = figures.figures(council.partnership, figures.now(council.partnership), user=council.person("viewer"))

    assert [cells(whole, row)[6] for row in ("Internal audit", "Payroll")] == ["£0.51", "£0.50"]
    assert [line.due for line in found.by_organisation("cashable").values()] == [34, 34, 33]
    assert "behind the £1.01 of target due" in whole
    assert [cells(part, "2026-27")[6] for part in parts] == ["£0.51", "£0.50"]


@pytest.mark.parametrize("newest", [None, 5])
def test_qualitative_benefits_of_one_year_are_of_that_year(council, newest):
    told = {"pence": 0, "measure_hundredths": 3_00, "saving": {"kind": "qualitative", "unit": "calls"}}
    factories.submitted(council, periods=[Period(2024), Period(2025)], **told)
    at_, viewer = figures.now(council.partnership), council.person("viewer")
    found = figures.qualities(council.partnership, at_, user=viewer, year=2025, newest=newest)
    assert [each.year for each in found] == [2025] * 3


def test_a_cell_names_a_few_organisations_and_counts_the_rest():
    assert few(["Amber Valley", "Bolsover", "Derby", "Erewash"]) == "Amber Valley, Bolsover, Derby, Erewash"
    assert few([*"ABCDEFGHIJKLM"]) == "A, B, C and 10 others"
