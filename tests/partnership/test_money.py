"""Money as typed and read: exact, in pence, and every refusal says how to mend it."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from partnership.money import (
    MAXIMUM_PENCE,
    format_percent,
    format_pounds,
    hundredths_from_percent_text,
    pence_from_text,
    pounds,
)


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("1234.50", 123_450),
        ("1,234.50", 123_450),
        ("£100", 10_000),
        ("  £ 1,000,000  ", 100_000_000),
        ("\N{NO-BREAK SPACE}7.5\N{NO-BREAK SPACE}", 750),
        (".5", 50),
        ("5.", 500),
        ("0", 0),
        ("000.01", 1),
        ("9,999,999,999.99", MAXIMUM_PENCE),
    ],
)
def test_reads_what_people_type(text, pence):
    assert pence_from_text(text) == pence


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("", "required", "Enter an amount"),
        ("£", "required", "Enter an amount"),
        ("NaN", "invalid", "“NaN” is not an amount"),
        ("Infinity", "invalid", "“Infinity” is not an amount"),
        ("1e400", "invalid", "without the letter e"),
        ("1.005", "too_fine", "Round 1.005 to the penny"),
        ("1.000", "too_fine", "at most two digits after the point"),
        ("-500", "negative", "Take the minus sign away"),
        ("−500", "negative", "Take the minus sign away"),
        ("£-500", "negative", "Take the minus sign away"),
        ("١٢٣", "invalid", "the digits 0 to 9"),
        ("１２", "invalid", "the digits 0 to 9"),
        ("12,34", "invalid", "Put commas between thousands"),
        ("1,5", "invalid", "Put commas between thousands"),
        ("1.5.5", "invalid", "can not be read as an amount"),
        ("10k", "invalid", "can not be read as an amount"),
        ("$5", "invalid", "can not be read as an amount"),
        ("10000000000", "too_large", "£9,999,999,999.99 or less"),
        ("9" * 10_000, "too_large", "in pounds, not pence"),
        ("\x00", "invalid", "can not be read as an amount"),
        ("\ud800", "invalid", "can not be read as an amount"),
    ],
)
def test_refuses_with_a_sentence(text, code, says):
    with pytest.raises(ValidationError) as refused:
        pence_from_text(text)
    assert refused.value.code == code
    assert says in refused.value.messages[0]
    refused.value.messages[0].encode()


def test_a_number_that_was_a_float_is_refused():
    with pytest.raises(ValidationError, match="as text in quotation marks"):
        pence_from_text(100.1)


@pytest.mark.parametrize("text", ["-500", "−500", "£-500", "-£500.00", "- 500"])
def test_a_negative_amount_where_it_is_allowed(text):
    assert pence_from_text(text, allow_negative=True) == -50_000


def test_a_sum_has_its_own_maximum():
    with pytest.raises(ValidationError, match="£50.00 or less"):
        pence_from_text("50.01", maximum=5_000)


@given(st.integers(-MAXIMUM_PENCE, MAXIMUM_PENCE))
@example(-500)
def test_what_is_written_is_read_back(pence):
    assert pence_from_text(format_pounds(pence), allow_negative=True) == pence
    assert pounds(pence) * 100 == pence


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text):
    try:
        assert 0 <= pence_from_text(text) <= MAXIMUM_PENCE
    except ValidationError as refused:
        assert len(refused.messages) == 1
        refused.messages[0].encode()


@pytest.mark.parametrize(
    ("pence", "words"), [(123_450, "£1,234.50"), (-500, "−£5.00"), (0, "£0.00"), (-1, "−£0.01"), (5, "£0.05")]
)
def test_pounds_in_words(pence, words):
    assert format_pounds(pence) == words


def test_pounds_are_exact():
    assert pounds(123_450) == Decimal("1234.50")
    assert str(pounds(-5)) == "-0.05"
    assert str(pounds(10**18)) == "10000000000000000.00"


@pytest.mark.parametrize(("text", "hundredths"), [("33.33", 3_333), ("33.33 %", 3_333), (" 100% ", 10_000), ("0", 0)])
def test_reads_a_percentage(text, hundredths):
    assert hundredths_from_percent_text(text) == hundredths


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("100.01", "Enter 100% or less"),
        ("33.333", "Round 33.333 to two digits"),
        ("-1", "must not be below zero"),
        ("NaN", "in the digits 0 to 9"),
        ("%", "Enter a percentage"),
    ],
)
def test_refuses_a_percentage_with_a_sentence(text, says):
    with pytest.raises(ValidationError, match=says):
        hundredths_from_percent_text(text)


@given(st.integers(0, 10_000))
def test_a_percentage_written_is_read_back(hundredths):
    assert hundredths_from_percent_text(format_percent(hundredths)) == hundredths
