"""The routes under /v1, and the one schema of their errors."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from httpx import Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from fake_answerer import ARABIC, FRENCH, FakeAnswerer
from jawab.errors import IndexDamaged, QuestionError
from jawab.service import create_app
from jawab.settings import Settings

ASK = {"question": "متى افتتح الميناء؟"}


def assert_problem(response: Response, status: int) -> dict[str, object]:
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert set(problem) == {"type", "title", "status", "detail", "request_id", "errors"}
    assert (problem["type"], problem["status"]) == ("about:blank", status)
    assert problem["detail"]
    assert problem["request_id"] == response.headers["x-request-id"]
    return problem


def test_ask_answers_with_slices_of_articles(client: TestClient) -> None:
    reply = client.post("/v1/ask", json=ASK).json()
    assert reply["question"] == ASK["question"]
    assert reply["generation"] == "generation-1"
    stored = client.get("/v1/articles/port-ar").json()["text"]
    quoted = reply["answers"][0]["quotes"][0]["answer"]
    assert stored[quoted["start"] : quoted["end"]] == quoted["text"] == reply["answers"][0]["text"]


def test_ask_hands_the_whole_request_to_the_answerer(client: TestClient, answerer: FakeAnswerer) -> None:
    client.post("/v1/ask", json={**ASK, "max_answers": 1, "min_confidence": 0.0, "filters": {"sources": ["Le Rivage"]}})
    (question,) = answerer.asked
    assert (question.max_answers, question.min_confidence, question.filters.sources) == (1, 0.0, ("Le Rivage",))


def test_a_batch_is_answered_in_order(client: TestClient) -> None:
    questions = [{"question": "Qui ?"}, {"question": "Le port ?"}]
    items = client.post("/v1/ask/batch", json={"questions": questions}).json()["items"]
    assert [(item["question"], item["abstained"]) for item in items] == [("Qui ?", True), ("Le port ?", False)]


@pytest.mark.parametrize("size", [0, 65])
def test_a_batch_holds_one_to_64_questions(client: TestClient, size: int) -> None:
    assert_problem(client.post("/v1/ask/batch", json={"questions": [ASK] * size}), 422)


def test_a_batch_is_told_which_of_its_questions_cannot_be_asked(client: TestClient, answerer: FakeAnswerer) -> None:
    questions = [ASK, {"question": "???"}, {"question": "a" + " " * 1000}, {"question": "a" * 1001}]
    problem = assert_problem(client.post("/v1/ask/batch", json={"questions": questions}), 422)
    assert problem["errors"] == [
        {"location": "body.questions.1.question", "detail": "The question is empty: ask it in words."},
        {"location": "body.questions.3.question", "detail": "The question has 1001 characters; at most 1000 are read."},
    ]
    assert answerer.asked == []
    counted = [line for line in client.get("/metrics").text.splitlines() if 'outcome="invalid"' in line]
    assert sum(float(line.split()[-1]) for line in counted if line.startswith("jawab_questions_total")) == 4


def test_search_gives_passages_best_first_within_the_filters(client: TestClient) -> None:
    items = client.post("/v1/search", json={"question": "port", "k": 2}).json()["items"]
    assert [(item["article"]["id"], item["score"]) for item in items] == [("port-ar", 1.0), ("port-fr", 0.9)]
    assert items[0]["passage"]["text"] == ARABIC.text
    assert items[0]["passage"]["end_utf16"] == len(ARABIC.text) + 1
    body = {"question": "port", "k": 2, "filters": {"languages": ["fr"]}}
    items = client.post("/v1/search", json=body).json()["items"]
    assert [(item["article"]["id"], item["score"]) for item in items] == [("port-fr", 0.9), ("undated", 0.8)]


def test_articles_are_paged_by_cursor_in_the_order_of_their_ids(client: TestClient) -> None:
    first = client.get("/v1/articles", params={"limit": 2}).json()
    assert [item["id"] for item in first["items"]] == ["port-ar", "port-fr"]
    rest = client.get("/v1/articles", params={"limit": 2, "cursor": first["next"]}).json()
    assert [item["id"] for item in rest["items"]] == ["undated"]
    assert rest["next"] is None


def test_articles_are_filtered_like_answers(client: TestClient) -> None:
    found = client.get("/v1/articles", params={"languages": ["fr"], "published_from": "2025-10-17"}).json()
    assert [item["id"] for item in found["items"]] == ["port-fr"]


@pytest.mark.parametrize("query", ["limit=0", "limit=x", "cursor=%20", "languages=en", "language=ar", "published_to=x"])
def test_a_malformed_listing_is_refused(client: TestClient, query: str) -> None:
    assert_problem(client.get(f"/v1/articles?{query}"), 422)


def test_an_article_has_its_text_and_passages(client: TestClient) -> None:
    article = client.get("/v1/articles/port-fr").json()
    assert article["text"] == FRENCH.text
    assert article["revision"] == FRENCH.revision
    assert [passage["text"] for passage in article["passages"]] == [FRENCH.text]


def test_stats_count_the_collection(client: TestClient) -> None:
    stats = client.get("/v1/stats").json()
    assert (stats["articles"], stats["passages"], stats["undated"]) == (3, 3, 1)
    assert stats["languages"] == {"ar": 1, "fr": 2}
    assert stats["sources"] == {"صحيفة الساحل": 1, "Le Rivage": 1}
    assert (stats["published_from"], stats["published_to"]) == ("2025-10-16", "2025-10-17")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/nothing", 404),
        ("GET", "/v1/articles/unknown", 404),
        ("GET", "/v1/articles/%00%ff", 404),
        ("GET", "/assets/../app.py", 404),
        ("GET", "/v1/ask", 405),
        ("DELETE", "/v1/stats", 405),
        ("POST", "/livez", 405),
    ],
)
def test_a_wrong_address_or_method_is_a_problem(client: TestClient, method: str, path: str, status: int) -> None:
    assert_problem(client.request(method, path), status)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"{", 422),
        (b"null", 422),
        (b"[]", 422),
        (b'{"question": "a" "b"}', 422),
        (b'{"question": NaN}', 422),
        (b'{"question": "Q", "min_confidence": NaN}', 422),
        (b'{"question": "Q", "min_confidence": 1e400}', 422),
        (b'{"question": "Q", "max_answers": 1' + b"0" * 5000 + b"}", 400),
        (b'{"question": "\\ud800"}', 422),
        (b'{"\\ud800": 1, "question": "Q"}', 422),
        (b'{"question": "\xff\xfe"}', 400),
        (b"[" * 200_000, 400),
        (b'{"question": "' + b"a" * 1_000_000 + b'"}', 413),
    ],
)
def test_a_body_that_cannot_be_read_is_a_problem(client: TestClient, body: bytes, status: int) -> None:
    response = client.post("/v1/ask", content=body, headers={"content-type": "application/json"})
    assert_problem(response, status)


def test_a_body_without_announced_length_is_counted_while_it_arrives(client: TestClient) -> None:
    pieces = (b" " * 100_000 for _ in range(11))
    response = client.post("/v1/ask", content=pieces, headers={"content-type": "application/json"})
    assert_problem(response, 413)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_a_body_that_is_not_json_is_refused(client: TestClient, kind: str) -> None:
    assert_problem(client.post("/v1/ask", content=b'{"question": "Q"}', headers={"content-type": kind}), 415)


def test_a_problem_names_the_field(client: TestClient) -> None:
    response = client.post("/v1/ask", json={**ASK, "filters": {"languages": ["ar", "en"]}})
    (error,) = assert_problem(response, 422)["errors"]
    assert error == {
        "location": "body.filters.languages.1",
        "detail": "must be one of the languages served: ar, fr",
    }


@pytest.mark.parametrize(
    ("failure", "status"),
    [(QuestionError("Ask a question."), 422), (IndexDamaged("Rebuild it."), 503), (RuntimeError("secret"), 500)],
)
def test_a_failure_of_the_answerer_is_a_problem(
    client: TestClient, answerer: FakeAnswerer, failure: Exception, status: int
) -> None:
    answerer.failure = failure
    response = client.post("/v1/ask", json=ASK)
    problem = assert_problem(response, status)
    assert "secret" not in str(problem)
    assert ("retry-after" in response.headers) == (status == 503)


def test_the_body_limit_is_a_setting(answerer: FakeAnswerer) -> None:
    with TestClient(create_app(answerer, Settings(max_body=10))) as client:
        assert_problem(client.post("/v1/ask", json=ASK), 413)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
BODIES = st.fixed_dictionaries(
    {},
    optional={
        "question": JSON | st.just("port"),
        "max_answers": JSON,
        "min_confidence": JSON,
        "filters": JSON | st.fixed_dictionaries({}, optional={"languages": JSON, "published_from": JSON}),
    },
)


@pytest.fixture(scope="module")
def raising_client() -> Iterator[TestClient]:
    """A client of one service for all bodies: starting a service takes longer than answering one."""
    with TestClient(create_app(FakeAnswerer(), Settings()), raise_server_exceptions=True) as client:
        yield client


@settings(derandomize=True, deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(body=BODIES)
def test_no_body_makes_the_service_fail(raising_client: TestClient, body: dict[str, object]) -> None:
    response = raising_client.post("/v1/ask", content=json.dumps(body), headers={"content-type": "application/json"})
    assert response.status_code in {200, 400, 422}
