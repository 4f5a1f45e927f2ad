"""The API of figures: at which point, of whom, in which form."""

from partnership import clock
from partnership.dated import Period
from savings.models.words import Basis
from savings.sharing import Sharing
from tests import factories
from tests.api import Program, places


def test_figures_are_those_of_the_moment_asked_for(council):
    program = Program(council.person("viewer"))
    factories.verified(council)
    factories.submitted(council, pence=50_00, saving={"kind": "non_cashable"})
    cashable, other = program.get("figures/", partnership="three-councils").json()["money"]
    assert (cashable["kind"], cashable["total"]["realised"], cashable["total"]["verified"]) == (
        "cashable",
        "100000.00",
        "100000.00",
    )
    assert (other["kind"], other["total"]["realised"], other["total"]["verified"]) == ("non_cashable", "50.00", "0.00")
    then = program.get("figures/", partnership="three-councils", as_at="#3", kind="cashable").json()
    assert then["as_at"] == {"sequence": 3, "on": clock.today().isoformat(), "is_now": False}
    assert [each["kind"] for each in then["money"]] == ["cashable"]
    assert (then["money"][0]["total"]["realised"], then["money"][0]["total"]["verified"]) == ("100000.00", "0.00")
    before = program.get("figures/", partnership="three-councils", as_at="2007-07-31").json()
    assert (before["as_at"]["sequence"], before["money"][0]["total"]["realised"]) == (0, "0.00")


def test_figures_of_a_sequence_judged_on_a_later_day_are_those_of_that_day(council):
    program = Program(council.person("viewer"))
    with clock.travel(factories.moment(2026, 5, 1)):
        factories.submitted(council, pence=4_00, stage="target", periods=[Period(2026)])

    def asked(**point):
        answer = program.get("figures/", partnership="three-councils", **point)
        assert answer.status_code == 200, answer.json()
        return answer.json()["as_at"]["on"], answer.json()["money"][0]["total"]["due"]

    with clock.travel(factories.moment(2026, 10, 1)):
        assert asked() == ("2026-10-01", "2.00")
        assert asked(as_at="#3") == ("2026-05-01", "0.00")
        assert asked(as_at="#3", on="2026-10-01") == ("2026-10-01", "2.00")
        for on in ("2026-04-30", "2026-10-02", "2026-02-30", "soon"):
            refused = program.get("figures/", partnership="three-councils", as_at="#3", on=on)
            assert refused.status_code == 400
        assert program.get("figures/", partnership="three-councils", on="2026-10-01").status_code == 400


def test_figures_of_one_organisation_are_its_shares(council):
    factories.submitted(council)
    program = Program(council.person("viewer"))
    found = program.get(
        "figures/", partnership="three-councils", organisation="CBC", workstream="internal-audit"
    ).json()
    assert (found["organisation"], found["workstream"]) == ("CBC", "internal-audit")
    assert found["money"][0]["total"]["realised"] == "33333.33"


def test_figures_as_csv_are_the_same_numbers_row_by_row(council):
    factories.submitted(council)
    lines = Program(council.person("viewer")).csv("figures/", partnership="three-councils")
    found = {(line["kind"], line["table"], line["organisation"]): line["realised"] for line in lines}
    assert found["cashable", "total", ""] == "100000.00"
    assert [found["cashable", "organisation", code] for code in ("BDC", "CBC", "NEDDC")] == [
        "33333.34",
        "33333.33",
        "33333.33",
    ]


def test_qualitative_benefits_stand_in_their_own_unit(council):
    factories.submitted(
        council,
        pence=0,
        measure_hundredths=54_00,
        saving={"kind": "qualitative", "unit": "per cent"},
        sharing=Sharing(Basis.ONE, frozenset({council.organisations["BDC"].pk})),
    )
    found = Program(council.person("viewer")).get("figures/", partnership="three-councils").json()
    (quality,) = found["qualitative"]
    assert (quality["measure"], quality["unit"], quality["organisation"]) == ("54.00", "per cent", "BDC")
    assert found["money"][0]["total"]["realised"] == "0.00"


def test_figures_that_can_not_be_answered_say_why_all_at_once(council):
    program = Program(council.person("viewer"))
    assert places(program.get("figures/")) == {"partnership"}
    response = program.get(
        "figures/", partnership="three-councils", as_at="2999-01-01", workstream="x", organisation="XBDC", kind="gold"
    )
    assert response.status_code == 400
    assert places(response) == {"as_at", "workstream", "organisation", "kind"}
    for text in ("#99", "#-1", "soon", "2025-02-29", "9999999-01-01", "\0"):
        assert places(program.get("figures/", partnership="three-councils", as_at=text)) == {"as_at"}
