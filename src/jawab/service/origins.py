"""Which other sites a browser may use the service from: none, unless settings name them."""

from __future__ import annotations

from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from jawab.service.problems import problem_response

METHODS = ("GET", "POST", "PUT", "DELETE")
REQUEST_HEADERS = ("Authorization", "Content-Type", "X-Request-ID")
RESPONSE_HEADERS = ("X-Request-ID", "Retry-After")
_FOREIGN = frozenset({"cross-site", "same-site"})
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing."""


class OtherSites:
    """Refuses what another site's page makes a browser send, where it is more than reading.

    A form can be sent anywhere without being asked first, to a service on the reader's own machine too. Browsers say
    where a request comes from, and no page can change what they say: by `Sec-Fetch-Site` or, to a service at a plain
    HTTP address of the network, by `Origin` alone, which is then compared with `Host`.
    """

    def __init__(self, app: ASGIApp, allowed: Collection[str]) -> None:
        self._app = app
        self._allowed = frozenset(allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] == "http" and scope["method"] not in SAFE and self._is_foreign(Headers(scope=scope)):
            detail = "Pages of other sites may not do this, unless JAWAB_CORS_ORIGINS names them."
            refusal = problem_response(403, detail, scope.get("request_id"))
            return await refusal(scope, receive, send)
        await self._app(scope, receive, send)

    def _is_foreign(self, headers: Headers) -> bool:
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        if "*" in self._allowed or origin in self._allowed:
            return False
        if site is None and origin is not None:
            return origin.partition("://")[2] != headers.get("host")
        return site in _FOREIGN
