"""The table: milliseconds, ratios, and which targets are reached."""

from tests.benchmarks import importing
from tests.benchmarks.run import Results
from tests.benchmarks.targets import Target, say, show_targets
from workstreams.investment import DRAWS

ROWS = {
    "bare": "Floor: signed-in response without a page",
    "empty": "Floor: empty page",
    "rows": "Floor: the list's rows by SQL",
    "aggregate": "Floor: all postings summed by SQL",
    "between": "Floor: half of them summed by cause, by SQL",
    "bridge": "Bridge over half of the ledger",
    "prove": "verify_ledger",
    "dashboard": "Dashboard",
    "dashboard after": "Dashboard right after a new posting",
    "charts": "Its charts in both widths, from the cache",
    "charts cold": "Its charts in both widths, made anew",
    "list": "List of statements",
    "officer's list": "The same for one council's officer",
    "api": "API page, 100 statements",
    "form": "Log and submit a saving, by form",
    "action": "Log and submit a saving, the actions alone",
    "pack": "Board pack, every section",
}


def show(results: Results) -> int:
    """Print everything. Gives 1 when a target is missed, else 0."""
    sizes = results.plan.sizes
    say(f"\n{results.machine}; best of {results.plan.rounds} rounds, in milliseconds\n")
    say(f"{'':<46}" + "".join(f"{size:>12,}" for size in sizes) + f"{'x empty':>10}{'largest/smallest':>18}")
    for name, words in ROWS.items():
        values = [results.alone[f"{name} {size}"] for size in sizes]
        ratio = f"{values[-1] / results.alone[f'empty {sizes[-1]}']:>10.1f}{values[-1] / values[0]:>18.2f}"
        say(f"{words:<46}" + "".join(f"{value * 1000:>12.1f}" for value in values) + ratio)
    say(f"{'Postings':<46}" + "".join(f"{results.postings[size]:>12,}" for size in sizes))
    say(f"{'Pages of the board pack':<46}" + "".join(f"{results.pages[size]:>12,}" for size in sizes))
    say(f"The dashboard has {results.charts} pictures; a browser asks once for those of its width and keeps them.")
    _show_pulls(results)
    _show_exports(results)
    _show_proofs(results)
    _show_imported(results)
    _show_simulated(results)
    _show_beside(results)
    return show_targets(_targets(results))


def _show_pulls(results: Results) -> None:
    words = {"pull": "Full API pull", "plain_pull": "ModelSerializer, page numbers", "select": "Floor: SELECT"}
    say("\nRows a second, all statements with their shares")
    for name, text in words.items():
        rates = (results.pulled[f"{name} {size}"] for size in results.plan.sizes)
        say(f"{text:<46}" + "".join(f"{rate:>12,.0f}" for rate in rates))


def _show_exports(results: Results) -> None:
    say("\nRows a second, all statements as a file with two columns for each organisation")
    for name in ("csv", "plain csv", "xlsx", "plain xlsx", "ods"):
        text = f"{name.removeprefix('plain ').upper()}{' by django-import-export' if ' ' in name else ''}"
        rates = (results.exported[f"{name} {size}"] for size in results.plan.sizes)
        say(f"{text:<46}" + "".join(f"{rate:>12,.0f}" for rate in rates))


def _show_proofs(results: Results) -> None:
    say("\nPostings a second")
    rates = (results.postings[size] / results.alone[f"prove {size}"] for size in results.plan.sizes)
    say(f"{'verify_ledger':<46}" + "".join(f"{rate:>12,.0f}" for rate in rates))


def _show_imported(results: Results) -> None:
    words = {
        importing.OURS: "Import, checked and drafted",
        importing.AT_ONCE: "The same, submitted at once",
        importing.PLAIN: f"django-import-export ({importing.PLAIN_ROWS:,} rows)",
    }
    say(f"\nRows a second, a file of {results.plan.imported:,} rows")
    for name, text in words.items():
        say(f"{text:<46}{results.imported[name]:>12,.0f}")


def _show_simulated(results: Results) -> None:
    taken = {name: value * 1000 for name, value in results.simulated.items()}
    say(f"\nMonte Carlo, {DRAWS:,} draws of the same present values, a heading at a time and a draw at a time")
    for words, name, loop in (("Triangular ranges", "columns", "loop"), ("PERT ranges", "PERT", "PERT loop")):
        times = taken[loop] / taken[name]
        say(f"{words:<46}{taken[name]:>9.1f} ms, the loop {taken[loop]:.1f} ms: {times:.1f} times as long")


def _show_beside(results: Results) -> None:
    if not results.beside:
        return
    plan = results.plan
    say(f"\nWith {plan.others} other partnerships of {plan.others_of:,} beside: milliseconds, and times alone")
    for name, words in ROWS.items():
        if f"{name} {plan.sizes[0]}" in results.beside:
            pairs = [(results.beside[f"{name} {size}"], results.alone[f"{name} {size}"]) for size in plan.sizes]
            say(
                f"{words:<46}"
                + "".join(f"{now * 1000:>12.1f}" for now, _ in pairs)
                + "".join(f"{now / before:>8.2f}" for now, before in pairs)
            )


def _targets(results: Results) -> list[Target]:
    small, large = results.plan.sizes[0], results.plan.sizes[-1]
    alone, beside, pulled = results.alone, results.beside, results.pulled
    exported, empty, dashboard = results.exported, alone[f"empty {large}"], alone[f"dashboard {large}"]
    targets = [
        Target(f"Dashboard at {large:,} / at {small:,}", dashboard / alone[f"dashboard {small}"], 1.5),
        Target(f"Dashboard at {large:,} / empty page", dashboard / empty, 4),
        Target(f"List page at {large:,} / empty page", alone[f"list {large}"] / empty, 4),
        Target(
            f"Full API pull at {large:,} / ModelSerializer",
            pulled[f"pull {large}"] / pulled[f"plain_pull {large}"],
            5,
            at_least=True,
        ),
        Target(
            f"Import of {results.plan.imported:,} rows / django-import-export",
            results.imported[importing.OURS] / results.imported[importing.PLAIN],
            importing.TARGET,
            at_least=True,
        ),
        Target(
            f"Export of {large:,} as CSV / django-import-export",
            exported[f"csv {large}"] / exported[f"plain csv {large}"],
            5,
            at_least=True,
        ),
        Target(f"Bridge at {large:,} / one SQL aggregate", alone[f"bridge {large}"] / alone[f"between {large}"], 2),
    ]
    each = {size: alone[f"prove {size}"] / results.postings[size] for size in (small, large)}
    words = f"verify_ledger, a posting of {results.postings[large]:,} / of {results.postings[small]:,}"
    targets.append(Target(words, each[large] / each[small], 1.25))
    # Against the empty page of the same rounds, so that a machine that grew busier does not count.
    for name, words in (("dashboard", "Dashboard"), ("list", "List page")):
        if beside:
            then, now = alone[f"{name} {large}"] / empty, beside[f"{name} {large}"] / beside[f"empty {large}"]
            targets.append(Target(f"{words} at {large:,} with others beside / alone", now / then, 1.2))
    return targets
