"""The route of a report, worked out of what happened: pure, from stops and steps alone.

A stop is passed once its body supported, amended or noted the report, or it was skipped for a reason. The report then
waits with its author to be sent along to the next stop that is not passed. A body that sends it back is not passed: the
report comes to it again. The last stop decides. A reply changes nothing but the trail.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property


class Word(StrEnum):
    SENT = "sent"
    SUPPORTED = "supported"
    AMENDED = "amended"
    SENT_BACK = "sent_back"
    NOTED = "noted"
    SKIPPED = "skipped"
    REPLIED = "replied"


PASSING = frozenset({Word.SUPPORTED, Word.AMENDED, Word.NOTED, Word.SKIPPED})
WORDS = {
    Word.SENT: "Here now",
    Word.SUPPORTED: "Supported",
    Word.AMENDED: "Supported with amendments",
    Word.SENT_BACK: "Sent back",
    Word.NOTED: "Noted",
    Word.SKIPPED: "Skipped",
}


@dataclass(frozen=True)
class Stop:
    number: int
    name: str
    is_consulted: bool = False


@dataclass(frozen=True)
class Step:
    """What happened at the stop of this number, on a day; `text` is remarks, a reason or a reply."""

    stop: int
    word: Word
    on: date
    text: str = ""


@dataclass(frozen=True)
class Standing:
    """How a report stands with one stop: the last thing that happened there, but for replies."""

    stop: Stop
    last: Step | None

    @property
    def is_passed(self) -> bool:
        return self.last is not None and self.last.word in PASSING

    @property
    def is_here(self) -> bool:
        return self.last is not None and self.last.word is Word.SENT

    @property
    def has_responded(self) -> bool:
        return self.last is not None and self.last.word not in (Word.SENT, Word.SKIPPED)

    @property
    def words(self) -> str:
        return WORDS[self.last.word] if self.last else "Not reached yet"


@dataclass(frozen=True)
class Glance:
    """Where a report is, what it waits for, and where it may go."""

    stops: tuple[Stop, ...]
    steps: tuple[Step, ...] = ()

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        last = {step.stop: step for step in self.steps if step.word is not Word.REPLIED}
        return tuple(Standing(stop, last.get(stop.number)) for stop in self.stops)

    @property
    def here(self) -> Stop | None:
        """The body that it is before now; none while it is with its author."""
        return next((each.stop for each in self.standings if each.is_here), None)

    @property
    def following(self) -> Stop | None:
        """The first stop that is not passed; none when the route is complete."""
        return next((each.stop for each in self.standings if not each.is_passed), None)

    @property
    def ahead(self) -> tuple[Stop, ...]:
        """Where it may be sent along now: from the first stop that is not passed. Nowhere while a body has it."""
        if self.here or self.following is None:
            return ()
        return tuple(stop for stop in self.stops if stop.number >= self.following.number)

    @property
    def decides(self) -> Stop | None:
        return self.stops[-1] if self.stops else None

    @property
    def has_reached_the_last(self) -> bool:
        """Whether the deciding body has it or has had it, and did not send it back."""
        return bool(self.standings) and (self.standings[-1].is_here or self.standings[-1].is_passed)

    def passed_over(self, target: Stop) -> tuple[Stop, ...]:
        """The stops that sending it to the target would skip."""
        return tuple(stop for stop in self.ahead if stop.number < target.number)

    def refusals(
        self, target: Stop, *, needs_consultation: bool, reason: str, is_consulted: bool = False, awaited: str = ""
    ) -> list[str]:
        """Why it may not be sent to the target, each with the way to mend it; none: it may.

        A stop that only consults needs no reason where the report needs no consultation: that has a reason already.
        `is_consulted`: the consultations that it points to are done; `awaited`: they are not, in a sentence.
        """
        if self.here:
            return [f"It is before the {self.here.name}. Record the outcome there first."]
        if target not in self.ahead:
            return [f"It has passed the {target.name} already. Choose a body that is still ahead."]
        found = []
        skipped = [stop for stop in self.passed_over(target) if needs_consultation or not stop.is_consulted]
        if skipped and not reason.strip():
            named = ", ".join(stop.name for stop in skipped)
            consulted = " Consultation is among what is skipped." if any(s.is_consulted for s in skipped) else ""
            found.append(f"Say why this is skipped: {named}.{consulted}")
        if target == self.decides and needs_consultation:
            found += self._unconsulted(reason, is_consulted, awaited)
        return found

    def _unconsulted(self, reason: str, is_consulted: bool, awaited: str) -> list[str]:
        if awaited:
            said = f"{awaited} Close what it points to first, or say why it goes on without."
            return [] if reason.strip() else [said]
        if is_consulted or any(stop.is_consulted for stop in self.stops):
            return []
        return [
            "It needs consultation, and nobody is consulted on this route. Point to a consultation that is closed, "
            "change the route, or give the reason for not consulting among the report's facts."
        ]

    @property
    def waits_for(self) -> str:
        """One sentence: where it is now, and what for."""
        if not self.stops:
            return "With its author. It was not sent along yet."
        standing = next((each for each in self.standings if each.is_here), None)
        if standing and standing.last:
            return (
                f"Before the {standing.stop.name} since {standing.last.on:%-d %B %Y}. It waits for the outcome there."
            )
        if self.following is None:
            last = self.standings[-1]
            day = f" on {last.last.on:%-d %B %Y}" if last.last else ""
            return f"Its route is complete: {last.words.lower()} by the {last.stop.name}{day}."
        back = self.standings[self.stops.index(self.following)].last
        if back is not None:
            return f"Sent back by the {self.following.name} on {back.on:%-d %B %Y}. It waits for its author."
        return f"With its author, to be sent along to the {self.following.name}."

    @property
    def where(self) -> str:
        """The same in a few words, for a list."""
        if self.here:
            return self.here.name
        return "Route complete" if self.stops and self.following is None else "With its author"
