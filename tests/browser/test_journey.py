"""One number, one function: what an officer typed is the same on every page, in CSV, API and the board pack."""

import csv
import io
import re

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from savings.models import Saving
from tests import packs
from tests.api import Program
from tests.browser.steps import assert_accessible, sign_in, sign_in_by_form
from tests.browser.test_log_a_saving import AT, SHARES, expect_shares, fill_in, submit, verify_by_each_council
from tests.factories import World

pytestmark = pytest.mark.browser
PENCE_APART = {"BDC": "33333.34", "CBC": "33333.33", "NEDDC": "33333.33"}
IN_CSV = [*PENCE_APART.values(), "100000.00"]


def test_the_figures_are_the_same_everywhere(live_council, page):
    _log_and_verify(page, live_council)
    sign_in(page, live_council.person("steering"))

    _assert_list(page)
    _assert_dashboard(page)
    _assert_csv_of_figures(page)
    _assert_api(live_council)
    _assert_pack(live_council)


def _log_and_verify(page: Page, council: World) -> None:
    sign_in_by_form(page, council.person("officer"))
    page.goto(AT)
    page.get_by_role("link", name="Add a saving").first.click()
    fill_in(page)
    expect_shares(page)  # without sending anything
    assert_accessible(page)
    assert not Saving.objects.exists()
    submit(page)
    verify_by_each_council(page, council)
    for _, share in SHARES:
        expect(page.get_by_role("row", name=share).first).to_contain_text("Verified")


def _assert_list(page: Page) -> None:
    page.goto(f"{AT}savings/")
    expect(page.get_by_role("row", name="Joint audit plan")).to_contain_text("£100,000.00")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download all statements as CSV").click()
    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert [row["Amount"], row["State"]] == ["100000.00", "verified"]
    assert {code: row[f"Share of {code}"] for code in PENCE_APART} == PENCE_APART


def _assert_dashboard(page: Page) -> None:
    """Realised and verified, by organisation and in all; and every number opens on its statements."""
    page.goto(AT)
    table = page.get_by_role("table").filter(has_text="All organisations").first
    for name, share in SHARES:
        row = table.get_by_role("row", name=re.compile(f"^{name.split()[0]}"))
        assert row.get_by_text(share).count() >= 2
    expect(table.get_by_role("row", name=re.compile("^All organisations"))).to_contain_text("£100,000.00")
    assert_accessible(page)
    table.get_by_role("link", name="£33,333.34").first.click()
    expect(page.get_by_role("link", name="Joint audit plan").first).to_be_visible()


def _assert_csv_of_figures(page: Page) -> None:
    answer = page.request.get(f"{AT}figures/?table=organisations&kind=cashable&format=csv")
    rows = csv.DictReader(io.StringIO(answer.text().removeprefix("\ufeff")))
    shown = {row["Organisation"]: (row["Realised"], row["Verified"]) for row in rows}
    names = [*(name.split()[0] for name, _ in SHARES), "All organisations"]
    assert shown == {name: (pounds, pounds) for name, pounds in zip(names, IN_CSV, strict=True)}


def _assert_api(council: World) -> None:
    answer = Program(council.person("api")).get("figures/", partnership=council.partnership.slug).json()
    (cashable,) = [money for money in answer["money"] if money["kind"] == "cashable"]
    found = [*cashable["by_organisation"], cashable["total"]]
    assert [(row["realised"], row["verified"]) for row in found] == [(pounds, pounds) for pounds in IN_CSV]
    assert [row["organisation"] for row in cashable["by_organisation"]] == list(PENCE_APART)


def _assert_pack(council: World) -> None:
    """The text that a reader, or a screen reader, finds in the file."""
    pack = packs.make(council, sections=["headlines", "savings"])
    with pack.file.open() as file:
        lines = "\n".join(page.extract_text() for page in PdfReader(file).pages).splitlines()
    for name, share in SHARES:
        (line,) = [line for line in lines if line.startswith(f"{name.split()[0]} £")]
        assert line.split()[4::2] == [share, share], line  # realised and verified
    (line,) = [line for line in lines if line.startswith("All organisations £")]
    assert line.count("£100,000.00") == 2
