"""What gates ask that this app knows the facts of; and how the next gate of each workstream stands."""

from collections.abc import Iterable, Mapping
from functools import partial

from django.utils import timezone

from partnership import clock
from partnership.models import Partnership, User
from partnership.templatetags.portal import date_words
from workstreams import gates, stages
from workstreams.gates import Asked, Confidence, Counts, Gate, Kind, RatificationFacts, ReviewFacts, Terms
from workstreams.models import (
    BaselineCost,
    GatePolicy,
    GateRequirement,
    GatewayReview,
    OptionsAppraisal,
    OptionsDecision,
    Participation,
    Ratification,
    StageMove,
    Workstream,
)


# --- Reading, for many workstreams at once ----------------------------------------------------------------------------
def _taking_part(asked: Asked) -> dict[int, dict[int, Participation]]:
    """Who takes part on the day: participations by workstream and organisation, by code. One query."""
    rows = Participation.objects.current(asked.on).filter(workstream__in=asked.workstreams)
    found: dict[int, dict[int, Participation]] = {pk: {} for pk in asked.workstreams}
    for row in rows.select_related("organisation").order_by("organisation__code"):
        found[row.workstream_id][row.organisation_id] = row
    return found


def read_partners(asked: Asked) -> dict[int, list[str]]:
    parts = _taking_part(asked)
    return {pk: [row.organisation.short_name for row in rows.values()] for pk, rows in parts.items()}


def read_signed(asked: Asked) -> dict[int, dict[str, bool]]:
    """By organisation, whether its participation form was signed by the day."""
    signed = {}
    for pk, rows in _taking_part(asked).items():
        signed[pk] = {
            row.organisation.short_name: bool(row.form_signed_on and row.form_signed_on <= asked.on)
            for row in rows.values()
        }
    return signed


def read_baselines(asked: Asked) -> dict[int, dict[str, bool]]:
    """By organisation, whether its cost before sharing is recorded; a joint cost is that of each. Two queries."""
    recorded: dict[int, set[int | None]] = {}
    costs = BaselineCost.objects.in_force(clock.end_of(asked.on)).filter(workstream__in=asked.workstreams)
    for pk, organisation in costs.values_list("workstream", "organisation"):
        recorded.setdefault(pk, set()).add(organisation)
    return {
        pk: {
            row.organisation.short_name: bool(recorded.get(pk, set()) & {None, organisation})
            for organisation, row in rows.items()
        }
        for pk, rows in _taking_part(asked).items()
    }


def read_reviews(asked: Asked) -> dict[int, dict[int, ReviewFacts]]:
    """The last review of each number that was reported by the day. One query."""
    found: dict[int, dict[int, ReviewFacts]] = {}
    rows = GatewayReview.objects.filter(workstream__in=asked.workstreams, reported_on__lte=asked.on)
    for row in rows.with_open().order_by("reported_on", "pk"):
        facts = ReviewFacts(row.reported_on, Confidence.of(row.confidence), row.open_critical)
        found.setdefault(row.workstream_id, {})[row.number] = facts
    return found


def read_options(asked: Asked) -> dict[int, list[str]]:
    """The preferred option of each appraisal that is decided, as recorded last by the day. One query."""
    rows = OptionsDecision.objects.filter(
        appraisal__workstream__in=asked.workstreams,
        appraisal__in=OptionsAppraisal.objects.decided(),
        decided_on__lte=asked.on,
    )
    newest = {row.appraisal_id: row for row in rows.select_related("appraisal", "option").order_by("pk")}
    found: dict[int, list[str]] = {}
    for row in newest.values():
        words = f"{row.option.name}, by {row.body} on {date_words(row.decided_on)}"
        found.setdefault(row.appraisal.workstream_id, []).append(words)
    return found


def read_ratifications(asked: Asked) -> dict[int, dict[str, RatificationFacts | None]]:
    """By organisation that takes part, the last decision it recorded for the workstream's next stage. Four queries.

    What was decided before the workstream went back was decided about something else: it is decided anew.
    """
    at = dict(Workstream.objects.filter(pk__in=asked.workstreams).values_list("pk", "stage"))
    moves = StageMove.objects.filter(workstream__in=asked.workstreams, way=StageMove.Way.BACK).order_by("moved_at")
    back = dict(moves.values_list("workstream", "moved_at"))
    decided: dict[tuple[int, int], RatificationFacts] = {}
    for row in Ratification.objects.filter(workstream__in=asked.workstreams).order_by("pk"):
        went_back = back.get(row.workstream_id) if row.workstream_id else None
        if went_back and row.recorded_at <= went_back:
            continue
        if row.workstream_id and row.stage == stages.following(at[row.workstream_id]):
            minute = "" if row.is_exempt else f" ({row.minute})"
            words = f"{row.get_decision_display().lower()} on {date_words(row.decided_on)}{minute}"
            decided[row.workstream_id, row.organisation_id] = RatificationFacts(row.allows, words)
    return {
        pk: {row.organisation.short_name: decided.get((pk, organisation)) for organisation, row in rows.items()}
        for pk, rows in _taking_part(asked).items()
    }


# --- The kinds --------------------------------------------------------------------------------------------------------
def _review_words(terms: Terms) -> str:
    worst = list(Confidence)[terms.threshold or 0].label
    return f"Gate {terms.review} review with delivery confidence {worst} or better and no critical recommendation open"


def _signed(facts: Mapping[str, bool] | None, terms: Terms) -> gates.Outcome:
    return gates.of_every_partner(
        "signed", facts, done="signed the participation form", undone="not signed the participation form"
    )


def _baseline(facts: Mapping[str, bool] | None, terms: Terms) -> gates.Outcome:
    return gates.of_every_partner("baseline", facts, done="have a baseline", undone="no baseline")


KINDS = (
    Kind(
        gates.PARTNERS,
        "Number of partners",
        lambda terms: f"At least {terms.threshold} organisation{'' if terms.threshold == 1 else 's'} taking part",
        read_partners,
        gates.number_of_partners,
        counts=Counts.ORGANISATIONS,
    ),
    Kind(
        "signed",
        "Participation forms",
        lambda terms: "Participation form signed by every organisation that takes part",
        read_signed,
        _signed,
    ),
    Kind(
        "baseline",
        "Baseline",
        lambda terms: "Baseline taken for every organisation that takes part",
        read_baselines,
        _baseline,
    ),
    Kind(
        "options",
        "Options appraisal",
        lambda terms: "Options appraisal with a recorded preferred option",
        read_options,
        gates.options_decided,
    ),
    Kind(
        "review",
        "Gateway review",
        _review_words,
        read_reviews,
        gates.review_held,
        counts=Counts.CONFIDENCE,
        of_review=True,
    ),
    Kind(
        "ratification",
        "Ratification",
        lambda terms: "Ratified by every organisation that takes part",
        read_ratifications,
        gates.ratified,
    ),
)


# --- How a gate stands ------------------------------------------------------------------------------------------------
def next_gates(partnership: Partnership, workstreams: Iterable[Workstream], *, user: User) -> dict[int, Gate]:
    """The next gate of each of these workstreams of the partnership, tested now; none of one that rests or is closed.

    Two queries and those of the kinds asked for, whatever the number of workstreams. Whoever calls has asked whether
    the user may see figures: what a gate says names money.
    """
    ahead = {each.pk: following for each in workstreams if (following := stages.following(each.stage))}
    policy = GatePolicy.objects.in_force(partnership, clock.today()) if ahead else None
    return _gates(partnership, ahead, policy, user)


def _gates(
    partnership: Partnership, ahead: Mapping[int, str], policy: GatePolicy | None, user: User
) -> dict[int, Gate]:
    """How the gates before these stages (by workstream) stand today, by this policy."""
    if policy is None:
        return {pk: _gate(stage) for pk, stage in ahead.items()}
    asked_for = list(policy.requirements.filter(stage__in=set(ahead.values())).order_by("pk"))
    facts = {}
    for kind in {requirement.kind for requirement in asked_for}:
        concerned = {requirement.stage for requirement in asked_for if requirement.kind == kind}
        of = tuple(pk for pk, stage in ahead.items() if stage in concerned)
        facts[kind] = gates.KINDS[kind].read(Asked(partnership, of, user, clock.today()))
    judge = partial(_judged, facts)
    return {
        pk: _gate(stage, str(policy), (judge(each, pk) for each in asked_for if each.stage == stage))
        for pk, stage in ahead.items()
    }


def gate_before_change(workstream: Workstream, gate: Gate, *, user: User) -> Gate | None:
    """How the same gate stands today by the policy that was in force when the workstream came to where it stands; None
    where that is the policy of today. Two queries, and those of the kinds."""
    ways = (StageMove.Way.PAUSED, StageMove.Way.STOPPED, StageMove.Way.RESUMED)
    came = workstream.moves.filter(to_stage=workstream.stage).exclude(way__in=ways).first()
    if came is None:
        return None
    begun = GatePolicy.objects.approved().filter(partnership=workstream.partnership, approved_at__lte=came.moved_at)
    then = begun.filter(from_on__lte=timezone.localdate(came.moved_at)).order_by("-version").first()
    if then is None or str(then) == gate.policy:
        return None
    return _gates(workstream.partnership, {workstream.pk: gate.stage}, then, user)[workstream.pk]


def next_gate(workstream: Workstream, *, user: User) -> Gate | None:
    """The next gate of one workstream."""
    return next_gates(workstream.partnership, [workstream], user=user).get(workstream.pk)


def _judged(facts: Mapping[str, Mapping[int, object]], requirement: GateRequirement, workstream: int) -> gates.Outcome:
    return gates.KINDS[requirement.kind].test(facts[requirement.kind].get(workstream), requirement.terms)


def _gate(stage: str, policy: str = "", tests: Iterable[gates.Outcome] = ()) -> Gate:
    return Gate(stage, Workstream.Stage(stage).label, policy, tuple(tests))
