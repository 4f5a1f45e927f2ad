"""Files to import, for tests: CSV from dictionaries, workbooks from lists, and a worker in this process."""

import csv
import io
from uuid import uuid4

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from savings import actions, tasks
from savings.models import Import
from tests.factories import World

ROW = {
    "Workstream": "Internal audit",
    "Title": "Joint audit plan",
    "Kind": "Cashable",
    "Category": "Staff",
    "How it was worked out": "Posts no longer filled.",
    "Baseline": "None",
    "Recurrence": "One-off",
    "Stage of claim": "Realised",
    "First financial year": "2025-26",
    "Amount": "100,000.00",
    "Shared": "Equally",
    "Stated on": "31/03/2026",
}


def row(**changes: object) -> dict[str, object]:
    """A good row, with some columns changed: `amount="1"`, `first_financial_year="2024-25"`."""
    named = {name.lower().replace(" ", "_"): name for name in ROW}
    return ROW | {named.get(name, name.replace("_", " ").capitalize()): value for name, value in changes.items()}


def table(*rows: dict[str, object]) -> list[list[object]]:
    """The rows below their headings."""
    headings = list(dict.fromkeys(name for each in rows for name in each))
    return [headings, *([each.get(name, "") for name in headings] for each in rows)]


def text(*rows: dict[str, object], separator: str = ",") -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=separator, lineterminator="\r\n").writerows(table(*rows))
    return written.getvalue()


def workbook(sheets: dict[str, list[list[object]]], **options: object) -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True} | options) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, cells in enumerate(rows):
                for place, cell in enumerate(cells):
                    write = sheet.write_datetime if hasattr(cell, "year") else sheet.write
                    write(number, place, cell, *([day] if hasattr(cell, "year") else []))
    return written.getvalue()


def upload(world: World, content: bytes | str, name: str = "savings.csv", code: str = "BDC", **given: object) -> Import:
    """Uploaded by an officer; a worker has not looked at it yet."""
    data = content.encode() if isinstance(content, str) else content
    return actions.upload_import(
        **{
            "by": world.person("officer", code),
            "partnership": world.partnership,
            "organisation": world.organisations[code],
            "upload": SimpleUploadedFile(name, data),
            "request_key": uuid4(),
        }
        | given
    )


def checked(world: World, *content: object, **given: object) -> Import:
    """Uploaded and checked: from rows, or from the content of a file."""
    whole = text(*content) if isinstance(content[0], dict) else content[0]
    return work(upload(world, whole, **given))


def finished(world: World, *content: object, confirm: dict | None = None, **given: object) -> Import:
    imported = checked(world, *content, **given)
    actions.confirm_import(by=imported.uploaded_by, imported=imported, **confirm or {})
    return work(imported)


def work(imported: Import) -> Import:
    """What a worker does with it."""
    tasks.run_import(imported.pk)
    return Import.objects.select_related("partnership", "organisation", "uploaded_by").get(pk=imported.pk)


def found(imported: Import, severity: str = "error") -> list[tuple]:
    """The problems as they stand in the report: row, column, what was found, what is wrong."""
    rows = imported.problems.filter(severity=severity).order_by("row", "pk")
    return list(rows.values_list("row", "column", "found", "sentence"))
