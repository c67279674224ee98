"""Short ways to write a file and read what jawab makes of it."""

from __future__ import annotations

from pathlib import Path

from jawab.corpus.files import Rejection, SourceFile
from jawab.corpus.reading import read
from jawab.types import Article

LIMIT = 100_000

STORY_AR = "أعلنت بلدية تيزرمال عن فتح مكتبة جديدة تضم عشرين ألف كتاب في وسط المدينة."
STORY_FR = "La commune de Tizermal a ouvert une bibliothèque de vingt mille livres au centre de la ville."


def write(folder: Path, name: str, content: str | bytes) -> SourceFile:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return SourceFile(folder, path)


def read_all(file: SourceFile, max_bytes: int = LIMIT) -> list[Article | Rejection]:
    return list(read(file, max_bytes))


def article(file: SourceFile, max_bytes: int = LIMIT) -> Article:
    [found] = read_all(file, max_bytes)
    assert isinstance(found, Article), found
    return found


def rejection(file: SourceFile, max_bytes: int = LIMIT) -> Rejection:
    [found] = read_all(file, max_bytes)
    assert isinstance(found, Rejection), found
    return found
