"""Committee reports and their route: from the fixtures into a story."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from governance.actions import appendices, evidence, report_parts, reports, routes
from governance.models import Body, Meeting, Report
from governance.reports.vocabulary import FINANCIAL, HEADINGS
from partnership.demo.ground import Cast
from partnership.demo.story import read
from partnership.models import User
from workstreams.models import Consultation


def tell(cast: Cast) -> None:
    told = read("reports")
    for facts in told["route"].get(cast.slug, []):
        cast.story.tell(facts["from"], "plan", lambda facts=facts: _route(cast, facts))
    for facts in told["report"].get(cast.slug, []):
        Telling(cast, facts).tell()


def _body(cast: Cast, key: str) -> Body:
    (name,) = (facts["name"] for facts in cast.facts["body"] if facts["key"] == key)
    return Body.objects.get(partnership=cast.partnership, name=name)


def _route(cast: Cast, facts: dict[str, Any]) -> None:
    routes.add_route(
        by=cast.person("manager"),
        partnership=cast.partnership,
        workstream=cast.workstream(facts["workstream"]) if "workstream" in facts else None,
        from_on=facts["from"],
        reason=facts["reason"],
        bodies=[_body(cast, key) for key in facts["bodies"]],
    )


class Telling:
    """One report of the fixtures."""

    def __init__(self, cast: Cast, facts: dict[str, Any]) -> None:
        self.cast, self.facts = cast, facts

    def tell(self) -> None:
        story, facts = self.cast.story, self.facts
        story.tell(facts["begun"], "approval", self._begin)
        for step in facts.get("way", []):
            story.tell(step["sent"], "verification", lambda step=step: self._send(step))
            if "outcome" in step:
                story.tell(step["on"], "request of a reversal", lambda step=step: self._answer(step))
            if "reply" in step:
                story.tell(step["reply"]["on"], "reversal", lambda step=step: self._reply(step))
        for change in facts.get("change", []):
            story.tell(change["on"], "agreement", lambda change=change: self._change(change))
        if "points_to" in facts:
            story.tell(facts["points_to"]["on"], "agreement", self._point)
        if "published" in facts:
            story.tell(facts["published"], "return", self._publish)
        if "on_agenda" in facts:
            story.tell(facts["published"], "period", self._put_on_agenda)

    @property
    def report(self) -> Report:
        rows = Report.objects.select_related("partnership", "workstream", "stands_before", "rule", "author")
        return rows.get(partnership=self.cast.partnership, title=self.facts["title"])

    def _manager(self) -> User:
        return self.cast.person("manager")

    def _begin(self) -> None:
        facts = self.facts
        author = self.cast.person(facts.get("author", "manager"))
        report = reports.begin_report(
            by=author,
            partnership=self.cast.partnership,
            title=facts["title"],
            author_post=facts.get("post", "Programme Manager"),
            workstream=self.cast.workstream(facts["workstream"]) if "workstream" in facts else None,
            no_consultation_reason=facts.get("no_consultation_reason", ""),
        )
        for text in facts.get("recommendations", []):
            reports.add_recommendation(by=author, report=report, text=text)
        for paper in facts.get("papers", []):
            reports.add_paper(by=author, report=report, **paper)
        for each in facts.get("appendices", []):
            upload = SimpleUploadedFile(each["name"], each["text"].encode())
            openness = {"title": each["title"], "exempt_reason": each.get("exempt", "")}
            appendices.attach_appendix(by=author, report=report, upload=upload, **openness)
        self._write(report, author)

    def _write(self, report: Report, author: User) -> None:
        """All its parts; of a report that goes along, those not in the fixtures are none, and all are cleared."""
        complete = "way" in self.facts
        for key in HEADINGS:
            text = self.facts["parts"].get(key, "").strip()
            if text or complete:
                self._write_part(report, key, text, author)
                if complete and HEADINGS[key].is_implication:
                    self._clear(report, key)
        for key, text in self.facts.get("unsaved", {}).items():
            part = report.parts.select_related("report__partnership").get(key=key)
            report_parts.keep_draft(by=author, part=part, base=part.stamp, text=text)

    def _write_part(self, report: Report, key: str, text: str, author: User) -> None:
        part = report.parts.select_related("report__partnership", "written_by").get(key=key)
        reason = self.facts.get("exempt", {}).get(key, "")
        report_parts.write_part(
            by=author, part=part, base=part.stamp, text=text, is_none=not text, exempt_reason=reason
        )

    def _change(self, change: dict[str, Any]) -> None:
        """A part written again; without a post to clear it, it waits to be cleared again."""
        report = self.report
        self._write_part(report, change["key"], change["text"], report.author)
        if "cleared" in change:
            self.facts["cleared"][change["key"]] = change["cleared"]
            self._clear(report, change["key"])

    def _clear(self, report: Report, key: str) -> None:
        """What nobody is named for in the fixtures is cleared by the programme manager; money by a finance officer."""
        part = report.parts.select_related("report__partnership").get(key=key)
        by = self.cast.person("verifier", "CBC") if key == FINANCIAL else self._manager()
        post = self.facts.get("cleared", {}).get(key) or by.post_title
        report_parts.clear_part(by=by, part=part, post=post, digest=part.digest)

    def _send(self, step: dict[str, Any]) -> None:
        body = _body(self.cast, step["body"])
        reason = step.get("skipped", "")
        routes.send_report(by=self._manager(), report=self.report, body=body, reason=reason)

    def _answer(self, step: dict[str, Any]) -> None:
        body = _body(self.cast, step["body"])
        day = self.cast.story.day(step["on"])
        meetings = Meeting.objects.filter(body=body) if step.get("in_meeting") else Meeting.objects.none()
        routes.record_outcome(
            by=self._manager(),
            report=self.report,
            outcome=step["outcome"],
            remarks=step.get("remarks", ""),
            meeting=next((row for row in meetings if timezone.localdate(row.starts_at) == day), None),
        )

    def _reply(self, step: dict[str, Any]) -> None:
        report = self.report
        stop = report.rule.stops.get(body=_body(self.cast, step["body"]))
        routes.reply_to_body(by=self._manager(), report=report, stop=stop, reply=step["reply"]["text"])

    def _point(self) -> None:
        title = self.facts["points_to"]["consultation"]
        found = Consultation.objects.get(partnership=self.cast.partnership, title=title)
        evidence.point_to_consultation(by=self._manager(), report=self.report, consultation=found)

    def _publish(self) -> None:
        routes.publish_report(by=self._manager(), report=self.report)

    def _put_on_agenda(self) -> None:
        facts = self.facts["on_agenda"]
        rows = Meeting.objects.filter(body=_body(self.cast, facts["body"]))
        (meeting,) = (row for row in rows if timezone.localdate(row.starts_at) == facts["on"])
        routes.put_on_agenda(
            by=self._manager(), report=self.report, meeting=meeting, title=facts["title"], minutes=facts["minutes"]
        )
