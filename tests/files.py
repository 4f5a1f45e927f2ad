"""Reading back what was exported: the sheets of XLSX and ODS, the rows of CSV, as exact cells."""

import csv
import io
import zipfile

import openpyxl
from defusedxml import ElementTree
from openpyxl.utils.escape import unescape

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def content(response) -> bytes:
    assert response.status_code == 200, response.status_code
    return b"".join(response.streaming_content)


def csv_rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def xlsx_sheets(data: bytes) -> dict[str, list[list]]:
    """Cell objects by sheet: a formula would show in `data_type`."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {sheet.title: [list(row) for row in sheet.iter_rows()] for sheet in book}


def xlsx_values(data: bytes) -> dict[str, list[list]]:
    return {name: [[xlsx_value(cell) for cell in row] for row in rows] for name, rows in xlsx_sheets(data).items()}


def xlsx_value(cell):
    """As Excel reads it: `_x000D_` is a character that XML can not hold, which the library leaves as it is written."""
    return unescape(cell.value) if isinstance(cell.value, str) else cell.value


def ods_sheets(data: bytes) -> dict[str, list[list[tuple[str, str]]]]:
    """Pairs of a cell's type and its value, by sheet. No cell may carry a formula."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.read("mimetype") == b"application/vnd.oasis.opendocument.spreadsheet"
        root = ElementTree.fromstring(file.read("content.xml"))
    assert not [cell for cell in root.iter() if f"{TABLE}formula" in cell.attrib]
    return {
        table.get(f"{TABLE}name"): [[_ods_cell(cell) for cell in row] for row in table.iter(f"{TABLE}table-row")]
        for table in root.iter(f"{TABLE}table")
    }


def _ods_cell(cell) -> tuple[str, str]:
    kind = cell.get(f"{OFFICE}value-type") or ""
    for name in ("string-value", "value", "date-value"):
        if cell.get(f"{OFFICE}{name}") is not None:
            return kind, cell.get(f"{OFFICE}{name}")
    return kind, "".join(part.text or "" for part in cell.iter(f"{TEXT}p"))


def ods_values(data: bytes) -> dict[str, list[list[str]]]:
    return {name: [[value for _, value in row] for row in rows] for name, rows in ods_sheets(data).items()}
