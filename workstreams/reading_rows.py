"""Readings as rows of text, from a file or from a program: each says by words what it is of."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from partnership.forms import clean_text
from partnership.models import Organisation, Partnership, User
from workstreams.actions import Measured
from workstreams.measuring import hundredths_from_text
from workstreams.models import Indicator
from workstreams.spans import Span, span_from_text

NAMES = (
    *("workstream", "indicator", "organisation", "comparator", "period", "value", "respondents", "before_sharing"),
    *("source", "note", "reason"),
)
NEEDED = frozenset({"indicator", "period", "value", "source"})
JOINT = {"", "joint", "all", "all together"}
YES, NO = {"yes", "true", "1", "y"}, {"", "no", "false", "0", "n"}
Errors = dict[str, list[str]]


@dataclass
class Rows:
    """What the words of one person's rows stand for. Two queries, for any number of rows."""

    user: User
    partnership: Partnership
    indicators: dict[str, list[Indicator]] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)

    def __post_init__(self) -> None:
        visible = Indicator.objects.visible_to(self.user).filter(workstream__partnership=self.partnership)
        for each in visible.select_related("workstream"):
            for word in (str(each.pk), each.name.casefold()):
                self.indicators.setdefault(word, []).append(each)
        members = self.partnership.organisations.distinct()
        self.organisations = {each.code.casefold(): each for each in members}

    def measured(self, given: Mapping[str, str]) -> tuple[Measured | None, Errors]:
        """The row, and all that its words get wrong; what they mean together is judged by the action."""
        errors: Errors = {}
        words = {name: given.get(name, "").strip() for name in NAMES}
        for name, text in words.items():
            if not text and name in NEEDED:
                errors[name] = [f"Enter the {name}."]
            _gather(errors, name, clean_text, text)
        indicator = self._indicator(words, errors)
        organisation = self._organisation(words, errors)
        span = _gather(errors, "period", span_from_text, words["period"]) if words["period"] else None
        value = _gather(errors, "value", hundredths_from_text, words["value"]) if words["value"] else None
        respondents = _gather(errors, "respondents", _count, words["respondents"])
        before = _gather(errors, "before_sharing", _flag, words["before_sharing"])
        if errors or indicator is None or not isinstance(span, Span) or not isinstance(value, int):
            return None, errors
        made = Measured(
            indicator=indicator,
            span=span,
            value=value,
            organisation=organisation,
            comparator=words["comparator"],
            respondents=respondents if isinstance(respondents, int) else None,
            before_sharing=bool(before),
            **{name: words[name] for name in ("source", "note", "reason")},
        )
        return made, errors

    def _indicator(self, words: Mapping[str, str], errors: Errors) -> Indicator | None:
        if not words["indicator"]:
            return None
        found = self.indicators.get(words["indicator"].casefold(), [])
        if stream := words["workstream"].casefold():
            found = [one for one in found if stream in (one.workstream.slug, one.workstream.name.casefold())]
        if len(found) == 1:
            return found[0]
        name = words["indicator"][:60]
        if found:
            errors["workstream"] = [f"Several workstreams have an indicator “{name}”. Say which workstream is meant."]
        else:
            where = f" in the workstream “{words['workstream'][:60]}”" if stream else ""
            errors["indicator"] = [f"There is no indicator “{name}”{where}. Write its name as its page does."]
        return None

    def _organisation(self, words: Mapping[str, str], errors: Errors) -> Organisation | None:
        code = words["organisation"].casefold()
        if code in JOINT:
            return None
        if code not in self.organisations:
            known = ", ".join(sorted(each.code for each in self.organisations.values()))
            errors["organisation"] = [f"There is no organisation with this code. There are: {known}."]
        return self.organisations.get(code)


def _gather(errors: Errors, name: str, read, text: str) -> object:
    """What `read` makes of the text; or what it says is wrong, among the errors."""
    try:
        return read(text)
    except ValidationError as error:
        errors.setdefault(name, []).extend(error.messages)
        return None


def _count(text: str) -> int | None:
    if not text:
        return None
    bare = text.replace(",", "")
    if not (bare.isascii() and bare.isdigit() and 0 < int(bare[:12]) <= 10**9):
        raise ValidationError("Enter a whole number above 0.")
    return int(bare)


def _flag(text: str) -> bool:
    if text.casefold() in YES | NO:
        return text.casefold() in YES
    raise ValidationError("Write yes or no.")
