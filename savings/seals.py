"""What seals hold: the digests of rows that are no postings, as they are stored. Reads only.

Canonical form: the row's columns in the order given here, then for each kind of row that belongs to it a list of their
columns, as one JSON array without spaces, ASCII only, days as ISO 8601, moments as ISO 8601 in UTC with microseconds.
Its digest is the SHA-256 of that, in hexadecimal. Who submitted a statement and when is not in it: that is what its
first posting says, and `savings.proof` compares.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Exists, Model, OuterRef, QuerySet

from partnership.models import Partnership
from savings.models import (
    AgreedPart,
    Comment,
    ContractPart,
    DuplicateDecision,
    Evidence,
    PeriodStep,
    Seal,
    Share,
    SharingAgreement,
    Statement,
)

What = Seal.What


@dataclass(frozen=True)
class Parts:
    """Rows that belong to a sealed row, which `of` leads to, in the order of their columns."""

    model: type[Model]
    of: str
    columns: tuple[str, ...]

    def read(self, rows: Collection[int]) -> dict[int, list[list[Any]]]:
        """The columns of the parts of each of the rows. One query."""
        # By a manager of no query of their own: some models' join what no digest needs.
        found = self.model._base_manager.filter(**{f"{self.of}__in": rows})
        parts: dict[int, list[list[Any]]] = defaultdict(list)
        for row, *values in found.order_by(self.of, *self.columns).values_list(self.of, *self.columns):
            parts[row].append(values)
        return parts


@dataclass(frozen=True)
class Form:
    """The canonical form of a kind of row: its columns, and what belongs to it."""

    model: type[Model]
    columns: tuple[str, ...]
    parts: tuple[Parts, ...] = ()


SAVING = (
    *("partnership", "workstream", "organisation", "title", "kind", "category", "recurrence", "method", "baseline"),
    *("baseline_pence", "baseline_source", "unit", "request_key", "created_at", "created_by"),
)
STATEMENT = (
    *("partnership", "saving", "organisation", "stage", "year", "quarter", "belongs_to_year", "belongs_to_quarter"),
    *("amount_pence", "measure_hundredths", "basis", "agreement", "usage_unit", "usage_source", "sole_reason"),
    *("stated_on", "note", "replaces", "reverses", "restates", "drafted_at", "drafted_by"),
)
CONTRACT = (
    *("partnership", "supplier", "reference", "starts_on", "ends_on", "baseline_pence", "price_pence"),
    *("counted", "stage"),
)
FORMS = {
    # With its saving, and with the contract that the saving follows: both are frozen with it.
    What.STATEMENT: Form(
        Statement,
        (
            *STATEMENT,
            *(f"saving__{name}" for name in SAVING),
            *(f"saving__contract__{name}" for name in CONTRACT),  # null without one
        ),
        (
            Parts(Share, "statement", ("organisation", "partnership", "weight", "pence")),
            Parts(Statement.authors.through, "statement", ("user",)),
            Parts(ContractPart, "contract__saving__statements", ("organisation", "weight")),
        ),
    ),
    What.EVIDENCE: Form(
        Evidence,
        (
            *("partnership", "saving", "organisation", "file", "name", "content_type", "size", "sha256"),
            *("uploaded_at", "uploaded_by"),
        ),
    ),
    What.STEP: Form(
        PeriodStep,
        ("partnership", "year", "quarter", "step", "answers", "organisation", "reason", "sequence", "at", "by"),
    ),
    What.AGREEMENT: Form(
        SharingAgreement,
        (
            *("partnership", "workstream", "from_on", "to_on", "version", "reason", "document", "decision"),
            *("proposed_at", "proposed_by", "approved_at", "approved_by"),
        ),
        (Parts(AgreedPart, "agreement", ("organisation", "hundredths")),),
    ),
    What.COMMENT: Form(Comment, ("partnership", "statement", "text", "written_at", "written_by")),
    What.DUPLICATE: Form(
        DuplicateDecision,
        (
            *("pair__partnership", "pair__first", "pair__second", "pair__alike", "pair__found_at"),
            *("verdict", "stands", "reason", "by", "at"),
        ),
    ),
}


def digests(what: str, rows: Collection[int]) -> dict[int, str]:
    """The digest of each of these rows that is there, by its id. One query, and one for each kind of part."""
    form = FORMS[What(what)]
    parts = [part.read(rows) for part in form.parts]
    stored = form.model._base_manager.filter(pk__in=rows).values_list("pk", *form.columns)
    return {pk: digest([*values, *(part.get(pk, []) for part in parts)]) for pk, *values in stored}


def digest(values: list[Any]) -> str:
    return hashlib.sha256(canonical(values).encode()).hexdigest()


def canonical(values: list[Any]) -> str:
    """The values as the canonical JSON array that hashes are made of."""
    return _ENCODER.encode(values)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else str(value)


_ENCODER = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), default=_plain)


@dataclass(frozen=True)
class Due:
    """A row that has to be sealed, and its digest."""

    what: str
    row: int
    digest: str


def due(statements: Iterable[int]) -> dict[int, list[Due]]:
    """What is sealed before the first posting of each of these statements (by id), in order: the statement, the
    evidence of its saving, and what was said of it; nothing of one that is sealed already. Seven queries for any number
    of them, one more where there is evidence and where there are comments."""
    wanted = set(statements)
    new = wanted - set(Seal.objects.filter(what=What.STATEMENT, row__in=wanted).values_list("row", flat=True))
    if not new:
        return {}
    found = {row: [Due(What.STATEMENT, row, said)] for row, said in sorted(digests(What.STATEMENT, new).items())}
    sealed = Seal.objects.filter(what=What.EVIDENCE, row=OuterRef("pk"))
    attached = Evidence.objects.filter(~Exists(sealed), saving__statements__in=new).order_by("pk", "saving__statements")
    first: dict[int, int] = {}  # of several statements of its saving
    for row, statement in attached.values_list("pk", "saving__statements"):
        first.setdefault(row, statement)
    said_of = dict(Comment.objects.filter(statement__in=new).order_by("pk").values_list("pk", "statement"))
    for what, of in ((What.EVIDENCE, first), (What.COMMENT, said_of)):
        for row, said in sorted(digests(what, of).items()) if of else ():
            found[of[row]].append(Due(what, row, said))
    return found


def unsealed(partnership: Partnership) -> Iterator[tuple[str, QuerySet]]:
    """For each kind of row, those of a partnership that had to be sealed and are not."""
    submitted = Statement.objects.submitted().filter(partnership=partnership)
    final: dict[str, QuerySet] = {
        What.STATEMENT: submitted,
        What.EVIDENCE: Evidence.objects.filter(saving__in=submitted.values("saving")),
        What.STEP: PeriodStep.objects.filter(partnership=partnership),
        What.AGREEMENT: SharingAgreement.objects.approved().filter(partnership=partnership),
        What.COMMENT: Comment.objects.filter(statement__in=submitted.values("pk")),
        What.DUPLICATE: DuplicateDecision.objects.filter(pair__partnership=partnership),
    }
    for what, rows in final.items():
        yield what, rows.filter(~Exists(Seal.objects.filter(what=what, row=OuterRef("pk")))).order_by("pk")
