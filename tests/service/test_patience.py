"""How long a caller is worked for."""

from __future__ import annotations

import asyncio

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request

from jawab.service.patience import HungUp, while_awaited


async def forever() -> None:
    await asyncio.Event().wait()


def request(gone: asyncio.Event) -> Request:
    async def receive() -> dict[str, str]:
        await gone.wait()
        return {"type": "http.disconnect"}

    return Request({"type": "http"}, receive)


async def waited_for(hang_up: bool, seconds: float) -> None:
    gone = asyncio.Event()
    if hang_up:
        gone.set()
    await while_awaited(request(gone), seconds, forever())


def test_work_that_is_done_in_time_is_handed_over() -> None:
    async def work() -> str:
        return "done"

    async def answered() -> str:
        return await while_awaited(request(asyncio.Event()), 10, work())

    assert asyncio.run(answered()) == "done"


def test_work_past_the_deadline_is_a_504() -> None:
    with pytest.raises(HTTPException) as late:
        asyncio.run(waited_for(False, 0.01))
    assert late.value.status_code == 504


def test_a_caller_who_hangs_up_ends_the_work() -> None:
    with pytest.raises(HungUp):
        asyncio.run(waited_for(True, 10))


def test_what_is_wrong_with_a_body_that_nobody_read_is_told() -> None:
    async def receive() -> dict[str, str]:
        raise HTTPException(413, "too large")

    with pytest.raises(HTTPException, match="too large"):
        asyncio.run(while_awaited(Request({"type": "http"}, receive), 10, forever()))


def test_what_the_work_raises_is_raised() -> None:
    async def fail() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        asyncio.run(while_awaited(request(asyncio.Event()), 10, fail()))
