"""The arithmetic of service quality: status, trend, unit cost, and periods. Pure."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from workstreams.measuring import Status, Trend, hundredths_from_text, plain, severity, status, trend, unit_cost
from workstreams.spans import last_over, span_from_text, span_of

VALUES = st.integers(-(10**12), 10**12)


@pytest.mark.parametrize(
    ("better", "value", "expected"),
    [
        ("higher", 95_00, Status.MET),
        ("higher", 94_99, Status.WITHIN),
        ("higher", 92_00, Status.WITHIN),
        ("higher", 91_99, Status.MISSED),
        ("lower", 95_00, Status.MET),
        ("lower", 98_00, Status.WITHIN),
        ("lower", 98_01, Status.MISSED),
    ],
)
def test_a_status_at_its_edges(better, value, expected):
    assert status(value, 95_00, 3_00, better) is expected


@given(VALUES, VALUES, st.integers(0, 10**6))
def test_higher_and_lower_are_mirror_images(value, target, tolerance):
    assert status(value, target, tolerance, "higher") is status(-value, -target, tolerance, "lower")


def test_without_a_target_nothing_is_judged_and_a_trend_follows_the_direction():
    assert status(1, None, 0, "higher") is Status.NO_TARGET
    assert (trend(2, 1, "higher"), trend(2, 1, "lower"), trend(1, 1, "lower")) == (
        Trend.BETTER,
        Trend.WORSE,
        Trend.SAME,
    )
    assert severity(80_00, 100_00, "higher") > severity(9_50, 10_00, "higher") > 0


@given(st.integers(-(10**11), 10**11), st.integers(1, 10**9))
def test_a_unit_cost_is_never_further_than_half_a_penny_from_the_exact_one(pence, hundredths):
    assert abs(unit_cost(pence, hundredths) * hundredths - pence * 100) * 2 <= hundredths


def test_a_unit_cost_rounds_half_a_penny_away_from_nought():
    assert (unit_cost(1, 2_00), unit_cost(-1, 2_00), unit_cost(925_000_00, 2_400_00)) == (1, -1, 385_42)
    with pytest.raises(ValueError, match="above 0"):
        unit_cost(1, 0)


@given(st.integers(-(10**11), 10**11))
def test_a_number_is_read_back_as_it_was_shown(hundredths):
    assert hundredths_from_text(plain(hundredths)) == hundredths


@pytest.mark.parametrize("text", ["", "1.234", "1e3", "NaN", "ten", "٣", "--1", "12345678901", "97,5", "1,2000"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValidationError):
        hundredths_from_text(text)


@pytest.mark.parametrize(
    ("text", "first", "last", "words"),
    [
        ("2025-26", date(2025, 4, 1), date(2026, 3, 31), "2025-26"),
        ("2025/26 q4", date(2026, 1, 1), date(2026, 3, 31), "2025-26 quarter 4"),
        ("2025-2026 quarter 1", date(2025, 4, 1), date(2025, 6, 30), "2025-26 quarter 1"),
        ("2025-09", date(2025, 9, 1), date(2025, 9, 30), "September 2025"),
        ("2008-09", date(2008, 4, 1), date(2009, 3, 31), "2008-09"),
        ("Feb 2024", date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
    ],
)
def test_a_period_is_read_as_people_write_it(text, first, last, words):
    span = span_from_text(text)
    assert (span.first_on, span.last_on, str(span)) == (first, last, words)


@pytest.mark.parametrize("text", ["", "2025", "2025-27", "2025-27 Q1", "2025-13", "Ju 2025", "1066-67", "2025-26 Q5"])
def test_what_is_no_period_is_refused(text):
    with pytest.raises(ValidationError):
        span_from_text(text)


@given(st.integers(727_000, 766_000), st.sampled_from(["month", "quarter", "year"]))
def test_a_period_holds_its_day_is_what_it_says_and_follows_the_one_before(ordinal, frequency):
    day = date.fromordinal(ordinal)
    span = span_of(day, frequency)
    assert span.first_on <= day <= span.last_on
    assert span_from_text(str(span)) == span and span.frequency == frequency
    assert last_over(day, frequency).last_on < day
    assert (span.first_on - span.before.last_on).days == 1
