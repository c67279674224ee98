"""The desk that questions go over: from the cache where they were answered before, else to the models, and counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request

from jawab.answering import Answerer
from jawab.errors import InputError
from jawab.service import logs, tracing, wire
from jawab.service.cache import AnswerCache, squeezed
from jawab.service.inference import Inference, Result
from jawab.service.metrics import Metrics
from jawab.service.patience import HungUp, while_awaited
from jawab.service.rendering import Renderer
from jawab.settings import Settings
from jawab.text import detect
from jawab.types import Found, Question, Reply

_REFUSALS = {503: "refused", 504: "late"}


class Desk:
    """Answers the questions of one service."""

    def __init__(
        self, current: Callable[[], Answerer], inference: Inference, metrics: Metrics, settings: Settings
    ) -> None:
        self._current = current
        self._inference = inference
        self._metrics = metrics
        self._cache = AnswerCache(settings.answer_cache)
        self._deadline = settings.deadline
        self._log = logs.QuestionLog(settings.log_questions)

    async def ask(self, questions: Sequence[Question], request: Request) -> list[wire.Reply]:
        """A reply to each question, in order, all from one generation. Raises 503, 504, HungUp, QuestionError."""
        with self._counted(questions):
            replies = await while_awaited(request, self._deadline, self._replies([squeezed(q) for q in questions]))
        request_id: str = request.scope["request_id"]
        named = [
            reply.model_copy(update={"question": question.text, "request_id": request_id})
            for question, reply in zip(questions, replies, strict=True)
        ]
        for reply in named:
            self._told(reply)
        return named

    async def search(self, question: Question, k: int, request: Request) -> wire.SearchReply:
        """The best `k` passages for a question; raises like `ask`."""
        found = await while_awaited(request, self._deadline, self._inference.search(squeezed(question), k))
        self._timed(found)
        to_wire = Renderer(found.generation, request.scope["request_id"])
        return await run_in_threadpool(to_wire.search, found.items[0].hits)

    def count(self, questions: Sequence[Question], outcome: str) -> None:
        """Count questions that get no reply, and why."""
        for question in questions:
            self._metrics.questions.labels(detect(question.text), outcome).inc()

    async def _replies(self, questions: Sequence[Question]) -> list[wire.Reply]:
        """Where the collection changes between what was answered before and what is new, all is asked again."""
        generation = self._current().generation.id
        known = {question: self._cache.find(generation, question) for question in questions}
        new = [question for question in known if known[question] is None]
        self._metrics.cache.labels("hit").inc(len(known) - len(new))
        self._metrics.cache.labels("miss").inc(len(new))
        replies = {question: reply for question, reply in known.items() if reply is not None}
        if new:
            fresh = await self._fresh(new)
            if replies and fresh[new[0]].generation != generation:
                fresh = await self._fresh(list(known))
            replies |= fresh
        return [replies[question] for question in questions]

    async def _fresh(self, questions: Sequence[Question]) -> dict[Question, wire.Reply]:
        result = await self._inference.ask(questions)
        self._timed(result)
        sent = await run_in_threadpool(_to_wire, result)
        replies = dict(zip(questions, sent, strict=True))
        for question, reply in replies.items():
            self._cache.keep(question, reply)
        return replies

    def _timed(self, result: Result[Reply] | Result[Found]) -> None:
        timings = result.items[-1].timings
        stages = {"wait": result.waited, "retrieve": timings.retrieve / 1000, "read": timings.read / 1000}
        for stage, seconds in stages.items():
            self._metrics.stages.labels(stage).observe(seconds)
        tracing.add_stages(stages, result.generation.id, len(result.items))

    def _told(self, reply: wire.Reply) -> None:
        outcome = "abstained" if reply.abstained else "answered"
        self._metrics.questions.labels(reply.language, outcome).inc()
        self._log.told(reply, outcome)

    @contextmanager
    def _counted(self, questions: Sequence[Question]) -> Iterator[None]:
        """Count the questions that get no reply."""
        try:
            yield
        except Exception as error:
            self.count(questions, _outcome(error))
            raise


def _outcome(error: Exception) -> str:
    if isinstance(error, HungUp):
        return "hung_up"
    if isinstance(error, InputError):
        return "invalid"
    return _REFUSALS.get(error.status_code, "failed") if isinstance(error, HTTPException) else "failed"


def _to_wire(result: Result[Reply]) -> list[wire.Reply]:
    to_wire = Renderer(result.generation)
    return [to_wire.reply(reply) for reply in result.items]
