"""Behind a real server: callers who hang up, and a service that is told to stop."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from jawab.index.store import Store
from jawab.service import create_app
from jawab.settings import Settings
from live import live_index

from .test_desk import SlowAnswerer

SECONDS = 30


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


class Served:
    """A service on a free port of this machine."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.server = uvicorn.Server(uvicorn.Config(self.app, port=0, log_config=None))
        self.thread = threading.Thread(target=self.server.run)
        self.thread.start()
        until(lambda: self.server.started)
        self.port: int = self.server.servers[0].sockets[0].getsockname()[1]

    def send(
        self, method: str, path: str, body: dict[str, str] | None = None, seconds: float = SECONDS
    ) -> httpx.Response:
        address = f"http://127.0.0.1:{self.port}{path}"
        return httpx.request(method, address, json=body, timeout=seconds, trust_env=False)

    def ask(self, question: str) -> httpx.Response:
        return self.send("POST", "/v1/ask", {"question": question})

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
    with running(create_app(answerer, Settings())) as service:
        try:
            yield service
        finally:
            answerer.gate.set()


@contextmanager
def running(app: FastAPI) -> Iterator[Served]:
    service = Served(app)
    try:
        yield service
    finally:
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


def test_a_caller_who_hangs_up_has_nothing_changed(tmp_path: Path) -> None:
    index = live_index(tmp_path / "index")
    with running(create_app(index.open(), Settings(), index)) as service:
        with Store(index.folder).lock():
            with pytest.raises(httpx.ReadTimeout):
                service.send("PUT", "/v1/articles/left", {"text": "Le phare du cap date de 1906."}, seconds=0.3)
            until(lambda: 'status="499"' in service.send("GET", "/metrics").text)
        stayed = service.send("PUT", "/v1/articles/stayed", {"text": "Le zoo de la ville a ouvert en 1999."})
        assert stayed.status_code == 200
        listed = service.send("GET", "/v1/articles").json()["items"]
    assert [item["id"] for item in listed] == ["stayed"]


def test_a_process_that_is_told_to_stop_answers_what_it_has_taken_and_exits_cleanly(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    command = [sys.executable, "-m", "service.stoppable", str(port), str(tmp_path)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    address = f"http://127.0.0.1:{port}"
    with (
        subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process,
        ThreadPoolExecutor() as callers,
        httpx.Client(base_url=address, timeout=SECONDS, trust_env=False) as client,
    ):
        try:
            until(lambda: reachable(port) or process.poll() is not None)
            taken = callers.submit(client.post, "/v1/ask", json={"question": "Le port ?"})
            until((tmp_path / "begun").exists)
            process.send_signal(signal.SIGTERM)
            until(lambda: not reachable(port))
            assert process.poll() is None
            (tmp_path / "go").touch()
            assert taken.result().json()["answers"]
            assert process.wait(SECONDS) == 0
        finally:
            (tmp_path / "go").touch()
            process.kill()


def reachable(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True
