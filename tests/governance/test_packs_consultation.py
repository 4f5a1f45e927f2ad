"""The section “Consultation and communications” of a board pack."""

import io

import page
import pypdf
import pytest

from tests import packs
from tests.engagement import answered, closed, communication, consultation, day, lesson

pytestmark = pytest.mark.django_db


def test_it_prints_what_is_open_awaited_done_told_and_learned(council):
    row = consultation(council, title="Hours", groups=["staff", "unions"], opened_on=day(-20), closes_on=day(-2))
    answered(council, row.consultees.get(group="staff"), answered_on=day(-5))
    done = consultation(council, title="One team", groups=["staff"], opened_on=day(-20), closes_on=day(-2))
    closed(council, done)
    consultation(council, title="To come", opened_on=day(3), closes_on=day(9))
    communication(council, on=day(-3))
    communication(council, title="Years ago", on=day(-300))
    communication(council, title="Planned", on=day(3))
    lesson(council)

    pack = packs.make(council, sections=["consultation"])

    (section,) = [each for each in pack.frozen()["sections"] if each["key"] == "consultation"]
    found = {
        name: [[cell["text"] for cell in line] for line in table["rows"]]
        for name, table in section["content"].items()
        if isinstance(table, dict)
    }
    assert [line[0] for line in found["open"]] == ["Hours"] and found["open"][0][3:] == ["1 of 2", "Replies overdue"]
    assert [line[:2] for line in found["awaited"]] == [["Trade unions", "Hours"]]
    assert [(line[0], line[3]) for line in found["closed"]] == [("One team", "The proposal stands as it was")]
    assert [line[2] for line in found["told"]] == ["News sheet 1"]
    assert [line[0] for line in found["learned"]] == ["Involve HR early"]
    with pack.file.open("rb") as stored:
        file = stored.read()
    said = " ".join(" ".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(file)).pages).split())
    assert "Replies awaited" in said
    assert page.validate_pdf_bytes(file, profile="ua1").is_compliant
