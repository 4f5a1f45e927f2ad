"""Every write to organisations, memberships, people, roles and tokens: page, API, command and task call these."""

from partnership.actions.founding import found_administrator, found_partnership
from partnership.actions.notices import Message, choose_notices, notify, resend_notice
from partnership.actions.organisations import (
    add_membership,
    add_organisation,
    edit_membership,
    edit_organisation,
    edit_size,
    record_size,
)
from partnership.actions.people import (
    add_person,
    approve_grant,
    end_grant,
    grant_role,
    needs_second_administrator,
)
from partnership.actions.successions import edit_succession, record_succession
from partnership.actions.tokens import create_token, revoke_token

__all__ = [
    "Message",
    "add_membership",
    "add_organisation",
    "add_person",
    "approve_grant",
    "choose_notices",
    "create_token",
    "edit_membership",
    "edit_organisation",
    "edit_size",
    "edit_succession",
    "end_grant",
    "found_administrator",
    "found_partnership",
    "grant_role",
    "needs_second_administrator",
    "notify",
    "record_size",
    "record_succession",
    "resend_notice",
    "revoke_token",
]
