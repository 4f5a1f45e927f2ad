"""Two packs side by side: items, sections and every printed figure; nothing exempt to whoever reads open editions."""

import csv
import io
from copy import deepcopy

import pytest

from governance import actions
from governance.models import Pack
from governance.packs.comparing import compare
from tests import factories, packs
from tests.governance.test_packs_exempt import SECRETS, SECTIONS, meeting  # noqa: F401 - a fixture
from tests.pages import at, signed_in, words

pytestmark = pytest.mark.django_db


# --- Pure -------------------------------------------------------------------------------------------------------------
def item(order: int, title: str, **facts) -> dict:
    nothing = {"lead": "", "minutes": 10, "supplement": "", "exempt": "", "matter": "", "anchor": ""}
    return nothing | {"order": order, "title": title} | facts


def table(caption: str, headings: str, *rows: str) -> dict:
    """Cells are parted by bars."""
    columns = [{"heading": heading} for heading in headings.split("|")]
    return {
        "caption": caption,
        "columns": columns,
        "rows": [[{"text": text} for text in row.split("|")] for row in rows],
    }


def pack(items: list[dict], *sections: tuple[str, dict]) -> dict:
    listed = [("cover", {"version": 1}), ("agenda", {"as_at": "x", "items": items}), *sections]
    return {"sections": [{"key": key, "title": key.capitalize(), "content": content} for key, content in listed]}


def told(found) -> list[tuple]:
    return [(each.row, each.column, each.old, each.new, each.change, each.difference) for each in found.differing]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("£1,250.50", "£1,250.75 (provisional)", "+£0.25"),
        ("−£3.00", "£0.00", "+£3.00"),
        ("£10.00", "−£0.01", "−£10.01"),
        ("12.50%", "11.00%", "−1.50 points"),
        ("1,204", "1,200", "−4"),
        ("3", "3%", None),
        ("5 Sep 2007", "6 Sep 2007", None),
        ("2006-07", "2007-08", None),
    ],
)
def test_figures_are_compared_as_they_are_printed(old, new, said):
    rows = [pack([], ("savings", {"tables": [table("Savings", "Who|What", f"Audit|{each}")]})) for each in (old, new)]
    (figure,) = compare(*rows).differing
    assert (figure.section, figure.table, figure.row, figure.column) == ("Savings", "Savings", "Audit", "What")
    assert (figure.difference.words if figure.difference else None) == said
    assert (figure.old, figure.new) == (old, new)


def test_rows_are_known_by_their_words_and_columns_by_their_headings():
    old = table("By category: 3 of 9", "Stream|Category|Target|Lost", "Audit|Pay|£1.00|2", "Audit|Rent|£2.00|3")
    new = table("By category: 4 of 9", "Stream|Category|Won|Target|Extra", "Audit|Rent|1|£2.50|–", "Audit|IT|2|£7.00|–")
    found = compare(pack([], ("savings", {"tables": [old]})), pack([], ("savings", {"tables": [new]})))
    assert [(row, column, a, b, change) for row, column, a, b, change, _ in told(found)] == [
        ("Audit · Rent", "Won", None, "1", "Added"),
        ("Audit · Rent", "Target", "£2.00", "£2.50", "Changed"),
        ("Audit · Rent", "Extra", None, "–", "Added"),
        ("Audit · Rent", "Lost", "3", None, "Removed"),
        ("Audit · IT", "Won", None, "2", "Added"),
        ("Audit · IT", "Target", None, "£7.00", "Added"),
        ("Audit · IT", "Extra", None, "–", "Added"),
        ("Audit · Pay", "Target", "£1.00", None, "Removed"),
        ("Audit · Pay", "Lost", "2", None, "Removed"),
    ]


def test_tiles_and_facts_are_figures_and_pictures_are_not():
    def section(pounds: str, picture: str) -> tuple[str, dict]:
        tiles = [{"name": "Target", "text": pounds, "pence": 1}]
        chart = {"title": "x", "svg": picture, "rows": [["Audit", pounds]], "headings": ["a", "b"]}
        return ("headlines", {"kinds": [{"title": "Cashable savings", "tiles": tiles, "charts": [chart]}]})

    found = compare(pack([], section("£1.00", "a")), pack([], section("£1.50", "b")))
    assert [(each.table, each.row, each.difference.words) for each in found.differing] == [
        ("Cashable savings", "Target", "+£0.50")
    ]
    same = compare(pack([], section("£1.00", "a")), pack([], section("£1.00", "b")))
    assert (same.differing, same.changed_sections, len(same.figures)) == ([], [], 1)


def test_items_are_added_removed_moved_and_changed():
    before = [item(1, "Apologies"), item(2, "Savings"), item(3, "Staff", lead="Clerk"), item(4, "Close")]
    after = [item(1, "Apologies"), item(2, "Depot"), item(3, "staff", lead="Chair"), item(4, "Savings")]
    found = compare(pack(before), pack(after))
    assert [(each.title, each.changes) for each in found.changed_items] == [
        ("Depot", ("Added",)),
        ("staff", ("Moved", "Title", "Led by")),
        ("Close", ("Removed",)),
    ]
    shifted = compare(pack(before), pack([item(1, "New"), *({**each, "order": each["order"] + 1} for each in before)]))
    assert [each.changes for each in shifted.changed_items] == [("Added",)]
    assert compare({"sections": []}, pack(before)).items is None


def test_sections_come_and_go_and_what_every_pack_says_is_no_change():
    old = pack([], ("savings", {"as_at": "1 May", "tables": []}), ("risks", {"table": None}))
    new = pack([], ("savings", {"as_at": "2 May", "tables": []}), ("budgets", {"tables": []}))
    old["sections"][0]["content"]["version"] = 2
    found = compare(old, new)
    assert [(each.title, each.change) for each in found.changed_sections] == [
        ("Budgets", "Added"),
        ("Risks", "Removed"),
    ]


def test_nothing_differs_from_itself(council):
    factories.verified(council)
    content = packs.make(council, sections=["agenda", "savings", "headlines", "workstream", "milestones"]).frozen()
    found = compare(content, deepcopy(content))
    assert (found.changed_items, found.changed_sections, found.differing) == ([], [], [])
    assert len(found.figures) > 30


# --- Pages ------------------------------------------------------------------------------------------------------------
@pytest.fixture
def two(council) -> list[Pack]:
    """Two versions: in between a saving of £100,000.00 was submitted, and an item came to the agenda."""
    made = packs.make(council, sections=["agenda", "savings"])
    factories.submitted(council, pence=100_000_00)
    actions.add_agenda_item(by=council.person("manager"), meeting=made.meeting, title="Any other business")
    return [made, packs.make(council, made.meeting, sections=["agenda", "savings"])]


def test_the_page_says_what_changed_and_the_file_says_it_to_the_penny(council, two):
    client = signed_in(council.person("manager"))
    assert f"{at('pack-compare', council)}?new={two[1].pk}" in words(client.get(at("pack", council, pk=two[1].pk)))
    page = words(client.get(at("pack-compare", council), {"new": two[1].pk}))  # with the version before it
    assert "From <a" in page and "version 1</a>" in page and "version 2</a>" in page
    assert "Any other business</th><td>Added" in page
    assert "+£100,000.00" not in page and "Not printed" in page  # there was no table before
    answer = client.get(at("pack-compare", council), {"old": two[0].pk, "new": two[1].pk, "format": "csv"})
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    items = [(row["Row"], row["Change"]) for row in rows if row["What"] == "Agenda item"]
    assert items == [("Savings to date", "The same"), ("Next meeting", "The same"), ("Any other business", "Added")]
    totals = [row["Later"] for row in rows if row["What"] == "Figure" and row["Later"] == "100000.00"]
    assert totals and rows[0]["Earlier pack, SHA-256"] == two[0].sha256


def test_figures_filter_sort_and_page(council, two):
    factories.submitted(council, pence=50)
    third = packs.make(council, two[0].meeting, sections=["agenda", "savings"])
    client, both = signed_in(council.person("manager")), {"old": two[1].pk, "new": third.pk}
    page = words(client.get(at("pack-compare", council), both))
    assert "+£0.50" in page and "£100,000.50" in page
    every = words(client.get(at("pack-compare", council), both | {"show": "all", "order": "difference"}))
    assert every.index("+£0.50") < every.index("£0.00")
    page = words(client.get(at("pack-compare", council), both | {"section": "Agenda"}))
    assert "Nothing matches these filters" in page
    page = words(client.get(at("pack-compare", council), both | {"section": "Secrets"}))
    assert "Choose one of the options of" in page


def test_a_choice_that_can_not_be_compared_gets_a_sentence(council, two):
    client = signed_in(council.person("manager"))
    waiting = packs.ask(council, two[0].meeting)
    for given, sentence in (
        ({"old": two[0].pk, "new": two[0].pk}, "This is the same pack."),
        ({"old": two[0].pk, "new": waiting.pk}, "Choose one of the options of “Later pack”."),
        ({"old": two[0].pk, "new": "x"}, "Choose one of the options of “Later pack”."),
        ({"new": two[0].pk}, "Choose"),  # there is none before it
    ):
        assert sentence in words(client.get(at("pack-compare", council), given)), given
    assert "Choose two finished packs" in words(client.get(at("pack-compare", council)))


def test_a_reader_of_open_editions_compares_nothing_exempt(council, meeting):  # noqa: F811
    made = [packs.make(council, meeting, sections=SECTIONS, is_exempt=exempt) for exempt in (False, True, False, True)]
    for one in made:
        actions.release_pack(by=council.person("steering"), pack=one)
    first, exempt, second, again = made
    address, viewer = at("pack-compare", council), signed_in(council.person("viewer"))
    pairs = [(first, second), (first, exempt), (exempt, again), (None, again)]
    asked = [{"old": old.pk if old else "", "new": new.pk, "show": "all"} for old, new in pairs]
    answers = [viewer.get(address, given) for given in asked]
    answers += [viewer.get(address, given | {"format": "csv"}) for given in asked]
    seen = "".join(b"".join(each).decode() for each in answers) + words(viewer.get(address))
    assert not [word for word in SECRETS if word.lower() in seen.lower()]
    assert "Exempt edition" not in seen and exempt.sha256 not in seen and first.sha256 in seen
    auditor = signed_in(council.person("auditor")).get(address, {"old": first.pk, "new": exempt.pk})
    assert "Zanzibar" in words(auditor)  # it would find what it looks for


def test_the_page_costs_the_same_for_any_two(council, two, django_assert_num_queries):
    client = signed_in(council.person("manager"))
    for number in (0, 3):
        for _ in range(number):
            packs.finished(council)
        with django_assert_num_queries(10):
            client.get(at("pack-compare", council), {"old": two[0].pk, "new": two[1].pk})
