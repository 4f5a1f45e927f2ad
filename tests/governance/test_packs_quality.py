"""The section on service quality of a board pack: frozen as it stood on the pack's day."""

import json

from governance.models import Pack
from governance.packs import quality
from governance.packs.content import Source
from partnership import clock
from tests import measured
from tests.factories import moment
from workstreams import actions


def test_the_section_prints_the_missed_first_as_they_stood_on_the_packs_day(council):
    good, bad = measured.indicator(council, name="A good one"), measured.indicator(council, name="The bad one")
    with clock.travel(moment(2026, 4, 20)):
        measured.reading(council, good, 97_00)
        row = measured.reading(council, bad, 80_00)
        measured.reading(council, bad, 85_00, comparator="National average")
    with clock.travel(moment(2026, 5, 20)):
        measure = measured.measure(council, bad, 99_00, reason="Recount.")
        actions.correct_reading(by=council.person("lead"), reading=row, measured=measure)
    day = moment(2026, 5, 1).date()
    pack = Pack(partnership=council.partnership, requested_by=council.person("manager"), sequence=0, as_at_on=day)

    printed = quality.content(Source(pack), "")

    assert [[cell["text"] for cell in row[:6:5]] for row in printed["table"]["rows"]] == [
        ["The bad one", "Missed"],
        ["A good one", "Met"],
    ]
    assert printed["comparators"]["rows"][0][2]["text"] == "Worse: 85 (National average, 2025-26 quarter 4)"
    assert (printed["series"], printed["overdue"]) == (2, None)
    assert json.loads(json.dumps(printed))["counts"][2] == {"status": "missed", "number": 1}
