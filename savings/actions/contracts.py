"""A contract drafts a saving with one statement for each financial year; joint procurements hold contracts together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from partnership import history
from partnership.apportionment import Part
from partnership.models import Organisation, User
from partnership.money import format_pounds
from partnership.permissions import require
from savings import ledger
from savings.actions.details import SavingDetails, StatementDetails
from savings.actions.drafts import draft_saving, edit_saving
from savings.actions.rereading import still_there
from savings.contracts import Counting, Schedule, Terms, schedule
from savings.models import Basket, Contract, ContractPart, Saving
from savings.models.words import Basis, Stage
from savings.sharing import Sharing
from workstreams.models import Workstream


@dataclass(frozen=True)
class ContractDetails:
    """What is said of a contract. Prices are pence a year for all organisations together; `parts` hundredths of any
    unit (volume, spend) by organisation id; both days are included."""

    title: str
    kind: str
    category: str
    supplier: str
    reference: str
    starts_on: date
    ends_on: date
    baseline_pence: int
    baseline_source: str
    price_pence: int
    parts: Mapping[int, int]
    counted: str = Contract.Counted.MONTHS
    stage: str = Stage.CONTRACTED
    basket: Basket | None = None
    method: str = ""
    stated_on: date | None = None
    note: str = ""

    @property
    def weights(self) -> dict[int, int]:
        """The parts, by code of organisation: the first of equal remainders gets the odd penny. One query."""
        found = {pk: weight for pk, weight in self.parts.items() if weight}
        in_order = Organisation.objects.filter(pk__in=found).order_by("code").values_list("pk", flat=True)
        return {pk: found[pk] for pk in in_order}

    def schedule(self) -> Schedule:
        """What it saves by year and organisation. Raises ValidationError, keyed by form field."""
        shares = tuple(Part(pk, weight) for pk, weight in self.weights.items())
        if not shares:
            raise ValidationError({"parts": "Enter the part of at least one organisation."})
        given = (self.starts_on, self.ends_on, self.baseline_pence, self.price_pence, shares, Counting(self.counted))
        try:
            found = schedule(Terms(*given))
        except ValueError as error:
            raise ValidationError({"ends_on": str(error)}) from error
        if not found.amounts:
            raise ValidationError({"price": "The two prices are the same to the penny, so the contract saves nothing."})
        return found


@transaction.atomic
def draft_contract(
    *,
    by: User,
    workstream: Workstream,
    organisation: Organisation,
    details: ContractDetails,
    request_key: UUID | None = None,
) -> Contract:
    """Draft the saving that a contract makes, with a statement for each financial year that it saves or costs anything
    in. Raises PermissionDenied, ValidationError."""
    with ledger.locked(workstream.partnership):
        saving = draft_saving(
            by=by,
            workstream=workstream,
            organisation=organisation,
            saving=_saving(details),
            statement=_statements(details),
            request_key=request_key,
        )
        contract = Contract(partnership=workstream.partnership, saving=saving)
        _write(contract, details, by=by)
    return contract


@transaction.atomic
def edit_contract(
    *,
    by: User,
    contract: Contract,
    workstream: Workstream,
    details: ContractDetails,
    version: str | None = None,
) -> Contract:
    """Change a contract whose saving is all draft. The saving's words and its statements follow."""
    with ledger.locked(contract.partnership):
        with still_there():
            contract.refresh_from_db()
        edit_saving(
            by=by,
            saving=contract.saving,
            workstream=workstream,
            details=_saving(details),
            statement=_statements(details),
            version=version,
        )
        _write(contract, details, by=by)
    return contract


@transaction.atomic
def place_contract(*, by: User, contract: Contract, basket: Basket | None) -> Contract:
    """Put a contract, submitted or not, into a joint procurement of its workstream, or with None take it out of one.
    Nothing that is stated or posted changes. Raises PermissionDenied, ValidationError."""
    contract = (
        Contract.objects.select_for_update(no_key=True, of=("self",)).select_related("saving").get(pk=contract.pk)
    )
    require(by, "savings.draft_saving", contract)
    if contract.basket_id == (basket.pk if basket else None):
        return contract
    _set_basket(contract, basket)
    return history.save(contract, by=by)


def _set_basket(contract: Contract, basket: Basket | None) -> None:
    if basket is not None and basket.workstream_id != contract.saving.workstream_id:
        raise ValidationError({"basket": f"{basket} is a joint procurement of another workstream. Choose one of this."})
    contract.basket = basket


def _write(contract: Contract, details: ContractDetails, *, by: User) -> None:
    _set_basket(contract, details.basket)
    for name in ("supplier", "reference", "starts_on", "ends_on", "baseline_pence", "price_pence", "counted", "stage"):
        setattr(contract, name, getattr(details, name))
    contract.full_clean()
    history.save(contract, by=by)
    _write_parts(contract, details.weights, by=by)


def _write_parts(contract: Contract, weights: Mapping[int, int], *, by: User) -> None:
    """Only what differs, so that the history tells what changed."""
    standing = {part.organisation_id: part for part in contract.parts.all()}
    for pk in standing.keys() - weights.keys():
        history.delete(standing[pk], by=by)
    for pk, weight in weights.items():
        part = standing.get(pk) or ContractPart(contract=contract, organisation_id=pk)
        if part.weight != weight:
            part.weight = weight
            history.save(part, by=by)


def _saving(details: ContractDetails) -> SavingDetails:
    years = len(details.schedule().amounts)
    return SavingDetails(
        title=details.title,
        kind=details.kind,
        category=details.category,
        recurrence=Saving.Recurrence.RECURRING if years > 1 else Saving.Recurrence.ONE_OFF,
        method=_method(details),
        baseline=Saving.Baseline.TAKEN,
        baseline_pence=details.baseline_pence,
        baseline_source=details.baseline_source,
    )


def _method(details: ContractDetails) -> str:
    """How it was worked out, from the contract; then what the officer adds."""
    counted = "months" if details.counted == Contract.Counted.MONTHS else "days"
    worked_out = (
        f"Contract {details.reference} with {details.supplier}, from {details.starts_on:%-d %B %Y} to "
        f"{details.ends_on:%-d %B %Y}: {format_pounds(details.baseline_pence)} a year before, "
        f"{format_pounds(details.price_pence)} a year now. Parts of a year by {counted}."
    )
    return f"{worked_out}\n{details.method}".strip()


def _statements(details: ContractDetails) -> StatementDetails:
    amounts, weights = details.schedule().amounts, details.weights
    return StatementDetails(
        stage=details.stage,
        periods=list(amounts),
        sharing=Sharing(Basis.CONTRACT, frozenset(weights), parts=weights),
        amounts=amounts,
        stated_on=details.stated_on,
        note=details.note,
    )


@transaction.atomic
def add_basket(*, by: User, workstream: Workstream, organisation: Organisation, name: str, purpose: str = "") -> Basket:
    """Add a joint procurement, which holds no contract yet."""
    basket = Basket(partnership=workstream.partnership, workstream=workstream, organisation=organisation, created_by=by)
    return _write_basket(basket, name, purpose, by=by)


@transaction.atomic
def edit_basket(*, by: User, basket: Basket, name: str, purpose: str = "") -> Basket:
    """Its workstream stays: that is where its contracts are."""
    return _write_basket(basket, name, purpose, by=by)


def _write_basket(basket: Basket, name: str, purpose: str, *, by: User) -> Basket:
    require(by, "savings.draft_saving", basket)
    basket.name, basket.purpose = name, purpose
    basket.full_clean()
    return history.save(basket, by=by)
