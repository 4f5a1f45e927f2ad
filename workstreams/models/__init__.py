"""Shared services as projects: who takes part, who hosts, how far it is, what it cost before and costs its partners."""

from workstreams.models.baselines import BaselineCost
from workstreams.models.money import Contribution, Funding
from workstreams.models.parties import Hosting, Participation
from workstreams.models.plan import Milestone
from workstreams.models.workstreams import Workstream

__all__ = ["BaselineCost", "Contribution", "Funding", "Hosting", "Milestone", "Participation", "Workstream"]
