"""A scoring sheet as rows of text, from a file or pasted: each row names its option and criterion in words."""

from collections.abc import Mapping

from workstreams.actions.scores import Scored, wrong_points
from workstreams.options import Comparison

NAMES = ("option", "criterion", "points", "reason")
NEEDED = frozenset(NAMES)
Errors = dict[str, list[str]]


class SheetRows:
    """What the words of a sheet's rows stand for. No query."""

    def __init__(self, found: Comparison) -> None:
        self.appraisal = found.appraisal
        self.options = {each.name.casefold(): each for each in found.options}
        self.criteria = {each.name.casefold(): each for each in found.criteria}

    def scored(self, given: Mapping[str, str]) -> tuple[Scored | None, Errors]:
        """The row, and all that its words get wrong; what they mean together is judged by the action."""
        words = {name: given.get(name, "").strip() for name in NAMES}
        errors: Errors = {}
        for name, known in (("option", self.options), ("criterion", self.criteria)):
            if words[name].casefold() not in known:
                found = f"“{words[name][:60]}” is no {name} of this appraisal" if words[name] else f"No {name} is named"
                errors[name] = [f"{found}. Write one of: {', '.join(str(each) for each in known.values())}."]
        points = self._points(words["points"], errors)
        if errors:
            return None, errors
        option, criterion = self.options[words["option"].casefold()], self.criteria[words["criterion"].casefold()]
        return Scored(option, criterion, points, words["reason"]), errors

    def _points(self, text: str, errors: Errors) -> int | None:
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) < 4 and int(text) in self.appraisal.points:
            return int(text)
        errors["points"] = [wrong_points(text[:60], self.appraisal)]
        return None
