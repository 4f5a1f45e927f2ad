"""Board packs of three sizes: the table, and which targets are reached."""

import argparse
from pathlib import Path

from django.db import connection

from tests.benchmarks.packs_sizes import CHANGED, CHROMIUM, OURS, PLAIN, SIZES, Measured, of_sizes
from tests.benchmarks.targets import Target, say, show_targets

ROUNDS, QUICK = 3, 1
FASTER = {OURS: {40: 2.5, 120: 3.5, 400: 4}, CHANGED: {40: 10, 120: 40, 400: 200}}  # than the one document
OF_CHROMIUM = {OURS: dict.fromkeys(SIZES, 1.2), CHANGED: {40: 0.5, 120: 0.2, 400: 0.1}}
OF_ITS_MEMORY = 0.5


def measured(options: argparse.Namespace, scratch: Path) -> dict[int, Measured]:
    """In a database of its own, which nothing else is in."""
    sizes = tuple(int(size) for size in options.sizes.split(",")) if options.sizes else tuple(SIZES)
    connection.close()
    connection.settings_dict["NAME"] = str(scratch / "packs.sqlite3")
    return of_sizes(sizes, options.rounds or (QUICK if options.quick else ROUNDS), scratch)


def show(found: dict[int, Measured]) -> int:
    """Print everything. Gives 1 when a target is missed, else 0."""
    say("\nSeconds (median) and megabytes (most)\n")
    heads = (f"{one.pages} pages, {one.cells:,} cells" for one in found.values())
    say(f"{'':<24}" + "".join(f"{head:>26}" for head in heads))
    for name in (PLAIN, CHROMIUM, OURS, CHANGED):
        said = (f"{one.time(name):.2f} / {one.megabytes[name]:,.0f}" for one in found.values())
        say(f"{name:<24}" + "".join(f"{each:>26}" for each in said))
    return show_targets([target for size, one in found.items() for target in _targets(size, one)])


def _targets(size: int, one: Measured) -> list[Target]:
    made = [
        Target(f"{size}: one document / {name}", one.time(PLAIN) / one.time(name), limits[size], at_least=True)
        for name, limits in FASTER.items()
    ]
    made += [
        Target(f"{size}: {name} / Chromium", one.time(name) / one.time(CHROMIUM), limits[size])
        for name, limits in OF_CHROMIUM.items()
    ]
    memory = one.megabytes[OURS] / one.megabytes[CHROMIUM]
    made.append(Target(f"{size}: memory, {OURS} / Chromium", memory, OF_ITS_MEMORY))
    made.append(Target(f"{size}: accessible by the rules of PDF/UA-1", one.accessible, 1, at_least=True))
    made.append(Target(f"{size}: pages look like the one document's", one.same_pages, 1, at_least=True))
    return made
