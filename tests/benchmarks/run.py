"""The rounds: alone, then with the other partnerships beside."""

import argparse
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from unittest.mock import patch

from django.conf import settings
from django.urls import clear_url_caches, set_urlconf

from partnership import clock
from partnership.demo.generate import generate
from partnership.jobs import Queue
from partnership.models import Partnership
from tests.benchmarks import database, floors, importing, simulating
from tests.benchmarks.cases import Case
from tests.benchmarks.measuring import best, seconds
from tests.benchmarks.targets import say

OTHERS_OF = 10_000
FEW = 3  # rounds of what takes long
LONG = (
    100_000  # statements, about a million postings: here what reads all of them is measured once, for it takes minutes
)


@dataclass(frozen=True)
class Plan:
    sizes: tuple[int, ...]
    others: int
    others_of: int
    rounds: int
    profile: bool
    imported: int  # rows of a file

    @classmethod
    def of(cls, options: argparse.Namespace) -> "Plan":
        sizes = (1_000, 10_000) if options.quick else (1_000, 10_000, 100_000)
        if options.sizes:
            sizes = tuple(int(size) for size in options.sizes.split(","))
        others = options.others if options.others >= 0 else 2 if options.quick else 20
        others_of = 1_000 if options.quick else OTHERS_OF
        rows = options.imported or (5_000 if options.quick else 100_000)
        return cls(sizes, others, others_of, options.rounds or (12 if options.quick else 40), options.profile, rows)

    @property
    def fingerprint(self) -> str:
        """What the generated data depend on: this plan, the sources of all that makes them, and the month."""
        digest = hashlib.sha256(repr((self.sizes, self.others, self.others_of, f"{clock.today():%Y-%m}")).encode())
        for pattern in ("partnership/demo/*.py", "*/migrations/*.py", "*/actions/*.py", "savings/*.py"):
            for source in sorted(settings.BASE_DIR.glob(pattern)):
                digest.update(source.read_bytes())
        return digest.hexdigest()[:12]


@dataclass
class Results:
    plan: Plan
    machine: str
    postings: dict[int, int] = field(default_factory=dict)
    alone: dict[str, float] = field(default_factory=dict)  # seconds, by "thing size"
    beside: dict[str, float] = field(default_factory=dict)
    pulled: dict[str, float] = field(default_factory=dict)  # rows a second, by "thing size"
    exported: dict[str, float] = field(default_factory=dict)  # the same of files, by "format size"
    charts: int = 0  # pictures of the dashboard, in both widths
    pages: dict[int, int] = field(default_factory=dict)  # of a pack
    imported: dict[str, float] = field(default_factory=dict)  # rows a second
    simulated: dict[str, float] = field(default_factory=dict)  # seconds of one simulation


def everything(plan: Plan) -> Results:
    settings.ROOT_URLCONF = "tests.benchmarks.floors"
    clear_url_caches()
    set_urlconf(None)
    results = Results(plan, database.described())
    say(f"Measuring on {results.machine}: {', '.join(f'{size:,}' for size in plan.sizes)} statements.")
    name = f"{database.PREFIX}{plan.fingerprint}"
    beside = f"{name}_beside"
    alone = database.stock(name, lambda: _generate_sizes(plan), keep=(beside,))
    # The benchmark does a worker's work itself, at once.
    with patch.object(Queue, "send", lambda self, pk: False):
        with database.copy_of(alone):
            cases = _cases(plan)
            results.postings = {size: floors.postings(case.partnership) for size, case in cases.items()}
            say("Pages, in turn.")
            results.alone = _measured(cases, plan.rounds)
            _slow_things(cases, results)
            say(f"A file of {plan.imported:,} rows.")
            results.imported = importing.rates(cases[plan.sizes[0]], plan.imported)
            results.simulated = simulating.simulated(FEW)
            if plan.profile:
                _profile(cases[plan.sizes[-1]])
        if plan.others:
            database.stock(beside, lambda: _generate_others(plan), made_of=alone, keep=(alone,))
            with database.copy_of(beside):
                say("The same pages again, with the others beside.")
                results.beside = _measured(_cases(plan), plan.rounds)
    return results


def _rounds(size: int) -> int:
    return FEW if size < LONG else 1


def _cases(plan: Plan) -> dict[int, Case]:
    return {size: Case(Partnership.objects.get(name=_name(size))) for size in plan.sizes}


def _name(size: int) -> str:
    return f"Measured {size}"


def _generate_sizes(plan: Plan) -> None:
    for size in plan.sizes:
        took = seconds(lambda size=size: _generate(_name(size), size, seed=size))
        say(f"  Generated {size:,} statements in {took:.0f} s.")


def _generate_others(plan: Plan) -> None:
    took = seconds(lambda: [_generate(f"Other {n}", plan.others_of, seed=n) for n in range(1, plan.others + 1)])
    say(f"  Generated {plan.others} others of {plan.others_of:,} statements in {took:.0f} s.")


def _generate(name: str, size: int, seed: int) -> None:
    generate(name, statements=size, seed=seed, partners=13, workstreams=20, now=clock.now())


def _measured(cases: dict[int, Case], rounds: int) -> dict[str, float]:
    """The quick things: first what only reads, its charts and parts kept; then writing, and reading right after it."""
    return best(_reading(cases), rounds) | best(_writing(cases), rounds // 2)


def _reading(cases: dict[int, Case]) -> dict[str, Callable[[], object]]:
    things: dict[str, Callable[[], object]] = {}
    for size, case in cases.items():
        things |= {
            f"bare {size}": case.bare,
            f"empty {size}": case.empty,
            f"dashboard {size}": case.dashboard,
            f"charts {size}": case.charts,
            f"list {size}": case.statements,
            f"officer's list {size}": case.statements_of_an_officer,
            f"api {size}": case.api_page,
            f"rows {size}": lambda case=case: floors.rows_of_a_page(case.partnership),
        }
    return things


def _writing(cases: dict[int, Case]) -> dict[str, Callable[[], object]]:
    things: dict[str, Callable[[], object]] = {}
    for size, case in cases.items():
        things |= {
            f"form {size}": case.log_by_form,
            f"action {size}": case.log_by_action,
            f"dashboard after {size}": case.dashboard,
        }
    return things


def _slow_things(cases: dict[int, Case], results: Results) -> None:
    say("Cold charts, sums, full pulls and packs.")
    slow = {}
    for size, case in cases.items():
        slow[f"charts cold {size}"] = case.charts_cold
        slow[f"aggregate {size}"] = lambda case=case: floors.aggregate(case.partnership)
        slow[f"between {size}"] = case.bridge_by_sql
        slow[f"bridge {size}"] = case.bridge
    results.alone |= best(slow, FEW)
    for size, case in cases.items():
        say(f"verify_ledger on {results.postings[size]:,} postings.")
        results.alone |= best({f"prove {size}": case.prove}, _rounds(size))
    for size, case in cases.items():
        rows = case.partnership.statements.submitted().count()
        pulls = {
            "pull": case.pull,
            "plain_pull": case.plain_pull,
            "select": lambda case=case: floors.all_rows(case.partnership),
        }
        for name in pulls:
            results.pulled[f"{name} {size}"] = 0
        for _ in range(_rounds(size)):
            for name, pull in pulls.items():
                rate = rows / seconds(pull)
                results.pulled[f"{name} {size}"] = max(rate, results.pulled[f"{name} {size}"])
        say(f"Files of {rows:,} rows.")
        _exports(case, size, rows, results)
        results.charts = len(case.chart_addresses)
        results.alone[f"pack {size}"] = seconds(lambda case=case, size=size: _pack(case, size, results))


def _exports(case: Case, size: int, rows: int, results: Results) -> None:
    """CSV in turn with the same by django-import-export; the spreadsheets once. ODS it has not by itself."""
    for code, rounds in (("csv", _rounds(size)), ("xlsx", 1), ("ods", 1)):
        makers = {code: case.export} | ({f"plain {code}": case.plain_export} if code != "ods" else {})
        for name in makers:
            results.exported[f"{name} {size}"] = 0
        for _ in range(rounds):
            for name, make in makers.items():
                rate = rows / seconds(lambda make=make, code=code: make(code))
                results.exported[f"{name} {size}"] = max(rate, results.exported[f"{name} {size}"])


def _pack(case: Case, size: int, results: Results) -> None:
    results.pages[size] = case.pack().pages


def _profile(case: Case) -> None:
    import cProfile  # noqa: PLC0415 - only when asked for
    import pstats  # noqa: PLC0415

    for name in ("dashboard", "statements", "api_page", "log_by_action"):
        profile = cProfile.Profile()
        profile.enable()
        for _ in range(5):
            getattr(case, name)()
        profile.disable()
        say(f"\n{name}, five times:")
        pstats.Stats(profile).sort_stats("cumulative").print_stats(35)
