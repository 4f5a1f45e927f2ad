"""A partner's program for tests: it calls with a token of its own, as programs do."""

import csv
import io
from typing import Any

from django.http import HttpResponse
from django.test import Client

from partnership.models import ApiToken, User

PROBLEM = "application/problem+json"
# A body that drafts £100,000.00 in three equal shares.
SAVING = {
    "partnership": "three-councils",
    "workstream": "internal-audit",
    "title": "Joint audit plan",
    "kind": "cashable",
    "category": "staff",
    "recurrence": "one_off",
    "method": "Two posts no longer filled, at cost.",
    "baseline": "none",
    "stage": "realised",
    "first_year": 2025,
    "amount": "100000.00",
    "basis": "equal",
}


class Program:
    """A token of a person, and calls with it. Answers are checked for their form in passing."""

    def __init__(self, user: User, *, may_write: bool = False) -> None:
        self.token, text = ApiToken.objects.create(user=user, name="Test", may_write=may_write)
        self.client = Client(headers={"Authorization": f"Token {text}"})

    def get(self, path: str, accept: str = "*/*", **parameters: Any) -> HttpResponse:
        return checked(self.client.get(f"/api/v1/{path}", parameters, headers={"Accept": accept}))

    def post(self, path: str, body: Any = None) -> HttpResponse:
        return checked(self.client.post(f"/api/v1/{path}", body, content_type="application/json"))

    def post_text(self, path: str, body: str | bytes, content_type: str = "application/json") -> HttpResponse:
        return checked(self.client.generic("POST", f"/api/v1/{path}", body, content_type=content_type))

    def rows(self, path: str, **parameters: Any) -> list[dict[str, Any]]:
        """Every row of a list, page by page."""
        found, response = [], self.get(path, **parameters)
        while True:
            assert response.status_code == 200, response.content
            found += response.json()["results"]
            following = response.json()["next"]
            if following is None:
                return found
            response = checked(self.client.get(following))

    def csv(self, path: str, **parameters: Any) -> list[dict[str, str]]:
        response = self.get(path, format="csv", **parameters)
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        text = b"".join(response.streaming_content).decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))


def checked(response: HttpResponse) -> HttpResponse:
    """Every error is problem details that say the same status."""
    if response.status_code >= 400:
        assert response["Content-Type"] == PROBLEM, response.content
        problem = response.json()
        assert problem["status"] == response.status_code
        assert problem["title"] and problem["detail"] and problem["type"]
    assert response["Cache-Control"] == "no-store"
    return response


def places(response: HttpResponse) -> set[str]:
    """Where the mistakes are that a problem lists."""
    return {error.get("pointer") or error["parameter"] for error in response.json()["errors"]}


# Which of the fixture `leaks` each role sees.
SEEN = {
    "viewer": {"joint", "own"},
    "officer": {"joint", "own", "own draft"},
    "verifier": {"joint", "own", "own draft"},
    "lead": {"joint", "own", "theirs", "own draft", "their draft"},
    "manager": {"joint", "own", "theirs"},
    "steering": {"joint", "own", "theirs"},
    "chief": {"joint", "own"},
    "api": {"joint", "own"},
    "auditor": {"joint", "own", "theirs", "own draft", "their draft"},
    "administrator": set(),
}
