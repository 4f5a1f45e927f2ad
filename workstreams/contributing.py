"""What has to be raised in a financial year, who has to pay it by the rule in force, and who has paid."""

from dataclasses import dataclass

from django.db.models import Sum

from partnership.dated import Period
from partnership.models import Membership, Organisation, Partnership
from workstreams.dues import PROJECT, Dues, Stay, dues
from workstreams.models import BudgetHead, Contribution, ContributionRule, Participation, PartnerChange, Workstream


@dataclass(frozen=True)
class Payer:
    organisation: Organisation
    due: int
    paid: int

    @property
    def outstanding(self) -> int:
        """Below 0: it has paid more than its due."""
        return self.due - self.paid


@dataclass(frozen=True)
class Contributions:
    """One financial year. `names` are the workstreams that something has to be raised for."""

    year: int
    rule: ContributionRule | None
    needs: dict[int | None, int]
    dues: Dues
    payers: tuple[Payer, ...]
    names: dict[int | None, str]

    @property
    def needed(self) -> int:
        return sum(self.needs.values())

    @property
    def due(self) -> int:
        return sum(payer.due for payer in self.payers)

    @property
    def paid(self) -> int:
        return sum(payer.paid for payer in self.payers)

    @property
    def outstanding(self) -> int:
        return self.due - self.paid

    @property
    def by_workstream(self) -> list[tuple[str, Organisation, int]]:
        """Each part that is due, where the rule divides by project: for which workstream, of whom, how much."""
        if self.rule is None or self.rule.basis != PROJECT:
            return []
        organisations = {payer.organisation.pk: payer.organisation for payer in self.payers}
        return [(self.names[due.workstream], organisations[due.organisation], due.pence) for due in self.dues.parts]

    @property
    def problems(self) -> list[tuple[str, int]]:
        """What nobody has to pay, by the name of what it is for."""
        return [(self.names.get(key, PROGRAMME), pence) for key, pence in self.dues.unpaid.items()]


PROGRAMME = "The programme as a whole"


def contributions(partnership: Partnership, year: int) -> Contributions:
    """The contributions of a year. Without a rule nothing is due. At most nine queries, for any number of rows."""
    rule = ContributionRule.objects.in_force(partnership, year)
    needs = _needs(partnership, year)
    members = list(_members(partnership, year))
    partners = {row.organisation_id: row.organisation for row in members}
    weights = {row.organisation_id: row.hundredths for row in rule.weights.all()} if rule else {}
    found = Dues((), {})
    if rule:
        agreed = _by_days(partnership, year)
        projects = _taking_part([key for key in needs if key is not None], year, agreed)
        found = dues(needs, rule.basis, _stays(members, year, agreed), projects, weights)
    names: dict[int | None, str] = dict(
        Workstream.objects.filter(pk__in=[*filter(None, needs)]).values_list("pk", "name")
    )
    paid = _paid(partnership, year)
    others = {due.organisation for due in found.parts} | paid.keys()
    shown = partners | Organisation.objects.in_bulk(others - partners.keys())
    payers = tuple(
        Payer(each, found.of(each.pk), paid.get(each.pk, 0))
        for each in sorted(shown.values(), key=lambda one: one.code)
    )
    return Contributions(year, rule, needs, found, payers, names | ({None: PROGRAMME} if None in needs else {}))


def _needs(partnership: Partnership, year: int) -> dict[int | None, int]:
    """The budget heads that contributions pay for, in pence by workstream."""
    heads = BudgetHead.objects.filter(partnership=partnership, year=year, source=BudgetHead.Source.CONTRIBUTIONS)
    sums = heads.order_by("workstream__name").values_list("workstream").annotate(sum=Sum("amount_pence"))
    return {workstream: pence for workstream, pence in sums if pence}


def _members(partnership: Partnership, year: int):
    """Members with a vote on at least one day of the year: a host without one is no partner and pays by agreement."""
    period = Period(year)
    rows = partnership.memberships.overlapping(period.first_on, period.last_on).filter(votes=True)
    return rows.select_related("organisation").order_by("organisation__code", "from_on")


@dataclass(frozen=True)
class _ByDays:
    """The joinings and leavings of a year of which it was agreed that contributions are due by days."""

    of_participations: frozenset[tuple[str, int]]
    of_organisations: frozenset[tuple[str, int]]


def _by_days(partnership: Partnership, year: int) -> _ByDays:
    """One query."""
    period = Period(year)
    rows = PartnerChange.objects.filter(
        workstream__partnership=partnership,
        participation__isnull=False,
        contributions=PartnerChange.Contributions.TO_DAY,
        effective_on__range=(period.first_on, period.last_on),
    )
    found = list(rows.values_list("kind", "participation", "organisation"))
    return _ByDays(
        frozenset((kind, participation) for kind, participation, _ in found),
        frozenset((kind, organisation) for kind, _, organisation in found),
    )


def _stay(row: Participation | Membership, period: Period, agreed: frozenset[tuple[str, int]], key: int) -> Stay:
    """The days of the year that it pays for: the whole year, but from its first day, or to its last, where its joining
    or leaving says that contributions are due by days."""
    first, last = period.first_on, period.last_on
    if (PartnerChange.Kind.JOINS, key) in agreed:
        first = max(row.from_on, first)
    if (PartnerChange.Kind.LEAVES, key) in agreed:
        last = min(row.to_on or last, last)
    return Stay(row.organisation_id, first, last)


def _stays(members: list[Membership], year: int, agreed: _ByDays) -> list[Stay]:
    """A member that joins or leaves the partnership itself pays as was agreed when it joined or left a workstream."""
    return [_stay(row, Period(year), agreed.of_organisations, row.organisation_id) for row in members]


def _taking_part(workstreams: list[int], year: int, agreed: _ByDays) -> dict[int, list[Stay]]:
    period = Period(year)
    rows = Participation.objects.filter(workstream__in=workstreams).overlapping(period.first_on, period.last_on)
    found: dict[int, list[Stay]] = {}
    for row in rows.order_by("organisation__code", "from_on"):
        found.setdefault(row.workstream_id, []).append(_stay(row, period, agreed.of_participations, row.pk))
    return found


def _paid(partnership: Partnership, year: int) -> dict[int, int]:
    rows = Contribution.objects.filter(partnership=partnership, year=year, kind=Contribution.Kind.CONTRIBUTION)
    return dict(rows.order_by().values_list("organisation").annotate(sum=Sum("amount_pence")))
