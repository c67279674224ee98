"""JSON lines."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest

from jawab.corpus.drafting import Draft
from jawab.corpus.files import Rejection
from jawab.corpus.records import read_records
from jawab.corpus.unfit import UnfitError
from jawab.types import Article

from .sources import STORY_AR, STORY_FR, article, read_all, rejection, write


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


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_known_without_its_mark(tmp_path: Path, encoding: str) -> None:
    found = read_all(write(tmp_path, "a.jsonl", (line(text=STORY_FR) + line(text=STORY_AR)).encode(encoding)))
    assert [each.text for each in found if isinstance(each, Article)] == [STORY_FR, STORY_AR]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_half_a_character_in_utf_16_costs_its_record_and_no_other(tmp_path: Path, encoding: str) -> None:
    bad = line(text=f"{STORY_FR} \ud83d")
    content = (line(text=STORY_AR) + bad + line(text=STORY_FR)).encode(encoding, "surrogatepass")
    first, refused, last = read_all(write(tmp_path, "a.jsonl", content))
    assert isinstance(first, Article) and isinstance(last, Article)
    assert isinstance(refused, Rejection)
    assert (refused.line, refused.reason[:16]) == (2, "not JSON: Invali")
    *_, cut = read_all(write(tmp_path, "b.jsonl", content + b"{"))
    assert isinstance(cut, Rejection) and cut.line == 4


def test_a_line_of_utf_16_is_read_no_further_than_the_limit() -> None:
    stream = io.BytesIO((line(text="a" * 1_000_000) + line(text=STORY_FR)).encode("utf-16"))
    (_, large), (_, small) = read_records(stream, 200)
    assert isinstance(large, UnfitError) and large.code == "too_large"
    assert isinstance(small, Draft) and small.text == STORY_FR


def test_keys_may_be_in_capitals_and_a_boolean_is_no_date(tmp_path: Path) -> None:
    record = line(Title="Livres", Date="2025-10-16", published=True, Text=STORY_FR)
    found = article(write(tmp_path, "a.jsonl", record))
    assert (found.title, found.published, found.text) == ("Livres", date(2025, 10, 16), STORY_FR)


def test_a_field_stated_twice_is_refused_only_where_the_values_differ(tmp_path: Path) -> None:
    same = line(lang="fr", language="fr", date="2025-10-16", published="16 octobre 2025", text=STORY_FR)
    assert article(write(tmp_path, "a.jsonl", same)).published == date(2025, 10, 16)
    refused = rejection(write(tmp_path, "b.jsonl", line(lang="fr", language="ar", text=STORY_FR)))
    assert refused.reason == "language is stated twice: “fr” and “ar”"
