"""Index a folder, serve it, ask over HTTP, check every quote, run the README's snippets, and stop.

Usage: smoke.py FOLDER QUESTION...
"""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from snippets import run_snippets

JAWAB = Path(sys.executable).with_name("jawab")
START_SECONDS, STOP_SECONDS = 120, 30


def main(folder: str, questions: list[str]) -> None:
    """Raise on the first thing that is not as it should be."""
    with tempfile.TemporaryDirectory() as index:
        subprocess.run([JAWAB, "index", folder, "--index", index], check=True)
        with serving(index) as client:
            for path in ("/", "/docs", "/livez"):
                client.get(path).raise_for_status()
            for question in questions:
                check_answer(client, question)
            run_snippets(str(client.base_url).rstrip("/"), index)
    print("smoke: served, answered, and stopped")  # noqa: T201


@contextmanager
def serving(index: str) -> Iterator[httpx.Client]:
    """A client of a service that is ready; on leaving, the service must end by itself with exit code 0."""
    port = free_port()
    with subprocess.Popen([JAWAB, "serve", "--index", index, "--port", str(port)]) as service:
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
                wait_until_ready(client, service)
                yield client
            service.send_signal(signal.SIGTERM)
            code = service.wait(STOP_SECONDS)
            assert code == 0, f"the service ended with exit code {code}"
        finally:
            service.kill()


def free_port() -> int:
    """A port nobody listens at now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_ready(client: httpx.Client, service: subprocess.Popen[bytes]) -> None:
    """Return once /readyz says so; raise when the service ends or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert service.poll() is None, f"the service ended with exit code {service.returncode}"
        try:
            if client.get("/readyz").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise TimeoutError(f"the service was not ready within {START_SECONDS} s")


def check_answer(client: httpx.Client, question: str) -> None:
    """The question has an answer, and every quote of every answer is a slice of its article."""
    response = client.post("/v1/ask", json={"question": question})
    response.raise_for_status()
    reply = response.json()
    assert reply["answers"], f"no answer to {question}"
    for quote in (quote for answer in reply["answers"] for quote in answer["quotes"]):
        text = client.get(f"/v1/articles/{quote['article']['id']}").raise_for_status().json()["text"]
        for piece in (quote["passage"], quote["sentence"], quote["answer"]):
            assert text[piece["start"] : piece["end"]] == piece["text"], f"not a slice of its article: {piece}"
    print(question, "->", reply["answers"][0]["text"])  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
