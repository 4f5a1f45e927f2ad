"""The facts of a withdrawal analysis: what was entered, and what figures, baselines and contributions say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max, Sum

from partnership.apportionment import Part, split
from partnership.dated import Period, financial_year_of
from partnership.models import Organisation, Partnership, User
from savings import figures
from savings.figures import AsAt, Figures, Measure
from savings.leaving.calculation import SAVINGS, Cost, Facts, Rules, SetUp
from savings.models.words import Basis, Kind
from savings.sharing import Sharing, agreement_for, parts_of
from workstreams import gates
from workstreams.baselines import combined, partners
from workstreams.models import Contribution, GateRequirement, Workstream

EXPECTED = (Measure.FORECAST, Measure.TARGET, Measure.CONTRACTED)
BASES = (Basis.AGREEMENT, Basis.EQUAL, Basis.POPULATION, Basis.BUDGET)
LONGEST = 10  # years ahead


@dataclass(frozen=True)
class Question:
    """What a person enters. Money is pence, percentages are hundredths of a per cent."""

    workstream: Workstream
    organisation: Organisation
    last_on: date
    horizon: int = 5
    measure: str = Measure.FORECAST
    basis: str = Basis.EQUAL
    costs: tuple[Cost, ...] = ()
    set_up_pence: int = 0
    set_up_on: date | None = None
    recovery_years: int = 5
    recovery_rule: str = SAVINGS
    is_repaid: bool = False
    lost_hundredths: int = 0
    running_pence: int = 0
    otherwise_pence: int = 0
    note: str = ""

    @property
    def typed(self) -> dict[str, Any]:
        """As JSON: what an analysis keeps of the question."""
        plain = {
            name: getattr(self, name)
            for name in self.__dataclass_fields__
            if name not in ("workstream", "organisation", "last_on", "costs", "set_up_on")
        }
        costs = [{"name": cost.name, "leaver": cost.leaver, "others": cost.others} for cost in self.costs]
        set_up_on = self.set_up_on.isoformat() if self.set_up_on else None
        return {name: str(value) if isinstance(value, Measure | Basis) else value for name, value in plain.items()} | {
            "costs": costs,
            "set_up_on": set_up_on,
        }


def basis_of(workstream: Workstream, on: date) -> str:
    """The basis by which the workstream shares unless told otherwise: what was agreed, else equally. Two queries."""
    return Basis.AGREEMENT if agreement_for(workstream, Period(financial_year_of(on))) else Basis.EQUAL


def facts_of(question: Question, at: AsAt, *, by: User) -> Facts:
    """Read the facts as at a point of the ledger. Raises ValidationError, keyed by field, and PermissionDenied."""
    stream, leaver = question.workstream, question.organisation
    _check(question)
    found = figures.figures(stream.partnership, at, user=by, workstream=stream.pk)
    parties = _parties(question)
    before, no_before = _before(stream, leaver.pk, parties, question.last_on)
    return Facts(
        leaver=leaver.pk,
        last_on=question.last_on,
        horizon=question.horizon,
        parties=tuple(parties),
        expected=_by_year(found, question.measure),
        realised=_realised(found, leaver.pk, question.last_on),
        costs=question.costs,
        set_up=SetUp(
            question.set_up_pence,
            question.set_up_on or question.last_on,
            question.recovery_years * 12,
            question.recovery_rule,
            question.is_repaid,
        ),
        lost_hundredths=question.lost_hundredths,
        running=question.running_pence,
        otherwise=question.otherwise_pence,
        before=before,
        no_before=no_before,
        rules=rules_of(stream.partnership, question.last_on),
    )


def _check(question: Question) -> None:
    errors = {}
    if not 1 <= question.horizon <= LONGEST:
        errors["horizon"] = f"Look ahead from 1 to {LONGEST} years."
    if not 1 <= question.recovery_years <= 30:
        errors["recovery_years"] = "Enter a number of years from 1 to 30."
    if question.set_up_pence and question.set_up_on is None:
        errors["set_up_on"] = "Enter the day on which the set-up cost began to come back."
    if min(question.set_up_pence, question.running_pence) < 0:
        errors["set_up_pence"] = "Costs must not be below £0.00."
    if question.measure not in EXPECTED:
        errors["measure"] = "Choose forecast, target or contracted savings."
    if question.basis not in BASES:
        errors["basis"] = "Choose a basis from the list."
    if errors:
        raise ValidationError(errors)


def _parties(question: Question) -> list[Part]:
    """All who take part on the last day, by the basis of the year that it lies in, in the order of their codes."""
    stream, leaver, day = question.workstream, question.organisation, question.last_on
    year = Period(financial_year_of(day))
    here = set(Organisation.objects.taking_part(stream, day, day).values_list("pk", flat=True))
    if leaver.pk not in here:
        raise ValidationError({"organisation": f"{leaver} does not take part in {stream} on this day."})
    if len(here) < 2:
        raise ValidationError({"organisation": f"Nobody else takes part in {stream}, so nothing is left to analyse."})
    named = frozenset() if question.basis == Basis.AGREEMENT else frozenset(here)
    try:
        parts = [part for part in parts_of(Sharing(question.basis, named), stream, year) if part.party in here]
    except ValidationError as error:
        words = [text for texts in error.message_dict.values() for text in texts]
        raise ValidationError({"basis": words}) from error
    if not any(part.weight for part in parts if part.party != leaver.pk):
        raise ValidationError({"basis": "By this basis nobody who remains has a part. Choose another."})
    return parts


def _by_year(found: Figures, measure: str) -> dict[int, dict[int, int]]:
    """The cashable savings expected, by organisation and financial year."""
    expected: dict[int, dict[int, int]] = {}
    for cell in found.organisations:
        if cell.kind == Kind.CASHABLE and cell.amounts[measure]:
            expected.setdefault(cell.organisation, {})[cell.year] = cell.amounts[measure]
    return expected


def _realised(found: Figures, leaver: int, last_on: date) -> int:
    last = financial_year_of(last_on)
    mine = (cell for cell in found.organisations if cell.organisation == leaver and cell.kind == Kind.CASHABLE)
    return sum(cell.amounts.realised for cell in mine if cell.year <= last)


def rules_of(partnership: Partnership, on: date) -> Rules:
    """What the policy of the last day asks for at its gates, the most where it asks at several. Two queries."""
    least = GateRequirement.objects.asked(partnership, gates.PARTNERS, on)
    reduction = GateRequirement.objects.asked(partnership, gates.REDUCTION, on)
    asked = least or reduction
    return Rules(
        least.threshold if least else None,
        reduction.threshold if reduction else None,
        str(asked.policy) if asked else "",
    )


def _before(stream: Workstream, leaver: int, parties: Sequence[Part], on: date) -> tuple[int | None, str]:
    """What the service cost those who remain, in the last year that is whole for them: their own costs added up, or the
    joint cost less the leaver's part of it by the weights. Without one, a sentence that says why. Two queries."""
    costs = stream.baseline_costs.in_force().select_related("organisation")
    remaining = {pk: name for pk, name in partners([stream.pk], on)[stream.pk].items() if pk != leaver}
    found = combined(costs, remaining)
    if found.baseline is None:
        return None, found.missing
    budgets = {part.organisation: part.pence for part in found.baseline.parts}
    if None in budgets:
        return sum(each.pence for each in split(budgets[None], parties) if each.party != leaver), ""
    return sum(pence for party, pence in budgets.items() if party in remaining), ""


def running_cost(workstream: Workstream, organisation: Organisation, on: date) -> int:
    """What the organisation contributed to the workstream in the last financial year with a contribution, in pence: a
    first guess at its running cost. Two queries."""
    rows = Contribution.objects.filter(
        workstream=workstream,
        organisation=organisation,
        kind=Contribution.Kind.CONTRIBUTION,
        year__lte=financial_year_of(on),
    )
    last = rows.aggregate(last=Max("year"))["last"]
    pence: int = rows.filter(year=last).aggregate(sum=Sum("amount_pence", default=0))["sum"]
    return pence
