"""From a basis to shares: who takes part, with what weight on which date, and the split. Every error at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from partnership.dated import Period
from partnership.models import Organisation, OrganisationSize
from savings.apportionment import MOST_PARTS, Part, Split, split
from savings.models.words import Basis
from workstreams.models import Workstream

WHOLE = 100_00  # agreed percentages add up to this many hundredths of a per cent


@dataclass(frozen=True)
class Sharing:
    """How a statement is to be shared: the basis, among whom (none named: all who take part), agreed percentages.

    `percentages` are hundredths of a per cent by organisation id.
    """

    basis: str
    organisations: frozenset[int] = frozenset()
    percentages: Mapping[int, int] = field(default_factory=dict)


def shares_of(amount_pence: int, sharing: Sharing, workstream: Workstream, period: Period) -> list[Split]:
    """The split of an amount for a period. Raises ValidationError, keyed by form field, with all that is wrong.

    Weights are those in force at the end of the period. At most three queries.
    """
    parties = _parties(sharing, workstream, period)
    weights = _weights(sharing, parties, period)
    return split(amount_pence, [Part(party.pk, weights[party.pk]) for party in parties])


def _parties(sharing: Sharing, workstream: Workstream, period: Period) -> list[Organisation]:
    taking_part = list(workstream.taking_part(period))
    if not taking_part:
        raise ValidationError(
            {
                "workstream": f"No organisation takes part in {workstream} in {period}. "
                "Choose another workstream or year."
            }
        )
    here = {organisation.pk for organisation in taking_part}
    strangers = Organisation.objects.filter(pk__in=sharing.organisations - here).order_by("code")
    if sharing.organisations - here:
        names = ", ".join(organisation.name for organisation in strangers)
        raise ValidationError(
            {"organisations": f"{names} did not take part in {workstream} in {period}. Untick it or change the year."}
        )
    parties = [each for each in taking_part if each.pk in sharing.organisations or not sharing.organisations]
    if sharing.basis == Basis.ONE and len(parties) != 1:
        raise ValidationError({"organisations": "Choose the one organisation that the whole saving belongs to."})
    if len(parties) > MOST_PARTS:
        raise ValidationError({"organisations": f"Choose at most {MOST_PARTS} organisations."})
    return parties


def _weights(sharing: Sharing, parties: list[Organisation], period: Period) -> dict[int, int]:
    if sharing.basis in (Basis.EQUAL, Basis.ONE):
        return {party.pk: 1 for party in parties}
    if sharing.basis == Basis.AGREED:
        return _agreed(sharing, parties)
    column, name = {
        Basis.POPULATION: ("population", "population"),
        Basis.BUDGET: ("net_budget_pence", "net revenue budget"),
    }[Basis(sharing.basis)]
    found = _latest(parties, column, period)
    missing = [party.name for party in parties if not found.get(party.pk)]
    if missing:
        raise ValidationError(
            {
                "basis": f"No {name} is recorded by {period.last_on:%-d %B %Y} for {', '.join(missing)}. "
                "Share another way, or ask your administrator to record it."
            }
        )
    return found


def _agreed(sharing: Sharing, parties: list[Organisation]) -> dict[int, int]:
    given = {party.pk: sharing.percentages.get(party.pk) for party in parties}
    missing = [party.name for party in parties if given[party.pk] is None]
    if missing:
        raise ValidationError({"percentages": f"Enter the agreed percentage of {', '.join(missing)}; 0 if none."})
    weights = {party: weight or 0 for party, weight in given.items()}
    total = sum(weights.values())
    if total != WHOLE:
        raise ValidationError(
            {
                "percentages": f"The agreed percentages add up to {total // 100}.{total % 100:02d}. "
                "They must add up to 100.00."
            }
        )
    return weights


def _latest(parties: Iterable[Organisation], column: str, period: Period) -> dict[int, int]:
    sizes = OrganisationSize.objects.filter(organisation__in=list(parties), from_on__lte=period.last_on)
    rows = sizes.exclude(**{column: None}).order_by("from_on").values_list("organisation", column)
    return dict(rows)  # the last one wins: the latest by the end of the period
