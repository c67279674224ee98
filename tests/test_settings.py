"""Settings read from the environment."""

from __future__ import annotations

import pytest

from jawab.settings import Settings


@pytest.mark.parametrize(
    ("value", "hosts"),
    [
        ("answers.example", ("answers.example",)),
        ("answers.example, box.local,", ("answers.example", "box.local")),
        ('["answers.example", "box.local"]', ("answers.example", "box.local")),
        ("*", ("*",)),
        ("[]", ()),
        ("", ()),
    ],
)
def test_lists_are_written_with_commas_or_as_json(
    monkeypatch: pytest.MonkeyPatch, value: str, hosts: tuple[str, ...]
) -> None:
    monkeypatch.setenv("JAWAB_ALLOWED_HOSTS", value)
    assert Settings().allowed_hosts == hosts
