"""What a kept withdrawal analysis says, in words and tables: read from its row alone, so it says the same for ever."""

from collections.abc import Mapping
from typing import Any

from partnership.dated import year_name
from partnership.money import format_percent, format_pounds
from savings.leaving.calculation import LINE
from savings.models import WithdrawalAnalysis
from savings.tables import Cell, Table, money, percent


class Telling:
    """One analysis. Money is pence, parts are hundredths of a per cent."""

    def __init__(self, analysis: WithdrawalAnalysis) -> None:
        self.inputs: Mapping[str, Any] = analysis.inputs
        self.results: Mapping[str, Any] = analysis.results
        self.leaver = analysis.organisation_id
        self._names = {party["id"]: party["name"] for party in self.inputs["parties"]}

    @property
    def name(self) -> str:
        """As the leaver was called then."""
        return str(self._names[self.leaver])

    @property
    def tables(self) -> list[Table]:
        return [self.costs(), self.forgone(), self.remaining(), *([self.rules()] if self.results["tests"] else [])]

    def costs(self) -> Table:
        rows = [
            (Cell(cost["name"]), money(cost["leaver"]), money(cost["others"]), money(cost["leaver"] + cost["others"]))
            for cost in self.inputs["costs"]
        ]
        leaver, others = self.results["costs_leaver"], self.results["costs_others"]
        total = (Cell("Cost of leaving"), money(leaver), money(others), money(leaver + others))
        headings = ("Item", f"{self.name} pays", "Those who remain pay", "Together")
        return Table("costs", "Cost of leaving", headings, tuple(rows), total)

    def forgone(self) -> Table:
        years: list[int] = self.inputs["years"]
        by_party: dict[int, dict[int, int]] = {}
        for party, year, pence in self.results["forgone"]:
            by_party.setdefault(party, {})[year] = pence
        rows = [
            (Cell(self._names[party]), *(money(of[year]) for year in years), money(sum(of.values())))
            for party, of in by_party.items()
        ]
        sums = [sum(of[year] for of in by_party.values()) for year in years]
        total = (Cell("All organisations"), *map(money, sums), money(sum(sums)))
        headings = ("Organisation", *map(year_name, years), "Together")
        return Table("forgone", "Savings forgone", headings, tuple(rows), total)

    def remaining(self) -> Table:
        shares = {party: (before, after) for party, before, after in self.results["shares"]}
        names = ("forgone", "running", "costs", "repaid", "loss")
        rows = [
            (
                Cell(self._names[each["organisation"]]),
                *map(percent, shares[each["organisation"]]),
                *(money(each[name]) for name in names),
            )
            for each in self.results["remaining"]
        ]
        sums = [money(sum(each[name] for each in self.results["remaining"])) for name in names]
        before = sum(shares[each["organisation"]][0] for each in self.results["remaining"])
        total = (Cell("Those who remain"), percent(before), percent(100_00), *sums)
        headings = (
            "Organisation",
            "Share now",
            "New share",
            "Savings forgone",
            "Running cost taken over",
            "Cost of leaving",
            "Repaid to it",
            "What it loses",
        )
        return Table("remaining", "Those who remain", headings, tuple(rows), total)

    def rules(self) -> Table:
        rows = [
            (Cell(self._rule(test)), *self._tested(test), Cell("green" if test["passes"] else "red", style="rag"))
            for test in self.results["tests"]
        ]
        return Table(
            "rules", "Rules once it has left", ("Rule", "Value", "Asked for", "By how much", "RAG"), tuple(rows)
        )

    def _rule(self, test: Mapping[str, Any]) -> str:
        if test["name"] == "partners":
            return "Partners left"
        when = f"{year_name(test['year'])}, the second year" if test.get("year") else "the second year"
        return f"Savings in {when}, against {format_pounds(self.inputs['before_pence'])} before sharing"

    def _tested(self, test: Mapping[str, Any]) -> tuple[Cell, Cell, Cell]:
        if test["name"] == "partners":
            made = (test["value"], test["threshold"], test["by"])
            return tuple(Cell(str(number), style="number", number=number) for number in made)  # type: ignore[return-value]
        asked = format_percent(self.inputs["least_hundredths"])
        value = f"{format_pounds(test['value'])} ({format_percent(test['hundredths'])})"
        return (
            Cell(value, style="number"),
            Cell(f"{format_pounds(test['threshold'])} ({asked})", style="number"),
            money(test["by"]),
        )

    @property
    def rules_said(self) -> list[str]:
        """By which policy it was judged, and what was left out; nothing of an analysis whose rules were typed."""
        typed = self.inputs
        if "policy" not in typed:
            return []
        if not typed["policy"]:
            return ["No policy on its last day asks for a number of partners or for a reduction, so neither is judged."]
        said = [f"By the {typed['policy'].lower()}, which is that of its last day."]
        if typed["minimum_partners"] is None:
            said.append("It asks for no number of partners.")
        if typed["least_hundredths"] is None:
            said.append("It asks for no reduction of the combined revenue budget.")
        elif typed["no_before"]:
            said.append(f"The reduction is not judged. {typed['no_before']}")
        elif not any(test["value"] for test in self.results["tests"] if test["name"] == "saving"):
            said.append(f"Nothing is stated for {year_name(typed['second_year'])} yet by those who remain.")
        return said

    @property
    def set_up(self) -> list[tuple[str, str]]:
        """How the unrecovered set-up cost was reached."""
        found, typed = self.results, self.inputs
        if typed["recovery_rule"] == LINE:
            rule = f"In equal parts for each whole month, over {typed['recovery_years']} years"
        else:
            rule = f"By its cashable savings realised so far, {format_pounds(typed['realised_pence'])}"
        return [
            ("One-off cost of all partners", format_pounds(typed["set_up_pence"])),
            (f"Share of {self.name}", format_pounds(found["set_up_share"])),
            ("Comes back", rule),
            ("Back so far", format_pounds(found["recovered"])),
            ("Unrecovered", format_pounds(found["unrecovered"])),
            (
                "Repaid to the others",
                format_pounds(found["repaid"]) if typed["is_repaid"] else "No: it is spent either way",
            ),
        ]

    @property
    def balance(self) -> list[str]:
        """What going instead of staying means for both sides, up to the horizon."""
        gain, loss = self.results["gain"], self.results["loss"]
        until = f"up to the end of {year_name(self.inputs['years'][-1])}"
        return [
            f"By going, {self.name} {'gains' if gain >= 0 else 'loses'} {format_pounds(abs(gain))} {until}.",
            f"When it goes, those who remain {'lose' if loss >= 0 else 'gain'} {format_pounds(abs(loss))}.",
        ]

    @property
    def compensation(self) -> list[str]:
        """What could be paid for staying, or for going, with both sides still better off; or that there is nothing."""
        return [self._stay(), self._go()]

    def _stay(self) -> str:
        if self.results["to_stay"] is None:
            if self.results["loss"] <= 0:
                return "Those who remain lose nothing when it goes, so they have no reason to pay for its staying."
            return (
                f"No payment for staying helps both sides: those who remain lose less than {self.name} gains by going."
            )
        least, most = self.results["to_stay"]
        if not least:
            return (
                f"{self.name} is better off staying without any payment; those who remain could pay up to "
                f"{format_pounds(most)} and still be better off."
            )
        return f"Those who remain could pay {self.name} from {_range(least, most)} to stay: both sides are better off."

    def _go(self) -> str:
        if self.results["to_go"] is None:
            if self.results["gain"] <= 0:
                return f"{self.name} gains nothing by going, so it has no reason to pay for it."
            return f"No payment for going helps both sides: {self.name} gains less by it than those who remain lose."
        least, most = self.results["to_go"]
        if not least:
            return (
                f"Those who remain are no worse off when it goes; {self.name} could pay up to {format_pounds(most)} "
                "and still be better off."
            )
        return f"{self.name} could pay those who remain from {_range(least, most)} to go: both sides are better off."


def _range(least: int, most: int) -> str:
    return f"{format_pounds(least)} to {format_pounds(most)}"
