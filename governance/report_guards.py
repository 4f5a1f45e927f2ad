"""What the database refuses about reports: a published report, its versions and its way stay as they were."""

from partnership.guards import Guard, append_only

_STAYS = "A published report is never changed: write a new one."
_FACTS = ("partnership_id", "number", "title", "author_id", "author_post", "exempt_reason", "no_consultation_reason")
_CHANGED = " OR ".join(f"NEW.{column} <> OLD.{column}" for column in _FACTS)
_MOVED = "COALESCE(NEW.workstream_id, -1) <> COALESCE(OLD.workstream_id, -1)"
_MOMENT = "NEW.published_at IS NULL OR NEW.published_at <> OLD.published_at"
_STEPS = (
    "NOT (NEW.state = OLD.state OR OLD.state IN ('draft', 'on_route') "
    "OR OLD.state = 'published' AND NEW.state = 'withdrawn')"
)
_FROZEN = "EXISTS (SELECT 1 FROM governance_report r WHERE r.id = {}.report_id AND r.published_at IS NOT NULL)"


def _frozen_with_its_report(table: str) -> tuple[Guard, ...]:
    """Once the report is published, no row of the table is added to it, changed, moved or deleted."""
    return (
        Guard(table, "INSERT", "before_publication", _STAYS, _FROZEN.format("NEW")),
        Guard(table, "UPDATE", "frozen", _STAYS, f"{_FROZEN.format('OLD')} OR {_FROZEN.format('NEW')}"),
        Guard(table, "DELETE", "kept", _STAYS, _FROZEN.format("OLD")),
    )


GUARDS = (
    Guard(
        *("governance_report", "UPDATE", "frozen", _STAYS),
        f"OLD.published_at IS NOT NULL AND ({_CHANGED} OR {_MOVED} OR {_MOMENT})",
    ),
    Guard("governance_report", "UPDATE", "in_steps", "A withdrawn report stays withdrawn.", _STEPS),
    Guard("governance_report", "DELETE", "kept", "A report is never deleted: it is withdrawn."),
    *_frozen_with_its_report("governance_reportpart"),
    *_frozen_with_its_report("governance_reportrecommendation"),
    *_frozen_with_its_report("governance_backgroundpaper"),
    *_frozen_with_its_report("governance_appendix"),
    *_frozen_with_its_report("governance_reportconsultation"),
    Guard("governance_appendix", "DELETE", "stays", "An appendix stays for the versions that it was in."),
    *append_only("governance_clearance"),
    *append_only("governance_reportversion"),
    *append_only("governance_routestop"),
    *append_only("governance_routestep"),
    Guard(
        *("governance_routerule", "UPDATE", "frozen", "A route is never changed but for its last day: add a new one."),
        "NEW.from_on <> OLD.from_on OR NEW.reason <> OLD.reason OR NEW.partnership_id <> OLD.partnership_id "
        "OR COALESCE(NEW.workstream_id, -1) <> COALESCE(OLD.workstream_id, -1)",
    ),
    Guard("governance_routerule", "DELETE", "kept", "A route is never deleted: a new one ends it."),
    *append_only("governance_historicalreport"),
    *append_only("governance_historicalreportpart"),
    *append_only("governance_historicalreportrecommendation"),
    *append_only("governance_historicalbackgroundpaper"),
    *append_only("governance_historicalappendix"),
    *append_only("governance_historicalreportconsultation"),
    *append_only("governance_historicalrouterule"),
)
