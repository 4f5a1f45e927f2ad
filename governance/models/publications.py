"""When a partnership's agendas, decisions and minutes are a public register."""

from simple_history.models import HistoricalRecords

from partnership.models.publications import Published


class GovernancePublication(Published):
    """From one moment to another the open agendas, decisions and minutes of a partnership stand at a public address."""

    history = HistoricalRecords()

    class Meta(Published.Meta):
        pass

    def __str__(self) -> str:
        return f"Public register of {self.partnership}"
