"""Somebody else's files in a pack: their pages as they are, nothing else, and a sentence for what can not be."""

import hashlib
import io
import stat

import page as validation
import pikepdf
import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image

from governance.packs import assembly, contents, office, plain
from governance.packs.appendices import Unreadable, appended, frozen

TEXT = b"BT /A 24 Tf 40 100 Td (Read me) Tj ET"
DOCUMENT = {
    "title": "Board pack",
    "partnership": "Three councils",
    "subject": "Joint Board",
    "edition": "Version 1",
    "created": "2026-07-24T09:30:00+01:00",
}


def pdf(*pages: dict, change=lambda made: None, **saving) -> bytes:
    """A file with a page for each dictionary of changes, all of 300 by 200 points with a font that is not embedded."""
    made = pikepdf.new()
    font = made.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for changes in pages or ({},):
        sheet = Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, 300, 200]),
            Contents=made.make_stream(TEXT),
            Resources=Dictionary(Font=Dictionary({"/A": font})),
        )
        for name, value in changes.items():
            sheet[f"/{name}"] = value
        made.pages.append(pikepdf.Page(made.make_indirect(sheet)))
    change(made)
    target = io.BytesIO()
    made.save(target, **saving)
    return target.getvalue()


def pack(file: bytes) -> assembly.Printed:
    """A pack with two pages of ours and the file."""
    entries = [{"anchor": "appendix-7", "title": "Annex A"}]
    listed = [
        {"key": "cover", "title": "Cover", "content": {}},
        {"key": contents.KEY, "title": "Contents", "content": {"entries": entries}},
        frozen(7, "Annex A", file),
    ]
    return assembly.document(
        {"document": DOCUMENT, "sections": listed}, files={hashlib.sha256(file).hexdigest(): file}.__getitem__
    )


@pytest.fixture(scope="module")
def whole() -> bytes:
    """With three pages: as it is, turned, and cropped away from the corner."""
    return pack(pdf({}, {"Rotate": 90}, {"CropBox": Array([20, 30, 220, 180])})).file


def test_pages_keep_their_size_and_text_and_are_numbered_on(whole):
    read = pypdf.PdfReader(io.BytesIO(whole)).pages
    assert [(float(sheet.mediabox.width), float(sheet.mediabox.height)) for sheet in read[2:]] == [
        (300, 200),
        (200, 300),
        (200, 150),
    ]
    for number, sheet in enumerate(read[2:], 3):
        assert "Read me" in sheet.extract_text()
        assert f"Page {number} of 5" in sheet.extract_text()


def test_they_have_a_bookmark_and_a_line_in_the_contents_that_leads_to_them(whole):
    read = pypdf.PdfReader(io.BytesIO(whole))
    assert [(entry.title, read.get_destination_page_number(entry) + 1) for entry in read.outline] == [
        ("Contents", 2),
        ("Annex A", 3),
    ]
    said = " ".join(read.pages[1].extract_text().split())
    assert "Annex A 3" in said
    assert "not checked for accessibility: Annex A" in said
    places = [link.get_object()["/Dest"] for link in read.pages[1]["/Annots"]]
    assert "appendix-7" in places and read.named_destinations["appendix-7"].page == read.pages[2].indirect_reference


def test_our_own_rules_of_structure_hold_though_their_fonts_are_theirs(whole):
    found = {failure.message for failure in validation.validate_pdf_bytes(whole, profile="ua1").failures}
    assert all("font" in message.lower() for message in found), found


def test_the_pages_say_that_they_are_somebody_elses(whole):
    with pikepdf.open(io.BytesIO(whole)) as read:
        said = [str(thing["/Alt"]) for thing in read.objects if isinstance(thing, Dictionary) and "/Alt" in thing]
    assert said == [
        f"Annex A, page {number} of 3. Somebody else’s page, not checked for accessibility." for number in (1, 2, 3)
    ]


def harmful(made: pikepdf.Pdf) -> None:
    """Everything that runs, opens, sends or is attached."""
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    made.Root.OpenAction = script
    made.Root.AA = Dictionary(WC=script)
    made.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))
    made.attachments["secret.txt"] = b"secret"
    sheet = made.pages[0].obj
    sheet.AA = Dictionary(O=script)
    launch = Dictionary(S=Name.Launch, F=String("cmd.exe"))
    out = Dictionary(S=Name.URI, URI=String("https://elsewhere.example/"))
    sheet.Annots = Array(
        made.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action))
        for action in (script, launch, out)
    )
    image = Stream(made, b"x")
    image.Type, image.Subtype, image.F = Name.XObject, Name.Image, Dictionary(F=String("https://elsewhere.example/i"))
    image.Metadata = made.make_stream(b"<meta/>")
    sheet.Resources.XObject = Dictionary({"/F": image, "/P": made.make_stream(b"x", Subtype=Name.PS)})


def test_nothing_that_runs_opens_sends_or_is_attached_comes_along():
    file = pack(pdf(change=harmful)).file
    with pikepdf.open(io.BytesIO(file)) as read:
        plain = io.BytesIO()
        read.save(plain, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
        shown = read.pages[-1].obj.Resources.XObject.Shown.Resources.XObject
        assert list(shown.keys()) == ["/F"]  # what pages call a drawing is their own business
    for word in ("JavaScript", "Launch", "elsewhere", "EmbeddedFile", "secret", "OpenAction", "/AA", "<meta", "/PS"):
        assert word.encode() not in plain.getvalue(), word


def looped(made: pikepdf.Pdf) -> None:
    """Resources that name each other, and the page itself."""
    first, second = (made.make_indirect(Dictionary(Name=String(name))) for name in "ab")
    first.Other, second.Other, second.Page = second, first, made.pages[0].obj
    made.pages[0].obj.Resources.Properties = Dictionary(A=first)


def test_resources_that_name_each_other_end():
    assert pack(pdf(change=looped)).pages == 3


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (b"no pdf", "“Annex A” is no PDF that can be read."),
        (b"%PDF-1.7\n%%EOF", "“Annex A” is no PDF that can be read."),
        (pdf(encryption=pikepdf.Encryption(owner="o", user="u")), "“Annex A” is protected by a password."),
        (pdf(encryption=pikepdf.Encryption(owner="o", user="")), "“Annex A” is protected by a password."),
        (pdf({"MediaBox": Array([0, 0, 0, 0])}), "“Annex A” is no PDF that can be read."),
        (pdf({"Rotate": 45}), "“Annex A” is no PDF that can be read."),
    ],
)
def test_what_can_not_be_put_in_is_refused_in_a_sentence(file, sentence):
    with pytest.raises(Unreadable, match=sentence):
        appended(file, "Annex A", "appendix-1")


# --- Pictures, text and tables: pages of our own ---------------------------------------------------------------------


def drawn(kind: str, size: tuple[int, int] = (40, 20), **saving) -> bytes:
    """A picture, of which the left half can be seen through, where its kind allows that."""
    made = Image.new("RGBA", size, (0, 90, 60, 255))
    made.paste((0, 0, 0, 0), (0, 0, size[0] // 2, size[1]))
    target = io.BytesIO()
    made.convert("RGBA" if kind == "PNG" else "RGB").save(target, kind, **saving)
    return target.getvalue()


def test_a_picture_is_upright_on_white_and_without_what_the_camera_wrote():
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "Taken at the depot"  # lies on its side; a description
    made, said = plain.picture(drawn("JPEG", exif=exif), "Depot.JPG", "Depot")
    assert said == {"type": "image/jpeg", "is_broad": False} and b"depot" not in made
    with Image.open(io.BytesIO(made)) as read:
        assert (read.size, dict(read.getexif())) == ((20, 40), {})
    made, said = plain.picture(drawn("PNG", (4_400, 1_100)), "Map.png", "Map")
    with Image.open(io.BytesIO(made)) as read:
        assert (read.size, read.mode, read.getpixel((0, 0)), said["is_broad"]) == ((2200, 550), "RGB", (255,) * 3, True)


def test_a_picture_that_no_page_should_hold_is_refused(monkeypatch):
    monkeypatch.setattr(plain, "MOST_POINTS", 799)
    with pytest.raises(Unreadable, match="“Map” is a picture of 40 by 20 points. Make it smaller"):
        plain.picture(drawn("PNG"), "Map.png", "Map")


def test_a_file_of_rows_is_a_table_and_any_other_its_paragraphs():
    made = plain.text("Post;Cost;\r\nAuditor;40,000;x\r\n\r\nClerk;-3.5\r\n".encode("utf-8-sig"), "a.csv", "Posts")
    table = made["table"]
    assert [(each["heading"], each["numeric"]) for each in table["columns"]] == [
        ("Post", False),
        ("Cost", True),
        ("Column 3", False),
    ]
    assert [[cell["text"] for cell in row] for row in table["rows"]] == [
        ["Auditor", "40,000", "x"],
        ["Clerk", "-3.5", ""],
    ]
    said = {"paragraphs": ["One\n  two", "Three"]}
    assert plain.text(b"One\n  two\n \n\nThree\n", "a.txt", "Words") == said
    assert plain.text(b"One\n  two\n \n\nThree\n", "a.csv", "Words") == said
    for lengths in ([1] * 12, [40, 1], [0, 90, 3, 3]):
        found = plain.widths([["x" * length for length in lengths]])
        assert sum(found) == 100 and all(plain.LEAST <= width <= plain.MOST for width in found)


# --- Office documents -------------------------------------------------------------------------------------------------


@pytest.fixture
def soffice(tmp_path, monkeypatch):
    """A program of that name that does what it is told to."""

    def made(script: str) -> None:
        program = tmp_path / office.PROGRAM
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(program.stat().st_mode | stat.S_IEXEC)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    return made


def test_without_the_program_an_office_document_is_refused_with_a_hint(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unreadable, match="“Plan.docx” is an office document. Save it as PDF"):
        office.as_pdf(b"words", "Plan.docx")


def test_with_it_the_document_becomes_a_pdf(soffice, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "not to be told")
    soffice('for last; do :; done; [ -z "$SECRET_KEY" ] && cp "$last" "${last%.docx}.pdf"')
    assert office.as_pdf(b"words", "../../Plan.DOCX") == b"words"


@pytest.mark.parametrize("script", ["exit 1", "exit 0", "sleep 60 & sleep 60"])
def test_a_program_that_fails_makes_nothing_or_never_ends_is_told_of(soffice, monkeypatch, script):
    monkeypatch.setattr(office, "SECONDS", 0.3)
    soffice(script)
    with pytest.raises(Unreadable, match="could not be turned into a PDF"):
        office.as_pdf(b"words", "Plan.odt")


def test_what_is_attached_is_looked_at_at_once(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    def said(name: str, file: bytes) -> str:
        return office.warning(SimpleUploadedFile(name, file), "Annex A")

    assert said("Annex.pdf", pdf()) == said("Annex.png", drawn("PNG")) == said("Annex.csv", b"a,b") == ""
    assert "“Annex.docx” is an office document." in said("Annex.docx", b"other")
    assert "“Annex A” is no PDF that can be read." in said("Annex.pdf", b"other")
    assert "“Annex A” is no picture that can be read." in said("Annex.jpg", drawn("PNG"))
    assert "“Annex A” has 300,001 letters." in said("Annex.txt", b"x" * 300_001)


def test_what_is_an_office_document_is_told_by_its_name():
    assert office.is_office("Plan.DOCX") and not office.is_office("Plan.pdf")
