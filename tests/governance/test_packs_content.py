"""What a pack says: exact figures, frozen for ever, accessible, and the same bytes each time."""

import hashlib
import io
from copy import deepcopy
from types import SimpleNamespace

import page
import pypdf
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from governance.models import Pack
from governance.packs import assembly, build, content, markup, queue, sections
from partnership import guards
from savings import figures, proof
from savings.guards import GUARDS
from savings.models import Posting
from tests import factories, highlights, measured, packs
from workstreams.models import Milestone


def text_of(file: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(file)).pages)


def stored(pack: Pack) -> bytes:
    with pack.file.open("rb") as file:
        return file.read()


def everything(world: factories.World) -> Pack:
    """A claimed pack with all sections, of one verified saving of £100,000.00 in three equal shares, and a target."""
    factories.verified(world)
    factories.submitted(world, stage="target", year=2024)
    Milestone.objects.create(workstream=world.workstream, title="Launch", planned_on="2026-04-01")
    highlights.submitted(world, overall="amber")
    return queue.claim(packs.ask(world, sections=sections.CHOICES).pk)


@pytest.fixture(scope="module")
def full(one_council, django_db_blocker) -> assembly.Printed:
    """It takes a second to print, so the tests that only look at it share one."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = build.printed(everything(deepcopy(one_council)))
        transaction.set_rollback(True)
    return made


@pytest.fixture
def reader(full) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(full.file))


def test_three_equal_shares_stand_to_the_penny(council):
    factories.verified(council)
    made = packs.make(council)
    lines = text_of(stored(made)).splitlines()
    table = "\n".join(lines[lines.index("Cashable savings by organisation") :])
    rows = {row.split("£")[0].strip(): row for row in table.splitlines() if row.count("£") > 5}
    assert rows["Bolsover"].count("£33,333.34") == 2  # realised and verified
    assert rows["Chesterfield"].count("£33,333.33") == 2
    assert rows["North"].count("£33,333.33") == 2
    assert rows["All organisations"].count("£100,000.00") == 2


def test_every_section_that_tells_something_is_printed_in_order_with_its_page_in_the_contents(reader):
    titles = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert titles == [
        "Contents",
        "Agenda",
        "Headline figures",
        "Why the figures moved",
        "Highlight reports",
        "Workstream: Internal audit",
        "Service quality",
        "Savings by organisation and year",
        "Charts",
        "Gates and reviews",
        "Timeline",
        "Milestones",
        "Risk register",
        "How the figures were computed",
    ]
    starts = {e.title: reader.get_destination_page_number(e) + 1 for e in reader.outline if not isinstance(e, list)}
    listed = " ".join(reader.pages[1].extract_text().split())
    for title in titles[1:]:
        assert f"{title} {starts[title]}" in listed
    nothing = "Minutes to be agreed; Business cases; Decisions since the last meeting; Ratifications; Open actions"
    more = "Consultation and communications; Budgets and grants; Partners and shared services"
    assert f"There was nothing to tell under: {nothing}; {more}; Appendix: options appraisals." in listed


def test_pages_are_numbered_and_say_which_version_they_are_of(full, reader):
    assert len(reader.pages) == full.pages
    for number, sheet in enumerate(reader.pages[1:], start=2):
        said = sheet.extract_text()
        assert f"Page {number} of {full.pages}" in said
        assert "Version 1 · Figures as at" in said
        assert "Three councils" in said


def test_the_file_is_accessible(full, reader):
    report = page.validate_pdf_bytes(full.file, profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert reader.metadata.title == "Board pack: Joint Board, 31 July 2026, version 1"
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"


def elements(reader: pypdf.PdfReader, kind: str) -> list:
    """The tags of a kind, in order."""
    found = []

    def walk(element):
        element = element.get_object()
        if isinstance(element, dict):
            found.extend([element] if element.get("/S") == kind else [])
            kids = element.get("/K", [])
            for kid in kids if isinstance(kids, list) else [kids]:
                if not isinstance(kid, int):
                    walk(kid)

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return found


def test_every_chart_says_its_conclusion(reader):
    figures = elements(reader, "/Figure")
    assert len(figures) >= 4
    assert all("£" in figure["/Alt"] or "milestone" in figure["/Alt"] for figure in figures)


def test_every_header_cell_says_what_it_heads(reader):
    cells = elements(reader, "/TH")
    assert {cell["/A"]["/Scope"] for cell in cells} == {"/Column", "/Row"}


def test_a_link_of_the_contents_says_where_it_goes(reader):
    annotations = reader.pages[1]["/Annots"]
    said = [each.get_object()["/Contents"] for each in annotations]
    assert said[0] == "Go to Agenda"
    assert "Go to Workstream: Internal audit" in said


def test_a_table_over_several_pages_is_one_table(council):
    for number in range(60):
        Milestone.objects.create(workstream=council.workstream, title=f"Step {number}", planned_on="2026-04-01")
    made = stored(packs.make(council, sections=["milestones"]))
    tables = elements(pypdf.PdfReader(io.BytesIO(made)), "/Table")
    sizes = [sum(group.get_object()["/S"] == "/TBody" for group in table["/K"]) for table in tables]
    assert max(sizes) > 1
    assert all(table["/K"][0].get_object()["/S"] == "/Caption" for table in tables)
    assert page.validate_pdf_bytes(made, profile="ua1").is_compliant


def test_it_prints_the_same_bytes_again_from_its_row(council):
    claimed = everything(council)
    first = build.printed(claimed)
    again = build.rerender(Pack.objects.get(pk=claimed.pk))
    assert hashlib.sha256(again).hexdigest() == hashlib.sha256(first.file).hexdigest()


def test_later_postings_change_nothing_of_it(council):
    statement = factories.submitted(council)
    made = packs.make(council)
    factories.verified(council, pence=55_555_55)
    assert statement.shares.first().state == "submitted"
    assert hashlib.sha256(build.rerender(Pack.objects.get(pk=made.pk))).hexdigest() == made.sha256
    assert "55,555.55" not in text_of(stored(made))


def test_what_is_posted_between_asking_and_making_is_left_out(council):
    factories.submitted(council)
    asked = packs.ask(council)
    factories.submitted(council, pence=55_555_55)
    build.build(asked.pk)
    asked.refresh_from_db()
    assert asked.sequence == 3
    assert "£155,555.55" not in text_of(stored(asked))
    assert "£100,000.00" in text_of(stored(asked))


def test_the_content_holds_the_figures_that_were_printed(council):
    factories.verified(council)
    made = packs.make(council)
    (section,) = [s for s in made.frozen()["sections"] if s["key"] == "savings"]
    total = section["content"]["tables"][0]["total"]
    assert {"text": "£100,000.00", "plain": "100000.00", "style": "number"} in total


def test_an_empty_partnership_has_a_pack_too(council):
    made = packs.make(council, sections=sections.CHOICES)
    said = text_of(stored(made))
    assert made.state == "finished"
    assert "No savings with a money value had been submitted." in said
    assert "No milestones were planned." in said
    assert page.validate_pdf_bytes(stored(made), profile="ua1").is_compliant


def test_nothing_of_another_partnership_is_in_it(council):
    other = factories.three_councils("other", prefix="Other ")
    factories.verified(other, "BDC", pence=77_777_77, saving={"title": "Their secret"})
    Milestone.objects.create(workstream=other.workstream, title="Their step", planned_on="2026-04-01")
    other.workstream.name = "Their workstream"
    other.workstream.save()
    said = text_of(stored(packs.make(council, sections=sections.CHOICES)))
    assert "77,777.77" not in said
    assert "Their" not in said
    assert "Other" not in said


def test_names_are_text_and_never_markup(council):
    council.workstream.name = '<link rel=attachment href="file:///etc/passwd"><b>Audit</b>'
    council.workstream.save()
    made = packs.make(council, sections=["workstream"])
    assert made.state == "finished"
    assert pypdf.PdfReader(io.BytesIO(stored(made))).attachments == {}
    assert "<b>Audit</b>" in text_of(stored(made)).replace("\n", "")


def test_a_section_prints_from_its_own_content_alone(council, django_assert_num_queries):
    frozen = packs.make(council, sections=sections.CHOICES).frozen()
    with django_assert_num_queries(0):
        for section in frozen["sections"]:
            assert f'id="{section["key"].replace(":", "-")}"' in markup.section(section)


def test_widths_of_columns_that_do_not_add_up_are_refused():
    cells = (sections.print_of.tables.Cell("a"), sections.print_of.tables.Cell("b"))
    table = sections.print_of.tables.Table("name", "Caption", ("One", "Two"), (cells,))
    with pytest.raises(ValueError, match="do not fit"):
        sections.print_of.tables.frozen(table, (60, 41))


def test_packs_are_proved_by_a_command(council, capsys):
    made = packs.make(council)
    call_command("verify_packs", rerender=True)
    assert "is as it was" in capsys.readouterr().out
    with open(made.file.path, "ab") as file:
        file.write(b" ")
    with pytest.raises(CommandError, match="1 pack can not be proved"):
        call_command("verify_packs")


def test_a_pack_prints_and_keeps_the_head_of_the_chain_and_another_chain_is_found(council, capsys):
    factories.submitted(council)
    made = packs.make(council)
    head = Posting.objects.get(sequence=3).hash
    method = next(each["content"] for each in made.frozen()["sections"] if each["key"] == "method")
    assert method["head"] == head
    assert head in text_of(stored(made)).replace("\n", "")

    guards.drop(GUARDS)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE savings_posting SET hash = %s WHERE sequence = 3", ["0" * 64])
    guards.create(GUARDS)

    with pytest.raises(CommandError, match="1 pack can not be proved"):
        call_command("verify_packs")
    assert "printed a head of the chain that the ledger does not have" in capsys.readouterr().out
    assert list(proof.earlier_heads(council.partnership)) == [f"Posting 3 is not the one that pack {made.pk} printed."]


def test_of_many_qualitative_benefits_those_of_the_last_savings_are_printed(council):
    for number in range(content.MOST_QUALITIES + 2):
        saving = {"title": f"Benefit {number}", "kind": "qualitative", "unit": "days"}
        factories.submitted(council, pence=0, measure_hundredths=100, saving=saving)
    printed = content.headlines(content.Source(packs.ask(council)), "")["qualities"]
    assert printed["caption"] == (
        "Qualitative benefits: 20 of 22, those of the savings logged last. The portal lists all."
    )
    assert [row[0]["text"] for row in printed["rows"]] == [f"Benefit {number}" for number in range(2, 22)]


def test_the_cost_before_sharing_is_the_joint_one_of_a_year_where_there_is_one_as_on_the_page(council):
    world = council.workstream
    for code, pence in (("", 925_000_00), ("BDC", 300_000_00), ("CBC", 300_000_00), ("NEDDC", 300_000_00)):
        measured.baseline(council, code, cost_pence=pence)
    measured.baseline(council, "BDC", year=2007, cost_pence=10_00)
    now = figures.now(council.partnership)

    said = content._baseline(SimpleNamespace(user=council.person("manager"), at=now), world)

    assert said == "£925,000.00 (2006-07); £10.00 (2007-08)"
