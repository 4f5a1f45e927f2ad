"""What a business case's pages and files show, and what was delivered of its promises, to the penny."""

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.packs import cases as section
from governance.packs.content import Source
from partnership import clock
from savings import delivery, figures, net_benefit
from tests import budgeting, cases, factories, gates, measured, packs
from tests.api import Program
from tests.pages import at, signed_in, words
from workstreams import actions, policy_tests
from workstreams.actions import LineFacts
from workstreams.cases import differing, results_of
from workstreams.models import BusinessCase, Contribution


def where(case):
    return {"workstream": case.workstream.slug, "pk": case.pk}


def rows_of(response):
    return list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


def test_the_page_shows_the_result_and_says_what_is_counted(council):
    gates.policy(council, gates.asking("live", "reduction", 10_00, 1))
    measured.baseline(council)
    case = cases.approved(council)
    shown = words(signed_in(council.person("viewer")).get(at("case", council, **where(case))))
    for text in (
        "In cash alone the case gains £301,204.20 in the money of year 0 and pays back in 9 months.",
        "566.67%",
        "6.02",  # £361,204.20 / £60,000.00
        "Cashable benefits only, after grants",
        "With non-cashable benefits, after grants",
        "Policy of gates, version 1, asks for 10% by year 1 of the savings. Year 1 (2026-27): £80,000.00 of cashable "
        "benefits less running costs is 8.65% of the baseline of £925,000.00. It fails a 10% test by 1.35 percentage "
        "points (£12,500.00).",
        "£925,000.00 in 2006-07 (All together), before sharing.",
        "10,000 draws",
    ):
        assert text in shown, text
    assert "Withdraw this version" not in shown


def test_the_test_is_of_the_policy_and_the_baseline_of_the_day_of_submission(council):
    """The strictest that is asked, in the year of the savings that it names; later policies and baselines change no
    case that was submitted."""
    cost = measured.baseline(council, "BDC", cost_pence=400_000_00)
    measured.baseline(council, "CBC", cost_pence=300_000_00)
    gates.policy(council, gates.asking("case", "reduction", 5_00, 1), gates.asking("live", "reduction", 8_00, 2))

    def said(case):
        return policy_tests.said(case, policy_tests.asked_of(case), results_of(case))

    first = cases.submitted(council)
    assert said(first).endswith("2006-07 lacks that of North: record it, or a joint cost of the year.")
    measured.baseline(council, "NEDDC", cost_pence=300_000_00)
    measured.baseline(council, "BDC", year=2007, cost_pence=1_00)  # of one council alone: no combined budget
    second = cases.submitted(council)
    met = (
        "Policy of gates, version 1, asks for 8% by year 2 of the savings. Year 2 (2027-28): £80,000.00 of cashable "
        "benefits less running costs is 8% of the baseline of £1,000,000.00. It meets a 8% test."
    )
    assert said(second) == met
    actions.edit_baseline(by=council.person("manager"), baseline=cost, cost_pence=500_000_00, reason="Audited")
    gates.policy(council, gates.asking("live", "reduction", 20_00, 1), from_on=date(2026, 4, 1))
    assert said(BusinessCase.objects.get(pk=second.pk)) == met
    assert "lacks that of North" in said(BusinessCase.objects.get(pk=first.pk))
    assert differing() == (2, [])
    third = cases.drafted(council)
    assert "version 2, asks for 20% by year 1" in said(third) and "£1,100,000.00" in said(third)
    _, row = Program(council.person("api")).rows("business-cases/")
    assert (row["baseline"], row["policy_test"]) == ("1000000.00", met)


def test_benefits_in_the_year_of_the_investment_count_and_a_case_without_any_says_so(council):
    measured.baseline(council)
    gates.policy(council, gates.asking("live", "reduction", 10_00, 1))

    case, by = cases.drafted(council), council.person("manager")

    def said(*rows):
        actions.edit_lines(by=by, case=case, organisation=council.organisations["BDC"], rows=rows)
        return policy_tests.said(case, policy_tests.asked_of(case), results_of(case))

    assert "Year 0 (2025-26): £92,500.00 of cashable benefits less running costs is 10%" in said(
        LineFacts("staff", "", {0: 92_500_00})
    )
    assert said(LineFacts("ict", "Systems", {0: 60_000_00})).endswith("The case has no cashable benefits.")


def test_without_a_policy_no_verdict_is_given_and_a_programme_is_not_tested(council):
    measured.baseline(council)
    case = cases.submitted(council)
    shown = words(signed_in(council.person("viewer")).get(at("case", council, **where(case))))
    assert "The partnership’s policy asks for no reduction of the combined revenue budget." in shown
    assert "is 8.65% of the baseline" in shown and "% test" not in shown
    gates.policy(council, gates.asking("live", "reduction", 10_00, 9))
    late = cases.submitted(council)
    asked = policy_tests.asked_of(late)
    assert policy_tests.said(late, asked, results_of(late)).endswith("The case ends before that year.")
    whole = cases.submitted(council, whole_programme=True)
    assert policy_tests.OF_NO_PROGRAMME in policy_tests.said(whole, policy_tests.asked_of(whole), results_of(whole))


def test_grants_and_officers_time_stand_apart(council):
    manager, case = council.person("manager"), cases.drafted(council)
    rows = [
        LineFacts("consultancy", "", {0: 50_000_00}),
        LineFacts("grant", "", {0: 20_000_00}),
        LineFacts("officer_time", "", {1: 1_000_00}, rate_pence=20_00),
    ]
    actions.edit_lines(by=manager, case=case, organisation=council.organisations["CBC"], rows=rows)
    case = actions.submit_case(by=manager, case=case)
    response = signed_in(manager).get(at("case", council, **where(case)) + "?table=organisations&format=csv")
    chesterfield = next(row for row in rows_of(response) if row["Organisation"] == "Chesterfield")
    costs = [chesterfield[name] for name in ("Costs before grants", "Grants", "Paid by partners", "Cashable benefits")]
    assert costs == ["50000.00", "20000.00", "30000.00", "0.00"]
    response = signed_in(manager).get(at("case", council, **where(case)) + "?table=with_non_cashable&format=csv")
    both = next(row for row in rows_of(response) if row["Organisation"] == "Chesterfield")
    assert (both["Non-cashable benefits"], both["Benefits of both kinds"]) == ("20000.00", "20000.00")


@pytest.mark.parametrize("table", ["years", "lines", "sensitivity", "apart", "assumptions"])
@pytest.mark.parametrize("code", ["csv", "xlsx", "ods"])
def test_every_table_is_a_file_in_every_format(council, table, code):
    case = cases.drafted(council)
    address = f"{at('case', council, **where(case))}?table={table}&format={code}"
    response = signed_in(council.person("manager")).get(address)
    assert response["Content-Disposition"].endswith(f'{table}.{code}"')
    assert b"".join(response.streaming_content)


def test_charts_are_pictures_with_their_conclusion_and_a_broken_address_is_not_found(council):
    case, client = cases.submitted(council), signed_in(council.person("viewer"))
    for name in ("case-tornado", "case-cash-flow"):
        for query in ("", "?width=narrow&v=1"):
            response = client.get(at(name, council, **where(case)) + query)
            assert response["Content-Type"] == "image/svg+xml" and b"<title>" in response.content
    assert client.get(at("case", council, **where(case)) + "?table=none&format=csv").status_code == 404
    empty = actions.draft_case(by=council.person("manager"), workstream=council.workstream)
    actions.edit_lines(by=council.person("manager"), case=empty, organisation=council.organisations["BDC"], rows=[])
    manager = signed_in(council.person("manager"))
    assert manager.get(at("case-tornado", council, **where(empty))).status_code == 404
    assert "Enter at least one cost." in words(manager.get(at("case", council, **where(empty))))


def test_two_versions_stand_side_by_side_with_their_difference(council):
    first = cases.submitted(council)
    manager = council.person("manager")
    second = actions.draft_case(by=manager, workstream=council.workstream)
    rows = [LineFacts("ict", "Systems", {0: 75_000_00}), LineFacts("staff", "", {1: 80_000_00})]
    actions.edit_lines(by=manager, case=second, organisation=council.organisations["BDC"], rows=rows)
    client = signed_in(manager)
    shown = words(client.get(at("case-compare", council, **where(second))))
    assert "Version 1 and version 2" in shown and "−£320,000.00" in shown and "£15,000.00" in shown
    found = rows_of(client.get(at("case-compare", council, **where(second)) + "?with=1&format=csv"))
    npv = next(row for row in found if row["Figure"] == "NPV, cashable only")
    assert (npv["Version 1"], npv["Version 2"], npv["Difference"]) == ("301204.20", "2294.69", "-298909.51")
    assert "no such version" in words(client.get(at("case-compare", council, **where(first)) + "?with=99"))


def test_a_list_costs_the_same_queries_for_one_row_and_for_three(council):
    client = signed_in(council.person("viewer"))

    def asked(address):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    addresses = [at("cases", council), at("case-list", council, workstream=council.workstream.slug)]
    cases.submitted(council)
    before = [asked(address) for address in addresses]
    cases.submitted(council), cases.submitted(council)
    assert [asked(address) for address in addresses] == before


# --- Promised against delivered ---------------------------------------------------------------------------------------
@pytest.fixture
def delivered(council):
    """£80,000 a year promised from 2026-27 on, £60,000 of cost in 2025-26; £90,000.00 verified in three equal shares
    in 2026-27, £30,000.00 non-cashable; £61,000 paid by Bolsover in 2025-26."""
    case = cases.approved(council)
    factories.verified(council, pence=90_000_00, year=2026)
    factories.verified(council, pence=30_000_00, year=2026, saving={"kind": "non_cashable"})
    factories.verified(council, pence=7_000_00, year=2024)  # before the case: no part of its promise
    Contribution.objects.create(
        partnership=council.partnership,
        workstream=council.workstream,
        organisation=council.organisations["BDC"],
        year=2025,
        kind="own_cost",
        amount_pence=61_000_00,
        purpose="Systems",
    )
    return case


OVER = date(2027, 3, 31)  # the last day of 2026-27


def compared(world, case, on=OVER):
    now = figures.AsAt(figures.now(world.partnership).sequence, on)
    return delivery.compare(world.partnership, now, user=world.person("viewer"), workstream=case.workstream)


def test_promised_stands_against_verified_and_paid_by_year_and_organisation(council, delivered):
    found = compared(council, delivered)
    assert found.by_year()[2025] == delivery.Delivery(promised_cost=60_000_00, actual_cost=61_000_00)
    this_year = found.by_year()[2026]
    assert (this_year.promised, this_year.verified, this_year.variance) == (80_000_00, 90_000_00, 10_000_00)
    assert (this_year.promised_time, this_year.verified_time) == (0, 30_000_00)
    assert (found.total.cost_variance, found.total.net_variance) == (-1_000_00, 9_000_00)
    assert found.total.promised == 80_000_00  # of the years that are over: what is not due yet is not behind
    parts = found.by_organisation()
    assert parts["BDC"].net_variance == 30_000_00 - 80_000_00 - 1_000_00
    assert (parts["CBC"].verified, parts["CBC"].promised) == (30_000_00, 0)
    assert sum(part.net_variance for part in parts.values()) == found.total.net_variance


def test_the_year_under_way_is_apart_until_its_last_day_is_over(council, delivered):
    found = compared(council, delivered, date(2027, 3, 30))
    assert (found.total.promised, found.total.verified, found.running) == (0, 0, 2026)
    ended, running, coming = delivery.by_year(found).rows[:3]
    assert [cell.text for cell in ended][:1] == ["2025-26"]
    texts = ["2026-27, under way", "£80,000.00", "£90,000.00", "–", "£0.00", "£0.00", "–", "–"]
    assert [cell.text for cell in running] == texts
    assert [cell.text for cell in coming][:3] == ["2027-28", "£80,000.00", "–"]
    assert delivery.conclusion(found) == (
        "£0.00 of cashable savings is verified for the years that are over: exactly the £0.00 that was promised. "
        "Of the £80,000.00 promised for 2026-27, which is under way, £90,000.00 is verified so far."
    )
    over = compared(council, delivered)
    assert (over.total.promised, over.running) == (80_000_00, None)
    first = compared(council, delivered, date(2025, 4, 1))
    assert delivery.conclusion(first).startswith("No year of the case is over yet. Of the £0.00 promised for 2025-26")


def test_what_is_spent_from_own_budgets_is_an_actual_cost_and_counts_once(council):
    """£1,000 promised; £4,000 spent from the own budget, £3,000 of which is recorded as an own cost as well."""
    case = cases.approved(council)
    head = budgeting.headed(council, source="own")
    budgeting.spend(council, head, 4_000_00)
    budgeting.spend(council, head, 50_00, "committed")
    budgeting.spend(council, budgeting.headed(council, source="contributions"), 7_00)
    assert compared(council, case).total.actual_cost == 4_000_00
    for kind, pence in (("own_cost", 3_000_00), ("contribution", 10_00)):
        actions.add_contribution(
            by=council.person("manager"),
            partnership=council.partnership,
            workstream=council.workstream,
            organisation=council.organisations["BDC"],
            year=2025,
            kind=kind,
            amount_pence=pence,
            purpose="Systems",
        )
    found = compared(council, case)
    assert found.by_organisation()["BDC"].actual_cost == 4_010_00
    assert found.total.cost_variance == 60_000_00 - 4_010_00
    net = net_benefit.net_benefit(
        council.partnership, figures.now(council.partnership), net_benefit.Choice(), user=council.person("viewer")
    )
    assert sum(each.cost.total for each in net.values()) == found.total.actual_cost


def test_a_case_of_the_whole_programme_is_compared_with_all_workstreams_and_added_to_none(council, delivered):
    other = actions.add_workstream(by=council.person("manager"), partnership=council.partnership, name="Programme")
    manager = council.person("manager")
    case = actions.draft_case(by=manager, workstream=other)
    case = actions.edit_case(
        by=manager,
        case=case,
        risks=cases.RISKS,
        summary="All.",
        preferred_option="Hosts.",
        first_year=2025,
        whole_programme=True,
    )
    rows = [LineFacts("ict", "", {0: 1_00}), LineFacts("staff", "", {1: 500_000_00})]
    actions.edit_lines(by=manager, case=case, organisation=council.organisations["BDC"], rows=rows)
    actions.submit_case(by=manager, case=case)
    now = figures.AsAt(figures.now(council.partnership).sequence, OVER)
    whole = delivery.whole_programme(council.partnership, now, user=manager)
    assert (whole.total.promised, whole.total.verified) == (500_000_00, 90_000_00)
    single = delivery.compare(council.partnership, now, user=manager)
    assert (len(single.cases), single.total.promised) == (1, 80_000_00)
    shown = words(signed_in(manager).get(at("cases-delivered", council)))
    assert "The case of the whole programme" in shown and "Internal audit" in shown


def test_the_page_of_delivery_and_its_files(council, delivered):
    client = signed_in(council.person("viewer"))
    address = at("case-delivered", council, workstream=council.workstream.slug)
    with clock.travel(factories.moment(2027, 4, 1)):
        assert "£90,000.00 of cashable savings is verified" in words(client.get(address))
        found = rows_of(client.get(f"{address}?table=delivered-years&format=csv"))
    year = next(row for row in found if row["Financial year"] == "2026-27")
    assert (year["Promised benefits"], year["Verified"], year["Variance"]) == ("80000.00", "90000.00", "10000.00")


def test_nothing_promised_is_said(council):
    client = signed_in(council.person("viewer"))
    for address in (
        at("cases-delivered", council),
        at("case-delivered", council, workstream=council.workstream.slug),
    ):
        assert "Nothing is promised yet" in words(client.get(address))


# --- Pack and API -----------------------------------------------------------------------------------------------------
def test_a_pack_prints_standing_cases_and_no_drafts(council, delivered):
    actions.draft_case(by=council.person("manager"), workstream=council.workstream)
    printed = section.content(Source(packs.ask(council, sections=["cases"])), "")["cases"]
    assert [case["title"] for case in printed] == ["Internal audit, version 1"]
    assert printed[0]["organisations"]["total"][5]["text"] == "£301,204.20"
    assert len(printed[0]["charts"]) == 2 and len(printed[0]["risks"]) == 3
    assert printed[0]["delivered"]["rows"][1][2]["text"] == "£90,000.00"
    assert printed[0]["test"].startswith("The partnership’s policy asks for no reduction")


def test_the_api_gives_results_lines_and_simulation(council):
    case = cases.submitted(council)
    actions.draft_case(by=council.person("manager"), workstream=council.workstream)
    client = signed_in(council.person("api"))
    found = client.get("/api/v1/business-cases/?partnership=three-councils").json()["results"]
    assert [row["id"] for row in found] == [case.pk]  # the draft is not the API client's to see
    (row,) = found
    combined = next(each for each in row["results"] if each["organisation"] is None and each["counted"] == "cashable")
    assert (combined["net_present_value"], combined["return_on_investment"]) == ("301204.20", "566.67")
    assert (combined["benefit_cost_ratio"], combined["payback_months"]) == ("6.02", 9)
    assert row["lines"][0]["amount"] == "60000.00" and row["discount_rate"] == "3.50"
    assert row["simulation"]["draws"] == 10_000
