"""A collection that changes while it answers: durable, whole, and without keeping questions waiting."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest
from starlette.exceptions import HTTPException
from starlette.testclient import TestClient

from fake_embedder import HashEmbedder
from jawab.answering import Answerer
from jawab.embedding import Vectors
from jawab.errors import IndexMissing, JawabError
from jawab.index import Generation, IndexWriter, current_generation
from jawab.index.store import Store
from jawab.service import LiveIndex, create_app
from jawab.service.collection import MOST_WAITING, Collection
from jawab.settings import Settings
from jawab.types import Article
from live import live_index

T = TypeVar("T")
SLOTS = [f"phare-{slot}" for slot in range(4)]


class ThreadEmbedder(HashEmbedder):
    """Remembers the threads that it was called on, and how many passages it was given at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.threads: set[str] = set()
        self.pieces: list[int] = []

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        self.threads.add(threading.current_thread().name)
        self.pieces.append(len(texts))
        return super().embed_passages(texts, progress)


class SlowEmbedder(HashEmbedder):
    """Takes its time for every piece."""

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        time.sleep(0.05)
        return super().embed_passages(texts, progress)


def article(name: str, year: int = 1906) -> Article:
    return Article(name, f"Le phare {name} a été construit en {year} par les marins du port.", "fr")


def run_on(executor: ThreadPoolExecutor) -> Callable[[Callable[[], T]], Awaitable[T]]:
    async def run(job: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(executor, job)

    return run


def with_collection(index: LiveIndex, use: Callable[[Collection], Awaitable[T]]) -> T:
    """What `use` returns, given a live collection over `index`."""

    async def main() -> T:
        with ThreadPoolExecutor(1, "models") as models:
            collection = Collection(index.open(), index, run_on(models))
            try:
                return await use(collection)
            finally:
                await collection.close()

    return asyncio.run(main())


def held(collection: Collection) -> set[str]:
    assert collection.answerer is not None
    return {info.id for info in collection.answerer.generation.articles}


def test_a_change_is_durable_and_current_when_it_is_acknowledged(tmp_path: Path) -> None:
    async def use(collection: Collection) -> None:
        assert collection.answerer is None
        report = await collection.put([article("a"), article("b")])
        assert collection.answerer is not None
        assert collection.answerer.generation.id == report.generation == current_generation(tmp_path)
        before = collection.answerer
        await collection.delete(["a"])
        assert held(collection) == {"b"}
        assert {info.id for info in before.generation.articles} == {"a", "b"}
        assert before.generation.article("a").text == article("a").text

    with_collection(live_index(tmp_path), use)


def test_the_models_are_used_on_their_own_thread_a_few_passages_at_a_time(tmp_path: Path) -> None:
    embedder = ThreadEmbedder()

    async def use(collection: Collection) -> None:
        await collection.put([article(f"a{number}", 1900 + number) for number in range(10)])

    with_collection(live_index(tmp_path, embedder), use)
    assert embedder.threads == {"models_0"}
    assert embedder.pieces == [4, 4, 2]


def test_vectors_do_not_depend_on_the_pieces(tmp_path: Path) -> None:
    articles = [article("a" * number, 1900 + number) for number in range(1, 8)]
    with_collection(live_index(tmp_path / "live"), lambda collection: collection.put(articles))
    IndexWriter(tmp_path / "whole", HashEmbedder(), Settings()).put(articles)
    opened = [live_index(tmp_path / name).open() for name in ("live", "whole")]
    question = HashEmbedder().embed_questions(["Quand ?"])
    live, whole = (answerer.generation.dense_scores(question).tolist() for answerer in opened if answerer)
    assert live == whole


def test_what_another_process_has_done_already_is_current_when_it_is_acknowledged(tmp_path: Path) -> None:
    async def use(collection: Collection) -> None:
        await asyncio.to_thread(IndexWriter(tmp_path, HashEmbedder(), Settings()).put, [article("a")])
        report = await collection.put([article("a")])
        assert not report.committed
        assert held(collection) == {"a"}

    with_collection(live_index(tmp_path), use)


def test_what_another_process_commits_is_followed(tmp_path: Path) -> None:
    async def use(collection: Collection) -> None:
        following = asyncio.create_task(collection.follow(0.02))
        writer = IndexWriter(tmp_path, HashEmbedder(), Settings())
        for names in ({"a"}, {"a", "b"}):
            await asyncio.to_thread(writer.put, [article(name) for name in names])
            async with asyncio.timeout(10):
                while collection.answerer is None or held(collection) != names:
                    await asyncio.sleep(0.01)
        following.cancel()

    with_collection(live_index(tmp_path), use)


def test_a_generation_that_cannot_be_used_leaves_the_one_before_answering(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def use(collection: Collection) -> None:
        await collection.put([article("a")])
        await asyncio.to_thread(IndexWriter(tmp_path, HashEmbedder("other"), Settings()).put, [article("b")])
        following = asyncio.create_task(collection.follow(0.01))
        async with asyncio.timeout(10):
            while not caplog.records:
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        following.cancel()
        assert held(collection) == {"a"}

    with_collection(live_index(tmp_path), use)
    assert len([record for record in caplog.records if record.name == "jawab.service.collection"]) == 1


def test_a_generation_that_could_not_be_opened_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    index = live_index(tmp_path)
    opening = index._answerer

    def failing(generation: Generation) -> Answerer:
        raise OSError("out of file handles")

    async def use(collection: Collection) -> None:
        await collection.put([article("a")])
        monkeypatch.setattr(index, "_answerer", failing)
        with pytest.raises(OSError, match="handles"):
            await collection.put([article("b")])
        assert held(collection) == {"a"}
        following = asyncio.create_task(collection.follow(0.01))
        await asyncio.sleep(0.1)
        assert held(collection) == {"a"}
        monkeypatch.setattr(index, "_answerer", opening)
        async with asyncio.timeout(10):
            while held(collection) != {"a", "b"}:
                await asyncio.sleep(0.01)
        following.cancel()

    with_collection(index, use)
    assert len([record for record in caplog.records if record.name == "jawab.service.collection"]) == 1


def test_a_follower_answers_from_the_newest_generation_that_opens(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    writer = IndexWriter(tmp_path, HashEmbedder(), Settings())
    with pytest.raises(IndexMissing, match="jawab index"):
        live_index(tmp_path).followed()
    writer.put([article("a")])
    current = live_index(tmp_path).followed()
    first = current()
    assert current() is first
    writer.put([article("b")])
    assert [info.id for info in current().generation.articles] == ["a", "b"]
    second = current()
    IndexWriter(tmp_path, HashEmbedder("other"), Settings()).put([article("c")])
    assert [current() for _ in range(3)] == [second] * 3
    assert len([record for record in caplog.records if record.name == "jawab.service.collection"]) == 1


def test_a_follower_outlives_whatever_keeps_a_generation_from_opening(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = IndexWriter(tmp_path, HashEmbedder(), Settings())
    writer.put([article("a")])
    index = live_index(tmp_path)
    opening, current = index._answerer, index.followed()
    first = current()

    def failing(generation: Generation) -> Answerer:
        raise OSError("out of file handles")

    monkeypatch.setattr(index, "_answerer", failing)
    writer.put([article("b")])
    assert current() is first
    monkeypatch.setattr(index, "_answerer", opening)
    assert [info.id for info in current().generation.articles] == ["a", "b"]


def test_each_time_that_an_index_cannot_be_looked_into_is_told_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder, moved = tmp_path / "index", tmp_path / "moved"
    IndexWriter(folder, HashEmbedder(), Settings()).put([article("a")])
    current = live_index(folder).followed()
    first = current()
    for outages in (1, 2):
        folder.rename(moved)
        folder.touch()
        assert [current() for _ in range(3)] == [first] * 3
        assert len([record for record in caplog.records if record.name == "jawab.service.collection"]) == outages
        folder.unlink()
        moved.rename(folder)
        assert current() is first


def test_a_write_waits_until_another_process_is_done(tmp_path: Path) -> None:
    async def use(collection: Collection) -> None:
        with Store(tmp_path).lock():
            waiting = asyncio.create_task(collection.put([article("a")]))
            await asyncio.sleep(0.2)
            assert not waiting.done()
        await waiting
        assert held(collection) == {"a"}

    with_collection(live_index(tmp_path), use)


def test_more_writes_than_may_wait_are_refused_with_a_time_to_try_again(tmp_path: Path) -> None:
    async def use(collection: Collection) -> list[object]:
        with Store(tmp_path).lock():
            writes = [
                asyncio.create_task(collection.put([article(f"a{n}", 1900 + n)])) for n in range(MOST_WAITING + 4)
            ]
            await asyncio.sleep(0.05)
        return await asyncio.gather(*writes, return_exceptions=True)

    results = with_collection(live_index(tmp_path), use)
    refused = [result for result in results if isinstance(result, HTTPException)]
    assert [(error.status_code, error.headers) for error in refused] == [(503, {"Retry-After": "5"})] * (
        20 - 1 - MOST_WAITING
    )


def test_a_write_given_up_before_its_turn_or_before_the_index_is_free_is_never_made(tmp_path: Path) -> None:
    async def use(collection: Collection) -> None:
        with Store(tmp_path).lock():
            given_up = [asyncio.create_task(collection.put([article(name)])) for name in "ab"]
            await asyncio.sleep(0.2)
            for writing in given_up:
                writing.cancel()
            await asyncio.wait(given_up)
        await collection.put([article("c")])
        assert held(collection) == {"c"}

    with_collection(live_index(tmp_path), use)


def test_a_write_given_up_while_it_embeds_stops_and_changes_nothing(tmp_path: Path) -> None:
    embedder = SlowEmbedder()

    async def use(collection: Collection) -> None:
        writing = asyncio.create_task(collection.put([article(f"a{n}", 1500 + n) for n in range(400)]))
        while not embedder.embedded:
            await asyncio.sleep(0.01)
        writing.cancel()
        await collection.put([article("c")])
        assert held(collection) == {"c"}

    with_collection(live_index(tmp_path, embedder), use)
    assert len(embedder.embedded) < 100


def test_a_failed_write_changes_nothing_and_the_next_succeeds(tmp_path: Path) -> None:
    class Failing(HashEmbedder):
        fails = False

        def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
            if self.fails:
                raise RuntimeError("no memory")
            return super().embed_passages(texts, progress)

    embedder = Failing()

    async def use(collection: Collection) -> None:
        await collection.put([article("a")])
        embedder.fails = True
        with pytest.raises(RuntimeError):
            await collection.put([article("b", 1950)])
        assert held(collection) == {"a"}
        embedder.fails = False
        await collection.put([article("b", 1950)])
        assert held(collection) == {"a", "b"}

    with_collection(live_index(tmp_path, embedder), use)


def test_closing_gives_up_what_is_not_embedded_yet_and_changes_nothing(tmp_path: Path) -> None:
    embedder = SlowEmbedder()

    async def use(collection: Collection) -> None:
        writing = asyncio.create_task(collection.put([article(f"a{n}", 1500 + n) for n in range(400)]))
        while not embedder.embedded:
            await asyncio.sleep(0.01)
        await collection.close()
        with pytest.raises(JawabError, match="nothing was changed"):
            await writing

    with_collection(live_index(tmp_path, embedder), use)
    assert len(embedder.embedded) < 400
    assert current_generation(tmp_path) is None


def test_a_collection_without_a_folder_cannot_change() -> None:
    async def use() -> None:
        with ThreadPoolExecutor(1) as models:
            collection = Collection(None, None, run_on(models))
            await collection.follow(0.01)
            with pytest.raises(IndexMissing):
                await collection.put([article("a")])
            await collection.close()

    asyncio.run(use())


def test_no_question_fails_and_no_reply_mixes_generations_while_articles_come_and_go(tmp_path: Path) -> None:
    index = live_index(tmp_path)
    replies: list[tuple[int, Any]] = []
    states: dict[str, dict[str, str]] = {}
    done = threading.Event()
    with TestClient(create_app(index.open(), index.settings, index)) as client:
        state: dict[str, str] = {}

        def change(number: int) -> None:
            slot = SLOTS[number % len(SLOTS)]
            if slot in state and number % 3 == 0:
                reply = client.delete(f"/v1/articles/{slot}").raise_for_status().json()
                del state[slot]
            else:
                body = {"text": article(slot, 1800 + number).text}
                reply = client.put(f"/v1/articles/{slot}", json=body).raise_for_status().json()
                state[slot] = reply["items"][0]["article"]["revision"]
            states[reply["generation"]] = dict(state)

        def question() -> None:
            while not done.is_set():
                body = {"question": "Quand le phare a-t-il été construit ?", "max_answers": 20}
                response = client.post("/v1/ask", json=body)
                replies.append((response.status_code, response.json()))

        change(1)
        asking = [threading.Thread(target=question) for _ in range(2)]
        for thread in asking:
            thread.start()
        for number in range(2, 26):
            change(number)
            seen, until = len(replies), time.monotonic() + 10
            while len(replies) < seen + 1 and time.monotonic() < until:
                time.sleep(0.001)
        done.set()
        for thread in asking:
            thread.join()
    assert {status for status, _ in replies} == {200}
    assert len({reply["generation"] for _, reply in replies}) > 5
    for _, reply in replies:
        quoted = [quote["article"] for answer in reply["answers"] for quote in answer["quotes"]]
        revisions = states[reply["generation"]]
        assert {(one["id"], one["revision"]) for one in quoted} <= set(revisions.items())
        assert len(quoted) == len(revisions)
