"""JSON lines."""

from __future__ import annotations

import json
from pathlib import Path

from gold.samples import question, read
from jawab.gold import write_gold


def test_tags_are_read_from_the_lines_that_have_some(tmp_path: Path) -> None:
    lines = [{"id": "1", "question": "Où ?", "tags": ["far"]}, {"id": "2", "question": "Quand ?"}]
    found = read(tmp_path, "\n".join(map(json.dumps, lines)), "gold.jsonl").questions
    assert [q.tags for q in found] == [("far",), ()]


def test_a_line_names_tags_only_where_it_has_some(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    write_gold([question("1", tags=("near",)), question("2")], path)
    first, second = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    assert first["tags"] == ["near"]
    assert "tags" not in second
