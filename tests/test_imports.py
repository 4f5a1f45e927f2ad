"""The order of the packages: governance builds on savings, savings on workstreams, all on partnership; never back.

Wiring may import everything and is imported by nothing else: addresses, the API's table of resources, what loads
demonstration data. Files stay short and are named for what they hold.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("partnership", "workstreams", "savings", "governance")  # each may import those before it
WIRING = (
    "partnership.urls",
    "partnership.api",
    "partnership.demo",
    "partnership.management.commands.load_demo",
    "partnership.management.commands.generate_partnership",
)
BANNED = {"utils", "common", "helpers", "services", "managers", "misc", "base", "signals"}
LONGEST = 400

FILES = [file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py"))]
OWN = [file for file in FILES if "migrations" not in file.parts]


def name_of(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_wiring(module: str) -> bool:
    return any(module == wired or module.startswith(f"{wired}.") for wired in WIRING)


def imported_by(file: Path) -> Iterator[str]:
    """The full names of our own modules that the file imports, wherever in it."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(file)} imports by dots; write the full name."
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        yield from (name for name in names if name.split(".")[0] in PACKAGES)


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_imports_only_itself_and_what_it_is_built_on(package):
    above = PACKAGES[PACKAGES.index(package) + 1 :]
    wrong = [
        f"{name_of(file)} imports {name}"
        for file in OWN
        if name_of(file).split(".")[0] == package and not is_wiring(name_of(file))
        for name in imported_by(file)
        if name.split(".")[0] in above
    ]
    assert wrong == []


def test_wiring_is_imported_by_wiring_alone():
    wrong = [
        f"{name_of(file)} imports {name}"
        for file in OWN
        if not is_wiring(name_of(file))
        for name in imported_by(file)
        if is_wiring(name)
    ]
    assert wrong == []


def test_no_file_is_longer_than_a_noun_needs():
    lengths = {name_of(file): len(file.read_text(encoding="utf-8").splitlines()) for file in OWN}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_modules_are_named_for_what_they_hold():
    assert [name_of(file) for file in OWN if file.stem in BANNED] == []


def test_no_file_is_empty():
    assert [name_of(file) for file in OWN if not file.read_text(encoding="utf-8").strip()] == []
