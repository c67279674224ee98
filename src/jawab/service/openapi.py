"""The OpenAPI document: FastAPI's own, with problems, keys, and the refusals that every guarded route shares."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from jawab.service import examples
from jawab.service.access import SCHEME, needed
from jawab.service.problems import Problem, documented

_WAITING = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}}}
_CHALLENGE = {"WWW-Authenticate": {"description": "What is missing.", "schema": {"type": "string"}}}
_HEADERS = {401: {"headers": _CHALLENGE}, 429: {"headers": _WAITING}}
_METHODS = frozenset({"get", "post", "put", "delete"})


def describe(app: FastAPI, keys_required: bool, own_names_only: bool) -> dict[str, Any]:
    """The document of `app`, made once."""
    if app.openapi_schema is None:
        schema = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        components = schema.setdefault("components", {})
        problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas = components.setdefault("schemas", {})
        schemas.update(problem.pop("$defs"), Problem=problem)
        for name, shown in examples.BY_SCHEMA.items():  # FastAPI itself would drop every null in them
            schemas[name]["examples"] = shown
        components["securitySchemes"] = {SCHEME: _scheme(keys_required)}
        for path, operations in schema["paths"].items():
            for method in _METHODS & operations.keys():
                _guard(operations[method], method.upper(), path, keys_required, own_names_only)
        app.openapi_schema = schema
    return app.openapi_schema


def _scheme(keys_required: bool) -> dict[str, str]:
    asked = "This service asks for one." if keys_required else "This service asks for none."
    made = "A key made by `jawab key create`; what changes something takes one that writes."
    return {"type": "http", "scheme": SCHEME.lower(), "description": f"{made} {asked}"}


def _guard(operation: dict[str, Any], method: str, path: str, keys_required: bool, own_names_only: bool) -> None:
    """Say which key opens a route, and how it refuses."""
    right = needed(method, path)
    statuses = {403} if own_names_only else set()
    if right is not None:
        operation["security"] = [{SCHEME: [right]}] if keys_required else [{}, {SCHEME: [right]}]
        statuses |= {401, 429} if method == "GET" else {401, 403, 429}  # any key reads, from any site
    refusals = {str(status): documented(status)[status] | _HEADERS.get(status, {}) for status in statuses}
    responses = operation["responses"]
    operation["responses"] = dict(sorted({**refusals, **responses}.items()))
