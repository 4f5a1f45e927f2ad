"""Packs made of parts: the same bytes on every road, the same pages as one document, and the roads that fail."""

import hashlib
import io
import logging
import os
import signal
from datetime import timedelta
from functools import partial

import page as validation
import pikepdf
import pytest
from django.core.checks import run_checks
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError

from governance import tasks
from governance.models import PackPart
from governance.packs import assembly, markup, merge, parsing, parts, render, store, tuning, versions, workers, writer
from governance.packs.fetcher import StaticFetcher, asset
from governance.packs.parts import Bookmark, Open, Page, Part, Place, Stream
from partnership import clock
from tests.benchmarks import packs_content
from tests.benchmarks.packs_sizes import same_bodies, with_pages

MOST = 3 * 1024**3
SIZE = {"registers": 2, "rows": 20, "streams": 1}
CONTENT = packs_content.pack(**SIZE)
FEW_OBJECTS = {"cover", "contents", "agenda", "charts"}


class Memory(dict):
    """A store that forgets with the test."""

    def found(self, digests, read):
        return {digest: read(self[digest]) for digest in digests if digest in self}

    def keep(self, made):
        self.update(made)


@pytest.fixture(scope="module")
def kept() -> Memory:
    return Memory()


@pytest.fixture(scope="module")
def whole(kept) -> assembly.Printed:
    """Printed by two processes, as larger packs are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers, "WORTH_A_PROCESS", 0)
        return assembly.document(CONTENT, kept)


def digest(printed: assembly.Printed) -> str:
    return hashlib.sha256(printed.file).hexdigest()


# --- The same on every road -------------------------------------------------------------------------------------------


def test_side_by_side_in_one_go_and_from_the_store_the_bytes_are_the_same(whole, kept, settings, monkeypatch):
    settings.PACK_PROCESSES = 1
    assert digest(assembly.document(CONTENT)) == digest(whole)
    monkeypatch.setattr(
        workers, "rendered", lambda documents, watch: [] if not documents else pytest.fail("printed again")
    )
    assert digest(assembly.document(CONTENT, kept)) == digest(whole)


def test_a_section_that_changed_is_the_only_one_that_is_printed_and_packed_again(whole, kept, monkeypatch):
    asked, packed = [], []
    printed, pack = workers.rendered, merge.Merge.packed
    monkeypatch.setattr(workers, "rendered", lambda documents, watch: asked.extend(documents) or printed(documents))
    monkeypatch.setattr(merge.Merge, "packed", lambda whole, at: packed.append(at) or pack(whole, at))
    changed = packs_content.pack(**SIZE, changed=1)
    again = assembly.document(changed, kept)
    assert len(asked) == 1 and "Another saving" in asked[0].make()
    where = [number for number, each in enumerate(changed["sections"]) if each["key"] == "savings:2"]
    small = {number for number in packed if number not in where}  # or with links: packed each time
    assert where[0] in packed and all(changed["sections"][number]["key"] in FEW_OBJECTS for number in small)
    assert again.pages == whole.pages and digest(again) != digest(whole)
    assert digest(again) == digest(assembly.document(changed))


def test_the_pages_look_like_those_of_one_plain_document(whole, tmp_path):
    mine, plain = tmp_path / "mine.pdf", tmp_path / "plain.pdf"
    mine.write_bytes(whole.file)
    html = markup.together(CONTENT["document"], with_pages(CONTENT, mine))
    HTML(string=html, url_fetcher=StaticFetcher()).write_pdf(plain, pdf_variant="pdf/ua-1")
    assert same_bodies(mine, plain)


def test_the_file_is_whole_and_accessible(whole):
    assert validation.validate_pdf_bytes(whole.file, profile="ua1").failures == []
    with pikepdf.open(io.BytesIO(whole.file)) as read:
        assert read.check_pdf_syntax() == []
        assert len(read.pages) == whole.pages
        tagged = read.Root.StructTreeRoot.ParentTree.Nums
        assert list(tagged[::2]) == list(range(len(tagged) // 2))


@pytest.mark.parametrize("key", ["workstream:1", "savings:1", "contents", "headlines"])
def test_what_was_tuned_prints_the_very_same_part(key, monkeypatch):
    frozen = next(each for each in CONTENT["sections"] if each["key"] == key)
    tuned = render.part(markup.apart(frozen, assembly.no_files), MOST)
    monkeypatch.setattr(tuning, "_quicker", list)
    monkeypatch.setattr(parsing, "_means_the_same", lambda root: False)
    monkeypatch.setattr(tuning.Page, "_ua_stylesheets", HTML._ua_stylesheets)
    plain = render.part(markup.apart(frozen, assembly.no_files), MOST)
    assert parts.packed(plain) == parts.packed(tuned)


def test_the_style_sheets_ask_for_nothing_that_cells_alike_could_differ_in():
    style = asset(render.STYLE).decode() + asset(render.FURNITURE).decode()
    assert not [word for word in (":nth", ":first", ":last", ":only", ":has", ":empty", " + ", " ~ ") if word in style]


def test_another_version_of_the_renderer_stops_the_start(monkeypatch):
    assert not [each for each in run_checks() if each.id.startswith("governance.E10")]
    monkeypatch.setitem(versions.MADE_FOR, "weasyprint", "69.9")
    (found,) = [each for each in run_checks() if each.id == "governance.E101"]
    assert "made for weasyprint 69.9" in found.msg


@pytest.mark.parametrize(
    ("html", "quick"),
    [
        ("<p>One<br>two</p>", True),
        ("<p>&nbsp;&pound;</p>", False),
        ("<p>One<ul><li>two</ul>", False),
        ("<p>One<ul><li>two</li></ul></p>", False),
        ("<table><tr><td>1</td></tr></table>", False),
        ("<svg><title>x</title></svg>", False),
    ],
)
def test_what_xml_would_read_in_another_way_is_read_as_html(html, quick, monkeypatch):
    asked = []
    monkeypatch.setattr(parsing, "_as_html", asked.append)
    parsing.tree(f"<!DOCTYPE html><html><head><title>x</title></head><body>{html}</body></html>")
    assert (asked == []) is quick


# --- Parts and places -------------------------------------------------------------------------------------------------


def a_part() -> Part:
    numbers = parts.array("i", [1, -3, 2])
    return Part(
        objects=Open(b"<</A %d 0 R>>", numbers),
        count=1,
        streams=(Stream(Open(b"<<>>", numbers), b"\0data"),),
        pages=(Page(595.2, 841.9, 1, 0, 0, (4,), "all"),),
        bookmarks=(Bookmark(1, "Title – with a dash", Place(0, 1.5, 2)),),
        places={"here": Place(0, 0, 0)},
        targets=("there",),
    )


def test_a_part_comes_back_from_its_bytes_and_other_bytes_are_refused():
    part = a_part()
    data = parts.packed(part)
    assert parts.unpacked(data) == part
    for other in (b"", b"x" * 40, data[:-1], data + b"x", data[:20] + b"\0" + data[21:]):
        with pytest.raises(ValueError, match="no part of a pack"):
            parts.unpacked(other)


@pytest.mark.parametrize(
    ("value", "text"), [(0.1, b"0.1"), (-0.0000001, b"0"), (3, b"3"), (1e7, b"10000000"), (2.50, b"2.5")]
)
def test_numbers_are_written_as_pdf_has_them(value, text):
    assert parts.number(value) == text


def test_a_link_to_another_section_leads_there_and_says_so(whole):
    with pikepdf.open(io.BytesIO(whole.file)) as read:
        links = [link for sheet in read.pages for link in sheet.get("/Annots", [])]
        assert str(links[0].Dest) == "agenda" and str(links[0].Contents) == "Go to Agenda"
        assert all("/A" not in link for link in links)
        owners = dict(zip(*[iter(read.Root.StructTreeRoot.ParentTree.Nums)] * 2, strict=True))
        assert all(owners[link.StructParent].S == "/Link" for link in links)


def test_a_link_to_what_is_not_in_the_pack_leads_to_its_first_page():
    listing = {"key": "contents", "title": "Contents", "content": {"entries": []}}
    link = '<section id="method"><h2>Method</h2><p><a href="#risks">The <b>risks</b> &amp; more</a></p></section>'
    html = markup._LINK.sub(markup._named, link)
    part = render.part(f'<!DOCTYPE html><html lang="en-GB"><title>x</title>{html}</html>', MOST)
    assert part.targets == ("risks",)
    assert b"(Go to The risks & more)" in part.objects.text
    assert assembly.document({"document": CONTENT["document"], "sections": [listing]}).pages == 1


# --- Processes --------------------------------------------------------------------------------------------------------


@pytest.fixture
def at_once(monkeypatch):
    """Another process is started for the least work."""
    monkeypatch.setattr(workers, "WORTH_A_PROCESS", 0)


def printed_of(*bodies: str) -> list[Part]:
    documents = [f'<!DOCTYPE html><html lang="en-GB"><title>x</title><body>{body}</body></html>' for body in bodies]
    return workers.rendered([workers.Document(partial(str, each), len(each)) for each in documents])


def test_what_fails_in_another_process_fails_here_and_leaves_none_behind(at_once, monkeypatch):
    started, start = [], workers._started
    monkeypatch.setattr(workers, "_started", lambda most: started.append(start(most)) or started[-1])
    monkeypatch.setattr(workers, "_printed", lambda document, most: parts.Part(Open(b"", parts.array("i")), 0, ()))
    monkeypatch.setattr(logging.getLogger("weasyprint"), "disabled", True)
    bodies = ["<p>x</p>", '<img src="file:///etc/passwd" alt="x">'] * 20
    with pytest.raises(FatalURLFetchingError):
        for _ in range(20):
            printed_of(*bodies)
    assert all(process.returncode is not None for process in started)


def test_a_process_that_is_killed_is_told_of(at_once, monkeypatch):
    start = workers._started

    def killed(most):
        process = start(most)
        os.kill(process.pid, signal.SIGKILL)
        return process

    monkeypatch.setattr(workers, "_started", killed)
    monkeypatch.setattr(workers, "_printed", lambda document, most: None)
    with pytest.raises(workers.PrinterLost):
        for _ in range(20):
            printed_of(*["<p>x</p>"] * 500)


def test_another_process_knows_no_secret(at_once, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "not to be told")
    process = workers._started(MOST)
    with open(f"/proc/{process.pid}/environ") as told:
        assert "SECRET_KEY" not in told.read()
    process.kill()
    process.communicate()


# --- The store --------------------------------------------------------------------------------------------------------


def row(name: str, days: int, size: int = 10) -> None:
    PackPart.objects.create(digest=name, data=b"no part", size=size, used_at=clock.now() - timedelta(days=days))


def test_parts_are_kept_and_their_use_is_remembered(db):
    for _ in range(2):
        store.Kept().keep({"name": parts.packed(a_part())})
    PackPart.objects.update(used_at=clock.now() - timedelta(days=30))
    assert store.Kept().found(["name", "other"], parts.unpacked) == {"name": a_part()}
    assert PackPart.objects.get().used_at > clock.now() - timedelta(minutes=1)


def test_what_can_not_be_read_is_made_again(db):
    row("broken", 0)
    assert store.Kept().found(["broken"], parts.unpacked) == store.Kept().found(["broken"], writer.unpacked) == {}
    groups = [writer.Group(2, 8, b"some"), writer.Group(1, 4, b"")]
    assert writer.unpacked(writer.packed(groups)) == groups
    for data in (b"", writer.packed(groups)[:-1], writer.packed(groups[:1])[:-1]):
        with pytest.raises(ValueError, match="no objects"):
            writer.unpacked(data)


def test_what_is_old_or_too_much_is_thrown_away_and_the_newest_stays(db, settings):
    settings.PACK_PARTS_BYTES = 25
    for name, days in (("a", 0), ("b", 1), ("c", 2), ("d", 61)):
        row(name, days)
    tasks.throw_away_pack_parts()
    tasks.throw_away_pack_parts()
    assert sorted(PackPart.objects.values_list("digest", flat=True)) == ["a", "b"]
