"""A submitted business case stays as it is, with all that belongs to it."""

from partnership.guards import Guard

_KEPT = (
    "id",
    "workstream_id",
    "version",
    "summary",
    "preferred_option",
    "whole_programme",
    "first_year",
    "years",
    "vary_hundredths",
    "delay_months",
    "shape",
    "seed",
    "rate_hundredths",
    "formulas",
    "drafted_at",
    "drafted_by_id",
    "submitted_at",
    "submitted_by_id",
)
_CHANGED = " OR ".join(f"NEW.{column} <> OLD.{column}" for column in _KEPT)
# NULL equals nothing in SQL, and the results are compared as text, which both databases can.
_ASKED = "COALESCE(CAST(NEW.asked AS TEXT), '') <> COALESCE(CAST(OLD.asked AS TEXT), '')"
_RESULTS = "COALESCE(CAST(NEW.results AS TEXT), '') <> COALESCE(CAST(OLD.results AS TEXT), '')"
_APPROVAL = (
    "OLD.approved_at IS NOT NULL AND (NEW.approved_at IS NULL OR NEW.approved_at <> OLD.approved_at "
    "OR NEW.approved_by_id <> OLD.approved_by_id OR NEW.decision <> OLD.decision)"
)
_STEPS = (
    "NOT (NEW.state = OLD.state OR OLD.state = 'draft' AND NEW.state = 'submitted' "
    "OR OLD.state = 'submitted' AND NEW.state IN ('approved', 'superseded', 'withdrawn') "
    "OR OLD.state = 'approved' AND NEW.state IN ('superseded', 'withdrawn'))"
)
_STAYS = "A submitted business case is never changed: a new version takes its place."
_FROZEN = "EXISTS (SELECT 1 FROM workstreams_businesscase c WHERE c.id = {}.case_id AND c.state <> 'draft')"


def _frozen_with_its_case(table: str) -> tuple[Guard, ...]:
    """Once the case is submitted, no row of the table is added to it, changed, moved or deleted."""
    return (
        Guard(table, "INSERT", "before_submission", _STAYS, _FROZEN.format("NEW")),
        Guard(table, "UPDATE", "frozen", _STAYS, f"{_FROZEN.format('OLD')} OR {_FROZEN.format('NEW')}"),
        Guard(table, "DELETE", "kept", _STAYS, _FROZEN.format("OLD")),
    )


GUARDS = (
    Guard(
        "workstreams_businesscase",
        "INSERT",
        "begins_as_draft",
        "A business case begins as a draft.",
        "NEW.state <> 'draft'",
    ),
    Guard(
        "workstreams_businesscase",
        "UPDATE",
        "frozen",
        _STAYS,
        f"OLD.state <> 'draft' AND ({_CHANGED} OR {_ASKED} OR {_RESULTS} OR {_APPROVAL})",
    ),
    Guard(
        "workstreams_businesscase",
        "UPDATE",
        "in_steps",
        "A business case goes from draft to submitted, approved, and superseded or withdrawn.",
        _STEPS,
    ),
    Guard("workstreams_businesscase", "DELETE", "kept", _STAYS, "OLD.state <> 'draft'"),
    *_frozen_with_its_case("workstreams_caseline"),
    *_frozen_with_its_case("workstreams_caseheading"),
    *_frozen_with_its_case("workstreams_casescore"),
    *_frozen_with_its_case("workstreams_caserisk"),
)
