"""When a partnership's verified savings are open data."""

from simple_history.models import HistoricalRecords

from partnership.models.publications import Published


class Publication(Published):
    """From one moment to another the verified savings of a partnership stand at a public address."""

    history = HistoricalRecords()

    class Meta(Published.Meta):
        pass

    def __str__(self) -> str:
        return f"Open data of {self.partnership}"
