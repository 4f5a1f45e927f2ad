"""Exempt matter: whoever may not see it meets it nowhere, on no page, in no file, search, version or answer."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from governance.actions import appendices, report_parts, reports
from governance.actions.routes import publish_report
from governance.models import Report, RouteStep
from tests.api import Program
from tests.pages import at, signed_in
from tests.reports import answered, begun, cleared, complete, in_a_pack, part, published, route, sent, wrote

pytestmark = pytest.mark.django_db
SECRET, REASON = "redundancy of four surveyors", "It tells of members of staff."
OPEN_TO = {"manager", "steering", "chief", "auditor"}
CLOSED_TO = ("viewer", "officer-CBC", "lead", "api")
WHOLE = {"exempt_reason": REASON}


def person(council, who):
    role, _, code = who.partition("-")
    return council.person(role, code or "BDC")


def mixed(council, **facts) -> Report:
    """An open report with an exempt part that was open once, an exempt appendix, a remark that tells of both."""
    route(council)
    report = complete(council, workstream=council.workstream, **facts)
    wrote(council, report, "hr", f"Open once: {SECRET}.")
    reports.keep_version(by=report.author, report=report, called="Before")
    wrote(council, report, "hr", f"By now: {SECRET}.", exempt_reason=REASON)
    cleared(council, report, "hr")
    file = SimpleUploadedFile("surveyors.txt", SECRET.encode())
    appendices.attach_appendix(by=report.author, report=report, upload=file, title=SECRET, exempt_reason=REASON)
    report_parts.keep_draft(by=report.author, part=part(report, "hr"), base=2, text=f"Typed: {SECRET}.")
    reports.keep_version(by=report.author, report=report, called="After")
    sent(council, report, "Consultative Forum", reason="Urgent.")
    answered(council, report, remarks=f"Opposed to the {SECRET}.")
    return report


def everything(council, report, user) -> str:
    """All that the portal says to somebody about a report, in one text."""
    client, program = signed_in(user), Program(user)
    slug = council.partnership.slug
    version_pages = [reverse("report-version", args=[slug, each.pk]) for each in report.versions.all()]
    addresses = [
        at("report", council, pk=report.pk),
        at("report-list", council) + f"?search={SECRET}",
        at("report-list", council) + f"?search={SECRET}&format=csv",
        at("report-consultations", council),
        at("report-consultations", council) + "?format=csv",
        at("report-consultation", council, pk=report.pk),
        at("report-write", council, pk=report.pk),
        at("report-versions", council, pk=report.pk),
        at("report-compare", council, pk=report.pk) + "?before=1&after=2",
        at("report-compare", council, pk=report.pk) + "?before=1&after=now",
        *version_pages,
        *(at(name, council, pk=report.pk, part="hr") for name in ("report-part", "report-part-clear")),
        *(reverse("report-appendix", args=[slug, each.pk]) for each in report.appendices.all()),
    ]
    answers = [client.get(address) for address in addresses]
    answers += [client.post(at("report-part", council, pk=report.pk, part="hr"), {"text": "x", "base": "0"})]
    answers += [program.get("reports/"), program.get(f"reports/{report.pk}/"), program.get("reports/", format="csv")]
    return "\n".join(
        (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode() for answer in answers
    )


def leaked(told: str) -> bool:
    """Whether the words are told, but for a search that the page repeats as it was typed."""
    return "surveyors" in told.replace(f"search={SECRET}", "").replace(f'"{SECRET}"', "")


def test_an_exempt_part_is_met_nowhere_before_publication_and_after(council):
    report = mixed(council)
    before = {who: everything(council, report, person(council, who)) for who in CLOSED_TO}
    sent(council, report, "Joint Board")
    publish_report(by=council.person("manager"), report=report)
    after = {who: everything(council, report, person(council, who)) for who in CLOSED_TO}

    assert [who for told in (before, after) for who in told if leaked(told[who])] == []
    for told in after.values():
        assert REASON in told and "The purpose of it." in told
        # By a hash of what is exempt a guess at it could be proved.
        assert not [version for version in report.versions.all() if version.digest in told]


def test_a_report_exempt_as_a_whole_is_not_there_for_them(council):
    report = published(council, title=f"On the {SECRET}", **WHOLE)

    for who in (*CLOSED_TO, "verifier", "officer"):
        user = person(council, who)
        assert report not in Report.objects.visible_to(user)
        assert signed_in(user).get(at("report", council, pk=report.pk)).status_code == 404
        assert not leaked(everything(council, report, user))
        assert not RouteStep.objects.visible_to(user)


def test_those_with_the_role_read_it(council):
    report = mixed(council)

    for role in OPEN_TO:
        told = everything(council, report, council.person(role))
        assert f"By now: {SECRET}." in told
        assert f"Opposed to the {SECRET}." in told
        assert "surveyors.txt" in told


def test_a_pack_withholds_it_unless_it_is_for_those_who_see_it(council):
    version = mixed(council).versions.get(called="After")

    assert not leaked(in_a_pack(version)) and REASON in in_a_pack(version)
    assert f"By now: {SECRET}." in in_a_pack(version, with_exempt=True)


def test_remarks_of_a_published_report_are_for_those_who_work_on_it_but_of_consultations(council):
    route(council)
    report = complete(council)
    sent(council, report, "Joint Chief Executives", reason="No team exists.")
    answered(council, report, remarks="Too dear for two of us.")
    sent(council, report, reason="Quickly.")
    answered(council, report, remarks="The unions want it in writing.")
    sent(council, report)
    publish_report(by=council.person("manager"), report=report)

    def remarks(who) -> set[str]:
        row = Program(council.person(who)).get(f"reports/{report.pk}/").json()
        return {step["text"] for step in row["steps"]}

    everything_said = {"", "No team exists.", "Too dear for two of us.", "Quickly.", "The unions want it in writing."}
    assert remarks("manager") == remarks("steering") == everything_said
    for who in ("viewer", "api"):
        listed = Program(council.person(who)).get("reports/", format="csv")
        assert remarks(who) == {"", "The unions want it in writing."}, who
        assert b"Too dear" not in b"".join(listed.streaming_content)


def test_an_author_reads_what_they_wrote_and_a_colleague_only_that_it_is_there(council):
    report = begun(council, "officer")
    wrote(council, report, "hr", SECRET, exempt_reason=REASON)
    report.parts.filter(key="hr").update(text=f"{SECRET} {{{{ figure: zebra }}}}")  # by now it stands for nothing
    colleague = council.person("officer")
    Report.objects.filter(pk=report.pk).update(author=council.person("viewer"))

    assert SECRET in everything(council, begun_again(council), council.person("officer"))
    told = everything(council, report, colleague)
    assert f"{SECRET}." not in told and "Exempt" in told
    assert "zebra" not in told and "Human resources, a reference stands for nothing." in told


def begun_again(council) -> Report:
    report = begun(council, "officer", title="Another")
    wrote(council, report, "hr", SECRET, exempt_reason=REASON)
    return report


def test_to_clear_the_money_a_finance_officer_reads_exempt_matter_until_it_is_published(council):
    route(council)
    report = complete(council, **WHOLE)
    verifier = council.person("verifier")
    assert report in Report.objects.visible_to(verifier)

    sent(council, report, "Joint Board", reason="Urgent.")
    publish_report(by=council.person("manager"), report=report)
    assert report not in Report.objects.visible_to(council.person("verifier"))


def test_unsaved_typing_is_on_no_page_of_anybody_else(council):
    report = begun(council, "lead")
    report_parts.keep_draft(by=report.author, part=part(report, "legal"), base=0, text=SECRET)
    told = everything(council, report, council.person("manager"))
    page = at("report-part", council, pk=report.pk, part="legal")

    assert not leaked(told)
    assert SECRET not in signed_in(council.person("manager")).get(page).content.decode()
    assert SECRET in signed_in(council.person("lead")).get(page).content.decode()


def found(council, who, asked):
    """What the search finds of reports: titles and all that is shown of their text; the API says the same."""
    user, here = person(council, who), {"partnership": council.partnership.slug, "q": asked, "kind": "reports"}
    groups = signed_in(user).get(at("search", council), here).context["groups"]
    hits = [(shown.hit.title, shown.hit.text) for group in groups for shown in group.hits]
    told = Program(user).get("search/", **here).json()["results"]
    assert [title for title, _ in hits] == [hit["title"] for hit in told]
    assert not any(leaked(hit["text"]) for hit in told) or any(leaked(text) for _, text in hits)
    return hits


def test_the_search_finds_and_shows_what_a_reader_may_read(council):
    report = mixed(council)
    whole = published(council, title=f"On the {SECRET}", **WHOLE)
    sent(council, report, "Joint Board")
    publish_report(by=council.person("manager"), report=report)

    for who in CLOSED_TO:
        assert found(council, who, "surveyors") == found(council, who, "purpose surveyors") == []
        ((title, text),) = found(council, who, "“purpose of” approved")
        assert title == report.title and text.startswith("Report 1 … The purpose of it. … the shared service")
        assert not leaked(text)
    for role in OPEN_TO:
        assert [title for title, _ in found(council, role, "surveyors")] == [whole.title, report.title]
        assert f"By now: {SECRET}." in found(council, role, f"“now: {SECRET}”")[0][1]


def test_a_draft_is_found_by_those_who_work_on_it(council):
    begun(council, "officer", title="Cybernetics")
    finders = [who for who in ("viewer", "officer", "officer-CBC", "manager") if found(council, who, "cybernetics")]
    assert finders == ["officer", "manager"]
