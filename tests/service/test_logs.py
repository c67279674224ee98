"""Log lines are JSON, with the id of the request they belong to."""

from __future__ import annotations

import json
import logging.config
import logging.handlers
from contextvars import copy_context

from jawab.service import logs


def formatted(record: logging.LogRecord) -> dict[str, object]:
    configurator = logging.config.DictConfigurator({})  # type: ignore[attr-defined] # typeshed lacks it
    formatter = configurator.configure_custom(dict(logs.CONFIG["formatters"]["json"]))
    assert logs.WithRequestId().filter(record)
    line: dict[str, object] = json.loads(formatter.format(record))
    return line


def written() -> dict[str, object]:
    logs.request_id.set("desk-7")
    made = {"name": "jawab.requests", "msg": "request", "levelno": 20, "levelname": "INFO", "route": "/v1/ask"}
    return formatted(logging.makeLogRecord(made | {"color_message": "in colours"}))


def test_a_line_is_one_object_that_names_its_request() -> None:
    line = copy_context().run(written)
    assert line.pop("time")
    assert line == {
        "level": "INFO", "logger": "jawab.requests", "message": "request", "request_id": "desk-7", "route": "/v1/ask",
    }  # fmt: skip
