"""What waits for a person: in what order, and many shares verified at once without one sinking the rest."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from partnership import clock
from savings import actions
from savings.actions.versions import version_of, versions_of
from savings.models import Posting, Share
from tests import factories
from tests.chains import assert_chained
from tests.pages import at, signed_in, words


def of_bolsover(statement):
    return statement.shares.get(organisation__code="BDC")


def keys(page):
    """What the review page sends back for the shares it showed."""
    return [key for _, key in page.context["choice"].ready]


def review(client, council, shares):
    return client.get(at("shares-verify", council), {"share": [share.pk for share in shares]})


@pytest.fixture
def three(council):
    """Shares of Bolsover of three kinds, the second without money."""
    kinds = [{"kind": "cashable"}, {"kind": "qualitative", "unit": "per cent"}, {"kind": "non_cashable"}]
    stated = [{"pence": 300_00}, {"pence": 0, "measure_hundredths": 54_00}, {"pence": 90_00}]
    made = [factories.submitted(council, saving=kind, **what) for kind, what in zip(kinds, stated, strict=True)]
    return [of_bolsover(statement) for statement in made]


# --- The queue --------------------------------------------------------------------------------------------------------
def test_the_oldest_is_first_and_the_age_sorts_both_ways(council):
    for day, title in ((10, "Plan"), (15, "Licence"), (20, "Course")):
        with clock.travel(factories.moment(2026, 10, day)):
            factories.submitted(council, saving={"title": title})
    client = signed_in(council.person("verifier"))
    with clock.travel(factories.moment(2026, 10, 25)):
        for question, days in (
            ("", [15, 10, 5]),
            ("?sort=-waiting-since", [5, 10, 15]),
            ("?sort=saving", [5, 10, 15]),
        ):
            page = client.get(at("queue", council) + question)
            assert [share.days for share in page.context["listing"].objects] == days
    assert 'aria-sort="ascending"' in words(client.get(at("queue", council)))


def test_the_queue_filters_and_is_a_file(council, three):
    client = signed_in(council.person("verifier"))
    address = at("queue", council)
    for question, number in (("?kind=cashable", 1), ("?title=plan", 3), ("?organisation=BDC&stage=realised", 3)):
        assert len(client.get(address + question).context["listing"].objects) == number
    assert "Nothing matches these filters" in words(client.get(address + "?stage=target"))
    header, *rows = client.get(address + "?format=csv&sort=share").getvalue().decode("utf-8-sig").splitlines()
    assert header.startswith(
        "Statement,Saving,Workstream,Stated by,Kind,Stage,Period,For,Share,Baseline,Submitted,Days"
    )
    assert [line.split(",")[4:9] for line in rows] == [
        ["qualitative", "realised", "2025-26", "BDC", ""],
        ["non_cashable", "realised", "2025-26", "BDC", "30.00"],
        ["cashable", "realised", "2025-26", "BDC", "100.00"],
    ]


def test_choose_all_ticks_every_box(council):
    for _ in range(3):
        factories.submitted(council)
    client = signed_in(council.person("verifier"))
    assert words(client.get(at("queue", council))).count(" checked>") == 0
    assert words(client.get(at("queue", council) + "?choose=all")).count(" checked>") == 3


# --- Many at once -----------------------------------------------------------------------------------------------------
def test_the_review_has_totals_by_kind_and_stage_that_are_never_added_up(council, three):
    forecast = of_bolsover(factories.submitted(council, pence=60_00, stage="forecast"))
    page = review(signed_in(council.person("verifier")), council, [*three, forecast])

    totals = [(total.kind, total.stage, total.number, total.pence) for total in page.context["choice"].totals]
    assert totals == [
        ("cashable", "forecast", 1, 20_00),
        ("cashable", "realised", 1, 100_00),
        ("non_cashable", "realised", 1, 30_00),
        ("qualitative", "realised", 1, None),
    ]
    said = words(page)
    assert "Verify 4 shares" in said and "£130.00" not in said and "£120.00" not in said
    assert Share.objects.filter(state="verified").count() == 0


def test_what_is_confirmed_is_verified(council, three):
    client = signed_in(council.person("verifier"))
    done = client.post(at("shares-verify", council), {"share": keys(review(client, council, three))})

    assert '<h1 class="govuk-heading-l">3 shares verified</h1>' in words(done)
    assert {share.state for share in Share.objects.filter(pk__in=[share.pk for share in three])} == {"verified"}
    assert_chained(council.partnership)


def test_one_bad_row_does_not_sink_the_rest_and_each_refusal_is_explained(council, three):
    colleague = factories.person(council, "verifier", council.organisations["BDC"], "second@three-councils.example")
    mine = council.person("verifier")
    draft = factories.draft(council)
    draft.statements.get().authors.add(mine)
    fourth, fifth = (
        of_bolsover(actions.submit_saving(by=council.person("officer"), saving=draft)[0]),
        of_bolsover(factories.submitted(council)),
    )
    client = signed_in(mine)
    shown = keys(review(client, council, [*three, fifth]))
    shown.append(f"{fourth.pk}:{versions_of([fourth.statement])[fourth.statement_id]}")
    actions.verify_share(by=colleague, share=three[0])
    actions.return_share(by=colleague, share=three[1], reason="No.")
    upload = SimpleUploadedFile("late.txt", b"New invoice")
    factories.attached(council, three[2].statement.saving, upload)

    done = client.post(at("shares-verify", council), {"share": shown})
    said = {outcome.share.pk: outcome.problem for outcome in done.context["refused"]}
    assert said.keys() == {three[0].pk, three[1].pk, three[2].pk, fourth.pk}
    assert said[three[0].pk] == f"This share does not wait for you: it is verified by {colleague.name}."
    assert "it is returned by" in said[three[1].pk]
    assert said[three[2].pk].startswith("It has changed since you looked at it: the statement, its saving or its evid")
    assert said[fourth.pk].startswith("You drafted or edited this statement")
    assert [share.pk for share in done.context["done"]] == [fifth.pk]
    assert Posting.objects.filter(share=fifth, cause="verified").count() == 2
    assert_chained(council.partnership)


def test_what_can_not_be_verified_is_told_apart_before(council):
    done, foreign = factories.verified(council), factories.submitted(council)
    ready = of_bolsover(factories.submitted(council))
    verifier = council.person("verifier")
    chesterfield = foreign.shares.get(organisation__code="CBC")
    page = review(signed_in(verifier), council, [of_bolsover(done), chesterfield, ready])

    assert [share.pk for share, _ in page.context["choice"].ready] == [ready.pk]
    assert [why for _, why in page.context["choice"].refused] == [
        "It does not wait for you: it is verified.",
        "It is a share of Chesterfield Borough Council, for which you do not verify.",
    ]


def test_shares_of_elsewhere_are_neither_shown_nor_verified(council):
    far = factories.three_councils(slug="far", prefix="F-")
    share = factories.submitted(far, sharing=factories.Sharing("equal")).shares.first()
    client = signed_in(council.person("verifier"))
    page = review(client, council, [share])
    assert page.context["choice"].hidden == 1 and "1 of the shares chosen is not here for you" in words(page)
    done = client.post(at("shares-verify", council), {"share": f"{share.pk}:x"})
    assert "0 shares verified" in words(done) and "1 of the shares chosen is not here for you" in words(done)
    share.refresh_from_db()
    assert share.state == "submitted"


@pytest.mark.parametrize("sent", [[], ["x"], ["1:"], [":"], ["9" * 30], [str(2**62)]])
def test_nonsense_is_answered_in_words(council, sent):
    client = signed_in(council.person("verifier"))
    assert client.get(at("shares-verify", council), {"share": sent}).status_code == 200
    assert "0 shares verified" in words(client.post(at("shares-verify", council), {"share": sent}))


def test_more_than_a_hundred_at_once_are_refused(council):
    client = signed_in(council.person("verifier"))
    numbers = [str(number) for number in range(1, 102)]
    assert "Too many shares at once" in words(client.get(at("shares-verify", council), {"share": numbers}))
    done = client.post(at("shares-verify", council), {"share": [f"{number}:x" for number in numbers]})
    assert "Choose at most 100 shares at once." in words(done)
    with pytest.raises(ValidationError):
        shown = dict.fromkeys(range(101), "")
        actions.verify_shares(by=council.person("verifier"), partnership=council.partnership, shown=shown)


def test_each_version_is_the_one_that_a_statement_has_alone(council):
    statements = [factories.submitted(council) for _ in range(2)]
    factories.attached(council, statements[0].saving, SimpleUploadedFile("proof.txt", b"Invoice 1"))
    assert versions_of(statements) == {each.pk: version_of([each]) for each in statements}


def test_the_review_costs_the_same_for_one_and_for_three(council, django_assert_num_queries):
    client = signed_in(council.person("verifier"))
    shares = [of_bolsover(factories.submitted(council)) for _ in range(3)]
    for chosen in (shares[:1], shares):
        with django_assert_num_queries(11):
            review(client, council, chosen)


# --- Withdrawn --------------------------------------------------------------------------------------------------------
def test_what_was_withdrawn_can_be_traced(council):
    gone = factories.draft(council, saving={"title": "Never submitted"})
    actions.withdraw_draft(by=council.person("officer"), saving=gone)
    statement = factories.verified(council, saving={"title": "Doubted"})
    asked = actions.request_reversal(by=council.person("lead"), statement=statement, reason="Claimed twice.")
    actions.withdraw_statement(by=council.person("lead"), statement=asked)
    factories.draft(council, "CBC", saving={"title": "Of others"})

    page = signed_in(council.person("officer")).get(at("withdrawn-list", council))
    rows = [(row.title, row.history_user.email, row.amount_pence) for row in page.context["listing"].objects]
    assert rows == [
        ("Doubted", "lead@three-councils.example", -100_000_00),
        ("Never submitted", "officerbdc@three-councils.example", 100_000_00),
    ]
    assert "Never submitted" in words(page) and "Reversal asked for" in words(page)
    other = signed_in(council.person("officer", "CBC")).get(at("withdrawn-list", council))
    assert other.context["listing"].objects == []
    assert len(signed_in(council.person("auditor")).get(at("withdrawn-list", council)).context["listing"].objects) == 2
    csv = signed_in(council.person("lead")).get(at("withdrawn-list", council) + "?format=csv").getvalue().decode()
    assert len(csv.splitlines()) == 3


def test_the_history_of_a_saving_says_who_withdrew_a_statement_of_it(council):
    statement = factories.submitted(council)
    (draft,) = actions.draft_statements(
        by=council.person("officer"),
        saving=statement.saving,
        organisation=statement.organisation,
        details=factories.stating(year=2024),
    )
    actions.withdraw_statement(by=council.person("officer"), statement=draft)
    with pytest.raises(ValidationError, match="This draft is gone"):
        actions.withdraw_statement(by=council.person("officer"), statement=draft)
    with pytest.raises(ValidationError, match="submitted already"):
        actions.withdraw_statement(by=council.person("officer"), statement=statement)
    page = words(signed_in(council.person("officer")).get(at("saving", council, pk=statement.saving_id)))
    assert "withdrew the realised statement for 2024-25" in page


def test_the_list_of_withdrawn_drafts_costs_the_same_for_one_and_for_three(council, django_assert_num_queries):
    client = signed_in(council.person("auditor"))
    for number in (1, 2):
        for _ in range(number):
            actions.withdraw_draft(by=council.person("officer"), saving=factories.draft(council))
        with django_assert_num_queries(6):
            client.get(at("withdrawn-list", council))


# --- The number in the menu -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("number", [1, 3])
def test_the_menu_says_how_much_waits_and_the_page_does_not_count(council, number, django_assert_num_queries):
    shares = [of_bolsover(factories.submitted(council)) for _ in range(number)]
    client, count = signed_in(council.person("verifier")), at("queue-count", council)
    page, asked = council.partnership.get_absolute_url(), f'hx-get="{count}"'
    assert asked in words(client.get(page))
    with django_assert_num_queries(COUNTING):
        said = words(client.get(count))
    things = "thing" if number == 1 else "things"
    assert said.endswith(f'{number}<span class="govuk-visually-hidden"> {things} to do</span></span>')
    shown = words(client.get(page))
    assert said in shown and asked not in shown
    client.post(at("share-verify", council, pk=shares[0].pk))
    assert asked in words(client.get(page))  # one less, which is counted anew


COUNTING = 15
