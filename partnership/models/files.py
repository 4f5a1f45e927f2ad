"""Files that people upload, kept out of the web root under a name made of their content."""

from typing import Any

from django.db import models, transaction

from partnership import clock
from partnership.models.partnerships import Partnership
from partnership.models.people import User


def stored_name(row: "StoredFile", filename: str) -> str:
    """Named by content alone: nothing of what a person typed reaches the file system."""
    return f"{row.folder}/{row.partnership_id}/{row.sha256[:2]}/{row.sha256}"


class StoredFile(models.Model):
    """A file, its name as it was uploaded, and what it is by its content. `folder`: where its kind is kept."""

    folder: str

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    file = models.FileField(upload_to=stored_name, max_length=200)
    name = models.CharField(max_length=150, help_text="The file's name as it was uploaded.")
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text="In bytes.")
    sha256 = models.CharField("SHA-256", max_length=64)
    uploaded_at = models.DateTimeField(default=clock.now, editable=False)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    class Meta:
        abstract = True
        ordering = ["uploaded_at", "pk"]

    def __str__(self) -> str:
        return self.name

    def delete_unused_file(self) -> None:
        """After this transaction, remove the file of this deleted row from storage, unless another row has it too."""
        file: Any = self.file
        if not type(self)._default_manager.filter(file=file.name).exists():
            transaction.on_commit(lambda: file.storage.delete(file.name), robust=True)
