"""What the database refuses about governance."""

from governance import report_guards
from governance.guards import bodies, decisions, meetings, packs
from partnership.guards import OfApp

GUARDS = OfApp(
    "governance", (*packs.GUARDS, *bodies.GUARDS, *meetings.GUARDS, *decisions.GUARDS, *report_guards.GUARDS)
)
