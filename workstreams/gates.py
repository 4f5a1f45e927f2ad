"""The tests of a gate: what each asks, and what it says in words about the facts it is given. Pure: nothing is read.

A policy is a list of requirements. Each has a kind, and a kind knows two things: how to read the facts of many
workstreams at once (`read`, in as many queries for three as for three hundred) and how to judge those of one
(`test`, pure). Every app registers the kinds it knows the facts of, once, from its AppConfig.ready.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from partnership.models import Partnership, User

LAST_REVIEW = 5  # gateway reviews are numbered from 0
MOST_YEARS = 10
MOST_ORGANISATIONS = 100
PARTNERS, REDUCTION = "partners", "reduction"  # keys of kinds that are asked for elsewhere than at a gate too


class Confidence(Enum):
    """The five points of delivery confidence, the best first, as the gateway process words them."""

    GREEN = "green", "Green", "Successful delivery appears highly likely."
    AMBER_GREEN = "amber_green", "Amber/Green", "Successful delivery appears probable; constant attention is needed."
    AMBER = "amber", "Amber", "Successful delivery appears feasible, but significant issues need attention."
    AMBER_RED = "amber_red", "Amber/Red", "Successful delivery is in doubt, with major risks in key areas."
    RED = "red", "Red", "Successful delivery appears to be unachievable."

    @property
    def key(self) -> str:
        return self.value[0]

    @property
    def label(self) -> str:
        return self.value[1]

    @property
    def meaning(self) -> str:
        return self.value[2]

    @property
    def steps(self) -> int:
        """How many steps below green: 0 to 4."""
        return list(Confidence).index(self)

    @classmethod
    def of(cls, key: str) -> "Confidence":
        return next(each for each in cls if each.key == key)

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(each.key, each.label) for each in cls]


@dataclass(frozen=True)
class Terms:
    """What a requirement asks for. What `threshold` counts follows from its kind."""

    threshold: int | None = None
    by_year: int | None = None
    review: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What one test says. Everything is in words; `facts` has the plain figures and names behind them, to be frozen."""

    kind: str
    met: bool
    value: str
    threshold: str
    difference: str  # what is missing, or by how much it is more than enough; empty where neither can be said
    sentence: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return KINDS[self.kind].title if self.kind in KINDS else self.kind

    def frozen(self) -> dict[str, Any]:
        """As JSON keeps it."""
        names = ("kind", "title", "met", "value", "threshold", "difference", "sentence")
        return {name: getattr(self, name) for name in names} | {"facts": dict(self.facts)}


@dataclass(frozen=True)
class Asked:
    """For which workstreams the facts are read, by whom and as on which day."""

    partnership: "Partnership"
    workstreams: tuple[int, ...]
    user: "User"
    on: date


class Counts(Enum):
    """What the threshold of a kind counts: the words of its field, the least and the most."""

    NOTHING = "", 0, 0
    ORGANISATIONS = "organisations", 1, MOST_ORGANISATIONS
    PER_CENT = "hundredths of a per cent", 1, 100_00
    CONFIDENCE = "steps of delivery confidence", 0, len(Confidence) - 1


@dataclass(frozen=True)
class Kind:
    """A kind of requirement. `read` gives facts by workstream id; of a workstream it leaves out, `test` gets `None`."""

    key: str
    title: str
    describe: Callable[[Terms], str]
    read: Callable[[Asked], Mapping[int, Any]]
    test: Callable[[Any, Terms], Outcome]
    counts: Counts = Counts.NOTHING
    by_year: bool = False
    of_review: bool = False

    def problems(self, terms: Terms) -> dict[str, str]:
        """A sentence for each part of the terms that is missing, out of range, or means nothing to this kind."""
        found = {}
        _, least, most = self.counts.value
        ranges = {
            "threshold": (terms.threshold, self.counts is not Counts.NOTHING, least, most),
            "by_year": (terms.by_year, self.by_year, 1, MOST_YEARS),
            "review": (terms.review, self.of_review, 0, LAST_REVIEW),
        }
        for name, (value, wanted, first, last) in ranges.items():
            if wanted and (value is None or not first <= value <= last):
                found[name] = f"{self.title}: {_WANTED[name if name != 'threshold' else self.counts]}"
            elif not wanted and value is not None:
                found[name] = f"{self.title}: leave {_CALLED[name]} empty; it means nothing here."
        return found


_CALLED = {"threshold": "the threshold", "by_year": "the year", "review": "the gateway review"}
_WANTED: dict[Any, str] = {
    Counts.ORGANISATIONS: f"enter how many organisations, from 1 to {MOST_ORGANISATIONS}.",
    Counts.PER_CENT: "enter a percentage above 0, such as 10.",
    Counts.CONFIDENCE: "choose the worst delivery confidence that is good enough.",
    "by_year": f"enter by which year of the savings, from 1 to {MOST_YEARS}.",
    "review": f"choose a gateway review from 0 to {LAST_REVIEW}.",
}

KINDS: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Make kinds known, once, when the program starts. Their order is that in which a policy offers them."""
    for kind in kinds:
        if kind.key in KINDS:
            raise ValueError(f"There is a kind of requirement “{kind.key}” already.")
        KINDS[kind.key] = kind


@dataclass(frozen=True)
class Gate:
    """The gate before a stage: what the policy of that day asks, and how each test stands."""

    stage: str
    label: str
    policy: str  # which version, in words; empty where the partnership had none
    tests: tuple[Outcome, ...] = ()

    @property
    def met(self) -> bool:
        return all(test.met for test in self.tests)

    @property
    def missing(self) -> list[str]:
        return [test.sentence for test in self.tests if not test.met]

    @property
    def words(self) -> str:
        """How it stands, in one sentence.

        >>> Gate("live", "Live", "").words
        'Nothing is asked for.'
        """
        if not self.tests:
            return "Nothing is asked for."
        failing = len(self.missing)
        if not failing:
            return "Everything that is asked for is there."
        plural = "" if len(self.tests) == 1 else "s"
        return f"{failing} of {len(self.tests)} test{plural} {'is' if failing == 1 else 'are'} not met."

    def frozen(self) -> dict[str, Any]:
        """As a move keeps it for ever."""
        tests = [test.frozen() for test in self.tests]
        return {"stage": self.stage, "label": self.label, "policy": self.policy, "met": self.met, "tests": tests}


# --- The tests whose facts are plain ----------------------------------------------------------------------------------
def number_of_partners(names: Sequence[str] | None, terms: Terms) -> Outcome:
    """At least so many organisations take part.

    >>> number_of_partners(["Bolsover", "Chesterfield"], Terms(5)).sentence
    '2 organisations take part: Bolsover, Chesterfield. 5 are needed, so 3 are missing.'
    """
    taking, least = list(names or ()), terms.threshold or 0
    missing = least - len(taking)
    listed = f": {', '.join(taking)}" if taking else ""
    said = f"{_organisations(len(taking))} {'takes' if len(taking) == 1 else 'take'} part{listed}."
    asked = f"{least} {'is' if least == 1 else 'are'} needed"
    ending = f"{asked}, so {missing} {'is' if missing == 1 else 'are'} missing." if missing > 0 else f"{asked}."
    return Outcome(
        PARTNERS,
        missing <= 0,
        _organisations(len(taking)),
        f"at least {least}",
        f"{missing} missing" if missing > 0 else f"{-missing} more than needed" if missing else "",
        f"{said} {ending}",
        {"organisations": taking},
    )


def of_every_partner(kind: str, have: Mapping[str, bool] | None, *, done: str, undone: str) -> Outcome:
    """Something that every organisation taking part must have done. `have` says so by name; `undone` follows "has".

    >>> of_every_partner("signed", {"A": True, "B": False, "C": False}, done="signed", undone="not signed").sentence
    '1 of 3 organisations signed. B and C have not signed.'
    """
    found = dict(have or {})
    lacking = [name for name, is_done in found.items() if not is_done]
    value, wanted = f"{len(found) - len(lacking)} of {len(found)}", f"{len(found)} of {len(found)}"
    if not found:
        return Outcome(kind, False, "no organisation", "every organisation", "", "No organisation takes part yet.")
    sentence = f"{len(found) - len(lacking)} of {_organisations(len(found))} {done}."
    if lacking:
        sentence += f" {_listed(lacking)} {'has' if len(lacking) == 1 else 'have'} {undone}."
    difference = f"{len(lacking)} missing: {', '.join(lacking)}" if lacking else ""
    return Outcome(kind, not lacking, value, wanted, difference, sentence, {"by_organisation": found})


@dataclass(frozen=True)
class ReviewFacts:
    """The last reported review of one number: when, with which confidence, and what critical is still open."""

    reported_on: date
    confidence: Confidence
    open_critical: int


def review_held(reviews: Mapping[int, ReviewFacts] | None, terms: Terms) -> Outcome:
    """A gateway review was held, its delivery confidence is good enough, nothing critical of it is open.

    >>> held = {3: ReviewFacts(date(2007, 3, 5), Confidence.AMBER_RED, 1)}
    >>> review_held(held, Terms(2, review=3)).difference
    '1 step worse than Amber; 1 critical recommendation open'
    """
    number, worst = terms.review or 0, list(Confidence)[terms.threshold or 0]
    wanted = f"gate {number} reported, {worst.label} or better, no critical recommendation open"
    found = (reviews or {}).get(number)
    if found is None:
        sentence = f"No gate {number} review has been reported. It must be {worst.label} or better."
        return Outcome("review", False, "not reported", wanted, "the review is missing", sentence)
    steps = found.confidence.steps - worst.steps
    lacking = [f"{steps} step{'s' if steps > 1 else ''} worse than {worst.label}"] if steps > 0 else []
    if found.open_critical:
        plural = "s" if found.open_critical > 1 else ""
        lacking.append(f"{found.open_critical} critical recommendation{plural} open")
    day = f"{found.reported_on.day} {found.reported_on:%B %Y}"
    sentence = f"The gate {number} review of {day} says {found.confidence.label}; {worst.label} or better is needed."
    if found.open_critical:
        sentence += f" {lacking[-1].capitalize()}."
    facts = {"reported_on": found.reported_on.isoformat(), "confidence": found.confidence.key}
    facts |= {"open_critical": str(found.open_critical)}
    return Outcome("review", not lacking, found.confidence.label, wanted, "; ".join(lacking), sentence, facts)


def options_decided(decisions: Sequence[str] | None, terms: Terms) -> Outcome:
    """An options appraisal has a recorded preferred option. `decisions` says which, of each appraisal, in words.

    >>> options_decided(["Host, by the Joint Board on 5 March 2007"], Terms()).sentence
    'The preferred option is recorded: Host, by the Joint Board on 5 March 2007.'
    """
    found = list(decisions or ())
    wanted = "an options appraisal with a preferred option"
    if not found:
        sentence = "No options appraisal with a recorded preferred option exists."
        return Outcome("options", False, "not decided", wanted, "the preferred option is missing", sentence)
    number = "option is" if len(found) == 1 else "options are"
    sentence = f"The preferred {number} recorded: {'; '.join(found)}."
    return Outcome("options", True, "decided", wanted, "", sentence, {"decisions": found})


@dataclass(frozen=True)
class RatificationFacts:
    """What an organisation decided for a stage: whether it allows it, and the decision in words."""

    allows: bool
    words: str


def ratified(decisions: Mapping[str, RatificationFacts | None] | None, terms: Terms) -> Outcome:
    """Every organisation that takes part has ratified, perhaps with conditions.

    >>> ratified({"Bolsover": RatificationFacts(False, "refused on 5 March 2007"), "Derby": None}, Terms()).sentence
    '0 of 2 organisations ratified it. Bolsover refused on 5 March 2007. Derby has not decided.'
    """
    found = dict(decisions or {})
    have = {name: bool(each and each.allows) for name, each in found.items()}
    outcome = of_every_partner("ratification", have, done="ratified it", undone="not decided")
    said = [f"{name} {each.words if each else 'has not decided'}." for name, each in found.items()]
    if not said:
        return outcome
    first = outcome.sentence.split(". ")[0].rstrip(".")
    facts = {name: each.words if each else "" for name, each in found.items()}
    return Outcome(
        outcome.kind,
        outcome.met,
        outcome.value,
        outcome.threshold,
        outcome.difference,
        f"{first}. {' '.join(said)}",
        {"by_organisation": facts},
    )


def _listed(names: Sequence[str]) -> str:
    """A, B and C."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _organisations(number: int) -> str:
    return f"{number} organisation{'' if number == 1 else 's'}"
