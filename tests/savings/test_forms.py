"""What is typed wrong: a sentence for each mistake, all at once; nothing is saved and nothing typed is lost."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from savings.forms import SavingForm, StatementForm
from savings.models import Saving, Statement
from tests import factories
from workstreams.models import Participation, Workstream

TYPED = {
    "baseline": "none",
    "workstream": "internal-audit",
    "title": "Joint audit plan",
    "kind": "cashable",
    "category": "staff",
    "recurrence": "one_off",
    "method": "Posts no longer filled.",
    "stage": "realised",
    "first_year": "2025",
    "amount": "100,000.00",
    "basis": "equal",
}


def form(council, user=None, **changes):
    data = QueryDict(mutable=True)
    for name, value in (TYPED | changes).items():
        if isinstance(value, list):
            data.setlist(name, value)
        elif value is not None:
            data[name] = value
    return SavingForm(data, user=user or council.person("officer"), partnership=council.partnership)


def said(form):
    """Every sentence of the form, by field."""
    return {name: form[name].problems if name in form.fields else list(form.errors[name]) for name in form.errors}


def post(client, council, typed):
    client.force_login(council.person("officer"))
    return client.post(reverse("saving-add", kwargs={"partnership": council.partnership.slug}), typed)


# --- The whole form -----------------------------------------------------------------------------------
def test_a_good_form_gives_what_the_actions_take(council):
    good = form(council, baseline="taken", baseline_cost="925,000", baseline_source="Outturn 2024-25")
    assert said(good) == {}
    assert (good.chosen_organisation.code, good.chosen_workstream.slug) == ("BDC", "internal-audit")
    assert good.saving_details.baseline_pence == 925_000_00
    assert good.statement_details.amount_pence == 100_000_00
    assert [split.pence for _, splits in good.shares for split in splits] == [33_333_34, 33_333_33, 33_333_33]


def test_an_empty_form_says_everything_that_is_missing(council):
    empty = SavingForm({}, user=council.person("officer"), partnership=council.partnership)
    assert said(empty) == {
        "baseline": ["Answer “Was a baseline taken?”"],
        "workstream": ["Choose the workstream"],
        "title": ["Enter the title"],
        "kind": ["Choose the kind"],
        "category": ["Choose the category"],
        "method": ["Answer “How was it worked out?”"],
        "stage": ["Choose the stage of claim"],
        "first_year": ["Choose the financial year"],
        "recurrence": ["Answer “Does it come back every year?”"],
        "amount": ["Enter the amount of each year, such as 1,234.50."],
        "basis": ["Answer “How is it shared?”"],
    }


def test_the_rules_of_sharing_speak_together_with_the_fields(council):
    wrong = form(
        council, title="", basis="agreed", percentage_BDC="50", percentage_CBC="30", percentage_NEDDC="10", stage="x"
    )
    assert said(wrong) == {
        "title": ["Enter the title"],
        "stage": ["Choose one of the options of “Stage of claim”."],
        "percentage_BDC": ["The agreed percentages add up to 90.00. They must add up to 100.00."],
    }


def test_a_percentage_left_empty_is_asked_for_by_name(council):
    wrong = form(council, basis="agreed", percentage_BDC="100")
    assert said(wrong) == {
        "percentage_CBC": [
            "Enter the agreed percentage of Chesterfield Borough Council, North East Derbyshire District Council; "
            "0 if none."
        ]
    }


def test_one_organisation_alone_must_be_named(council):
    sentence = "Choose the one organisation that the whole saving belongs to."
    assert said(form(council, basis="one")) == {"organisations": [sentence]}
    assert said(form(council, basis="one", organisations=["CBC", "BDC"])) == {"organisations": [sentence]}
    alone = form(council, basis="one", organisations=["CBC"])
    assert alone.is_valid()
    assert [split.pence for _, splits in alone.shares for split in splits] == [100_000_00]


def test_a_saving_that_has_a_baseline_says_what_it_was(council):
    assert said(form(council, baseline="taken")) == {
        "baseline_cost": ["Enter the cost before, a year; or choose that no baseline was taken."],
        "baseline_source": ["Enter where the baseline was taken from."],
    }


def test_a_qualitative_benefit_has_a_measure_and_a_unit_and_no_money(council):
    assert set(said(form(council, kind="qualitative"))) == {"measure", "unit"}
    good = form(council, kind="qualitative", measure="54.5", unit="per cent of calls answered", amount="")
    saving = good.is_valid() and good.save(by=council.person("officer"))
    statement = saving.statements.get()
    assert (statement.amount_pence, statement.measure_hundredths, saving.unit) == (
        0,
        5450,
        "per cent of calls answered",
    )


@pytest.mark.parametrize("measure", ["NaN", "1e3", "-5", "1.234", "lots", "99999999999"])
def test_a_measure_is_a_plain_number(council, measure):
    wrong = form(council, kind="qualitative", unit="calls", measure=measure)
    assert set(said(wrong)) == {"measure"}


# --- Amounts ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "amount",
    [
        "NaN",
        "Infinity",
        "-Infinity",
        "1e400",
        "1.005",
        "-500",
        "0",
        "0.00",
        "1000000000000",
        "١٢٣",
        "12,34",
        "a lot",
        " ",
    ],
)
def test_an_amount_that_is_none_is_refused_and_kept(council, client, amount):
    response = post(client, council, TYPED | {"amount": amount})
    refused = response.context["form"]
    assert list(refused.errors) == ["amount"] and len(refused["amount"].problems) == 1
    assert refused["amount"].value() == amount
    assert not Saving.objects.exists()


@pytest.mark.parametrize(("amount", "pence"), [("1,234.50", 1_234_50), ("£100", 100_00), (" 0.01 ", 1)])
def test_an_amount_as_people_write_it_is_taken(council, amount, pence):
    good = form(council, amount=amount)
    assert good.is_valid() and good.statement_details.amount_pence == pence


# --- Dates and years ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("29", "02", "2025"), "29 February 2025 is not a real date. Check the day and the month."),
        (("31", "12", "9999"), "Date of this statement must be in a year from 1990 to 2100. Check the year."),
        (("", "12", "2025"), "Date of this statement must include a day."),
        (("1", "1", "2099"), "The date of the statement may not be in the future."),
    ],
)
def test_a_date_that_is_none_is_refused_and_kept(council, client, typed, sentence):
    parts = dict(zip(("stated_on_day", "stated_on_month", "stated_on_year"), typed, strict=True))
    refused = post(client, council, TYPED | parts).context["form"]
    assert said(refused) == {"stated_on": [sentence]}
    assert list(refused["stated_on"].value()) == list(typed)
    assert not Saving.objects.exists()


def test_a_program_may_send_the_date_whole(council):
    good = form(council, stated_on="2026-03-31")
    assert good.is_valid() and str(good.cleaned_data["stated_on"]) == "2026-03-31"
    assert set(said(form(council, stated_on="9999-12-31"))) == {"stated_on"}
    assert set(said(form(council, stated_on="29/02/2025"))) == {"stated_on"}


@pytest.mark.parametrize("year", ["1066", "9999", "2025.5", "x", "٢٠٢٥", "-1"])
def test_a_year_outside_the_list_is_refused(council, year):
    assert said(form(council, first_year=year))["first_year"] == [
        f"Choose a financial year from 2001-02 to {_last_year(council)}."
    ]


def _last_year(council):
    return form(council).fields["first_year"].choices[-1][1]


def test_the_last_year_is_the_first_or_later_and_not_too_far(council):
    assert said(form(council, recurrence="recurring"))["last_year"] == [
        "Choose the last financial year. It may be the first one again."
    ]
    assert said(form(council, recurrence="recurring", last_year="2024"))["last_year"] == [
        "The last financial year must be the first one or later."
    ]
    far = form(council, recurrence="recurring", first_year="2004", last_year="2025")
    assert "at most 20 years" in said(far)["last_year"][0]


def test_nobody_takes_part_before_joining(council):
    late = council.organisations["CBC"]
    Participation.objects.filter(organisation=late).update(from_on="2026-04-01")
    assert said(form(council, organisations=["BDC", "CBC"])) == {
        "organisations": [
            "Chesterfield Borough Council did not take part in Internal audit in 2025-26. Untick it or change the year."
        ]
    }
    without = form(council)
    assert without.is_valid()
    assert [split.pence for _, splits in without.shares for split in splits] == [50_000_00, 50_000_00]


def test_a_year_without_partners_says_so(council):
    Participation.objects.all().update(from_on="2026-04-01")
    assert said(form(council)) == {
        "workstream": ["No organisation takes part in Internal audit in 2025-26. Choose another workstream or year."]
    }


def test_a_year_without_a_known_population_says_whose(council):
    council.organisations["CBC"].sizes.all().delete()
    (sentence,) = said(form(council, basis="population"))["basis"]
    assert sentence.startswith("No population is recorded by 31 March 2026 for Chesterfield Borough Council.")


# --- Text ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("title", ["NUL \x00 here", "bell \x07", "turned \u202e round", "half \ufffd gone", "x" * 151])
def test_text_that_can_not_be_stored_is_refused(council, client, title):
    refused = post(client, council, TYPED | {"title": title}).context["form"]
    assert list(refused.errors) == ["title"]
    assert refused["title"].value() == title
    assert not Saving.objects.exists()


def test_a_lone_surrogate_is_refused(council):
    assert list(form(council, title="half \ud800 a letter").errors) == ["title"]
    assert list(form(council, workstream="half \ud800").errors) == ["workstream"]


def test_markup_is_text(council, client):
    post(client, council, TYPED | {"title": "<script>alert(1)</script>"})
    saving = Saving.objects.get()
    page = client.get(saving.get_absolute_url()).content.decode()
    assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page


def test_ten_megabytes_of_text_are_refused_cleanly(council, client):
    response = post(client, council, TYPED | {"method": "x" * 10_000_000})
    assert response.status_code == 400
    assert not Saving.objects.exists()


def test_a_megabyte_of_text_is_refused_by_its_length(council, client):
    refused = post(client, council, TYPED | {"method": "x" * 1_000_000}).context["form"]
    assert said(refused) == {
        "method": ["How was it worked out? must be 2,000 characters or fewer; this is 1,000,000. Shorten it."]
    }


# --- What belongs to others ---------------------------------------------------------------------------
@pytest.fixture
def others(council):
    """A partnership of other councils."""
    world = factories.three_councils("others", "X")
    Workstream.objects.filter(pk=world.workstream.pk).update(slug="theirs")
    return world


def test_names_of_another_partnership_are_unknown_here(council, others):
    assert said(form(council, workstream="theirs")) == {"workstream": ["Choose a workstream of this partnership."]}
    assert said(form(council, organisations=["XBDC"])) == {
        "organisations": ["Choose organisations of this partnership."]
    }
    assert said(form(council, workstream=str(others.workstream.pk))) == {
        "workstream": ["Choose a workstream of this partnership."]
    }
    assert "percentage_XBDC" not in form(council).fields


def test_an_officer_acts_for_no_other_council(council):
    sentence = "Choose an organisation that you are an officer of."
    assert sentence in [str(error) for error in form(council, organisation="CBC").errors["organisation"]]


def test_a_program_without_write_may_not_draft(council):
    assert form(council, user=council.person("api")).is_valid() is False


def test_the_form_of_a_statement_knows_the_kind_of_its_saving(council):
    saving = factories.draft(council)
    asked = StatementForm(user=council.person("officer"), saving=saving)
    assert "measure" not in asked.fields and "amount" in asked.fields
    wrong = StatementForm({"amount": "-1"}, user=council.person("officer"), saving=saving)
    assert set(wrong.errors) == {"stage", "first_year", "amount", "basis"}
    assert Statement.objects.count() == 1
