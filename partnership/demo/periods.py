"""Financial years closed, or asked to be closed, from the fixtures into a story."""

from typing import Any

from partnership.dated import Period
from partnership.demo.ground import Cast
from savings import actions


def tell(cast: Cast) -> None:
    for facts in cast.facts.get("period", []):
        cast.story.tell(facts["asked"], "period", lambda facts=facts: _ask(cast, facts))
        if "closed" in facts:
            cast.story.tell(facts["closed"]["on"], "period", lambda facts=facts: _close(cast, facts))


def _ask(cast: Cast, facts: dict[str, Any]) -> None:
    actions.ask_to_close(by=cast.person("manager"), reason=facts.get("reason", ""), **_where(cast, facts))


def _close(cast: Cast, facts: dict[str, Any]) -> None:
    actions.close_period(by=cast.person("verifier", facts["closed"]["by"]), **_where(cast, facts))


def _where(cast: Cast, facts: dict[str, Any]) -> dict[str, Any]:
    return {"partnership": cast.partnership, "period": Period(facts["year"])}
