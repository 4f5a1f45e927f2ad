"""Baselines of a plan and reviews of a risk stay as they were."""

from partnership.guards import append_only

GUARDS = (
    *append_only("workstreams_planbaseline"),
    *append_only("workstreams_baselineddate"),
    *append_only("workstreams_riskreview"),
    *append_only("workstreams_riskescalation"),
    *append_only("workstreams_historicalmilestone"),
    *append_only("workstreams_historicaldependency"),
    *append_only("workstreams_historicalrisk"),
    *append_only("workstreams_historicalriskaction"),
)
