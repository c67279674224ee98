"""The languages jawab reads, by code; SERVED are those it answers in."""

from __future__ import annotations

from jawab.text.ar import AR
from jawab.text.en import EN
from jawab.text.fr import FR
from jawab.text.language import Language

LANGUAGES = {language.code: language for language in (AR, FR, EN)}
SERVED = (AR.code, FR.code)


def language_of(code: str) -> Language:
    """The language of a code; any other code is read as French, as undecided Latin text is."""
    return LANGUAGES.get(code, FR)
