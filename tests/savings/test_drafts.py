"""Drafts changed, replaced and submitted: what was shown is what is posted, and nothing counts twice or nowhere."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from partnership.dated import Period
from partnership.models import Grant, Membership
from savings import actions, figures
from savings.actions.drafts import is_series
from savings.actions.versions import version_of
from savings.models import Posting, Share, Statement
from savings.models.words import Basis
from savings.sharing import Sharing
from tests import factories
from tests.factories import details, stating
from tests.pages import at, confirm, signed_in, words


def realised(council) -> int:
    found = figures.figures(council.partnership, figures.now(council.partnership), user=council.person("viewer"))
    return found.total("cashable").amounts.realised


def replacement(council, old, pence, codes=()) -> Statement:
    chosen = frozenset(council.organisations[code].pk for code in codes)
    return actions.draft_statements(
        by=council.person("officer"),
        saving=old.saving,
        organisation=old.organisation,
        details=stating(pence, sharing=Sharing(Basis.EQUAL, chosen)),
        replaces=old,
    )[0]


def both_roles(council, code="BDC"):
    """A verifier who has an officer's grant as well."""
    verifier = council.person("verifier", code)
    Grant.objects.create(
        user=verifier,
        role="officer",
        partnership=council.partnership,
        organisation=council.organisations[code],
        from_on=factories.FOUNDED,
    )
    return council.person("verifier", code)


# --- Replacing --------------------------------------------------------------------------------------------------------


def test_a_share_verified_after_its_replacement_was_drafted_is_not_counted_twice(council):
    old = factories.submitted(council)
    new = replacement(council, old, 120_000_00)
    actions.verify_share(by=council.person("verifier", "CBC"), share=old.shares.get(organisation__code="CBC"))

    with pytest.raises(ValidationError, match="verified share of Chesterfield Borough Council stands"):
        actions.submit_statement(by=council.person("officer"), statement=new)

    assert realised(council) == 100_000_00


def test_a_statement_verified_whole_meanwhile_is_not_replaced(council):
    old = factories.submitted(council)
    new = replacement(council, old, 90_000_00)
    for share in old.shares.all():
        actions.verify_share(by=council.person("verifier", share.organisation.code), share=share)

    with pytest.raises(ValidationError, match="Every share of this statement is verified"):
        actions.submit_statement(by=council.person("officer"), statement=new)

    assert realised(council) == 100_000_00


def test_a_returned_share_is_settled_when_its_statement_is_replaced(council):
    old = factories.submitted(council)
    for share in old.shares.all():
        actions.return_share(by=council.person("verifier", share.organisation.code), share=share, reason="No.")
    assert realised(council) == 0

    actions.submit_statement(by=council.person("officer"), statement=replacement(council, old, 90_000_00))

    assert realised(council) == 90_000_00
    assert [share.state for share in old.shares.all()] == ["restated"] * 3
    assert Statement.objects.get(pk=old.pk).state == "restated"
    emptied = Posting.objects.filter(statement=old, cause="restated")
    assert [(row.state, row.entering, row.pence) for row in emptied] == [("submitted", False, 0)] * 3


def test_the_person_is_told_the_total_before_and_after_the_replacement(council):
    old = factories.submitted(council)
    new = replacement(council, old, 90_000_00)

    page = words(confirm(signed_in(council.person("officer")), at("statement-submit", council, pk=new.pk)))

    assert "Realised cashable savings of Three councils: £90,000.00. Before: £100,000.00." in page


def test_a_statement_that_would_be_added_to_one_of_its_period_is_warned_of(council):
    old = factories.submitted(council)
    client, officer = signed_in(council.person("officer")), council.person("officer")

    def shown(**stated):
        given = {"by": officer, "saving": old.saving, "organisation": old.organisation}
        draft = actions.draft_statements(details=stating(1_00, **stated), **given)[0]
        return words(client.get(at("statement-submit", council, pk=draft.pk)))

    warning = "This saving has a statement of this stage and period already."
    assert warning in shown() and warning in shown(periods=[Period(2025, 1)])
    assert warning not in shown(stage="forecast")
    assert warning not in shown(periods=[Period(2024)])
    new = replacement(council, old, 1_00)
    assert warning not in words(client.get(at("statement-submit", council, pk=new.pk)))


# --- Editing ----------------------------------------------------------------------------------------------------------


def with_a_forecast(council):
    """A draft whose two statements are of one year: realised and forecast."""
    saving = factories.draft(council)
    actions.draft_statements(
        by=council.person("officer"),
        saving=saving,
        organisation=saving.organisation,
        details=stating(70_00, stage="forecast"),
    )
    return saving


def test_drafts_are_a_series_when_only_the_year_differs(council):
    def drafts(saving):
        return saving.statements.prefetch_related("shares")

    years = factories.draft(council, periods=[Period(2025), Period(2026), Period(2027)], stage="forecast")
    assert is_series(drafts(years))
    assert is_series(drafts(factories.draft(council, periods=[Period(2025, 2)])))
    assert not is_series(drafts(with_a_forecast(council)))
    actions.withdraw_statement(by=council.person("officer"), statement=years.statements.get(year=2026))
    assert not is_series(drafts(years))


def test_statements_that_differ_are_never_written_over(council):
    saving = with_a_forecast(council)
    officer = council.person("officer")

    with pytest.raises(ValidationError, match="differ from each other"):
        actions.edit_saving(
            by=officer, saving=saving, workstream=council.workstream, details=details(), statement=stating(5_00)
        )
    with pytest.raises(ValidationError, match="made for this workstream and kind"):
        actions.edit_saving(
            by=officer,
            saving=saving,
            workstream=council.workstream,
            details=details(kind="qualitative", unit="days"),
        )

    assert sorted(saving.statements.values_list("stage", "amount_pence")) == [
        ("forecast", 70_00),
        ("realised", 100_000_00),
    ]


def test_the_words_of_a_saving_with_several_statements_are_changed_on_a_page_of_their_own(council):
    saving = with_a_forecast(council)
    client = signed_in(council.person("officer"))
    address = at("saving-edit", council, pk=saving.pk)
    page = words(client.get(address))
    assert "Forecast 2025-26" in page and "Realised 2025-26" in page and 'name="amount"' not in page
    typed = {"title": "Joint plan", "category": "staff", "method": "As before.", "baseline": "none"}

    form = client.post(address, typed | {"title": ""}).context["form"]
    assert form["title"].problems == ["Enter the title"]
    client.post(address, typed)

    saving.refresh_from_db()
    assert (saving.title, saving.method, saving.kind) == ("Joint plan", "As before.", "cashable")
    assert sorted(saving.statements.values_list("amount_pence", flat=True)) == [70_00, 100_000_00]


def test_who_changes_the_words_has_a_hand_in_every_statement(council):
    saving = with_a_forecast(council)
    both = both_roles(council)
    actions.edit_saving(by=both, saving=saving, workstream=council.workstream, details=details(title="Better"))

    for statement in actions.submit_saving(by=council.person("officer"), saving=saving):
        with pytest.raises(PermissionDenied):
            actions.verify_share(by=both, share=statement.shares.get(organisation__code="BDC"))
    assert not Share.objects.waiting_for(both, council.partnership).exists()


def test_who_wrote_the_saving_may_not_verify_what_another_states_of_it_later(council):
    """Every statement rests on the method and the baseline, as they were first written and then changed."""
    drafter, officer = both_roles(council), council.person("officer")
    bolsover = council.organisations["BDC"]
    editor = council.person("verifier", "CBC")
    Grant.objects.create(
        user=editor, role="officer", partnership=council.partnership, organisation=bolsover, from_on=factories.FOUNDED
    )
    saving = factories.draft(council, by=drafter)
    actions.edit_saving(by=editor, saving=saving, workstream=council.workstream, details=details(title="Better"))
    actions.submit_saving(by=officer, saving=saving)
    given = {"saving": saving, "organisation": bolsover, "details": stating(year=2024)}
    (later,) = actions.draft_statements(by=officer, **given)
    actions.submit_statement(by=officer, statement=later)

    for person, code in ((drafter, "BDC"), (editor, "CBC")):
        with pytest.raises(PermissionDenied):
            actions.verify_share(by=person, share=later.shares.get(organisation__code=code))
        assert later.pk not in Share.objects.waiting_for(person, council.partnership).values_list(
            "statement", flat=True
        )
        assert "this statement or its saving" in words(signed_in(person).get(at("statement", council, pk=later.pk)))
    second = factories.person(council, "verifier", bolsover, "second@three-councils.example")
    actions.verify_share(by=second, share=later.shares.get(organisation__code="BDC"))
    asked = actions.request_reversal(by=officer, statement=later, reason="Claimed twice.")
    requests = Statement.objects.all()
    assert not requests.reversals_waiting_for(drafter, council.partnership).exists()
    assert requests.reversals_waiting_for(second, council.partnership).get() == asked
    with pytest.raises(PermissionDenied):
        actions.approve_reversal(by=drafter, statement=later)


def test_who_supplied_the_evidence_may_not_verify(council):
    saving = factories.draft(council)
    both = both_roles(council)
    with actions.stored_files(council.partnership, [SimpleUploadedFile("proof.txt", b"Invoice 1")]) as (evidence,):
        actions.attach_evidence(by=both, saving=saving, evidence=evidence)
    (statement,) = actions.submit_saving(by=council.person("officer"), saving=saving)

    assert not Share.objects.waiting_for(both, council.partnership).exists()
    with pytest.raises(PermissionDenied):
        actions.verify_share(by=both, share=statement.shares.get(organisation__code="BDC"))
    page = words(signed_in(both).get(at("statement", council, pk=statement.pk)))
    assert reverse("share-verify", args=["three-councils", statement.shares.first().pk]) not in page


def test_a_workstream_of_another_partnership_is_refused_by_the_action(council):
    other = factories.three_councils(slug="others", prefix="X")
    saving = factories.draft(council)

    with pytest.raises(ValidationError, match="Choose a workstream of this partnership"):
        actions.edit_saving(
            by=council.person("officer"),
            saving=saving,
            workstream=other.workstream,
            details=details(),
            statement=stating(),
        )


# --- Submitting what was shown ----------------------------------------------------------------------------------------


def test_a_draft_that_changed_since_it_was_shown_is_not_submitted(council):
    saving = factories.draft(council)
    client = signed_in(council.person("officer"))
    address = at("saving-submit", council, pk=saving.pk)
    shown = client.get(address).context["version"]
    (statement,) = saving.statements.all()
    actions.edit_statement(by=council.person("officer"), statement=statement, details=stating(9_999_999_00))

    page = words(client.post(address, {"version": shown}))

    assert "This draft was changed since you opened this page." in page
    assert "£9,999,999.00" in page
    assert not Posting.objects.exists()
    confirm(client, address)
    assert realised(council) == 9_999_999_00


@pytest.mark.parametrize("version", ["", "0" * 16, "\0"])
def test_a_page_that_does_not_say_what_it_showed_submits_nothing(council, version):
    saving = factories.draft(council)
    signed_in(council.person("officer")).post(at("saving-submit", council, pk=saving.pk), {"version": version})
    assert not Posting.objects.exists()


def test_the_version_changes_with_words_evidence_and_statements(council):
    saving = factories.draft(council)
    officer = council.person("officer")
    seen = [version_of(saving.statements.all())]
    actions.edit_saving(by=officer, saving=saving, workstream=council.workstream, details=details(title="Other"))
    seen.append(version_of(saving.statements.all()))
    factories.attached(council, saving, SimpleUploadedFile("proof.txt", b"Invoice 1"))
    seen.append(version_of(saving.statements.all()))
    actions.edit_statement(by=officer, statement=saving.statements.get(), details=stating(1))
    seen.append(version_of(saving.statements.all()))
    assert len(set(seen)) == 4


# --- Members ----------------------------------------------------------------------------------------------------------


def test_an_organisation_that_left_and_came_back_within_a_year_shares_once(council):
    membership = council.organisations["CBC"].memberships.get()
    membership.to_on = date(2025, 6, 30)
    membership.save()
    Membership.objects.create(
        partnership=council.partnership, organisation=membership.organisation, from_on=date(2025, 10, 1)
    )

    statement = factories.submitted(council)

    assert [share.pence for share in statement.shares.all()] == [33_333_34, 33_333_33, 33_333_33]


def test_an_organisation_states_nothing_for_years_after_it_left(council):
    membership = council.organisations["BDC"].memberships.get()
    membership.to_on = date(2020, 3, 31)
    membership.save()

    with pytest.raises(ValidationError, match="was not a member of the partnership in 2025-26"):
        factories.draft(council, sharing=Sharing(Basis.ONE, frozenset({council.organisations["CBC"].pk})))
    assert factories.draft(council, year=2019).statements.get().year == 2019


def test_a_kept_draft_fits_its_kind_in_the_database(council):
    saving = factories.draft(council, saving={"kind": "qualitative", "unit": "days"}, pence=0, measure_hundredths=100)
    Statement.objects.filter(saving=saving).update(measure_hundredths=None)

    with pytest.raises(Exception, match="posting_money_or_measure"):
        actions.submit_saving(by=council.person("officer"), saving=saving)


# --- Two tabs, and days ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["saving-edit", "statement-edit"])
def test_a_form_opened_before_another_change_does_not_write_over_it(council, page):
    saving = factories.draft(council, periods=[Period(2025)])
    client = signed_in(council.person("officer"))
    row = saving if page == "saving-edit" else saving.statements.get()
    address = at(page, council, pk=row.pk)
    opened = client.get(address)
    typed = {name: value for name, value in opened.context["form"].initial.items() if value is not None}
    typed |= {"version": opened.context["version"], "next": "draft", "amount": "80,000.00", "stated_on": "2025-06-30"}
    actions.edit_statement(by=council.person("officer"), statement=saving.statements.get(), details=stating(90_000_00))

    refused = client.post(address, typed)

    assert "This draft was changed since you opened this page." in words(refused)
    assert refused.context["form"]["amount"].value() == "80,000.00"
    assert saving.statements.get().amount_pence == 90_000_00
    client.post(address, typed | {"version": refused.context["version"]})
    assert saving.statements.get().amount_pence == 80_000_00


def test_a_statement_is_not_of_a_day_before_its_organisation_joined(council):
    with pytest.raises(ValidationError, match="joined the partnership on 1 April 2001"):
        factories.draft(council, stage="forecast", stated_on=date(2001, 3, 31))


def test_nothing_is_realised_on_a_day_before_its_period(council):
    with pytest.raises(ValidationError, match="On this day 2025-26 had not begun"):
        factories.draft(council, stated_on=date(2025, 3, 31))
    assert factories.draft(council, stage="forecast", stated_on=date(2025, 3, 31)).statements.get()


def test_an_organisations_joint_savings_are_those_that_stand(council):
    old = factories.submitted(council, pence=80_000_00, saving={"title": "Old promise"})
    actions.submit_statement(by=council.person("officer"), statement=replacement(council, old, 5_00))

    page = words(signed_in(council.person("viewer", "CBC")).get(at("organisation", council, code="CBC")))

    assert "£5.00" in page and "£80,000.00" not in page
