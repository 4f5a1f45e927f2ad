"""Governance over the API."""

from governance.api.bodies import BodyResource
from governance.api.decisions import DecisionResource, DelegationResource
from governance.api.meetings import MeetingResource
from governance.api.minutes import MinutesResource
from governance.api.packs import PackResource
from governance.api.ratifications import RatificationNeedResource

__all__ = [
    "BodyResource",
    "DecisionResource",
    "DelegationResource",
    "MeetingResource",
    "MinutesResource",
    "PackResource",
    "RatificationNeedResource",
]
