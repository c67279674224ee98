"""Structured logs: one JSON object a line; a question's text only where the settings ask for it."""

from __future__ import annotations

import logging
from contextvars import ContextVar
from typing import Any

from pythonjsonlogger.core import RESERVED_ATTRS

from jawab.service import wire

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
"""Of the request that is being answered."""

_questions = logging.getLogger("jawab.questions")


class WithRequestId(logging.Filter):
    """Adds the id of the request to every line that is written while it is answered."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Admit all."""
        record.request_id = request_id.get()
        return True


CONFIG: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": WithRequestId}},
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": ["levelname", "name", "message"],
            "rename_fields": {"levelname": "level", "name": "logger"},
            "timestamp": "time",
            "json_ensure_ascii": False,
            "reserved_attrs": [*RESERVED_ATTRS, "color_message"],
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"jawab": {"level": "INFO"}, "uvicorn": {"level": "INFO"}},
}
"""For `logging.config.dictConfig`, and uvicorn."""


class QuestionLog:
    """A line for each question that got a reply."""

    def __init__(self, with_text: bool) -> None:
        self._with_text = with_text

    def told(self, reply: wire.Reply, outcome: str) -> None:
        """Write what was replied, in numbers."""
        line = {
            "outcome": outcome,
            "language": reply.language,
            "generation": reply.generation,
            "confidence": max((answer.confidence for answer in reply.answers), default=None),
            "timings_ms": reply.timings_ms.model_dump(),
        }
        if self._with_text:
            line["question"] = reply.question
        _questions.info("question", extra=line)
