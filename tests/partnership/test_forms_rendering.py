"""What forms promise: a name for every field, all errors at once, what was typed kept, words one can act on."""

from datetime import date
from html.parser import HTMLParser

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template import Context, Template

from partnership.forms import (
    Checkboxes,
    DateInputField,
    LongTextField,
    MoneyField,
    PercentField,
    PortalForm,
    Radios,
    clean_text,
)


class SavingForm(PortalForm):
    title = forms.CharField(max_length=10, help_text="A few words.")
    amount = MoneyField()
    weight = PercentField(required=False)
    began = DateInputField(label="First day")
    sharing = forms.ChoiceField(
        label="How is it shared?",
        choices=[("equal", "Equally"), ("agreed", "By percentages")],
        widget=Radios(hints={"equal": "The same for all."}, reveals={"agreed": ["percentages"]}),
    )
    percentages = forms.CharField(required=False)
    councils = forms.MultipleChoiceField(choices=[("a", "Council A"), ("b", "Council B")], widget=Checkboxes)
    method = LongTextField(max_length=20, required=False)
    seen = forms.BooleanField(label="Finance has seen it")
    evidence = forms.FileField(required=False)


def typed(**changes):
    good = {
        "title": "Audit",
        "amount": "£1,234.50",
        "began_day": "1",
        "began_month": "4",
        "began_year": "2026",
        "sharing": "equal",
        "councils": ["a", "b"],
        "seen": "on",
    }
    return SavingForm(good | changes)


class Page(HTMLParser):
    """The ids of a page, what refers to them, and which fields have a label."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.references, self.labelled, self.fields = [], set(), set(), []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if "id" in attrs:
            self.ids.append(attrs["id"])
        self.references |= set((attrs.get("aria-describedby") or "").split())
        if tag == "label":
            self.labelled.add(attrs["for"])
        if tag in {"input", "select", "textarea"} and attrs.get("type") != "hidden":
            self.fields.append(attrs["id"])
        if (attrs.get("href") or "").startswith("#"):
            self.references.add(attrs["href"][1:])


def render(template, **context):
    return Template(template).render(Context(context))


@pytest.mark.parametrize("form", [SavingForm(), SavingForm({}), typed()])
def test_every_field_has_a_label_and_every_reference_leads_somewhere(form):
    page = Page(render("{% error_summary form %}{{ form }}", form=form))
    assert set(page.fields) <= page.labelled
    assert page.references <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_a_good_form_gives_pence_dates_and_no_errors():
    form = typed(weight="33.33", method="one\r\ntwo")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["amount"] == 123_450
    assert form.cleaned_data["weight"] == 3_333
    assert form.cleaned_data["began"] == date(2026, 4, 1)
    assert form.cleaned_data["method"] == "one\ntwo"


def test_the_summary_lists_every_error_with_a_link_to_its_field():
    html = render("{% error_summary form %}", form=SavingForm({}))
    for link, sentence in (
        ("id_title", "Enter the title"),
        ("id_amount", "Enter the amount"),
        ("id_began_0", "Enter the first day"),
        ("id_sharing_0", "Answer “How is it shared?”"),
        ("id_councils_0", "Choose the councils"),
        ("id_seen", "Tick “Finance has seen it”"),
    ):
        assert f'<a href="#{link}">{sentence}</a>' in html


def test_the_summary_holds_formsets_and_errors_of_no_field():
    class Row(PortalForm):
        name = forms.CharField()

        def clean(self):
            raise ValidationError("The rows do not add up.")

    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-name": "x", "form-1-name": ""}
    rows = forms.formset_factory(Row, extra=2, min_num=2, validate_min=True)(data)
    html = render("{% error_summary rows %}", rows=rows)
    assert "<li>Row 1: The rows do not add up.</li>" in html
    assert 'href="#id_form-1-name">Row 2: Enter the name<' in html
    assert "There is a problem" not in render("{% error_summary form %}", form=SavingForm())


def test_what_was_typed_is_kept():
    form = typed(title="Far too long a title", amount="1.005", began_day="29", began_month="2", began_year="2025")
    html = render("{{ form }}", form=form)
    assert 'value="Far too long a title"' in html
    assert 'value="1.005"' in html
    assert all(f'value="{part}"' in html for part in ("29", "2", "2025"))
    assert form["title"].problems == ["Title must be 10 characters or fewer; this is 20. Shorten it."]


def test_the_browser_neither_stops_at_the_first_error_nor_cuts_text():
    html = render("{{ form }}", form=SavingForm())
    assert " required" not in html
    assert " maxlength" not in html
    assert 'data-maxlength="20"' in html


def test_optional_is_said_and_required_is_not():
    html = render("{{ form }}", form=SavingForm())
    assert html.count("(optional)") == 4  # weight, percentages, method, evidence
    assert "*" not in html


def test_a_revealed_field_stands_once_under_its_option():
    html = render("{{ form }}", form=SavingForm())
    assert html.count('name="percentages"') == 1
    assert html.index('value="agreed"') < html.index('name="percentages"') < html.index('name="councils"')


def test_money_and_percent_start_as_people_write_them():
    form = SavingForm(initial={"amount": -123_450, "weight": 5_000, "began": date(2026, 4, 1)})
    html = render("{{ form }}", form=form)
    assert 'value="−1,234.50"' in html
    assert 'value="50"' in html
    assert all(f'value="{part}"' in html for part in ("1", "4", "2026"))


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        (("29", "2", "2025"), "29 February 2025 is not a real date. Check the day and the month."),
        (("31", "apr", "2026"), "31 April 2026 is not a real date. Check the day and the month."),
        (("1", "13", "2026"), "13 is not a month. Enter a month from 1 to 12."),
        (("1", "4", "9999"), "First day must be in a year from 1990 to 2100. Check the year."),
        (("1", "4", "26"), "First day must be in a year from 1990 to 2100. Check the year."),
        (("1", "", ""), "First day must include a month and a year."),
        (("x", "4", "2026"), "First day must be written in numbers, such as 31 3 2026."),
        (("١", "4", "2026"), "First day must be written in numbers, such as 31 3 2026."),
        (("1" * 5000, "4", "2026"), "First day must be written in numbers, such as 31 3 2026."),
        (("", "", ""), "Enter the first day"),
    ],
)
def test_a_date_is_refused_in_plain_words(parts, says):
    form = typed(**dict(zip(("began_day", "began_month", "began_year"), parts, strict=True)))
    assert form["began"].problems == [says]


@pytest.mark.parametrize(
    ("day", "month", "year"), [("29", "2", "2024"), ("29", "February", "2024"), (" 29 ", "02", "2024")]
)
def test_a_leap_day_is_read_in_numbers_or_words(day, month, year):
    assert typed(began_day=day, began_month=month, began_year=year).is_valid()


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b", "a\x07b", "a\uffffb"])
def test_text_that_can_not_be_stored_is_refused_once(text):
    form = typed(title=text)
    assert form["title"].problems == [
        "Character 2 of this text is invisible and can not be saved. "
        "Delete it, or type the text again instead of pasting it."
    ]


@pytest.mark.parametrize("text", ["a\tb\r\nc", "naïve 🙂", "<script>alert(1)</script>", "=1+1"])
def test_other_text_is_left_alone(text):
    clean_text(text)


def test_what_was_typed_is_shown_as_text():
    html = render("{% error_summary form %}{{ form }}", form=typed(title="<b>", amount="<script>"))
    assert "<script>" not in html
    assert "<b>" not in html


def test_a_title_says_that_the_form_was_refused():
    assert render("{% error_prefix %}", form=SavingForm({})) == "Error: "
    assert render("{% error_prefix %}", form=SavingForm()) == ""


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("{{ 123450|pounds }}", "£1,234.50"),
        ("{{ None|pounds }}", "–"),
        ("{{ 3333|percent }}", "33.33%"),
        ("{{ 2007|financial_year }}", "2007-08"),
        ("{{ 1999|financial_year }}", "1999-00"),
        ("{{ day|date_words }}", "1 April 2026"),
        ("{% tag 'partly verified' %}", '<strong class="govuk-tag govuk-tag--teal">Partly verified</strong>'),
        ("{% rag 'amber' %}", '<strong class="portal-rag portal-rag--amber">Amber</strong>'),
        ("{% rag 'not due' %}", '<strong class="portal-rag portal-rag--none">Not due</strong>'),
    ],
)
def test_words_for_values(template, words):
    assert render(template, day=date(2026, 4, 1)) == words
