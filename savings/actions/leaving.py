"""A withdrawal analysis is made once and kept as it was: another question is another analysis."""

from django.db import transaction

from partnership.models import Organisation, User
from partnership.permissions import require
from savings import figures
from savings.leaving import Facts, Result, withdrawal
from savings.leaving.gathering import Question, facts_of
from savings.models import WithdrawalAnalysis

MAY_ANALYSE = "workstreams.edit_workstream"


@transaction.atomic
def analyse_withdrawal(*, by: User, question: Question) -> WithdrawalAnalysis:
    """Work out what follows when a partner leaves, from the figures of this moment, and keep it.

    Raises PermissionDenied, ValidationError with all that is wrong.
    """
    stream = question.workstream
    analysis = WithdrawalAnalysis(
        partnership=stream.partnership,
        workstream=stream,
        organisation=question.organisation,
        last_on=question.last_on,
        made_by=by,
    )
    require(by, MAY_ANALYSE, analysis)
    at = figures.now(stream.partnership)
    facts = facts_of(question, at, by=by)
    analysis.sequence = at.sequence
    analysis.inputs = question.typed | _read(facts)
    analysis.results = results(withdrawal(facts))
    analysis.save()
    return analysis


def _read(facts: Facts) -> dict[str, object]:
    """What was read rather than entered, with the organisations' names as they are now."""
    names = {
        each.pk: {"code": each.code, "name": each.short_name}
        for each in Organisation.objects.filter(pk__in=[part.party for part in facts.parties])
    }
    return {
        "years": list(facts.years),
        "days": list(facts.days),
        "before_pence": facts.before,
        "no_before": facts.no_before,
        "policy": facts.rules.policy,
        "minimum_partners": facts.rules.partners,
        "least_hundredths": facts.rules.hundredths,
        "second_year": facts.second_year,
        "realised_pence": facts.realised,
        "parties": [
            names[part.party]
            | {
                "id": part.party,
                "weight": part.weight,
                "expected": {
                    year: facts.expected.get(part.party, {}).get(year, 0)
                    for year in sorted({*facts.years, facts.second_year})
                },
            }
            for part in facts.parties
        ],
    }


def results(found: Result) -> dict[str, object]:
    """The result as JSON; money in pence, parts in hundredths of a per cent, organisations by id."""
    ranges = {"to_stay": found.to_stay, "to_go": found.to_go}
    return {
        "costs_leaver": found.costs_leaver,
        "costs_others": found.costs_others,
        "set_up_share": found.set_up_share,
        "recovered": found.recovered,
        "unrecovered": found.unrecovered,
        "repaid": found.repaid,
        "running": found.running,
        "otherwise": found.otherwise,
        "forgone": [[one.organisation, one.year, one.pence] for one in found.forgone],
        "forgone_by_leaver": found.forgone_by_leaver,
        "shares": [[one.organisation, one.before, one.after] for one in found.shares],
        "remaining": [
            _named(each, ("organisation", "forgone", "running", "costs", "repaid", "loss")) for each in found.remaining
        ],
        "tests": [
            _named(test, ("name", "value", "threshold", "by", "hundredths", "year", "passes")) for test in found.tests
        ],
        "gain": found.gain,
        "loss": found.loss,
        **{name: [each.least, each.most] if each else None for name, each in ranges.items()},
    }


def _named(thing: object, names: tuple[str, ...]) -> dict[str, object]:
    return {name: getattr(thing, name) for name in names}
