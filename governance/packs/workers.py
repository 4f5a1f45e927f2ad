"""Sections printed side by side: in this process, and in others that it starts for the time of one pack.

A worker of the queue may have no children by `multiprocessing`, so these are programs of their own: they get HTML on
their input, answer with parts, and end with it. Each has its share of the memory that a pack may take, and knows no
secret of the portal. Whoever is free takes the next section, the largest first.
"""

import gc
import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Thread
from typing import IO, Protocol

from django.conf import settings
from weasyprint.urls import FatalURLFetchingError

from governance.packs.parts import Part, unpacked
from governance.packs.tuning import quick_memory
from governance.packs.worker import BEFORE_TIDYING, FAILED, PART, REACHED_OUT, TOO_LARGE, printing, read, write

WORTH_A_PROCESS = 150_000  # letters of content: less is printed before another process has started
BETWEEN_LOOKS = 0.25  # seconds, while others print
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "XDG_CACHE_HOME")


class PrinterLost(Exception):
    """Another process ended without an answer: it was killed, or the machine has no memory left."""


@dataclass(frozen=True, slots=True)
class Document:
    """HTML to be printed, made when somebody is free to print it: a section, or what stands around all pages.

    `effort` is how much there is to print, in letters.
    """

    make: Callable[[], str]
    effort: int
    kind: bytes = PART
    key: str = ""  # by which whoever watches knows it; none of what stands around all pages


class Watch(Protocol):
    """Whoever is told how far each section is. Threads say so too; `look` comes again and again, from one alone."""

    def began(self, key: str) -> None: ...

    def done(self, key: str) -> None: ...

    def reused(self, key: str) -> None: ...

    def look(self) -> None: ...


class Nobody:
    def began(self, key: str) -> None:
        pass

    done = reused = began

    def look(self) -> None:
        pass


def rendered(documents: Sequence[Document], watch: Watch | None = None) -> list[Part]:
    """The part of each document, in their order. Raises what `render.part` raises, and what looking raises."""
    if not documents:
        return []
    work = _Work(documents, watch or Nobody())
    is_little = sum(each.effort for each in documents) < WORTH_A_PROCESS
    many = 1 if is_little else min(settings.PACK_PROCESSES, len(documents))
    most = settings.PACK_MEMORY_BYTES // many
    with quick_memory(), _others(many - 1, most, work):
        for count, number in enumerate(work.taken(), 1):
            work.done(number, _printed(documents[number], most))
            work.watch.look()
            if count % BEFORE_TIDYING == 0:
                gc.collect()
    work.raise_what_failed()
    return [work.parts[number] for number in range(len(documents))]


def _printed(document: Document, most_bytes: int) -> Part:
    return printing(document.kind)(document.make(), most_bytes)


class _Work:
    """What is left to do, and what was done. Taking the next one is a single step, so no lock is needed."""

    def __init__(self, documents: Sequence[Document], watch: Watch) -> None:
        self.documents, self.watch = documents, watch
        self.parts: dict[int, Part] = {}
        self._left = deque(sorted(range(len(documents)), key=lambda number: (-documents[number].effort, number)))
        self._failed: BaseException | None = None

    def taken(self) -> Iterator[int]:
        """The numbers of documents that the caller has to print."""
        with suppress(IndexError):
            while self._failed is None:
                number = self._left.popleft()
                self.watch.began(self.documents[number].key)
                yield number

    def done(self, number: int, part: Part) -> None:
        self.parts[number] = part
        self.watch.done(self.documents[number].key)

    def drive(self, process: "subprocess.Popen[bytes]") -> None:
        """Let another process print, as long as there is something left."""
        try:
            for number in self.taken():
                self.done(number, _asked(process, self.documents[number]))
        except BaseException as error:
            self._failed = error

    def raise_what_failed(self) -> None:
        if self._failed is not None:
            raise self._failed


@contextmanager
def _others(number: int, most_bytes: int, work: _Work) -> Iterator[None]:
    """Other processes at work, each driven by a thread. Whatever happens here, none of them is left."""
    processes = [_started(most_bytes) for _ in range(number)]
    threads = [Thread(target=work.drive, args=(process,), daemon=True) for process in processes]
    try:
        for thread in threads:
            thread.start()
        yield
        for thread in threads:
            while thread.is_alive():
                thread.join(BETWEEN_LOOKS)
                work.watch.look()
    finally:
        for process in processes:
            process.kill()
            process.communicate()


def _started(most_bytes: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "governance.packs.worker", str(most_bytes), str(settings.CELERY_TASK_TIME_LIMIT)]
    known = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return subprocess.Popen(  # noqa: S603 - our own program, and nothing that a user wrote among its arguments
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=settings.BASE_DIR, env=known
    )


def _asked(process: "subprocess.Popen[bytes]", document: Document) -> Part:
    asking, answering = _pipes(process)
    try:
        write(asking, document.kind, document.make().encode())
        kind, answer = read(answering)
    except (OSError, EOFError) as error:
        raise PrinterLost from error
    if kind == PART:
        return unpacked(answer)
    words = answer.decode()
    raise {TOO_LARGE: MemoryError, REACHED_OUT: FatalURLFetchingError, FAILED: RuntimeError}[kind](words)


def _pipes(process: "subprocess.Popen[bytes]") -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise PrinterLost
    return process.stdin, process.stdout
