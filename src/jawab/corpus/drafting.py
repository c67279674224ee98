"""Draft -> Article: what a reader found in a file, checked, cleaned and completed from the text's own lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from jawab.corpus.cleaning import clean
from jawab.corpus.naming import given_id
from jawab.corpus.unfit import UnfitError
from jawab.decoding import half_pair
from jawab.text import SERVED, detect, parse_date, strip_controls
from jawab.types import Article

_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Draft:
    """A text and the fields its file states about it: `id`, `title`, `published`, `language`, `source`, `url`.

    `lines` holds the line that states a field, where the file has lines. `is_web` says whether web leftovers may
    stand between the lines of `text`; where not, they are read but stay.
    """

    text: str
    fields: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    is_web: bool = True

    def stated(self, name: str) -> str | None:
        """The field on one line without control characters; None where it is absent or blank."""
        return " ".join(strip_controls(self.fields.get(name, ""))[0].split()) or None

    @property
    def controls(self) -> int:
        """How many control characters its fields hold."""
        return sum(strip_controls(value)[1] for value in self.fields.values())

    def unfit(self, name: str, reason: str) -> UnfitError:
        """The complaint that field `name` cannot be used."""
        return UnfitError(f"{name}: {reason}", self.lines.get(name), "field")


def compose(draft: Draft, default_id: str) -> Article:
    """The article that `draft` makes; what it does not state is read from its text's own first and last lines.

    Raises `UnfitError` for an empty text, half of a surrogate pair, a language not served, and a stated date or address
    that is none: dropped silently, they would make filters lie.
    """
    _check_unicode(draft)
    text, controls = strip_controls(draft.text)
    cleaned = clean(text)
    if not draft.is_web:
        cleaned = replace(cleaned, text=text, removed=(), source=None)
    if not cleaned.text.strip():
        why = "it holds no text" if not text.strip() else "it holds nothing but web leftovers"
        raise UnfitError(why, code="empty")
    stated_id = draft.stated("id")
    return Article(
        id=given_id(stated_id) if stated_id else default_id,
        text=cleaned.text,
        language=_language(draft, cleaned.text),
        title=draft.stated("title") or cleaned.title,
        source=draft.stated("source") or cleaned.source,
        url=_url(draft),
        published=_published(draft) or cleaned.published,
        lines_removed=len(cleaned.removed),
        controls_removed=controls + draft.controls,
    )


def _check_unicode(draft: Draft) -> None:
    for name, value in (("text", draft.text), *draft.fields.items()):
        place = half_pair(value)
        if place is not None:
            why = f"half a surrogate pair (\\u{ord(value[place]):04x}) at position {place}"
            raise UnfitError(f"{name}: {why}", draft.lines.get(name))


def _language(draft: Draft, text: str) -> str:
    served = ", ".join(SERVED)
    stated = draft.stated("language")
    if stated is None:
        detected = detect(text)
        if detected not in SERVED:
            why = f"its text is in a language that is not served ({detected}); served are {served}"
            raise UnfitError(why, code="language")
        return detected
    code = re.split("[-_]", stated.lower())[0]
    if code not in SERVED:
        raise draft.unfit("language", f"“{stated}” is not served; served are {served}")
    return code


def _published(draft: Draft) -> date | None:
    stated = draft.stated("published")
    if stated is None:
        return None
    published = parse_date(stated)
    if published is None:
        raise draft.unfit("published", f"“{stated[:60]}” is not a date; write it as 2025-10-16")
    return published


def _url(draft: Draft) -> str | None:
    stated = draft.stated("url")
    if stated is not None and not _WEB_ADDRESS.fullmatch(stated):
        raise draft.unfit("url", f"“{stated[:60]}” is not a web address (http or https)")
    return stated
