"""An appraisal whose scoring was opened stays as it is; scores and decisions are only added."""

from partnership.guards import Guard, append_only

_KEPT = (
    "id",
    "workstream_id",
    "title",
    "question",
    "lowest",
    "scale",
    "years",
    "least_scorers",
    "round",
    "rescore_reason",
    "drafted_at",
    "drafted_by_id",
    "opened_at",
    "opened_by_id",
)
_CHANGED = " OR ".join(f"NEW.{column} <> OLD.{column}" for column in _KEPT)
_CHANGED += " OR COALESCE(NEW.rescores_id, 0) <> COALESCE(OLD.rescores_id, 0)"
_STEPS = (
    "NOT (NEW.state = OLD.state OR OLD.state = 'draft' AND NEW.state = 'scoring' "
    "OR OLD.state = 'scoring' AND NEW.state IN ('scored', 'decided', 'superseded') "
    "OR OLD.state = 'scored' AND NEW.state IN ('decided', 'superseded') "
    "OR OLD.state = 'decided' AND NEW.state = 'superseded')"
)
_STAYS = "An appraisal whose scoring was opened is never changed: a new round takes its place."
_STATE = "(SELECT a.state FROM workstreams_optionsappraisal a WHERE a.id = {}.appraisal_id)"
_SETTLED = (
    f"{_STATE} NOT IN ('draft', 'scoring') OR EXISTS (SELECT 1 FROM workstreams_optionscore p "
    "JOIN workstreams_appraisalscorer s ON s.id = p.scorer_id WHERE s.appraisal_id = {}.appraisal_id)"
)
_NAMED = "The scorers of a round stay from the first score on."
_OPENING = "OLD.state = 'draft' AND NEW.state = 'scoring'"
_ITS_OPTIONS = "FROM workstreams_appraisaloption o WHERE o.appraisal_id = NEW.id"
_WEIGHTS = "(SELECT SUM(c.weight) FROM workstreams_appraisalcriterion c WHERE c.appraisal_id = NEW.id)"
_SCORED = (
    "SELECT 1 FROM workstreams_appraisalscorer s "
    "JOIN workstreams_optionsappraisal a ON a.id = s.appraisal_id "
    "JOIN workstreams_appraisaloption o ON o.appraisal_id = a.id "
    "JOIN workstreams_appraisalcriterion c ON c.appraisal_id = a.id "
    "WHERE s.id = NEW.scorer_id AND o.id = NEW.option_id AND c.id = NEW.criterion_id AND a.state = 'scoring' "
    "AND NEW.points >= a.lowest"
)


def _frozen_with_its_appraisal(table: str) -> tuple[Guard, ...]:
    """Once scoring is open, no row of the table is added, changed, moved or deleted."""
    old, new = (f"{_STATE.format(row)} <> 'draft'" for row in ("OLD", "NEW"))
    return (
        Guard(table, "INSERT", "before_scoring", _STAYS, new),
        Guard(table, "UPDATE", "frozen", _STAYS, f"{old} OR {new}"),
        Guard(table, "DELETE", "kept", _STAYS, old),
    )


GUARDS = (
    Guard(
        "workstreams_optionsappraisal",
        "INSERT",
        "begins_as_draft",
        "An appraisal begins as a draft.",
        "NEW.state <> 'draft'",
    ),
    Guard("workstreams_optionsappraisal", "UPDATE", "frozen", _STAYS, f"OLD.state <> 'draft' AND ({_CHANGED})"),
    Guard(
        "workstreams_optionsappraisal",
        "UPDATE",
        "in_steps",
        "An appraisal goes from draft to scoring, scored, decided and superseded.",
        _STEPS,
    ),
    Guard(
        "workstreams_optionsappraisal",
        "UPDATE",
        "opened_whole",
        "Scoring needs doing nothing among the options, and weights that add to 100.",
        f"{_OPENING} AND (NOT EXISTS (SELECT 1 {_ITS_OPTIONS} AND o.is_do_nothing) OR COALESCE({_WEIGHTS}, 0) <> 100)",
    ),
    Guard("workstreams_optionsappraisal", "DELETE", "kept", _STAYS, "OLD.state <> 'draft'"),
    *_frozen_with_its_appraisal("workstreams_appraisaloption"),
    *_frozen_with_its_appraisal("workstreams_appraisalcriterion"),
    Guard("workstreams_appraisalscorer", "INSERT", "until_scored", _NAMED, _SETTLED.format("NEW", "NEW")),
    Guard("workstreams_appraisalscorer", "DELETE", "kept", _NAMED, _SETTLED.format("OLD", "OLD")),
    Guard(
        "workstreams_appraisalscorer",
        "UPDATE",
        "frozen",
        "A scorer of a round is never somebody else.",
        f"{_STATE.format('OLD')} <> 'draft' OR {_STATE.format('NEW')} <> 'draft'",
    ),
    *append_only("workstreams_optionscore"),
    Guard(
        "workstreams_optionscore",
        "INSERT",
        "while_open",
        "Scores are given while scoring is open, to options and criteria of the same appraisal.",
        f"NOT EXISTS ({_SCORED})",
    ),
    *append_only("workstreams_optionsdecision"),
    Guard(
        "workstreams_optionsdecision",
        "INSERT",
        "of_its_options",
        "One of the options of an appraisal that was scored is preferred.",
        f"{_STATE.format('NEW')} NOT IN ('scoring', 'scored', 'decided') OR NOT EXISTS (SELECT 1 FROM "
        "workstreams_appraisaloption o WHERE o.id = NEW.option_id AND o.appraisal_id = NEW.appraisal_id)",
    ),
    *append_only("workstreams_historicaloptionsappraisal"),
    *append_only("workstreams_historicalappraisaloption"),
    *append_only("workstreams_historicalappraisalcriterion"),
    *append_only("workstreams_historicalappraisalscorer"),
)
