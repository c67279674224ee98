"""What no route answers for itself becomes a problem too."""

from __future__ import annotations

import asyncio

from fastapi import FastAPI, Request

from jawab.service import problems

from .fuzzing import RawRequest, send


def test_a_caller_who_hangs_up_is_no_failure_of_the_service() -> None:
    app = FastAPI()
    problems.install(app)

    @app.post("/")
    async def read(request: Request) -> int:
        return len(await request.body())

    reply = asyncio.run(send(app, RawRequest("POST", "/", (), [b"half"], hangs_up=True)))
    assert reply is not None
    assert reply.status == 400
