"""Control characters that no quote may carry, removed and counted."""

from __future__ import annotations

import re

CONTROL_CHARACTERS = (
    "\x00-\x08\x0b\x0c\x0d\x0e-\x1f"  # C0 but tab and newline; CR, so that CRLF becomes LF
    "\x7f-\x9f"  # DEL and C1
    "\u202a-\u202e"  # bidi embeddings and overrides
    "\u2066-\u2069"  # bidi isolates
    "\u206a-\u206f"  # deprecated: swapped brackets, shapes of letters and digits
    "\u200b\u2060\ufeff"  # zero-width space, word joiner, byte order mark
    "\ufff9-\ufffb"  # interlinear annotation
)
"""As the inside of a character class. Joiners and the plain LRM, RLM and ALM marks are text and stay."""

DIRECTION_MARKS = "\u200e\u200f\u061c"
"""LRM, RLM and ALM: they stay in a text and show nothing."""

_CONTROLS = re.compile(f"[{CONTROL_CHARACTERS}]")
_LONE_RETURN = re.compile("\r(?!\n)|\x85|[\u2028\u2029]")


def strip_controls(text: str) -> tuple[str, int]:
    """`text` without control characters, and how many were removed.

    Line ends of other systems (lone CR, NEL, U+2028, U+2029) become newlines and are not counted.
    """
    return _CONTROLS.subn("", _LONE_RETURN.sub("\n", text))
