"""What the database refuses about workstreams."""

from workstreams.guards import baselines, budgets, cases, gates, plans

GUARDS = (*plans.GUARDS, *gates.GUARDS, *cases.GUARDS, *budgets.GUARDS, *baselines.GUARDS)
