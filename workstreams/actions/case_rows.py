"""The rows of a draft business case: lines by year, assumptions by heading, scores and risks.

Each write takes all rows of their sort, and writes only what differs, so that the history tells what changed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypedDict, TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from partnership import history
from partnership.actions.facts import STRANGERS, strangers
from partnership.models import Organisation, User
from workstreams.investment import Heading
from workstreams.investment.terms import FULL
from workstreams.models import BusinessCase, CaseHeading, CaseLine, CaseRisk, CaseScore

Row = TypeVar("Row", bound=models.Model)
_AMOUNTS = ("amount_pence", "hours_hundredths", "rate_pence")


class RiskFacts(TypedDict):
    risk: str
    mitigation: str


@dataclass(frozen=True)
class LineFacts:
    """One row of an organisation's table by year. `amounts` by year of the case: pence, or hundredths of hours of
    officers' time."""

    heading: str
    description: str = ""
    amounts: Mapping[int, int] = field(default_factory=dict)
    rate_pence: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        return (self.heading, self.description)


@dataclass(frozen=True)
class HeadingFacts:
    """What is assumed of a heading, in hundredths of a per cent."""

    heading: str
    bias_hundredths: int = 0
    low_hundredths: int = 100_00
    high_hundredths: int = 100_00


@dataclass(frozen=True)
class ScoreFacts:
    criterion: str
    weight: int
    before_hundredths: int
    after_hundredths: int
    organisation: Organisation | None = None


def write_lines(case: BusinessCase, organisation: Organisation, rows: Sequence[LineFacts], *, by: User) -> None:
    """Of one organisation. Raises ValidationError for rows that can not be kept apart, or of no member."""
    refuse_strangers(case, [organisation])
    _check_lines(case, rows)
    own = case.lines.filter(organisation=organisation)
    standing = {(line.heading, line.description, line.year): line for line in own}
    wanted = {
        (*row.key, year): CaseLine(
            case=case,
            organisation=organisation,
            heading=row.heading,
            description=row.description,
            year=year,
            **_amount(row, amount),
        )
        for row in rows
        for year, amount in row.amounts.items()
        if amount
    }
    write_rows(standing, wanted, _AMOUNTS, by=by)


def _check_lines(case: BusinessCase, rows: Sequence[LineFacts]) -> None:
    if len({row.key for row in rows}) < len(rows):
        raise ValidationError("Two rows have the same heading and description. Describe them apart.")
    for row in rows:
        if row.heading not in set(Heading):
            raise ValidationError("Choose a heading.")
        if any(amount < 0 or not 0 <= year <= case.years for year, amount in row.amounts.items()):
            raise ValidationError("Amounts are not below 0, and of the years of the case.")
        if row.heading == Heading.OFFICER_TIME and not (row.rate_pence or 0) > 0:
            raise ValidationError("Say what an hour of officers’ time costs.")


def _amount(row: LineFacts, amount: int) -> dict[str, int | None]:
    if row.heading == Heading.OFFICER_TIME:
        return {"hours_hundredths": amount, "rate_pence": row.rate_pence}
    return {"amount_pence": amount}


def write_headings(case: BusinessCase, rows: Iterable[HeadingFacts], *, by: User) -> None:
    """Those that say nothing (no uplift, no range) are not kept."""
    standing = {heading.heading: heading for heading in case.headings.all()}
    names = ("bias_hundredths", "low_hundredths", "high_hundredths")
    rows = list(rows)
    if any(not 0 <= row.low_hundredths <= FULL <= row.high_hundredths or row.bias_hundredths < 0 for row in rows):
        raise ValidationError("A range begins at or below 100% and ends at or above it; an uplift is not below 0%.")
    wanted = {
        row.heading: CaseHeading(case=case, heading=row.heading, **{name: getattr(row, name) for name in names})
        for row in rows
        if row != HeadingFacts(row.heading)
    }
    write_rows(standing, wanted, names, by=by)


def write_scores(case: BusinessCase, rows: Sequence[ScoreFacts], *, by: User) -> None:
    keys = [(row.criterion, row.organisation) for row in rows]
    if len(set(keys)) < len(keys):
        raise ValidationError("A criterion is scored once for each organisation. Two rows are alike.")
    refuse_strangers(case, (row.organisation for row in rows if row.organisation))
    standing = {(score.criterion, score.organisation_id): score for score in case.scores.all()}
    names = ("weight", "before_hundredths", "after_hundredths")
    wanted = {
        (row.criterion, row.organisation.pk if row.organisation else None): CaseScore(
            case=case,
            criterion=row.criterion,
            organisation=row.organisation,
            **{name: getattr(row, name) for name in names},
        )
        for row in rows
    }
    write_rows(standing, wanted, names, by=by)


def write_risks(case: BusinessCase, rows: Sequence[RiskFacts], *, by: User) -> None:
    """The greatest first; those left empty are not kept."""
    standing = {risk.number: risk for risk in case.risks.all()}
    named = [row for row in rows if row["risk"].strip()]
    wanted = {number: CaseRisk(case=case, number=number, **row) for number, row in enumerate(named, start=1)}
    write_rows(standing, wanted, ("risk", "mitigation"), by=by)


def delete_rows(case: BusinessCase, *, by: User) -> None:
    """All rows of a draft, each with its history."""
    for rows in (case.lines, case.headings, case.scores, case.risks):
        for row in rows.all():
            history.delete(row, by=by)


def copy_rows(former: BusinessCase, case: BusinessCase, *, by: User) -> None:
    """All rows of one version, for the next."""
    for rows in (former.lines, former.headings, former.scores, former.risks):
        copies: list[Any] = list(rows.all())
        for row in copies:
            row.pk, row.case = None, case
            row._state.adding = True
        if copies:
            history.bulk_create(copies, by=by)


def refuse_strangers(case: BusinessCase, organisations: Iterable[Organisation]) -> None:
    if strangers(case.workstream.partnership, organisations):
        raise ValidationError(STRANGERS)


def write_rows(standing: Mapping[Any, Row], wanted: Mapping[Any, Row], names: Sequence[str], *, by: User) -> None:
    """Delete what is no longer there, change what differs in these fields, create what is new: with their history."""
    for key in standing.keys() - wanted.keys():
        history.delete(standing[key], by=by)
    both = standing.keys() & wanted.keys()
    differing = [key for key in both if _values(wanted[key], names) != _values(standing[key], names)]
    for key in differing:
        for name in names:
            setattr(standing[key], name, getattr(wanted[key], name))
    if differing:
        history.bulk_update([standing[key] for key in differing], names, by=by)
    if new := [row for key, row in wanted.items() if key not in standing]:
        history.bulk_create(new, by=by)


def _values(row: models.Model, names: Sequence[str]) -> list[Any]:
    return [getattr(row, name) for name in names]
