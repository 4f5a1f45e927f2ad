"""Generates the data or takes those of an earlier run, measures in rounds, prints the table."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

import django


def main() -> int:
    options = _options()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partnership.settings")
    os.environ["API_CALLS_A_MINUTE"] = "100000000"
    os.environ["DEMONSTRATION"] = "1"
    os.environ.setdefault("DATA_DIR", str(Path(__file__).parents[2] / "var" / "bench"))
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as scratch:
        django.setup()
        return _run(options, Path(scratch))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="1,000 and 10,000 statements, 2 others of 1,000")
    parser.add_argument("--rounds", type=int, default=0, help="measurements of each page; default 40, quick 12")
    parser.add_argument("--sizes", default="", help="for example 1000,50000")
    parser.add_argument("--others", type=int, default=-1, help="how many partnerships beside; default 20, quick 2")
    parser.add_argument("--imported", type=int, default=0, help="rows of a file to import; 100000, quick 5000")
    parser.add_argument("--only", choices=["packs"], help="board packs of 40, 120 and 400 pages, and nothing else")
    parser.add_argument("--profile", action="store_true", help="then profile the dashboard, list and API page")
    return parser.parse_args()


def _run(options: argparse.Namespace, scratch: Path) -> int:
    from tests.benchmarks import database, packs_report, report, run  # noqa: PLC0415 - Django is set up only now

    if options.only == "packs":
        with database.own(scratch):
            return packs_report.show(packs_report.measured(options, scratch))
    with database.own(scratch):
        results = run.everything(run.Plan.of(options))
    return report.show(results)


if __name__ == "__main__":
    sys.exit(main())
