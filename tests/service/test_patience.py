"""How long a caller is worked for."""

from __future__ import annotations

import asyncio

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request

from jawab.service.patience import HungUp, while_awaited


class Endless:
    """Work that is never done, and whether it was told to end."""

    cancelled = False

    async def work(self) -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.cancelled = True
            raise


def request(gone: asyncio.Event) -> Request:
    async def receive() -> dict[str, str]:
        await gone.wait()
        return {"type": "http.disconnect"}

    return Request({"type": "http"}, receive)


async def work_ends(request: Request, seconds: float, reason: type[Exception], says: str) -> None:
    endless = Endless()
    with pytest.raises(reason, match=says):
        await while_awaited(request, seconds, endless.work())
    await asyncio.sleep(0)  # a cancelled task ends in its next turn; a loop that is closed ends every task
    assert endless.cancelled


def test_work_that_is_done_in_time_is_handed_over() -> None:
    async def work() -> str:
        return "done"

    async def answered() -> str:
        return await while_awaited(request(asyncio.Event()), 10, work())

    assert asyncio.run(answered()) == "done"


def test_work_past_the_deadline_is_ended_with_a_504() -> None:
    asyncio.run(work_ends(request(asyncio.Event()), 0.01, HTTPException, "^504: This took longer than 0.01 s"))


def test_a_caller_who_hangs_up_ends_the_work() -> None:
    gone = asyncio.Event()
    gone.set()
    asyncio.run(work_ends(request(gone), 10, HungUp, "^$"))


def test_what_is_wrong_with_a_body_that_nobody_read_is_told() -> None:
    async def receive() -> dict[str, str]:
        raise HTTPException(413, "too large")

    asyncio.run(work_ends(Request({"type": "http"}, receive), 10, HTTPException, "^413: too large$"))


def test_what_the_work_raises_is_raised() -> None:
    async def fail() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        asyncio.run(while_awaited(request(asyncio.Event()), 10, fail()))
