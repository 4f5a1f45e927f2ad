"""The pages of imports: what they say, to whom, in how many queries."""

import io
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from savings.models import Import, Saving, Statement
from tests import importing
from tests.importing import row, text
from tests.pages import at, problems, signed_in, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(council):
    return signed_in(council.person("officer"))


def send(client, world, content: str, **given):
    upload = SimpleUploadedFile("savings.csv", content.encode())
    return client.post(at("import-add", world), {"upload": upload, "request_key": uuid4()} | given)


def test_a_file_is_uploaded_checked_and_confirmed(council, officer):
    answer = send(officer, council, text(row()))
    imported = Import.objects.get()
    assert answer["Location"] == imported.get_absolute_url()
    assert 'role="status">Waiting</p>' in words(officer.get(imported.get_absolute_url()))
    importing.work(imported)
    page = words(officer.get(imported.get_absolute_url()))
    assert "1 of 1 row can be imported. Errors: 0. Warnings: 0." in page
    assert "Bolsover District Council: cashable, 2025-26" in page
    assert officer.post(at("import-confirm", council, pk=imported.pk), {"at_once": "0"}).status_code == 302
    importing.work(imported)
    assert "1 statement drafted." in words(officer.get(imported.get_absolute_url()))
    saving = Saving.objects.get()
    assert f"Import {imported.pk}, savings.csv</a>, row 2" in words(officer.get(saving.get_absolute_url()))
    assert f"Import {imported.pk}, savings.csv" in words(officer.get(Statement.objects.get().get_absolute_url()))
    assert "Joint audit plan" in words(officer.get(at("import-rows", council, pk=imported.pk)))


def test_the_upload_says_all_that_is_wrong_with_it(council, officer):
    answer = officer.post(at("import-add", council), {"request_key": ""})
    assert problems(answer)["upload"] == ["This field is required."]
    answer = send(officer, council, "")
    assert problems(answer)["upload"] == ["The file is empty. Choose a file with something in it."]
    assert "Choose your file again" in words(answer)
    assert not Import.objects.exists()


def test_errors_are_shown_where_they_stand_and_all_of_them_as_csv(council, officer):
    imported = importing.checked(council, row(), *(row(amount="1.234,50") for _ in range(12)))
    page = words(officer.get(imported.get_absolute_url()))
    assert page.count("1.234,50</td>") == 10
    assert "In each column the first 10 are shown." in page
    assert "Import the rows without errors" in page
    lines = b"".join(officer.get(at("import-problems", council, pk=imported.pk) + "?format=csv").streaming_content)
    assert lines.decode().count("Put commas between thousands") == 12


def test_confirming_asks_only_what_arises(council, officer):
    clean = importing.checked(council, row())
    page = words(officer.get(at("import-confirm", council, pk=clean.pk)))
    assert "only_good" not in page and "though it was imported before" not in page
    faulty = importing.checked(council, row(), row(amount="x"))
    answer = officer.post(at("import-confirm", council, pk=faulty.pk), {"at_once": "0"})
    assert problems(answer) == {
        "only_good": ["Some rows have errors. Say that only the good rows are imported, or mend the file."]
    }
    assert (
        officer.post(at("import-confirm", council, pk=faulty.pk), {"at_once": "0", "only_good": "on"}).status_code
        == 302
    )


def test_the_same_file_is_recognised_on_the_pages(council, officer):
    first = importing.finished(council, row())
    again = importing.checked(council, row())
    page = words(officer.get(again.get_absolute_url()))
    assert f"import {first.pk}</a> (imported)" in page
    page = words(officer.get(at("import-confirm", council, pk=again.pk)))
    assert "This file was imported before" in page


def test_what_can_not_be_confirmed_leads_back(council, officer):
    imported = importing.checked(council, row(amount="x"))
    answer = officer.get(at("import-confirm", council, pk=imported.pk), follow=True)
    assert "This import can not be confirmed" in words(answer)


def test_progress_is_a_fragment_that_ends_by_loading_the_page(council, officer):
    imported = importing.upload(council, text(row()))
    address = at("import-progress", council, pk=imported.pk)
    asked = officer.get(address, headers={"HX-Request": "true"})
    assert ">Waiting</p>" in words(asked) and "HX-Refresh" not in asked
    importing.work(imported)
    assert officer.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert officer.get(address)["Location"] == imported.get_absolute_url()


def test_a_manager_reads_no_draft_of_an_organisation_through_its_import(council):
    imported = importing.finished(council, row())
    manager = signed_in(council.person("manager"))
    assert manager.get(at("import-list", council)).status_code == 403
    for name in ("import", "import-file", "import-problems", "import-rows"):
        assert manager.get(at(name, council, pk=imported.pk)).status_code == 404


def test_the_template_holds_the_columns_explained_and_the_values(council, officer):
    answer = officer.get(at("import-template", council))
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Savings", "Statements", "Columns", "Valid values"]
    headings = [cell.value for cell in book["Savings"][1]]
    assert headings[:4] == ["Workstream", "Title", "Kind", "Category"]
    assert "Percentage of NEDDC" in headings
    values = {
        column[0].value: [cell.value for cell in column[1:] if cell.value] for column in book["Valid values"].columns
    }
    assert values["Workstream"] == ["Internal audit"]
    assert values["Organisations"] == ["BDC", "CBC", "NEDDC"]
    assert values["Kind"] == ["Cashable", "Non-cashable", "Qualitative"]
    assert [cell.value for cell in book["Columns"][2]][:3] == ["Savings", "Workstream", "Yes"]


def test_the_empty_template_is_told_that_it_has_no_rows_and_the_filled_one_is_imported(council, officer):
    answer = officer.get(at("import-template", council))
    empty = importing.checked(council, answer.content, name="template.xlsx")
    assert [problem[3] for problem in importing.found(empty)] == [
        "There are headings, but no rows below them. Fill in at least one row."
    ]
    book = load_workbook(io.BytesIO(answer.content))
    for place, cell in enumerate(book["Savings"][1], start=1):
        book["Savings"].cell(2, place, row().get(cell.value))
    filled = io.BytesIO()
    book.save(filled)
    assert importing.finished(council, filled.getvalue(), name="template.xlsx").written == 1


@pytest.mark.parametrize(("name", "first"), [("savings", "Workstream,Title,Kind"), ("statements", "Saving,Financial")])
def test_the_csv_templates_are_the_headings(council, officer, name, first):
    answer = b"".join(officer.get(at(f"import-template-{name}", council)).streaming_content).decode()
    assert answer.startswith("\ufeff" + first)
    assert answer.count("\r\n") == 1


def test_the_file_is_given_back_as_it_was(council, officer):
    imported = importing.checked(council, row())
    answer = officer.get(at("import-file", council, pk=imported.pk))
    assert b"".join(answer.streaming_content).decode() == text(row())
    assert answer["Content-Disposition"] == 'attachment; filename="savings.csv"'
    answer.close()


def counted(client, address) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = client.get(address)
        assert answer.status_code == 200
        if answer.streaming:
            b"".join(answer.streaming_content)
    return len(captured)


@pytest.mark.parametrize("question", ["", "?format=csv"])
@pytest.mark.parametrize("name", ["import-list", "import-problems", "import-rows"])
def test_a_list_costs_the_same_for_one_row_and_for_three(council, officer, name, question):
    one = importing.finished(council, row(amount="x"), row(), confirm={"only_good": True})
    named = {} if name == "import-list" else {"pk": one.pk}
    few = counted(officer, at(name, council, **named) + question)
    rows = [row(amount="x") for _ in range(3)] + [row(title=str(n), amount=str(n + 5)) for n in range(3)]
    three = importing.finished(council, *rows, confirm={"only_good": True})
    importing.upload(council, text(row(note="Another")))
    named = {} if name == "import-list" else {"pk": three.pk}
    assert counted(officer, at(name, council, **named) + question) == few


def test_the_page_of_an_import_costs_the_same_for_one_error_and_for_thirty(council, officer):
    one = importing.checked(council, row(amount="x"), row())
    many = importing.checked(council, *(row(amount="x", title="") for _ in range(15)), row())
    assert counted(officer, one.get_absolute_url()) == counted(officer, many.get_absolute_url())


def test_imports_are_found_where_savings_are_added(council, officer):
    assert at("import-add", council) in words(officer.get(at("saving-list", council)))
    assert at("import-add", council) in words(officer.get(at("saving-add", council)))
    assert "No imports yet" in words(officer.get(at("import-list", council)))
