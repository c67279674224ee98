"""Questions on their way to the answerer: answered before, asked anew, counted, logged."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.testclient import TestClient

from fake_answerer import FakeAnswerer
from jawab.service import create_app
from jawab.settings import Settings
from jawab.types import Question, Reply

from .test_api import assert_problem

PORT = {"question": "Quand le port a-t-il rouvert ?"}


def asked(answerer: FakeAnswerer) -> list[str]:
    return [question.text for question in answerer.asked]


def but_for(reply: dict[str, object], *names: str) -> dict[str, object]:
    return {name: value for name, value in reply.items() if name not in names}


def metric(client: TestClient, name: str) -> float:
    (line,) = [line for line in client.get("/metrics").text.splitlines() if line.startswith(name + " ")]
    return float(line.rpartition(" ")[2])


def test_what_was_answered_before_is_the_same_reply_and_is_not_asked_again(
    client: TestClient, answerer: FakeAnswerer
) -> None:
    fresh = client.post("/v1/ask", json=PORT).json()
    spaced = {"question": " Quand le  port\na-t-il rouvert ? "}
    again = client.post("/v1/ask", json=spaced, headers={"X-Request-ID": "second"}).json()
    assert asked(answerer) == [PORT["question"]]
    varying = ("question", "request_id", "timings_ms")
    assert json.dumps(but_for(again, *varying)) == json.dumps(but_for(fresh, *varying))
    assert (again["question"], again["request_id"]) == (spaced["question"], "second")
    assert again["timings_ms"] == {"retrieve": 0.0, "read": 0.0, "total": 0.0}
    assert metric(client, 'jawab_answer_cache_total{result="hit"}') == 1
    assert metric(client, 'jawab_answer_cache_total{result="miss"}') == 1


@pytest.mark.parametrize(
    "change", [{"max_answers": 1}, {"min_confidence": 0.4}, {"filters": {"sources": ["Le Rivage"]}}]
)
def test_another_limit_or_filter_is_another_question(
    client: TestClient, answerer: FakeAnswerer, change: dict[str, object]
) -> None:
    client.post("/v1/ask", json=PORT)
    client.post("/v1/ask", json=PORT | change)
    assert len(answerer.asked) == 2


def test_another_generation_is_asked_anew(client: TestClient, answerer: FakeAnswerer) -> None:
    client.post("/v1/ask", json=PORT)
    answerer.generation.id = "generation-2"
    assert client.post("/v1/ask", json=PORT).json()["generation"] == "generation-2"


def test_the_cache_can_be_left_out(answerer: FakeAnswerer) -> None:
    with TestClient(create_app(answerer, Settings(answer_cache=0))) as client:
        client.post("/v1/ask", json=PORT)
        client.post("/v1/ask", json=PORT)
    assert len(answerer.asked) == 2


def test_a_batch_asks_only_what_is_new_and_each_question_once(client: TestClient, answerer: FakeAnswerer) -> None:
    client.post("/v1/ask", json=PORT)
    batch = [{"question": "Qui ?"}, PORT, {"question": "Qui  ?"}]
    reply = client.post("/v1/ask/batch", json={"questions": batch}).json()
    assert asked(answerer) == [PORT["question"], "Qui ?"]
    assert [item["question"] for item in reply["items"]] == ["Qui ?", PORT["question"], "Qui  ?"]
    assert (reply["generation"], reply["request_id"]) == ("generation-1", reply["items"][1]["request_id"])


class MovingAnswerer(FakeAnswerer):
    """Its collection changes when it is asked for what it does not know."""

    def ask_many(self, questions: Sequence[Question]) -> list[Reply]:
        if any("Qui" in question.text for question in questions):
            self.generation.id = "generation-2"
        return super().ask_many(questions)


def test_a_batch_never_mixes_what_two_generations_say() -> None:
    answerer = MovingAnswerer()
    with TestClient(create_app(answerer, Settings())) as client:
        client.post("/v1/ask", json=PORT)
        reply = client.post("/v1/ask/batch", json={"questions": [PORT, {"question": "Qui ?"}]}).json()
    assert {item["generation"] for item in reply["items"]} == {reply["generation"]} == {"generation-2"}
    assert asked(answerer) == [PORT["question"], "Qui ?", PORT["question"], "Qui ?"]


class SlowAnswerer(FakeAnswerer):
    """Answers once its gate opens."""

    def __init__(self) -> None:
        super().__init__()
        self.gate, self.begun = threading.Event(), threading.Event()

    def ask_many(self, questions: Sequence[Question]) -> list[Reply]:
        self.begun.set()
        assert self.gate.wait(20)
        return super().ask_many(questions)


@pytest.fixture
def slow() -> Iterator[SlowAnswerer]:
    answerer = SlowAnswerer()
    yield answerer
    answerer.gate.set()


def test_a_question_past_its_deadline_is_a_problem_and_is_counted(slow: SlowAnswerer) -> None:
    with TestClient(create_app(slow, Settings(deadline=0.05))) as client:
        assert_problem(client.post("/v1/ask", json=PORT), 504)
        assert metric(client, 'jawab_questions_total{language="fr",outcome="late"}') == 1
        slow.gate.set()


def test_a_full_queue_is_a_problem_with_retry_after_and_health_checks_go_on(slow: SlowAnswerer) -> None:
    with (
        TestClient(create_app(slow, Settings(max_waiting=1, max_together=1))) as client,
        ThreadPoolExecutor() as callers,
    ):
        first = callers.submit(client.post, "/v1/ask", json=PORT)
        assert slow.begun.wait(20)
        second = callers.submit(client.post, "/v1/ask", json={"question": "Le port ?"})
        while not metric(client, "jawab_queue_questions"):
            pass
        refused = client.post("/v1/ask", json={"question": "Qui ?"})
        assert_problem(refused, 503)
        assert int(refused.headers["retry-after"]) >= 1
        assert client.get("/livez").status_code == client.get("/readyz").status_code == 200
        slow.gate.set()
        assert first.result().status_code == second.result().status_code == 200
        assert metric(client, 'jawab_questions_total{language="fr",outcome="refused"}') == 1
        assert metric(client, 'jawab_questions_total{language="fr",outcome="answered"}') == 2


def test_metrics_tell_of_stages_batches_and_the_generation(client: TestClient) -> None:
    client.post("/v1/ask/batch", json={"questions": [PORT, {"question": "Qui ?"}]})
    client.get("/v1/articles/port-fr")
    assert metric(client, "jawab_batch_questions_sum") == 2
    assert metric(client, 'jawab_stage_seconds_sum{stage="read"}') == 0.002
    assert metric(client, 'jawab_questions_total{language="fr",outcome="abstained"}') == 1
    assert metric(client, "jawab_queue_questions") == 0
    assert metric(client, "jawab_generation_age_seconds") > 0
    route = 'jawab_http_responses_total{method="GET",route="/v1/articles/{article_id}",status="200"}'
    assert metric(client, route) == 1


def test_a_search_is_timed_in_the_same_stages(client: TestClient) -> None:
    found = client.post("/v1/search", json={"question": "port"})
    assert sorted(found.json()) == ["generation", "items", "request_id"]
    assert metric(client, 'jawab_stage_seconds_sum{stage="retrieve"}') == 0.004
    assert metric(client, 'jawab_stage_seconds_sum{stage="read"}') == 0.005
    assert metric(client, 'jawab_stage_seconds_count{stage="wait"}') == 1


def test_metrics_answer_without_an_index() -> None:
    with TestClient(create_app(None, Settings())) as client:
        assert "jawab_generation_age_seconds NaN" in client.get("/metrics").text


@pytest.mark.parametrize("with_text", [False, True])
def test_the_log_holds_the_question_only_when_asked_to(
    answerer: FakeAnswerer, caplog: pytest.LogCaptureFixture, with_text: bool
) -> None:
    caplog.set_level(logging.INFO, "jawab")
    with TestClient(create_app(answerer, Settings(log_questions=with_text))) as client:
        client.post("/v1/ask", json=PORT)
        client.get("/", params={"q": PORT["question"]})
    lines = [vars(record) for record in caplog.records if record.name.startswith("jawab.")]
    assert [line["message"] for line in lines] == ["question", "request", "request"]
    assert (lines[0]["outcome"], lines[0]["language"], lines[0]["confidence"]) == ("answered", "fr", 0.87)
    assert (lines[1]["route"], lines[1]["status"], lines[2]["route"]) == ("/v1/ask", 200, "/")
    assert ("rouvert" in str(lines)) == with_text
