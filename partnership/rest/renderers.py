"""In which form an answer leaves, and how a caller says which it wants."""

from typing import Any

from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer

from partnership.exports import csv_lines


class CSVRenderer(BaseRenderer):
    """Lists as CSV, for a spreadsheet or a finance system. A list is streamed: see `Resource.list`."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return "".join(csv_lines(data)).encode()


class PDFRenderer(BaseRenderer):
    """A board pack's file, which its view streams."""

    media_type = "application/pdf"
    format = "pdf"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return data


class Negotiation(DefaultContentNegotiation):
    """`?format=` wins over `Accept`, so that a browser or a spreadsheet can ask for CSV by address alone."""

    def select_renderer(self, request: Any, renderers: Any, format_suffix: str | None = None) -> Any:
        asked = request.query_params.get(self.settings.URL_FORMAT_OVERRIDE)
        if not asked:
            return super().select_renderer(request, renderers, format_suffix)
        for renderer in renderers:
            if renderer.format == asked:
                return renderer, renderer.media_type
        raise NotAcceptable(available_renderers=renderers)
