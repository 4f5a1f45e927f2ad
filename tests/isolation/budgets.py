"""Budgets, grants, contribution rules, changes of partners, successors and withdrawal analyses."""

from datetime import date

from partnership.models import Succession, Successor
from savings.models import WithdrawalAnalysis
from tests.isolation.answers import at
from workstreams.models import (
    BudgetHead,
    ContributionRule,
    ContributionWeight,
    PartnerChange,
    ReserveTransfer,
    Spend,
)

DAY = date(2024, 4, 1)
RESULTS = {"gain": 0, "loss": 0, "to_stay": None, "to_go": None, "costs_leaver": 0, "costs_others": 0, "shares": []}
RESULTS |= {
    "forgone": [],
    "remaining": [],
    "tests": [],
    "set_up_share": 0,
    "recovered": 0,
    "unrecovered": 0,
    "repaid": 0,
}
INPUTS = {"costs": [], "years": [2024], "recovery_rule": "savings", "realised_pence": 0, "set_up_pence": 0}
INPUTS |= {"is_repaid": False, "before_pence": None}


def fill(world):
    """One of each, Bolsover's where it can be."""
    stream, bolsover, manager = world.workstream, world.organisations["BDC"], world.person("manager")
    of_all = {"partnership": world.partnership}
    world.budget = BudgetHead.objects.create(
        workstream=stream, year=2024, kind="other", amount_pence=100, source="grant", funding=world.funding, **of_all
    )
    row = {"head": world.budget, "organisation": bolsover, "on": DAY, "what": "Survey", "amount_pence": 1}
    world.commitment = Spend.objects.create(kind="committed", **row)
    world.spend = Spend.objects.create(kind="spent", **row)
    world.reserve = ReserveTransfer.objects.create(
        funding=world.funding,
        on=DAY,
        amount_pence=1,
        reserve="Efficiency",
        organisation=bolsover,
        decision="Executive",
        recorded_by=manager,
    )
    world.rule = ContributionRule.objects.create(basis="weighted", from_on=DAY, decision="The board", **of_all)
    ContributionWeight.objects.create(rule=world.rule, organisation=bolsover, hundredths=100)
    world.change = PartnerChange.objects.create(
        workstream=stream,
        organisation=bolsover,
        kind="hosts",
        effective_on=DAY,
        shares="same",
        contributions="none",
        staff="none",
        contracts="none",
        hosting=world.hosting,
    )
    world.succession = Succession.objects.create(
        organisation=world.organisations["NEDDC"], dissolved_on=DAY, agreement="By order", **of_all
    )
    Successor.objects.create(succession=world.succession, organisation=bolsover, hundredths=100_00)
    parties = [{"id": bolsover.pk, "code": "BDC", "name": "Bolsover", "weight": 1, "expected": {}}]
    world.withdrawal = WithdrawalAnalysis.objects.create(
        workstream=stream,
        organisation=bolsover,
        last_on=DAY,
        inputs=INPUTS | {"parties": parties},
        results=RESULTS,
        sequence=0,
        made_by=manager,
        **of_all,
    )


ROWS = {
    "budget": lambda world: world.budget,
    "spend-add": lambda world: world.budget,
    "spend-edit": lambda world: world.spend,
    "reserve-add": lambda world: world.funding,
    "dues-rule": lambda world: world.rule,
    "partner": lambda world: world.change,
    "succession": lambda world: world.succession,
    "withdrawal": lambda world: world.withdrawal,
    "api-budgets": lambda world: world.budget,
    "api-fundings": lambda world: world.funding,
    "api-spend": lambda world: world.spend,
    "api-reserves": lambda world: world.reserve,
    "api-contribution-rules": lambda world: world.rule,
    "api-partner-changes": lambda world: world.change,
    "api-successions": lambda world: world.succession,
    "api-withdrawals": lambda world: world.withdrawal,
}

at(  # money: an administrator sees none
    "budget-list",
    "budget-workstream",
    "dues",
    "dues-rule-list",
    "funding-list",
    "net-benefit",
    "spend-list",
    "withdrawal-list",
    get=".........x ..... ---------- ?",
)

at(
    "budget",
    "funding",
    "withdrawal",
    get=".........- ..... ---------- ?",
)

at(
    "partner-change",
    "partner-list",
    "succession",
    "succession-list",
    get=".......... ..... ---------- ?",
)

at(
    "budget-add",
    "partner-host",
    "partner-join",
    "partner-leave",
    "partner-edit",
    "withdrawal-add",
    get="xxx..xxxxx xxxxx ---------- ?",
    post="xxx..xxxxx xxxxx ---------- ?",
)

at(
    "budget-edit",
    "reserve-add",
    get="xxx..xxxx- xxxxx ---------- ?",
    post="xxx..xxxx- xxxxx ---------- ?",
)

at(  # the whole programme's: its manager alone
    "dues-rule-add",
    "succession-add",
    "succession-edit",
    get="xxxx.xxxxx xxxxx ---------- ?",
    post="xxxx.xxxxx xxxxx ---------- ?",
)

at(
    "dues-rule-edit",
    get="xxxx.xxxx- xxxxx ---------- ?",
    post="xxxx.xxxx- xxxxx ---------- ?",
)

at(  # an officer records the spend of the own organisation, on any head
    "spend-add",
    get="x.x..xxxx- x.xxx ---------- ?",
    post="x.x..xxxx- x.xxx ---------- ?",
)

at(
    "spend-edit",
    get="x.x..xxxx- xxxxx ---------- ?",
    post="x.x..xxxx- xxxxx ---------- ?",
)

at(
    "api-budgets-list",
    "api-contribution-rules-list",
    "api-fundings-list",
    "api-partner-changes-list",
    "api-reserves-list",
    "api-successions-list",
    "api-withdrawals-list",
    get=".......... ..... .......... ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "api-spend-list",
    get=".......... ..... .......... ?",
    post="bbbbbbbbbb bbbbb bbbbbbbbbb ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "api-budgets-detail",
    "api-contribution-rules-detail",
    "api-fundings-detail",
    "api-reserves-detail",
    "api-spend-detail",
    "api-withdrawals-detail",
    get=".........- ..... ---------- ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "api-partner-changes-detail",
    "api-successions-detail",
    get=".......... ..... ---------- ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)
