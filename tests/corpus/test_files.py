"""Finding files."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from jawab.corpus.files import Rejection, Skipped, SourceFile, file_digest, scan


def names(folder: Path) -> list[str]:
    return [found.relative for found in scan([folder]) if isinstance(found, SourceFile)]


def test_files_come_in_the_order_of_their_names_depth_first(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/b/c.jsonl", "c.HTML"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert names(tmp_path) == ["a/b/c.jsonl", "a/z.md", "b.txt", "c.HTML"]


def test_a_file_named_itself_has_its_folder_as_root(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    assert list(scan([tmp_path / "a.txt"])) == [SourceFile(tmp_path, tmp_path / "a.txt")]


@pytest.mark.parametrize("name", ["README.md", "readme.fr.txt", "LICENSE", "LICENSE-articles.txt", ".hidden.txt"])
def test_readme_license_and_dot_files_are_skipped_and_reported(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    [found] = scan([tmp_path])
    assert isinstance(found, Skipped)
    assert found.path == str(tmp_path / name)


def test_a_dot_folder_is_skipped_whole(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/a.txt").touch()
    assert list(scan([tmp_path])) == [Skipped(str(tmp_path / ".git"), "its name starts with a dot")]


def test_the_index_is_skipped_whole_under_whatever_name(tmp_path: Path) -> None:
    (tmp_path / "index/ledgers").mkdir(parents=True)
    (tmp_path / "index/ledgers/a.jsonl").touch()
    (tmp_path / "linked").symlink_to("index")
    skipped = [Skipped(str(tmp_path / name), "it is the index itself") for name in ("index", "linked")]
    assert list(scan([tmp_path], tmp_path / "index")) == skipped
    assert list(scan([tmp_path / "index"], tmp_path / "index")) == skipped[:1]


def test_a_folder_with_a_files_name_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "x.txt").mkdir()
    (tmp_path / "x.txt/a.txt").touch()
    assert names(tmp_path) == ["x.txt/a.txt"]


def test_a_linked_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real/a.txt").touch()
    (tmp_path / "linked").symlink_to("real")
    assert names(tmp_path) == ["linked/a.txt", "real/a.txt"]


def test_folders_may_nest_deeply(tmp_path: Path) -> None:
    folder = str(tmp_path)
    for _ in range(depth := 400):
        folder += "/d"
        Path(folder).mkdir()
    Path(folder, "a.txt").touch()
    assert names(tmp_path) == ["d/" * depth + "a.txt"]


def test_the_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"abc")
    assert file_digest(tmp_path / "a.txt") == hashlib.sha256(b"abc").hexdigest()


def test_a_rejection_is_an_article_error() -> None:
    assert str(Rejection("a.jsonl", "not JSON", 3).error) == "a.jsonl:3: not JSON"


def undecodable(folder: Path, name: bytes) -> Path:
    return Path(os.fsdecode(os.fsencode(folder) + b"/" + name))


@pytest.mark.parametrize("name", [b"caf\xe9.txt", b"caf\xe9.html", b"caf\xe9"])
def test_a_file_whose_name_is_not_utf8_is_rejected_under_a_name_that_prints(tmp_path: Path, name: bytes) -> None:
    path = undecodable(tmp_path, name)
    path.write_text("x")
    rejection = Rejection(f"{tmp_path}/{name.decode('utf-8', 'backslashreplace')}", "its name is not UTF-8; rename it")
    assert list(scan([tmp_path])) == list(scan([path])) == [rejection]


def test_a_folder_whose_name_is_not_utf8_is_rejected_whole(tmp_path: Path) -> None:
    path = undecodable(tmp_path, b"\xe9t\xe9")
    path.mkdir()
    (path / "a.txt").touch()
    rejection = Rejection(f"{tmp_path}/\\xe9t\\xe9", "its name is not UTF-8; rename it")
    assert list(scan([tmp_path])) == list(scan([path])) == [rejection]


def test_what_is_skipped_or_leads_nowhere_is_told_in_a_form_that_prints(tmp_path: Path) -> None:
    undecodable(tmp_path, b".caf\xe9").touch()
    (tmp_path / "link.txt").symlink_to(undecodable(Path("nowhere"), b"caf\xe9.txt"))
    skipped, broken = scan([tmp_path])
    assert skipped == Skipped(f"{tmp_path}/.caf\\xe9", "its name starts with a dot")
    assert broken == Rejection(f"{tmp_path}/link.txt", "a broken link: nowhere/caf\\xe9.txt does not exist")


def test_a_path_that_cannot_be_looked_at_is_rejected_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / ("a" * 300)
    assert list(scan([path])) == [Rejection(str(path), "its name is too long")]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may enter every folder")
def test_a_folder_that_may_be_listed_but_not_entered_costs_only_its_own_files(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    (closed / "a.txt").touch()
    (tmp_path / "open.txt").touch()
    closed.chmod(0o444)
    try:
        rejected, found = scan([tmp_path])
    finally:
        closed.chmod(0o755)
    assert rejected == Rejection(str(closed / "a.txt"), "may not be read: permission denied")
    assert isinstance(found, SourceFile)
