"""The contract that a row says it comes from: the same as one of the portal, or as that of another row.

The same supplier and reference, however they are written. Whether it is the same saving, a person decides: it is a
warning, and says what the other is, as far as the officer may see it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from savings.imports.columns import key
from savings.imports.findings import Finding
from savings.models import Contract, Import, Statement

if TYPE_CHECKING:
    from savings.imports.rows import Judged

SUPPLIER, REFERENCE = "Supplier", "Contract reference"
_LONGEST = {SUPPLIER: 120, REFERENCE: 60}
_TWICE = "If it is the same saving, it must not be claimed twice: delete the row."


@dataclass(frozen=True)
class Named:
    """A contract by its supplier and reference."""

    supplier: str
    reference: str

    def __str__(self) -> str:
        return f"Contract {self.reference} with {self.supplier}"

    @property
    def key(self) -> tuple[str, str]:
        """The same for “ABC Ltd.” and “abc ltd”; also for two references without a letter or digit."""
        return key(self.supplier) or self.supplier, key(self.reference) or self.reference


def named(supplier: str, reference: str, findings: list[Finding]) -> Named | None:
    """What the two cells name; None, perhaps with what is wrong with them, where they name none."""
    said = {SUPPLIER: supplier.strip(), REFERENCE: reference.strip()}
    if not any(said.values()):
        return None
    for column, text in said.items():
        if not text:
            sentence = "A contract has a supplier and a reference. Enter both, or neither."
            findings.append(Finding(column, "", sentence))
        elif len(text) > _LONGEST[column]:
            findings.append(Finding(column, text, f"This is too long. Use at most {_LONGEST[column]} characters."))
    return Named(*said.values())


class SameContract:
    """Compares portions of rows with the contracts of the partnership, and with the rows that came before.

    Of a council's contract that is all draft, only those who may see it are told.
    """

    def __init__(self, imported: Import) -> None:
        visible = Contract.objects.visible_to(imported.uploaded_by).values("pk")
        submitted = Statement.objects.submitted().filter(saving=OuterRef("saving"))
        rows = Contract.objects.filter(partnership=imported.partnership_id)
        self._rows, self._visible = rows.filter(Q(pk__in=visible) | Exists(submitted)), visible
        self._known: dict[tuple[str, str], int] | None = None
        self._before: dict[tuple[str, str], tuple[str, int]] = {}

    def look(self, rows: Sequence["Judged"]) -> None:
        """Add a warning to each good row whose contract is known. One query for all contracts, at the first row that
        names one; one for each portion."""
        naming = [(row, row.contract) for row in rows if row.is_good and row.contract]
        if not naming:
            return
        found = {contract.key: self._contracts().get(contract.key) for _, contract in naming}
        pks = [pk for pk in found.values() if pk]
        seen = Contract.objects.filter(pk__in=self._visible).select_related("saving").in_bulk(pks) if pks else {}
        for row, contract in naming:
            if pk := found[contract.key]:
                row.findings.append(_warning(contract, _of_portal(seen.get(pk))))
            if contract.key in self._before:
                row.findings.append(_warning(contract, _of_file(*self._before[contract.key])))
            else:
                self._before[contract.key] = (row.sheet, row.number)

    def _contracts(self) -> dict[tuple[str, str], int]:
        """The newest contract by each supplier and reference."""
        if self._known is None:
            rows = self._rows.order_by("pk").values_list("pk", "supplier", "reference")
            self._known = {Named(supplier, reference).key: pk for pk, supplier, reference in rows.iterator()}
        return self._known


def _warning(contract: Named, sentence: str) -> Finding:
    return Finding(REFERENCE, contract.reference, sentence, is_error=False)


def _of_portal(seen: Contract | None) -> str:
    """Of what the officer may not see only that it is there."""
    if seen is None:
        return f"Another council has a saving from this contract. {_TWICE}"
    return f"Saving {seen.saving_id}, “{seen.saving.title[:80]}”, is from the same contract. {_TWICE}"


def _of_file(sheet: str, number: int) -> str:
    where = f"Row {number}" + (f" of the sheet “{sheet}”" if sheet else "")
    return f"{where} names the same contract. If it is the same saving, delete one."
