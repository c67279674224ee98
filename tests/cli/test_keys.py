"""Keys from the command line."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner, Result

from jawab.cli import app


def test_a_key_is_shown_once_listed_without_its_secret_and_revoked(tmp_path: Path) -> None:
    environment = {"JAWAB_KEYS": str(tmp_path / "keys.json")}

    def key(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["key", *arguments], env=environment)

    made = key("create", "Le bureau", "--write")
    secret, key_id = made.stdout.strip(), made.stderr.split()[0]
    assert secret.startswith("jawab_")
    listed = key("list").stdout
    assert listed.split()[:2] == [key_id, "write"]
    assert "Le bureau" in listed
    assert secret not in listed
    assert key("revoke", key_id).exit_code == 0
    assert key("list").stdout == ""
    assert key("revoke", key_id).exit_code == 2
