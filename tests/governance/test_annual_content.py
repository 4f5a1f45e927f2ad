"""What an annual statement says: exact, frozen, reconciled on its last page, and the same rows in its CSV."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import page
import pypdf
import pytest
from django.db import transaction

from governance.models import Pack
from governance.packs import annual, build, content
from governance.packs.annual import _reached
from partnership import clock
from partnership.exports import separated
from partnership.money import format_pounds
from savings import net_benefit
from savings.models.words import Basis
from savings.net_benefit import Choice
from savings.sharing import Sharing
from tests import budgeting, factories, packs
from tests.files import csv_rows
from tests.governance.test_packs_content import stored, text_of
from workstreams import actions as plans


def paid(world, code="BDC", **facts):
    given = {"year": 2025, "kind": "contribution", "amount_pence": 5_000_00, "purpose": "Programme office"}
    return plans.add_contribution(
        by=world.person("manager"),
        partnership=world.partnership,
        organisation=world.organisations[code],
        **given | facts,
    )


def alone(world, code="BDC"):
    return Sharing(Basis.ONE, frozenset({world.organisations[code].pk}))


def everything(world) -> Pack:
    """£100,000 in equal shares, £15,000 of support by population, one own non-cashable and one qualitative benefit."""
    factories.verified(world)
    factories.verified(
        world, saving={"category": "support", "title": "One licence"}, pence=15_000_00, sharing=Sharing("population")
    )
    factories.submitted(world, saving={"kind": "non_cashable"}, pence=1_234_56, sharing=alone(world))
    quality = {"kind": "qualitative", "unit": "per cent of calls", "title": "Calls answered"}
    factories.submitted(world, pence=0, measure_hundredths=91_50, saving=quality)
    factories.submitted(world, stage="target", pence=300_000_00)
    paid(world)
    paid(world, kind="own_cost", amount_pence=200_00, purpose="Moving", workstream=world.workstream)
    paid(world, "CBC", amount_pence=77_77)
    budgeting.spend(world, budgeting.headed(world, source="own", kind="premises"), 4_000_00)
    return packs.make_statement(world)


def rows_of(pack):
    """What the CSV of its rows says."""
    return csv_rows("".join(separated.write(annual.export(pack))).encode())


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """It takes seconds to make, so the tests that only look at it share one: the file, the content and the CSV."""
    with django_db_blocker.unblock(), transaction.atomic():
        pack = everything(factories.three_councils())
        file, content, rows = build.rerender(pack), pack.frozen(), rows_of(pack)
        transaction.set_rollback(True)
    return file, content, rows


def tables(made, key):
    (section,) = [each for each in made[1]["sections"] if each["key"] == key]
    return [
        [[cell["text"] for cell in row] for row in (*table["rows"], table["total"])]
        for table in section["content"]["tables"]
    ]


def test_net_stands_beside_gross_without_anything_non_cashable(made):
    by_workstream, contributions = tables(made, "annual-net")
    assert by_workstream == [
        ["Internal audit", "£37,429.28", "£0.00", "£0.00", "£4,000.00", "£33,429.28"],
        ["The programme as a whole", "£0.00", "£5,000.00", "£0.00", "£0.00", "−£5,000.00"],
        ["All workstreams", "£37,429.28", "£5,000.00", "£0.00", "£4,000.00", "£28,429.28"],
    ]
    assert contributions == [
        ["Programme office", "The programme as a whole", "Contribution to the partnership", "£5,000.00"],
        ["Moving", "Internal audit", "Own cost", "£200.00"],
        ["Premises and accommodation", "Internal audit", "Own spend", "£4,000.00"],
        ["Own costs that are in the own spend already", "Internal audit", "Taken off", "−£200.00"],
        ["All contributions and costs", "", "", "£9,000.00"],
    ]


def test_cashable_is_by_workstream_and_category_with_support_and_maintenance_apart(made):
    every, support = tables(made, "annual-cashable")
    assert every == [
        ["Internal audit", "Staff", "£100,000.00", "£0.00", "£0.00", "£33,333.34", "£33,333.34"],
        ["Internal audit", "Support and maintenance", "£0.00", "£0.00", "£0.00", "£4,095.94", "£4,095.94"],
        ["All workstreams", "", "£100,000.00", "£0.00", "£0.00", "£37,429.28", "£37,429.28"],
    ]
    assert support[-1] == ["All workstreams", "", "£0.00", "£0.00", "£0.00", "£4,095.94", "£4,095.94"]


def test_what_is_no_cash_is_apart_and_qualities_in_their_unit(made):
    money, qualities = tables(made, "annual-apart")
    assert money[-1][-2:] == ["£1,234.56", "£0.00"]
    assert qualities[0][:5] == ["Calls answered", "Internal audit", "2025-26", "Realised", "91.5 per cent of calls"]


def test_each_share_says_how_it_was_reached(made):
    joint, own = tables(made, "annual-shares")
    assert joint == [
        ["Joint audit plan", "Internal audit", "£100,000.00", "Equally, among 3", "£33,333.34", "£33,333.34"],
        [
            "One licence",
            "Internal audit",
            "£15,000.00",
            "By population: 74,000 of 271,000 people (27.31%)",
            "£4,095.94",
            "£4,095.94",
        ],
        ["All of these", "", "", "", "£37,429.28", "£37,429.28"],
    ]
    assert own == [
        ["Joint audit plan", "Internal audit", "Staff", "£1,234.56", "£0.00"],
        ["All of these", "", "", "£1,234.56", "£0.00"],
    ]


def test_the_last_page_reconciles_to_the_partnerships_total(made):
    cashable, non_cashable = tables(made, "annual-reconciliation")
    assert [row[0] for row in cashable] == [
        "Bolsover: this statement",
        "Chesterfield",
        "North",
        "All statements together",
        "The partnership’s total, summed by workstream",
        "Difference",
    ]
    assert [row[4] for row in cashable] == [
        "£37,429.28",
        "£38,868.39",
        "£38,702.33",
        "£115,000.00",
        "£115,000.00",
        "£0.00",
    ]
    assert non_cashable[-1][1:] == ["£0.00"] * 5
    last = pypdf.PdfReader(io.BytesIO(made[0])).pages[-1].extract_text()
    assert "Reconciliation with the partnership" in last
    assert "Agrees. All statements together are the partnership’s total, to the penny." in last


@pytest.mark.parametrize("code", ["BDC", "CBC"])
def test_statement_and_page_of_net_benefit_agree_to_the_penny(council, code):
    """Of every kind of cost there is, some of it of other organisations, years and workstreams."""
    funding = budgeting.granted(council, awarded_on=date(2025, 4, 1), use_until_on=date(2025, 5, 18))
    for number, source in enumerate(("own", "contributions", "grant"), start=1):
        grant = funding if source == "grant" else None
        for facts in ({}, {"workstream": None}, {"year": 2024}):
            head = budgeting.headed(council, source=source, funding=grant, **facts)
            for payer in ("BDC", "CBC"):
                budgeting.spend(council, head, number * 1_00 + len(payer), code=payer)
    for kind in ("contribution", "own_cost"):
        for payer, facts in (("BDC", {}), ("CBC", {"workstream": council.workstream}), ("CBC", {"year": 2024})):
            paid(council, payer, kind=kind, amount_pence=2_50, **facts)
    factories.verified(council, pence=1_000_01)
    factories.submitted(council, pence=500_00, year=2024)
    organisation = council.organisations[code]
    source = content.Source(packs.ask_statement(council, code))
    printed = annual.net(source, "")
    choice = Choice(2025, organisation.pk)
    page = net_benefit.net_benefit(council.partnership, source.at, choice, user=source.user)[organisation.pk, 2025]
    whole = net_benefit.net_benefit(council.partnership, source.at, Choice(), user=source.user)[organisation.pk, 2025]
    assert page == whole
    assert [tile["pence"] for tile in printed["tiles"]] == [page.gross, page.verified, page.cost.total, page.net]
    by_workstream, items = printed["tables"]
    assert by_workstream["total"][-1]["text"] == format_pounds(page.net)
    assert items["total"][-1]["text"] == format_pounds(page.cost.total)
    assert page.cost.from_grants == 0 and page.cost.own_spend > 0  # what was spent too late is paid by no grant


def test_a_difference_would_be_said(council, monkeypatch):
    factories.verified(council)
    source = content.Source(packs.ask_statement(council))
    assert annual.reconciliation(source, "")["agrees"]
    monkeypatch.setitem(source.__dict__, "annual", replace(source.annual, gains=source.annual.gains * 2))
    assert not annual.reconciliation(source, "")["agrees"]


def test_the_file_is_accessible_and_says_what_it_is(made):
    report = page.validate_pdf_bytes(made[0], profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    reader = pypdf.PdfReader(io.BytesIO(made[0]))
    assert reader.metadata.title == "Annual efficiency statement: Bolsover District Council, 2025-26, version 1"
    titles = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert titles == [
        "Contents",
        "Gross and net",
        "Cashable savings",
        "Non-cashable savings and other benefits",
        "Shares of savings",
        "How the figures were computed",
        "Reconciliation with the partnership",
    ]


def test_nothing_of_another_organisations_costs_is_in_it(made):
    assert "77.77" not in text_of(made[0])


def test_the_csv_has_the_same_rows(made):
    headings, *rows = made[2]
    by_name = [dict(zip(headings, row, strict=True)) for row in rows]
    counted = [row for row in by_name if row["Row"] == "row"]
    reconciled = [row for row in counted if row["Table"] == "Cashable savings in 2025-26 by organisation"]
    assert sum(Decimal(row["Realised"]) for row in reconciled) == Decimal("115000.00")
    printed = [
        row
        for section in made[1]["sections"]
        for table in section["content"].get("tables", [])
        for row in (*table["rows"], table["total"])
        if row
    ]
    assert len(rows) == len(printed)
    assert {row["Statement of"] for row in by_name} == {"Bolsover District Council"}
    assert {row["Year of the statement"] for row in by_name} == {"2025-26"}


def test_of_many_savings_the_csv_has_all_and_the_total_counts_them(council, monkeypatch):
    monkeypatch.setattr(annual, "MOST_SAVINGS", 2)
    for number in range(4):
        factories.submitted(council, pence=(number + 1) * 3_00, saving={"title": f"Saving {number}"})
    pack = packs.make_statement(council)
    text = text_of(stored(pack))
    assert "2 smaller ones stand in the total above and in the CSV of this statement." in " ".join(text.split())
    assert "Saving 0" not in text
    headings, *rows = rows_of(pack)
    by_name = [dict(zip(headings, row, strict=True)) for row in rows]
    shares = [row for row in by_name if row["Table"] == "Cashable savings shared with others, realised"]
    assert [row["Its share"] for row in shares] == ["4.00", "3.00", "2.00", "1.00", "10.00"]


def test_it_is_made_again_from_its_row_whatever_came_later(council):
    factories.verified(council)
    row = paid(council)
    pack = packs.make_statement(council)
    factories.verified(council, pence=55_555_55)
    plans.remove_contribution(by=council.person("manager"), contribution=row)
    assert build.rerender(Pack.objects.get(pk=pack.pk)) == stored(pack)
    assert "Programme office" in text_of(stored(pack))


def test_as_at_an_earlier_day_it_is_what_it_was_then(council):
    with clock.travel(factories.moment(2026, 5, 1)):
        factories.verified(council, pence=30_000_00)
        earlier = annual.figures.now(council.partnership)
    factories.verified(council)
    printed = content.Source(packs.ask_statement(council, as_at=earlier))
    assert printed.annual.total("cashable").realised == 10_000_00


def test_a_year_without_anything_has_a_statement_too(council):
    pack = packs.make_statement(council)
    said = " ".join(text_of(stored(pack)).split())
    assert pack.state == "finished"
    assert "No cashable saving was stated for this organisation and year." in said
    assert "No contribution and no cost of its own is recorded for this year." in said
    assert page.validate_pdf_bytes(stored(pack), profile="ua1").is_compliant


def test_names_are_text_and_never_markup(council):
    paid(council, purpose="<b>Office</b>")
    assert "<b>Office</b>" in text_of(stored(packs.make_statement(council)))


def test_what_the_asker_may_not_open_is_said_and_counted(council):
    """A statement is asked for by people who may open all its savings; were one hidden, the total would not hide it."""
    factories.verified(council)
    source = content.Source(packs.ask_statement(council))
    source.user = council.person("viewer", "CBC")
    hidden = factories.verified(council, sharing=alone(council), pence=7_00)
    source.at = annual.figures.now(council.partnership)
    joint, own = annual.shares(source, "")["tables"]
    assert hidden.saving.title not in str(own)
    assert [cell["text"] for cell in own["rows"][0]] == [
        "Statements that whoever asked for this may not open: 1",
        "–",
        "–",
        "£7.00",
        "£7.00",
    ]


def test_a_share_by_agreement_names_its_version_and_one_by_use_its_unit(council):
    factories.agreed(council)
    counted = {council.organisations[code].pk: units * 100 for code, units in (("BDC", 1_200), ("CBC", 2_400))}
    calls = Sharing(
        Basis.USAGE, frozenset(counted), usage=counted, usage_unit="calls answered", usage_source="Telephone log"
    )
    by_agreement = factories.submitted(council, sharing=Sharing(Basis.AGREEMENT))
    by_use = factories.submitted(council, sharing=calls)

    bolsover = council.organisations["BDC"].pk
    said = [_reached(each, list(each.shares.all()), bolsover) for each in (by_agreement, by_use)]

    assert said == [
        "By the partners' agreement (version 1): 50% agreed",
        "By spend or use in the period: 1,200 of 3,600 calls answered (33.33%)",
    ]
