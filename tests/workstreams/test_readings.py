"""Indicators and readings: recorded, put right, imported, sent by a program; how they stand, and what is overdue."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from partnership import clock, history
from partnership.models import Membership
from tests import factories, measured
from tests.api import Program, places
from tests.factories import moment
from tests.figure_pages import cells, shown
from tests.pages import at, problems, signed_in, typed
from workstreams import actions, quality
from workstreams.measuring import Status, Trend
from workstreams.models import Indicator, Participation, Reading
from workstreams.spans import span_of

HEADINGS = "Indicator,Organisation,Comparator,Period,Value,Respondents,Before sharing,Source,Reason"


def standing(world, **more):
    return quality.quality(world.partnership, user=world.person("viewer"), **more)


def of(name, world, **named):
    return at(name, world, workstream="internal-audit", **named)


def test_a_reading_is_held_against_target_the_one_before_the_baseline_and_comparators(council):
    indicator = measured.indicator(council)
    measured.reading(council, indicator, 88_00, "2019-20", before_sharing=True)
    measured.reading(council, indicator, 97_00, "2025-26 Q3")
    measured.reading(council, indicator, 93_00, "2025-26 Q4")
    measured.reading(council, indicator, 94_00, "2025-26", comparator="National average")

    (found,) = standing(council).standings

    assert (found.status, found.previous.trend, found.baseline.trend) == (Status.WITHIN, Trend.WORSE, Trend.BETTER)
    assert [(each.name, each.trend) for each in found.comparators] == [("National average, 2025-26", Trend.WORSE)]
    page = shown(council, "indicator", workstream="internal-audit", pk=indicator.pk)
    assert cells(page, "All together")[3:6] == [
        "Within tolerance",
        "Worse: 97 (2025-26 quarter 3)",
        "Better: 88 (2019-20)",
    ]


def test_a_reading_keeps_the_target_it_was_judged_by(council):
    indicator = measured.indicator(council)
    measured.reading(council, indicator, 96_00, "2025-26 Q3")
    actions.edit_indicator(by=council.person("lead"), indicator=indicator, target_hundredths=99_00)
    indicator.refresh_from_db()
    measured.reading(council, indicator, 96_00, "2025-26 Q4")
    rows = Reading.objects.judged().order_by("last_on")
    assert [(row.judged, row.status.value) for row in rows] == [("met", "met"), ("within tolerance",) * 2]


@pytest.mark.parametrize("better", ["higher", "lower"])
def test_the_database_judges_as_the_arithmetic_does(council, better):
    indicator = measured.indicator(council, better=better)
    quarters = [f"20{year}-{year + 1} Q{quarter}" for year in (24, 25) for quarter in (1, 2, 3, 4)]
    for period, value in zip(quarters, (91_99, 92_00, 94_99, 95_00, 95_01, 98_00, 98_01, 0), strict=True):
        measured.reading(council, indicator, value, period)
    assert {row.judged for row in Reading.objects.judged() if row.judged != row.status.value} == set()


def test_a_correction_keeps_the_old_reading_and_says_why(council):
    indicator = measured.indicator(council)
    row = measured.reading(council, indicator, 96_00)
    with pytest.raises(ValidationError, match="96 per cent is recorded"):
        measured.reading(council, indicator, 90_00)
    client = signed_in(council.person("lead"))
    address = of("reading-correct", council, pk=row.pk)
    assert set(problems(client.post(address, {"value": "90", "source": "Recount"}))) == {"reason"}
    client.post(address, {"value": "90", "source": "Recount", "reason": "One case was counted twice."})

    newest = Reading.objects.in_force().get()
    assert (newest.value_hundredths, newest.version, newest.replaces) == (90_00, 2, row)
    row.refresh_from_db()
    assert row.value_hundredths == 96_00
    page = shown(council, "indicator-history", workstream="internal-audit", pk=indicator.pk, role="lead")
    assert "One case was counted twice." in page and "96 per cent" in page
    for act in (lambda: Reading.objects.filter(pk=row.pk).update(note="x"), lambda: Reading.objects.all().delete()):
        with pytest.raises((DatabaseError, TypeError)), transaction.atomic():
            act()


def test_a_reading_can_be_put_right_after_its_indicator_is_measured_otherwise(council):
    indicator = measured.indicator(council)
    measured.reading(council, indicator, 96_00)
    actions.edit_indicator(by=council.person("manager"), indicator=indicator, frequency="year", measured="each")
    with pytest.raises(ValidationError) as refused:
        measured.reading(council, indicator, 96_00, "2025-26 Q3", reason="Recount.")
    assert sorted(refused.value.message_dict) == ["organisation", "period"]
    assert measured.reading(council, indicator, 90_00, reason="Recount.").version == 2


def test_a_past_day_is_shown_as_it_was_known_then(council):
    indicator = measured.indicator(council)
    with clock.travel(moment(2026, 4, 20)):
        row = measured.reading(council, indicator, 96_00)
    with clock.travel(moment(2026, 5, 20)):
        measure = measured.measure(council, indicator, 80_00, reason="Recount.")
        actions.correct_reading(by=council.person("lead"), reading=row, measured=measure)
    assert [one.status for one in standing(council, on=date(2026, 5, 1)).standings] == [Status.MET]
    assert [one.status for one in standing(council, on=date(2026, 5, 20)).standings] == [Status.MISSED]
    assert standing(council, on=date(2026, 4, 1)).standings == ()


def test_a_withdrawn_reading_counts_no_more_and_its_period_can_be_recorded_again(council):
    indicator = measured.indicator(council)
    row = measured.reading(council, indicator)
    actions.withdraw_reading(by=council.person("lead"), reading=row, reason="Wrong quarter.")
    assert standing(council).standings == ()
    again = measured.reading(council, indicator, 91_00)
    assert (again.version, again.reason) == (3, "Recorded again after it was withdrawn.")


def test_an_officer_records_for_the_own_organisation_alone(council):
    indicator = measured.indicator(council, measured="each")
    officer = council.person("officer", "BDC")
    assert measured.reading(council, indicator, code="BDC", by=officer).organisation.code == "BDC"
    for code in ("CBC", ""):
        with pytest.raises(ValidationError, match="Your roles let you record"):
            measured.reading(council, indicator, code=code, by=officer)
    page = signed_in(officer).get(of("reading-add", council, pk=indicator.pk))
    assert [choice for choice, _ in page.context["form"].fields["whose"].choices] == ["BDC"]
    with pytest.raises(ValidationError):
        measured.reading(council, indicator, code="CBC", by=council.person("viewer"))


def test_a_survey_has_its_question_and_wants_the_number_of_respondents(council):
    client = signed_in(council.person("lead"))
    given = {"name": "Satisfaction", "kind": "satisfaction", "definition": "Satisfied.", "unit": "per cent"}
    given |= {"better": "higher", "frequency": "year", "measured": "joint"} | typed("from_on", date(2020, 4, 1))
    assert "__all__" in problems(client.post(of("indicator-add", council), given))
    client.post(of("indicator-add", council), given | {"question": "How satisfied are you?"})
    row = Indicator.objects.get()
    with pytest.raises(ValidationError, match="how many answered"):
        measured.reading(council, row, period="2025-26")
    assert measured.reading(council, row, period="2025-26", respondents=120).respondents == 120


def test_after_the_lock_a_reading_of_before_sharing_wants_a_reason(council):
    indicator = measured.indicator(council)
    measured.baseline(council)
    actions.lock_baseline(by=council.person("manager"), workstream=council.workstream, reason="Approved.")
    with pytest.raises(ValidationError, match="Say why a reading is added"):
        measured.reading(council, indicator, period="2019-20", before_sharing=True)
    row = measured.reading(council, indicator, period="2019-20", before_sharing=True, reason="It was found later.")
    assert row.status is Status.NO_TARGET


def test_readings_are_overdue_after_the_days_of_grace_for_each_who_should_have_sent_one(council):
    measured.indicator(council, measured="each")
    measured.indicator(
        council, name="Of one", measured="certain", organisations=[council.organisations["CBC"]], frequency="month"
    )
    with clock.travel(moment(2026, 4, 29)):
        spans = {(one.indicator.name, one.whose, str(one.span)) for one in standing(council).overdue}
    assert spans == {
        *(("Decided in time", name, "2025-26 quarter 3") for name in ("Bolsover", "Chesterfield", "North")),
        ("Of one", "Chesterfield", "February 2026"),
    }
    with clock.travel(moment(2026, 5, 2)):
        assert str(standing(council).overdue[0].span) == "2025-26 quarter 4"
    with clock.travel(moment(2020, 7, 30)):  # the first quarter is not over for thirty days
        assert [one for one in standing(council).overdue if one.indicator.name == "Decided in time"] == []


# --- Many at once ---
def test_pasted_rows_are_recorded_all_or_none_with_everything_wrong_at_once(council):
    measured.indicator(council, measured="each")
    client, address = signed_in(council.person("lead")), at("reading-import", council)
    bad = "\n".join(
        [
            HEADINGS,
            "Decided in time,BDC,,2025-26 Q4,96.123,,,Cases,",
            "Decided in tme,XXX,,2025-27,,,,,",
            "Decided in time,CBC,,2025-26 Q4,97,,,Cases,",
            "Decided in time,CBC,,2025-26 Q4,98,,perhaps,Cases,",
        ]
    )
    found = client.post(address, {"rows": bad}).context["problems"]
    assert [(each.row, each.column) for each in found] == [
        *((2, "Value"), (3, "Indicator"), (3, "Organisation"), (3, "Period"), (3, "Source"), (3, "Value")),
        (5, "Before sharing"),
    ]
    assert not Reading.objects.exists()
    good = bad.splitlines()[3].replace(",", "\t")
    assert client.post(address, {"rows": f"{HEADINGS}\n{good}".replace(",", "\t")}).status_code == 302
    assert Reading.objects.get().value_hundredths == 97_00


def test_a_thousand_rows_cost_few_queries_besides_the_inserts(council, django_assert_max_num_queries):
    indicator = measured.indicator(council, frequency="month")
    rows = [f"{indicator.pk},,Peer {number},2025-26,{number},,,Benchmark," for number in range(1_000)]
    file = SimpleUploadedFile("readings.csv", "\n".join([HEADINGS, *rows]).encode())
    with django_assert_max_num_queries(62):  # SQLite takes some thirty rows in one insert
        signed_in(council.person("lead")).post(at("reading-import", council), {"file": file})
    assert Reading.objects.count() == 1_000


@pytest.mark.parametrize("text", ["", "Indicator,Period\n", "Name,Period,Value,Source\n", HEADINGS, "\x00\x01\x02"])
def test_what_is_no_list_of_readings_is_refused_in_words(council, text):
    file = SimpleUploadedFile("readings.csv", text.encode())
    response = signed_in(council.person("lead")).post(at("reading-import", council), {"file": file})
    assert response.context["problems"] or response.context["form"].errors


def test_a_program_records_readings_with_all_mistakes_at_once(council):
    measured.indicator(council, measured="each")
    program = Program(council.person("officer"), may_write=True)
    good = {"indicator": "Decided in time", "organisation": "BDC", "period": "2025-26 Q4", "value": "96.5"}
    good |= {"source": "Case system"}
    body = {"partnership": "three-councils", "readings": [good]}

    bad = [good | {"value": 96.5}, good | {"organisation": "CBC"}, {"indicator": "Nothing", "rows": 1}, "x"]
    refused = program.post("readings/", body | {"readings": bad})
    assert refused.status_code == 400
    assert places(refused) == {
        *("#/readings/0/value", "#/readings/1/organisation", "#/readings/2/rows", "#/readings/3"),
    }
    assert not Reading.objects.exists()

    (made,) = program.post("readings/", body).json()["results"]
    assert (made["value"], made["status"], made["period"]) == ("96.50", "met", "2025-26 quarter 4")
    assert places(program.post("readings/", body)) == {"#/readings/0/period"}
    again = {"readings": [good | {"value": "90", "reason": "Recount."}]}
    assert program.post("readings/", body | again).json()["results"][0]["version"] == 2
    assert [row["value"] for row in program.rows("readings/", status="missed")] == ["90.00"]
    assert len(program.rows("readings/", all_versions="true")) == 2
    reader = Program(council.person("officer"))
    assert reader.post("readings/", body).status_code == 403


def test_an_api_client_records_for_its_own_organisation_if_its_token_says_so(council):
    measured.indicator(council, measured="each")
    row = {"indicator": "Decided in time", "organisation": "BDC", "period": "2025-26 Q4", "value": "1", "source": "x"}
    body = {"partnership": "three-councils", "readings": [row]}
    assert Program(council.person("api"), may_write=True).post("readings/", body).status_code == 201
    assert Program(council.person("api")).post("readings/", body).status_code == 403


# --- Beside the savings ---
def test_the_dashboard_shows_service_quality_beside_the_savings_and_is_never_out_of_date(council):
    factories.submitted(council)
    assert "No indicator is set" in shown(council)
    indicator = measured.indicator(council)
    row = measured.reading(council, indicator, 80_00)
    for name, named in (("overview", {}), ("workstream", {"workstream": "internal-audit"})):
        page = shown(council, name, **named)
        assert cells(page, "Decided in time")[2:5] == [
            *("80 per cent (2025-26 quarter 4, All together)", "at least 95 per cent, 3 tolerated", "Missed"),
        ]
    measure = measured.measure(council, indicator, 97_00, reason="Recount.")
    actions.correct_reading(by=council.person("lead"), reading=row, measured=measure)
    assert "No indicator misses its target" in shown(council)
    actions.edit_indicator(by=council.person("lead"), indicator=indicator, to_on=date(2021, 3, 31))
    assert "No indicator is set" in shown(council)


def test_the_chart_says_what_it_shows_and_names_its_version(council):
    indicator = measured.indicator(council)
    measured.reading(council, indicator, 88_00, "2019-20", before_sharing=True)
    measured.reading(council, indicator, 80_00, "2025-26 Q4")
    page = shown(council, "indicator", workstream="internal-audit", pk=indicator.pk)
    assert "which misses the target of at least 95 per cent; worse than before sharing." in page
    picture = signed_in(council.person("viewer")).get(of("indicator-chart", council, pk=indicator.pk))
    assert picture["Content-Type"] == "image/svg+xml" and b"<title>Decided in time: 80 per cent" in picture.content


def test_lists_cost_the_same_for_one_indicator_and_for_three(council, django_assert_num_queries):
    client = signed_in(council.person("viewer"))
    for number in range(3):
        row = measured.indicator(council, name=f"Indicator {number}", measured="each")
        measured.reading(council, row, code="BDC")
        for name, queries in (("indicator-list", 11), ("reading-list", 8), ("reading-overdue", 8)):
            with django_assert_num_queries(queries, info=name):
                client.get(at(name, council))


def test_nobody_defines_an_indicator_but_who_runs_the_workstream(council):
    with pytest.raises(PermissionDenied):
        actions.add_indicator(by=council.person("officer"), workstream=council.workstream, name="Mine")


# --- What a reading may be of ---
def test_a_reading_is_of_a_period_that_is_over_and_of_the_indicators_own_kind(council):
    joint, each = measured.indicator(council), measured.indicator(council, name="Of each", measured="each")
    bolsover = council.organisations["BDC"]
    certain = measured.indicator(council, name="Of one", measured="certain", organisations=[bolsover])
    refused = {
        ("period", "has not begun yet"): measured.measure(council, joint, period="2090-91 Q1"),
        ("period", "is not over yet"): measured.measure(council, joint, period=str(span_of(clock.today(), "quarter"))),
        ("period", "is measured quarterly"): measured.measure(council, joint, period="March 2026"),
        ("organisation", "once, for all together"): measured.measure(council, joint, code="BDC"),
        ("organisation", "Say of which organisation"): measured.measure(council, each),
        ("organisation", "is not measured for Chesterfield"): measured.measure(council, certain, code="CBC"),
    }
    Participation.objects.filter(organisation=bolsover).update(from_on=date(2026, 4, 1))
    refused["organisation", "Bolsover did not take part in Internal audit then."] = measured.measure(
        council, each, code="BDC"
    )
    found = actions.check_readings(by=council.person("manager"), rows=list(refused.values()))
    said = {place: error.message_dict for place, error in found.items()}
    for place, (field, sentence) in enumerate(refused):
        assert list(said[place]) == [field] and sentence in said[place][field][0]
    fine = [
        measured.measure(council, joint, period="2019-20", before_sharing=True),
        measured.measure(council, joint, period="2025-26", comparator="National average"),
        measured.measure(council, certain, code="BDC"),
    ]
    assert actions.check_readings(by=council.person("manager"), rows=fine) == {}


def test_a_month_on_a_quarterly_indicator_does_not_silence_what_is_overdue(council):
    indicator = measured.indicator(council)
    with clock.travel(moment(2026, 5, 2)):
        with pytest.raises(ValidationError):
            measured.reading(council, indicator, period="March 2026")
        assert len(standing(council).overdue) == 1


def test_a_reading_flagged_as_of_before_sharing_by_mistake_gets_its_target_when_put_right(council):
    indicator = measured.indicator(council)
    row = measured.reading(council, indicator, 96_00, before_sharing=True)
    assert row.target_hundredths is None
    right = measured.measure(council, indicator, 96_00, reason="It is of after sharing.")
    found = actions.correct_reading(by=council.person("manager"), reading=row, measured=right)
    assert (found.target_hundredths, found.tolerance_hundredths, found.status) == (95_00, 3_00, Status.MET)


def test_beside_a_status_stands_the_target_that_it_was_judged_by(council):
    indicator = measured.indicator(council)
    measured.reading(council, indicator, 96_00)
    actions.edit_indicator(
        by=council.person("lead"), indicator=indicator, target_hundredths=99_00, tolerance_hundredths=0
    )
    row = cells(shown(council, "indicator-list"), "Decided in time")
    assert ("at least 99 per cent" in row, "at least 95 per cent, 3 tolerated" in row, "Met" in row) == (True,) * 3
    (one,) = standing(council).standings
    assert one.reading.target_words == "at least 95 per cent, 3 tolerated"


def test_nothing_is_overdue_where_nobody_works_nor_of_who_had_not_joined(council):
    measured.indicator(council, measured="each")
    Participation.objects.filter(organisation__code="CBC").update(from_on=date(2026, 4, 28))
    with clock.travel(moment(2026, 5, 2)):
        assert {one.whose for one in standing(council).overdue} == {"Bolsover", "North"}
        actions.stop(by=council.person("manager"), workstream=council.workstream, reason="Given up.")
        assert standing(council).overdue == ()
        assert len(standing(council, on=date(2026, 5, 1)).overdue) == 2  # as it was the day before


def test_an_administrator_reads_no_value(council):
    indicator = measured.indicator(council)
    row = measured.reading(council, indicator, 96_42)
    administrator = council.person("administrator")
    client = signed_in(administrator)
    for address in (at("reading-list", council), at("indicator-list", council), of("indicator-home", council)):
        assert client.get(address).status_code == 403
    assert quality.quality(council.partnership, user=administrator).standings == ()
    program = Program(administrator)
    assert program.get("readings/").json()["results"] == []
    assert program.get(f"readings/{row.pk}/").status_code == 404


def test_whom_an_indicator_is_measured_for_is_told_in_its_history(council):
    indicator = measured.indicator(council, measured="certain", organisations=[council.organisations["CBC"]])
    names = [f"{number:03d} Council with a name that is long" for number in range(5)]
    made = [factories.organisation(name, f"X{number}") for number, name in enumerate(names)]
    for each in made:
        Membership.objects.create(partnership=council.partnership, organisation=each, from_on=factories.FOUNDED)
    actions.edit_indicator(by=council.person("lead"), indicator=indicator, organisations=made)
    event, created = history.events(indicator)
    listed = ", ".join(each.short_name for each in made)
    assert (event.sentence, event.reason) == (
        "changed the indicator",
        f"Measured for {listed}; before, Chesterfield.",
    )
    assert created.reason == "Measured for Chesterfield."
    actions.edit_indicator(by=council.person("lead"), indicator=indicator, unit="%")
    assert history.events(indicator)[0].reason == ""
