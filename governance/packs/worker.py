"""A process that prints sections for another: `python -m governance.packs.worker <bytes> <seconds>`.

It loads what printing needs and nothing of the portal, answers each document on its input with a part, and ends with
its input. A message is a letter, the length in eight bytes, and so many bytes.
"""

import ctypes
import gc
import os
import resource
import signal
import struct
import sys
from collections.abc import Callable
from itertools import count
from typing import IO

from weasyprint.urls import FatalURLFetchingError

from governance.packs import render
from governance.packs.parts import Part, packed

PART, SURROUND, TOO_LARGE, REACHED_OUT, FAILED = b"P", b"S", b"M", b"R", b"F"
BEFORE_TIDYING = 32  # documents: little is left of each, and looking for it takes time
_LENGTH = struct.Struct(">cQ")
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


def write(pipe: IO[bytes], kind: bytes, message: bytes) -> None:
    pipe.write(_LENGTH.pack(kind, len(message)) + message)
    pipe.flush()


def read(pipe: IO[bytes]) -> tuple[bytes, bytes]:
    """The next message. Raises EOFError when there is none, or half of one."""
    kind, length = _LENGTH.unpack(_exactly(pipe, _LENGTH.size))
    return kind, _exactly(pipe, length)


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    got = pipe.read(length)
    if len(got) < length:
        raise EOFError
    return got


def printing(kind: bytes) -> Callable[[str, int], Part]:
    return render.surround if kind == SURROUND else render.part


def _answer(kind: bytes, document: str, most_bytes: int) -> tuple[bytes, bytes]:
    try:
        return PART, packed(printing(kind)(document, most_bytes))
    except MemoryError:
        return TOO_LARGE, b""
    except FatalURLFetchingError as error:
        return REACHED_OUT, str(error).encode()
    except Exception as error:
        return FAILED, f"{type(error).__name__}: {error}".encode()


def main(most_bytes: int, seconds: int) -> None:
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != parent:
            return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    gc.freeze()
    gc.disable()
    for number in count(1):
        try:
            asked, message = read(sys.stdin.buffer)
        except EOFError:
            return
        kind, answer = _answer(asked, message.decode(), most_bytes)
        write(sys.stdout.buffer, kind, answer)
        if number % BEFORE_TIDYING == 0:
            gc.collect()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
