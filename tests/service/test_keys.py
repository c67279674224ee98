"""API keys: what the file holds, and what it takes to be one."""

from __future__ import annotations

import hashlib
import json
import stat
from pathlib import Path

import pytest

from jawab.errors import InputError, KeysUnreadable
from jawab.service.keys import KeyFile, Right


@pytest.fixture
def keys(tmp_path: Path) -> KeyFile:
    return KeyFile(tmp_path / "new" / "keys.json")


def test_a_secret_finds_its_own_key_and_nothing_else_does(keys: KeyFile) -> None:
    (reader, secret), (writer, other) = keys.create("Le bureau", Right.READ), keys.create("المكتب", Right.WRITE)
    assert (keys.find(secret), keys.find(other)) == (reader, writer)
    for guess in ("", " ", secret[:-1], secret + "x", secret.upper(), reader.id, reader.hash, "é\ud800"):
        assert keys.find(guess) is None


def test_the_file_holds_hashes_and_is_its_owners_alone(keys: KeyFile) -> None:
    _, secret = keys.create("desk", Right.READ)
    stored = keys.path.read_text("utf-8")
    assert secret not in stored
    assert secret.removeprefix("jawab_") not in stored
    assert json.loads(stored)[0]["hash"] == hashlib.sha256(secret.encode()).hexdigest()
    assert stat.S_IMODE(keys.path.stat().st_mode) == 0o600
    assert sorted(path.name for path in keys.path.parent.iterdir()) == ["keys.json", "keys.json.lock"]


def test_secrets_are_long_and_never_the_same(keys: KeyFile) -> None:
    secrets = {keys.create("desk", Right.READ)[1] for _ in range(5)}
    assert len(secrets) == 5
    assert all(len(secret) == len("jawab_") + 43 for secret in secrets)


def test_what_another_process_makes_or_revokes_counts_at_once(keys: KeyFile) -> None:
    other = KeyFile(keys.path)
    assert keys.all() == ()
    made, secret = other.create("desk", Right.READ)
    assert keys.find(secret) == made
    other.revoke(made.id)
    assert keys.find(secret) is None


def test_writing_includes_reading_but_not_the_other_way_round(keys: KeyFile) -> None:
    (reader, _), (writer, _) = keys.create("r", Right.READ), keys.create("w", Right.WRITE)
    assert (reader.opens(Right.READ), reader.opens(Right.WRITE)) == (True, False)
    assert (writer.opens(Right.READ), writer.opens(Right.WRITE)) == (True, True)


@pytest.mark.parametrize("name", ["", "  ", "x" * 101])
def test_a_key_has_a_name_that_can_be_listed(keys: KeyFile, name: str) -> None:
    with pytest.raises(InputError, match="1 to 100 characters"):
        keys.create(name, Right.READ)


def test_revoking_a_key_that_is_not_there_is_told(keys: KeyFile) -> None:
    with pytest.raises(InputError, match="jawab key list"):
        keys.revoke("0badcafe")


@pytest.mark.parametrize("content", [b"", b"{", b'{"id": 1}', b'[{"id": "x"}]', b"\xff"])
def test_a_file_that_is_none_of_ours_opens_nothing(keys: KeyFile, content: bytes) -> None:
    _, secret = keys.create("desk", Right.READ)
    keys.path.write_bytes(content)
    with pytest.raises(KeysUnreadable, match=r"keys\.json"):
        keys.find(secret)


def test_without_its_file_no_key_opens_anything(keys: KeyFile) -> None:
    _, secret = keys.create("desk", Right.READ)
    keys.path.unlink()
    assert keys.find(secret) is None
