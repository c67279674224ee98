"""Front matter."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from jawab.corpus.markdown import read_markdown

from .sources import STORY_AR, article, write

FILE = f"""---
id: 007
title: "مكتبة جديدة"
date: 16 أكتوبر 2025
lang: ar-MA
source: بريد تيزرمال
url: https://example.org/a
tags: [a, b]
---
{STORY_AR}
"""


def test_front_matter_fills_the_article(tmp_path: Path) -> None:
    found = article(write(tmp_path, "a.md", FILE))
    assert (found.id, found.title, found.language) == ("007", "مكتبة جديدة", "ar")
    assert (found.source, found.url) == ("بريد تيزرمال", "https://example.org/a")
    assert found.published == date(2025, 10, 16)


def test_the_text_is_the_body_as_it_stands(tmp_path: Path) -> None:
    assert article(write(tmp_path, "a.md", FILE)).text == STORY_AR + "\n"


def test_every_month_name_family_is_a_date(tmp_path: Path) -> None:
    for written in ("9 شتنبر 2025", "٩ أيلول ٢٠٢٥", "9 سبتمبر 2025", "9 septembre 2025", "2025-09-09T08:00:00+01:00"):
        content = f"---\npublished: {written}\n---\n{STORY_AR}"
        assert article(write(tmp_path, "a.md", content)).published == date(2025, 9, 9), written


def test_a_file_without_front_matter_is_all_text() -> None:
    draft = read_markdown("# Titre\n\nTexte.")
    assert (draft.text, draft.fields) == ("# Titre\n\nTexte.", {})


def test_a_heading_is_a_title_without_its_signs(tmp_path: Path) -> None:
    found = article(write(tmp_path, "a.md", f"# مكتبة جديدة في تيزرمال\n\n{STORY_AR}\n"))
    assert found.title == "مكتبة جديدة في تيزرمال"


def test_an_empty_block_states_nothing() -> None:
    assert read_markdown("---\n---\nTexte.").fields == {}


def test_a_field_knows_its_line() -> None:
    assert read_markdown("---\ntitle: a\nlang: fr\n---\n").lines == {"title": 2, "language": 3}


def test_windows_line_ends_are_line_ends(tmp_path: Path) -> None:
    found = article(write(tmp_path, "a.md", FILE.replace("\n", "\r\n")))
    assert (found.id, found.text) == ("007", STORY_AR + "\n")
