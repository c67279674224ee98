"""How long a caller is worked for: until the deadline, or until it hangs up."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import Request

T = TypeVar("T")

ASK_LESS = "ask again later, or for less at a time"


class HungUp(Exception):
    """The caller is gone: nobody reads the response."""


async def while_awaited(request: Request, seconds: float, work: Coroutine[Any, Any, T], advice: str = ASK_LESS) -> T:
    """What `work` returns or raises; it is cancelled after `seconds` (504) or when the caller hangs up (HungUp)."""
    task = asyncio.create_task(work)
    gone = asyncio.create_task(_hang_up(request))
    try:
        await asyncio.wait({task, gone}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        if gone.done():
            gone.result()  # raises what was wrong with a body that nobody had read
            raise HungUp
        raise HTTPException(504, f"This took longer than {seconds:g} s; {advice}.")
    finally:
        task.cancel()
        gone.cancel()


async def _hang_up(request: Request) -> None:
    """Return when the caller has closed the connection; its body was read before."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
