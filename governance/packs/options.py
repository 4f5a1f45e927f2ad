"""Options appraisals as an appendix: what was compared, how it scored, how firm the ranking is, what was preferred."""

from typing import Any

from governance.packs import tables
from governance.packs.content import HALF, Source, pictures
from partnership import clock
from partnership.templatetags.portal import date_words
from savings import option_charts, option_tables
from savings.tables import Table
from workstreams.models import OptionsAppraisal, OptionsDecision
from workstreams.options import Comparison, compare

State = OptionsAppraisal.State
_SHOWN = (State.SCORING, State.SCORED, State.DECIDED)
TOTALS = (24, 6, 11, 15, 11, 12, 11, 10)
REASONS = (17, 16, 27, 6, 34)


def content(source: Source, what: str) -> dict[str, Any]:
    """Of each appraisal the round that counted on the day, with its result; those that were being scored are named,
    without one."""
    end = clock.end_of(source.at.on)
    rows = OptionsAppraisal.objects.visible_to(source.user).filter(workstream__partnership=source.partnership)
    states = rows.states(end)
    rows = rows.select_related("workstream").order_by("workstream__name", "title", "round")
    found = compare(rows.filter(pk__in=[pk for pk, state in states.items() if state in _SHOWN]), end)
    return {
        "as_at": source.day,
        "appraisals": [_appraisal(each) for each in found.values() if each.decision],
        "waiting": [_waiting(each, states[pk]) for pk, each in found.items() if not each.decision],
    }


def _title(found: Comparison) -> str:
    return f"{found.appraisal.workstream.name}: {found.appraisal}"


def _waiting(found: Comparison, state: str) -> str:
    """In the words of the day."""
    said = "is being scored" if state == State.SCORING else "has been scored, and is to be decided"
    return f"{_title(found)} {said}: {len(found.finished)} of {len(found.sheets)} scorers have finished."


def _appraisal(found: Comparison) -> dict[str, Any]:
    decision = found.decision
    assert decision is not None
    chart = option_charts.chart(found, HALF)
    sensitivity = option_tables.sensitivity(found)
    return {
        "title": _title(found),
        "question": found.appraisal.question,
        "preferred": decision.option.name,
        "decided": _decided(decision),
        "reason": decision.reason,
        "totals": tables.frozen(option_tables.totals(found), TOTALS),
        "scores": tables.frozen(option_tables.scores(found), _widths(option_tables.scores(found))),
        "sensitivity": tables.frozen(sensitivity, _widths(sensitivity)),
        "firmness": [f"{criterion}, {criterion.weight}%. {said}" for criterion, said in found.sensitivity],
        "charts": pictures([chart] if chart else []),
        "scale": "; ".join(f"{points} {meaning.lower()}" for points, meaning in found.appraisal.points.items()),
        "scorers": ", ".join(str(sheet.scorer) for sheet in found.finished),
        "not_finished": ", ".join(str(sheet.scorer) for sheet in found.waiting),
        "reasons": tables.frozen(option_tables.reasons(found), REASONS),
        "basis": [f"{each.name}: {each.basis}" for each in found.options if each.basis],
    }


def _widths(table: Table) -> list[int]:
    """Criterion, weight, and the options alike."""
    options = len(table.headings) - 2
    each = 68 // options
    return [92 - each * options, 8, *[each] * options]


def _decided(decision: OptionsDecision) -> str:
    minute = f", minute {decision.minute}" if decision.minute else ""
    return f"{decision.body}, {date_words(decision.decided_on)}{minute}"
