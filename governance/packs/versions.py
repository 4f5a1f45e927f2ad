"""What a printed page depends on beside its content: programs, templates, style. Nothing heavy is loaded for it."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.core.checks import CheckMessage, Error

MADE_FOR = {"weasyprint": "70.0", "pydyf": "0.13.0"}  # `tuning` and `taking` touch what only these have
_ROOT = Path(__file__).parents[2]
_PRINTING = (
    *("templates/packs/*.html", "static/packs/*.css", "governance/packs/*.py"),
    *("governance/markdown.py", "governance/reports/printing.py", "governance/reports/vocabulary.py"),
)
_PROGRAMS = (*MADE_FOR, "fonttools", "pikepdf", "markdown-it-py", "nh3")
_FREEZING = {  # what they make is the content itself
    *("actions", "annual", "attached", "budgets", "build", "cases", "composing", "consultation", "content"),
    *("decisions", "gates", "heads", "highlights", "minutes", "moves", "options", "partners", "quality", "queue"),
    *("ratifications", "risks", "sections", "tables", "timeline"),
}


@cache
def edition() -> str:
    """What prints, as a hash: templates, style, programs and the version of the renderer. Another one may print other
    bytes."""
    digest = hashlib.sha256(repr([version(name) for name in _PROGRAMS]).encode())
    for pattern in _PRINTING:
        for file in sorted(_ROOT.glob(pattern)):
            if file.suffix != ".py" or file.stem not in _FREEZING:
                digest.update(file.read_bytes())
    return digest.hexdigest()


def check(**_: object) -> list[CheckMessage]:
    """Refuses to start with another version of the renderer than the one that was looked at."""
    wrong = {name: here for name, known in MADE_FOR.items() if (here := version(name)) != known}
    return [
        Error(
            f"Board packs were made for {name} {MADE_FOR[name]}, and {here} is installed.",
            hint="Look at governance/packs/tuning.py and taking.py, run tests/governance, and write down the version.",
            id=f"governance.E10{number}",
        )
        for number, (name, here) in enumerate(wrong.items(), 1)
    ]
