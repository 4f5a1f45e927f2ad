"""Budget heads, what is committed and spent on them, and unspent grant put in a reserve."""

from datetime import date
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, Sum

from partnership import clock
from partnership.actions.facts import lock, refuse_stranger, write
from partnership.dated import Period
from partnership.models import Organisation, Partnership, User
from partnership.money import format_pounds
from partnership.permissions import require
from workstreams.actions.money import refuse_too_few
from workstreams.actions.workstreams import MAY_EDIT
from workstreams.models import BudgetHead, Funding, ReserveTransfer, Spend, Workstream
from workstreams.models.budgets import with_use

MAY_SPEND = "workstreams.record_spend"
PARTNERSHIP_MONEY = (BudgetHead.Source.GRANT, BudgetHead.Source.CONTRIBUTIONS)


class BudgetFacts(TypedDict, total=False):
    workstream: Workstream | None
    year: int
    kind: str
    words: str
    amount_pence: int
    source: str
    funding: Funding | None


class SpendFacts(TypedDict, total=False):
    organisation: Organisation
    on: date
    kind: str
    what: str
    reference: str
    amount_pence: int
    commitment: Spend | None
    reason: str


class SpendWords(TypedDict, total=False):
    on: date
    what: str
    reference: str


class TransferFacts(TypedDict, total=False):
    on: date
    amount_pence: int
    reserve: str
    organisation: Organisation
    decision: str
    reference: str


# --- Heads ------------------------------------------------------------------------------------------------------------
@transaction.atomic
def add_budget(*, by: User, partnership: Partnership, **facts: Unpack[BudgetFacts]) -> BudgetHead:
    """A head for one workstream, or for the programme as a whole, in one financial year."""
    return _write_budget(BudgetHead(partnership=partnership), facts, by=by)


@transaction.atomic
def edit_budget(*, by: User, budget: BudgetHead, **facts: Unpack[BudgetFacts]) -> BudgetHead:
    """Change it. Who moves it to another workstream must be allowed to edit both."""
    require(by, MAY_EDIT, lock(budget))
    return _write_budget(budget, facts, by=by)


def _write_budget(row: BudgetHead, facts: BudgetFacts, *, by: User) -> BudgetHead:
    workstream, funding = facts.get("workstream", row.workstream), facts.get("funding", row.funding)
    require(by, MAY_EDIT, BudgetHead(partnership=row.partnership, workstream=workstream))
    errors = {}
    if workstream and workstream.partnership_id != row.partnership_id:
        errors["workstream"] = "Choose a workstream of this partnership."
    if funding and funding.partnership_id != row.partnership_id:
        errors["funding"] = "Choose a grant of this partnership."
    elif funding and funding.workstream_id and funding.workstream_id != (workstream.pk if workstream else None):
        errors["funding"] = f"This grant is for {funding.workstream}. Choose another, or that workstream."
    if errors:
        raise ValidationError(errors)
    _refuse_too_few(row, facts)
    return write(row, facts, by=by)


def _refuse_too_few(row: BudgetHead, facts: BudgetFacts) -> None:
    """Of a head that is new, that grows, or that is moved to another workstream, year or source of money. Asked of
    today, or of the day of its year that is nearest to it."""
    year, source = facts.get("year", row.year), facts.get("source", row.source)
    workstream, pence = facts.get("workstream", row.workstream), facts.get("amount_pence", row.amount_pence)
    moved = (workstream, year, source) != (row.workstream, row.year, row.source)
    more = (pence or 0) > (row.amount_pence or 0)
    if not year or source not in PARTNERSHIP_MONEY or not (row._state.adding or moved or more):
        return
    period = Period(year)
    refuse_too_few(workstream, min(max(clock.today(), period.first_on), period.last_on))


# --- Rows -------------------------------------------------------------------------------------------------------------
@transaction.atomic
def record_spend(*, by: User, head: BudgetHead, **facts: Unpack[SpendFacts]) -> Spend:
    """Record what an organisation committed or spent. Overspending is recorded and warned of, never refused.

    A row below £0.00 takes back, with its reason, no more than its organisation has there; of an order no more than is
    open, of its payments no more than was paid. A payment of a commitment stays within it. Nothing is spent in days to
    come.
    """
    locked = _lock(head)
    organisation = facts.get("organisation")
    if organisation is None:
        raise ValidationError({"organisation": "Choose the organisation that orders or pays."})
    row = Spend(head=locked, organisation=organisation)
    require(by, MAY_SPEND, row)
    refuse_stranger(locked.partnership, organisation)
    errors = _wrong(row, facts) | _too_early(facts.get("kind"), facts.get("on"))
    try:
        row = write(row, facts, by=by)
    except ValidationError as error:
        errors = error.update_error_dict(errors)
    if errors:
        raise ValidationError(errors)
    _refuse_too_much(row)
    return row


def _lock(head: BudgetHead) -> BudgetHead:
    """The head, then the grant that pays for it, until this transaction ends: always in this order. Who puts the rest
    of the grant in a reserve waits, and then sees what was spent."""
    heads = BudgetHead.objects.select_for_update(of=("self",)).select_related("partnership", "workstream")
    locked: BudgetHead = heads.get(pk=head.pk)
    if locked.funding_id:
        Funding.objects.select_for_update(of=("self",)).get(pk=locked.funding_id)
    return locked


def _wrong(row: Spend, facts: SpendFacts) -> dict[str, Any]:
    """What a row says of its commitment, and may not."""
    commitment = facts.get("commitment")
    if commitment is None:
        return {}
    if (commitment.head_id, commitment.organisation_id) != (row.head_id, row.organisation_id):
        said = "Choose a commitment of the same organisation on this budget head."
    elif commitment.kind != Spend.Kind.COMMITTED or commitment.commitment_id:
        said = "Choose the row that made the commitment, not one that changed it."
    else:
        said = ""
    return {"commitment": [ValidationError(said)]} if said else {}


def _too_early(kind: str | None, on: date | None) -> dict[str, Any]:
    """Money is spent when it is paid: what is still to be paid is committed."""
    if kind != Spend.Kind.SPENT or on is None or on <= clock.today():
        return {}
    said = "This day is still to come. Record it as committed now, and as spent when it is paid."
    return {"on": [ValidationError(said)]}


def _refuse_too_much(row: Spend) -> None:
    """Asked with the row in place: nothing that is taken back or paid exceeds what was there."""
    if row.commitment:
        _refuse_beyond(row, row.commitment)
    if row.kind == Spend.Kind.SPENT and row.amount_pence < 0:
        own = Spend.objects.filter(head=row.head_id, organisation=row.organisation_id, kind=Spend.Kind.SPENT)
        left = own.aggregate(sum=Sum("amount_pence", default=0))["sum"]
        if left < 0:
            there = format_pounds(left - row.amount_pence)
            said = f"{row.organisation.short_name} has spent {there} on this budget head. Take back no more than that."
            raise ValidationError({"amount_pence": said})


def _refuse_beyond(row: Spend, commitment: Spend) -> None:
    """What is paid of a commitment is never below £0.00, nor more than the commitment with its corrections."""
    sums = _of_commitment(commitment)
    committed, paid = sums.get(Spend.Kind.COMMITTED, 0), sums.get(Spend.Kind.SPENT, 0)
    if paid < 0:
        there = format_pounds(paid - row.amount_pence)
        said = f"{there} of this commitment is paid. Take back no more than that."
        raise ValidationError({"amount_pence": said})
    if committed < paid:
        there = format_pounds(committed - paid + abs(row.amount_pence))
        raise ValidationError(
            {
                "amount_pence": f"Only {there} of this commitment is open. Correct the commitment first, or record the "
                "rest as a row of its own."
            }
        )


def _of_commitment(commitment: Spend) -> dict[str, int]:
    """What is committed and paid of a commitment with its corrections, in pence by kind. One query."""
    of_it = Q(pk=commitment.pk) | Q(commitment=commitment)
    rows = Spend.objects.filter(of_it).order_by().values_list("kind").annotate(sum=Sum("amount_pence"))
    return dict(rows)


@transaction.atomic
def edit_spend(*, by: User, spend: Spend, **words: Unpack[SpendWords]) -> Spend:
    """Change its date or words; history keeps what they were. An amount is corrected by another row."""
    require(by, MAY_SPEND, lock(spend))
    if unknown := words.keys() - SpendWords.__annotations__.keys():
        raise TypeError(f"A row keeps its {', '.join(sorted(unknown))}.")
    if errors := _too_early(spend.kind, words.get("on")):
        raise ValidationError(errors)
    return write(spend, words, by=by)


# --- Reserve ----------------------------------------------------------------------------------------------------------
@transaction.atomic
def put_in_reserve(*, by: User, funding: Funding, **facts: Unpack[TransferFacts]) -> ReserveTransfer:
    """Put unspent grant in a reserve by a decision, no more than is left; below £0.00, take some back out.

    What was spent after the last day of the grant used none of it."""
    locked = Funding.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=funding.pk)
    row = ReserveTransfer(funding=locked, recorded_by=by, **facts)
    require(by, MAY_EDIT, row)
    refuse_stranger(locked.partnership, facts.get("organisation"))
    row.full_clean()
    left, reserved = left_of(locked), reserved_of(locked)
    if row.amount_pence > left:
        raise ValidationError(
            {"amount_pence": f"Only {format_pounds(max(left, 0))} of the grant is neither spent nor committed."}
        )
    if row.amount_pence < -reserved:
        raise ValidationError({"amount_pence": f"Only {format_pounds(reserved)} of the grant is in a reserve."})
    row.save()
    return row


def reserved_of(funding: Funding) -> int:
    rows = ReserveTransfer.objects.filter(funding=funding)
    pence: int = rows.aggregate(sum=Sum("amount_pence", default=0))["sum"]
    return pence


def left_of(funding: Funding) -> int:
    """What of the grant is neither spent, committed nor in a reserve, in pence. One query."""
    row: Funding = with_use(Funding.objects.all()).get(pk=funding.pk)
    left: int = row.position.left
    return left
