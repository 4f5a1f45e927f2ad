"""By what rule the partners pay: a new rule ends the one before it."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from partnership import history
from partnership.actions.facts import lock, refuse_overlap, write
from partnership.models import Partnership, User
from partnership.permissions import require
from workstreams.actions.workstreams import MAY_EDIT
from workstreams.models import ContributionRule, ContributionWeight

OVERLAPS = "Another rule holds on some of these days. Change the dates."


@transaction.atomic
def add_contribution_rule(
    *,
    by: User,
    partnership: Partnership,
    basis: str,
    from_on: date,
    decision: str,
    weights: Mapping[int, int],
    to_on: date | None = None,
) -> ContributionRule:
    """A rule from a day on; the one before it ends the day before. `weights`: hundredths by organisation id."""
    rule = ContributionRule(partnership=partnership)
    require(by, MAY_EDIT, rule)
    lock(partnership)
    _check(partnership, basis, weights)
    for former in partnership.contribution_rules.current(from_on).filter(from_on__lt=from_on):
        write(former, {"to_on": from_on - timedelta(days=1)}, by=by)
    write(rule, {"basis": basis, "from_on": from_on, "to_on": to_on, "decision": decision.strip()}, by=by)
    refuse_overlap(rule, partnership.contribution_rules.all(), OVERLAPS)
    _weigh(rule, weights, by=by)
    return rule


@transaction.atomic
def edit_contribution_rule(
    *,
    by: User,
    rule: ContributionRule,
    basis: str,
    from_on: date,
    decision: str,
    weights: Mapping[int, int],
    to_on: date | None = None,
) -> ContributionRule:
    """Mend a mistake in a rule; a rule that was agreed anew is a new one, so that the years before keep theirs."""
    require(by, MAY_EDIT, rule)
    lock(rule.partnership)
    _check(rule.partnership, basis, weights)
    write(rule, {"basis": basis, "from_on": from_on, "to_on": to_on, "decision": decision.strip()}, by=by)
    refuse_overlap(rule, rule.partnership.contribution_rules.all(), OVERLAPS)
    _weigh(rule, weights, by=by)
    return rule


def _check(partnership: Partnership, basis: str, weights: Mapping[int, int]) -> None:
    members = set(partnership.memberships.values_list("organisation", flat=True))
    if basis == ContributionRule.Basis.EQUAL and any(weights.values()):
        raise ValidationError({"weights": "Equal contributions have no weights. Take them away, or choose otherwise."})
    if basis == ContributionRule.Basis.WEIGHTED and not any(weights.values()):
        raise ValidationError({"weights": "Enter the weight of at least one partner."})
    if weights.keys() - members:
        raise ValidationError({"weights": "Only partners of this partnership have a weight."})


def _weigh(rule: ContributionRule, weights: Mapping[int, int], *, by: User) -> None:
    """The rule has these weights and no other; what did not change is left alone."""
    standing = {row.organisation_id: row for row in rule.weights.all()}
    for organisation, row in standing.items():
        if organisation not in weights:
            history.delete(row, by=by)
    for organisation, hundredths in weights.items():
        row = standing.get(organisation) or ContributionWeight(rule=rule, organisation_id=organisation)
        if row.hundredths != hundredths:
            write(row, {"hundredths": hundredths}, by=by)
