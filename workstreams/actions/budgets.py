"""Budget heads, what is committed and spent on them, and unspent grant put in a reserve."""

from datetime import date
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, Sum

from partnership.actions.facts import write
from partnership.models import Organisation, Partnership, User
from partnership.money import format_pounds
from partnership.permissions import require
from workstreams.actions.workstreams import MAY_EDIT
from workstreams.models import BudgetHead, Funding, ReserveTransfer, Spend, Workstream
from workstreams.models.budgets import with_use

MAY_SPEND = "workstreams.record_spend"


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
    require(by, MAY_EDIT, budget)
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
    return write(row, facts, by=by)


# --- Rows -------------------------------------------------------------------------------------------------------------
@transaction.atomic
def record_spend(*, by: User, head: BudgetHead, **facts: Unpack[SpendFacts]) -> Spend:
    """Record what an organisation committed or spent. Overspending is recorded and warned of, never refused.

    A row below £0.00 takes back, with its reason, no more than there is. A payment of a commitment stays within it.
    """
    locked = (
        BudgetHead.objects.select_for_update(of=("self",)).select_related("partnership", "workstream").get(pk=head.pk)
    )
    organisation, commitment = facts.get("organisation"), facts.get("commitment")
    if organisation is None:
        raise ValidationError({"organisation": "Choose the organisation that orders or pays."})
    row = Spend(head=locked, organisation=organisation)
    require(by, MAY_SPEND, row)
    _refuse_strangers(locked.partnership, organisation)
    if commitment and (commitment.head_id != locked.pk or commitment.organisation_id != organisation.pk):
        raise ValidationError({"commitment": "Choose a commitment of the same organisation on this budget head."})
    if commitment and (commitment.kind != Spend.Kind.COMMITTED or commitment.commitment_id):
        raise ValidationError({"commitment": "Choose the row that made the commitment, not one that changed it."})
    row = write(row, facts, by=by)
    _refuse_too_much(row)
    return row


def _refuse_too_much(row: Spend) -> None:
    """Asked with the row in place: nothing that is taken back or paid exceeds what was there."""
    if row.commitment:
        open_pence = still_open(row.commitment)
        if open_pence < 0:
            before = open_pence + (row.amount_pence if row.kind == Spend.Kind.SPENT else -row.amount_pence)
            raise ValidationError(
                {
                    "amount_pence": f"Only {format_pounds(before)} of this commitment is open. Correct the commitment "
                    "first, or record the rest as a row of its own."
                }
            )
    head = BudgetHead.objects.with_position().get(pk=row.head_id)
    if row.amount_pence < 0 and min(head.position.spent, head.position.committed) < 0:
        raise ValidationError({"amount_pence": "This takes back more than was recorded on this budget head."})


def still_open(commitment: Spend) -> int:
    """What is not paid yet of a commitment, with its corrections, in pence. One query."""
    of_it = Q(pk=commitment.pk) | Q(commitment=commitment)
    rows = Spend.objects.filter(of_it).order_by().values_list("kind").annotate(sum=Sum("amount_pence"))
    sums: dict[str, int] = dict(rows)
    return sums.get(Spend.Kind.COMMITTED, 0) - sums.get(Spend.Kind.SPENT, 0)


@transaction.atomic
def edit_spend(*, by: User, spend: Spend, **words: Unpack[SpendWords]) -> Spend:
    """Change its date or words; history keeps what they were. An amount is corrected by another row."""
    require(by, MAY_SPEND, spend)
    if unknown := words.keys() - SpendWords.__annotations__.keys():
        raise TypeError(f"A row keeps its {', '.join(sorted(unknown))}.")
    return write(spend, words, by=by)


# --- Reserve ----------------------------------------------------------------------------------------------------------
@transaction.atomic
def put_in_reserve(*, by: User, funding: Funding, **facts: Unpack[TransferFacts]) -> ReserveTransfer:
    """Put unspent grant in a reserve by a decision, no more than is left; below £0.00, take some back out."""
    locked = Funding.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=funding.pk)
    row = ReserveTransfer(funding=locked, recorded_by=by, **facts)
    require(by, MAY_EDIT, row)
    if facts.get("organisation"):
        _refuse_strangers(locked.partnership, facts["organisation"])
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


def _refuse_strangers(partnership: Partnership, organisation: Organisation) -> None:
    if not partnership.memberships.filter(organisation=organisation).exists():
        raise ValidationError({"organisation": "Choose an organisation of this partnership."})
