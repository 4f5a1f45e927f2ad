"""Board packs of about 40, 120 and 400 pages: from parts, as one plain WeasyPrint document, and as Chromium prints.

Each measurement has a process of its own, made from one that has loaded everything, as a worker has (and, where one
section changed, has put the unchanged pack together before); Chromium starts as it always does. Seconds are of the
clock. Memory is what the process and all that it started hold together at their most (what several share counts once),
looked at ten times a second.
"""

import io
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event, Thread

import page as validation
import pikepdf
from django.db import connection
from PIL import Image, ImageChops
from weasyprint import HTML

from governance.models import PackPart
from governance.packs import assembly, contents, markup, render
from governance.packs.fetcher import StaticFetcher, asset
from governance.packs.store import Kept
from tests.benchmarks.packs_content import Content, pack

SIZES = {40: (3, 60), 120: (24, 60), 400: (94, 60)}  # pages: registers, and the rows of each
OURS, CHANGED, PLAIN, CHROMIUM = "from parts, cold", "one section changed", "one document", "Chromium"
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-pdf-header-footer")
OTHER_PIXELS = 12  # of 255: what may differ of a pixel at a low resolution


@dataclass
class Measured:
    pages: int = 0
    cells: int = 0
    seconds: dict[str, list[float]] = field(default_factory=dict)
    megabytes: dict[str, float] = field(default_factory=dict)
    accessible: bool = False
    same_pages: bool = False

    def time(self, what: str) -> float:
        return statistics.median(self.seconds[what])


def of_sizes(sizes: tuple[int, ...], rounds: int, scratch: Path) -> dict[int, Measured]:
    """All sizes, in rounds: each thing once a round, in turn."""
    with connection.schema_editor() as editor:
        editor.create_model(PackPart)
    return {size: _of_size(size, rounds, scratch) for size in sizes}


def _of_size(size: int, rounds: int, scratch: Path) -> Measured:
    registers, rows = SIZES[size]
    content, found = pack(registers, rows), Measured()
    ours, one = scratch / "ours.pdf", scratch / "one.pdf"
    found.pages = _ours(content, ours)
    whole = markup.together(content["document"], with_pages(content, ours))
    found.cells = whole.count("<td") + whole.count("<th")
    for number in range(rounds):
        other = pack(registers, rows, changed=number % registers, round_=number)
        PackPart.objects.all().delete()
        things: dict[str, Callable[[], object]] = {
            OURS: lambda: _ours(content, ours),
            CHANGED: lambda other=other: _ours(other, scratch / "changed.pdf"),
            PLAIN: lambda: _plain(whole, one),
            CHROMIUM: _chromium(whole, scratch),
        }
        for name, do in things.items():
            again = partial(_ours, content, scratch / "again.pdf") if name == CHANGED else None
            seconds, megabytes = _apart(do, again)
            found.seconds.setdefault(name, []).append(seconds)
            found.megabytes[name] = max(megabytes, found.megabytes.get(name, 0))
    found.accessible = validation.validate_pdf_bytes(ours.read_bytes(), profile="ua1").is_compliant
    found.same_pages = same_bodies(ours, one)
    return found


# --- What is measured -------------------------------------------------------------------------------------------------


def _ours(content: Content, target: Path) -> int:
    printed = assembly.document(content, Kept())
    target.write_bytes(printed.file)
    return printed.pages


def _plain(html: str, target: Path) -> None:
    """As one would print it: the library as it comes."""
    HTML(string=html, url_fetcher=StaticFetcher()).write_pdf(target, pdf_variant="pdf/ua-1")


def _chromium(html: str, scratch: Path) -> Callable[[], object]:
    for name in (render.STYLE, render.FURNITURE, render.NUMBERS):
        sheet = f"<style>{asset(name).decode()}</style>"
        html = html.replace(f'<link rel="stylesheet" href="static:{name}">', sheet)
    file = scratch / "pack.html"
    file.write_text(html)
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    profile, target = scratch / "profile", scratch / "chromium.pdf"
    own = ("--generate-pdf-document-outline", f"--user-data-dir={profile}", f"--print-to-pdf={target}", file.as_uri())
    command = [program, *FLAGS, *own]
    return lambda: subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own file


def with_pages(content: Content, file: Path) -> list[Content]:
    """The sections, with the page numbers in the contents that the joined file has."""
    with pikepdf.open(file) as pdf:
        names = pdf.Root.Names.Dests.Names
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        starts = {str(names[at]): numbers[names[at + 1][0].objgen] for at in range(0, len(names), 2)}
    return [contents.with_pages(each, starts) if each["key"] == contents.KEY else each for each in content["sections"]]


# --- Time and memory --------------------------------------------------------------------------------------------------


def _apart(do: Callable[[], object], before: Callable[[], object] | None = None) -> tuple[float, float]:
    """Seconds and megabytes of doing it in a process of its own, which did something `before` that does not count."""
    connection.close()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _do_and_tell(do, before, writing)
    os.close(writing)
    done, most = Event(), [0.0]
    watching = Thread(target=_watch, args=(child, done, most))
    watching.start()
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    done.set()
    watching.join()
    os.waitpid(child, 0)
    if not said:
        raise RuntimeError("The measured process ended early.")
    return float(said), most[0]


def _do_and_tell(do: Callable[[], object], before: Callable[[], object] | None, writing: int) -> None:
    try:
        if before is not None:
            before()
        began = time.perf_counter()
        do()
        os.write(writing, str(time.perf_counter() - began).encode())
    finally:
        os._exit(0)


def _watch(root: int, done: Event, most: list[float]) -> None:
    while not done.wait(0.1):
        most[0] = max(most[0], sum(map(_held, _family(root))) / 1024)


def _family(root: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            parent = int(Path("/proc", name, "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(name))
    found = [root]
    for each in found:
        found += children.get(each, [])
    return found


def _held(process: int) -> int:
    """Kilobytes; of what it shares with others its part."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


# --- Pages as images --------------------------------------------------------------------------------------------------


def same_bodies(one: Path, other: Path) -> bool:
    """Whether the pages of two files look the same but for what stands above and below them."""
    with tempfile.TemporaryDirectory() as folder:
        mine, theirs = (_bodies(file, Path(folder, name)) for name, file in (("a", one), ("b", other)))
        if len(mine) != len(theirs):
            return False
        return all(_alike(first, second) for first, second in zip(mine, theirs, strict=True))


def _bodies(file: Path, folder: Path) -> list[Path]:
    folder.mkdir()
    subprocess.run(["pdftoppm", "-r", "30", "-gray", str(file), str(folder / "p")], check=True)  # noqa: S603, S607
    return sorted(folder.iterdir())


def _alike(first: Path, second: Path) -> bool:
    with Image.open(io.BytesIO(first.read_bytes())) as mine, Image.open(io.BytesIO(second.read_bytes())) as theirs:
        if mine.size != theirs.size:
            return False
        width, height = mine.size
        body = (0, round(height * 0.085), width, round(height * 0.93))
        _, most = ImageChops.difference(mine.crop(body), theirs.crop(body)).getextrema()
        return most <= OTHER_PIXELS
