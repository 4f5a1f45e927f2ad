"""The whole portal on one machine, in the foreground: `python -m partnership.serve`.

Starts the web server, the Celery worker and beat, says where the portal is, and ends all three when it is told to
stop or when one of them ends by itself. It loads no Django of its own, so that the three start at once.
"""

import contextlib
import ctypes
import errno
import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

HOST = "127.0.0.1"
WEB = "web server"
GRACE = 10.0  # seconds in which a part may finish what it is doing
TICK = 0.1
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux's prctl(2)

Parts = dict[str, subprocess.Popen[bytes]]


def main() -> int:
    data = Path(os.environ.get("DATA_DIR", "var")).resolve()
    data.mkdir(parents=True, exist_ok=True)
    stops = _count_stop_signals()
    try:
        port = choose_port(os.environ.get("PORT", "8000"))
        with only_one(data):
            return supervise(commands(port), port, data, stops)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1


class Refusal(Exception):
    """Why the portal does not start, in a sentence for the person who typed the command."""


def choose_port(wanted: str) -> int:
    """The port, when the web server will be able to have it."""
    if not wanted.isascii() or not wanted.isdigit() or not 0 < int(wanted) < 65536:
        raise Refusal(
            f"PORT is '{wanted}', which is not a port number. Give one from 1024 to 65535: make run PORT=8001"
        )
    port = int(wanted)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            why = "is in use by another program" if error.errno == errno.EADDRINUSE else "may not be used by you"
            other = 8001 if port != 8001 else 8002
            raise Refusal(f"Port {port} {why}. Choose another one: make run PORT={other}") from error
    return port


@contextlib.contextmanager
def only_one(data: Path) -> Iterator[None]:
    """Two beats on one folder would write over each other's schedule."""
    with open(data / "serve.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Refusal(
                f"The portal is already running on {data}. Stop it first, with Ctrl-C where it runs."
            ) from error
        yield


def commands(port: int) -> dict[str, list[str]]:
    """One web process with threads, because SQLite has one writer; two worker processes, for one pack and the rest."""
    shared_memory = ["--worker-tmp-dir", "/dev/shm"] if os.access("/dev/shm", os.W_OK) else []
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "--app", "partnership", "--quiet"]
    return {
        WEB: [
            *(*python, "gunicorn", "partnership.wsgi", "--bind", f"{HOST}:{port}", "--log-level", "warning"),
            *("--worker-class", "gthread", "--workers", "1", "--threads", "8", "--no-control-socket"),
            *("--timeout", "60", "--graceful-timeout", "5", *shared_memory),
        ],
        "Celery worker": [*celery, "worker", "--concurrency", "2", "--without-gossip", "--without-mingle"],
        "Celery beat": [*celery, "beat"],
    }


def supervise(wanted: dict[str, list[str]], port: int, data: Path, stops: list[int]) -> int:
    """Runs the parts until a signal comes (0) or one of them ends by itself (1). The web server starts first and has
    the machine to itself until it answers: that is what the person at the keyboard waits for."""
    parts: Parts = {WEB: _start(wanted[WEB])}
    try:
        while not stops:
            if ended := [name for name, part in parts.items() if part.poll() is not None]:
                print(_obituary(ended[0], parts), file=sys.stderr)
                return 1
            if len(parts) < len(wanted) and _answers(port):
                parts |= {name: _start(command) for name, command in wanted.items() if name != WEB}
                _announce(port, data)
            time.sleep(TICK)
        print("\nStopping the portal: a few seconds. Ctrl-C again ends it at once.", flush=True)
        return 0
    finally:
        _stop(parts, stops)


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    """In a session of its own: Ctrl-C reaches only this process, which then ends the others in order."""
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=_end_with_parent)


def _end_with_parent() -> None:
    """Should this process be killed outright, the system ends its parts, and the port is free again."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)


def _answers(port: int) -> bool:
    """Whether the web server answers at all, be it to say no."""
    link = http.client.HTTPConnection(HOST, port, timeout=4)
    try:
        link.request("GET", "/")
        link.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()
    return True


def _announce(port: int, data: Path) -> None:
    print(f"\nThe portal is at http://localhost:{port}/ (Ctrl-C ends it)")
    sign_ins = data / "demo-sign-ins.txt"
    if sign_ins.is_file():
        print(f"\n{sign_ins.read_text().strip()}")
    print(flush=True)


def _obituary(name: str, parts: Parts) -> str:
    status = parts[name].returncode
    how = f"with status {status}" if status >= 0 else f"by {signal.Signals(-status).name}"
    return f"The {name} ended by itself ({how}); what it said stands above. The portal stops."


def _stop(parts: Parts, stops: list[int]) -> None:
    """Asks every part to end, waits, and ends what is still there; a second Ctrl-C does not wait."""
    for part in parts.values():
        part.terminate()
    deadline, asked = time.monotonic() + GRACE, len(stops)
    while any(part.poll() is None for part in parts.values()) and time.monotonic() < deadline and len(stops) == asked:
        time.sleep(TICK)
    for part in parts.values():
        with contextlib.suppress(ProcessLookupError):
            os.killpg(part.pid, signal.SIGKILL)  # a worker's own processes too
        part.wait()


def _count_stop_signals() -> list[int]:
    """A list that every signal to stop is added to. A handler that only writes can not break what it interrupts."""
    stops: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, frame: stops.append(received))
    return stops


if __name__ == "__main__":
    sys.exit(main())
