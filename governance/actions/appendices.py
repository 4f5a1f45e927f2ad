"""Appendices: files checked by their content and kept out of the web root, as evidence is."""

from typing import TypedDict, Unpack

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from governance.actions.reports import refuse_blind, to_write
from governance.models import Appendix, Report
from partnership import clock
from partnership.actions.facts import write
from partnership.files import stored_files
from partnership.models import User

MOST_APPENDICES = 30


class AppendixFacts(TypedDict, total=False):
    title: str
    exempt_reason: str


def attach_appendix(*, by: User, report: Report, upload: UploadedFile, **facts: Unpack[AppendixFacts]) -> Appendix:
    """Store a checked file and put it last. The file is stored before the transaction: storage may be slow."""
    with stored_files(Appendix, report.partnership, [upload]) as (row,), transaction.atomic():
        row.report = report
        to_write(by, report)
        refuse_blind(by, report, facts.get("exempt_reason", ""))
        if report.appendices.standing().count() >= MOST_APPENDICES:
            raise ValidationError(f"A report has at most {MOST_APPENDICES} appendices. Join some of them.")
        row.uploaded_by = by
        return write(row, facts, by=by)


@transaction.atomic
def edit_appendix(*, by: User, row: Appendix, **facts: Unpack[AppendixFacts]) -> Appendix:
    _to_write(by, row)
    refuse_blind(by, row.report, facts.get("exempt_reason", ""))
    return write(row, facts, by=by)


@transaction.atomic
def remove_appendix(*, by: User, row: Appendix) -> Appendix:
    """Take it away from the report. It stays for the versions that it was in."""
    _to_write(by, row)
    return write(row, {"removed_at": clock.now()}, by=by)


def _to_write(by: User, row: Appendix) -> None:
    to_write(by, row.report)
    if row.exempt_reason and not row.report.opens_exempt_to(by):
        raise PermissionDenied("This appendix is exempt, and your roles do not open exempt matter.")
    if row.removed_at:
        raise ValidationError("This appendix was taken away already.")
