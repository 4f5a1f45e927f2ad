"""Reports: an open draft of Bolsover's officer, and one of the programme manager's before the board."""

from django.core.files.uploadedfile import SimpleUploadedFile

from governance.actions import appendices, report_parts, reports, routes
from governance.models import Body, ReportConsultation
from tests.isolation.answers import at
from tests.reports import answered, begun, part, route, sent, wrote


def fill(world):
    world.route = route(world)
    world.report = begun(world, "officer")
    officer, manager = world.report.author, world.person("manager")
    wrote(world, world.report, "financial", "It saves {{ figure: target cashable }}.\n\n|A|B|\n|---|--:|\n|1|2|")
    report_parts.keep_draft(by=officer, part=part(world.report, "financial"), base=0, text="Typed and not saved.")
    world.recommendation = reports.add_recommendation(by=officer, report=world.report, text="it be approved")
    world.paper = reports.add_paper(by=officer, report=world.report, title="Gateway review", where="Town hall")
    file = SimpleUploadedFile("staff.txt", b"Named posts.")
    world.appendix = appendices.attach_appendix(
        by=officer, report=world.report, upload=file, title="Posts", exempt_reason="It names members of staff."
    )
    world.pointed = ReportConsultation.objects.create(report=world.report, consultation=world.consultation)
    world.version = reports.keep_version(by=officer, report=world.report, called="First")
    wrote(world, world.report, "purpose", "To approve the service.")
    world.sent_report = begun(world)
    sent(world, world.sent_report, "Consultative Forum", reason="Urgent.")
    answered(world, world.sent_report, remarks="Two posts are at risk.")
    forum = Body.objects.get(partnership=world.partnership, name="Consultative Forum")
    stop = world.sent_report.rule.stops.get(body=forum)
    routes.reply_to_body(by=manager, report=world.sent_report, stop=stop, reply="Both are redeployed.")
    sent(world, world.sent_report)


ROWS = {
    "report": lambda world: world.report,
    "report-outcome": lambda world: world.sent_report,
    "report-publish": lambda world: world.sent_report,
    "report-reply": lambda world: world.sent_report,
    "report-point": lambda world: world.report,
    "report-point-remove": lambda world: world.pointed,
    "report-recommendation": lambda world: world.recommendation,
    "report-recommendation-add": lambda world: world.report,
    "report-paper": lambda world: world.paper,
    "report-paper-add": lambda world: world.report,
    "report-appendix": lambda world: world.appendix,
    "report-appendix-add": lambda world: world.report,
    "report-version": lambda world: world.version,
    "report-versions": lambda world: world.report,
    "report-route": lambda world: world.route,
    "api-reports": lambda world: world.report,
}

at(
    "api-reports-detail",
    get="-....---.- --.-- ---------- ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "api-reports-list",
    get=".......... ..... .......... ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "report",
    "report-consultation",
    get="-....---.x --.-- ---------- ?",
)

at(
    "report-add",
    get="x.x..xxxxx x.xxx ---------- ?",
    post="x.x..xxxxx x.xxx ---------- ?",
)

at(
    "report-agenda",
    "report-route-add",
    get="xxxx.xxxxx xxxxx ---------- ?",
    post="xxxx.xxxxx xxxxx ---------- ?",
)

at(
    "report-appendix",
    get="-..-.---.- --.-- ---------- ?",
)

at(
    "report-appendix-add",
    "report-copy",
    "report-edit",
    "report-keep",
    "report-paper-add",
    "report-paper-edit",
    "report-paper-remove",
    "report-part",
    "report-part-discard",
    "report-part-figure",
    "report-point",
    "report-point-remove",
    "report-recommendation-add",
    "report-recommendation-edit",
    "report-recommendation-remove",
    "report-send",
    get="-.x..---x- --x-- ---------- ?",
    post="-.x..---x- --x-- ---------- ?",
)

at(
    "report-appendix-edit",
    "report-appendix-remove",
    get="-.x-.---x- --x-- ---------- ?",
    post="-.x-.---x- --x-- ---------- ?",
)

at(
    "report-compare",
    "report-version",
    "report-versions",
    get="-....---.- --.-- ---------- ?",
)

at(
    "report-consultations",
    "report-list",
    "report-workstream",
    get=".........x ..... ---------- ?",
)

at(
    "report-outcome",
    "report-publish",
    get="--xx.xx-x- --xx- ---------- ?",
    post="--xx.xx-x- --xx- ---------- ?",
)

at(
    "report-part-autosave",
    post="-.x..---x- --x-- ---------- ?",
)

at(
    "report-part-clear",
    get="-x.xx---x- --.-- ---------- ?",
    post="-x.xx---x- --.-- ---------- ?",
)

at(
    "report-reply",
    get="--x..xx-x- --xx- ---------- ?",
    post="--x..xx-x- --xx- ---------- ?",
)

at(
    "report-route",
    "report-routes",
    get=".......... ..... ---------- ?",
)

at(
    "report-withdraw",
    get="-.xx.---x- --x-- ---------- ?",
    post="-.xx.---x- --x-- ---------- ?",
)

at(
    "report-write",
    get="-....---x- --.-- ---------- ?",
)
