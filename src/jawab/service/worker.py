"""One thread for everything that touches the models or the index, so that the event loop stays free.

Tokenizers must not be used by two threads at once, and one thread of the models already fills the machine.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class Worker:
    """Runs jobs one after the other, in the order they came."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="jawab-worker")

    async def run(self, job: Callable[[], T]) -> T:
        """What `job` returns or raises, once its turn has come."""
        return await asyncio.get_running_loop().run_in_executor(self._executor, job)

    def close(self) -> None:
        """Finish the job that runs, drop those that wait."""
        self._executor.shutdown(wait=True, cancel_futures=True)
