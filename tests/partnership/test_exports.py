"""Files of three formats made of one table: exact cells, nothing that runs, any length, bounded memory."""

import io
import re
import tracemalloc
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from hypothesis import example, given, settings
from hypothesis import strategies as st

from partnership.exports import Export, Fact, Pence, cells, download, inert, model, opendocument, separated, workbook
from partnership.exports.model import sheet_name
from tests.files import csv_rows, ods_sheets, ods_values, xlsx_sheets, xlsx_value, xlsx_values

MOMENT = datetime(2026, 7, 1, 13, 30, 15, 999, tzinfo=UTC)  # summer: an hour later on the clock
HEADINGS = ["Title", "Amount", "Day", "Moment", "Number", "Per cent", "Nothing"]
ROW = ["Joint audit", Pence(-123_456_789), date(2026, 3, 31), MOMENT, 42, Decimal("33.33"), None]
DANGEROUS = [
    "=2+5",
    "+1-800",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    '=HYPERLINK("http://example.org","x")',
    "{=1}",
    "＝1+1",
    "http://example.org",
]


def export(rows, **more):
    return Export("file", "A table", more.pop("headings", HEADINGS), rows, [Fact("Shown", "All rows")], **more)


def written(what: Export) -> dict[str, bytes]:
    """The same table in the three formats. Its rows must be a list."""
    file = io.BytesIO()
    workbook.write(what, file)
    what.counted = 0
    ods = b"".join(opendocument.write(what))
    return {"csv": "".join(separated.write(what)).encode(), "xlsx": file.getvalue(), "ods": ods}


def test_each_kind_of_cell_is_exact_in_every_format():
    made = written(export([ROW]))

    head, row = csv_rows(made["csv"])
    assert head == [*HEADINGS, "Shown"]
    assert row == [
        *("Joint audit", "-1234567.89", "2026-03-31", "2026-07-01 14:30:15", "42", "33.33", ""),
        "All rows",
    ]

    (head, row), about = xlsx_sheets(made["xlsx"]).values()
    assert [cell.value for cell in head] == HEADINGS
    assert [cell.value for cell in row][:3] == ["Joint audit", -1234567.89, datetime(2026, 3, 31)]  # noqa: DTZ001
    assert [cell.value for cell in row][3:] == [datetime(2026, 7, 1, 14, 30, 15), 42, 33.33, None]  # noqa: DTZ001
    assert [cell.data_type for cell in row] == ["s", "n", "d", "d", "n", "n", "n"]
    assert row[1].number_format == "#,##0.00" and row[2].number_format == "dd/mm/yyyy"
    assert {line[0].value: line[1].value for line in about} == {
        "Title": "A table",
        "Shown": "All rows",
        "Rows": 1,
        "Money": "Pounds, to the penny.",
        "Times": "As the clock stood in the United Kingdom.",
    }

    sheets = ods_sheets(made["ods"])
    assert list(sheets) == ["A table", "About this file"]
    assert sheets["A table"][1] == [
        ("string", "Joint audit"),
        ("currency", "-1234567.89"),
        ("date", "2026-03-31"),
        ("date", "2026-07-01T14:30:15"),
        ("float", "42"),
        ("float", "33.33"),
        ("", ""),
    ]
    assert [("string", "Shown"), ("string", "All rows")] in sheets["About this file"]


@given(st.lists(st.integers(min_value=-(10**15), max_value=10**15), min_size=1, max_size=40))
@example([0, -1, 1, 99, 841, -100, 10**15 - 1])
@settings(deadline=None, max_examples=20)
def test_pence_leave_as_the_same_pounds_in_every_format(amounts):
    made = written(export([[Pence(pence)] for pence in amounts], headings=["Amount"]))
    pounds = [Decimal(pence).scaleb(-2) for pence in amounts]
    assert [Decimal(row[0]) for row in csv_rows(made["csv"])[1:]] == pounds
    assert [Decimal(row[0]) for row in ods_values(made["ods"])["A table"][1:]] == pounds
    with zipfile.ZipFile(io.BytesIO(made["xlsx"])) as file:
        sheet = file.read("xl/worksheets/sheet1.xml").decode()
    assert [Decimal(found) for found in re.findall("<v>([^<]+)</v>", sheet)] == pounds


@pytest.mark.parametrize("text", DANGEROUS)
def test_nothing_in_a_file_is_a_formula(text):
    made = written(export([[text, -5, Pence(-500)]], headings=[text, "Number", "Money"]))

    for row in csv_rows(made["csv"]):
        assert row[0][0] not in "=+-@\t\r\n＝"
    assert csv_rows(made["csv"])[1][1:3] == ["-5", "-5.00"]
    with zipfile.ZipFile(io.BytesIO(made["xlsx"])) as file:
        sheet = file.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet and "<hyperlink" not in sheet and 't="inlineStr"' in sheet
    cell, number, money = xlsx_sheets(made["xlsx"])["A table"][1]
    # openpyxl takes any text that begins with = for a formula, so the file itself is asked above.
    assert (number.value, money.value) == (-5, -5)
    assert xlsx_value(cell) == text
    assert ods_sheets(made["ods"])["A table"][1] == [("string", text), ("float", "-5"), ("currency", "-5.00")]


@pytest.mark.parametrize(("value", "text"), [("-5", "-5"), ("-5.50", "-5.50"), ("-5x", "'-5x"), (None, ""), (7, "7")])
def test_numbers_stay_numbers_in_csv(value, text):
    assert inert(value) == text


def test_texts_that_a_sheet_can_not_hold_are_made_to_fit():
    long, marks = "x" * 40_000, "a\x00b\x0bc\ud800d\uffffe"
    made = written(export([[long, "<r><t>&</t></r>", "_x0041_", " two  spaces\nand a line "]], headings=list("abcd")))
    row = xlsx_values(made["xlsx"])["A table"][1]
    assert (len(row[0]), row[0][-1]) == (32_767, "…")
    assert row[1:] == ["'<r><t>&</t></r>", "_x0041_", " two  spaces\nand a line "]
    assert ods_values(made["ods"])["A table"][1][1:] == ["<r><t>&</t></r>", "_x0041_", " two  spaces\nand a line "]
    assert csv_rows(made["csv"])[1][0] == long
    assert cells.for_sheet(marks) == "a\ufffdb\ufffdc\ufffdd\ufffde"
    assert len(cells.for_sheet("\N{PILE OF POO}" * 20_000).encode("utf-16-le")) <= 2 * 32_767


def test_an_empty_table_has_its_headings():
    made = written(export([]))
    assert csv_rows(made["csv"]) == [[*HEADINGS, "Shown"]]
    assert xlsx_values(made["xlsx"])["A table"] == [HEADINGS]
    assert ods_values(made["ods"])["A table"] == [HEADINGS]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Cashable savings by workstream, of all [councils]: 1/2*?\\", "Cashable savings by workstream,"),
        ("'quoted'", "quoted"),
        ("History", "Table"),
        ("About this file", "Table"),
        (":", "Table"),
        ("", "Table"),
    ],
)
def test_a_sheet_has_a_name_that_excel_accepts(title, name):
    assert sheet_name(title) == name


@given(st.text(max_size=60), st.integers(min_value=1, max_value=12))
def test_every_title_gives_a_sheet_name(title, number):
    name = sheet_name(title, number)
    assert 0 < len(name) <= 31
    assert not set(name) & set("[]:*?/\\") and name.strip("'") == name


def test_what_a_sheet_can_not_hold_stands_on_further_ones(monkeypatch):
    monkeypatch.setattr(model, "SHEET_ROWS", 4)  # headings and three rows
    made = written(export([[number] for number in range(7)], headings=["Number"]))
    for sheets in (xlsx_values(made["xlsx"]), ods_values(made["ods"])):
        assert list(sheets) == ["A table", "A table 2", "A table 3", "About this file"]
        rows = [[str(row[0]) for row in sheets[name]] for name in list(sheets)[:3]]
        assert rows == [["Number", "0", "1", "2"], ["Number", "3", "4", "5"], ["Number", "6"]]
        assert "the others are on the sheets after the first" in str(sheets["About this file"])


def test_rows_that_just_fill_a_sheet_need_no_other(monkeypatch):
    monkeypatch.setattr(model, "SHEET_ROWS", 4)
    assert [name for name, rows in export([[1], [2], [3]]).sheets() if list(rows)] == ["A table"]


NUMBER, LONG = 5_000, "of a joint saving " * 300


@pytest.mark.parametrize("code", ["csv", "xlsx", "ods"])
def test_memory_does_not_grow_with_the_rows(code):
    """Of 5,000 long rows only portions are held; all of them would be 27 MB and more."""

    def rows():
        for number in range(NUMBER):
            yield [f"Statement {number} {LONG}", Pence(number), date(2026, 3, 31), number, "verified", None]

    request = SimpleNamespace(GET=QueryDict(f"format={code}"), user=SimpleNamespace(name="An officer"))
    tracemalloc.start()
    try:
        response = download(request, export(rows(), headings=list("abcdef")))
        size = sum(map(len, response.streaming_content))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        for close in response._resource_closers:  # and not the test database
            close()
    assert size > 60_000
    assert peak < 8_000_000, f"{peak:,} bytes"


def test_the_component_offers_the_three_formats():
    html = render_to_string("components/download.html", {"downloads": [("CSV", "?format=csv")], "what": "all rows"})
    assert '<a class="govuk-link govuk-link--no-visited-state" href="?format=csv">' in html
    assert "Download all rows as </span>CSV</a>" in html
