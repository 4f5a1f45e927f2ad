"""What a contract means for the statements of its saving: their amounts and shares are its own, not typed."""

from django.core.exceptions import ValidationError

from partnership import history
from partnership.models import User
from savings.models import Contract, Saving, Statement
from savings.models.words import Basis


def check_amount(amount_pence: int, basis: str) -> None:
    """A saving is more than nothing; under a contract, which may be dearer than what was before it, also less."""
    if amount_pence == 0 or (amount_pence < 0 and basis != Basis.CONTRACT):
        raise ValidationError({"amount": "Enter an amount of more than £0.00."})


def check_not_made_by_contract(statement: Statement) -> None:
    contract = Contract.objects.filter(saving=statement.saving_id).first()
    if contract is not None and contract.makes(statement):
        raise ValidationError("This draft follows its contract. Change the contract, or withdraw this draft.")


def contracted_parts(statement: Statement) -> dict[int, int]:
    """The parts of its contract; none without one. Refuses a statement that the contract made otherwise."""
    contract = Contract.objects.filter(saving=statement.saving_id).prefetch_related("parts").first()
    if contract is None:
        return {}
    if contract.makes(statement) and contract.schedule.amounts.get(statement.period) != statement.amount_pence:
        raise ValidationError("This draft is not what its contract says. Change the contract, and look again.")
    return contract.weights


def delete_contract_of(saving: Saving, *, by: User) -> None:
    """With the saving's last draft; the history stays."""
    for contract in Contract.objects.filter(saving=saving):
        for part in contract.parts.all():
            history.delete(part, by=by)
        history.delete(contract, by=by)
