"""The section “Partners and shared services” of a board pack."""

from datetime import timedelta

import pytest

from partnership import clock
from savings import actions as savings_actions
from savings.leaving.gathering import Question
from tests import packs
from workstreams import actions

pytestmark = pytest.mark.django_db


def test_it_prints_who_shares_what_who_leaves_and_what_follows(council):
    council.workstream.stage = "live"
    council.workstream.save()
    lead, day = council.person("lead"), clock.today() + timedelta(days=30)
    agreed = {"shares": "basis", "contributions": "to_day", "staff": "transfer", "contracts": "novated"}
    facts = {"workstream": council.workstream, "effective_on": day, "staff_words": "Three of them."}
    actions.leave_partner(by=lead, organisation=council.organisations["BDC"], **facts | agreed)
    question = Question(
        workstream=council.workstream, organisation=council.organisations["CBC"], last_on=day, basis="equal", horizon=2
    )
    savings_actions.analyse_withdrawal(by=lead, question=question)

    pack = packs.make(council, sections=["partners"])

    (section,) = [each for each in pack.frozen()["sections"] if each["key"] == "partners"]
    shared, changed, analysed = (
        [[cell["text"] for cell in row] for row in section["content"][name]["rows"]]
        for name in ("shared", "changed", "analysed")
    )
    assert [row[:2] for row in shared] == [["Internal audit", "Bolsover, Chesterfield, North"]]
    assert changed[0][0] == "Bolsover leaves Internal audit"
    assert changed[0][4] == "Transfer to the new employer. Three of them."
    assert analysed[0][0].startswith("Chesterfield leaves Internal audit on") and analysed[0][2:] == ["£0.00", "£0.00"]
