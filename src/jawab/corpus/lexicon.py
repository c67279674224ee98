"""The vocabulary of web pages around a story (leftovers.toml), folded so that spelling variants match."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

from jawab.text import fold
from jawab.text.dates import dateline_words
from jawab.text.languages import LANGUAGES

_FAMILIES = tomllib.loads(files("jawab.corpus").joinpath("leftovers.toml").read_text("utf-8"))


def _words(family: str) -> frozenset[str]:
    return frozenset(fold(_FAMILIES["words"][family]).split())


def _phrases(family: str, before: str = "") -> re.Pattern[str]:
    return re.compile(before + "(?:" + "|".join(map(fold, _FAMILIES["phrases"][family])) + ")")


PLATFORMS = _words("platforms")
ADVERTS = _words("adverts")
ANCHORS = PLATFORMS | ADVERTS | _words("anchors")
SHARING = ANCHORS - PLATFORMS - ADVERTS
ACTIONS = _words("actions")
COUNTED = _words("counted")
OBJECTS = COUNTED | _words("objects")
COUNTERS = _words("counters")
SECTIONS = _words("sections")
LANDS = _words("lands")
GLUE = _words("glue")
TELLING = _words("telling")
CHANNELS = PLATFORMS | _words("channels")
AGENCIES = _words("agencies")
WEEKDAYS = frozenset(fold(day) for language in LANGUAGES.values() for day in language.weekdays)
PUBLISHED = _words("published")
ANNOUNCING = PUBLISHED | _words("byline")
BYLINE = ANNOUNCING | dateline_words()
DAY_LABELS = _words("day_labels")
SIGNED = _words("signed")
ROLES = _words("roles")
UNNAMED = _words("unnamed")
HOME = _words("home")
OUTLETS = _words("outlets")
DOUBTFUL_OUTLETS = _words("doubtful_outlets")
MEDIA = _words("media")
DOUBTFUL_SOURCES = _words("doubtful_sources")
NAMED_SOURCES = (
    frozenset(word for word in AGENCIES - GLUE if len(word) > 1) | OUTLETS | DOUBTFUL_OUTLETS | MEDIA
)  # a letter alone is an initial, or a word that binds
PAGE_WORDS = ANCHORS | ACTIONS | OBJECTS | COUNTERS | SECTIONS | LANDS | GLUE

READ_ALSO = _phrases("read_also")
CALLS = _phrases("calls", before=r"(?:^|[?!.:] )")
SOFT_CALLS = _phrases("soft_calls")
FORMS = _phrases("forms")
COMMENTS = _phrases("comments")
RIGHTS = _phrases("rights")
TAGS = _phrases("tags")
PHOTO = _phrases("photo")
SOURCE = _phrases("source")
FOOT_SOURCE = _phrases("foot_source")
AUTHOR = _phrases("author")
