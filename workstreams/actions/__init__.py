"""Every write to workstreams: who takes part, who hosts, the plan, what it cost before, and who paid for the change."""

from workstreams.actions.baselines import add_baseline, edit_baseline
from workstreams.actions.money import (
    add_contribution,
    add_funding,
    edit_contribution,
    edit_funding,
    remove_contribution,
)
from workstreams.actions.parties import add_hosting, add_participation, edit_hosting, edit_participation
from workstreams.actions.plan import add_milestone, edit_milestone, remove_milestone
from workstreams.actions.workstreams import MAY_EDIT, add_workstream, edit_workstream, move_stage

__all__ = [
    "MAY_EDIT",
    "add_baseline",
    "add_contribution",
    "add_funding",
    "add_hosting",
    "add_milestone",
    "add_participation",
    "add_workstream",
    "edit_baseline",
    "edit_contribution",
    "edit_funding",
    "edit_hosting",
    "edit_milestone",
    "edit_participation",
    "edit_workstream",
    "move_stage",
    "remove_contribution",
    "remove_milestone",
]
