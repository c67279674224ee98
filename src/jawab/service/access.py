"""Who may do what: which requests need a key, and the refusal of those that come without."""

from __future__ import annotations

import ipaddress

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from jawab.errors import InputError, KeysUnreadable
from jawab.service.keys import Key, KeyFile, Right
from jawab.service.origins import SAFE
from jawab.service.prefix import path_below_prefix
from jawab.service.problems import RETRY_AFTER, problem_response
from jawab.settings import Settings

SCHEME = "Bearer"
_QUESTIONS = frozenset({"/v1/ask", "/v1/ask/batch", "/v1/search"})


def needed(method: str, path: str) -> Right | None:
    """What a request takes: writing for all that changes something, None for health, page and documentation."""
    if path != "/metrics" and path != "/v1" and not path.startswith("/v1/"):
        return None
    return Right.READ if method in SAFE or path in _QUESTIONS else Right.WRITE


def needed_in(scope: Scope) -> Right | None:
    """The same of an ASGI request, whether or not it is served below a prefix."""
    method, path = scope["method"], scope["path"]
    return needed(method, path) or needed(method, path_below_prefix(scope))


def keys_are_required(settings: Settings) -> bool:
    """Everywhere but at a loopback address, unless settings say otherwise."""
    return not is_loopback(settings.host) if settings.require_keys is None else settings.require_keys


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches `host`."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def refuse_open_doors(settings: Settings) -> None:
    """Raise InputError before a service starts that nobody could use, since it needs keys and there is none."""
    if keys_are_required(settings) and not KeyFile(settings.keys).all():
        raise InputError(
            f"At {settings.host} the service asks for an API key, and {settings.keys} holds none: make one with "
            "`jawab key create NAME` (with --write for one that may change the collection), or listen at 127.0.0.1, "
            "or set JAWAB_REQUIRE_KEYS=false to let everyone in who reaches that address."
        )


class Access:
    """Lets a request pass with a key that opens what it asks for."""

    def __init__(self, app: ASGIApp, keys: KeyFile) -> None:
        self._app = app
        self._keys = keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        right, request_id = needed_in(scope), scope.get("request_id")
        if right is None:
            return None
        try:
            key = key_of(scope, self._keys)
        except KeysUnreadable:
            detail = "The service cannot read its keys; its operator can mend that."
            return problem_response(503, detail, request_id, headers=RETRY_AFTER)
        if key is None:
            detail = f"Send an API key, as in `Authorization: {SCHEME} jawab_…`; the service's operator makes them."
            return problem_response(401, detail, request_id, headers={"WWW-Authenticate": SCHEME})
        if not key.opens(right):
            headers = {"WWW-Authenticate": f'{SCHEME} error="insufficient_scope", scope="{right}"'}
            return problem_response(
                403, "This key may read only; a key that writes is needed.", request_id, (), headers
            )
        return None


def key_of(scope: Scope, keys: KeyFile) -> Key | None:
    """The key that a request carries. Raises KeysUnreadable."""
    scheme, _, secret = Headers(scope=scope).get("authorization", "").partition(" ")
    return keys.find(secret.strip()) if scheme.lower() == SCHEME.lower() else None
