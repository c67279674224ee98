"""Adding, replacing and removing articles over HTTP, and what their senders are told."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any, cast

import pytest
from starlette.testclient import TestClient

from fake_answerer import FakeAnswerer
from jawab.corpus.files import SourceFile
from jawab.index import current_generation, verify
from jawab.index.store import Store
from jawab.service import create_app
from jawab.settings import Settings
from jawab.types import Article
from live import live_index

from .test_api import assert_problem

Reply = dict[str, Any]
ARABIC = {"id": "lighthouse", "title": "المنارة", "text": "بُنيت منارة الرأس سنة 1906 على يد البحّارة."}
FRENCH = {
    "id": "phare",
    "text": "Le phare du cap a été construit en 1906 par les marins du port.",
    "source": "Le Rivage",
}


@pytest.fixture
def live(tmp_path: Path) -> Iterator[TestClient]:
    """A service over a folder that holds no index yet."""
    index = live_index(tmp_path / "index")
    settings = Settings(max_article=2000, max_upload=20_000, max_body=500, follow_seconds=0.05)
    with TestClient(create_app(index.open(), settings, index), raise_server_exceptions=False) as client:
        yield client


def sent(client: TestClient, body: object) -> Reply:
    response = client.post("/v1/articles", json=body)
    assert response.status_code == 200, response.text
    return cast(Reply, response.json())


def uploaded(client: TestClient, *files: tuple[str, bytes]) -> Reply:
    response = client.post("/v1/articles", files=[("files", file) for file in files])
    assert response.status_code == 200, response.text
    return cast(Reply, response.json())


def statuses(reply: Reply) -> list[tuple[str | None, str]]:
    return [(item["id"], item["status"]) for item in reply["items"]]


def test_an_article_fills_an_empty_collection_and_is_found_at_once(live: TestClient, tmp_path: Path) -> None:
    assert_problem(live.post("/v1/ask", json={"question": "Quand ?"}), 503)
    reply = sent(live, FRENCH)
    assert statuses(reply) == [("phare", "added")]
    assert reply["items"][0]["article"]["source"] == "Le Rivage"
    answered = live.post("/v1/ask", json={"question": "Quand le phare a-t-il été construit ?"}).json()
    assert (answered["generation"], answered["answers"][0]["text"]) == (reply["generation"], "1906")
    assert verify(tmp_path / "index") == []


def test_articles_sent_together_are_one_generation(live: TestClient) -> None:
    reply = sent(live, {"articles": [FRENCH, ARABIC]})
    assert statuses(reply) == [("phare", "added"), ("lighthouse", "added")]
    listed = live.get("/v1/articles").json()
    assert listed["generation"] == reply["generation"]
    assert [(item["id"], item["language"]) for item in listed["items"]] == [("lighthouse", "ar"), ("phare", "fr")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be"])
def test_a_body_in_another_encoding_of_unicode_is_read(live: TestClient, encoding: str) -> None:
    body = json.dumps(ARABIC, ensure_ascii=False).encode(encoding)
    response = live.post("/v1/articles", content=body, headers={"Content-Type": "application/json"})
    assert statuses(response.json()) == [("lighthouse", "added")]
    assert live.get("/v1/articles/lighthouse").json()["text"] == ARABIC["text"]


@pytest.mark.parametrize("body", [b'{"text": "\xff"}', b"\xff\xfe{", b"\xef\xbb\xbf"])
def test_a_body_in_no_encoding_is_a_problem(live: TestClient, body: bytes) -> None:
    assert_problem(live.post("/v1/articles", content=body, headers={"Content-Type": "application/json"}), 422)


def test_each_article_is_told_what_became_of_it(live: TestClient) -> None:
    sent(live, FRENCH)
    taken = {**ARABIC, "id": "phare"}
    english = {"text": "The lighthouse was built in 1906 by the sailors of this old harbour town."}
    reply = sent(live, {"articles": [FRENCH, {**FRENCH, "id": "copy"}, taken, english]})
    assert statuses(reply) == [("phare", "unchanged"), ("copy", "duplicate"), ("phare", "rejected"), (None, "rejected")]
    assert [item["reason"] for item in reply["items"][:2]] == [None, "it has the same text as article phare"]
    assert "its id phare is taken" in reply["items"][2]["reason"]
    assert "not served" in reply["items"][3]["reason"]
    assert [item["code"] for item in reply["items"]] == [None, "duplicate", "taken", "language"]
    assert [item["article"] is None for item in reply["items"]] == [False, True, True, True]


def test_an_article_without_an_id_gets_one_made_from_its_text(live: TestClient) -> None:
    (first,) = sent(live, {"text": FRENCH["text"]})["items"]
    (again,) = sent(live, {"text": FRENCH["text"]})["items"]
    assert first["id"].startswith("article-")
    assert (again["id"], again["status"]) == (first["id"], "unchanged")


def test_nothing_fit_to_store_makes_no_generation(live: TestClient, tmp_path: Path) -> None:
    reply = sent(live, {"text": "x" * 3000})
    assert (reply["generation"], reply["items"][0]["status"]) == (None, "rejected")
    assert "at most 2,000" in reply["items"][0]["reason"]
    assert reply["items"][0]["code"] == "too_large"
    assert not (tmp_path / "index").exists()


def test_control_characters_are_taken_out_and_counted(live: TestClient) -> None:
    (item,) = sent(live, {**FRENCH, "text": f"\u202e{FRENCH['text']}\u0000"})["items"]
    assert item["controls_removed"] == 2
    assert live.get("/v1/articles/phare").json()["text"] == FRENCH["text"]


def test_files_of_several_kinds_are_read_as_from_a_folder(live: TestClient) -> None:
    page = f"<html><head><title>Phare</title></head><body><article><p>{FRENCH['text']}</p></article></body></html>"
    lines = "\n".join([json.dumps(ARABIC), "{", json.dumps({"text": "Le zoo de la ville a ouvert en 1999."})])
    reply = uploaded(
        live,
        ("note.md", "---\ntitle: Le port\ndate: 2025-10-16\n---\nLe port a rouvert en 2025 après deux ans.".encode()),
        ("page.html", page.encode()),
        ("C:\\news\\lines.jsonl", lines.encode()),
        ("image.png", b"\x89PNG"),
        ("README.txt", b"Lisez ceci."),
        ("empty.txt", b""),
    )
    assert [(item["name"], item["id"], item["status"]) for item in reply["items"]] == [
        ("note.md", "note.md", "added"),
        ("page.html", "page.html", "added"),
        ("lines.jsonl", "lighthouse", "added"),
        ("lines.jsonl", None, "rejected"),
        ("lines.jsonl", "lines.jsonl.3", "added"),
        ("image.png", None, "rejected"),
        ("README.txt", None, "rejected"),
        ("empty.txt", None, "rejected"),
    ]
    reasons = [item["reason"] for item in reply["items"] if item["status"] == "rejected"]
    assert reasons[0].startswith("line 2: not JSON")
    assert ".png files are not read" in reasons[1]
    assert reasons[2:] == ["README and LICENSE files are not articles", "it is empty"]
    codes = [item["code"] for item in reply["items"]]
    assert codes == [None, None, None, "unreadable", None, "file_kind", "name", "empty"]
    assert reply["items"][0]["article"]["published"] == "2025-10-16"


@pytest.mark.parametrize(
    ("name", "told", "status"),
    [
        ("../../etc/passwd.txt", "passwd.txt", "added"),
        ("C:\\news\\..\\note.txt", "note.txt", "added"),
        ("a\x00b.txt", "a%00b.txt", "added"),  # so the client spells it
        ("\u202etxt.txt", "txt.txt", "added"),
        ("n" * 300 + ".txt", "n" * 200, "rejected"),
        ("..", "..", "rejected"),
        ("/", None, "rejected"),
    ],
)
def test_a_file_name_cannot_lead_anywhere(
    live: TestClient, tmp_path: Path, name: str, told: str | None, status: str
) -> None:
    before = {path for path in tmp_path.rglob("*") if "index" not in path.parts}
    items = uploaded(live, (name, FRENCH["text"].encode()))["items"]
    assert [(item["name"], item["status"]) for item in items] == [(told, status)]
    assert {path for path in tmp_path.rglob("*") if "index" not in path.parts} == before


def test_put_replaces_the_article_of_the_address(live: TestClient) -> None:
    sent(live, FRENCH)
    response = live.put("/v1/articles/phare", json={"text": "Le phare du cap a été rebâti en 1951."})
    assert response.status_code == 200
    assert statuses(response.json()) == [("phare", "replaced")]
    assert live.get("/v1/articles/phare").json()["text"] == "Le phare du cap a été rebâti en 1951."


@pytest.mark.parametrize(
    ("path", "body", "status", "says"),
    [
        ("phare", {"text": " "}, 422, "body.text"),
        ("phare", {"text": "Le port.", "language": "en"}, 422, "body.language"),
        ("phare", {"text": "Le port.", "published": "hier"}, 422, "body.published"),
        ("phare", {"text": "Le port.", "colour": "red"}, 422, "body.colour"),
        ("phare", {"text": "Le port.", "id": "other"}, 422, "body.id"),
        ("phare", {"text": "Le port de la ville.", "url": "javascript:alert(1)"}, 422, "url: “javascript:alert(1)”"),
        ("phare", {"text": "Lorem \ud800"}, 422, "body.text"),
        ("a%20b", {"text": "Le port."}, 422, "path.article_id"),
        ("copy", {"text": FRENCH["text"]}, 409, "the same text as article phare"),
    ],
)
def test_a_put_that_cannot_be_stored_is_a_problem_that_says_why(
    live: TestClient, path: str, body: object, status: int, says: str
) -> None:
    sent(live, FRENCH)
    content = json.dumps(body)
    response = live.put(f"/v1/articles/{path}", content=content, headers={"content-type": "application/json"})
    assert says in str(assert_problem(response, status)["detail"])


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"{", 422),
        (b"null", 422),
        (b"[]", 422),
        (b"NaN", 422),
        (b'{"articles": []}', 422),
        (b'{"articles": [{"text": 1e400}]}', 422),
        (b'{"articles": [], "more": 1}', 422),
        (b'{"text": "\\ud800"}', 422),
        (b'{"text": "\xff"}', 422),
        (b"[" * 10_000, 422),
        (b'{"text": ' + b"1" * 5000 + b"}", 422),
        (b" " * 20_001, 413),
    ],
)
def test_a_body_that_cannot_be_read_is_a_problem(live: TestClient, body: bytes, status: int) -> None:
    response = live.post("/v1/articles", content=body, headers={"content-type": "application/json"})
    assert_problem(response, status)


def test_a_problem_names_the_field_of_the_article(live: TestClient) -> None:
    response = live.post("/v1/articles", json={"articles": [FRENCH, {**FRENCH, "id": "a b"}]})
    (error,) = assert_problem(response, 422)["errors"]  # type: ignore[misc]
    assert error["location"] == "body.articles.1.id"


@pytest.mark.parametrize(
    ("headers", "content", "status"),
    [
        ({"content-type": "text/plain"}, b"Le port.", 415),
        ({"content-type": "multipart/form-data"}, b"", 400),
        ({"content-type": "multipart/form-data; boundary=x"}, b"--x--\r\n", 422),
        ({"content-type": "multipart/form-data; boundary=x"}, b"--x\r\nnonsense", 422),
        ({"content-type": "multipart/form-data; boundary=x; charset=none"}, b"--x--\r\n", 422),
    ],
)
def test_an_upload_that_is_none_is_a_problem(
    live: TestClient, headers: dict[str, str], content: bytes, status: int
) -> None:
    assert_problem(live.post("/v1/articles", content=content, headers=headers), status)


def test_only_parts_named_files_are_taken(live: TestClient) -> None:
    assert_problem(live.post("/v1/articles", files=[("other", ("a.txt", b"Le port."))]), 422)
    assert_problem(live.post("/v1/articles", files=[("files", (None, b"Le port."))]), 400)


def test_a_removed_article_is_found_no_more(live: TestClient) -> None:
    added = sent(live, {"articles": [FRENCH, ARABIC]})
    reply = live.delete("/v1/articles/phare").json()
    assert reply["id"] == "phare"
    assert reply["generation"] != added["generation"]
    assert_problem(live.get("/v1/articles/phare"), 404)
    assert_problem(live.delete("/v1/articles/phare"), 404)
    live.delete("/v1/articles/lighthouse")
    assert live.post("/v1/ask", json={"question": "Quand ?"}).json()["abstained"]


def test_removing_from_nothing_is_a_404(live: TestClient) -> None:
    assert_problem(live.delete("/v1/articles/phare"), 404)


def test_a_change_past_its_deadline_is_a_problem_and_is_not_made_later(tmp_path: Path) -> None:
    index = live_index(tmp_path / "index")
    stored = index.put([Article("phare", FRENCH["text"], "fr")], index.embedder)
    with TestClient(create_app(index.open(), Settings(write_deadline=0.2), index)) as client:
        with Store(index.folder).lock():
            for late in (
                client.post("/v1/articles", json=ARABIC),
                client.put("/v1/articles/port", json={"text": "Le port a rouvert en 2025."}),
                client.delete("/v1/articles/phare"),
            ):
                assert "Nothing was changed, unless" in str(assert_problem(late, 504)["detail"])
        time.sleep(0.3)
        assert current_generation(index.folder) == stored.generation


def test_files_that_take_too_long_to_read_are_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []
    go, ended = Event(), Event()

    def slowly(file: SourceFile, max_bytes: int) -> Iterator[Article]:
        begun.append(file.path.name)
        go.wait(5)
        try:
            yield Article(file.path.name, FRENCH["text"], "fr")
        finally:
            ended.set()

    monkeypatch.setattr("jawab.service.intake.read", slowly)
    index = live_index(tmp_path / "index")
    with TestClient(create_app(index.open(), Settings(write_deadline=0.2), index)) as client:
        late = client.post("/v1/articles", files=[("files", (name, b"x")) for name in ("a.txt", "b.txt")])
        assert "Nothing was changed, unless" in str(assert_problem(late, 504)["detail"])
        go.set()
        assert ended.wait(5)
        time.sleep(0.1)
    assert begun == ["a.txt"]
    assert not index.folder.exists()


def test_an_id_that_a_browser_could_not_ask_for_is_refused(live: TestClient) -> None:
    for dots in (".", "..", "..."):
        refused = live.post("/v1/articles", json={**FRENCH, "id": dots})
        assert "body.id: must hold more than dots" in str(assert_problem(refused, 422)["detail"])
    assert statuses(sent(live, {**FRENCH, "id": "..phare"})) == [("..phare", "added")]
    (item,) = uploaded(live, ("lines.jsonl", json.dumps({**ARABIC, "id": ".."}).encode()))["items"]
    assert (item["id"].startswith("article-"), item["status"]) == (True, "added")


def test_a_service_without_a_folder_does_not_take_articles() -> None:
    with TestClient(create_app(FakeAnswerer(), Settings())) as client:  # type: ignore[arg-type]
        assert_problem(client.post("/v1/articles", json=FRENCH), 503)
        assert_problem(client.delete("/v1/articles/port-fr"), 503)


def test_routes_and_bodies_are_documented(live: TestClient) -> None:
    paths = live.get("/openapi.json").json()["paths"]
    assert set(paths["/v1/articles"]["post"]["requestBody"]["content"]) == {"application/json", "multipart/form-data"}
    article = paths["/v1/articles/{article_id}"]
    assert {"get", "put", "delete"} <= set(article)
    for operation in (paths["/v1/articles"]["post"], article["put"], article["delete"]):
        assert {"503", "504"} <= operation["responses"].keys()
