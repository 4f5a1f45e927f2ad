"""What can be wrong with a file: each is handled or refused with a sentence."""

import io
import zipfile
from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError

from savings.models import Import, ImportProblem, Saving, Statement
from tests import importing
from tests.importing import found, row, table, text

pytestmark = pytest.mark.django_db


def sentences(imported: Import, severity: str = "error") -> list[str]:
    return [problem[3] for problem in found(imported, severity)]


def book(*rows: dict, **more: list) -> bytes:
    return importing.workbook({"Savings": table(*rows)} | more)


def edited(content: bytes, edit: dict[str, tuple[bytes, bytes]]) -> bytes:
    """The workbook with some bytes of its parts replaced: what no library would write."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name in edit:
                before, after = edit[name]
                assert before in part
                part = part.replace(before, after)
            new.writestr(name, part)
    return written.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


# --- Encodings and separators -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("encoding", "called"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("cp1252", "Windows-1252"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
    ],
)
def test_every_encoding_that_spreadsheets_write_is_read(council, encoding, called):
    content = text(row(title="Café – £5 a week", amount="£1,234.50")).encode(encoding)
    imported = importing.finished(council, content)
    assert imported.notes[0] == f"Read as {called}, with commas between the columns."
    assert Saving.objects.get().title == "Café – £5 a week"
    assert Statement.objects.get().amount_pence == 1_234_50


@pytest.mark.parametrize(("separator", "called"), [(",", "commas"), (";", "semicolons"), ("\t", "tabs")])
def test_every_separator_is_read(council, separator, called):
    imported = importing.checked(council, text(row(title="One, two; three"), separator=separator))
    assert (imported.good, imported.notes) == (1, [f"Read as UTF-8, with {called} between the columns."])


def test_the_line_by_which_excel_names_its_separator_is_skipped(council):
    imported = importing.checked(council, "sep=;\r\n" + text(row(amount=""), separator=";"))
    assert found(imported) == [(3, "Amount", "", "Enter the amount of each year, such as 1,234.50.")]


def test_text_that_is_in_no_encoding_is_refused(council):
    (sentence,) = sentences(importing.checked(council, text(row(title="X")).encode() + b"\x81\x8d"))
    assert sentence.endswith("If it is CSV, save it as “CSV UTF-8”.")


def test_quotation_marks_that_do_not_match_end_the_reading_in_words(council):
    imported = importing.checked(council, text(row()) + 'Internal audit,"never closed\r\n')
    assert (imported.good, imported.errors) == (1, 1)
    assert found(imported)[0][0] == 3
    assert sentences(imported)[0].startswith("The quotation marks do not match")


# --- Numbers, dates, years --------------------------------------------------------------------------------------------
def test_a_continental_amount_is_refused_with_a_hint(council):
    imported = importing.checked(council, row(amount="1.234,50"))
    hint = "Put commas between thousands and a point before the pence, such as 1,234.50, or leave the commas out."
    assert found(imported) == [(2, "Amount", "1.234,50", hint)]
    assert imported.problems.get().expected.startswith("Pounds of each year for all organisations together")


@pytest.mark.parametrize(
    ("cell", "pence"),
    [
        (1234.5, 1_234_50),
        (1234.5599999999999, 1_234_56),
        (5, 5_00),
        (10_000_000, 10_000_000_00),
        ("1,234.50", 1_234_50),
    ],
)
def test_amounts_are_what_a_spreadsheet_shows(council, cell, pence):
    importing.finished(council, book(row(amount=cell)), name="a.xlsx")
    assert Statement.objects.get().amount_pence == pence


def test_an_amount_that_is_finer_than_a_penny_is_never_rounded(council):
    imported = importing.checked(council, book(row(amount=33.333)))
    assert sentences(imported) == [
        "An amount has at most two digits after the point, the pence. Round 33.333 to the penny."
    ]


@pytest.mark.parametrize(
    "cell",
    [
        date(2026, 3, 31),
        datetime(2026, 3, 31, tzinfo=None),  # noqa: DTZ001 - as spreadsheets have them
        46112,
        "31/03/2026",
        "31.3.2026",
        "2026-03-31",
        "31 March 2026",
        "46112",
    ],
)
def test_dates_are_read_however_they_are_stored(council, cell):
    importing.finished(council, book(row(stated_on=cell)))
    assert Statement.objects.get().stated_on == date(2026, 3, 31)


def test_days_that_were_counted_from_1904_are_read_as_the_workbook_means_them(council):
    content = importing.workbook({"Savings": table(row(stated_on=date(2026, 3, 31)))}, date_1904=True)
    importing.finished(council, content)
    assert Statement.objects.get().stated_on == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("yesterday", "This is not a date. Write it as 31/03/2026 or 2026-03-31."),
        ("31/02/2026", "31 February 2026 is not a real date. Check the day and the month."),
    ],
)
def test_what_is_no_date_is_refused(council, cell, sentence):
    assert found(importing.checked(council, row(stated_on=cell))) == [(2, "Stated on", cell, sentence)]


@pytest.mark.parametrize("cell", ["2025-26", "2025/26", "2025-2026", "2025", 2025, 2025.0])
def test_a_financial_year_is_read_however_it_is_written(council, cell):
    importing.finished(council, book(row(first_financial_year=cell)))
    assert Statement.objects.get().year == 2025


def test_a_year_of_which_the_spreadsheet_made_a_date_is_refused_with_a_hint(council):
    imported = importing.checked(council, book(row(first_financial_year=date(2011, 12, 1))))
    assert sentences(imported)[0].startswith("The spreadsheet has made a date of the financial year.")


def test_years_that_do_not_follow_each_other_are_refused(council):
    imported = importing.checked(council, row(first_financial_year="2025-27"))
    assert sentences(imported)[0].startswith("2025-27 is not a financial year")


# --- Cells of workbooks -----------------------------------------------------------------------------------------------
def with_formula(value: str) -> bytes:
    return edited(book(row(amount=77777)), {SHEET: (b"<v>77777</v>", f"<f>SUM(A1:A2)</f>{value}".encode())})


def test_a_formula_with_a_stored_result_is_taken_for_it(council):
    importing.finished(council, with_formula("<v>1234.5</v>"))
    assert Statement.objects.get().amount_pence == 1_234_50


@pytest.mark.parametrize("value", ["", "<v></v>"])
def test_a_formula_without_a_stored_result_is_refused(council, value):
    imported = importing.checked(council, with_formula(value))
    (problem,) = found(imported)
    assert problem[:3] == (2, "Amount", "a formula")
    assert problem[3].startswith(
        "The formula in this cell has no stored result. Open the file in a spreadsheet program"
    )


def test_a_formula_that_gives_an_error_is_refused(council):
    content = edited(book(row(title=77777)), {SHEET: (b'"><v>77777</v>', b'" t="e"><f>1/0</f><v>#DIV/0!</v>')})
    imported = importing.checked(council, content)
    assert sentences(imported) == ["The formula in this cell gives #DIV/0!. Mend the formula, or type the value."]


def test_merged_cells_are_refused_in_every_row_they_reach(council):
    content = edited(
        book(row(), row(title="Two"), row(title="Three")),
        {SHEET: (b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>')},
    )
    imported = importing.checked(council, content)
    assert (imported.good, [problem[:3] for problem in found(imported)]) == (
        1,
        [(2, "", "A2 to A3"), (3, "", "A2 to A3")],
    )
    assert "Unmerge them and fill in each row." in sentences(imported)[0]


def test_a_hidden_sheet_is_named_and_not_read(council):
    content = edited(
        importing.workbook({"Savings": table(row()), "Old ones": table(row(title="Old"))}),
        {"xl/workbook.xml": (b'name="Old ones" sheetId="2"', b'name="Old ones" sheetId="2" state="hidden"')},
    )
    imported = importing.finished(council, content)
    assert [problem.sheet for problem in imported.problems.all()] == ["Old ones"]
    assert sentences(imported, "warning")[0].startswith("This sheet is hidden, so it is not read.")
    assert imported.errors == 0
    assert [saving.title for saving in Saving.objects.all()] == ["Joint audit plan"]


def test_a_sheet_of_something_else_is_named_and_not_read(council):
    imported = importing.checked(council, book(row(), Notes=[["To do"], ["Ask finance"]]))
    assert (imported.good, imported.errors) == (1, 0)
    problem = imported.problems.get()
    assert (problem.severity, problem.sheet) == ("warning", "Notes")
    assert problem.sentence == "It has no row with headings of the template, so it is not read."


def test_a_banner_above_the_headings_is_skipped(council):
    content = importing.workbook({"Savings": [["Savings of the year"], [], *table(row(amount="x"))]})
    assert [problem[0] for problem in found(importing.checked(council, content))] == [4]


# --- Headings ---------------------------------------------------------------------------------------------------------
def renamed(**names: str) -> str:
    columns = {name.replace("_", " ").capitalize(): new for name, new in names.items()}
    return text({columns.get(name, name): value for name, value in row().items()})


def test_a_missing_column_is_named(council):
    given = row()
    del given["Category"]
    imported = importing.checked(council, given)
    assert found(imported) == [
        (1, "Category", "", "The column “Category” is missing. Add it, or start from the template.")
    ]


def test_a_misnamed_column_is_guessed(council):
    imported = importing.checked(council, renamed(amount="Ammount", category="Catagory"))
    assert found(imported) == [
        (1, "Catagory", "Catagory", "There is no column “Catagory”. Did you mean “Category”?"),
        (1, "Ammount", "Ammount", "There is no column “Ammount”. Did you mean “Amount”?"),
    ]


def test_a_column_twice_is_refused(council):
    imported = importing.checked(council, text(row() | {"amount ": "5"}))
    assert found(imported) == [(1, "Amount", "amount", "There are two columns “Amount”. Keep the one that counts.")]


def test_a_foreign_column_is_left_out_and_said_so(council):
    imported = importing.checked(council, row() | {"Cost centre": "4410"})
    assert (imported.good, imported.errors) == (1, 0)
    assert found(imported, "warning") == [
        (1, "Cost centre", "Cost centre", "“Cost centre” is not a column of the template, so it is not read.")
    ]


def test_a_cell_under_no_heading_is_an_error(council):
    content = text(row()).rstrip() + ",astray\r\n"
    assert found(importing.checked(council, content))[0][1:3] == ("Column M", "astray")


# --- Whole files ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty. Choose a file with something in it."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "This is an old Excel workbook (.xls)"),
        (b"%PDF-1.7\n", "This is neither CSV nor an Excel workbook (.xlsx)."),
        (b"<html><table></table></html>", "This is neither CSV nor an Excel workbook (.xlsx)."),
        (b"PK\x03\x04 and no more", "The file is damaged."),
    ],
)
def test_what_is_no_table_is_refused_at_once_whatever_its_name(council, content, sentence):
    with pytest.raises(ValidationError, match=sentence.replace("(", r"\(").replace(")", r"\)").replace(".", r"\.")):
        importing.upload(council, content, name="savings.xlsx")
    assert not Import.objects.exists()


def test_another_kind_of_zip_file_is_refused(council):
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(ValidationError, match="neither CSV nor an Excel workbook"):
        importing.upload(council, other.getvalue())


def test_a_workbook_called_csv_is_read_as_what_it_is(council):
    assert importing.checked(council, book(row()), name="savings.csv").format == "xlsx"


def test_a_file_that_is_too_large_is_refused(council, settings):
    settings.IMPORT_MAX_BYTES = 1024 * 1024
    with pytest.raises(ValidationError, match=r"larger than 1 MB\. Split it\."):
        importing.upload(council, b"x" * (1024 * 1024 + 1))


def test_headings_alone_are_said_to_be_alone(council):
    content = text(row()).splitlines()[0]
    assert sentences(importing.checked(council, content)) == [
        "There are headings, but no rows below them. Fill in at least one row."
    ]


def test_a_file_without_headings_is_told_to_start_from_the_template(council):
    assert sentences(importing.checked(council, "1,2,3\r\n4,5,6\r\n")) == [
        "No row has headings of the template. Start from the template."
    ]


def test_empty_rows_are_passed_over_and_numbers_stay_those_of_the_spreadsheet(council):
    lines = text(row(), row(amount="")).splitlines()
    content = "\r\n".join([lines[0], lines[1], "", ",,,", lines[2], ""])
    imported = importing.checked(council, content)
    assert (imported.rows, [problem[0] for problem in found(imported)]) == (2, [5])


def test_more_rows_than_may_be_end_the_reading_in_words(council, settings):
    settings.IMPORT_MAX_ROWS = 2
    imported = importing.checked(council, row(), row(title="b"), row(title="c"))
    assert sentences(imported) == ["The file has more than 2 rows. Split it."]


def test_a_zip_bomb_is_refused_before_it_is_unpacked(council):
    bomb = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(row()))) as old, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        with new.open("xl/media/zeros", "w") as part:
            for _ in range(100):
                part.write(bytes(1024 * 1024))
    assert len(bomb.getvalue()) < 200_000
    assert sentences(importing.checked(council, bomb.getvalue()))[0].startswith("Unpacked, this workbook would be far")


def test_an_entity_bomb_is_refused(council):
    content = edited(
        book(row()), {SHEET: (b"<worksheet", b'<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet')}
    )
    imported = importing.checked(council, content)
    assert (imported.good, imported.errors) == (0, 1)
    assert sentences(imported)[0].startswith("The workbook is damaged.")


def test_a_damaged_workbook_is_refused(council):
    content = edited(book(row()), {"xl/workbook.xml": (b"<workbook", b"<workbook <")})
    assert sentences(importing.checked(council, content))[0].startswith("The workbook is damaged.")


@pytest.mark.parametrize(
    ("title", "shown"),
    [("a\0b", "a\N{REPLACEMENT CHARACTER}b"), ("a\ud800b", "a\N{REPLACEMENT CHARACTER}b")],
)
def test_what_can_not_be_stored_is_refused_where_it_stands(council, title, shown):
    imported = importing.checked(council, text(row(title=title)).encode("utf-8", "surrogatepass"))
    (problem,) = found(imported)
    assert problem[:3] == (2, "Title", shown)
    assert problem[3].startswith("Character 2 of this text is invisible and can not be saved.")


def test_a_cell_of_ten_megabytes_is_refused_in_words(council):
    huge = "x" * 10_000_000
    imported = importing.checked(council, text(row(), row(title=huge)))
    assert (imported.good, found(imported)[0][0]) == (1, 3)
    assert sentences(imported)[0].startswith("A cell has more than 131,072 characters. Shorten it.")
    content = edited(
        book(row(note=77777)),
        {SHEET: (b'"><v>77777</v>', f'" t="inlineStr"><is><t>{huge}</t></is>'.encode())},
    )
    imported = importing.checked(council, content)
    assert found(imported) == [(2, "Note", "x" * 199 + "…", "This cell has 10,000,000 characters. Shorten it.")]


def test_text_that_a_spreadsheet_would_run_is_inert_in_the_report(council, client):
    imported = importing.checked(council, row(amount="=HYPERLINK(1)"))
    client.force_login(council.person("officer"))
    answer = client.get(f"{imported.get_absolute_url()}problems/?format=csv")
    assert ",'=HYPERLINK(1)," in b"".join(answer.streaming_content).decode()
    assert ImportProblem.objects.get().found == "=HYPERLINK(1)"
