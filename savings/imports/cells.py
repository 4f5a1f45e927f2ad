"""From a cell, of a spreadsheet or of CSV, to the text that a person would have typed into the form."""

import re
from datetime import date, datetime
from enum import Enum
from typing import Any

from openpyxl.utils.datetime import WINDOWS_EPOCH, from_excel

LONGEST = 5_000  # characters: no field of a form takes as many
SHOWN = 200

_YEAR = re.compile(r"([0-9]{4})(?:\s*[-/–]\s*([0-9]{2}|[0-9]{4}))?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_WORDS = re.compile(r"([0-9]{1,2}) ([A-Za-z]{3,9}) ([0-9]{4})")
_QUARTER = re.compile(r"(?:q|quarter)?\s*([1-4])", re.IGNORECASE)
_SERIAL = re.compile(r"[0-9]{5}")


class Special(Enum):
    """What a cell can hold that is no value."""

    FORMULA = "a formula without a stored result"


class CellError(str):
    """An error that a formula gave, such as #N/A."""


class Unread(Exception):
    """The cell can not be read: a sentence that says why and how to mend it."""


def text_of(value: Any) -> str:
    """The cell as text. A number is written with 15 digits, as spreadsheets show it: not 1234.5599999999999."""
    if isinstance(value, CellError):
        raise Unread(f"The formula in this cell gives {value}. Mend the formula, or type the value.")
    if isinstance(value, str):
        if len(value) > LONGEST:
            raise Unread(f"This cell has {len(value):,} characters. Shorten it.")
        return value.strip()
    if value is None:
        return ""
    if value is Special.FORMULA:
        raise Unread(
            "The formula in this cell has no stored result. Open the file in a spreadsheet program, save it there and "
            "upload it again; or type the value."
        )
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    return str(value)


def shown(value: Any) -> str:
    """What was found, short, and without what a database can not store."""
    if value is Special.FORMULA:
        return "a formula"
    if isinstance(value, str):
        text = str(value[: SHOWN + 1])
    elif value is None:
        return ""
    else:
        text = text_of(value)
    return storable(text if len(text) <= SHOWN else text[: SHOWN - 1] + "…")


def storable(text: str) -> str:
    return "".join(
        character if character.isprintable() else " " if character.isspace() else "\N{REPLACEMENT CHARACTER}"
        for character in text
    )


def day_of(value: Any, epoch: datetime = WINDOWS_EPOCH) -> str:
    """A date as 2026-03-31: from a real date, the number by which spreadsheets count days, or text, day first."""
    if isinstance(value, datetime | date):
        return (value.date() if isinstance(value, datetime) else value).isoformat()
    text = text_of(value)
    if _SERIAL.fullmatch(text):
        return _from_serial(int(text), epoch)
    if match := _DAY_FIRST.fullmatch(text):
        return f"{match[3]}-{int(match[2]):02d}-{int(match[1]):02d}"
    if match := _WORDS.fullmatch(text):
        return f"{match[3]}-{match[2]}-{match[1]}"
    if text and text.count("-") != 2:
        raise Unread("This is not a date. Write it as 31/03/2026 or 2026-03-31.")
    return text


def _from_serial(number: int, epoch: datetime) -> str:
    moment = from_excel(number, epoch)
    return moment.date().isoformat() if isinstance(moment, datetime) else str(moment)


def year_of(value: Any) -> str:
    """A financial year as the year in which it begins: from 2025-26, 2025/26, 2025-2026 or 2025."""
    if isinstance(value, datetime | date):
        raise Unread(
            "The spreadsheet has made a date of the financial year. Give the column the format “Text”, and write the "
            "year in which it begins, such as 2025."
        )
    text = text_of(value)
    match = _YEAR.fullmatch(text)
    if match is None:
        return text
    first, last = int(match[1]), match[2]
    if last and int(last) != (first + 1) % 10 ** len(last):
        raise Unread(f"{storable(text)} is not a financial year, which ends in the year after. Write it as 2025-26.")
    return match[1]


def quarter_of(value: Any) -> str:
    """1 to 4, from Q1 and Quarter 1 as well; the whole year is an empty cell."""
    text = text_of(value)
    match = _QUARTER.fullmatch(text)
    return match[1] if match else "" if text.lower() in ("the whole year", "whole year", "year") else text
