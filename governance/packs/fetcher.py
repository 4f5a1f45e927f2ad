"""What the PDF renderer may reach: the files named here, in memory, and nothing else."""

from pathlib import Path
from typing import Any

from django.conf import settings
from weasyprint.urls import URLFetcher, URLFetcherResponse

SCHEME = "static:"
NAMES = {"packs/pack.css": "text/css"}


def _assets() -> dict[str, bytes]:
    return {name: (Path(settings.BASE_DIR) / "static" / name).read_bytes() for name in NAMES}


class StaticFetcher(URLFetcher):
    """Serves `static:<name>` for the names above. Everything else, of any protocol, ends the rendering.

    Nothing is passed on to the fetcher it inherits from, so there is no file, network, redirect or data address that
    a page could name with success.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self._assets = _assets()

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        name = url.removeprefix(SCHEME)
        if not url.startswith(SCHEME) or name not in self._assets:
            raise ValueError("A pack may use only the portal's own style sheet.")
        return URLFetcherResponse(url, self._assets[name], {"Content-Type": NAMES[name]})
