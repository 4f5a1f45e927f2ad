"""What the portal itself would say of a workstream's time, cost, benefit and risk, and why. Pure.

- time: the worst slip of a milestone that is not met yet, late or expected late. Green: none slips; amber: up to the
  days that the partnership's policy says; red: more;
- cost: the budget heads of the financial year. Red: one is overspent; amber: what is spent and committed comes to more
  than one of them; green: every budget holds;
- benefit: realised against the target due in the financial year, by the rule of all figures (`savings.figures`); of
  cashable and non-cashable savings the worse;
- risk: the highest residual score of what is open. Red: very high; amber: high; green: lower, or nothing is open.

Nothing is said where there is nothing to judge by. Of the whole the portal says nothing: that is a judgement.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workstreams.ratings import Band, band
from workstreams.spending import Position

WORSE = ("green", "amber", "red")  # from the best to the worst


@dataclass(frozen=True)
class Advice:
    """A rating and the reason for it: "amber", "“Launch” is 12 days late"."""

    rating: str
    because: str


def of_time(slips: Iterable[tuple[str, int]], amber_days: int) -> Advice | None:
    """From the titles of milestones that are not met, and how many days each is later than planned.

    >>> of_time([("Tender", 0), ("Launch", 12)], 30)
    Advice(rating='amber', because='“Launch” is 12 days behind its plan.')
    >>> of_time([("Launch", 31)], 30).rating, of_time([("Launch", -3)], 30).rating, of_time([], 30)
    ('red', 'green', None)
    """
    found = list(slips)
    if not found:
        return None
    title, days = max(found, key=lambda each: each[1])
    if days <= 0:
        return Advice("green", "No milestone is behind its plan.")
    said = f"“{title}” is {days} day{'' if days == 1 else 's'} behind its plan."
    return Advice("amber" if days <= amber_days else "red", said)


def of_cost(heads: Sequence[tuple[str, Position]]) -> Advice | None:
    """From the names of budget heads and how each stands.

    >>> of_cost([("Consultancy", Position(100_00, 90_00, 20_00))])
    Advice(rating='amber', because='Consultancy: Spent and committed come to £10.00 more than the budget.')
    >>> of_cost([("Consultancy", Position(100_00, 110_00, 0))]).rating, of_cost([])
    ('red', None)
    """
    if not heads:
        return None
    overspent = [each for each in heads if each[1].spent > each[1].budget]
    over = overspent or [each for each in heads if each[1].is_over]
    if not over:
        return Advice("green", "Every budget holds.")
    said = " ".join(f"{name}: {position.warning}" for name, position in over[:3])
    return Advice("red" if overspent else "amber", said)


def of_benefit(kinds: Iterable[tuple[str, str, str]]) -> Advice | None:
    """From kinds of money, how realised stands against the target due (a RAG word) and that in a sentence. What has no
    target, or of which nothing is due, is not judged.

    >>> of_benefit([("Cashable", "green", "All."), ("Non-cashable", "red", "£5 behind.")])
    Advice(rating='red', because='Non-cashable: £5 behind.')
    >>> of_benefit([("Cashable", "not due", "Nothing.")]) is None
    True
    """
    judged = [each for each in kinds if each[1] in WORSE]
    if not judged:
        return None
    kind, rating, sentence = max(judged, key=lambda each: WORSE.index(each[1]))
    return Advice(rating, f"{kind}: {sentence}")


def of_risk(scores: Iterable[tuple[str, int]]) -> Advice:
    """From the names of open risks and issues and their residual scores.

    >>> of_risk([("R1 Loss of will", 12), ("R2 Delay", 8)])
    Advice(rating='amber', because='The highest is R1 Loss of will: 12, high.')
    >>> of_risk([("R1 Loss of will", 15)]).rating, of_risk([("R2 Delay", 9)]).rating, of_risk([]).because
    ('red', 'green', 'No risk or issue is open.')
    """
    found = list(scores)
    if not found:
        return Advice("green", "No risk or issue is open.")
    name, score = max(found, key=lambda each: each[1])
    rating = {Band.VERY_HIGH: "red", Band.HIGH: "amber"}.get(band(score), "green")
    return Advice(rating, f"The highest is {name}: {score}, {band(score).value}.")


def is_better(own: str, suggested: str) -> bool:
    """Whether somebody's own rating is better than what the portal would say.

    >>> is_better("green", "amber"), is_better("red", "amber"), is_better("", "red")
    (True, False, False)
    """
    return own in WORSE and suggested in WORSE and WORSE.index(own) < WORSE.index(suggested)


def moved(now: str, before: str) -> str:
    """How a rating moved since the month before, in words; nothing where there is none to compare with.

    >>> moved("green", "amber"), moved("red", "amber"), moved("red", "red"), moved("red", "")
    ('Better', 'Worse', 'Unchanged', '')
    """
    if now not in WORSE or before not in WORSE:
        return ""
    step = WORSE.index(now) - WORSE.index(before)
    return "Unchanged" if not step else "Worse" if step > 0 else "Better"
