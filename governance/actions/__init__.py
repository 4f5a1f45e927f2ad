"""Every write of governance: page, API, command and task call these."""

from governance.actions.bodies import add_body, add_seat, edit_body, edit_seat
from governance.actions.meetings import (
    add_agenda_item,
    add_meeting,
    edit_agenda_item,
    edit_meeting,
    remove_agenda_item,
)
from governance.actions.packs import (
    cancel_pack,
    release_pack,
    request_pack,
    request_statement,
    retry_pack,
    sign_off_statement,
)

__all__ = [
    "add_agenda_item",
    "add_body",
    "add_meeting",
    "add_seat",
    "cancel_pack",
    "edit_agenda_item",
    "edit_body",
    "edit_meeting",
    "edit_seat",
    "release_pack",
    "remove_agenda_item",
    "request_pack",
    "request_statement",
    "retry_pack",
    "sign_off_statement",
]
