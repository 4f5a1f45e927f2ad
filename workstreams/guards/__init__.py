"""What the database refuses about workstreams."""

from partnership.guards import OfApp
from workstreams.guards import budgets, cases, engagement, gates, options

GUARDS = OfApp("workstreams", (*gates.GUARDS, *cases.GUARDS, *budgets.GUARDS, *engagement.GUARDS, *options.GUARDS))
