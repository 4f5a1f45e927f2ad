"""Printed parts of packs, kept so that they need not be printed again. Losing any of them costs only time."""

from django.db import models

from partnership import clock


class PackPart(models.Model):
    """A part by the digest of what it was made from: content, templates, style and versions. It says nothing that the
    packs do not say; nobody is shown it, and what has not been used for long is thrown away."""

    digest = models.CharField("SHA-256", max_length=64, primary_key=True)
    data = models.BinaryField()
    size = models.PositiveIntegerField(help_text="In bytes.")
    used_at = models.DateTimeField(default=clock.now, db_index=True)

    def __str__(self) -> str:
        return self.digest
