"""People and their roles: who gives them, who may not, and when they count."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.urls import reverse

from partnership import actions, clock
from partnership.models import Grant, Partnership, User
from tests import factories
from tests.pages import at, problems, signed_in, typed, words


@pytest.fixture
def administrator(council):
    return council.person("administrator")


@pytest.fixture
def second(council):
    """A second administrator of the same partnership."""
    return factories.person(council, "administrator", None, "second@three.example")


def adding(role="officer", **changes):
    given = {"email": "New.Person@Bolsover.example", "name": "New Person", "post_title": "Accountant", "role": role}
    return given | typed("from_on", date(2026, 4, 1)) | changes


# --- The list ---
def test_the_list_holds_one_row_for_each_role_and_nobody_of_another_partnership(council, administrator):
    factories.three_councils(slug="far", prefix="F-")
    response = signed_in(administrator).get(at("people-list", council))
    assert response.context["listing"].count == Grant.objects.filter(partnership=council.partnership).count() == 20
    assert "@far" not in words(response) and "F-" not in words(response)


def test_the_list_costs_the_same_for_one_row_and_for_three(council, administrator, django_assert_num_queries):
    client = signed_in(administrator)
    with django_assert_num_queries(7):
        assert len(client.get(at("people-list", council), {"role": "officer"}).context["listing"].objects) == 3
    Grant.objects.filter(role="officer").exclude(organisation__code="BDC").delete()
    with django_assert_num_queries(7):
        assert len(client.get(at("people-list", council), {"role": "officer"}).context["listing"].objects) == 1


def test_the_list_is_filtered_by_role_organisation_and_state(council, administrator):
    Grant.objects.filter(role="chief", organisation__code="BDC").update(to_on=date(2020, 3, 31))
    client, where = signed_in(administrator), at("people-list", council)

    def found(**asked):
        return sorted(str(grant) for grant in client.get(where, asked).context["listing"].objects)

    bolsover = council.organisations["BDC"].pk
    assert found(role="officer", organisation=bolsover) == ["Officer, Bolsover District Council"]
    assert found(state="ended") == ["Chief executive, Bolsover District Council"]
    assert found(person="chiefbdc", state="ended") == found(person=" CHIEF", state="ended") == found(state="ended")
    assert found(person="nobody") == []
    assert len(found(role="chief", state="current")) == 2


def test_the_filter_offers_no_organisation_of_another_partnership(council, administrator):
    far = factories.three_councils(slug="far", prefix="F-")
    response = signed_in(administrator).get(at("people-list", council), {"organisation": far.organisations["BDC"].pk})
    assert "organisation" in response.context["listing"].form.errors
    assert response.context["listing"].objects == []


@pytest.mark.parametrize("role", ["viewer", "officer", "manager", "steering", "auditor"])
def test_only_administrators_see_people(council, role):
    assert signed_in(council.person(role)).get(at("people-list", council)).status_code == 403


# --- Adding a person ---
def test_a_person_is_added_and_sets_a_password_by_the_link_in_the_message(
    council, administrator, client, django_capture_on_commit_callbacks
):
    given = adding(organisation=council.organisations["BDC"].pk)
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(administrator).post(at("person-add", council), given)
    person = User.objects.get(email="new.person@bolsover.example")
    assert not person.has_usable_password()
    assert [message.to for message in mail.outbox] == [["new.person@bolsover.example"]]
    assert mail.outbox[0].subject.endswith("Your account on the shared services portal")
    assert "An account was made for you" in mail.outbox[0].body

    link = next(word for word in mail.outbox[0].body.split() if "/account/password/reset/key/" in word)
    form = client.get(link, follow=True)
    chosen = "a long sentence of the person's own"
    answer = client.post(form.redirect_chain[-1][0], {"password1": chosen, "password2": chosen})
    assert answer.status_code == 302
    person.refresh_from_db()
    assert person.check_password(chosen)

    client.post(reverse("account_login"), {"login": person.email, "password": chosen})
    assert client.get(reverse("home")).status_code == 302
    assert client.get(reverse("token-list")).status_code == 200


def test_the_link_works_once(council, administrator, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(administrator).post(at("person-add", council), adding(organisation=council.organisations["BDC"].pk))
    link = next(word for word in mail.outbox[0].body.split() if "/account/password/reset/key/" in word)
    form = client.get(link, follow=True)
    chosen = "a long sentence of the person's own"
    client.post(form.redirect_chain[-1][0], {"password1": chosen, "password2": chosen})
    client.logout()
    assert "password1" not in words(client.get(link, follow=True))


def test_asking_for_a_new_password_does_not_tell_whether_there_is_an_account(council, client):
    known = client.post(reverse("account_reset_password"), {"email": council.person("manager").email})
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@nowhere.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [message.to for message in mail.outbox] == [[council.person("manager").email]]


def test_a_person_who_has_an_account_keeps_it(council, administrator, django_capture_on_commit_callbacks):
    far = factories.three_councils(slug="far", prefix="F-")
    known = far.person("officer")
    given = adding(email=known.email.upper(), name="Other", organisation=council.organisations["BDC"].pk)
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(administrator).post(at("person-add", council), given)
    known.refresh_from_db()
    assert known.name == "Officerbdc"
    assert [str(grant.partnership) for grant in known.grants.order_by("pk")] == [
        "F-Three councils",
        "Three councils",
    ]
    assert mail.outbox == []


def test_a_refused_role_leaves_no_account_and_sends_no_message(
    council, administrator, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = signed_in(administrator).post(at("person-add", council), adding())
    assert problems(response) == {
        "organisation": ["Choose the organisation: a grant of the role Officer is for one organisation."]
    }
    assert not User.objects.filter(name="New Person").exists()
    assert mail.outbox == []
    assert "New.Person@Bolsover.example" in words(response)


def test_another_partnerships_organisation_and_workstream_are_no_choice(council, administrator):
    far = factories.three_councils(slug="far", prefix="F-")
    given = adding(organisation=far.organisations["BDC"].pk, workstream=far.workstream.pk)
    response = signed_in(administrator).post(at("person-add", council), given)
    assert set(problems(response)) == {"organisation", "workstream"}
    assert "F-" not in words(signed_in(administrator).get(at("person-add", council)))


def test_a_role_for_the_whole_partnership_names_no_organisation(council, administrator):
    given = adding("manager", organisation=council.organisations["BDC"].pk)
    response = signed_in(administrator).post(at("person-add", council), given)
    assert problems(response) == {
        "organisation": ["The role Programme manager is not limited to an organisation. Leave this empty."]
    }


# --- Giving and ending ---
def test_a_role_is_given_on_a_persons_page(council, administrator):
    viewer = council.person("viewer")
    given = {"role": "lead", "workstream": council.workstream.pk} | typed("from_on", date(2026, 4, 1))
    response = signed_in(administrator).post(at("grant-add", council, pk=viewer.pk), given, follow=True)
    assert "Workstream lead" in words(response)
    assert "created the role Workstream lead" in words(response)
    assert council.person("viewer").has_perm("workstreams.edit_workstream", council.workstream)


def test_the_same_role_twice_is_refused(council, administrator):
    officer = council.person("officer")
    given = {"role": "officer", "organisation": council.organisations["BDC"].pk} | typed("from_on", clock.today())
    response = signed_in(administrator).post(at("grant-add", council, pk=officer.pk), given)
    assert problems(response) == {"__all__": [f"{officer.name} has this role already on some of these days."]}


def test_nobody_gives_or_ends_a_role_of_their_own(council, administrator):
    client, own = signed_in(administrator), administrator.grants.get()
    given = {"role": "manager"} | typed("from_on", clock.today())
    assert client.post(at("grant-add", council, pk=administrator.pk), given).status_code == 403
    assert client.post(at("grant-end", council, pk=own.pk), typed("last_on", clock.today())).status_code == 403
    given = adding("manager", email=administrator.email)
    assert client.post(at("person-add", council), given).status_code == 403
    assert administrator.grants.get() == own


@pytest.mark.parametrize("role", ["verifier", "administrator"])
def test_a_guarding_role_counts_only_when_a_second_administrator_approves(council, administrator, second, role):
    viewer = council.person("viewer")
    organisation = council.organisations["BDC"] if role == "verifier" else None
    given = {"role": role, "organisation": organisation.pk if organisation else ""} | typed("from_on", clock.today())
    signed_in(administrator).post(at("grant-add", council, pk=viewer.pk), given)
    grant = viewer.grants.get(role=role)
    guarded = {"verifier": "savings.verify_share", "administrator": "partnership.manage_people"}[role]
    assert grant.awaits_approval
    assert not council.person("viewer").has_perm(guarded, council.partnership)

    approve = at("grant-approve", council, pk=grant.pk)
    assert signed_in(administrator).post(approve).status_code == 403
    assert signed_in(second).get(approve).status_code == 200
    assert council.person("viewer").has_perm(guarded, council.partnership) is False
    response = signed_in(second).post(approve, follow=True)
    assert "changed the approver of the role" in words(response)
    assert council.person("viewer").has_perm(guarded, council.partnership)


def test_nobody_approves_a_role_of_their_own(council, administrator, second):
    grant = actions.grant_role(
        by=administrator,
        user=second,
        partnership=council.partnership,
        role="verifier",
        organisation=council.organisations["BDC"],
        from_on=clock.today(),
    )
    assert signed_in(second).post(at("grant-approve", council, pk=grant.pk)).status_code == 403
    grant.refresh_from_db()
    assert grant.awaits_approval


def test_a_role_approved_already_is_not_approved_again(council, second):
    officers = council.person("officer").grants.get()
    response = signed_in(second).post(at("grant-approve", council, pk=officers.pk), follow=True)
    assert "This role was approved already." in words(response)


def test_the_database_refuses_an_approval_by_who_asked(council, administrator):
    now = clock.now()
    with pytest.raises(IntegrityError):
        Grant.objects.filter(role="viewer").update(
            requested_by=administrator, requested_at=now, approved_by=administrator, approved_at=now
        )


def test_a_role_ended_yesterday_counts_no_more(council, administrator):
    officer = council.person("officer")
    grant = officer.grants.get()
    yesterday = clock.today() - timedelta(days=1)
    client = signed_in(administrator)
    assert client.get(at("grant-end", council, pk=grant.pk)).status_code == 200
    response = client.post(at("grant-end", council, pk=grant.pk), typed("last_on", yesterday), follow=True)
    assert "changed the last day of the role Officer from nothing to" in words(response)
    assert council.person("officer").current_grants == []


def test_a_last_day_in_the_past_is_refused(council, administrator):
    grant = council.person("officer").grants.get()
    response = signed_in(administrator).post(at("grant-end", council, pk=grant.pk), typed("last_on", date(2020, 1, 1)))
    assert problems(response) == {
        "last_on": ["The last day can be yesterday at the earliest: what was done stays done."]
    }


def test_a_request_is_withdrawn_and_its_history_stays(council, administrator, second):
    viewer = council.person("viewer")
    grant = actions.grant_role(
        by=administrator, user=viewer, partnership=council.partnership, role="administrator", from_on=clock.today()
    )
    response = signed_in(second).post(
        at("grant-end", council, pk=grant.pk), typed("last_on", clock.today()), follow=True
    )
    assert not Grant.objects.filter(pk=grant.pk).exists()
    assert "deleted the role Administrator" in words(response)


def test_people_and_roles_of_another_partnership_are_not_found(council, administrator):
    far = factories.three_councils(slug="far", prefix="F-")
    stranger, client = far.person("officer"), signed_in(administrator)
    grant = stranger.grants.get()
    for address in (
        at("person", council, pk=stranger.pk),
        at("person", far, pk=stranger.pk),
        at("grant-add", council, pk=stranger.pk),
        at("grant-end", council, pk=grant.pk),
        at("grant-approve", council, pk=grant.pk),
    ):
        assert client.get(address).status_code == 404


def test_a_person_in_two_partnerships_shows_each_administrator_the_roles_there(council, administrator):
    far = factories.three_councils(slug="far", prefix="F-")
    officer = council.person("officer")
    Grant.objects.create(user=officer, role="auditor", partnership=far.partnership, from_on=factories.FOUNDED)
    here = words(signed_in(administrator).get(at("person", council, pk=officer.pk)))
    there = words(signed_in(far.person("administrator")).get(at("person", far, pk=officer.pk)))
    assert "Officer" in here and "Auditor" not in here
    assert "Auditor" in there and "Bolsover" not in there


def test_actions_ask_for_permission_themselves(council, administrator):
    with pytest.raises(PermissionDenied):
        actions.grant_role(
            by=council.person("manager"),
            user=council.person("viewer"),
            partnership=council.partnership,
            role="auditor",
            from_on=clock.today(),
        )
    far = factories.three_councils(slug="far", prefix="F-")
    with pytest.raises(ValidationError):
        actions.grant_role(
            by=administrator,
            user=council.person("viewer"),
            partnership=council.partnership,
            role="officer",
            organisation=far.organisations["BDC"],
            from_on=clock.today(),
        )


# --- The first administrator, the first page ---
def test_the_first_administrator_comes_from_the_command_line(db, capsys):
    call_command(
        "create_administrator",
        partnership="new",
        partnership_name="New partnership",
        email="First@Council.example",
        name="First",
    )
    first = User.objects.get(email="first@council.example")
    assert first.has_perm("partnership.manage_people", Partnership.objects.get(slug="new"))
    assert not first.has_usable_password()
    assert capsys.readouterr().out == "first@council.example is now an administrator of New partnership.\n"


def test_the_command_makes_no_partnership_unasked(db):
    with pytest.raises(CommandError, match="There is no partnership new"):
        call_command("create_administrator", partnership="new", email="first@council.example")
    assert not User.objects.exists()


def test_a_person_without_roles_is_told_so(council, client):
    client.force_login(User.objects.create(email="nobody@three.example", name="Nobody"))
    assert "You have no roles yet" in words(client.get(reverse("home")))
    assert "You have no roles yet" in words(client.get(reverse("roles")))


def test_home_leads_to_the_only_partnership(council):
    assert signed_in(council.person("viewer")).get("/")["Location"] == "/p/three-councils/"
    assert signed_in(council.person("administrator")).get("/")["Location"] == "/p/three-councils/people/"


def test_home_lists_the_partnerships_of_a_person_with_two_and_no_other(council):
    far = factories.three_councils(slug="far", prefix="F-")
    factories.three_councils(slug="third", prefix="T-")
    viewer = council.person("viewer")
    Grant.objects.create(user=viewer, role="auditor", partnership=far.partnership, from_on=factories.FOUNDED)
    page = words(signed_in(council.person("viewer")).get("/"))
    assert "Three councils" in page and "F-Three councils" in page and "T-Three" not in page


def test_roles_are_shown_in_words(council):
    page = words(signed_in(council.person("officer")).get(reverse("roles")))
    assert "Officer, Three councils" in page
    assert "draft, edit, import and submit savings for your own organisation" in page
