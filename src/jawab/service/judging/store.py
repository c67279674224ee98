"""Judgements on disk: one SQLite file, one mark for each judge and question, and the texts that marks stand in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from jawab.errors import JudgementsUnavailable
from jawab.service.judging.judgement import Judgement
from jawab.settings import Settings
from jawab.types import Article

Texts = Mapping[tuple[str, str], str]
"""(article id, revision) -> the text of that revision."""

_LAST_NUMBER = 2**63 - 1
_PATIENCE = 5.0  # seconds to wait for another writer
_VERSION = 1  # of the schema; 0 is a new file, or one from before versions were written
_SCHEMA = """
CREATE TABLE IF NOT EXISTS questions (number INTEGER PRIMARY KEY AUTOINCREMENT, question TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS articles (
    article_id TEXT NOT NULL, revision TEXT NOT NULL, title TEXT, language TEXT NOT NULL, whole_text TEXT NOT NULL,
    PRIMARY KEY (article_id, revision)
);
CREATE TABLE IF NOT EXISTS judgements (
    id TEXT PRIMARY KEY, number INTEGER NOT NULL REFERENCES questions, judge TEXT NOT NULL, verdict TEXT NOT NULL,
    generation TEXT NOT NULL, article_id TEXT, revision TEXT, "start" INTEGER, "end" INTEGER, start_utf16 INTEGER,
    end_utf16 INTEGER, text TEXT, judged_at TEXT NOT NULL, UNIQUE (number, judge)
);
CREATE INDEX IF NOT EXISTS judgements_by_article ON judgements (article_id, revision);
"""
_PUT = """
INSERT INTO judgements VALUES (
    :id, (SELECT number FROM questions WHERE question = :question), :judge, :verdict, :generation, :article_id,
    :revision, :start, :end, :start_utf16, :end_utf16, :text, :judged_at
)
ON CONFLICT (number, judge) DO UPDATE SET
    verdict = excluded.verdict, generation = excluded.generation, article_id = excluded.article_id,
    revision = excluded.revision, "start" = excluded."start", "end" = excluded."end",
    start_utf16 = excluded.start_utf16, end_utf16 = excluded.end_utf16, text = excluded.text,
    judged_at = excluded.judged_at
RETURNING id
"""
_MARKS = """
SELECT judgements.*, question, title, language
FROM judgements JOIN questions USING (number) LEFT JOIN articles USING (article_id, revision)
WHERE (:judge IS NULL OR judge = :judge) AND number BETWEEN :first AND :last ORDER BY number, judged_at, id
"""
_QUESTIONS = """
SELECT DISTINCT number FROM judgements JOIN questions USING (number)
WHERE (:judge IS NULL OR judge = :judge) AND (:question IS NULL OR question = :question)
AND (:before IS NULL OR number < :before) ORDER BY number DESC LIMIT :limit
"""
_SWEEP = """
DELETE FROM questions WHERE number NOT IN (SELECT number FROM judgements);
DELETE FROM articles WHERE NOT EXISTS (
    SELECT 1 FROM judgements j WHERE j.article_id = articles.article_id AND j.revision = articles.revision
);
"""


class Judgements:
    """The judgements of one file, which the first of them makes. Safe to use from several threads and processes."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @classmethod
    def at(cls, settings: Settings) -> Judgements:
        """Those of the file that `settings` names, else of the one beside the index."""
        index = settings.index.absolute()
        return cls(settings.judgements or index.with_name(f"{index.name}-judgements.sqlite"))

    def put(self, judgement: Judgement, article: Article | None) -> Judgement:
        """Store a judgement with the article it refers to; the judge's earlier one on the question gives it its id."""
        with self._writing() as db:
            db.execute("INSERT OR IGNORE INTO questions (question) VALUES (?)", (judgement.question,))
            if article is not None:
                values = (article.id, article.revision, article.title, article.language, article.text)
                db.execute("INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?)", values)
            (stored_id,) = db.execute(_PUT, judgement.model_dump(mode="json")).fetchone()
        return judgement.model_copy(update={"id": stored_id})

    def remove(self, judgement_id: str) -> bool:
        """Whether there was such a judgement; it is gone."""
        with self._writing() as db:
            return db.execute("DELETE FROM judgements WHERE id = ?", (judgement_id,)).rowcount > 0

    def page(
        self, limit: int, before: int | None = None, judge: str | None = None, question: str | None = None
    ) -> tuple[list[list[Judgement]], int | None]:
        """At most `limit` questions, the newest first, each as its judgements; and the `before` of the next page."""
        named = {"limit": limit + 1, "before": before, "judge": judge, "question": question}
        with self._reading() as db:
            numbers = [number for (number,) in db.execute(_QUESTIONS, named)]
            shown = numbers[:limit]
            marks = _marks(db, judge, min(shown, default=0), max(shown, default=0))
        return [marks[number] for number in shown], shown[-1] if len(numbers) > limit else None

    def all(self, judge: str | None = None) -> list[list[Judgement]]:
        """Every question, the oldest first, as its judgements, the oldest first; those of one judge if one is named."""
        with self._reading() as db:
            return list(_marks(db, judge).values())

    def all_with_texts(self, judge: str | None = None) -> tuple[list[list[Judgement]], Texts]:
        """The same as `all`, and as of the same moment the text of every revision that a judgement refers to."""
        with self._reading() as db:
            questions = list(_marks(db, judge).values())
            rows = db.execute("SELECT article_id, revision, whole_text FROM articles")
            return questions, {(article_id, revision): text for article_id, revision, text in rows}

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction; what no judgement refers to any more goes with it."""
        with self._told():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(_connect(self._path)) as db, db:
                if _version(db) != _VERSION:
                    db.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {_VERSION}; COMMIT;")
                yield db
                for statement in filter(str.strip, _SWEEP.split(";")):
                    db.execute(statement)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """One transaction, so that all that is read is of one moment. The file is left as it is."""
        with self._told(), closing(self._readable()) as db:
            db.execute("BEGIN")
            yield db

    def _readable(self) -> sqlite3.Connection:
        """The file, or nothing at all where there is none yet, or one without tables."""
        if self._path.exists():
            db = _connect(self._path)
            if _has_tables(db):
                return db
            db.close()
        nothing = _connect(":memory:")
        nothing.executescript(_SCHEMA)
        return nothing

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise JudgementsUnavailable(
                f"The judgements in {self._path.name} cannot be used: {error}. Free the file, or name another by "
                "JAWAB_JUDGEMENTS."
            ) from error


def _connect(place: Path | str) -> sqlite3.Connection:
    """Raises sqlite3.DatabaseError for a schema that is not known."""
    db = sqlite3.connect(place, timeout=_PATIENCE)
    db.row_factory = sqlite3.Row
    try:
        version = _version(db)
        if version not in (0, _VERSION):
            raise sqlite3.DatabaseError(f"its schema has version {version}, this jawab knows version {_VERSION}")
    except sqlite3.Error:
        db.close()
        raise
    return db


def _version(db: sqlite3.Connection) -> int:
    (version,) = db.execute("PRAGMA user_version").fetchone()
    return int(version)


def _has_tables(db: sqlite3.Connection) -> bool:
    return db.execute("SELECT 1 FROM sqlite_master WHERE name = 'judgements'").fetchone() is not None


def _marks(
    db: sqlite3.Connection, judge: str | None, first: int = 0, last: int = _LAST_NUMBER
) -> dict[int, list[Judgement]]:
    """Number of the question -> its judgements, for the numbers from `first` to `last`."""
    rows = db.execute(_MARKS, {"judge": judge, "first": first, "last": last})
    grouped = groupby(rows, key=itemgetter("number"))
    return {number: [Judgement.model_validate(dict(row)) for row in group] for number, group in grouped}
