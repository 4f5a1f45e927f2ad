"""An export as the answer to a request, in the format that `?format=` asks for."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse

from partnership import clock
from partnership.exports import opendocument, separated, workbook
from partnership.exports.model import Export, Fact


@dataclass(frozen=True)
class Format:
    """A sort of file: its ending, what people call it, and what makes the answer."""

    code: str
    name: str
    content_type: str
    answer: Callable[[Export, "Format", str], HttpResponseBase]


def _streamed(make: Callable) -> Callable[[Export, Format, str], HttpResponseBase]:
    def answer(export: Export, format_: Format, by: str) -> HttpResponseBase:
        return StreamingHttpResponse(make(export), content_type=format_.content_type)

    return answer


def _workbook(export: Export, format_: Format, by: str) -> HttpResponseBase:
    """Written to a file without a name, which is gone when the answer is sent."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the answer
    workbook.write(export, file, by=by)
    file.seek(0)
    return FileResponse(file, content_type=format_.content_type)


_ALL = (
    Format("csv", "CSV", "text/csv; charset=utf-8", _streamed(separated.write)),
    Format("xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _workbook),
    Format("ods", "OpenDocument", "application/vnd.oasis.opendocument.spreadsheet", _streamed(opendocument.write)),
)
FORMATS = {format_.code: format_ for format_ in _ALL}


def asked(request: HttpRequest) -> str:
    """The format that the address asks for; empty: the page."""
    code = request.GET.get("format", "")
    return code if code in FORMATS else ""


def addresses(request: HttpRequest) -> list[tuple[str, str]]:
    """The formats by name, each with the address of what this page shows, all pages of it, in that format."""
    query = request.GET.copy()
    query.pop("page", None)
    found = []
    for format_ in FORMATS.values():
        query["format"] = format_.code
        found.append((format_.name, f"?{query.urlencode()}"))
    return found


def download(request: HttpRequest, export: Export) -> HttpResponseBase:
    """The export as a file, with who exported it and when among its facts. As CSV where the address names no format."""
    format_ = FORMATS[asked(request) or "csv"]
    who = [Fact("Exported at", clock.now()), Fact("Exported by", request.user.name)]
    response = format_.answer(replace(export, facts=[*export.facts, *who]), format_, request.user.name)
    response["Content-Disposition"] = f'attachment; filename="{export.name}.{format_.code}"'
    return response
