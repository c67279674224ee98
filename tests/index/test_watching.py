"""Folders and files that are watched."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.collection import FRENCH, Collection
from jawab.errors import ArticleError
from jawab.index import RefreshReport, watch, watching
from jawab.index.store import Store
from jawab.index.watching import changes

PAUSE = 100


@pytest.fixture
def restless(monkeypatch: pytest.MonkeyPatch) -> None:
    """A change is told sooner: how long to wait for more is of no matter where there is one at a time."""
    monkeypatch.setattr(watching, "_QUIET", 100)


def told(watched: Iterator[bool], within: int = 50) -> bool:
    """Whether a change is told of in the next seconds."""
    return any(next(watched) for _ in range(within))


def test_what_changed_before_the_watch_began_is_told(tmp_path: Path) -> None:
    assert next(changes([tmp_path], tmp_path / "index", PAUSE))


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


@pytest.mark.usefixtures("restless")
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


@pytest.mark.usefixtures("restless")
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


def watched(collection: Collection, strict: bool = False) -> Iterator[RefreshReport | ArticleError]:
    folder, roots = collection.folder, [collection.root]
    return watch(folder, roots, collection.embedder, collection.settings, strict=strict, pause=PAUSE)


@pytest.mark.usefixtures("restless")
def test_every_change_is_indexed(collection: Collection) -> None:
    reports = watched(collection)
    first = next(reports)
    assert isinstance(first, RefreshReport)
    assert first.indexed == 2
    (collection.root / "ar.txt").unlink()
    second = next(reports)
    assert isinstance(second, RefreshReport)
    assert (second.removed, second.unchanged) == (1, 1)
    assert collection.texts() == {"fr.txt": FRENCH}


def test_a_refresh_waits_while_another_process_writes(collection: Collection) -> None:
    collection.refresh()
    reports = watched(collection)
    collection.write("new.txt", "Un nouveau texte, écrit pendant ce temps.")
    with ThreadPoolExecutor(1) as thread:
        with Store(collection.folder).lock():
            report = thread.submit(next, reports)
            time.sleep(0.5)
            assert not report.done()
        report.result(10)
    assert set(collection.texts()) == {"ar.txt", "fr.txt", "new.txt"}


@pytest.mark.usefixtures("restless")
def test_a_bad_file_is_told_where_watching_is_strict(collection: Collection) -> None:
    reports = watched(collection, strict=True)
    next(reports)
    collection.write("empty.txt", "")
    told = next(reports)
    assert isinstance(told, ArticleError)
    assert told.reason == "it is empty"
