"""A small newsroom's collection, a reader that knows what its articles say, and a real server over both."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

from fake_embedder import HashEmbedder
from jawab.answering import Models
from jawab.calibration import uncalibrated
from jawab.index import IndexWriter
from jawab.service import LiveIndex, create_app
from jawab.settings import Settings
from jawab.types import Article, Passage, ScoredSpan, Span

PORT_AR = Article(
    id="port-ar",
    text="📰 افتُتح الميناء الجديد يوم 16 أكتوبر 2025 بعد عامين من الأشغال.\n"
    + "وحضر الحفل 300 شخص من سكان المدينة، وقالت الوالي سلمى التازي إن الرصيف يستقبل أربع سفن.\n"
    + "\n".join(f"وتتواصل الأشغال في الرصيف رقم {number} إلى نهاية السنة." for number in range(2, 40)),
    language="ar",
    title="افتتاح الميناء الجديد",
    source="صحيفة الساحل",
    url="https://example.org/ar/port",
    published=date(2025, 10, 16),
)
PORT_FR = Article(
    id="port-fr",
    text="Le port a rouvert le 16 octobre 2025 😀 après deux ans de travaux.\nIl emploie 450 personnes.",
    language="fr",
    title="Le port rouvre",
    source="Le Rivage",
    url="https://example.org/fr/port",
    published=date(2025, 10, 17),
)
PORT_LATER = Article(
    id="port-fr-later",
    text="Un an après, la chambre de commerce donne une autre date : le 20 octobre 2025, jour de la première escale.",
    language="fr",
    title="Un an de port",
    source="La Dépêche du cap",
    published=date(2026, 10, 20),
)
UNDATED = Article(id="note", text="Une note sans date : la digue mesure 900 mètres.", language="fr")
ARTICLES = (PORT_AR, PORT_FR, PORT_LATER, UNDATED)

WHEN_AR = "متى افتُتح الميناء الجديد؟"
WHEN_FR = "Quand le port a-t-il rouvert ?"
UNKNOWN_FR = "Qui a dessiné le phare ?"
LIST_FR = "Quels sont les ports du pays ?"
YES_NO_FR = "Est-ce que le port est ouvert ?"

KNOWN = {
    WHEN_AR: {"16 أكتوبر 2025": 2.6, "16 octobre 2025": 2.0, "20 octobre 2025": 0.4},
    WHEN_FR: {"16 octobre 2025": 2.6, "16 أكتوبر 2025": 2.0, "20 octobre 2025": 0.4},
    UNKNOWN_FR: {"450 personnes": -2.0},
    LIST_FR: {"450 personnes": -2.0},
    YES_NO_FR: {"450 personnes": -2.0},
}


class KnowingReader:
    """Finds the answers it was told of, with the margin it was told, wherever they stand."""

    identity = "knowing"

    def __init__(self, known: dict[str, dict[str, float]]) -> None:
        self.known = known

    def read_many(
        self, requests: Sequence[tuple[str, Sequence[Passage]]], top: int = 3
    ) -> list[list[list[ScoredSpan]]]:
        return [[self._read(question, passage.text)[:top] for passage in passages] for question, passages in requests]

    def _read(self, question: str, text: str) -> list[ScoredSpan]:
        spans = [
            ScoredSpan(Span(text.index(answer), text.index(answer) + len(answer)), margin, 0.0)
            for answer, margin in self.known.get(question, {}).items()
            if answer in text
        ]
        return sorted(spans, key=lambda span: -span.score)


@dataclass
class Newsroom:
    """A collection in a folder, and the service over it."""

    folder: Path
    reader: KnowingReader
    settings: Settings

    @classmethod
    def of(cls, folder: Path, articles: Sequence[Article], known: dict[str, dict[str, float]]) -> Newsroom:
        settings = Settings(index=folder / "index")
        if articles:
            IndexWriter(settings.index, HashEmbedder(), settings).put(articles)
        return cls(folder, KnowingReader(known), settings)

    def app(self) -> FastAPI:
        embedder = HashEmbedder()
        models = Models(embedder, self.reader, uncalibrated(self.reader.identity, embedder.identity), self.settings)
        live = LiveIndex(self.settings.index, embedder, models.answerer, self.settings)
        return create_app(live.open(), self.settings, live)


@contextmanager
def serving(app: ASGIApp) -> Iterator[str]:
    """The address of a server that runs until the block ends."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        while not server.started:
            if not thread.is_alive():
                raise RuntimeError("the server did not start")
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
