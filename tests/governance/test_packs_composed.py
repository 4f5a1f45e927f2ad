"""Packs composed from the agenda: reports with their appendices merged, in order, with the file's own page numbers."""

import io
import uuid
import zipfile

import pikepdf
import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from governance import actions
from governance.actions import appendices, reports, routes
from governance.models import Meeting, Pack, Report
from governance.packs.build import rerender
from tests import meetings, packs
from tests.governance.test_packs_appendices import drawn, pdf
from tests.pages import at, signed_in, words
from tests.reports import answered, begun, complete, published, route, sent, wrote

pytestmark = pytest.mark.django_db
TABLE = "| Post | Cost |\n| --- | ---: |\n| Auditor | 40,000 |\n\n## Why\n\nSee {{ figure: target cashable }}."


def docx() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in ("[Content_Types].xml", "word/document.xml"):
            archive.writestr(name, "<x/>")
    return target.getvalue()


def attach(report, name: str, file: bytes, title: str, **facts):
    upload = SimpleUploadedFile(name, file)
    return appendices.attach_appendix(by=report.author, report=report, upload=upload, title=title, **facts)


def item(council, meeting, title: str, **facts):
    return actions.add_agenda_item(by=council.person("manager"), meeting=meeting, title=title, **facts)


def composed(council, meeting: Meeting, **facts) -> Pack:
    return packs.make(council, meeting, sections=["agenda", "report"], **facts)


def stored(pack: Pack) -> bytes:
    with pack.file.open("rb") as file:
        return file.read()


def read(pack: Pack) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(stored(pack)))


def said(pack: Pack) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(pack).pages).split())


@pytest.fixture
def meeting(council) -> Meeting:
    """With a published report that has two appendices, one of which can not be merged, and one still on its route."""
    route(council)
    first = complete(council)
    wrote(council, first, "background", TABLE)
    attach(first, "plan.pdf", pdf({}, {"Rotate": 90}), "Staffing plan")
    locked = pdf(encryption=pikepdf.Encryption(owner="o", user="u"))
    attach(first, "locked.pdf", locked, "Letter of the auditor")
    sent(council, first, "Joint Board", reason="Urgent.")
    routes.publish_report(by=council.person("manager"), report=first)
    second = complete(council, title="Shared procurement")
    sent(council, second, "Project team")
    made = packs.meeting(council)
    item(council, made, "Procurement", report=second, position=1)
    item(council, made, "Internal audit", report=first)
    return made


def test_reports_stand_in_the_order_of_the_agenda_with_their_appendices_behind_them(council, meeting):
    pack = composed(council, meeting)
    assert pack.state == "finished", pack.problem
    reader = read(pack)
    tops = [each for each in reader.outline if not isinstance(each, list)]
    titles = [each.title for each in tops]
    assert titles == [
        "Contents",
        "Agenda",
        "Item 1: Procurement",
        "Item 4: Internal audit",
        "Item 4, appendix 1: Staffing plan",
        "Item 4, appendix 2: Letter of the auditor",
        "How the figures were computed",
    ]
    starts = {each.title: reader.get_destination_page_number(each) + 1 for each in tops}
    listed = " ".join(reader.pages[1].extract_text().split())
    for title in titles[1:]:
        assert f"{title} {starts[title]}" in listed
    plan = starts["Item 4, appendix 1: Staffing plan"]
    for number in (plan, plan + 1):
        text = reader.pages[number - 1].extract_text()
        assert "Read me" in text and f"Page {number} of {pack.pages}" in text
    assert starts["Item 4, appendix 2: Letter of the auditor"] == plan + 2


def test_the_agenda_and_the_report_lead_to_what_they_name(council, meeting):
    reader = read(composed(council, meeting))
    links = [link.get_object() for page in reader.pages for link in page.get("/Annots", [])]
    links = [link["/Dest"] for link in links if "/Dest" in link]
    audit = next(each for each in meeting.items.all() if each.title == "Internal audit")
    on_agenda = [link.get_object()["/Dest"] for link in reader.pages[2]["/Annots"]]
    assert f"report-{audit.pk}" in on_agenda
    assert {f"report-{audit.pk}-figure-1"} | {f"appendix-{each.pk}" for each in audit.report.appendices.all()} <= set(
        links
    )
    assert set(links) <= set(reader.named_destinations)


def test_an_appendix_that_can_not_be_merged_is_told_of_in_its_place(council, meeting):
    text = said(composed(council, meeting))
    assert "“Letter of the auditor” is protected by a password. Save it without one and attach it again." in text
    assert "from the page of Report 1, as “locked.pdf”" in text


def test_the_file_is_accessible_and_printed_again_to_the_byte(council, meeting):
    validation = pytest.importorskip("page")
    pack = composed(council, meeting)
    file = stored(pack)
    found = {failure.message for failure in validation.validate_pdf_bytes(file, profile="ua1").failures}
    assert all("font" in message.lower() for message in found), found  # those of somebody else's pages
    assert rerender(pack) == file


def test_a_report_is_frozen_from_a_kept_version_and_never_as_it_is_written(council, meeting):
    draft = begun(council, title="Shared parking")
    wrote(council, draft, "background", "Half written.")
    item(council, meeting, "Parking", report=draft)
    text = said(composed(council, meeting))
    assert "The report was still with its author when this pack was made." in text
    assert "Half written" not in text
    assert "Version 1, sent along." in text and "published. " in text


def test_what_an_author_keeps_for_themselves_is_in_no_pack(council, meeting):
    report = Report.objects.get(title="Shared procurement")
    answered(council, report, "sent_back", remarks="Say more on staff.")
    wrote(council, report, "background", "Half rewritten.")
    reports.keep_version(by=report.author, report=report, called="For me")
    text = said(composed(council, meeting))
    assert "Half rewritten" not in text
    assert "Version 1, sent along." in text and "Version 2, kept" not in text


def test_an_office_document_is_turned_into_a_pdf_and_that_is_kept(council, meeting, tmp_path, monkeypatch):
    program = tmp_path / "soffice"
    (tmp_path / "made.pdf").write_bytes(pdf({"CropBox": pikepdf.Array([0, 0, 250, 150])}))
    program.write_text(f'#!/bin/sh\nfor last; do :; done\ncp {tmp_path}/made.pdf "${{last%.*}}.pdf"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    report = complete(council, title="Shared stores")
    attach(report, "plan.docx", docx(), "Plan of stores")
    sent(council, report, "Project team")
    item(council, meeting, "Stores", report=report)
    pack = composed(council, meeting)
    assert (250, 150) in [(float(page.mediabox.width), float(page.mediabox.height)) for page in read(pack).pages]
    assert rerender(pack) == stored(pack)


def test_pictures_text_and_tables_are_accessible_pages_of_our_own(council, meeting):
    validation = pytest.importorskip("page")
    report = complete(council, title="Shared depot")
    files = {"Site plan": ("site.png", drawn("PNG")), "Gate": ("gate.jpg", drawn("JPEG"))}
    files |= {"Letter": ("letter.txt", b"Dear all,\n\nYours"), "Costs": ("costs.csv", b"Post,Cost\nGuard,9\n")}
    for title, (name, file) in files.items():
        attach(report, name, file, title)
    sent(council, report, "Project team")
    meeting.items.all().delete()
    item(council, meeting, "Depot", report=report)
    pack = composed(council, meeting)
    assert pack.state == "finished", pack.problem
    file, reader = stored(pack), read(pack)
    assert validation.validate_pdf_bytes(file, profile="ua1").is_compliant
    with pikepdf.open(io.BytesIO(file)) as opened:
        said = [str(each.Alt) for each in opened.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each]
    assert said == ["Item 1, appendix 1: Site plan", "Item 1, appendix 2: Gate"]
    sizes = [image.image.size for page in reader.pages for image in page.images]
    assert sizes == [(40, 20), (40, 20)]
    text = " ".join(" ".join(page.extract_text().split()) for page in reader.pages[-5:])
    assert "Dear all, Yours" in text and "Post Cost Guard 9" in text
    assert "not checked for accessibility" not in reader.pages[1].extract_text()
    assert rerender(pack) == file


def test_whoever_attaches_what_can_not_be_merged_is_told_at_once(council):
    report = begun(council)
    client = signed_in(council.person("manager"))
    locked = SimpleUploadedFile("locked.pdf", pdf(encryption=pikepdf.Encryption(owner="o", user="u")))
    given = {"upload": locked, "title": "Letter", "openness": "yes"}
    page = client.post(at("report-appendix-add", council, pk=report.pk), given, follow=True)
    assert "board packs will not hold it. “Letter” is protected by a password." in words(page)
    assert report.appendices.count() == 1


# --- Supplements ------------------------------------------------------------------------------------------------------
def test_a_supplement_is_a_pack_of_its_own_with_its_item_alone(council, meeting):
    by = council.person("manager")
    packs.finished(council, meeting)
    actions.set_rule(by=by, body=meeting.body, from_on=meetings.SINCE, **meetings.USUAL)
    second = Report.objects.get(title="Shared procurement")
    answered(council, second)
    sent(council, second, "Joint Board", reason="Urgent.")
    actions.publish_agenda(by=by, meeting=meeting)
    late = published(council, title="Late lease")
    item(council, meeting, "The lease", report=late)
    pack = composed(council, meeting, supplement=1)

    assert (pack.version, str(pack)) == (1, "Board pack, Joint Board, 31 July 2026, supplement 1, version 1")
    assert [each.title for each in pack.sections.all()][2:4] == ["Agenda", "Item 5: The lease"]
    text = said(pack)
    assert "Supplement 1 · Version 1" in text and "Late lease" in text and "Shared procurement" not in text
    client, address = signed_in(by), at("pack-request", council, pk=meeting.pk)
    page = words(client.get(address))
    assert "Supplement 1: The lease" in page and "The whole agenda" in page
    given = {
        "supplement": "1",
        "edition": "exempt",
        "sections": ["report", "savings"],
        "request_key": str(uuid.uuid4()),
    }
    asked = words(client.post(address, given, follow=True))
    assert "Board pack, Joint Board, 31 July 2026, supplement 1, exempt edition, version 1" in asked
    assert client.post(address, given | {"supplement": "2"}).status_code == 200
    with pytest.raises(ValidationError, match="no supplement 2"):
        packs.ask(council, meeting, supplement=2)
