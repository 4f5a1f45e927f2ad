"""JSON bodies, read strictly: what JSON does not know, and what would be read two ways, is refused."""

import json
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser


class JSONParser(BaseParser):
    """UTF-8 JSON up to the size that forms may have. No NaN or Infinity, no name twice; numbers never become floats."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        raw = stream.read(limit + 1)
        if len(raw) > limit:
            raise RequestDataTooBig
        try:
            return json.loads(raw.decode("utf-8"), parse_constant=_refuse, parse_float=Decimal, object_pairs_hook=_once)
        except RecursionError as error:
            raise ParseError("The JSON is nested too deeply.") from error
        except UnicodeDecodeError as error:
            raise ParseError(f"The body is not UTF-8 text: byte {error.start + 1} can not be read.") from error
        except json.JSONDecodeError as error:
            raise ParseError(
                f"The body is not JSON: {error.msg} at line {error.lineno}, column {error.colno}."
            ) from error
        except (ValueError, ArithmeticError) as error:  # a number of thousands of digits, or of such an exponent
            raise ParseError("The body holds a number that is too long.") from error


def _refuse(constant: str) -> Any:
    raise ParseError(f'{constant} is not JSON. Send amounts as text, such as "1234.50".')


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ParseError(f"The name {json.dumps(name[:60])} stands twice in one object.")
        found[name] = value
    return found
