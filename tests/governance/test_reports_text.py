"""Markdown as safe HTML, references taken apart, two texts side by side: all without a database."""

import time

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from governance.markdown import to_html
from governance.reports import references
from governance.reports.comparing import compare


@pytest.mark.parametrize(
    ("typed", "forbidden"),
    [
        ("<script>alert(1)</script>", "<script"),
        ('<img src="https://evil.example/x.png" onerror="alert(1)">', "<img"),
        ("![a picture](https://evil.example/x.png)", "<img"),
        ("[click](javascript:alert(1))", "<a"),
        ("[click](data:text/html,x)", "<a"),
        ("[mail](mailto:a@b.example)", "<a"),
        ('<https://a.example/"onclick=alert(1)>', "onclick=alert(1)>"),
        ("a <b style='color:red'>b</b>", "<b"),
        ("[x]: javascript:alert(1)\n\n[x]", "<a"),
        ("```html\n<iframe>\n```", "<iframe"),
    ],
)
def test_nothing_that_runs_loads_or_styles_comes_through(typed, forbidden):
    assert forbidden not in to_html(typed, level=4)


def test_links_to_the_web_and_tables_come_through_dressed():
    html = to_html("[guide](https://a.example/?b=1&c=2)\n\n|A|B|\n|---|--:|\n|1|2|", level=4, called="Legal")

    assert '<a href="https://a.example/?b=1&amp;c=2" class="govuk-link" rel="noopener noreferrer">guide</a>' in html
    assert 'aria-label="Legal: table 1" tabindex="0"><table class="portal-table"><caption' in html
    assert '<th class="num" scope="col">B</th>' in html


@pytest.mark.parametrize(
    ("typed", "levels"),
    [
        ("# a\n\n## b\n\n# c", ["h4", "h5", "h4"]),
        ("### a\n\n###### b\n\n### c", ["h4", "h5", "h4"]),
        ("## a\n\n# b", ["h4", "h4"]),
        ("# a\n\n## b\n\n### c\n\n#### d", ["h4", "h5", "h6", "h6"]),
    ],
)
def test_headings_go_on_from_the_page_without_a_gap(typed, levels):
    html = to_html(typed, level=4)

    assert [html[at + 1 : at + 3] for at in range(len(html)) if html.startswith("<h", at)] == levels


@given(st.text(max_size=200))
def test_whatever_is_typed_no_unknown_tag_comes_out(typed):
    html = to_html(typed, level=4)

    for forbidden in ("<script", "<img", "<iframe", "<style", "javascript:alert", " style=", " on"):
        assert forbidden not in html.lower() or forbidden in typed.lower()


# --- References -------------------------------------------------------------------------------------------------------
def test_a_reference_is_taken_apart_in_any_order_and_written_again():
    asked = references.read("figure: 2007-08 workstream=internal-audit realised non-cashable as-at=2007-07-31")

    assert str(asked) == ("{{ figure: realised non-cashable 2007-08 workstream=internal-audit as-at=2007-07-31 }}")
    assert references.read(references.within(str(asked))[0]) == asked
    assert str(references.read("chart: cumulative")) == "{{ chart: years cashable }}"


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("figur: realised", "Begin with “figure:” or “chart:”"),
        ("figure: cashable", "Say which figure: target, forecast, contracted, realised, verified."),
        ("figure: realized", "“realized” is not known. Measures are target"),
        ("figure: realised target", "“target” is one too many"),
        ("figure: realised 2007-09", "“2007-09” is not known."),
        ("chart: pie", "“pie” is not known. Charts are years"),
        ("chart: years 2007-08", "“2007-08” is not known."),
        ("figure: realised council=BDC", "“council=BDC” is not known. Write workstream="),
    ],
)
def test_a_reference_that_says_nothing_known_says_how_to_mend_it(inside, said):
    with pytest.raises(ValidationError) as refused:
        references.read(inside)

    assert said in refused.value.messages[0]


# --- Side by side -----------------------------------------------------------------------------------------------------
def shown(before, after):
    return [
        (row.kind, *("".join(f"[{s.text}]" if s.mark else s.text for s in side) for side in (row.before, row.after)))
        for row in compare(before, after)
    ]


def test_a_changed_line_shows_the_words_that_changed():
    assert shown("It costs £80,000 in a year.", "It costs £85,000 in a year.") == [
        ("changed", "It costs [£80,000] in a year.", "It costs [£85,000] in a year.")
    ]


def test_lines_with_little_in_common_are_taken_out_and_put_in():
    assert shown("Same\nOld words here", "Same\nEntirely different") == [
        ("same", "Same", "Same"),
        ("removed", "[Old words here]", ""),
        ("added", "", "[Entirely different]"),
    ]


def test_long_stretches_that_are_alike_are_told_by_their_number():
    lines = [str(number) for number in range(10)]
    rows = compare("\n".join(lines), "\n".join([*lines, "new"]))

    assert [(row.kind, row.count) for row in rows] == [("skipped", 8), ("same", 0), ("same", 0), ("added", 0)]
    assert compare("a", "a") == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [("a " * 24_000 + "x", "y " + "a " * 24_000), ("a\n" * 24_000 + "x", "y\n" + "a\n" * 24_000)],
)
def test_texts_of_the_greatest_length_are_compared_at_once(before, after):
    started = time.process_time()
    compare(before, after)
    assert time.process_time() - started < 5  # it took minutes while every word was sought in every other


@given(st.text(alphabet="ab \n", max_size=60), st.text(alphabet="ab \n", max_size=60))
def test_nothing_of_either_text_is_lost(before, after):
    rows = compare(before, after)
    if before == after:
        return
    for text, side in ((before, "before"), (after, "after")):
        skipped = sum(row.count for row in rows)
        left = [row for row in rows if getattr(row, side) or row.kind in ("same", "changed")]
        assert len(left) + skipped == len(text.split("\n")) if text else True
