"""Office documents as PDF, where LibreOffice is installed; where it is not, a sentence that says what to do instead.

The program runs on its own copy in a folder that is thrown away, with a profile of its own (so no macro of anybody is
trusted and no document recovered), for a limited time, and is ended with all that it started.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

from governance.packs import plain
from governance.packs.appendices import Unreadable, looked_at

ENDINGS = frozenset({".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsx", ".ods", ".ppt", ".pptx", ".odp"})
PROGRAM = "soffice"
SECONDS = 120
_FLAGS = ("--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault", "--convert-to", "pdf")
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ")
NOT_HERE = "“{name}” is an office document. Save it as PDF (File, Export as PDF) and attach that."
FAILED = "“{name}” could not be turned into a PDF. Open it, save it as PDF yourself and attach that."


def is_office(name: str) -> bool:
    return Path(name).suffix.lower() in ENDINGS


def warning(upload: UploadedFile, title: str) -> str:
    """What will keep a file that was just attached out of packs, in a sentence; empty if nothing will. An office
    document is turned into a PDF when a pack is made, not while somebody waits."""
    name = str(upload.name)
    if is_office(name):
        return "" if shutil.which(PROGRAM) else NOT_HERE.format(name=name)
    upload.seek(0)
    file = upload.read()
    try:
        if plain.is_picture(name):
            plain.picture(file, name, title)
        elif plain.is_text(name):
            plain.text(file, name, title)
        else:
            looked_at(file, title)
    except Unreadable as error:
        return str(error)
    return ""


def as_pdf(file: bytes, name: str) -> bytes:
    """The document as PDF. Raises Unreadable, with a sentence for whoever attached it."""
    program = shutil.which(PROGRAM)
    if program is None:
        raise Unreadable(NOT_HERE.format(name=name))
    with tempfile.TemporaryDirectory(prefix="pack-office-") as folder:
        source = Path(folder, f"document{Path(name).suffix.lower()}")
        source.write_bytes(file)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        if _ended([program, profile, *_FLAGS, "--outdir", folder, str(source)], Path(folder)):
            made = source.with_suffix(".pdf")
            if made.exists():
                return made.read_bytes()
    raise Unreadable(FAILED.format(name=name))


def _ended(command: list[str], folder: Path) -> bool:
    """Whether it ran to a good end in time. It knows no secret of the portal, and no home but the folder."""
    known = {name: os.environ[name] for name in _PASSED_ON if name in os.environ} | {"HOME": str(folder)}
    nothing = subprocess.DEVNULL
    process = subprocess.Popen(  # noqa: S603 - the program by its full path, and names that we gave
        command, env=known, cwd=folder, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True
    )
    try:
        return process.wait(SECONDS) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """With its whole family: the program starts another one that does the work."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
