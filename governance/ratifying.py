"""How a decision stands that each organisation ratifies for itself. Pure; nothing here knows the database.

Source of the rule: in the papers the final approval of a shared unit lies with each council's own executive or council,
one by one. So one refusal keeps a decision from taking effect, and silence past the date is brought back like one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class State(StrEnum):
    WAITING = "awaits ratification"
    IN_FORCE = "in force"
    REFUSED = "refused"
    OVERDUE = "overdue"
    SUPERSEDED = "superseded"


BACK = (State.REFUSED, State.OVERDUE)
STATES = [(state.value, state.capitalize()) for state in State]
Answer = tuple[bool, date]  # whether it allows it, and when the organisation decided


@dataclass(frozen=True)
class Standing:
    """`because`: of one that comes back to the board, why: "Derby refused"."""

    state: State
    sentence: str
    since: date | None = None
    because: str = ""

    @property
    def comes_back(self) -> bool:
        """Whether the board has to look at it again."""
        return self.state in BACK

    @property
    def is_open(self) -> bool:
        """Whether it is still not decided: neither in force nor replaced."""
        return self.state not in (State.IN_FORCE, State.SUPERSEDED)


def standing(
    answers: Sequence[tuple[str, Answer | None]], *, due_on: date, on: date, superseded: bool = False
) -> Standing:
    """How it stands on a day, by what each organisation asked has answered last (None: not yet). The names are for the
    sentences alone: two organisations can have the same.

    It is in force since the last of the days on which they decided. A late approval still counts.

    >>> spring, day = date(2007, 3, 31), date(2007, 3, 12)
    >>> standing([("Bolsover", (True, day)), ("Derby", None)], due_on=spring, on=day).sentence
    'Awaits ratification: 1 of 2 have ratified. Answers are due by 31 March 2007.'
    >>> standing([("Bolsover", (True, day)), ("Derby", (False, day))], due_on=spring, on=day).sentence
    'Refused by Derby; 1 of 2 have ratified.'
    >>> standing([("Bolsover", (True, day))], due_on=spring, on=day).sentence
    'In force since 12 March 2007: all 1 have ratified.'
    """
    given = [(name, answer) for name, answer in answers if answer]
    refused = [name for name, (allows, _) in given if not allows]
    silent = [name for name, answer in answers if answer is None]
    count = f"{len(given) - len(refused)} of {len(answers)} have ratified"
    if superseded:
        return Standing(State.SUPERSEDED, "Another decision has taken its place.")
    if refused:
        because = f"{_listed(refused)} refused"
        return Standing(State.REFUSED, f"Refused by {_listed(refused)}; {count}.", because=because)
    if answers and not silent:
        since = max(decided for _, (_, decided) in given)
        return Standing(State.IN_FORCE, f"In force since {_day(since)}: all {len(answers)} have ratified.", since)
    if due_on < on:
        because = f"{_listed(silent)} had not answered by {_day(due_on)}"
        said = f"Overdue since {_day(due_on)}: {count}. Silent: {_listed(silent)}."
        return Standing(State.OVERDUE, said, because=because)
    return Standing(State.WAITING, f"Awaits ratification: {count}. Answers are due by {_day(due_on)}.")


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
