"""What sharing costs, over the API: the figures of the pages, to the penny."""

from datetime import date

from partnership import clock
from savings import figures, net_benefit
from tests import budgeting, cases, factories
from tests.api import Program, places
from workstreams import actions


def test_contributions_due_are_those_of_the_page(council):
    budgeting.headed(council, amount_pence=100_00)
    budgeting.headed(council, amount_pence=30_00, workstream=None)
    weights = {council.organisations[code].pk: weight for code, weight in (("BDC", 300), ("CBC", 100))}
    rule = {"basis": "project", "from_on": date(2024, 4, 1), "decision": "The board", "weights": weights}
    manager = council.person("manager")
    made = actions.add_contribution_rule(by=manager, partnership=council.partnership, **rule)
    paid = {"year": 2025, "kind": "contribution", "amount_pence": 25_00, "purpose": "Its part"}
    bolsover = council.organisations["BDC"]
    actions.add_contribution(by=manager, partnership=council.partnership, organisation=bolsover, **paid)

    program = Program(council.person("api"))
    found = program.get("contributions-due/", partnership="three-councils", year=2025).json()

    assert {name: found[name] for name in ("rule", "basis", "needed", "due", "paid", "outstanding")} == {
        "rule": made.pk,
        "basis": "project",
        "needed": "130.00",
        "due": "130.00",
        "paid": "25.00",
        "outstanding": "105.00",
    }
    assert found["organisations"][0] == {
        "organisation": "BDC",
        "due": "97.50",
        "paid": "25.00",
        "outstanding": "72.50",
    }
    parts = [(row["workstream"], row["organisation"], row["due"]) for row in found["by_workstream"]]
    assert sorted(parts, key=str) == [
        ("internal-audit", "BDC", "75.00"),
        ("internal-audit", "CBC", "25.00"),
        (None, "BDC", "22.50"),
        (None, "CBC", "7.50"),
    ]
    assert program.get("contributions-due/", partnership="three-councils", year=2024).json()["needed"] == "0.00"
    assert places(program.get("contributions-due/", partnership="three-councils", year="soon")) == {"year"}
    first, *_ = program.csv("contributions-due/", partnership="three-councils", year=2025)
    assert list(first.values()) == ["three-councils", "2025", "BDC", "97.50", "25.00", "72.50"]


def test_net_benefit_is_that_of_the_page(council):
    factories.verified(council, pence=90_000_00)
    head = budgeting.headed(council, source="own")
    budgeting.spend(council, head, 700_00)
    program = Program(council.person("api"))
    asked = {"partnership": "three-councils", "organisation": "BDC", "year": 2025}
    found = program.get("net-benefit/", **asked).json()
    at = figures.now(council.partnership)
    (net,) = net_benefit.net_benefit(
        council.partnership, at, net_benefit.Choice(2025, council.organisations["BDC"].pk), user=council.person("api")
    ).values()
    assert net.net == 29_300_00
    assert found["total"]["net_benefit"] == found["lines"][0]["net_benefit"] == "29300.00"
    assert found["as_at"]["sequence"] == at.sequence
    assert len(program.get("net-benefit/", partnership="three-councils").json()["lines"]) == 3
    assert program.get("net-benefit/", partnership="three-councils", as_at="2020-01-01").json()["total"] == {
        **dict.fromkeys(("realised", "verified", "contributions", "own_costs", "from_grants"), "0.00"),
        "from_contributions": "0.00",
        "own_spend": "700.00",
        "net_benefit": "-700.00",
    }


def test_promised_against_delivered_is_that_of_the_page(council):
    cases.approved(council)
    factories.verified(council, pence=90_000_00, year=2026)
    program = Program(council.person("api"))
    with clock.travel(factories.moment(2027, 4, 1)):
        found = program.get("delivered/", partnership="three-councils", workstream="internal-audit").json()
        every = program.get("delivered/", partnership="three-councils").json()
    assert found["conclusion"].startswith("£90,000.00 of cashable savings is verified for the years that are over")
    names = ("progress", "promised", "verified", "variance")
    years = {row["year"]: tuple(row[name] for name in names) for row in found["by_year"]}
    assert years[2026] == ("over", "80000.00", "90000.00", "10000.00")
    assert years[2027] == ("under_way", "80000.00", "0.00", None)
    assert years[2028] == ("to_come", "80000.00", "0.00", None)
    assert found["total"] == every["total"] and every["by_workstream"][0]["workstream"] == "internal-audit"
    assert found["total"]["net_variance"] == "70000.00"  # £10,000 more, and £60,000 of cost not spent
