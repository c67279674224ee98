"""Which language a text is in: its script first, then its function words."""

from __future__ import annotations

import re

from jawab.text.ar import AR
from jawab.text.en import EN
from jawab.text.folding import fold, folded_words
from jawab.text.fr import FR
from jawab.text.language import Language

UNDETERMINED = "und"
_LOOKED_AT = 20_000  # code points; more changes nothing
_ARABIC_LETTER = re.compile("[\u0621-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdfb\ufe70-\ufefc]")
_LATIN_LETTER = re.compile("[A-Za-zÀ-ÖØ-öø-ɏ]")
_FRENCH_LETTER = re.compile("[àâçèéêëîïôœùûÀÂÇÈÉÊËÎÏÔŒÙÛ]")
_WORD = re.compile(r"\w+")


def detect(text: str) -> str:
    """ "ar", "fr", "en", or "und" where there is no Arabic or Latin letter.

    A text with both scripts is in the one with more function words ("من هو Vladimir Poutine ؟" is Arabic), or if that
    does not tell, more letters. Latin text that shows nothing either way counts as French.
    """
    sample = text[:_LOOKED_AT]
    arabic, latin = len(_ARABIC_LETTER.findall(sample)), len(_LATIN_LETTER.findall(sample))
    if not arabic and not latin:
        return UNDETERMINED
    words = _WORD.findall(fold(sample))
    french = _count(words, FR) + len(_FRENCH_LETTER.findall(sample))
    english = _count(words, EN)
    if (_count(words, AR), arabic) >= (max(_count(words, FR), english), latin):
        return AR.code
    return EN.code if english > french else FR.code


def _count(words: list[str], language: Language) -> int:
    known = folded_words(language.stop_words)
    return sum(word in known for word in words)
