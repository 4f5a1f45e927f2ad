"""Organisations, partnerships, people and what people may do."""

from partnership.models.notices import Notice, NoticeChoice
from partnership.models.organisations import Organisation, OrganisationSize
from partnership.models.partnerships import Membership, Partnership
from partnership.models.people import ApiToken, Grant, User
from partnership.models.successions import Succession, Successor

__all__ = [
    "ApiToken",
    "Grant",
    "Membership",
    "Notice",
    "NoticeChoice",
    "Organisation",
    "OrganisationSize",
    "Partnership",
    "Succession",
    "Successor",
    "User",
]
