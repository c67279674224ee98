"""Take the picture of a report that the README shows: its first screens, as Chromium draws them.

Usage: report_picture.py REPORT.html PICTURE.png   (does nothing, and says so, where no Chromium is installed)
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WIDTH, HEIGHT = 1280, 1230


def main(report: Path, picture: Path) -> None:
    """Draw the report without scroll bars."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.stderr.write(f"{picture} stays as it is: none of {', '.join(BROWSERS)} is installed\n")
        return
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    options = [
        "--headless",
        "--hide-scrollbars",
        f"--window-size={WIDTH},{HEIGHT}",
        f"--screenshot={picture.resolve()}",
    ]
    subprocess.run([browser, *as_root, *options, report.resolve().as_uri()], check=True, capture_output=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
