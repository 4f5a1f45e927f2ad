"""Budgets, reserves, contributions, changes of partners and a withdrawal analysis: from fixtures of their own."""

from datetime import date
from typing import Any

from partnership import clock
from partnership.dated import Period, financial_year_of
from partnership.demo.ground import Cast
from partnership.demo.story import read
from partnership.money import pence_from_text
from savings import actions as of_savings
from savings.leaving import Cost
from savings.leaving.gathering import Question
from workstreams import actions
from workstreams.contributing import contributions
from workstreams.models import BudgetHead, Funding, Hosting, Spend, Workstream

DO = {"joins": actions.join_partner, "leaves": actions.leave_partner, "hosts": actions.move_host}
_WORDS = ("shares", "shares_words", "contributions", "staff", "staff_words", "contracts", "contracts_words", "decision")


def tell(cast: Cast) -> None:
    facts = read(f"{cast.slug.replace('-', '_')}_budgets")
    story = cast.story
    for row in facts.get("contribution_rule", []):
        story.tell(row["on"], "agreement", lambda row=row: _rule(cast, row))
    for row in facts.get("head", []):
        story.tell(row["on"], "funding", lambda row=row: _head(cast, row))
        for entry in row["rows"]:
            story.tell(entry["on"], "approval", lambda row=row, entry=entry: _spend(cast, row, entry))
    for row in facts.get("reserve", []):
        story.tell(row["on"], "approval", lambda row=row: _reserve(cast, row))
    for row in facts.get("paid", []):
        story.tell(row["on"], "approval", lambda row=row: _pay(cast, row))
    for row in facts.get("change", []):
        story.tell(row["on"], "end" if row["do"] == "leaves" else "participation", lambda row=row: _change(cast, row))
    for row in facts.get("withdrawal", []):
        story.tell(row["on"], "comment", lambda row=row: _analyse(cast, row))


def _rule(cast: Cast, row: dict[str, Any]) -> None:
    actions.add_contribution_rule(
        by=cast.person("manager"),
        partnership=cast.partnership,
        basis=row["basis"],
        from_on=clock.today(),
        decision=row["decision"],
        weights={cast.organisation(code).pk: weight for code, weight in row.get("weights", {}).items()},
    )


def _stream(cast: Cast, row: dict[str, Any]) -> Workstream | None:
    return cast.workstream(row["workstream"]) if "workstream" in row else None


def _funding(cast: Cast, awarded_on: date) -> Funding:
    return Funding.objects.get(partnership=cast.partnership, awarded_on=awarded_on)


def _head(cast: Cast, row: dict[str, Any]) -> None:
    actions.add_budget(
        by=cast.person("manager"),
        partnership=cast.partnership,
        workstream=_stream(cast, row),
        year=cast.story.year(row["year"]),
        kind=row["kind"],
        words=row["words"],
        amount_pence=pence_from_text(row["amount"]),
        source=row.get("source", BudgetHead.Source.GRANT),
        funding=_funding(cast, row["funding"]) if "funding" in row else None,
    )


def _spend(cast: Cast, row: dict[str, Any], entry: dict[str, Any]) -> None:
    head = BudgetHead.objects.get(
        partnership=cast.partnership,
        workstream=_stream(cast, row),
        year=cast.story.year(row["year"]),
        kind=row["kind"],
    )
    made = Spend.objects.filter(head=head, kind=Spend.Kind.COMMITTED, commitment=None)
    actions.record_spend(
        by=cast.person("manager"),
        head=head,
        organisation=cast.organisation(entry["organisation"]),
        on=clock.today(),
        amount_pence=pence_from_text(entry["amount"], allow_negative=True),
        commitment=made.get(reference=entry["pays"]) if "pays" in entry else None,
        **{name: entry.get(name, "") for name in ("kind", "what", "reference", "reason")},
    )


def _reserve(cast: Cast, row: dict[str, Any]) -> None:
    actions.put_in_reserve(
        by=cast.person("manager"),
        funding=_funding(cast, row["funding"]),
        on=row["on"],
        amount_pence=pence_from_text(row["amount"]),
        reserve=row["name"],
        organisation=cast.organisation(row["organisation"]),
        decision=row["decision"],
        reference=row["reference"],
    )


def _pay(cast: Cast, row: dict[str, Any]) -> None:
    """What the rule says is due, of all but a few."""
    for payer in contributions(cast.partnership, row["year"]).payers:
        if payer.due and payer.organisation.code not in row["except"]:
            actions.add_contribution(
                by=cast.person("manager"),
                partnership=cast.partnership,
                organisation=payer.organisation,
                year=row["year"],
                kind="contribution",
                amount_pence=payer.due,
                purpose=row["purpose"],
            )


def _change(cast: Cast, row: dict[str, Any]) -> None:
    stream, organisation = cast.workstream(row["workstream"]), cast.organisation(row["organisation"])
    if row.get("ends_hosting"):
        hosting = Hosting.objects.get(workstream=stream, organisation=organisation, to_on=None)
        actions.edit_hosting(by=cast.person("manager"), hosting=hosting, to_on=row["day"])
    signed = {"form_signed_on": row["signed"]} if "signed" in row else {}
    DO[row["do"]](
        by=cast.person("manager"),
        workstream=stream,
        organisation=organisation,
        effective_on=row["day"],
        **{name: row[name] for name in _WORDS if name in row},
        **signed,
    )


def _analyse(cast: Cast, row: dict[str, Any]) -> None:
    """As if it left at the end of the financial year under way."""
    costs = [Cost(each["name"], *(pence_from_text(each[who]) for who in ("leaver", "others"))) for each in row["costs"]]
    question = Question(
        workstream=cast.workstream(row["workstream"]),
        organisation=cast.organisation(row["organisation"]),
        last_on=Period(financial_year_of(clock.today())).last_on,
        costs=tuple(costs),
        set_up_pence=pence_from_text(row["set_up"]),
        set_up_on=Period(cast.story.year(row["set_up_year"])).first_on,
        lost_hundredths=row["lost"],
        running_pence=pence_from_text(row["running"]),
        otherwise_pence=pence_from_text(row["otherwise"]),
        **{name: row[name] for name in ("horizon", "measure", "basis", "recovery_rule", "recovery_years", "note")},
    )
    of_savings.analyse_withdrawal(by=cast.person("manager"), question=question)
