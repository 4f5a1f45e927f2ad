"""Several people at one report at once: one save wins, the other comes back; no number is given twice."""

from django.core.exceptions import ValidationError

from governance.actions import reports, routes
from governance.actions.report_parts import CONFLICT
from governance.models import Report
from tests.reports import begun, part, route, wrote
from tests.savings.test_races import at_once


def test_of_two_saves_of_one_part_at_once_one_comes_back_and_two_parts_merge(live_council):
    report = begun(live_council, "lead")
    lead, manager = live_council.person("lead"), live_council.person("manager")
    fresh = Report.objects.get

    found = at_once(
        lambda: wrote(live_council, fresh(pk=report.pk), "legal", "The lead’s.", by=lead, base=0),
        lambda: wrote(live_council, fresh(pk=report.pk), "legal", "The manager’s.", by=manager, base=0),
        lambda: wrote(live_council, fresh(pk=report.pk), "purpose", "The lead’s.", by=live_council.person("lead")),
    )

    (refused,) = [each for each in found[:2] if isinstance(each, ValidationError)]
    assert refused.error_dict["text"][0].code == CONFLICT
    assert part(report, "legal").text in ("The lead’s.", "The manager’s.")
    assert part(report, "purpose").text == "The lead’s."


def test_sent_along_twice_at_once_it_arrives_once_and_versions_and_numbers_are_given_once(live_council):
    route(live_council)
    report = begun(live_council)
    manager = live_council.person("manager")
    fresh = Report.objects.get

    found = at_once(
        *(lambda: routes.send_report(by=live_council.person("manager"), report=fresh(pk=report.pk)) for _ in range(2)),
        lambda: begun(live_council),
        lambda: begun(live_council),
    )

    assert sum(isinstance(each, ValidationError) for each in found) == 1
    assert report.steps.count() == 1
    assert sorted(Report.objects.values_list("number", flat=True)) == [1, 2, 3]
    report.refresh_from_db()
    routes.record_outcome(by=manager, report=report, outcome="supported")
    kept = at_once(
        *(
            lambda n=n: reports.keep_version(by=live_council.person("manager"), report=fresh(pk=report.pk), called=n)
            for n in "ab"
        )
    )
    assert sorted(version.number for version in kept) == [2, 3]
