"""What should be reached, and whether it is."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    name: str
    value: float
    limit: float
    at_least: bool = False

    @property
    def reached(self) -> bool:
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def __str__(self) -> str:
        sign = "at least" if self.at_least else "at most"
        return f"{self.name:<66}{self.value:>7.2f}   {sign} {self.limit:<5g}{'yes' if self.reached else 'NO'}"


def say(text: str) -> None:
    print(text, flush=True)


def show_targets(targets: Sequence[Target]) -> int:
    """Print them. Gives 1 when one is missed, else 0."""
    say(f"\n{'Target':<66}{'is':>7}   {'should be':<14}reached")
    for target in targets:
        say(str(target))
    return 0 if all(target.reached for target in targets) else 1
