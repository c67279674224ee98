"""Judgements on disk."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from fake_answerer import ARABIC, FRENCH, FakeAnswerer
from jawab.errors import JudgementsUnavailable
from jawab.service import create_app
from jawab.service.judging.store import Judgements
from jawab.settings import Settings

from .marks import mark
from .stored import stored

DATE = "16 أكتوبر 2025"


def test_the_file_lies_beside_the_index_unless_it_is_named(tmp_path: Path) -> None:
    index = tmp_path / "articles-index"
    judgement = stored("Q", "a", "unanswerable")
    Judgements.at(Settings(index=index)).put(judgement, None)
    assert [file.name for file in tmp_path.iterdir()] == ["articles-index-judgements.sqlite"]
    named = tmp_path / "desk" / "marks.sqlite"
    Judgements.at(Settings(index=index, judgements=named)).put(judgement, None)
    assert named.is_file()


def test_what_is_stored_is_read_by_another(tmp_path: Path) -> None:
    file = tmp_path / "j.sqlite"
    judgement = stored("متى؟ 😀", "سلمى", "right", ARABIC, DATE)
    Judgements(file).put(judgement, ARABIC)
    other = Judgements(file)
    assert other.all() == [[judgement]]
    assert other.all_with_texts() == ([[judgement]], {(ARABIC.id, ARABIC.revision): ARABIC.text})


def test_texts_that_no_judgement_refers_to_are_not_kept(tmp_path: Path) -> None:
    judgements = Judgements(tmp_path / "j.sqlite")
    first = judgements.put(stored("Q", "a", "right", ARABIC, DATE), ARABIC)
    judgements.put(stored("Q", "a", "right", FRENCH, "300"), FRENCH)
    assert list(judgements.all_with_texts()[1]) == [(FRENCH.id, FRENCH.revision)]
    assert judgements.remove(first.id)
    assert judgements.all_with_texts() == ([], {})


class Interrupted(Judgements):
    """Another caller begins to remove a judgement between the statements of every reading."""

    def __init__(self, path: Path, removed_id: str) -> None:
        super().__init__(path)
        self.removing = threading.Thread(target=Judgements(path).remove, args=(removed_id,))

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with super()._reading() as db:
            db.set_trace_callback(self._interrupt)
            yield db

    def _interrupt(self, statement: str) -> None:
        if "judged_at" in statement and self.removing.ident is None:
            self.removing.start()
            self.removing.join(0.3)


def test_a_page_is_of_one_moment(tmp_path: Path) -> None:
    file = tmp_path / "j.sqlite"
    judgement = Judgements(file).put(stored("Q", "a", "unanswerable"), None)
    interrupted = Interrupted(file, judgement.id)
    assert interrupted.page(10) == ([[judgement]], None)
    interrupted.removing.join()
    assert interrupted.page(10) == ([], None)


def test_reading_leaves_the_file_as_it_is_and_waits_for_no_writer(tmp_path: Path) -> None:
    file = tmp_path / "j.sqlite"
    judgement = Judgements(file).put(stored("Q", "a", "unanswerable"), None)
    before = file.read_bytes()
    with closing(sqlite3.connect(file)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        assert Judgements(file).page(10) == ([[judgement]], None)
        assert Judgements(file).all_with_texts() == ([[judgement]], {})
    assert file.read_bytes() == before


def test_a_file_without_tables_holds_nothing_until_somebody_judges(tmp_path: Path) -> None:
    file = tmp_path / "j.sqlite"
    file.touch()
    assert (Judgements(file).all(), file.read_bytes()) == ([], b"")
    judgement = Judgements(file).put(stored("Q", "a", "unanswerable"), None)
    with closing(sqlite3.connect(file)) as db:  # as before versions were written
        db.execute("PRAGMA user_version = 0")
    assert Judgements(file).all() == [[judgement]]


def test_judges_at_once_lose_no_mark(tmp_path: Path) -> None:
    judgements = Judgements(tmp_path / "j.sqlite")
    marks = [stored(f"Q{number % 5}", f"judge {number // 5}", "right", ARABIC, DATE) for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda judgement: judgements.put(judgement, ARABIC), marks))
    assert sorted(len(question) for question in judgements.all()) == [8] * 5


def test_a_file_of_a_later_schema_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "j.sqlite"
    judgements = Judgements(file)
    judgements.put(stored("Q", "a", "unanswerable"), None)
    assert len(judgements.all()) == 1
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
        db.execute("PRAGMA user_version = 2")
    with pytest.raises(JudgementsUnavailable, match="version 2"):
        judgements.all()


def test_a_file_that_is_no_database_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "j.sqlite"
    file.write_text("not a database, but somebody's notes " * 50)
    before = file.read_bytes()
    with pytest.raises(JudgementsUnavailable, match=r"j\.sqlite cannot be used"):
        Judgements(file).put(stored("Q", "a", "unanswerable"), None)
    with TestClient(create_app(FakeAnswerer(), Settings(judgements=file))) as client:
        assert client.post("/v1/judgements", json=mark()).status_code == 503
        assert client.get("/v1/judgements/gold").status_code == 503
    assert file.read_bytes() == before
