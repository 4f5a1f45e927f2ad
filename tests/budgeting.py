"""Grants, budget heads and spend for tests, all of May 2025."""

from datetime import date

from workstreams import actions
from workstreams.models import BudgetHead, Funding
from workstreams.models.budgets import with_use

DAY = date(2025, 5, 19)


def granted(world, pence=15_000_00, **facts):
    given = {"funder": "Efficiency Grant", "amount_pence": pence, "awarded_on": DAY, "purpose": "Feasibility work"}
    return actions.add_funding(by=world.person("manager"), partnership=world.partnership, **given | facts)


def headed(world, by="manager", **facts):
    given = {"workstream": world.workstream, "year": 2025, "kind": "feasibility", "amount_pence": 15_000_00}
    given |= {"source": "contributions", "words": ""} | facts
    return actions.add_budget(by=world.person(by), partnership=world.partnership, **given)


def spend(world, head, pence, kind="spent", by="manager", code="BDC", **facts):
    given = {"organisation": world.organisations[code], "on": DAY, "what": "Survey", "amount_pence": pence}
    return actions.record_spend(by=world.person(by, code), head=head, kind=kind, **given | facts)


def position(head):
    return BudgetHead.objects.with_position().get(pk=head.pk).position


def left(funding):
    return with_use(Funding.objects.all()).get(pk=funding.pk).position
