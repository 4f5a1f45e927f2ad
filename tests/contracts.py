"""Contracts for tests: £100,000.00 a year before, £88,000.00 now, for two years in halves, unless told otherwise."""

from datetime import date

from savings import actions
from savings.models import Basket, Contract, Statement

HALVES = {"BDC": 1_00, "CBC": 1_00}


def details(world, parts=None, **changes) -> actions.ContractDetails:
    weights = {world.organisations[code].pk: weight for code, weight in (parts or HALVES).items()}
    facts = {
        "title": "Joint paper contract",
        "kind": "cashable",
        "category": "procurement",
        "supplier": "Hillside Paper",
        "reference": "C-101",
        "starts_on": date(2024, 4, 1),
        "ends_on": date(2026, 3, 31),
        "baseline_pence": 100_000_00,
        "baseline_source": "Invoices of 2023-24.",
        "price_pence": 88_000_00,
        "parts": weights,
    }
    return actions.ContractDetails(**facts | changes)


def draft(world, code="BDC", **changes) -> Contract:
    return actions.draft_contract(
        by=world.person("officer", code),
        workstream=world.workstream,
        organisation=world.organisations[code],
        details=details(world, **changes),
    )


def submitted(world, code="BDC", **changes) -> Contract:
    contract = draft(world, code, **changes)
    actions.submit_saving(by=world.person("officer", code), saving=contract.saving)
    return contract


def basket(world, name="Office supplies", code="BDC") -> Basket:
    return actions.add_basket(
        by=world.person("officer", code),
        workstream=world.workstream,
        organisation=world.organisations[code],
        name=name,
    )


def shares(contract) -> dict[int, dict[str, int]]:
    """The pence of each share by year and code, as the ledger has them or will have them."""
    return {
        statement.year: {
            share.organisation.code: share.pence for share in statement.shares.select_related("organisation")
        }
        for statement in Statement.objects.filter(saving=contract.saving).order_by("year")
    }


def table(contract) -> dict[int, dict[str, int]]:
    """The same by the contract's own computation."""
    codes = {part.organisation_id: part.organisation.code for part in contract.parts.select_related("organisation")}
    return {
        each.year: {codes[share.party]: share.pence for share in each.shares}
        for each in contract.schedule.years
        if each.pence
    }
