"""Money put in a reserve stays as it was recorded."""

from partnership.guards import append_only

GUARDS = (*append_only("workstreams_reservetransfer"),)
