"""`python -m partnership.serve`: three parts that start together, end together, and say why."""

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from partnership import serve

# A web server that answers, and two parts of which one gives up.
GIVES_UP = """
import sys
from pathlib import Path
from partnership import serve
port, data = int(sys.argv[1]), Path(sys.argv[2])
parts = {
    serve.WEB: [sys.executable, "-m", "http.server", str(port), "--bind", serve.HOST, "--directory", str(data)],
    "Celery worker": ["sleep", "60"],
    "Celery beat": ["sh", "-c", "exit 3"],
}
sys.exit(serve.supervise(parts, port, data, []))
"""


@pytest.fixture
def free_port():
    with socket.create_server((serve.HOST, 0)) as server:
        return server.getsockname()[1]


def embedded(tmp_path, port):
    """The environment of `make run`, on a folder of the test's own."""
    production = {"DATABASE_URL", "REDIS_URL", "S3_BUCKET"}
    kept = {name: value for name, value in os.environ.items() if name not in production}
    return kept | {"DEMONSTRATION": "1", "DATA_DIR": str(tmp_path), "PORT": str(port)}


def test_it_says_where_it_is_and_one_signal_ends_all_of_it(tmp_path, free_port):
    (tmp_path / "demo-sign-ins.txt").write_text("officer@example.org")
    portal = subprocess.Popen(
        [sys.executable, "-m", "partnership.serve"],
        env=embedded(tmp_path, free_port),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with portal:
        said = [portal.stdout.readline() for _ in range(4)]
        try:
            urllib.request.urlopen(f"http://{serve.HOST}:{free_port}/healthz").close()
        except urllib.error.HTTPError as answer:
            answer.close()  # no worker has run yet, but the page answers
        portal.send_signal(signal.SIGINT)
        portal.communicate(timeout=30)

    assert f"The portal is at http://localhost:{free_port}/" in "".join(said)
    assert "officer@example.org" in "".join(said)
    assert portal.returncode == 0
    assert serve.choose_port(str(free_port)) == free_port  # nobody holds it any more


def test_one_part_that_ends_by_itself_ends_the_others(tmp_path, free_port):
    ended = subprocess.run(
        [sys.executable, "-c", GIVES_UP, str(free_port), str(tmp_path)],
        env=embedded(tmp_path, free_port),
        capture_output=True,
        text=True,
        timeout=30,
    )

    assert ended.returncode == 1
    assert (
        "The Celery beat ended by itself (with status 3); what it said stands above. The portal stops." in ended.stderr
    )
    assert serve.choose_port(str(free_port)) == free_port


def test_a_port_in_use_is_refused_with_a_way_out():
    with socket.create_server((serve.HOST, 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(serve.Refusal) as refusal:
            serve.choose_port(str(port))

    assert str(refusal.value) == f"Port {port} is in use by another program. Choose another one: make run PORT=8001"


@pytest.mark.parametrize("wanted", ["", "abc", "0", "65536", "-1", "80.5", "\N{ARABIC-INDIC DIGIT EIGHT}"])
def test_what_is_no_port_number_is_refused(wanted):
    with pytest.raises(serve.Refusal, match="which is not a port number"):
        serve.choose_port(wanted)


def test_a_second_portal_on_the_same_data_is_refused(tmp_path):
    with serve.only_one(tmp_path), pytest.raises(serve.Refusal, match="already running"), serve.only_one(tmp_path):
        pass
