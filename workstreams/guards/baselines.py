"""What the database refuses about workstreams: what was approved, measured or recorded once stays as it was."""

from partnership.guards import append_only

GUARDS = (
    *append_only("workstreams_baselinecost"),
    *append_only("workstreams_baselinevolume"),
    *append_only("workstreams_baselinelock"),
    *append_only("workstreams_reading"),
    *append_only("workstreams_historicalindicator"),
    *append_only("workstreams_historicalserviceentry"),
)
