"""The languages jawab reads, by code; SERVED are those it answers in."""

from __future__ import annotations

from jawab.text.ar import AR
from jawab.text.en import EN
from jawab.text.fr import FR

LANGUAGES = {language.code: language for language in (AR, FR, EN)}
SERVED = (AR.code, FR.code)
