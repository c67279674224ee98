"""What surrounds every request: its id, a bound on its body, and the headers that keep browsers safe."""

from __future__ import annotations

import re
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from jawab.service.headers import REQUEST_ID_HEADER, SECURITY_HEADERS
from jawab.service.prefix import path_below_prefix
from jawab.service.problems import problem_response

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,128}", re.ASCII)


class RequestId:
    """Gives every request an id, the caller's own if it is well formed, and echoes it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        given = Headers(scope=scope).get(REQUEST_ID_HEADER, "")
        request_id = given if _REQUEST_ID.fullmatch(given) else uuid4().hex
        scope["request_id"] = request_id

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[REQUEST_ID_HEADER] = request_id
            await send(message)

        await self._app(scope, receive, send_with_id)


class SecurityHeaders:
    """Forbids inline scripts, frames, sniffing, and requests to anywhere else."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(SECURITY_HEADERS)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, send_with_headers)


class BodyLimit:
    """Refuses a body of more than `limit` bytes: by its announced length, and by counting what arrives.

    A body that brings articles may have `upload_limit` bytes.
    """

    def __init__(self, app: ASGIApp, limit: int, upload_limit: int) -> None:
        self._app = app
        self._limit = limit
        self._upload_limit = upload_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        brings_articles = path_below_prefix(scope).startswith("/v1/articles")
        limit = self._upload_limit if brings_articles else self._limit
        detail = f"The body is larger than {limit} bytes; send less at a time."
        if _announced(scope) > limit:
            response = problem_response(413, detail, scope.get("request_id"), headers={"Connection": "close"})
            return await response(scope, receive, send)
        await self._app(scope, _counting(receive, limit, detail), send)


def _counting(receive: Receive, limit: int, detail: str) -> Receive:
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise HTTPException(413, detail, {"Connection": "close"})
        return message

    return counted


def _announced(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() and len(length) < 20 else 0
