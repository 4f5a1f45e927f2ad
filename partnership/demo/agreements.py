"""Agreements on sharing, as the fixtures say when they were proposed and approved."""

from typing import Any

from partnership.dated import Period
from partnership.demo.ground import Cast
from partnership.money import hundredths_from_percent_text
from savings import actions
from savings.models import SharingAgreement


def tell(cast: Cast) -> None:
    for facts in cast.facts.get("agreement", []):
        agreement = Telling(cast, facts)
        cast.story.tell(facts["proposed"], "agreement", agreement.propose)
        if "approved" in facts:
            cast.story.tell(facts["approved"]["on"], "approval", agreement.approve)


class Telling:
    """One agreement of the fixtures; `row` once it is proposed."""

    row: SharingAgreement

    def __init__(self, cast: Cast, facts: dict[str, Any]) -> None:
        self.cast, self.facts = cast, facts

    def propose(self) -> None:
        """By the programme manager. A first day written as a number is that of a financial year from this one on."""
        cast, facts, first = self.cast, self.facts, self.facts["from"]
        self.row = actions.propose_agreement(
            by=cast.person("manager"),
            partnership=cast.partnership,
            workstream=cast.workstream(facts["workstream"]) if "workstream" in facts else None,
            from_on=Period(cast.story.year(first)).first_on if isinstance(first, int) else first,
            percentages={
                cast.organisation(code).pk: hundredths_from_percent_text(text)
                for code, text in facts["percentages"].items()
            },
            **{name: facts.get(name, "") for name in ("reason", "document", "decision")},
        )

    def approve(self) -> None:
        verifier = self.cast.person("verifier", self.facts["approved"]["by"])
        actions.approve_agreement(by=verifier, agreement=self.row)
