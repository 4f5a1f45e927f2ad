"""Results as JSON and back: what a submitted case keeps, so that no later formula changes what was submitted."""

from dataclasses import asdict, fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from workstreams.investment.results import Results

Json = dict[str, Any]


def as_json(results: Results) -> Json:
    """Words, whole numbers, lists and null: nothing that a database would store otherwise than it was."""
    return dict(_plain(asdict(results)))


def from_json(stored: Json) -> Results:
    """The results as they were stored. Raises TypeError or KeyError for what is none."""
    results = _made(Results, stored)
    assert isinstance(results, Results)
    return results


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


def _made(wanted: Any, value: Any) -> Any:
    """The value as the type says: dataclasses by their fields, tuples of one type, dictionaries, or None."""
    if value is None:
        return None
    if is_dataclass(wanted):
        hints = get_type_hints(wanted)
        return wanted(**{each.name: _made(hints[each.name], value[each.name]) for each in fields(wanted)})  # type: ignore[operator]
    origin, inner = get_origin(wanted), get_args(wanted)
    if origin is UnionType:
        return _made(next(each for each in inner if each is not NoneType), value)
    if origin is tuple:
        return tuple(_made(inner[0], each) for each in value)
    if origin is dict:
        return {key: _made(inner[1], each) for key, each in value.items()}
    return value
