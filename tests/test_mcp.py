"""The tools that assistants call, through the SDK's in-memory client."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from typing import Any

import anyio
import pytest
from mcp import Client, MCPError
from mcp_types import CallToolResult

from fake_answerer import ARABIC, FRENCH, FakeAnswerer
from jawab.errors import QuestionError
from jawab.mcp import create_server
from jawab.service import wire
from jawab.types import Question, Reply

WHEN = "متى افتتح الميناء؟"


def call(tool: str, arguments: dict[str, Any], answerer: FakeAnswerer | None = None) -> CallToolResult:
    async def called() -> CallToolResult:
        async with Client(create_server(lambda: answerer or FakeAnswerer())) as client:
            return await client.call_tool(tool, arguments)

    return anyio.run(called)


def test_the_tools_and_the_resource_are_described_and_only_read() -> None:
    async def listed() -> tuple[dict[str, Any], list[str]]:
        async with Client(create_server(FakeAnswerer)) as client:
            tools = {tool.name: tool for tool in (await client.list_tools()).tools}
            templates = (await client.list_resource_templates()).resource_templates
            return tools, [template.uri_template for template in templates]

    tools, templates = anyio.run(listed)
    assert sorted(tools) == ["ask", "read_article", "search"]
    assert templates == ["jawab://articles/{article_id}"]
    for tool in tools.values():
        assert tool.description
        assert tool.annotations.read_only_hint
        assert tool.output_schema["type"] == "object"
        assert tool.input_schema["additionalProperties"] is False
    assert tools["ask"].input_schema["required"] == ["question"]


def test_ask_gives_the_reply_of_the_wire_with_its_quotes() -> None:
    result = call("ask", {"question": WHEN})
    reply = wire.Reply.model_validate(result.structured_content)
    quote = reply.answers[0].quotes[0]
    assert (reply.generation, reply.answers[0].text) == ("generation-1", "16 أكتوبر 2025")
    assert ARABIC.text[quote.answer.start : quote.answer.end] == quote.answer.text
    assert wire.Reply.model_validate_json(result.content[0].text) == reply


def test_an_abstention_is_a_reply_too() -> None:
    assert call("ask", {"question": "Qui ?"}).structured_content["abstained"] is True


def test_ask_hands_number_threshold_and_filters_to_the_answerer() -> None:
    answerer = FakeAnswerer()
    arguments = {"question": WHEN, "max_answers": 1, "min_confidence": 0.0, "filters": {"languages": ["fr"]}}
    call("ask", arguments, answerer)
    (asked,) = answerer.asked
    assert (asked.max_answers, asked.min_confidence, asked.filters.languages) == (1, 0.0, ("fr",))


def test_search_gives_passages_best_first_within_the_filters() -> None:
    found = call("search", {"question": "port", "k": 1, "filters": {"languages": ["ar"]}}).structured_content
    assert [item["passage"]["text"] for item in found["items"]] == [ARABIC.text]


def test_an_article_is_read_by_tool_and_as_a_resource() -> None:
    async def read() -> str:
        async with Client(create_server(FakeAnswerer)) as client:
            return (await client.read_resource("jawab://articles/port-fr")).contents[0].text

    article = call("read_article", {"article_id": "port-fr"}).structured_content
    assert article["text"] == anyio.run(read) == FRENCH.text
    assert (article["title"], article["published"]) == (FRENCH.title, "2025-10-17")


@pytest.mark.parametrize(
    ("tool", "arguments", "says"),
    [
        ("ask", {"question": " "}, "must not be empty"),
        ("ask", {}, "question"),
        ("ask", {"question": WHEN, "max_answers": 21}, "max_answers"),
        ("ask", {"question": WHEN, "filters": {"languages": ["en"]}}, "languages served: ar, fr"),
        ("ask", {"question": WHEN, "max_answers": True}, "must be a number"),
        ("ask", {"question": WHEN, "languages": ["ar"]}, "languages"),
        ("search", {"question": WHEN, "k": 0}, "k"),
        ("search", {"question": WHEN, "k": True}, "must be a number"),
        ("search", {"question": WHEN, "languages": ["ar"]}, "languages"),
        ("read_article", {"article_id": "port-fr", "offset": 3}, "offset"),
        ("read_article", {"article_id": "unknown"}, "no article unknown"),
    ],
)
def test_a_call_that_means_nothing_is_an_error_that_says_why(tool: str, arguments: dict[str, Any], says: str) -> None:
    result = call(tool, arguments)
    assert result.is_error
    assert says in result.content[0].text


def test_an_unknown_article_is_no_resource() -> None:
    async def read() -> None:
        async with Client(create_server(FakeAnswerer)) as client:
            with pytest.raises(MCPError, match="no article unknown"):
                await client.read_resource("jawab://articles/unknown")

    anyio.run(read)


@pytest.mark.parametrize(
    ("failure", "says"), [(QuestionError("Ask in words."), "Ask in words."), (RuntimeError("secret"), "ask")]
)
def test_a_failure_is_told_by_jawabs_own_sentence_or_not_at_all(failure: Exception, says: str) -> None:
    answerer = FakeAnswerer()
    answerer.failure = failure
    result = call("ask", {"question": WHEN}, answerer)
    assert result.is_error
    assert says in result.content[0].text
    assert "secret" not in result.content[0].text


class _Watched(FakeAnswerer):
    """Notes how many calls are in it at once."""

    def __init__(self) -> None:
        super().__init__()
        self.most = 0
        self._inside = 0
        self._lock = threading.Lock()

    def ask_many(self, questions: Sequence[Question]) -> list[Reply]:
        with self._lock:
            self._inside += 1
            self.most = max(self.most, self._inside)
        time.sleep(0.01)
        with self._lock:
            self._inside -= 1
        return super().ask_many(questions)


def test_calls_at_once_use_the_models_one_after_the_other() -> None:
    answerer = _Watched()

    async def together() -> None:
        async with Client(create_server(lambda: answerer)) as client, anyio.create_task_group() as group:
            for number in range(5):
                group.start_soon(client.call_tool, "ask", {"question": f"Le port {number} ?"})

    anyio.run(together)
    assert (len(answerer.asked), answerer.most) == (5, 1)
