"""How often one caller may ask: a bucket of tokens for every key, or else for every address."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from jawab.errors import KeysUnreadable
from jawab.service.access import is_loopback, key_of, keys_are_required, needed_in
from jawab.service.keys import KeyFile
from jawab.service.problems import problem_response
from jawab.settings import Settings

DEFAULT_RATE = 600.0
"""Requests a minute, where strangers may come and settings say nothing."""
_MOST_CALLERS = 10_000


class Buckets:
    """Token buckets that fill at `rate` a second up to `burst` tokens.

    A bucket is one number: when it will be full again (the generic cell rate algorithm). Full ones are forgotten, and
    the one used longest ago where there are too many.
    """

    def __init__(self, rate: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._interval = 1 / rate
        self._burst = burst
        self._clock = clock
        self._full_at: OrderedDict[str, float] = OrderedDict()

    def __len__(self) -> int:
        return len(self._full_at)

    def take(self, caller: str) -> float:
        """Take a token and give 0.0, or take none and give the seconds until there is one."""
        now = self._clock()
        full_at = max(self._full_at.get(caller, now), now) + self._interval
        wait = full_at - now - self._burst * self._interval
        if wait > 1e-9:
            return wait
        self._full_at[caller] = full_at
        self._full_at.move_to_end(caller)
        self._forget(now)
        return 0.0

    def _forget(self, now: float) -> None:
        oldest = next(iter(self._full_at))
        if len(self._full_at) > _MOST_CALLERS or self._full_at[oldest] <= now:
            del self._full_at[oldest]


def requests_a_minute(settings: Settings) -> float:
    """The limit that settings mean; 0 is none."""
    if settings.rate_limit is not None:
        return settings.rate_limit
    return DEFAULT_RATE if keys_are_required(settings) or not is_loopback(settings.host) else 0.0


class RateLimit:
    """Refuses callers that ask too often; health checks, page and documentation are free."""

    def __init__(self, app: ASGIApp, buckets: Buckets, keys: KeyFile) -> None:
        self._app = app
        self._buckets = buckets
        self._keys = keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        limited = scope["type"] == "http" and needed_in(scope) is not None
        wait = self._buckets.take(self._caller(scope)) if limited else 0.0
        if not wait:
            return await self._app(scope, receive, send)
        seconds = math.ceil(wait)
        detail = f"Too many requests from one caller; ask again in {seconds} s."
        refusal = problem_response(429, detail, scope.get("request_id"), headers={"Retry-After": str(seconds)})
        await refusal(scope, receive, send)

    def _caller(self, scope: Scope) -> str:
        try:
            key = key_of(scope, self._keys)
        except KeysUnreadable:
            key = None
        return f"key {key.id}" if key else f"address {_network(scope)}"


def _network(scope: Scope) -> str:
    """The client's address; of IPv6 the first 64 bits, since one client has all that follow."""
    host = (scope.get("client") or ("",))[0]
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, 64), strict=False))
