"""The e-mails of the demonstration, which go into files of this machine and to nobody."""

import email
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnership.views.notices import stays_here, trail

MOST = 50
_BETWEEN = b"-" * 79  # what the file backend writes below each message


@require_safe
@login_required
def mail_list(request: HttpRequest) -> HttpResponse:
    """The newest messages, whoever they are to: only where nothing is real and nothing is sent."""
    if not stays_here():
        raise Http404
    mails = newest(Path(settings.EMAIL_FILE_PATH))
    return render(request, "partnership/notices/mail.html", {"mails": mails, "most": MOST, "trail": trail()})


def newest(folder: Path) -> list[dict[str, str]]:
    """The last messages of a folder's files, the newest first."""
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    found: list[dict[str, str]] = []
    for file in files:
        parts = [part.strip() for part in file.read_bytes().split(_BETWEEN)]
        found += [_read(part) for part in reversed(parts) if part]
        if len(found) >= MOST:
            break
    return found[:MOST]


def _read(raw: bytes) -> dict[str, str]:
    message = email.message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(preferencelist=("plain",))
    text = body.get_content() if body else ""
    return {name: str(message[name] or "") for name in ("subject", "to", "date")} | {"text": text}
