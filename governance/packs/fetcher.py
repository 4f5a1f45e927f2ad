"""What the PDF renderer may reach: the files named here, in memory, pictures in the page itself, and nothing else."""

from base64 import b64decode
from functools import cache
from pathlib import Path
from typing import Any

from weasyprint.urls import URLFetcher, URLFetcherResponse

SCHEME = "static:"
NAMES = dict.fromkeys(("packs/pack.css", "packs/furniture.css", "packs/numbers.css"), "text/css")
PICTURES = {f"data:{kind};base64,": kind for kind in ("image/png", "image/jpeg")}
STATIC = Path(__file__).parents[2] / "static"


@cache
def asset(name: str) -> bytes:
    """One of the files above."""
    return (STATIC / name).read_bytes()


class StaticFetcher(URLFetcher):
    """Serves `static:<name>` for the names above, and pictures whose address is the picture. Everything else, of any
    protocol, ends the rendering.

    Nothing is passed on to the fetcher it inherits from, so there is no file, network, redirect or other data address
    that a page could name with success.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        opening = url[: url.find(",") + 1]
        if opening in PICTURES:
            return URLFetcherResponse(url, b64decode(url[len(opening) :]), {"Content-Type": PICTURES[opening]})
        name = url.removeprefix(SCHEME)
        if not url.startswith(SCHEME) or name not in NAMES:
            raise ValueError("A pack may use only the portal's own style sheet.")
        return URLFetcherResponse(url, asset(name), {"Content-Type": NAMES[name]})
