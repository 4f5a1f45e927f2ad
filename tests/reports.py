"""Reports and their route for tests."""

from datetime import date

from governance.actions import report_parts, reports, routes
from governance.models import Body, Report, ReportVersion, RouteRule
from governance.packs import markup
from governance.reports.content import openly
from governance.reports.vocabulary import HEADINGS
from tests import factories
from tests.factories import World

ROUTE = (
    ("Project team", "deliver"),
    ("Officer Steering Group", "deliver"),
    ("Joint Chief Executives", "recommend"),
    ("Consultative Forum", "consulted"),
    ("Joint Board", "decide"),
)


def begun(world: World, role: str = "manager", code: str = "BDC", **facts) -> Report:
    """A draft of the programme manager's about internal audit, unless told otherwise."""
    given = {"title": "Shared internal audit", "author_post": "Programme Manager", "workstream": world.workstream}
    if role == "officer":
        given["organisation"] = world.organisations[code]
    return reports.begin_report(by=world.person(role, code), partnership=world.partnership, **given | facts)


def part(report: Report, key: str):
    found = report.parts.select_related("report__partnership", "written_by").get(key=key)
    found.report = report
    return found


def wrote(world: World, report: Report, key: str, text: str = "", *, by=None, **facts):
    """A part written by the author, unless told otherwise; without a text it is none."""
    row = part(report, key)
    facts = {"base": row.stamp, "text": text, "is_none": not text} | facts
    return report_parts.write_part(by=by or report.author, part=row, **facts)


def cleared(world: World, report: Report, key: str, post: str = "Head of Legal Services"):
    row = part(report, key)
    by = world.person("verifier" if key == "financial" else "manager")
    return report_parts.clear_part(by=by, part=row, post=post, digest=row.digest)


def complete(world: World, **facts) -> Report:
    """A report with all that publication asks for, but its route."""
    report = begun(world, **facts)
    for key, heading in HEADINGS.items():
        wrote(world, report, key, "" if heading.may_be_none else f"The {heading.title.lower()} of it.")
        if heading.is_implication:
            cleared(world, report, key)
    reports.add_recommendation(by=report.author, report=report, text="the shared service be approved")
    return report


def route(world: World, bodies=ROUTE, **facts) -> RouteRule:
    made = [factories.body(world, name, power, order=order) for order, (name, power) in enumerate(bodies)]
    given = {"from_on": date(2005, 5, 9), "reason": "Agreed by the Joint Board."}
    manager = world.person("manager")
    return routes.add_route(by=manager, partnership=world.partnership, bodies=made, **given | facts)


def sent(world: World, report: Report, to: str = "", **facts):
    body = Body.objects.get(partnership=world.partnership, name=to) if to else None
    return routes.send_report(by=world.person("manager"), report=report, body=body, **facts)


def answered(world: World, report: Report, outcome: str = "supported", remarks: str = "", **facts):
    manager = world.person("manager")
    return routes.record_outcome(by=manager, report=report, outcome=outcome, remarks=remarks, **facts)


def published(world: World, **facts) -> Report:
    """Complete, straight before the board, and published."""
    if not RouteRule.objects.filter(partnership=world.partnership).exists():
        route(world)
    report = complete(world, **facts)
    sent(world, report, "Joint Board", reason="Urgent: the lease ends.")
    routes.publish_report(by=world.person("manager"), report=report)
    return report


def in_a_pack(version: ReportVersion, *, with_exempt: bool = False) -> str:
    """A version as a section of a pack, as HTML."""
    document = version.content if with_exempt else openly(version.content, version.report)
    content = {"missing": [], "called": str(version), "document": document, "figures": version.figures}
    return markup.section({"key": "report:1", "title": document["title"], "content": content})
