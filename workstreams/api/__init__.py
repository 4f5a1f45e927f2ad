"""Workstreams over the API."""

from workstreams.api.contributions import ContributionResource
from workstreams.api.workstreams import WorkstreamResource

__all__ = ["ContributionResource", "WorkstreamResource"]
