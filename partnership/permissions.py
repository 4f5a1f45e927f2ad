"""Who may do what: one table of roles, one question (`user.has_perm(permission, object)`), one scope for rows.

A grant gives a role in a partnership, and there perhaps for one organisation or one workstream. Each permission of a
role has a reach: the grant's own organisation, its workstream, or the whole partnership. `has_perm` asks whether a
grant reaches an object; `reach` turns the same grants into a condition on rows, for `visible_to`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import rules
from django.core.exceptions import PermissionDenied
from django.db.models import Q

if TYPE_CHECKING:
    from partnership.models import Grant, User


class Reach(StrEnum):
    OWN = "own organisation"
    WORKSTREAM = "the workstream"
    PARTNERSHIP = "the whole partnership"


O, W, P = Reach.OWN, Reach.WORKSTREAM, Reach.PARTNERSHIP  # noqa: E741 - the letters of the published table


@dataclass(frozen=True)
class Role:
    code: str
    name: str
    description: str
    permissions: dict[str, Reach]

    @property
    def needs_organisation(self) -> bool:
        return Reach.OWN in self.permissions.values()

    @property
    def needs_workstream(self) -> bool:
        return Reach.WORKSTREAM in self.permissions.values()


PERMISSIONS = {
    "partnership.view_partnership": "see the partnership, its organisations and workstreams by name",
    "savings.view_figures": "see figures and dashboards",
    "savings.view_statement": "see submitted and verified statements",
    "savings.view_draft": "see drafts and their evidence",
    "savings.view_evidence": "see the evidence of other organisations",
    "savings.view_checks": "see what proves the ledger, and have it checked",
    "savings.draft_saving": "draft, edit, import and submit savings",
    "savings.view_import": "see imports and what was found in them",
    "savings.verify_share": "verify or return an organisation's share",
    "savings.request_closing": "ask to close or reopen a financial year or quarter",
    "savings.approve_closing": "approve or refuse the closing or reopening of a period",
    "savings.request_reversal": "ask for the reversal of a statement",
    "savings.approve_reversal": "approve or refuse the reversal of a statement",
    "savings.comment": "comment on a statement",
    "savings.propose_agreement": "propose an agreement on sharing",
    "savings.approve_agreement": "approve an agreement on sharing",
    "savings.view_duplicate": "see statements that may claim one saving twice",
    "savings.decide_duplicate": "decide whether two statements claim one saving",
    "workstreams.edit_workstream": "edit a workstream, its milestones and baseline",
    "workstreams.baseline_plan": "set the baseline of a plan, which slip is counted from",
    "workstreams.approve_policy": "approve what gates ask for that somebody else proposed",
    "workstreams.override_gate": "let a workstream past a gate that is not met",
    "workstreams.ratify": "record what one organisation decided about a workstream",
    "workstreams.progress_action": "report on actions and say that they are done",
    "workstreams.approve_case": "approve a business case that somebody else drafted",
    "workstreams.record_spend": "record what an organisation commits and spends",
    "workstreams.record_reading": "record readings of indicators",
    "savings.publish_open_data": "publish the verified savings as open data",
    "savings.withdraw_open_data": "take the open data off its public address",
    "governance.edit_meeting": "keep bodies, meetings and agendas",
    "governance.view_exempt": "see what is exempt from publication: items, decisions, reports and parts of them",
    "governance.publish_register": "publish agendas and decisions as a public register",
    "governance.withdraw_register": "take the public register off its address",
    "governance.request_pack": "request a board pack",
    "governance.release_pack": "release a board pack to members",
    "governance.download_pack": "download a released board pack",
    "governance.request_statement": "request an annual statement of an organisation",
    "governance.view_statement": "see annual statements before they are signed off",
    "governance.sign_off_statement": "sign off an organisation's annual statement that somebody else asked for",
    "governance.download_statement": "see and download a signed annual statement",
    "governance.read_report": "read published reports",
    "governance.view_report": "see reports on their route, and their versions, before they are published",
    "governance.view_report_draft": "see drafts of reports that have not gone along yet",
    "governance.write_report": "write reports and send them along their route",
    "governance.clear_finance": "clear the financial implications of reports, exempt ones included until published",
    "governance.clear_report": "record who cleared the other implications of a report",
    "governance.route_report": "keep the route of reports, record outcomes there, and publish reports",
    "partnership.view_history": "see who changed what",
    "partnership.manage_people": "keep people, organisations and grants of roles",
}

# What an API client may do only when its token says so.
WRITES = frozenset({"savings.draft_saving", "workstreams.record_spend", "workstreams.record_reading"})

_READS = {"partnership.view_partnership": P, "savings.view_figures": P, "governance.read_report": P}
_OWN_STATEMENTS = {"savings.view_statement": O}
_ALL_STATEMENTS = {"savings.view_statement": P}

ROLES = {
    role.code: role
    for role in (
        Role(
            "viewer",
            "Viewer",
            "Reads the figures, and the statements of one organisation.",
            _READS | _OWN_STATEMENTS | {"governance.download_pack": P, "governance.download_statement": O},
        ),
        Role(
            "officer",
            "Officer",
            "Logs the savings of one organisation and submits them.",
            _READS
            | _OWN_STATEMENTS
            | {
                "savings.view_draft": O,
                "savings.draft_saving": O,
                "workstreams.record_spend": O,
                "workstreams.record_reading": O,
                "savings.request_reversal": O,
                "savings.comment": O,
                "savings.view_import": O,
                "partnership.view_history": O,
                "governance.request_statement": O,
                "governance.view_statement": O,
                "governance.download_statement": O,
                "governance.download_pack": P,
                "governance.view_report": O,
                "governance.view_report_draft": O,
                "governance.write_report": O,
            },
        ),
        Role(
            "verifier",
            "Verifier",
            "Finance (section 151): verifies or returns one organisation's shares; approves reversals and closings.",
            _READS
            | _OWN_STATEMENTS
            | {
                "savings.view_draft": O,
                "savings.view_evidence": O,
                "savings.verify_share": O,
                "savings.approve_closing": O,
                "savings.approve_reversal": O,
                "savings.comment": O,
                "savings.approve_agreement": O,
                "workstreams.ratify": O,
                "partnership.view_history": O,
                "governance.view_statement": O,
                "governance.download_statement": O,
                "governance.sign_off_statement": O,
                "governance.download_pack": P,
                "governance.view_report": P,
                "governance.view_report_draft": P,
                "governance.clear_finance": P,
            },
        ),
        Role(
            "lead",
            "Workstream lead",
            "Runs one workstream: its plan, milestones and baseline.",
            _READS
            | {
                "savings.view_statement": W,
                "savings.view_draft": W,
                "savings.view_evidence": W,
                "savings.request_reversal": W,
                "savings.comment": W,
                "savings.propose_agreement": W,
                "workstreams.edit_workstream": W,
                "workstreams.progress_action": W,
                "workstreams.record_spend": W,
                "workstreams.record_reading": W,
                "partnership.view_history": W,
                "governance.download_pack": P,
                "governance.view_report": W,
                "governance.view_report_draft": W,
                "governance.write_report": W,
            },
        ),
        Role(
            "manager",
            "Programme manager",
            "Runs the programme: workstreams, meetings and board packs.",
            _READS
            | _ALL_STATEMENTS
            | {
                "savings.view_evidence": P,
                "savings.view_checks": P,
                "savings.request_closing": P,
                "savings.comment": P,
                "savings.propose_agreement": P,
                "savings.view_duplicate": P,
                "savings.decide_duplicate": P,
                "workstreams.edit_workstream": P,
                "workstreams.baseline_plan": P,
                "workstreams.progress_action": P,
                "workstreams.record_spend": P,
                "workstreams.record_reading": P,
                "savings.publish_open_data": P,
                "savings.withdraw_open_data": P,
                "governance.edit_meeting": P,
                "governance.publish_register": P,
                "governance.withdraw_register": P,
                "governance.view_exempt": P,
                "governance.request_pack": P,
                "governance.request_statement": P,
                "governance.view_statement": P,
                "governance.download_statement": P,
                "governance.download_pack": P,
                "partnership.view_history": P,
                "governance.view_report": P,
                "governance.view_report_draft": P,
                "governance.write_report": P,
                "governance.clear_report": P,
                "governance.route_report": P,
            },
        ),
        Role(
            "steering",
            "Steering group",
            "Steers the programme: every figure and statement, and the release of board packs.",
            _READS
            | _ALL_STATEMENTS
            | {
                "savings.comment": P,
                "savings.view_duplicate": P,
                "workstreams.approve_policy": P,
                "workstreams.override_gate": P,
                "workstreams.approve_case": P,
                "governance.view_exempt": P,
                "governance.release_pack": P,
                "governance.download_statement": P,
                "governance.download_pack": P,
                "partnership.view_history": P,
                "governance.view_report": P,
            },
        ),
        Role(
            "chief",
            "Chief executive",
            "Answers for one organisation: its statements, all figures, and the release of board packs.",
            _READS
            | _OWN_STATEMENTS
            | {
                "savings.comment": O,
                "workstreams.ratify": O,
                "workstreams.approve_case": P,
                "governance.view_exempt": P,
                "governance.release_pack": P,
                "governance.view_statement": O,
                "governance.download_statement": O,
                "governance.download_pack": P,
                "partnership.view_history": O,
                "governance.view_report": P,
            },
        ),
        Role(
            "api",
            "API client",
            "A partner's own system: reads figures and one organisation's statements; drafts if its token says so.",
            _READS
            | _OWN_STATEMENTS
            | {
                "savings.draft_saving": O,
                "workstreams.record_spend": O,
                "workstreams.record_reading": O,
                "governance.download_statement": O,
            },
        ),
        Role(
            "auditor",
            "Auditor",
            "Reads everything, drafts, evidence and history included; changes nothing.",
            _READS
            | _ALL_STATEMENTS
            | {
                "savings.view_draft": P,
                "savings.view_evidence": P,
                "savings.view_checks": P,
                "savings.view_duplicate": P,
                "savings.view_import": P,
                "partnership.view_history": P,
                "governance.view_exempt": P,
                "governance.view_statement": P,
                "governance.download_statement": P,
                "governance.download_pack": P,
                "governance.view_report": P,
                "governance.view_report_draft": P,
            },
        ),
        Role(
            "administrator",
            "Administrator",
            "Keeps people and their roles; sees no figures by this role alone.",
            # May stop a publication but not begin one: that would show this role the figures, and everybody else.
            {
                "partnership.view_partnership": P,
                "partnership.manage_people": P,
                "savings.withdraw_open_data": P,
                "governance.withdraw_register": P,
            },
        ),
    )
}


@dataclass(frozen=True)
class Place:
    """Where an object stands: its partnership, the organisations and the workstream it belongs to.

    A partnership itself stands `anywhere`: every grant in it covers the question, whatever its reach. That is asked to
    show a link or open a form; what is then done is asked of the object itself.
    """

    partnership: int
    organisations: frozenset[int] = frozenset()
    workstream: int | None = None
    anywhere: bool = False


def reaching(user: "User", permission: str) -> Iterable[tuple["Grant", Reach]]:
    """The user's current grants that carry this permission, with its reach. One query a request, kept on the user."""
    for grant in user.current_grants:
        reach_ = ROLES[grant.role].permissions.get(permission)
        if reach_ is None or (grant.role == "api" and permission in WRITES and not user.token_may_write):
            continue
        yield grant, reach_


def _covers(grant: "Grant", reach_: Reach, where: Place) -> bool:
    if grant.partnership_id != where.partnership:
        return False
    if where.anywhere:
        return True
    if reach_ is Reach.OWN:
        return grant.organisation_id in where.organisations
    if reach_ is Reach.WORKSTREAM:
        return grant.workstream_id is not None and grant.workstream_id == where.workstream
    return True


def granted(permission: str) -> rules.predicates.Predicate:
    """The predicate: some current grant of the user carries this permission and reaches the object."""

    def test(user: "User", thing: Any = None) -> bool:
        if thing is None or not user.is_authenticated:
            return False
        where: Place = thing.place(permission)
        return any(_covers(grant, reach_, where) for grant, reach_ in reaching(user, permission))

    return rules.predicate(test, name=f"granted({permission})")


def reach(
    user: "User",
    permission: str,
    *,
    partnership: str = "partnership_id",
    organisation: Callable[[set[int]], Q] | str | None = None,
    workstream: str | None = None,
) -> Q:
    """The condition on rows that the user's grants reach with this permission.

    `partnership` and `workstream` are column paths; `organisation` is a path, or a function from a set of organisation
    ids to a condition (for rows that several organisations share). A reach without a path covers nothing.
    """
    everywhere: set[int] = set()
    streams: set[int] = set()
    own: dict[int, set[int]] = {}
    for grant, reach_ in reaching(user, permission):
        if reach_ is Reach.PARTNERSHIP:
            everywhere.add(grant.partnership_id)
        elif reach_ is Reach.WORKSTREAM and grant.workstream_id:
            streams.add(grant.workstream_id)
        elif grant.organisation_id:
            own.setdefault(grant.partnership_id, set()).add(grant.organisation_id)
    condition = Q(**{f"{partnership}__in": everywhere}) if everywhere else Q(pk__in=[])
    if workstream and streams:
        condition |= Q(**{f"{workstream}__in": streams})
    if organisation:
        for partnership_id, ids in own.items():
            if partnership_id in everywhere:
                continue
            part = organisation(ids) if callable(organisation) else Q(**{f"{organisation}__in": ids})
            condition |= Q(**{partnership: partnership_id}) & part
    return condition


def require(user: "User", permission: str, thing: Any) -> None:
    """Raise PermissionDenied (403), in words, unless the user may. Call it only for objects in the user's scope."""
    if not user.has_perm(permission, thing):
        raise PermissionDenied(f"Your roles do not let you {PERMISSIONS.get(permission, permission)} here.")
