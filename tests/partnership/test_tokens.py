"""API tokens: shown once, kept as a hash, ended by a click."""

from datetime import timedelta

import pytest
from django.urls import reverse

from partnership import actions, clock
from partnership.models import ApiToken, Grant
from tests import factories
from tests.pages import at, problems, signed_in, words

TYPED = {"name": "Power BI", "days": "30"}


@pytest.fixture
def token(council):
    return actions.create_token(by=council.person("api"), name="Power BI", days=90)


def test_a_token_is_shown_once_and_kept_nowhere(council, client):
    client = signed_in(council.person("api"))
    answer = client.post(reverse("token-list"), TYPED)
    secret = answer.context["secret"]
    assert len(secret) == 64 and words(answer).count(secret) == 2
    assert "no-store" in answer["Cache-Control"]
    assert secret not in words(client.get(reverse("token-list")))
    assert secret not in str(dict(client.session))
    row = ApiToken.objects.get()
    assert secret not in (row.digest, row.name)
    assert row.expiry - row.created < timedelta(days=30, minutes=1)


def test_a_token_reads_the_api_until_it_is_revoked(council, client, token):
    row, secret = token
    ask = {"HTTP_AUTHORIZATION": f"Token {secret}"}
    assert client.get("/api/v1/workstreams/", **ask).status_code == 200
    signed_in(council.person("api")).post(reverse("token-revoke", args=[row.pk]))
    assert client.get("/api/v1/workstreams/", **ask).status_code == 401


def test_an_expired_token_is_refused(client, token):
    row, secret = token
    ApiToken.objects.update(expiry=clock.now() - timedelta(seconds=1))
    assert client.get("/api/v1/workstreams/", HTTP_AUTHORIZATION=f"Token {secret}").status_code == 401


def test_revoking_is_asked_first_and_traced(council, token):
    client, address = signed_in(council.person("api")), reverse("token-revoke", args=[token[0].pk])
    assert "can not be brought back" in words(client.get(address))
    assert ApiToken.objects.count() == 1
    page = words(client.post(address, follow=True))
    assert ApiToken.objects.count() == 0
    assert "created the API token “Power BI”" in page
    assert "deleted the API token “Power BI”" in page


def test_a_token_lasts_for_one_of_three_times(council):
    client = signed_in(council.person("api"))
    for days in ("0", "-1", "9999", "ten"):
        assert list(problems(client.post(reverse("token-list"), TYPED | {"days": days}))) == ["days"]
    assert list(problems(client.post(reverse("token-list"), {"name": "", "days": ""}))) == ["name", "days"]
    assert ApiToken.objects.count() == 0


def test_the_list_shows_ones_own_tokens_alone(council, token):
    assert list(signed_in(council.person("api")).get(reverse("token-list")).context["tokens"]) == [token[0]]
    assert list(signed_in(council.person("administrator")).get(reverse("token-list")).context["tokens"]) == []


def test_anothers_token_is_not_found(council, token):
    far = factories.three_councils(slug="far", prefix="F-")
    for stranger in (council.person("officer"), council.person("manager"), far.person("administrator")):
        assert signed_in(stranger).post(reverse("token-revoke", args=[token[0].pk])).status_code == 404
    assert ApiToken.objects.count() == 1


def test_an_administrator_sees_and_revokes_the_tokens_of_people_kept(council, token):
    client = signed_in(council.person("administrator"))
    assert "Power BI" in words(client.get(at("person", council, pk=council.person("api").pk)))
    client.post(reverse("token-revoke", args=[token[0].pk]))
    assert ApiToken.objects.count() == 0


def test_a_token_of_a_person_with_roles_elsewhere_is_not_an_administrators_to_take(council, token):
    far = factories.three_councils(slug="others", prefix="X")
    grant = {"user": council.person("api"), "role": "viewer", "organisation": far.organisations["BDC"]}
    Grant.objects.create(partnership=far.partnership, from_on=factories.FOUNDED, **grant)

    for world in (council, far):
        client = signed_in(world.person("administrator"))
        assert client.post(reverse("token-revoke", args=[token[0].pk])).status_code == 404
    assert ApiToken.objects.count() == 1


def test_the_pages_ask_for_a_sign_in(client, token):
    for address in (reverse("token-list"), reverse("token-revoke", args=[token[0].pk]), reverse("roles")):
        assert client.get(address)["Location"].startswith("/account/login/")
