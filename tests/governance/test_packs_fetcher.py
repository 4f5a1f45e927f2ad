"""The renderer reaches the portal's style sheet and nothing else."""

import http.server
import io
import threading

import pypdf
import pytest
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError

from governance.packs.fetcher import StaticFetcher


@pytest.fixture
def server():
    """Counts who calls; sends on to a file where it is asked for one."""
    calls = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            calls.append(self.path)
            self.send_response(302)
            self.send_header("Location", "file:///etc/passwd")
            self.end_headers()

        def log_message(self, *args):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as serving:
        threading.Thread(target=serving.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_port}", calls
        serving.shutdown()


ADDRESSES = (
    "file:///etc/passwd",
    "file:///work/../etc/hostname",
    "SERVER/x",
    "https://127.0.0.1:1/x",
    "ftp://127.0.0.1:1/x",
    "data:text/css,body{color:red}",
    "static:../manage.py",
    "static:packs/../../manage.py",
    "static:build/portal.css",
    "STATIC:packs/pack.css",
    "gopher://x",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_other_address_is_fetched(address, server):
    url, calls = server
    with pytest.raises(ValueError, match="only the portal's own style sheet"):
        StaticFetcher().fetch(address.replace("SERVER", url))
    with pytest.raises(ValueError, match="only the portal's own style sheet"):
        StaticFetcher().open(address.replace("SERVER", url))
    assert calls == []


WAYS = (
    '<link rel="attachment" href="ADDRESS">',
    '<link rel="stylesheet" href="ADDRESS">',
    '<style>@import url("ADDRESS");</style>',
    '<style>@font-face { font-family: x; src: url("ADDRESS") } p { font-family: x }</style><p>x',
    '<p style="background: url(ADDRESS)">x',
    '<p style="list-style: url(ADDRESS); display: list-item">x',
    '<p style="content: url(ADDRESS)">x',
    '<img src="ADDRESS" alt="x">',
    '<object data="ADDRESS"></object>',
    '<embed src="ADDRESS">',
    '<svg width="9" height="9"><image href="ADDRESS" width="9" height="9"/></svg>',
    '<svg width="9" height="9"><use href="ADDRESS#a"/></svg>',
    '<a rel="attachment" href="ADDRESS">x</a>',
    '<base href="ADDRESS"><img src="x.png" alt="x">',
)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("address", ["file:///etc/passwd", "SERVER/x"])
def test_no_way_of_naming_an_address_reaches_it(way, address, server):
    url, calls = server
    html = f"<!DOCTYPE html><html lang=en><title>x</title>{way.replace('ADDRESS', address.replace('SERVER', url))}"
    try:
        file = HTML(string=html, url_fetcher=StaticFetcher()).write_pdf()
    except FatalURLFetchingError:
        file = None
    assert calls == []
    if file is not None:  # nothing was asked for at all
        assert pypdf.PdfReader(io.BytesIO(file)).attachments == {}
        assert b"root:" not in file


def test_the_style_sheet_is_served():
    response = StaticFetcher().fetch("static:packs/pack.css")
    assert response.content_type == "text/css"
    assert b"@page" in response.read()


def test_of_addresses_that_are_what_they_name_only_pictures_are_served():
    response = StaticFetcher().fetch("data:image/png;base64,eA==")
    assert (response.content_type, response.read()) == ("image/png", b"x")
    for address in ("data:image/svg+xml;base64,eA==", "data:text/css,x", "data:image/png,x"):
        with pytest.raises(ValueError, match="only the portal's own"):
            StaticFetcher().fetch(address)
