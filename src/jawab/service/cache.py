"""Answers given before, kept as long as the generation that gave them is the current one."""

from __future__ import annotations

from dataclasses import replace

from cachetools import LRUCache

from jawab.service import wire
from jawab.types import Question


def squeezed(question: Question) -> Question:
    """The question with its white space squeezed: it is what is answered, so that all who ask alike are told alike."""
    return replace(question, text=" ".join(question.text.split()))


class AnswerCache:
    """Replies by generation and whole question: its text, filters and limits.

    Of one service: its settings and models never change. Used by the event loop alone.
    """

    def __init__(self, size: int) -> None:
        self._replies: LRUCache[tuple[str, Question], wire.Reply] = LRUCache(size)

    def find(self, generation: str, question: Question) -> wire.Reply | None:
        """The reply that `generation` gave; it took no time now."""
        reply = self._replies.get((generation, question))
        return reply and reply.model_copy(update={"timings_ms": wire.Timings(retrieve=0, read=0, total=0)})

    def keep(self, question: Question, reply: wire.Reply) -> None:
        """Remember a reply; the one that was not asked for longest is forgotten for it."""
        if self._replies.maxsize:
            self._replies[reply.generation, question] = reply
