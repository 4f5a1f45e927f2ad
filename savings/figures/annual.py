"""One organisation's financial year: the figures of its annual statement, and what they are reconciled to."""

from dataclasses import dataclass

from django.db.models import Q, Sum

from partnership.models import Partnership, User
from partnership.permissions import require
from savings.figures.points import AsAt
from savings.figures.sums import Amounts, Figures, Measure, figures
from savings.models import Posting
from savings.models.words import MONEY_KINDS, Category, Stage, State

_SUMS = {Measure(stage.value).value: Sum("pence", filter=Q(stage=stage), default=0) for stage in Stage} | {
    Measure.VERIFIED.value: Sum("pence", filter=Q(stage=Stage.REALISED, state=State.VERIFIED), default=0)
}


@dataclass(frozen=True, slots=True)
class Gain:
    """The organisation's shares in one workstream and category, of one kind."""

    workstream: int
    category: str
    kind: str
    amounts: Amounts


@dataclass(frozen=True)
class Annual:
    """The gains of one organisation in one year, and that year's figures of the whole partnership beside them."""

    organisation: int
    year: int
    gains: tuple[Gain, ...]
    partnership: Figures

    def of(self, kind: str, category: str = "") -> list[Gain]:
        return [gain for gain in self.gains if gain.kind == kind and category in ("", gain.category)]

    def total(self, kind: str, category: str = "") -> Amounts:
        return sum((gain.amounts for gain in self.of(kind, category)), Amounts())

    def statements(self, kind: str) -> dict[int, Amounts]:
        """What every organisation's statement of this year comes to, by organisation: this one's own gains, and the
        partnership's figures by organisation for the others. Their sum is to be `whole`."""
        others = {pk: line.amounts for pk, line in self.partnership.by_organisation(kind).items()}
        return others | {self.organisation: self.total(kind)}

    def whole(self, kind: str) -> Amounts:
        """The partnership's total of the year, summed another way: by workstream."""
        return self.partnership.total(kind).amounts


def annual(partnership: Partnership, at: AsAt, *, user: User, organisation: int, year: int) -> Annual:
    """The figures of an organisation's annual statement. Five queries; raises PermissionDenied.

    Stored subtotals keep no category, so the gains are a plain sum of the organisation's own postings: its cost grows
    with their number (an index leads to them), unlike that of the partnership's figures beside it. A statement is made
    once, by a worker; no page waits for it.
    """
    require(user, "savings.view_figures", partnership)
    found = figures(partnership, at, user=user)
    postings = Posting.objects.filter(
        partnership=partnership, organisation=organisation, sequence__lte=at.sequence, year=year, kind__in=MONEY_KINDS
    )
    rows = postings.order_by().values("workstream", "category", "kind").annotate(**_SUMS)
    columns = ("workstream", "category", "kind", *_SUMS)
    grouped = rows.values_list(*columns)
    gains = [Gain(workstream, category, kind, Amounts(*sums)) for workstream, category, kind, *sums in grouped]
    standing = [gain for gain in gains if gain.amounts != Amounts()]
    order = {category: number for number, category in enumerate(Category.values)}
    standing.sort(key=lambda gain: (gain.workstream, order[gain.category]))
    return Annual(organisation, year, tuple(standing), found.of_year(year))
