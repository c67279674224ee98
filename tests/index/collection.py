"""A collection of files to index, and what an index of it must hold."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from fake_embedder import HashEmbedder
from jawab.index import Generation, IndexWriter, RefreshReport, open_index
from jawab.index.disk import Disk
from jawab.settings import Settings
from jawab.types import Article

ARABIC = "وقّع المغرب وروسيا مذكرة تفاهم في موسكو. حضر الحفلَ وزيران 👩‍👩‍👧. انتهى اللقاء مساءً."
FRENCH = "Le Maroc et la Russie ont signé un mémorandum à Moscou. La cérémonie a duré une heure."
UNSYNCED = Disk(fsync=lambda descriptor: None)  # tests do not outlive a power failure


@dataclass
class Collection:
    """A folder of articles beside its index."""

    place: Path
    embedder: HashEmbedder = field(default_factory=HashEmbedder)
    settings: Settings = field(default_factory=lambda: Settings(passage_tokens=16, passage_overlap=0))

    @property
    def root(self) -> Path:
        return self.place / "articles"

    @property
    def folder(self) -> Path:
        return self.place / "index"

    def write(self, name: str, text: str, **fields: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        head = "".join(f"{key}: {value}\n" for key, value in fields.items())
        path.write_text(f"---\n{head}---\n{text}\n" if fields else text, "utf-8")
        return path

    def write_lines(self, name: str, *records: dict[str, str]) -> Path:
        return self.write(name, "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records))

    def writer(self, disk: Disk = UNSYNCED) -> IndexWriter:
        return IndexWriter(self.folder, self.embedder, self.settings, disk=disk)

    def refresh(self, *roots: Path, strict: bool = False) -> RefreshReport:
        return self.writer().refresh(roots or [self.root], strict=strict)

    def open(self) -> Generation:
        return open_index(self.folder, self.embedder.identity)

    def texts(self) -> dict[str, str]:
        generation = self.open()
        return {info.id: generation.article(info.id).text for info in generation.articles}


def article(name: str, text: str = ARABIC, title: str | None = None) -> Article:
    return Article(name, text, "ar", title)
