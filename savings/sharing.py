"""From a basis to shares: who takes part, with what weight on which date, and the split. Every error at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django.core.exceptions import ValidationError

from partnership.apportionment import Part, Split, split
from partnership.dated import Period
from partnership.models import Organisation, OrganisationSize
from savings.models import Share, SharingAgreement, Statement
from savings.models.words import ALONE, Basis
from workstreams.models import Workstream

WHOLE = 100_00  # agreed percentages add up to this many hundredths of a per cent
ONE_PERIOD = "Spend or use is that of one period. State one period at a time, each with its own numbers."


@dataclass(frozen=True)
class Sharing:
    """How a statement is to be shared: the basis, among whom (none named: all who take part), and what was typed.

    By organisation id: `percentages` in hundredths of a per cent, `usage` in hundredths of `usage_unit`, `parts` of a
    contract in hundredths of any unit. Sole attribution differs from one organisation alone by its reason: that
    partner's own implementation earned it.
    """

    basis: str
    organisations: frozenset[int] = frozenset()
    percentages: Mapping[int, int] = field(default_factory=dict)
    usage: Mapping[int, int] = field(default_factory=dict)
    parts: Mapping[int, int] = field(default_factory=dict)
    usage_unit: str = ""
    usage_source: str = ""
    sole_reason: str = ""

    @classmethod
    def of(
        cls, statement: Statement, shares: Iterable[Share], parts: Mapping[int, int] = MappingProxyType({})
    ) -> "Sharing":
        """How a statement was shared, to share it so again: `parts` are those of its contract, if it has one. The
        agreement names its organisations itself."""
        weights = {share.organisation_id: share.weight for share in shares}
        return cls(
            basis=statement.basis,
            organisations=frozenset() if statement.basis == Basis.AGREEMENT else frozenset(weights),
            percentages=weights if statement.basis == Basis.AGREED else {},
            usage=weights if statement.basis == Basis.USAGE else {},
            parts=parts,
            usage_unit=statement.usage_unit,
            usage_source=statement.usage_source,
            sole_reason=statement.sole_reason,
        )

    def stated(self, workstream: Workstream, period: Period) -> dict[str, Any]:
        """The columns of a statement that say how it is shared. At most two queries."""
        usage, sole = self.basis == Basis.USAGE, self.basis == Basis.SOLE
        return {
            "basis": self.basis,
            "agreement": agreement_for(workstream, period) if self.basis == Basis.AGREEMENT else None,
            "usage_unit": self.usage_unit.strip() if usage else "",
            "usage_source": self.usage_source.strip() if usage else "",
            "sole_reason": self.sole_reason.strip() if sole else "",
        }


def agreement_for(workstream: Workstream, period: Period) -> SharingAgreement | None:
    """The partners' agreement in force at the end of the period, as with every weight. Two queries."""
    return SharingAgreement.objects.in_force(workstream, period.last_on)


def shares_of(amount_pence: int, sharing: Sharing, workstream: Workstream, period: Period) -> list[Split]:
    """The split of an amount for a period. Raises ValidationError, keyed by form field, with all that is wrong.

    Weights are those in force at the end of the period. At most four queries.
    """
    return split(amount_pence, parts_of(sharing, workstream, period))


def shares_stated(statement: Statement, sharing: Sharing) -> list[Split]:
    """The split of what a statement says: among the partners, and by the weights, of the period that it belongs to.

    Raises and costs what `shares_of` does.
    """
    return shares_of(statement.amount_pence, sharing, statement.saving.workstream, statement.earned_in)


def parts_of(sharing: Sharing, workstream: Workstream, period: Period) -> list[Part]:
    """By what weights any amount that is shared so is split. Raises and costs what `shares_of` does."""
    errors = _unsaid(sharing)
    weights: dict[int, int] = {}
    try:
        weights = _weights(sharing, workstream, period)
    except ValidationError as error:
        errors = error.update_error_dict(errors)
    if errors:
        raise ValidationError(errors)
    return [Part(party, weight) for party, weight in weights.items()]


def check_periods(sharing: Sharing, periods: Sequence[Period]) -> None:
    """What was spent or used is typed for one period, so it can not share a series of them."""
    if sharing.basis == Basis.USAGE and len(periods) > 1:
        raise ValidationError({"basis": ONE_PERIOD})


def _unsaid(sharing: Sharing) -> dict[str, list[ValidationError]]:
    """What a basis wants said in words, and is not."""
    wanted: dict[str, dict[str, str]] = {
        Basis.USAGE: {
            "usage_unit": "Enter what the spend or use is counted in, such as pounds of spend or calls answered.",
            "usage_source": "Enter where the spend or use was taken from, so that others can check it.",
        },
        Basis.SOLE: {
            "sole_reason": "Say why the benefit is due to this partner's own implementation. "
            "If it only happens to fall to one organisation, choose “To one organisation alone”."
        },
    }
    asked = wanted.get(sharing.basis, {})
    return {name: [ValidationError(words)] for name, words in asked.items() if not getattr(sharing, name).strip()}


def _weights(sharing: Sharing, workstream: Workstream, period: Period) -> dict[int, int]:
    """Each party's weight, in the order of their codes."""
    taking_part = _taking_part(workstream, period)
    if sharing.basis == Basis.AGREEMENT:
        return _by_agreement(sharing, workstream, taking_part, period)
    parties = _parties(sharing, workstream, taking_part, period)
    if sharing.basis == Basis.EQUAL or sharing.basis in ALONE:
        return {party.pk: 1 for party in parties}
    if sharing.basis == Basis.AGREED:
        return _agreed(sharing, parties)
    if sharing.basis == Basis.USAGE:
        return _used(sharing, parties)
    if sharing.basis == Basis.CONTRACT:
        return _contracted(sharing, parties)
    return _recorded(sharing.basis, parties, period)


def _taking_part(workstream: Workstream, period: Period) -> list[Organisation]:
    taking_part = list(workstream.taking_part(period))
    if not taking_part:
        raise ValidationError(
            {
                "workstream": f"No organisation takes part in {workstream} in {period}. "
                "Choose another workstream or year."
            }
        )
    return taking_part


def _parties(
    sharing: Sharing, workstream: Workstream, taking_part: list[Organisation], period: Period
) -> list[Organisation]:
    here = {organisation.pk for organisation in taking_part}
    if sharing.organisations - here:
        names = _names(sharing.organisations - here)
        raise ValidationError(
            {"organisations": f"{names} did not take part in {workstream} in {period}. Untick it or change the year."}
        )
    parties = [each for each in taking_part if each.pk in sharing.organisations or not sharing.organisations]
    if sharing.basis in ALONE and len(parties) != 1:
        raise ValidationError({"organisations": "Choose the one organisation that the whole saving belongs to."})
    return parties


def _names(organisations: Iterable[int]) -> str:
    return ", ".join(each.name for each in Organisation.objects.filter(pk__in=organisations).order_by("code"))


def _by_agreement(
    sharing: Sharing, workstream: Workstream, taking_part: list[Organisation], period: Period
) -> dict[int, int]:
    """The agreement says who shares; it must fit who takes part, or it is not what the partners meant."""
    agreement = agreement_for(workstream, period)
    day = f"{period.last_on:%-d %B %Y}"
    if agreement is None:
        raise ValidationError(
            {
                "basis": f"No agreement on sharing is in force for {workstream} on {day}. "
                "Share another way, or ask the programme manager to propose one."
            }
        )
    agreed = {part.organisation_id: part.hundredths for part in agreement.parts.all()}
    here = {each.pk for each in taking_part}
    absent = [organisation for organisation, hundredths in agreed.items() if hundredths and organisation not in here]
    if absent or here - agreed.keys():
        whose = f"gives a part to {_names(absent)}, which took no part" if absent else ""
        lacks = f"names no percentage for {_names(here - agreed.keys())}" if here - agreed.keys() else ""
        wrong = " and ".join(filter(None, (whose, lacks)))
        raise ValidationError(
            {
                "basis": f"The agreement ({agreement.version_words}) does not fit {workstream} in {period}: "
                f"it {wrong}. Share another way, or ask the programme manager to propose a new version."
            }
        )
    if sharing.organisations and sharing.organisations != here & agreed.keys():
        raise ValidationError({"organisations": "The agreement says who shares. Tick no organisation."})
    return {each.pk: agreed[each.pk] for each in taking_part}


def _recorded(basis: str, parties: list[Organisation], period: Period) -> dict[int, int]:
    """Population or budget, as it was recorded by the end of the period."""
    column, name = {
        Basis.POPULATION: ("population", "population"),
        Basis.BUDGET: ("net_budget_pence", "net revenue budget"),
    }[Basis(basis)]
    found = _latest(parties, column, period)
    missing = [party.name for party in parties if not found.get(party.pk)]
    if missing:
        raise ValidationError(
            {
                "basis": f"No {name} is recorded by {period.last_on:%-d %B %Y} for {', '.join(missing)}. "
                "Share another way, or ask your administrator to record it."
            }
        )
    return {party.pk: found[party.pk] for party in parties}


def _used(sharing: Sharing, parties: list[Organisation]) -> dict[int, int]:
    missing = [party.name for party in parties if sharing.usage.get(party.pk) is None]
    if missing:
        raise ValidationError({"usage": f"Enter the spend or use of {', '.join(missing)}; 0 if none."})
    weights = {party.pk: sharing.usage[party.pk] for party in parties}
    if not any(weights.values()):
        raise ValidationError({"usage": "Enter the spend or use of at least one organisation: it can not all be 0."})
    return weights


def _contracted(sharing: Sharing, parties: list[Organisation]) -> dict[int, int]:
    weights = {party.pk: sharing.parts.get(party.pk, 0) for party in parties}
    if not any(weights.values()):
        raise ValidationError({"basis": "No contract says what part each of these organisations has."})
    return weights


def _agreed(sharing: Sharing, parties: list[Organisation]) -> dict[int, int]:
    missing = [party.name for party in parties if sharing.percentages.get(party.pk) is None]
    if missing:
        raise ValidationError({"percentages": f"Enter the agreed percentage of {', '.join(missing)}; 0 if none."})
    weights = {party.pk: sharing.percentages[party.pk] for party in parties}
    check_whole(sum(weights.values()))
    return weights


def check_whole(total: int) -> None:
    """Agreed percentages, in hundredths of a per cent, are all of it."""
    if total != WHOLE:
        raise ValidationError(
            {
                "percentages": f"The agreed percentages add up to {total // 100}.{total % 100:02d}. "
                "They must add up to 100.00."
            }
        )


def _latest(parties: Iterable[Organisation], column: str, period: Period) -> dict[int, int]:
    sizes = OrganisationSize.objects.filter(organisation__in=list(parties), from_on__lte=period.last_on)
    rows = sizes.exclude(**{column: None}).order_by("from_on").values_list("organisation", column)
    return dict(rows)  # the last one wins: the latest by the end of the period
