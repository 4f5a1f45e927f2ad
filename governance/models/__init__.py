"""Bodies and their seats, meetings and their agendas, decisions and what they do, board packs, annual statements."""

from governance.models.appendices import Appendix
from governance.models.attendance import Attendance, Interest, Presiding
from governance.models.bodies import Body, BodyRule, Remit
from governance.models.decisions import Decision, MeetingAction, Vote
from governance.models.delegations import Delegation, DelegationUse
from governance.models.effects import DecisionEffect, PlannedEffect
from governance.models.evidence import ReportConsultation
from governance.models.feeds import CalendarFeed
from governance.models.meetings import AgendaItem, Meeting
from governance.models.minutes import (
    CorrectionAnswer,
    MinutesAgreement,
    MinutesCorrection,
    MinutesEdition,
    MinutesFile,
    MinutesPart,
)
from governance.models.pack_parts import PackPart
from governance.models.packs import FrozenSection, Pack, PackRelease, PackSection
from governance.models.publications import GovernancePublication
from governance.models.ratifications import RatificationAnswer, RatificationAsked, RatificationNeed, RatificationReturn
from governance.models.report_versions import ReportVersion
from governance.models.reports import (
    BackgroundPaper,
    Clearance,
    Report,
    ReportDraft,
    ReportPart,
    ReportRecommendation,
)
from governance.models.routes import RouteRule, RouteStep, RouteStop
from governance.models.seats import Seat, SeatHolding

__all__ = [
    "AgendaItem",
    "Appendix",
    "Attendance",
    "BackgroundPaper",
    "Body",
    "BodyRule",
    "CalendarFeed",
    "Clearance",
    "CorrectionAnswer",
    "Decision",
    "DecisionEffect",
    "Delegation",
    "DelegationUse",
    "FrozenSection",
    "GovernancePublication",
    "Interest",
    "Meeting",
    "MeetingAction",
    "MinutesAgreement",
    "MinutesCorrection",
    "MinutesEdition",
    "MinutesFile",
    "MinutesPart",
    "Pack",
    "PackPart",
    "PackRelease",
    "PackSection",
    "PlannedEffect",
    "Presiding",
    "Remit",
    "Report",
    "ReportConsultation",
    "ReportDraft",
    "ReportPart",
    "ReportRecommendation",
    "ReportVersion",
    "RouteRule",
    "RouteStep",
    "RouteStop",
    "RatificationAnswer",
    "RatificationAsked",
    "RatificationNeed",
    "RatificationReturn",
    "Seat",
    "SeatHolding",
    "Vote",
]
