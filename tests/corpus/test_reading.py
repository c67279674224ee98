"""From a file to articles."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from jawab.corpus.drafting import Draft, compose
from jawab.corpus.files import SourceFile
from jawab.corpus.unfit import UnfitError
from jawab.text import strip_controls

from .sources import STORY_AR, STORY_FR, article, rejection, write

TEXTS = st.text("ab .:\nاأبتعليقٌـéÉœ🙂\u202e\u2066\u200f\x07\ufeff0١", max_size=120)


def test_the_stored_text_is_the_source_minus_lines_and_control_characters(tmp_path: Path) -> None:
    source = f"\u202e{STORY_AR}\u2066\r\nشارك على فيسبوك\r\n{STORY_AR}"
    found = article(write(tmp_path, "a.txt", source))
    assert found.text == f"{STORY_AR}\n{STORY_AR}"
    assert (found.lines_removed, found.controls_removed) == (1, 4)


def test_control_characters_of_title_and_source_are_removed_and_counted_too() -> None:
    fields = {"title": "\u202eTitre\u202c", "source": "Le \u2067Rivage\x00", "url": "https://example.org/\u200b"}
    found = compose(Draft(f"\u202d{STORY_FR}", fields), "id")
    assert (found.title, found.source, found.url) == ("Titre", "Le Rivage", "https://example.org/")
    assert found.controls_removed == 6


def test_the_id_is_the_path_below_the_root(tmp_path: Path) -> None:
    assert article(write(tmp_path, "fr/a.txt", STORY_FR)).id == "fr.a.txt"


def test_two_megabytes_are_one_article(tmp_path: Path) -> None:
    text = f"{STORY_AR * 10}\n" * 1_600
    found = article(write(tmp_path, "a.txt", text), max_bytes=5_000_000)
    assert found.text == text
    assert len(text.encode()) > 2_000_000


def test_a_file_that_goes_away_is_a_rejection(tmp_path: Path) -> None:
    assert rejection(SourceFile(tmp_path, tmp_path / "gone.txt")).reason == "no such file or folder"


def test_the_text_says_its_language_where_the_file_does_not(tmp_path: Path) -> None:
    assert article(write(tmp_path, "a.txt", STORY_AR)).language == "ar"
    assert article(write(tmp_path, "b.txt", STORY_FR)).language == "fr"


@settings(derandomize=True, deadline=None)
@given(TEXTS)
def test_any_text_is_an_article_or_a_reason(text: str) -> None:
    try:
        found = compose(Draft(text), "id")
    except UnfitError as error:
        assert error.reason
    else:
        stripped, count = strip_controls(text)
        assert found.controls_removed == count
        assert found.text.count("\n") <= stripped.count("\n")
        assert found.text.encode()


def test_looking_for_files_imports_no_reader() -> None:
    script = (
        "import sys, pathlib; from jawab.corpus.files import scan, file_digest; list(scan([pathlib.Path('.')]));"
        "heavy = set('trafilatura lxml charset_normalizer pypdf docx yaml dateparser torch numpy'.split());"
        "sys.exit(' '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
