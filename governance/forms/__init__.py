"""The forms of governance. They clean what was typed; what may be done is decided by the actions."""

from governance.forms.bodies import BodyForm, NewBodyForm, RemitForm, RuleForm
from governance.forms.decisions import (
    AskingForm,
    DecisionForm,
    DelegationForm,
    EndDelegationForm,
    ReportUseForm,
    UseForm,
)
from governance.forms.effects import EffectForm
from governance.forms.evidence import PointForm
from governance.forms.meetings import (
    AgendaForm,
    AgreeForm,
    AgreeOtherwiseForm,
    CancelForm,
    MeetingForm,
    MomentForm,
    NewMeetingForm,
    PostponeForm,
)
from governance.forms.minutes import CorrectionAnswerForm, CorrectionForm, PartForm
from governance.forms.seats import HoldingForm, SeatForm
from governance.forms.sittings import InterestForm, MovementForm, OwnInterestForm, PresidingForm, RollForm

__all__ = [
    "AgendaForm",
    "AgreeForm",
    "AgreeOtherwiseForm",
    "AskingForm",
    "BodyForm",
    "CancelForm",
    "CorrectionAnswerForm",
    "CorrectionForm",
    "DecisionForm",
    "DelegationForm",
    "EffectForm",
    "EndDelegationForm",
    "HoldingForm",
    "InterestForm",
    "MeetingForm",
    "MomentForm",
    "MovementForm",
    "NewBodyForm",
    "NewMeetingForm",
    "OwnInterestForm",
    "PartForm",
    "PointForm",
    "PostponeForm",
    "PresidingForm",
    "RemitForm",
    "ReportUseForm",
    "RollForm",
    "RuleForm",
    "SeatForm",
    "UseForm",
]
