"""Bodies and their seats, meetings and their agendas, board packs and annual statements."""

from governance.models.bodies import Body, Seat
from governance.models.meetings import AgendaItem, Meeting
from governance.models.packs import Pack, PackRelease, PackSection

__all__ = ["AgendaItem", "Body", "Meeting", "Pack", "PackRelease", "PackSection", "Seat"]
