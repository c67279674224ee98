"""JSON lines."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from jawab.corpus import Rejection
from jawab.types import Article

from .sources import STORY_AR, STORY_FR, article, read_all, write


def line(**fields: object) -> str:
    return json.dumps(fields, ensure_ascii=False) + "\n"


def test_a_record_fills_an_article(tmp_path: Path) -> None:
    record = line(
        id=7, body=STORY_FR, title="Livres", date="2025-10-16", lang="fr", source="L’Écho", url="https://a.fr/1"
    )
    found = article(write(tmp_path, "a.jsonl", record))
    assert found == Article("7", STORY_FR, "fr", "Livres", "L’Écho", "https://a.fr/1", date(2025, 10, 16))


def test_a_record_without_id_is_named_by_file_and_line(tmp_path: Path) -> None:
    found = read_all(write(tmp_path, "x/a.jsonl", "\n" + line(text=STORY_AR) + line(content=STORY_FR)))
    assert [each.id for each in found if isinstance(each, Article)] == ["x.a.jsonl.2", "x.a.jsonl.3"]


def test_a_bad_line_does_not_cost_its_neighbours(tmp_path: Path) -> None:
    file = write(tmp_path, "a.jsonl", line(text=STORY_AR) + "{oops}\n" + line(text=STORY_FR))
    first, bad, last = read_all(file)
    assert isinstance(first, Article) and isinstance(last, Article)
    assert isinstance(bad, Rejection)
    assert (bad.path, bad.line) == (str(file.path), 2)


def test_a_line_separator_inside_a_string_does_not_end_the_line(tmp_path: Path) -> None:
    assert len(read_all(write(tmp_path, "a.jsonl", line(text=f"{STORY_FR}\u2028{STORY_FR}")))) == 1


def test_each_line_may_be_as_large_as_the_limit(tmp_path: Path) -> None:
    records = [line(text=STORY_FR + " mot" * count) for count in (10, 300, 20)]
    first, large, last = read_all(write(tmp_path, "a.jsonl", "".join(records)), max_bytes=600)
    assert isinstance(first, Article) and isinstance(last, Article)
    assert large == Rejection(str(tmp_path / "a.jsonl"), "the record is larger than 600 bytes", 2, "too_large")


def test_utf_16_and_windows_lines_are_read(tmp_path: Path) -> None:
    records = line(text=STORY_FR) + line(text=STORY_AR)
    for content in (
        records.encode("utf-16"),
        line(text=STORY_FR).encode("cp1252") + line(text=STORY_AR).encode("cp1256"),
    ):
        found = read_all(write(tmp_path, "a.jsonl", content))
        assert [each.text for each in found if isinstance(each, Article)] == [STORY_FR, STORY_AR]
