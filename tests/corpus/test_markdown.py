"""Front matter."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from jawab.corpus.markdown import read_markdown
from jawab.corpus.unfit import UnfitError

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


def test_lone_returns_are_line_ends(tmp_path: Path) -> None:
    found = article(write(tmp_path, "a.md", FILE.replace("\n", "\r")))
    assert (found.id, found.text) == ("007", STORY_AR + "\n")
    assert read_markdown(FILE.replace("\n", "\r")).lines["url"] == 7


def test_blank_lines_may_stand_above_the_block_and_a_rule_below_one_is_text() -> None:
    draft = read_markdown("\n \n---\ntitle: a\n---\nTexte.")
    assert (draft.text, draft.fields, draft.lines) == ("Texte.", {"title": "a"}, {"title": 4})
    assert read_markdown("\n---\n\nTexte.\n").text == "\n---\n\nTexte.\n"


def test_keys_may_be_in_capitals_and_a_boolean_is_no_date() -> None:
    draft = read_markdown("---\nTitle: a\nDate: 2025-10-16\npublished: true\n---\n")
    assert draft.fields == {"title": "a", "published": "2025-10-16"}


def test_a_field_stated_twice_is_refused_only_where_the_values_differ() -> None:
    draft = read_markdown("---\nlang: fr\nlanguage: fr\ndate: 2025-10-16\npublished: 16 octobre 2025\n---\n")
    assert draft.fields == {"language": "fr", "published": "2025-10-16"}
    with pytest.raises(UnfitError) as refused:
        read_markdown("---\nlang: fr\nlanguage: ar\n---\n")
    assert (refused.value.reason, refused.value.line) == ("front matter: language is stated twice: “fr” and “ar”", 3)
