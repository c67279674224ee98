"""Behind a real server: callers who hang up, and a service that is told to stop."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx
import uvicorn

from jawab.service import create_app
from jawab.settings import Settings

from .test_desk import SlowAnswerer

SECONDS = 30


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


class Served:
    """A service on a free port of this machine."""

    def __init__(self, answerer: SlowAnswerer) -> None:
        self.app = create_app(answerer, Settings())
        self.server = uvicorn.Server(uvicorn.Config(self.app, port=0, log_config=None))
        self.thread = threading.Thread(target=self.server.run)
        self.thread.start()
        until(lambda: self.server.started)
        self.port: int = self.server.servers[0].sockets[0].getsockname()[1]

    def ask(self, question: str) -> httpx.Response:
        address = f"http://127.0.0.1:{self.port}/v1/ask"
        return httpx.post(address, json={"question": question}, timeout=SECONDS, trust_env=False)

    def connect(self, question: str) -> socket.socket:
        """A connection that has asked and does not read."""
        connection = socket.create_connection(("127.0.0.1", self.port))
        body = b'{"question": "%s"}' % question.encode()
        head = b"POST /v1/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        connection.sendall(head % len(body) + body)
        return connection

    @property
    def waiting(self) -> int:
        waiting: int = self.app.state.inference.waiting
        return waiting


@contextmanager
def served(answerer: SlowAnswerer) -> Iterator[Served]:
    service = Served(answerer)
    try:
        yield service
    finally:
        answerer.gate.set()
        service.server.should_exit = True
        service.thread.join(SECONDS)
    assert not service.thread.is_alive()


def test_a_caller_who_hangs_up_is_not_worked_for() -> None:
    answerer = SlowAnswerer()
    with served(answerer) as service, ThreadPoolExecutor() as callers:
        first = callers.submit(service.ask, "Le port ?")
        assert answerer.begun.wait(SECONDS)
        leaving = service.connect("Qui ?")
        until(lambda: service.waiting == 1)
        leaving.close()
        until(lambda: service.waiting == 0)
        answerer.gate.set()
        assert first.result().status_code == 200
    assert [question.text for question in answerer.asked] == ["Le port ?"]


def test_a_service_that_is_told_to_stop_answers_what_it_has_taken() -> None:
    answerer = SlowAnswerer()
    with served(answerer) as service, ThreadPoolExecutor() as callers:
        running = callers.submit(service.ask, "Le port ?")
        assert answerer.begun.wait(SECONDS)
        waiting = callers.submit(service.ask, "Qui ?")
        until(lambda: service.waiting == 1)
        service.server.should_exit = True
        time.sleep(0.2)
        answerer.gate.set()
        assert [running.result().status_code, waiting.result().status_code] == [200, 200]
