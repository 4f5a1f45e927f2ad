"""The documentation of the API as a page of the portal: the OpenAPI document in words, without a script.

(Swagger UI was tried under our browser policy. It runs, but fails the accessibility rules that every page here keeps.)
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnership.rest import schema

Schema = Mapping[str, Any]
FORMATS = {"date": "date", "date-time": "moment", "uri": "address", "binary": "file"}
TYPES = {
    "array": "list",
    "string": "text",
    "integer": "whole number",
    "boolean": "true or false",
    "number": "number",
    "object": "object",
}


@dataclass(frozen=True)
class Item:
    """A parameter or a field: its name (of a nested one, with the names it stands in), type and meaning."""

    name: str
    type: str
    description: str
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Operation:
    key: str
    method: str
    path: str
    summary: str
    description: str
    parameters: list[Item]
    body: list[Item]
    example: str
    answer: list[Item]
    forms: list[str]
    errors: list[tuple[str, str]]


@login_required
@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    about, sections = reference()
    base = request.build_absolute_uri("/").rstrip("/")
    return render(request, "partnership/api_docs.html", {"about": about, "sections": sections, "base": base})


@cache
def reference() -> tuple[list[str], dict[str, list[Operation]]]:
    """The introduction, and the operations by section. Made once in the life of a process."""
    document = schema.document()
    sections: dict[str, list[Operation]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            section = sections.setdefault(operation["tags"][0], [])
            section.append(_operation(path, method, operation, document["components"]["schemas"]))
    return _plain(document["info"]["description"]).split("\n\n"), sections


def _operation(path: str, method: str, operation: dict[str, Any], schemas: Schema) -> Operation:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    examples = [json.dumps(each["value"], indent=2) for each in body.get("examples", {}).values()]
    answers = {status: answer for status, answer in operation["responses"].items() if status < "400"}
    content = next(iter(answers.values()))["content"]
    return Operation(
        key=operation["operationId"].replace("_", "-"),
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        description=_plain(operation.get("description", "")),
        parameters=[_parameter(each, schemas) for each in operation.get("parameters", [])],
        body=list(_fields(body.get("schema", {}), schemas)),
        example="\n".join(examples),
        answer=list(_fields(content.get("application/json", {}).get("schema", {}), schemas)),
        forms=list(content),
        errors=[
            (status, answer["description"]) for status, answer in operation["responses"].items() if status >= "400"
        ],
    )


def _parameter(parameter: dict[str, Any], schemas: Schema) -> Item:
    schema = _resolved(parameter["schema"], schemas)
    return _item(parameter["name"], schema, parameter.get("description", ""), parameter.get("required", False))


def _fields(schema: Schema, schemas: Schema, inside: str = "") -> Iterator[Item]:
    """The fields of an object and of what is nested in it, by their full names."""
    schema = _resolved(schema, schemas)
    required = schema.get("required", ())
    for name, each in schema.get("properties", {}).items():
        field = _resolved(each, schemas)
        yield _item(inside + name, field, field.get("description", ""), name in required)
        nested = _resolved(field.get("items", field), schemas)
        if "properties" in nested:
            yield from _fields(nested, schemas, f"{inside}{name}{'[]' if 'items' in field else ''}.")


def _item(name: str, schema: Schema, description: str, required: bool) -> Item:
    words = _plain(description.split("\n\n*")[0])
    if description.startswith("* `"):  # nothing but the choices, which the enum has too
        words = ""
    return Item(name, _type(schema), words, required, tuple(map(str, schema.get("enum", ()))))


def _plain(markdown: str) -> str:
    return markdown.replace("`", "")


def _resolved(schema: Schema, schemas: Schema) -> Schema:
    """The schema with what it refers to put in; its own words win."""
    found: dict[str, Any] = {}
    for part in (*schema.get("allOf", ()), *([schema] if "$ref" in schema else ())):
        found |= _resolved(schemas[part["$ref"].rsplit("/", 1)[-1]], schemas)
    return found | {name: value for name, value in schema.items() if name not in ("allOf", "$ref")}


def _type(schema: Schema) -> str:
    types = schema.get("type", "text")
    names = [types] if isinstance(types, str) else [name for name in types if name != "null"]
    word = FORMATS.get(schema.get("format", "")) or TYPES.get(names[0], names[0])
    return f"{word} or null" if "null" in types else word
