"""One schema for every error: RFC 9457 problem details."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPMethod, HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import Match

from jawab.errors import InputError, JawabError
from jawab.service.headers import REQUEST_ID_HEADER, SECURITY_HEADERS
from jawab.service.patience import HungUp

MEDIA_TYPE = "application/problem+json"
_LONGEST_PLACE = 200
RETRY_AFTER = {"Retry-After": "10"}  # seconds that mending an index or a file of keys takes at least


class FieldProblem(BaseModel):
    """What is wrong with one part of a request."""

    location: str = Field(description="Where it stands, as in `body.filters.languages.0`.")
    detail: str


class Problem(BaseModel):
    """Problem details (RFC 9457); `detail` says what to do."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    request_id: str | None = None
    errors: list[FieldProblem] = []


def problem_response(
    status: int,
    detail: str,
    request_id: str | None = None,
    errors: Sequence[FieldProblem] = (),
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    """A response that carries the problem `detail` under its HTTP status."""
    title = HTTPStatus(status).phrase
    problem = Problem(title=title, status=status, detail=detail, request_id=request_id, errors=list(errors))
    return JSONResponse(problem.model_dump(), status, headers, MEDIA_TYPE)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """OpenAPI's entry for each status that a route may answer with a problem."""
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {status: {"description": HTTPStatus(status).phrase, "content": {MEDIA_TYPE: schema}} for status in statuses}


def install(app: FastAPI) -> None:
    """Answer every error of `app` with a problem."""
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(JawabError, _on_jawab)
    app.add_exception_handler(HungUp, _on_hung_up)
    app.add_exception_handler(ClientDisconnect, _on_hang_up)
    app.add_exception_handler(Exception, on_unexpected)


def _request_id(request: Request) -> str | None:
    return request.scope.get("request_id")


async def _on_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = _allowed(request)
    return problem_response(error.status_code, error.detail, _request_id(request), headers=headers)


def _allowed(request: Request) -> str:
    """The methods served at this address: each has a route of its own, which when it refuses names no other's."""
    methods = [method for method in HTTPMethod if _is_served(request, method)]
    return ", ".join(methods) or "GET, HEAD"  # files, which are below no route


def _is_served(request: Request, method: str) -> bool:
    scope = {**request.scope, "method": method}
    return any(route.matches(scope)[0] is Match.FULL for route in request.app.routes)


async def _on_invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    errors = [_field_problem(item) for item in error.errors()]
    detail = "; ".join(f"{item.location}: {item.detail}" for item in errors[:3])
    return problem_response(422, detail, _request_id(request), errors=errors[:20])


def _field_problem(error: dict[str, Any]) -> FieldProblem:
    """Places may be keys that the caller made up: they are shortened, and stripped of what UTF-8 cannot carry."""
    place = ".".join(str(part) for part in error["loc"])[:_LONGEST_PLACE]
    return FieldProblem(
        location=place.encode("utf-8", "replace").decode("utf-8"),
        detail=str(error["msg"]).removeprefix("Value error, "),
    )


async def _on_jawab(request: Request, error: Exception) -> JSONResponse:
    status = 422 if isinstance(error, InputError) else 503
    headers = RETRY_AFTER if status == 503 else None
    return problem_response(status, str(error), _request_id(request), headers=headers)


async def _on_hang_up(request: Request, error: Exception) -> JSONResponse:
    """Nobody reads this, but it is no failure of the service either."""
    return problem_response(400, "The caller hung up before the body was complete.", _request_id(request))


async def _on_hung_up(request: Request, error: Exception) -> Response:
    """Nobody reads it; logs and metrics know this status, which is nginx's, for a caller who left."""
    return Response(status_code=499)


async def on_unexpected(request: Request, error: Exception) -> JSONResponse:
    """May be sent from outside the middleware that adds headers, so it brings them itself."""
    request_id = _request_id(request)
    headers = {**SECURITY_HEADERS, "Cache-Control": "no-store", REQUEST_ID_HEADER: request_id or ""}
    return problem_response(500, "The service failed on this request; its log tells why.", request_id, headers=headers)
