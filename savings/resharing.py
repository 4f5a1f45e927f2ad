"""What another basis would do to what stands: old and new shares side by side, who gains, who loses. Writes nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from django.core.exceptions import ValidationError

from partnership.apportionment import split
from savings.models import Statement
from savings.models.words import STANDING, Stage, State
from savings.sharing import Sharing, check_periods, parts_of


@dataclass(frozen=True)
class Change:
    """One organisation's share before and after, in pence."""

    organisation: str
    old_pence: int
    new_pence: int

    @property
    def pence(self) -> int:
        return self.new_pence - self.old_pence

    @property
    def words(self) -> str:
        return "Gains" if self.pence > 0 else "Loses" if self.pence < 0 else "As before"


@dataclass(frozen=True)
class Comparison:
    """The changes of one statement, or of all of one stage of claim. Both totals are the same, for only what stands
    whole is shared differently: nothing is lost, and nothing that had left comes back."""

    title: str
    changes: tuple[Change, ...]

    @property
    def old_pence(self) -> int:
        return sum(change.old_pence for change in self.changes)

    @property
    def new_pence(self) -> int:
        return sum(change.new_pence for change in self.changes)

    @property
    def moved_pence(self) -> int:
        """What changes hands."""
        return sum(change.pence for change in self.changes if change.pence > 0)


def compare(statements: Sequence[Statement], sharing: Sharing, names: dict[int, str]) -> list[Comparison]:
    """Each statement (its shares loaded) by another basis. `names` of all members by id, in the order of their codes.

    Raises ValidationError, keyed by form field, with what is wrong for any of the statements. A few queries for each
    period.
    """
    check_periods(sharing, sorted({statement.earned_in for statement in statements}, key=str))
    found, errors = [], {}
    # Of one period and workstream the weights are the same for every statement, whatever they cost to find.
    weighed = cache(lambda workstream, period: parts_of(sharing, workstream, period))
    for statement in statements:
        try:
            check_stands(statement)
            splits = split(statement.amount_pence, weighed(statement.saving.workstream, statement.earned_in))
        except ValidationError as error:
            errors = error.update_error_dict(errors)
            continue
        old = {share.organisation_id: share.pence for share in statement.shares.all()}
        new = {split.party: split.pence for split in splits}
        found.append(Comparison(statement.name, _changes(old, new, names)))
    if errors:
        raise ValidationError({name: list(dict.fromkeys(_sentences(problems))) for name, problems in errors.items()})
    return found


def check_stands(statement: Statement) -> None:
    """What is shared differently stands with all its shares (loaded): otherwise the totals would move, too."""
    states = {share.state for share in statement.shares.all()}
    if State.RETURNED in states:
        raise ValidationError(f"A share of {_within(statement.name)} was returned. Restate what was returned first.")
    if not states <= set(STANDING):
        raise ValidationError(f"{statement.name} was replaced or reversed, so it can not be shared differently.")


def _within(name: str) -> str:
    return name[0].lower() + name[1:]


def _sentences(problems: Iterable[ValidationError]) -> list[str]:
    return [str(next(iter(problem))) for problem in problems]


def _changes(old: dict[int, int], new: dict[int, int], names: dict[int, str]) -> tuple[Change, ...]:
    concerned = [pk for pk in names if pk in old or pk in new]
    return tuple(Change(names[pk], old.get(pk, 0), new.get(pk, 0)) for pk in concerned)


def by_stage(statements: Sequence[Statement], comparisons: Sequence[Comparison]) -> list[Comparison]:
    """The comparisons of several statements added up, never over stages of claim: a target is no forecast."""
    summed = []
    for stage in Stage:
        own = [each for statement, each in zip(statements, comparisons, strict=True) if statement.stage == stage]
        if not own:
            continue
        organisations = list(dict.fromkeys(change.organisation for each in own for change in each.changes))
        changes = (_summed(name, own) for name in organisations)
        number = "1 statement" if len(own) == 1 else f"{len(own)} statements"
        summed.append(Comparison(f"{stage.label}: {number}", tuple(changes)))
    return summed


def _summed(name: str, comparisons: Sequence[Comparison]) -> Change:
    of_it = [change for each in comparisons for change in each.changes if change.organisation == name]
    return Change(name, sum(each.old_pence for each in of_it), sum(each.new_pence for each in of_it))
