"""Settings under the command line."""

from __future__ import annotations

from typer.testing import CliRunner

from jawab.cli import app


def test_a_setting_that_means_nothing_is_named() -> None:
    environment = {"JAWAB_READ_PASSAGES": "many"}
    result = CliRunner().invoke(app, ["verify"], env=environment)
    assert result.exit_code == 2
    assert "JAWAB_READ_PASSAGES" in result.stderr
