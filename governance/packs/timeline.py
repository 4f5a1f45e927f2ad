"""The section “Timeline”: the plan of the programme as a Gantt chart, with its table."""

from governance.packs import content, tables
from governance.packs.content import Content, Source
from savings import timeline
from savings.tables import Cell, Table
from workstreams import plans

PAGE_WIDE = 980  # pixels: all of a broad page
WIDTHS = (22, 28, 10, 10, 10, 10, 10)
HEADINGS = ("Workstream", "Milestone", "Planned", "Expected", "Slip", "Against first", "Float")


def section(source: Source, what: str) -> Content:
    """What the chart shows is in its table, too; the section “Milestones” lists all there are."""
    on = source.at.on
    rows = source.milestones().order_by("workstream__name", "planned_on", "pk")
    steps = plans.steps(rows, plans.network(source.milestones(), on), on)
    chart = timeline.chart(steps, on, of="the programme", programme=True, width=PAGE_WIDE)
    if chart is None:
        return {"as_at": source.day, "charts": [], "table": None}
    shown = timeline.window(steps, on).steps
    cells = tuple(tuple(map(Cell, _row(each))) for each in shown)
    table = Table("timeline", "What the timeline shows", HEADINGS, cells)
    return {"as_at": source.day, "charts": content.pictures([chart]), "table": tables.frozen(table, WIDTHS)}


def _row(found: plans.Step) -> tuple[str, ...]:
    milestone = found.milestone
    days = (timeline.short(milestone.planned_on), timeline.short(found.expected_on))
    words = (found.slip, found.original_slip, found.float_words)
    return (milestone.workstream.name, milestone.title, *days, *words)
