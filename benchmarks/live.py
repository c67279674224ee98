"""How soon an added article is found, and what questions notice while articles come and go.

Usage: python benchmarks/live.py [PASSAGES [ARRIVALS [CHANGES]]]   (10000 20 200; writes benchmarks/live.json)

The service runs without its answer cache, so that every question is read for. The collection that is there before is
made of sentences of corpus/articles and, where JAWAB_TEST_DATA is set, of the public sets, drawn at random; its vectors
are drawn too, because search is exact and takes as long whatever they are.
What arrives meanwhile is embedded like any article.
"""

from __future__ import annotations

import json
import os
import platform
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from jawab.corpus.files import SourceFile, scan
from jawab.corpus.reading import read
from jawab.embedding import SentenceEmbedder, Vectors, load_embedder
from jawab.gold import read_gold
from jawab.index import IndexWriter, open_index
from jawab.settings import Settings
from jawab.text import detect, sentences
from jawab.types import Article
from samples import ARTICLES
from served import serving, spread

RESULT = Path(__file__).with_suffix(".json")
PUBLIC = ("xquad-ar", "arcd-train", "arcd-test", "mlqa-ar-dev", "piaf-train", "piaf-dev")
SENTENCES_AN_ARTICLE, ARTICLES_AT_ONCE = 30, 250
SLOTS = [f"phare-{slot}" for slot in range(6)]
QUESTION = "En quelle année le phare de Valmorange a-t-il été construit ?"
CLIENTS = 2
BOUND = 5.0  # seconds that an addition may take
PATIENCE = 600  # seconds that a client waits, so that what is too slow is measured too


def main(passages: int = 10_000, arrivals: int = 20, changes: int = 200) -> None:
    """Fill an index, serve it, and change it while it answers."""
    with tempfile.TemporaryDirectory() as folder:
        held = fill(Path(folder), passages)
        with serving(Path(folder)) as address:
            quiet = [arrival(address, f"arrival-{number}") for number in range(arrivals)]
            with asking(address) as asked:
                busy = [arrival(address, f"busy-{number}") for number in range(arrivals)]
            with asking(address) as during:
                states = come_and_go(address, changes)
            before = alone(address, 10)
    result = {
        "command": "python benchmarks/live.py " + " ".join(map(str, (passages, arrivals, changes))),
        "machine": {"processor": platform.processor() or platform.machine(), "cores": os.cpu_count()},
        "passages_before": held,
        "searchable_seconds": {"bound": BOUND, "no_questions": spread(quiet), f"{CLIENTS}_clients_ask": spread(busy)},
        "question_seconds": {"alone": spread(before), "while_articles_come_and_go": spread(during.seconds)},
        "come_and_go": {"changes": changes, **verdict(during.replies + asked.replies, states)},
    }
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=1))


@dataclass
class Drawn:
    """The configured embedder with vectors drawn at random instead of computed."""

    embedder: SentenceEmbedder
    chance: np.random.Generator = field(default_factory=lambda: np.random.default_rng(0))

    def __post_init__(self) -> None:
        self.identity, self.tokenize = self.embedder.identity, self.embedder.tokenize
        self.dimension, self.max_tokens = self.embedder.dimension, self.embedder.max_tokens

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Never asked for."""
        raise NotImplementedError

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """float32 [len(texts), dimension], unit rows."""
        vectors = self.chance.normal(size=(len(texts), self.dimension)).astype(np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def fill(folder: Path, passages: int) -> int:
    """Index drawn articles until there are so many passages; how many there are."""
    settings = Settings(index=folder)
    embedder = Drawn(load_embedder(settings))
    articles = drawn_articles()
    while True:
        IndexWriter(folder, embedder, settings).put([next(articles) for _ in range(min(ARTICLES_AT_ONCE, passages))])
        held = open_index(folder).passage_count
        if held >= passages:
            return held


def drawn_articles() -> Iterator[Article]:
    """Without end: articles of sentences that were written, in an order that nobody wrote."""
    pools = {language: found for language in ("ar", "fr") if (found := list(written(language)))}
    chance = random.Random(0)
    number = 0
    while True:
        number += 1
        language = chance.choice(list(pools))
        text = " ".join(chance.choices(pools[language], k=SENTENCES_AN_ARTICLE))
        yield Article(f"drawn-{number}", text, language, title=text[:60], source=f"source {number % 20}")


def written(language: str) -> Iterator[str]:
    """Every sentence of the articles of this project and of the public sets in one language."""
    files = [file for file in scan([ARTICLES]) if isinstance(file, SourceFile)]
    texts = [found.text for file in files for found in read(file, 10**7) if isinstance(found, Article)]
    if "JAWAB_TEST_DATA" in os.environ:
        data = Path(os.environ["JAWAB_TEST_DATA"]) / "data"
        questions = (q for name in PUBLIC for q in read_gold(data / f"{name}.json", detect).questions)
        texts += dict.fromkeys(question.context for question in questions if question.context)
    for text in texts:
        if detect(text) == language:
            yield from (text[span.start : span.end] for span in sentences(text))


def arrival(address: str, name: str) -> float:
    """Seconds from sending one article to finding it first."""
    started = time.perf_counter()
    text = f"Le sémaphore {name} domine la baie. Il fut dressé par les pilotes. Sa lampe porte à douze milles."
    with httpx.Client(base_url=address, timeout=PATIENCE) as client:
        client.post("/v1/articles", json={"id": name, "text": text}).raise_for_status()
        while True:
            found = client.post("/v1/search", json={"question": f"Qui a dressé le sémaphore {name} ?", "k": 1}).json()
            if found["items"][0]["article"]["id"] == name:
                return time.perf_counter() - started
            if time.perf_counter() - started > PATIENCE:
                raise SystemExit(f"{name} was never found first; found was {found['items'][0]['article']['id']}")


@dataclass
class Asked:
    """What came of the questions: seconds of each, and (status, body)."""

    seconds: list[float] = field(default_factory=list)
    replies: list[tuple[int, Any]] = field(default_factory=list)


@contextmanager
def asking(address: str) -> Iterator[Asked]:
    """Questions and searches without a pause, by so many clients, as long as the block runs."""
    asked, done = Asked(), threading.Event()

    def client() -> None:
        with httpx.Client(base_url=address, timeout=PATIENCE) as client:
            while not done.is_set():
                started = time.perf_counter()
                asked.replies.append(sent(client, "/v1/ask", {"max_answers": 20, "min_confidence": 0}))
                asked.seconds.append(time.perf_counter() - started)
                asked.replies.append(sent(client, "/v1/search", {"k": 20}))

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    try:
        yield asked
    finally:
        done.set()
        for thread in threads:
            thread.join()


def sent(client: httpx.Client, path: str, options: dict[str, Any]) -> tuple[int, Any]:
    """Status and body of the question with `options`; status 0 where the call itself broke."""
    try:
        reply = client.post(path, json={"question": QUESTION, **options})
        return reply.status_code, reply.json()
    except (httpx.HTTPError, ValueError):
        return 0, None


def alone(address: str, times: int) -> list[float]:
    """Seconds of each question of a client that is the only one."""
    seconds = []
    with httpx.Client(base_url=address, timeout=PATIENCE) as client:
        for _ in range(times):
            started = time.perf_counter()
            client.post("/v1/ask", json={"question": QUESTION}).raise_for_status()
            seconds.append(time.perf_counter() - started)
    return seconds


def come_and_go(address: str, changes: int) -> dict[str, dict[str, str]]:
    """Put and remove articles under few ids; the revision of each that is there, by generation."""
    states: dict[str, dict[str, str]] = {}
    state: dict[str, str] = {}
    with httpx.Client(base_url=address, timeout=PATIENCE) as client:
        for number in range(changes):
            slot = SLOTS[number % len(SLOTS)]
            if slot in state:
                reply = client.delete(f"/v1/articles/{slot}").raise_for_status().json()
                del state[slot]
            else:
                text = f"Le phare de Valmorange a été construit en {1500 + number}. Les pêcheurs l'ont payé."
                reply = client.put(f"/v1/articles/{slot}", json={"text": text}).raise_for_status().json()
                state[slot] = reply["items"][0]["article"]["revision"]
            states[reply["generation"]] = dict(state)
    return states


def verdict(replies: list[tuple[int, Any]], states: dict[str, dict[str, str]]) -> dict[str, int]:
    """How many questions were asked, failed, or were answered with what their generation does not hold."""
    answered = [body for status, body in replies if status == 200]
    checked = [(body, states[body["generation"]]) for body in answered if body["generation"] in states]
    told = [(sorted(_slots(body)), state) for body, state in checked]
    return {
        "questions": len(replies),
        "failed": len(replies) - len(answered),
        "checked": len(told),
        "checked_generations": len({body["generation"] for body, _ in checked}),
        "quoting_what_comes_and_goes": sum(bool(slots) for slots, _ in told),
        "mixed": sum(any(state.get(slot) != revision for slot, revision in slots) for slots, state in told),
    }


def _slots(body: dict[str, Any]) -> set[tuple[str, str]]:
    """Id and revision of each article that comes and goes, wherever it is named in a reply."""
    quotes = [quote for answer in body.get("answers", ()) for quote in answer["quotes"]]
    articles = [item["article"] for item in (*quotes, *body.get("items", ()))]
    return {(article["id"], article["revision"]) for article in articles if article["id"] in SLOTS}


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
