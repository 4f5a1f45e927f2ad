"""The files of lists and figures: the cells of the page, the filter and the point of the ledger; to nobody more."""

from datetime import datetime
from decimal import Decimal

import pytest

from partnership import clock, history
from savings import actions
from savings.models.words import Basis
from savings.sharing import Sharing
from tests import factories, files
from tests.pages import at, signed_in, words

FORMATS = ("csv", "xlsx", "ods")
READ = {
    "csv": lambda data: files.csv_rows(data),
    "xlsx": lambda data: next(iter(files.xlsx_values(data).values())),
    "ods": lambda data: next(iter(files.ods_values(data).values())),
}
LISTS = ("saving-list", "workstream-list", "organisation-list", "meeting-list", "pack-list", "people-list")


def asked(world, name, code, role="manager", **query):
    """A file of a page, as bytes."""
    response = signed_in(world.person(role)).get(at(name, world), query | {"format": code})
    assert response["Content-Disposition"].endswith(f'.{code}"'), words(response)
    return files.content(response)


def about(data):
    return {row[0]: row[1] for row in files.xlsx_values(data)["About this file"]}


def alone(world, code):
    return Sharing(Basis.ONE, frozenset({world.organisations[code].pk}))


def test_the_statements_are_the_same_cells_in_every_format(council):
    with clock.travel(factories.moment(2026, 5, 1)):
        factories.submitted(council, saving={"title": "=1+1", "baseline": "none"}, pence=100_01)
        factories.submitted(
            council,
            pence=0,
            measure_hundredths=1_250,
            saving={"kind": "qualitative", "unit": "days"},
            note="Two\nlines",
        )
    csv_head, *csv_rows = files.csv_rows(asked(council, "saving-list", "csv", sort="title"))
    first, second = (dict(zip(csv_head, row, strict=True)) for row in csv_rows)
    assert (first["Title"], first["Amount"], first["Share of BDC"]) == ("'=1+1", "100.01", "33.34")
    assert (first["Stated on"], first["Submitted"]) == ("2026-05-01", "2026-05-01 13:00:00")
    assert (second["Amount"], second["Measure"], second["Note"]) == ("", "12.50", "Two\nlines")

    head, *rows = READ["xlsx"](asked(council, "saving-list", "xlsx", sort="title"))
    first, second = (dict(zip(head, row, strict=True)) for row in rows)
    assert (first["Title"], first["Amount"], first["Share of BDC"]) == ("=1+1", 100.01, 33.34)
    assert (first["Stated on"], first["Submitted"]) == (
        datetime(2026, 5, 1),  # noqa: DTZ001
        datetime(2026, 5, 1, 13),  # noqa: DTZ001
    )
    assert (second["Amount"], second["Measure"], second["Note"]) == (None, 12.5, "Two\nlines")

    head, *rows = READ["ods"](asked(council, "saving-list", "ods", sort="title"))
    first, second = (dict(zip(head, row, strict=True)) for row in rows)
    assert (first["Title"], first["Amount"], first["Share of BDC"]) == ("=1+1", "100.01", "33.34")
    assert (first["Stated on"], second["Measure"], second["Note"]) == ("2026-05-01", "12.50", "Two\nlines")


def test_a_file_says_what_was_filtered_and_for_which_point_it_holds(council):
    with clock.travel(factories.moment(2026, 5, 1)):
        factories.submitted(council)
    with clock.travel(factories.moment(2026, 6, 1)):
        factories.verified(council)
    query = {"as_at": "2026-05-15", "state": "submitted", "title": "AUDIT"}
    with clock.travel(factories.moment(2026, 7, 1)):
        data = asked(council, "saving-list", "xlsx", **query)
        head, row = files.csv_rows(asked(council, "saving-list", "csv", **query))
    shown = "Title has: AUDIT; State: Submitted; As at: 15 May 2026, ledger sequence 3"
    assert about(data) == {
        "Title": "Statements of savings",
        "Partnership": "Three councils",
        "Shown": shown,
        "As at": datetime(2026, 5, 15),  # noqa: DTZ001
        "Ledger sequence": 3,
        "Exported at": datetime(2026, 7, 1, 13),  # noqa: DTZ001
        "Exported by": "Manager",
        "Rows": 1,
        "Money": "Pounds, to the penny.",
        "Times": "As the clock stood in the United Kingdom.",
    }
    said = ["Three councils", shown, "2026-05-15", "3", "2026-07-01 13:00:00", "Manager"]
    assert row[-6:] == said
    assert head[-6:] == ["Partnership", "Shown", "As at", "Ledger sequence", "Exported at", "Exported by"]


def test_without_a_filter_the_file_says_so_and_how_far_the_ledger_was(council):
    factories.submitted(council)
    said = about(asked(council, "saving-list", "xlsx"))
    assert (said["Shown"], said["Ledger sequence"], said["As at"].date()) == ("All rows", 3, clock.today())


@pytest.mark.parametrize("code", FORMATS)
@pytest.mark.parametrize(
    ("role", "titles"), [("viewer", {"joint"}), ("officer", {"joint", "draft"}), ("manager", {"joint", "CBC alone"})]
)
def test_a_file_shows_what_the_page_shows_and_no_more(council, code, role, titles):
    factories.submitted(council, saving={"title": "joint"})
    factories.submitted(council, "CBC", saving={"title": "CBC alone"}, sharing=alone(council, "CBC"))
    factories.draft(council, saving={"title": "draft"})
    page = signed_in(council.person(role)).get(at("saving-list", council)).context["listing"]
    assert {line.title for line in page.objects} == titles
    head, *rows = READ[code](asked(council, "saving-list", code, role))
    assert {row[head.index("Title")] for row in rows} == titles


@pytest.mark.parametrize("code", FORMATS)
@pytest.mark.parametrize("name", LISTS)
def test_every_list_offers_every_format_to_those_who_see_the_page(council, name, code):
    role = "administrator" if name == "people-list" else "auditor"
    page = signed_in(council.person(role)).get(at(name, council))
    if page.context["listing"].objects:
        assert f"?format={code}" in page.content.decode()
    head, *rows = READ[code](asked(council, name, code, role))
    assert len(rows) == page.context["listing"].count
    refused = {"people-list": "manager", "saving-list": "administrator", "pack-list": "administrator"}.get(name)
    if refused:
        assert signed_in(council.person(refused)).get(at(name, council), {"format": code}).status_code == 403


@pytest.mark.parametrize("code", ["pdf", "html", "", "CSV"])
def test_any_other_format_is_the_page(council, code):
    response = signed_in(council.person("manager")).get(at("saving-list", council), {"format": code})
    assert response["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("name", ["saving-list", "figures-table"])
def test_a_filter_that_makes_no_sense_gets_the_page_that_says_so(council, name):
    query = {"as_at": "yesterday", "format": "xlsx"}
    response = signed_in(council.person("manager")).get(at(name, council), query)
    assert "Enter a day such as 31 March 2026" in words(response)


@pytest.mark.parametrize("code", FORMATS)
@pytest.mark.parametrize("number", [1, 3])
def test_a_file_costs_the_same_queries_for_any_number_of_rows(council, django_assert_num_queries, code, number):
    for _ in range(number):
        factories.verified(council)
    client = signed_in(council.person("manager"))
    for name, query, queries in (
        ("saving-list", {}, 10),
        ("figures-table", {"table": "organisations"}, 11),
        ("figures-table", {"table": "years"}, 11),
        ("behind", {"measure": "realised", "kind": "cashable"}, 12),
    ):
        with django_assert_num_queries(queries, info=f"{name} {query}"):
            files.content(client.get(at(name, council), query | {"format": code}))


# --- Tables of figures ------------------------------------------------------------------------------------------------


def test_a_table_of_figures_is_numbers_in_every_format(council):
    factories.submitted(council, stage="target", pence=300_000_00)
    factories.verified(council, pence=100_000_00)
    made = {code: READ[code](asked(council, "figures-table", code, table="organisations")) for code in FORMATS}
    headings = "Organisation Target Forecast Contracted Realised Part_of_realised_(%) Verified Waiting"
    for code in FORMATS:
        assert made[code][0][:8] == [heading.replace("_", " ") for heading in headings.split()]
    assert made["csv"][1][:8] == ["Bolsover", "100000.00", "0.00", "0.00", "33333.34", "33.33", "33333.34", "0.00"]
    assert made["xlsx"][1] == ["Bolsover", 100000, 0, 0, 33333.34, 33.33, 33333.34, 0]
    assert made["ods"][1] == made["csv"][1][:8]
    assert made["xlsx"][-1][0] == "All organisations"


def test_a_table_of_figures_says_its_scope_kind_and_point(council):
    with clock.travel(factories.moment(2026, 5, 1)):
        factories.verified(council)
    with clock.travel(factories.moment(2026, 7, 1)):
        factories.submitted(council)
        query = {"table": "years", "as_at": "2026-06-01", "organisation": "BDC", "kind": "non_cashable"}
        data = asked(council, "figures-table", "xlsx", **query)
    said = about(data)
    assert (said["Shown"], said["Kind"]) == ("Organisation: Bolsover", "Non-cashable")
    assert (said["As at"].date().isoformat(), said["Ledger sequence"]) == ("2026-06-01", 9)
    assert list(files.xlsx_values(data)) == ["Non-cashable savings by financi", "About this file"]


def test_the_statements_behind_a_figure_add_up_to_it_in_a_file(council):
    factories.submitted(council, saving={"title": "joint"}, pence=300_00)
    factories.submitted(council, "CBC", saving={"title": "secret"}, sharing=alone(council, "CBC"), pence=5_00)
    query = {"measure": "realised", "kind": "cashable"}
    head, *rows = READ["csv"](asked(council, "behind", "csv", "viewer", **query))
    assert [row[:3:2] for row in rows] == [
        ["joint", "300.00"],
        ["1 of other organisations, which your roles do not open", "5.00"],
    ]
    assert sum(Decimal(row[2]) for row in rows) == Decimal("305.00") == Decimal(rows[0][head.index("The figure")])
    assert rows[0][head.index("Shown")] == "Realised, cashable"
    assert b"secret" not in asked(council, "behind", "csv", "viewer", **query)


def test_the_workings_of_a_variance_are_a_file_too(council):
    factories.submitted(council, stage="target")
    head, row, total = READ["ods"](asked(council, "behind", "ods", measure="variance", kind="cashable"))
    assert (head[0], row[0], row[2], total[0]) == ("Financial year", "2025-26", "4 of 4", "All years")


@pytest.mark.parametrize("title", ["=cmd|' /C calc'!A0", "+1", "-1+1", "@x", "\t=1"])
def test_a_title_from_a_person_runs_in_no_format(council, title):
    factories.submitted(council, saving={"title": "plain"})
    stream = council.workstream
    stream.name = title
    history.save(stream, by=council.person("manager"))
    for code in FORMATS:
        rows = READ[code](asked(council, "figures-table", code, table="workstreams"))
        assert rows[1][0] == (f"'{title}" if code == "csv" else title)


def test_verifying_shows_in_the_file(council):
    statement = factories.submitted(council)
    actions.verify_share(by=council.person("verifier"), share=statement.shares.first())
    head, row = READ["csv"](asked(council, "saving-list", "csv"))
    assert (row[head.index("State")], row[head.index("State of BDC")]) == ("partly verified", "verified")
