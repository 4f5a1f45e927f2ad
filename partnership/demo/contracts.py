"""Joint procurements and their contracts: from the fixtures into a story, through the same actions as the pages."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from partnership import clock
from partnership.demo.ground import Cast
from partnership.money import pence_from_text
from savings import actions
from savings.actions import ContractDetails
from savings.contracts import last_day
from savings.models import Basket, Contract, Share

NOTE = "Demonstration amount: no paper names a contract."


def tell(cast: Cast) -> None:
    for facts in cast.facts.get("basket", []):
        cast.story.tell(facts["on"], "plan", lambda facts=facts: _add(cast, facts))
        for row in facts["contracts"]:
            Agreement(cast, facts, row).tell()


def _add(cast: Cast, facts: dict[str, Any]) -> None:
    actions.add_basket(
        by=cast.person("officer", facts["by"]),
        workstream=cast.workstream(facts["workstream"]),
        organisation=cast.organisation(facts["by"]),
        name=facts["name"],
        purpose=facts["purpose"],
    )


@dataclass
class Agreement:
    """One contract of a joint procurement."""

    cast: Cast
    basket: dict[str, Any]
    facts: dict[str, Any]
    contract: Contract | None = None

    def tell(self) -> None:
        self.cast.story.tell(self.facts["on"], "statement", self._make)
        if "verified" in self.facts:
            for code in self.facts["parts"]:
                self.cast.story.tell(self.facts["verified"], "verification", lambda code=code: self._verify(code))

    def _make(self) -> None:
        officer = self.cast.person("officer", self.basket["by"])
        self.contract = actions.draft_contract(
            by=officer,
            workstream=self.cast.workstream(self.basket["workstream"]),
            organisation=self.cast.organisation(self.basket["by"]),
            details=self._details(),
        )
        if not self.facts.get("draft"):
            actions.submit_saving(by=officer, saving=self.contract.saving)

    def _details(self) -> ContractDetails:
        starts_on = self._starts_on()
        parts = {self.cast.organisation(code).pk: part for code, part in self.facts["parts"].items()}
        return ContractDetails(
            **{name: self.facts[name] for name in ("title", "supplier", "reference")},
            kind="cashable",
            category="procurement",
            starts_on=starts_on,
            ends_on=last_day(starts_on, self.facts["months"]),
            baseline_pence=pence_from_text(self.facts["before"]),
            baseline_source="Demonstration amount: invoices of the year before.",
            price_pence=pence_from_text(self.facts["now"]),
            parts=parts,
            counted=self.facts.get("counted", Contract.Counted.MONTHS),
            basket=Basket.objects.get(partnership=self.cast.partnership, name=self.basket["name"]),
            stated_on=clock.today(),
            note=NOTE,
        )

    def _starts_on(self) -> date:
        """A date; or the first of a month of a financial year that is counted from the one under way."""
        starts = self.facts["starts"]
        if isinstance(starts, date):
            return starts
        year = self.cast.story.year(starts["year"])
        return date(year if starts["month"] >= 4 else year + 1, starts["month"], 1)

    def _verify(self, code: str) -> None:
        for share in Share.objects.filter(statement__saving=self.contract.saving, organisation__code=code).order_by(
            "pk"
        ):
            actions.verify_share(by=self.cast.person("verifier", code), share=share)
