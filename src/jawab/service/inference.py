"""One thread that owns the models, and the bounded queue of questions in front of it.

Tokenizers must not be used by two threads at once, and one thread of the models already fills the machine. Questions
that wait together are answered together.
"""

from __future__ import annotations

import asyncio
import math
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Generic, TypeVar

from starlette.exceptions import HTTPException

from jawab.answering import Answerer
from jawab.index import Generation
from jawab.service.problems import RETRY_AFTER
from jawab.settings import Settings
from jawab.types import Found, Question, Reply

T = TypeVar("T")

_MEMORY = 0.8  # how much of the measured pace is kept when another batch has been timed


@dataclass(frozen=True, slots=True)
class Result(Generic[T]):
    """What the questions of one request gave, in order; all from one generation, after waiting so many seconds."""

    items: list[T]
    generation: Generation
    waited: float


@dataclass(eq=False, slots=True)
class _Request:
    """Questions of one caller; `k` is how many passages to search for, None when they are to be answered."""

    questions: Sequence[Question]
    k: int | None
    outcome: Future[Result[Any]] = field(default_factory=Future)
    arrived: float = field(default_factory=time.monotonic)
    waited: float = 0.0
    answerer: Answerer | None = None
    items: list[Any] = field(default_factory=list)

    def left(self) -> Sequence[Question]:
        """Its questions that have no answer yet."""
        return self.questions[len(self.items) :]


class Inference:
    """Answers from `current()`, which is asked once a batch and raises IndexMissing while there is no index.

    A batch holds whole requests, or a part of one that is larger: the rest of it goes to the end of the queue, and is
    answered from the same generation.
    """

    def __init__(self, current: Callable[[], Answerer], settings: Settings, observe: Callable[[int], None]) -> None:
        self._current = current
        self._observe = observe
        self._most_waiting = settings.max_waiting
        self._most_together = settings.max_together
        self._queue: deque[_Request] = deque()
        self._lock = threading.Lock()
        self._has_turn = False
        self._closed = False
        self._seconds_a_question = 1.0
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="jawab-inference")

    @property
    def waiting(self) -> int:
        """How many questions wait for their turn."""
        with self._lock:
            return sum(len(request.left()) for request in self._wanted())

    async def ask(self, questions: Sequence[Question]) -> Result[Reply]:
        """A reply to each question. Raises 503 at once when too many wait already, and what the answerer raises."""
        return await self._done(_Request(questions, None))

    async def search(self, question: Question, k: int) -> Result[Found]:
        """The best `k` passages for one question, as one item; raises like `ask`."""
        return await self._done(_Request([question], k))

    async def run(self, job: Callable[[], T]) -> T:
        """What `job` returns or raises; it has its turn between batches, in the order of arrival."""
        return await asyncio.get_running_loop().run_in_executor(self._executor, job)

    def close(self) -> None:
        """Finish what runs, drop what waits."""
        with self._lock:
            self._closed = True
            for request in self._queue:
                request.outcome.cancel()
            self._queue.clear()
        self._executor.shutdown(wait=True, cancel_futures=True)

    async def _done(self, request: _Request) -> Result[Any]:
        """Cancelling the caller takes the request out of the queue, or what is left of it."""
        with self._lock:
            if self._closed:
                raise HTTPException(503, "The service is stopping.", RETRY_AFTER)
            ahead = sum(self._part(other) for other in self._wanted())
            if ahead and ahead + self._part(request) > self._most_waiting:
                raise self._busy(ahead)
            self._queue.append(request)
            self._take_turn()
        return await asyncio.wrap_future(request.outcome)

    def _wanted(self) -> list[_Request]:
        return [request for request in self._queue if not request.outcome.cancelled()]

    def _part(self, request: _Request) -> int:
        """How many of its questions are answered before others have their turn."""
        return min(len(request.left()), self._most_together)

    def _busy(self, ahead: int) -> HTTPException:
        seconds = max(1, math.ceil(ahead * self._seconds_a_question))
        detail = f"{ahead} questions wait already; ask again in {seconds} s."
        return HTTPException(503, detail, {"Retry-After": str(seconds)})

    def _take_turn(self) -> None:
        """Stand in line for the thread, once: other work comes between two batches, however many wait."""
        if self._queue and not self._has_turn and not self._closed:
            self._executor.submit(self._turn)
            self._has_turn = True

    def _turn(self) -> None:
        try:
            if requests := self._take():
                self._answer(requests)
        finally:
            with self._lock:
                self._has_turn = False
                self._take_turn()

    def _take(self) -> list[_Request]:
        """The requests at the head of the queue that can be answered together."""
        taken: list[_Request] = []
        room = self._most_together
        with self._lock:
            while self._queue and (not taken or self._fits(taken[0], self._queue[0], room)):
                request = self._queue.popleft()
                if not request.outcome.cancelled():
                    taken.append(request)
                    room -= len(request.left())
        return taken

    @staticmethod
    def _fits(first: _Request, other: _Request, room: int) -> bool:
        return other.k == first.k and other.answerer is first.answerer and len(other.left()) <= room

    def _answer(self, requests: Sequence[_Request]) -> None:
        started = time.monotonic()
        parts = [request.left()[: self._part(request)] for request in requests]
        try:
            answerer = requests[0].answerer or self._current()
            found = iter(_found(answerer, [question for part in parts for question in part], requests[0].k))
        except Exception as error:
            return self._failed(requests, error)
        self._timed(started, sum(map(len, parts)))
        for request, part in zip(requests, parts, strict=True):
            self._give(request, answerer, list(islice(found, len(part))), started)

    def _failed(self, requests: Sequence[_Request], error: Exception) -> None:
        """Of several, each is tried by itself, so that one spoils nobody else's."""
        if len(requests) > 1:
            for request in requests:
                self._answer([request])
        elif _still_wanted(requests[0]):
            requests[0].outcome.set_exception(error)

    def _timed(self, started: float, questions: int) -> None:
        pace = (time.monotonic() - started) / questions
        self._seconds_a_question = _MEMORY * self._seconds_a_question + (1 - _MEMORY) * pace
        self._observe(questions)

    def _give(self, request: _Request, answerer: Answerer, items: list[Any], started: float) -> None:
        """Hand a request what was found; one that is not done yet queues for the rest."""
        if request.answerer is None:
            request.answerer, request.waited = answerer, started - request.arrived
        request.items += items
        if request.left():
            with self._lock:
                self._queue.append(request)
        elif _still_wanted(request):
            request.outcome.set_result(Result(request.items, answerer.generation, request.waited))


def _found(answerer: Answerer, questions: Sequence[Question], k: int | None) -> list[Any]:
    """An item for each question; what was asked twice is answered once."""
    distinct = list(dict.fromkeys(questions))
    items = answerer.ask_many(distinct) if k is None else answerer.search_many(distinct, k)
    of = dict(zip(distinct, items, strict=True))
    return [of[question] for question in questions]


def _still_wanted(request: _Request) -> bool:
    """Whether the outcome may be set: the caller has not given up meanwhile, and no longer can."""
    return request.outcome.set_running_or_notify_cancel()
