"""What is found in a file, before it is a row of the report."""

from collections import Counter
from dataclasses import dataclass

from savings.models import Import, ImportProblem

ERROR, WARNING = ImportProblem.Severity.ERROR, ImportProblem.Severity.WARNING


@dataclass(frozen=True)
class Finding:
    """In which column, what was found there, what is wrong with it and how to mend it, and what belongs there."""

    column: str
    found: str
    sentence: str
    expected: str = ""
    is_error: bool = True


class Findings:
    """Counts findings by kind (their column, and whether they are errors) and turns them into rows of the report."""

    def __init__(self, imported: Import) -> None:
        self._import = imported
        self._kinds: Counter[tuple[str, str]] = Counter()
        self.errors = self.warnings = 0
        self.waiting: list[ImportProblem] = []

    def add(self, finding: Finding, sheet: str = "", row: int | None = None) -> None:
        severity = ERROR if finding.is_error else WARNING
        kind = (severity, finding.column)
        self._kinds[kind] += 1
        self.errors += finding.is_error
        self.warnings += not finding.is_error
        self.waiting.append(
            ImportProblem(
                of=self._import,
                severity=severity,
                sheet=sheet,
                row=row,
                column=finding.column[:120],
                found=finding.found[:200],
                sentence=finding.sentence[:600],
                expected=finding.expected[:600],
                ordinal=self._kinds[kind],
            )
        )

    def store(self) -> None:
        ImportProblem.objects.bulk_create(self.waiting, batch_size=1_000)
        self.waiting = []
