"""Malformed input: each file or line gets a clear reason, and its good neighbours are read."""

from __future__ import annotations

import codecs
import json
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from jawab.corpus.files import Rejection, SourceFile, scan
from jawab.corpus.reading import read
from jawab.types import Article

from .sources import LIMIT, STORY_AR, STORY_FR, write


def markdown(**fields: str) -> str:
    return "---\n" + "".join(f"{name}: {value}\n" for name, value in fields.items()) + f"---\n{STORY_FR}\n"


def record(**fields: object) -> str:
    return json.dumps({"text": STORY_FR, **fields}) + "\n"


def deep(levels: int) -> str:
    return f"<article><p>{STORY_FR}</p>{'<div>' * levels}<p>{STORY_FR}</p>{'</div>' * levels}</article>"


# family -> file name -> (content, part of the reason, line)
FILES: dict[str, dict[str, tuple[str | bytes, str, int | None]]] = {
    "encoding": {
        "truncated-utf16.txt": (codecs.BOM_UTF16_LE + STORY_AR.encode("utf-16-le")[:-1], "marked as UTF-16-LE", None),
        "broken-utf8-with-mark.txt": (codecs.BOM_UTF8 + STORY_FR.encode("cp1252") + b"\xe9", "marked as UTF-8", None),
        "cyrillic.txt": ("Министр заявил, что всё хорошо".encode("cp1251"), "save it as UTF-8", None),
        "iso-8859-6.html": (f"<p>{STORY_AR}</p>".encode("iso8859_6"), "save it as UTF-8", None),
        "utf32.txt": (STORY_FR.encode("utf-32"), "UTF-32", None),
    },
    "json": {
        "not-json.jsonl": ("{text: oui}\n", "not JSON", 1),
        "cut-off.jsonl": (record()[:-4], "not JSON", 1),
        "a-list.jsonl": ("[1, 2]\n", "must be an object, not a list", 1),
        "no-text.jsonl": ('{"title": "Titre"}\n', "no text", 1),
        "text-is-a-number.jsonl": ('{"text": 5}\n', "must be a string, not a number", 1),
        "title-is-a-list.jsonl": (record(title=["a"]), "title must be a string, not a list", 1),
        "deep.jsonl": ("[" * 90_000, "nested too deeply", 1),
        "surrogate.jsonl": ('{"text": "abc \\ud800"}\n', "half a surrogate pair", 1),
    },
    "half characters": {
        "id.md": (markdown(id='"\\ud800"'), "id: half a surrogate pair (\\ud800) at position 0", 2),
        "date.md": (markdown(published='"hier \\ud800"'), "published: half a surrogate pair", 2),
        "url.md": (markdown(url='"https://a.fr/\\udc00"'), "url: half a surrogate pair", 2),
        "language.jsonl": (record(language="\ud800"), "language: half a surrogate pair", 1),
        "twice.md": (markdown(date='"\\ud800"', published="hier"), "stated twice: “\\ud800” and “hier”", 3),
        "key-twice.jsonl": ('{"\\ud800": 1, "\\ud800": 2}\n', "the key “\\ud800” is given twice", 1),
    },
    "html": {
        "nothing.html": ("<html><body></body></html>", "no", None),
        "only-images.html": ("<html><body><img src='a.jpg' alt=''></body></html>", "no", None),
        "too-deep.html": (deep(400), "nests deeper than 256", None),
        "bottomless.html": (deep(5000), "nests deeper than 256", None),
        "only-menu.html": ("<html><body><p>Accueil</p><p>Partager</p><p>Imprimer</p></body></html>", "leftovers", None),
        "only-script.html": ("<script>var a = 1</script>", "no", None),
    },
    "front matter": {
        "open.md": (f"---\ntitle: a\n{STORY_FR}", "never closed", 1),
        "bad-yaml.md": ('---\nlang: fr\ntitle: "a\n---\ntexte', "not YAML", None),
        "tab.md": (f"---\nlang: fr\n\ttitle: a\n---\n{STORY_FR}", "not YAML", 3),
        "a-list.md": (f"---\n- a\n- b\n---\n{STORY_FR}", "“key: value”", 2),
        "nested.md": (f"---\nlang: fr\ntitle:\n  - a\n---\n{STORY_FR}", "title must be one value", 3),
        "huge.md": (f"---\nnote: {'a' * 70_000}\n---\n{STORY_FR}", "longer than", 1),
    },
    "dates": {
        "32nd.md": (markdown(published="2025-10-32"), "is not a date", 2),
        "13th-month.md": (markdown(lang="fr", date="2025-13-01"), "is not a date", 3),
        "soon.md": (markdown(date="bientôt"), "is not a date", 2),
        "30-february.jsonl": (record(published="30 février 2025"), "is not a date", 1),
        "month-only.jsonl": (record(date="أكتوبر 2025"), "is not a date", 1),
        "epoch.jsonl": (record(date=1760000000), "date must be a string, not a number", 1),
    },
    "size": {
        "large.txt": ("a" * (LIMIT + 1), "at most 100,000 are read", None),
        "large.html": ("<p>" + "a" * LIMIT, "at most 100,000 are read", None),
        "large.md": ("# a\n" + "a" * LIMIT, "at most 100,000 are read", None),
        "large.jsonl": (record(text="a" * LIMIT), "larger than 100,000 bytes", 1),
        "large.pdf": (b"%PDF" * 300_000, "at most 1,000,000 are read", None),
    },
    "control characters": {
        "nul.txt": (b"abc\0def" + STORY_FR.encode(), "binary", None),
        "bell.txt": (b"\x07" * 50 + b"abc", "binary", None),
        "picture.txt": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01", "binary", None),
        "only-bidi.txt": ("\u202e\u2066\u202c\u2069", "no text", None),
        "escaped.jsonl": ('{"text": "\\u0000\\u0007\\u202e"}\n', "no text", 1),
    },
    "empty": {
        "zero.txt": ("", "empty", None),
        "blank.txt": (" \n\t\n", "no text", None),
        "mark-only.txt": (codecs.BOM_UTF8, "no text", None),
        "front-matter-only.md": ("---\ntitle: a\n---\n", "no text", None),
        "blank-lines.jsonl": ("\n\n\n", "no records", None),
        "blank-text.jsonl": (record(text=" "), "no text", 1),
        "zero.html": ("", "empty", None),
        "digits.txt": ("123 456", "not served", None),
    },
    "duplicates": {
        "key-twice.jsonl": ('{"text": "Oui.", "text": "Non."}\n', "“text” is given twice", 1),
        "field-twice.md": (f"---\ntitle: a\ntitle: b\n---\n{STORY_FR}", "title is stated twice", 3),
        "alias-twice.md": ("---\ndate: 1999-01-01\npublished: 2000-01-01\n---\n", "published is stated twice", 3),
        "nested-key-twice.jsonl": ('{"text": "Oui.", "more": {"a": 1, "a": 2}}\n', "“a” is given twice", 1),
    },
    "statements": {
        "english.txt": ("The mayor has opened a new library in the city.", "(en)", None),
        "english.md": (markdown(language="en"), "“en” is not served", 2),
        "javascript.md": (markdown(url="javascript:alert(1)"), "not a web address", 2),
        "data.csv": ("a;b", ".csv files are not read", None),
        "noextension": ("a", "without an extension", None),
    },
}  # fmt: skip
CASES = [(family, name) for family, files in FILES.items() for name in files]


def _broken_link(path: Path) -> None:
    path.symlink_to("nowhere.txt")


def _link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


def _link_to_folder_above(path: Path) -> None:
    path.symlink_to(path.parent, target_is_directory=True)


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(f"/proc/self/fd/{os.open(path.parent, os.O_RDONLY)}/{path.name}")


def _link_to_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


UNREADABLE: dict[str, tuple[Callable[[Path], None], str]] = {
    "broken-link.txt": (_broken_link, "a broken link: nowhere.txt"),
    "itself.txt": (_link_to_itself, "leads only to itself"),
    "above": (_link_to_folder_above, "leads back to a folder"),
    "pipe.txt": (_pipe, "a pipe, socket or device"),
    "socket.txt": (_socket, "a pipe, socket or device"),
    "endless.txt": (_link_to_device, "a pipe, socket or device"),
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Article | Rejection]:
    """What is read in a folder with every malformed file and a good one in each family."""
    root = tmp_path_factory.mktemp("bad")
    for family, files in FILES.items():
        write(root, f"{family}/good.txt", f"{STORY_AR} {family}")
        for name, (content, _, _) in files.items():
            write(root, f"{family}/{name}", content)
    write(root, "links/good.txt", f"{STORY_AR} links")
    for name, (make, _) in UNREADABLE.items():
        make(root / "links" / name)
    return [each for file in scan([root]) for each in (read(file, LIMIT) if isinstance(file, SourceFile) else [file])]


@pytest.mark.parametrize(("family", "name"), CASES)
def test_each_malformed_file_gets_its_reason(found: list[Article | Rejection], family: str, name: str) -> None:
    [rejected] = [each for each in found if isinstance(each, Rejection) and each.path.endswith(f"/{family}/{name}")]
    _, reason, line = FILES[family][name]
    assert reason in rejected.reason
    assert line is None or rejected.line == line
    rejected.reason.encode("utf-8")


@pytest.mark.parametrize("name", UNREADABLE)
def test_each_unreadable_entry_gets_its_reason(found: list[Article | Rejection], name: str) -> None:
    [rejected] = [each for each in found if isinstance(each, Rejection) and each.path.endswith(f"/links/{name}")]
    assert UNREADABLE[name][1] in rejected.reason


def test_good_neighbours_are_read(found: list[Article | Rejection]) -> None:
    texts = sorted(each.text for each in found if isinstance(each, Article))
    assert texts == sorted(f"{STORY_AR} {family}" for family in [*FILES, "links"])


def test_every_family_has_at_least_four_cases_and_all_are_forty() -> None:
    counts = [len(files) for files in FILES.values()] + [len(UNREADABLE)]
    assert min(counts) >= 4
    assert sum(counts) >= 40


def test_a_path_that_does_not_exist_is_a_rejection(tmp_path: Path) -> None:
    assert list(scan([tmp_path / "gone"])) == [Rejection(str(tmp_path / "gone"), "no such file or folder")]
