"""What the service refuses before it begins."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from jawab.cli import app


def test_serving_an_open_address_without_a_key_is_refused_before_anything_is_loaded(tmp_path: Path) -> None:
    environment = {"JAWAB_KEYS": str(tmp_path / "keys.json")}
    result = CliRunner().invoke(app, ["serve", "--host", "0.0.0.0", "--index", str(tmp_path)], env=environment)
    assert result.exit_code == 2
    assert "jawab key create" in result.stderr
