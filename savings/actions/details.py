"""What the drafting actions are told: of a saving, and of its statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from partnership.dated import Period
from savings.sharing import Sharing


@dataclass(frozen=True)
class SavingDetails:
    """What is said of a saving itself. `baseline_pence` is the cost before, a year."""

    title: str
    kind: str
    category: str
    recurrence: str
    method: str
    baseline: str
    baseline_pence: int | None = None
    baseline_source: str = ""
    unit: str = ""


@dataclass(frozen=True)
class StatementDetails:
    """What is stated: the stage of claim, the amount of EACH period (pence; or a measure, hundredths), the sharing.

    `amounts` says it of periods whose amount is another. A late claim is stated in one period and `belongs_to` a
    closed one before it.
    """

    stage: str
    periods: Sequence[Period]
    sharing: Sharing
    amount_pence: int = 0
    measure_hundredths: int | None = None
    stated_on: date | None = None
    note: str = ""
    amounts: Mapping[Period, int] = field(default_factory=dict)
    belongs_to: Period | None = None  # of a late claim

    @property
    def earned_in(self) -> Sequence[Period]:
        """What was saved in each: the periods themselves, or the closed one that a late claim belongs to."""
        return self.periods if self.belongs_to is None else [self.belongs_to]
