"""What has to be raised in a financial year, who has to pay it by the rule in force, and who has paid."""

from dataclasses import dataclass

from django.db.models import Sum

from partnership.dated import Period
from partnership.models import Organisation, Partnership
from workstreams.dues import PROJECT, Dues, dues
from workstreams.models import BudgetHead, Contribution, ContributionRule, Participation, Workstream


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
    """The contributions of a year. Without a rule nothing is due. At most eight queries, for any number of rows."""
    rule = ContributionRule.objects.in_force(partnership, year)
    needs = _needs(partnership, year)
    partners = list(_partners(partnership, year))
    weights = {row.organisation_id: row.hundredths for row in rule.weights.all()} if rule else {}
    found = Dues((), {})
    if rule:
        projects = _taking_part([key for key in needs if key is not None], year)
        found = dues(needs, rule.basis, [each.pk for each in partners], projects, weights)
    names: dict[int | None, str] = dict(
        Workstream.objects.filter(pk__in=[*filter(None, needs)]).values_list("pk", "name")
    )
    paid = _paid(partnership, year)
    shown = {each.pk: each for each in partners}
    others = {due.organisation for due in found.parts} | paid.keys()
    shown |= Organisation.objects.in_bulk(others - shown.keys())
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


def _partners(partnership: Partnership, year: int):
    """Members with a vote on at least one day of the year: a host without one is no partner and pays by agreement."""
    period = Period(year)
    memberships = partnership.memberships.overlapping(period.first_on, period.last_on).filter(votes=True)
    return Organisation.objects.filter(pk__in=memberships.values("organisation")).order_by("code")


def _taking_part(workstreams: list[int], year: int) -> dict[int, list[int]]:
    period = Period(year)
    rows = Participation.objects.filter(workstream__in=workstreams).overlapping(period.first_on, period.last_on)
    found: dict[int, list[int]] = {}
    for workstream, organisation in rows.order_by("organisation__code").values_list("workstream", "organisation"):
        if organisation not in found.setdefault(workstream, []):
            found[workstream].append(organisation)
    return found


def _paid(partnership: Partnership, year: int) -> dict[int, int]:
    rows = Contribution.objects.filter(partnership=partnership, year=year, kind=Contribution.Kind.CONTRIBUTION)
    return dict(rows.order_by().values_list("organisation").annotate(sum=Sum("amount_pence")))
