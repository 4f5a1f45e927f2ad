"""Every write of governance: page, API, command and task call these."""

from governance.actions.agenda import add_agenda_item, edit_agenda_item, move_agenda_item, remove_agenda_item
from governance.actions.bodies import add_body, edit_body, set_remit, set_rule
from governance.actions.decisions import Motion, record_decision
from governance.actions.delegations import (
    add_meeting_action,
    delegate,
    end_delegation,
    report_use,
    use_delegation,
)
from governance.actions.effects import Wanted, apply_effect, do_planned, drop_planned, let_do, plan_effect
from governance.actions.feeds import make_feed, renew_feed, revoke_feed
from governance.actions.meetings import (
    add_meeting,
    cancel_meeting,
    edit_meeting,
    give_notice,
    postpone_meeting,
    publish_agenda,
)
from governance.actions.members import declare_own_interest, require_seat, send_apologies
from governance.actions.minutes import (
    agree_minutes,
    agree_otherwise,
    answer_correction,
    circulate_minutes,
    draft_minutes,
    edit_part,
    may_correct,
    propose_correction,
)
from governance.actions.packs import (
    cancel_pack,
    release_pack,
    request_pack,
    request_scheduled,
    request_statement,
    retry_pack,
    sign_off_statement,
)
from governance.actions.publications import publish_register, withdraw_register
from governance.actions.ratifications import Asking, answer_ratification, ask_to_ratify
from governance.actions.returns import bring_back, return_to_board
from governance.actions.seats import add_holding, add_seat, edit_holding, edit_seat
from governance.actions.sittings import (
    close_meeting,
    declare_interest,
    end_meeting,
    open_meeting,
    record_attendance,
    record_presiding,
    strike_out,
    take_roll,
)

__all__ = [
    "Asking",
    "Motion",
    "Wanted",
    "add_agenda_item",
    "add_body",
    "add_holding",
    "add_meeting",
    "add_meeting_action",
    "add_seat",
    "agree_minutes",
    "agree_otherwise",
    "answer_correction",
    "answer_ratification",
    "apply_effect",
    "ask_to_ratify",
    "bring_back",
    "cancel_meeting",
    "cancel_pack",
    "circulate_minutes",
    "close_meeting",
    "declare_interest",
    "declare_own_interest",
    "delegate",
    "do_planned",
    "draft_minutes",
    "drop_planned",
    "edit_agenda_item",
    "edit_body",
    "edit_holding",
    "edit_meeting",
    "edit_part",
    "edit_seat",
    "end_delegation",
    "end_meeting",
    "give_notice",
    "let_do",
    "make_feed",
    "may_correct",
    "move_agenda_item",
    "open_meeting",
    "plan_effect",
    "postpone_meeting",
    "propose_correction",
    "publish_agenda",
    "publish_register",
    "record_attendance",
    "record_decision",
    "record_presiding",
    "release_pack",
    "remove_agenda_item",
    "renew_feed",
    "report_use",
    "request_pack",
    "request_scheduled",
    "request_statement",
    "require_seat",
    "retry_pack",
    "return_to_board",
    "revoke_feed",
    "send_apologies",
    "set_remit",
    "set_rule",
    "sign_off_statement",
    "strike_out",
    "take_roll",
    "use_delegation",
    "withdraw_register",
]
