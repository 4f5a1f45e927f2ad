"""What the portal fills in beside a highlight report, as JSON: shown with a draft as it is now, frozen when submitted.

Every figure is that of the page it comes from: each is asked of the one function that page asks.
"""

from dataclasses import asdict
from datetime import date
from typing import Any

from partnership.dated import financial_year_of
from partnership.models import User
from savings import dashboards, figures
from savings.figures import AsAt, Line
from savings.highlights import suggesting
from savings.highlights.suggesting import Advice
from savings.models.words import MONEY_KINDS, Kind
from workstreams import plans, quality, registers
from workstreams.models import Action, BudgetHead, GatePolicy, Milestone, Risk, Workstream

MOST = 5  # of a list of things beside a report: the portal's own pages list all
Beside = dict[str, Any]


def beside(workstream: Workstream, month: date, at: AsAt, *, user: User) -> Beside:
    """The figures of the financial year that the month is in, and plan, budget, risks, actions and quality, as they
    stand at a point of the ledger. About 20 queries; raises PermissionDenied.

    Budgets and actions have no ledger: they are as recorded now.
    """
    year = financial_year_of(month)
    found = figures.figures(workstream.partnership, at, user=user, workstream=workstream.pk).of_year(year)
    money = [_money(Kind(kind), found.total(kind), at) for kind in MONEY_KINDS]
    heads = _heads(workstream, year, user)
    steps = _steps(workstream, at, user)
    risks = _risks(workstream, at, user)
    advice = {
        "time": suggesting.of_time(
            ((step.milestone.title, step.slip_days) for step in steps),
            GatePolicy.objects.slip_days(workstream.partnership, at.on),
        ),
        "cost": suggesting.of_cost([(head.name, head.position) for head in heads]),
        "benefit": suggesting.of_benefit((each["label"], each["rag"], each["standing"]) for each in money),
        "risk": suggesting.of_risk((str(entry.risk), entry.score) for entry in risks),
    }
    return {
        "on": at.on.isoformat(),
        "sequence": at.sequence,
        "year": year,
        "money": money,
        "budgets": [_budget(head) for head in heads],
        "milestones": _milestones(steps),
        "risks": _registered(risks),
        "actions": _actions(workstream, at, user),
        "quality": _quality(workstream, at, user),
        "suggested": {aspect: asdict(said) for aspect, said in advice.items() if said},
    }


def suggested(found: Beside, aspect: str) -> Advice | None:
    """What the portal said, or would say, of one aspect."""
    said = found["suggested"].get(aspect)
    return Advice(**said) if said else None


def _money(kind: Kind, line: Line, at: AsAt) -> Beside:
    amounts = {f"{measure.value}_pence": line.amounts[measure] for measure in figures.MEASURES}
    said = {"rag": line.rag.value, "standing": dashboards.standing(line, at)}
    return {"kind": kind.value, "label": kind.label, **amounts, "due_pence": line.due, **said}


def _heads(workstream: Workstream, year: int, user: User) -> list[BudgetHead]:
    rows = BudgetHead.objects.visible_to(user).filter(workstream=workstream, year=year)
    return list(rows.with_position().order_by("kind", "pk"))


def _budget(head: BudgetHead) -> Beside:
    position = head.position
    amounts = {"budget": position.budget, "spent": position.spent, "committed": position.committed}
    amounts["remaining"] = position.remaining
    return {"name": head.name, **{f"{n}_pence": p for n, p in amounts.items()}, "warning": position.warning}


def _steps(workstream: Workstream, at: AsAt, user: User) -> list[plans.Step]:
    """The milestones not met by then, by the day they are expected."""
    rows = Milestone.objects.visible_to(user).filter(workstream=workstream)
    steps = [plans.step(row, at.on) for row in plans.as_at(rows, at.on)]
    return sorted((each for each in steps if not each.is_done), key=lambda s: (s.expected_on, s.milestone.pk))


def _milestones(steps: list[plans.Step]) -> Beside:
    late = sorted((each for each in steps if each.slip_days > 0), key=lambda s: -s.slip_days)
    coming = [each for each in steps if each.state == "planned"]
    return {
        "next": _milestone(coming[0]) if coming else None,
        "behind": [_milestone(each) for each in late[:MOST]],
        "behind_number": len(late),
    }


def _milestone(step: plans.Step) -> Beside:
    days = {"planned_on": step.milestone.planned_on.isoformat(), "expected_on": step.expected_on.isoformat()}
    return {"title": step.milestone.title, **days, "slip_days": step.slip_days, "slip": step.slip}


def _risks(workstream: Workstream, at: AsAt, user: User) -> list[registers.Entry]:
    """What is open, the highest first; what was escalated included."""
    rows = registers.as_at(Risk.objects.visible_to(user).filter(workstream=workstream), at.on)
    return registers.entries(rows.filter(standing=Risk.Status.OPEN).order_by("-score_now", "number"), at.on)


def _registered(found: list[registers.Entry]) -> Beside:
    return {
        "open": len(found),
        "overdue_reviews": sum(entry.is_overdue for entry in found),
        "highest": [
            {"title": str(each.risk), "score": each.score, "band": each.band.value, "movement": each.movement}
            for each in found[:MOST]
        ],
    }


def _actions(workstream: Workstream, at: AsAt, user: User) -> Beside:
    """What is overdue, the longest first. Not what is exempt: everybody who sees figures reads the report."""
    rows = Action.objects.visible_to(user).filter(workstream=workstream, is_exempt=False, done_on=None)
    late = list(rows.filter(due_on__lt=at.on).select_related("owner").order_by("due_on", "title"))
    shown = [{"title": row.title, "owner": row.owner_words, "due_on": row.due_on.isoformat()} for row in late[:MOST]]
    return {"overdue": shown, "overdue_number": len(late)}


def _quality(workstream: Workstream, at: AsAt, user: User) -> Beside:
    on = None if at.is_now else at.on
    found = quality.quality(workstream.partnership, user=user, on=on, workstream=workstream.pk)
    worst = [f"{one.indicator.name}, {one.reading.whose}: {one.reading.words}" for one in found.worst]
    counts = [{"status": status.value, "number": number} for status, number in found.counts.items() if number]
    return {"counts": counts, "worst": worst, "overdue": len(found.overdue), "series": len(found.standings)}
