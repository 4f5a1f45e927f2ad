"""Packs of any size as a worker freezes them: pages of workstreams, 26 charts, and registers split by partner."""

from random import Random
from typing import Any

from governance.packs import tables
from governance.packs.content import pictures
from partnership.dated import year_name
from partnership.money import format_pounds
from savings.charts import Chart
from savings.drawing import Bar, grouped_bars, lines
from savings.tables import Cell, Table, money

Content = dict[str, Any]
PARTNERS = tuple(f"{name} Borough Council" for name in ("Ashby", "Belper", "Calow", "Dronfield", "Eckington", "Flagg"))
STREAMS = tuple(f"{name} shared service" for name in (
    "Internal audit", "Payroll", "Building control", "Revenues", "Legal", "Procurement", "Information technology",
    "Emergency planning", "Waste collection", "Human resources", "Licensing", "Leisure"))  # fmt: skip
MEASURES = ("Target", "Forecast", "Contracted", "Realised", "Verified")
YEARS = tuple(range(2018, 2027))
NUMBERS = (14, 10, 6, 6, 8, 14, 14, 14, 14)
REGISTER = ("Saving", "Workstream", "Kind", "Year", "Stage", "Amount", "Share", "Verified", "Left")


def pack(
    registers: int, rows: int, seed: int = 1, changed: int = -1, round_: int = 0, streams: int = len(STREAMS)
) -> Content:
    """A pack with so many registers of so many rows each. With `changed`, that one says something new in each round."""
    random = Random(seed)
    sections = [_cover(), {"key": "contents", "title": "Contents", "content": {}}, _agenda(), _headlines(random)]
    sections += [_workstream(number, random) for number in range(streams)]
    sections += [_savings(random), _charts(random, STREAMS[: streams // 2])]
    words = {changed: f"Another saving, found in round {round_}"}
    sections += [_register(n, rows, Random(seed + n), words.get(n, "")) for n in range(registers)]
    listed = [{"anchor": each["key"].replace(":", "-"), "title": each["title"]} for each in sections[2:]]
    sections[1]["content"] = {"entries": listed}
    return {"document": _document(), "sections": sections}


def _document() -> Content:
    return {
        "title": "Board pack: Joint Board, 31 July 2026, version 1",
        "partnership": "North East shared services",
        "subject": "Joint Board, 31 July 2026",
        "edition": "Version 1 · Figures as at 30 June 2026",
        "created": "2026-07-24T09:30:00+01:00",
    }


def _cover() -> Content:
    content = {
        "partnership": "North East shared services",
        "body": "Joint Board",
        "day": "31 July 2026",
        "time": "13:00",
        "place": "Council Chamber",
        "members": list(PARTNERS),
        "version": 1,
        "as_at": "30 June 2026",
        "sequence": 4_211,
        "head": "5f" * 32,
    }
    return {"key": "cover", "title": "Cover", "content": content}


def _agenda() -> Content:
    items = [{"order": n, "title": f"Item {n} of the meeting", "lead": "Chair", "minutes": 10} for n in range(1, 11)]
    return {"key": "agenda", "title": "Agenda", "content": {"items": items, "minutes": 100}}


def _amounts(random: Random) -> list[int]:
    return [random.randrange(10_000_00, 900_000_00) for _ in MEASURES]


def _by(name: str, caption: str, firsts: tuple[str, ...], random: Random) -> Content:
    rows = [(Cell(first), *map(money, _amounts(random))) for first in firsts]
    total = (Cell("All"), *map(money, _amounts(random)))
    return tables.frozen(Table(name, caption, (name, *MEASURES), tuple(rows), total), (25, 15, 15, 15, 15, 15))


def _years_chart(of: str, random: Random) -> Chart:
    points = [
        {"year": year_name(year), "series": measure, "pence": random.randrange(1, 90) * 10_000_00 + n * 50_000_00}
        for measure in MEASURES[:4]
        for n, year in enumerate(YEARS)
    ]
    said = f"By 30 June 2026, {format_pounds(points[-1]['pence'])} of cashable savings is realised in {of}."
    names = [year_name(year) for year in YEARS]
    return Chart("years", f"{of}: running total", said, lines(points, list(MEASURES[:4]), names, 640), (), ())


def _bars_chart(of: str, random: Random) -> Chart:
    bars = [
        Bar(row, measure, name, random.randrange(1, 90) * 10_000_00)
        for row, name in enumerate(PARTNERS)
        for measure in MEASURES[:3]
    ]
    said = f"The most is realised by {PARTNERS[0]}: {format_pounds(bars[0].pence)}, in {of}."
    return Chart("bars", f"{of}: by organisation", said, grouped_bars(bars, list(MEASURES[:3]), 640), (), ())


def _headlines(random: Random) -> Content:
    tiles = [
        {"name": name, "text": format_pounds(pence), "pence": pence}
        for name, pence in zip(MEASURES, _amounts(random), strict=True)
    ]
    kind = {
        "title": "Cashable savings",
        "tiles": tiles,
        "standing": {"rag": "amber", "text": "Realised is £120,000.00 behind the target due."},
        "table": _by("Workstream", "Cashable savings by workstream", STREAMS, random),
        "charts": pictures([_bars_chart("All workstreams", random), _years_chart("All workstreams", random)]),
    }
    return {
        "key": "headlines",
        "title": "Headline figures",
        "content": {"as_at": "30 June 2026", "kinds": [kind], "qualities": None},
    }


def _workstream(number: int, random: Random) -> Content:
    name = STREAMS[number]
    facts = {
        "Stage": "Live",
        "Host": PARTNERS[number % 6],
        "Delivery model": "Lead partner",
        "Legal basis": "Section 113",
    }
    milestones = Table(
        "milestones",
        "Milestones: planned, forecast and actual dates",
        ("Milestone", "Planned", "Forecast", "Actual", "Against plan"),
        tuple(tuple(map(Cell, (f"Step {n}", "1 Apr 2026", "9 May 2026", "–", "38 days late"))) for n in range(5)),
    )
    kind = {
        "title": "Cashable savings",
        "standing": {"rag": "green", "text": "All of the target due is realised."},
        "table": _by("Year", "Cashable savings by year", tuple(map(year_name, YEARS)), random),
        "charts": pictures([_years_chart(name, random)]),
    }
    content = {
        "purpose": f"{name}: one team for six councils, hosted by one of them.",
        "facts": [{"name": name, "value": value} for name, value in facts.items()],
        "as_at": "30 June 2026",
        "kinds": [kind],
        "qualities": None,
        "milestones": tables.frozen(milestones, (36, 16, 16, 16, 16)),
    }
    return {"key": f"workstream:{number + 1}", "title": f"Workstream: {name}", "content": content}


def _savings(random: Random) -> Content:
    made = [_by("Organisation", "Cashable savings by organisation", PARTNERS, random)]
    made.append(_by("Year", "Cashable savings by year", tuple(map(year_name, YEARS)), random))
    return {
        "key": "savings",
        "title": "Savings by organisation and year",
        "content": {"as_at": "30 June 2026", "tables": made},
    }


def _charts(random: Random, streams: tuple[str, ...]) -> Content:
    made = [make(stream, random) for stream in streams for make in (_years_chart, _bars_chart)]
    return {"key": "charts", "title": "Charts", "content": {"as_at": "30 June 2026", "charts": pictures(made)}}


def _register(number: int, rows: int, random: Random, changed: str) -> Content:
    partner = PARTNERS[number % len(PARTNERS)]
    title = f"Register {number + 1}: {partner}"
    cells = [_row(n, random) for n in range(rows)]
    if changed:
        cells[rows // 2] = (Cell(changed), *cells[rows // 2][1:])
    table = Table("register", f"Savings of {partner}, part {number // 6 + 1}", REGISTER, tuple(cells))
    content = {"as_at": "30 June 2026", "tables": [tables.frozen(table, NUMBERS)]}
    return {"key": f"savings:{number + 1}", "title": title, "content": content}


def _row(number: int, random: Random) -> tuple[Cell, ...]:
    stream = random.choice(STREAMS)
    words = (f"Saving {number + 1} of {stream.split()[0].lower()}", stream, "Cashable", year_name(random.choice(YEARS)))
    amounts = (money(random.randrange(1, 900_000_00)) for _ in range(4))
    return (*map(Cell, words), Cell("Realised"), *amounts)
