"""Folders and files that are watched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jawab.index import changes

PAUSE = 100


def told(watched: Iterator[bool], within: int = 50) -> bool:
    """Whether a change is told of in the next seconds."""
    return any(next(watched) for _ in range(within))


def test_what_changed_before_the_watch_began_is_told(tmp_path: Path) -> None:
    assert next(changes([tmp_path], tmp_path / "index"))


def test_a_change_is_told_once(tmp_path: Path) -> None:
    watched = changes([tmp_path], tmp_path / "index", PAUSE)
    next(watched)
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.txt").write_text("Le port.", "utf-8")
    assert told(watched)
    assert not next(watched)


def test_what_the_index_writes_is_no_change(tmp_path: Path) -> None:
    index = tmp_path / "index"
    index.mkdir()
    watched = changes([tmp_path], index, PAUSE)
    next(watched)
    (index / "CURRENT").write_text("x", "utf-8")
    assert not next(watched)


def test_a_file_replaced_by_another_is_a_change_and_is_watched_on(tmp_path: Path) -> None:
    file, beside = tmp_path / "a.txt", tmp_path / "b.txt"
    file.write_text("Le port.", "utf-8")
    watched = changes([file], tmp_path / "index", PAUSE)
    next(watched)
    assert not next(watched)
    for text in ("Le phare.", "La mer."):
        beside.write_text(text, "utf-8")
        beside.replace(file)
        assert told(watched)
        told(watched, within=1)


def test_a_root_that_comes_back_is_watched_again(tmp_path: Path) -> None:
    root = tmp_path / "news"
    root.mkdir()
    watched = changes([root], tmp_path / "index", PAUSE)
    next(watched)
    root.rmdir()
    assert told(watched)
    root.mkdir()
    assert told(watched)
    told(watched, within=1)
    (root / "a.txt").write_text("Le port.", "utf-8")
    assert told(watched)
