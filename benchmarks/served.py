"""A service in a process of its own, for what is measured through the wire."""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

JAWAB = Path(sys.executable).with_name("jawab")


@contextmanager
def serving(index: Path, **settings: int) -> Iterator[str]:
    """The address of a service that is ready; `settings` are its variables, less "JAWAB_" and in small letters.

    It has no cache of answers: a question asked again is worked for again.
    """
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    given = {f"JAWAB_{name.upper()}": str(value) for name, value in {"answer_cache": 0, **settings}.items()}
    command = [JAWAB, "serve", "--index", index, "--port", str(port)]
    with subprocess.Popen(command, env=os.environ | given) as service:
        try:
            while not is_ready(address):
                if service.poll() is not None:
                    raise SystemExit(f"the service ended with exit code {service.returncode}")
                time.sleep(0.5)
            yield address
        finally:
            service.terminate()


def free_port() -> int:
    """A port nobody listens at now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_ready(address: str) -> bool:
    """Whether questions can be asked."""
    try:
        return httpx.get(f"{address}/readyz", trust_env=False).is_success
    except httpx.TransportError:
        return False


def spread(seconds: list[float]) -> dict[str, float]:
    """Least, median and most."""
    return {"min": min(seconds), "median": statistics.median(seconds), "max": max(seconds)}
