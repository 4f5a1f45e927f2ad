"""What the OpenAPI document says beyond the fields of each resource: how to sign in, and every error there can be."""

from functools import cache
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.plumbing import get_lib_doc_excludes

from partnership.rest.meanings import MEANINGS
from partnership.rest.problems import MEDIA_TYPE
from partnership.rest.resources import Resource

PROBLEM = {
    "type": "object",
    "description": "Problem details, RFC 9457.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "examples": ["urn:portal:problem:invalid"]},
        "title": {"type": "string", "description": "The name of the status.", "examples": ["Bad Request"]},
        "status": {"type": "integer", "examples": [400]},
        "detail": {"type": "string", "description": "What is wrong and how to mend it, for a person."},
        "errors": {
            "type": "array",
            "description": "Every mistake, where there can be several.",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {
                    "detail": {"type": "string", "examples": ["Enter an amount of more than £0.00."]},
                    "pointer": {
                        "type": "string",
                        "description": "Where in the body: a JSON pointer as a fragment.",
                        "examples": ["#/amount"],
                    },
                    "parameter": {"type": "string", "description": "Which query parameter.", "examples": ["year"]},
                },
            },
        },
    },
}
EVERYWHERE = {
    "400": "A parameter or the body is wrong; `errors` lists every mistake.",
    "401": "No token, or one that is unknown, revoked or expired.",
    "403": "Your roles, or your token, do not allow it.",
    "406": "The answer can not be given in the form asked for.",
    "429": "Too many calls: wait as many seconds as `Retry-After` says.",
}
NAMED = {"404": "There is nothing here, or nothing that you may see."}
WITH_BODY = {
    "413": "The body is larger than 2 MB.",
    "415": "The body is not application/json.",
}


NOW = {"409": "The state of the record does not allow it; `errors` says why."}


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "partnership.rest.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Token ` followed by a token that you made on the page “API tokens”.",
        }


class Generator(SchemaGenerator):
    """Makes the document once in the life of a process: it is the same for everybody."""

    def get_schema(self, request: Any = None, public: bool = False) -> Any:
        return document()


@cache
def document() -> Any:
    return SchemaGenerator().get_schema(request=None, public=True)


def written_for_programmers() -> list[type]:
    """Classes whose docstrings are not for who reads the document."""
    return [*get_lib_doc_excludes(), Resource]


def describe(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Post-processing hook: errors on every operation, `format` on every list, CSV as text, meanings."""
    result["components"]["schemas"]["Problem"] = PROBLEM
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            _errors(operation, path, method)
            _csv(operation)
            for parameter in operation.get("parameters", ()):
                _explain(parameter["name"], parameter)
    for schema in result["components"]["schemas"].values():
        for name, field in schema.get("properties", {}).items():
            _explain(name, field)
    return result


def _explain(name: str, named: dict[str, Any]) -> None:
    if not named.get("description") and "$ref" not in named and name in MEANINGS:
        named["description"] = MEANINGS[name]


def _errors(operation: dict[str, Any], path: str, method: str) -> None:
    named = any(parameter.get("required") for parameter in operation.get("parameters", ()))
    errors = EVERYWHERE | (NAMED if named else {}) | (WITH_BODY if method in ("post", "patch") else {})
    errors |= NOW if method == "post" and "{" in path else {}
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status, description in errors.items():
        operation["responses"].setdefault(status, {"description": description, "content": content})
    operation["responses"] = dict(sorted(operation["responses"].items()))


def _csv(operation: dict[str, Any]) -> None:
    content = operation["responses"].get("200", {}).get("content", {})
    if "text/csv" not in content:
        return
    content["text/csv"] = {
        "schema": {"type": "string", "description": "All rows, not one page: a line of headings, then a line a row."}
    }
    choice = {
        "name": "format",
        "in": "query",
        "schema": {"type": "string", "enum": ["json", "csv"], "default": "json"},
        "description": "The form of the answer, where the `Accept` header can not say it.",
    }
    others = [parameter for parameter in operation.get("parameters", ()) if parameter["name"] != "format"]
    operation["parameters"] = [*others, choice]
