"""How much of the target of the financial year under way is due, and how that is spread over the rows of a table."""

from collections.abc import Mapping


def due_of(target: int, quarters: int) -> int:
    """One quarter of a year's target (pence) for each quarter that is over, rounded down to the penny.

    >>> due_of(101, 1)
    25
    """
    return target * quarters // 4


def spread(due: int, targets: Mapping[int, int], quarters: int) -> dict[int, int]:
    """`due` (pence) over the rows whose targets (pence, none below 0) it comes from: each its own part rounded down,
    and the pennies left over to the largest fractions, of equal ones to the first by key. The parts add up to `due`,
    and a row whose part is whole pennies keeps exactly that.

    >>> spread(due_of(302, 2), {1: 101, 2: 101, 3: 100}, 2)
    {1: 51, 2: 50, 3: 50}
    """
    parts = {key: due_of(target, quarters) for key, target in sorted(targets.items())}
    by_fraction = sorted(parts, key=lambda key: (-(targets[key] * quarters % 4), key))
    for key in by_fraction[: due - sum(parts.values())]:
        parts[key] += 1
    return parts
