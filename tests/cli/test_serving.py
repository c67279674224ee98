"""What the service refuses before it begins."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.commands import run
from jawab.cli import app


def test_serving_an_open_address_without_a_key_is_refused_before_anything_is_loaded(tmp_path: Path) -> None:
    environment = {"JAWAB_KEYS": str(tmp_path / "keys.json")}
    result = CliRunner().invoke(app, ["serve", "--host", "0.0.0.0", "--index", str(tmp_path)], env=environment)
    assert result.exit_code == 2
    assert "jawab key create" in result.stderr


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_an_address_that_is_taken_is_told_before_anything_is_loaded(tmp_path: Path, host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        result = run("serve", "--host", host, "--port", port, "--index", tmp_path)
    assert (result.exit_code, result.stderr) == (
        2,
        f"jawab: cannot listen at {host}:{port}: Address already in use; choose with --host and --port\n",
    )


def test_a_name_of_no_machine_is_told(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        app, ["serve", "--host", "nowhere.invalid", "--index", str(tmp_path)], env={"JAWAB_REQUIRE_KEYS": "0"}
    )
    assert result.exit_code == 2
    assert "cannot listen at nowhere.invalid:8000" in result.stderr
