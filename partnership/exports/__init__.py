"""Lists and tables of figures as files: CSV, XLSX and ODS, made of one description (`Export`) by three writers.

What a file holds says where it comes from: the partnership, what was filtered, the point of the ledger, when and by
whom it was exported.

- XLSX and ODS keep these facts on a second sheet, "About this file". The first sheet is the table alone.
- CSV has no second sheet, and a line of facts above or below the table breaks every program that reads it. So the
  facts are the last columns, the same in each row: one line of headings, one rectangle, nothing to skip. Rows of
  several files can be put below each other and still say what they are.

Nothing in a file is a formula. In XLSX and ODS a text is stored as a text, whatever it begins with. CSV can not say
what a cell is: there a text that a spreadsheet would take for a formula has an apostrophe before it. Numbers stay
numbers, also below 0; money is made from whole pence and never passes through a float.

CSV and ODS leave as they are made. XLSX is put together in a file first, because its parts are written out of order.
Memory does not grow with the number of rows.
"""

from partnership.exports.cells import Pence
from partnership.exports.model import Export, Fact
from partnership.exports.responses import FORMATS, addresses, asked, download
from partnership.exports.separated import csv_lines, csv_response, inert

__all__ = [
    "FORMATS",
    "Export",
    "Fact",
    "Pence",
    "addresses",
    "asked",
    "csv_lines",
    "csv_response",
    "download",
    "inert",
]
