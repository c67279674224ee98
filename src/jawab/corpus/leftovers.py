"""Rules that tell a web leftover from a line of the story, by shape and by families of words.

A line is a leftover only when all of it is page furniture, and what could be a sentence of the story stays. Rules
without a tell-tale word need a place: before the first paragraph or after the last one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from jawab.corpus import lexicon
from jawab.corpus.lines import Line
from jawab.text import Folded, fold_with_offsets
from jawab.types import Span


class Leftover(StrEnum):
    """What kind of leftover a removed line is."""

    FURNITURE = "furniture"
    READ_ALSO = "read also"
    CALL = "call"
    CAPTION = "caption"
    BYLINE = "byline"
    SOURCE = "source"
    TAGS = "tags"
    RIGHTS = "rights"
    SIGNATURE = "signature"
    MASTHEAD = "masthead"


_LETTER = r"[^\W\d_]"
_INITIALS = re.compile(rf"[(\[]?\s*(?:{_LETTER}{{1,2}}\s*[./\-]\s*){{1,3}}{_LETTER}{{1,2}}\s*\.?\s*[)\]]?")
_NAME_AND_INITIAL = re.compile(rf"[(\[]?{_LETTER}{{2,12}}\s*\.\s*{_LETTER}{{1,2}}\s*\.?[)\]]?")
_HASHTAGS = re.compile(r"(?:#\w+[\s,،]*)+")
_SEPARATOR = re.compile(r"\s*[»>›|/]\s*|\s+[–—-]\s+")
_ARROW = re.compile(r"[»>›]")
_LABEL = re.compile(r"([^:\d]{2,60}?) ?:(?!\d)")
_CREDIT_IN_CAPITALS = re.compile(r"\S+\s.*[.|/]\s+[A-ZÀ-Ý][A-ZÀ-Ý'’ -]{3,}(?: POUR .+| / .+)?$")
_TIME = re.compile(r"\d{1,2} ?[:h] ?\d{0,2}")
_TICKER = re.compile(r"\d{1,2} ?[:h] ?\d{2}\s+\S")
_SLIDE = re.compile(r"\d{1,2} ?/ ?\d{1,2}")
_CONTROL = re.compile(rf"{_SLIDE.pattern}|[|•·/]+|A ?\+ ?A ?-?")  # slide number, divider, text size
_APART = re.compile(r"[:،,/|(–-]")
_AFTER_LABEL = re.compile(r"[:|>»›]\s*\w")
_NAME = 4  # words of a person's name and a place at most, where no capitals tell
_MASTHEAD = 4  # words of an outlet's name at most
_BRACKETS = ' .:()[]«»“”"'
_END_OF_NAME = re.compile(r"\s*(?:[|,،–(]|\s-\s|\b(?:avec|et|le)\s)|\s\d")
_OUTLET = re.compile(r"(?:Le|La|Les|L['’])\s?[A-ZÀ-Ý]|\w*[a-zà-ÿ][A-ZÀ-Ý]\w*$")
_PLACE = re.compile(r"[^,،|/–:-]{2,25}\s*[,،|/–-]")


def anywhere(line: Line) -> Leftover | None:
    """What leftover a line is wherever it stands; None if it may be story."""
    if not line.bare or not line.is_short or line.is_quote:
        return None
    return next((kind for kind, holds in _ANYWHERE if holds(line)), None)


def outside(line: Line, is_foot: bool) -> Leftover | None:
    """What leftover a line before the first paragraph is, or (`is_foot`) after the last one."""
    if _is_signature(line, is_foot):
        return Leftover.SIGNATURE
    if line.has_full_stop or line.is_quote:
        return None
    words = set(line.words)
    if (words and words <= lexicon.AGENCIES) or (len(words) <= 8 and _is_foot_source(line)):
        return Leftover.SOURCE
    if _is_path(line) or _is_label(line) or (is_foot and _is_page_foot(line)):
        return Leftover.FURNITURE
    return None


def is_byline(line: Line) -> bool:
    """A date line or an author's line: a date, words that announce it, names, and nothing that tells a story."""
    if is_time(line):
        return True
    if not line.is_short or len(line.words) > 18 or (line.ends_sentence and not line.dates):
        return False
    if line.dates and _is_fact(line):
        return False
    if author(line) or lexicon.ROLES.intersection(line.words):
        return len(line.words) <= 14 and _are_names(line)
    if not line.dates:
        return False
    rest = names(line)
    return not rest or (line.bare.startswith(rest[0]) and _opens_with_place(line) and not line.ends_sentence)


def _are_names(line: Line) -> bool:
    """Whether what stands beside the words of a byline can be a person's name and a place.

    Capitals tell. Arabic has none: there the words are few and stand apart from what the person is or did.
    """
    rest = names(line)
    if _has_small_letters(rest):
        return False
    has_capitals = all(word[0].isupper() or not word[0].isalpha() for word in rest)
    if has_capitals or not lexicon.SIGNED.isdisjoint(line.words):
        return True
    return len(rest) <= _NAME and (author(line) is not None or bool(_APART.search(line.bare)))


def _has_small_letters(words: Iterable[str]) -> bool:
    """Whether a word that binds no others starts with a small letter, as none does in a name."""
    return any(word[:1].islower() and not lexicon.GLUE.issuperset(Line(word).words) for word in words)


def is_time(line: Line) -> bool:
    """Whether the line is nothing but a time of day."""
    return bool(_TIME.fullmatch(line.bare))


def is_ticker(line: Line) -> bool:
    """Whether a line above the story is other news with its time of day; without a story it is a programme's."""
    return bool(_TICKER.match(line.bare)) and not line.has_full_stop


def announces_date(line: Line) -> bool:
    """Whether a word such as "publié" or "نشر" says whose date stands on a date line."""
    return not (lexicon.ANNOUNCING - lexicon.GLUE).isdisjoint(line.words)


def says_published(line: Line) -> bool:
    """Whether a date line says that it is the day of publication, not of an update."""
    return not lexicon.PUBLISHED.isdisjoint(line.words)


def is_country(line: Line) -> bool:
    """Whether the line is the name of a country alone, as a section is called."""
    return len(line.words) == 1 and lexicon.LANDS.issuperset(line.words)


def heads_list(line: Line) -> bool:
    """Whether a "read also" names no article itself."""
    return len(line.words) <= 5 and not _AFTER_LABEL.search(line.folded)


def names_weekday(line: Line) -> bool:
    """Whether a day of the week stands in the line, as in today's date at the top of a page."""
    return not lexicon.WEEKDAYS.isdisjoint(line.words)


def awaits_value(line: Line) -> bool:
    """Whether a date on the next line is a fact, as below "Date de naissance :", and not the article's day."""
    if line.dates or not (line.bare.endswith(":") or lexicon.DAY_LABELS.issuperset(line.words[:1])):
        return False
    if author(line) or not (lexicon.ANNOUNCING - lexicon.DAY_LABELS - lexicon.GLUE).isdisjoint(line.words):
        return False
    return not (lexicon.BYLINE | lexicon.DAY_LABELS | lexicon.GLUE).issuperset(line.words)


def is_bare_date(line: Line) -> bool:
    """Whether a date line has nothing that says whose date it is."""
    return bool(line.dates) and not announces_date(line) and not author(line)


def is_slide(line: Line) -> bool:
    """Whether the line is nothing but a slide's number among all, or else a fraction."""
    return bool(_SLIDE.fullmatch(line.bare))


def author(line: Line) -> re.Match[str] | None:
    """Where a line says who signs: at its start, or beside a date."""
    return (lexicon.AUTHOR.search if line.dates else lexicon.AUTHOR.match)(line.folded)


def names(line: Line) -> list[str]:
    """What a byline or source line says beside dates, times and the words that announce them."""
    text = line.bare
    for found in reversed(line.dates):
        text = f"{text[: found.span.start]} {text[found.span.end :]}"
    announcing = lexicon.BYLINE | lexicon.AGENCIES | lexicon.GLUE
    return [word for word in _TIME.sub(" ", text).split() if not set(Line(word).words) <= announcing]


def outlet(line: Line) -> str | None:
    """The outlet that a source line names."""
    folded = fold_with_offsets(line.bare)
    match = lexicon.SOURCE.search(folded.text) or lexicon.FOOT_SOURCE.match(folded.text)
    named = _named(line, folded, match) if match else line.bare.strip(_BRACKETS)
    return named if named and not lexicon.UNNAMED.issuperset(Line(named).words) else None


def signing_outlet(line: Line) -> str | None:
    """The outlet that signs a byline as its author: with an article or a capital inside its name, as no person has."""
    folded = fold_with_offsets(line.bare)
    match = (lexicon.AUTHOR.search if line.dates else lexicon.AUTHOR.match)(folded.text)
    named = _END_OF_NAME.split(_named(line, folded, match))[0].strip(_BRACKETS) if match else ""
    return named if _OUTLET.match(named) else None


def _named(line: Line, folded: Folded, match: re.Match[str]) -> str:
    """What a pattern's group stands for in the line as it is written."""
    span = folded.source_span(Span(*match.span(match.lastindex or 0)))
    return line.bare[span.start : span.end].strip(_BRACKETS)


def names_outlet(line: Line) -> bool:
    """Whether a line above the title is what an outlet calls itself."""
    if not 2 <= len(line.words) <= _MASTHEAD or line.ends_sentence:
        return False
    if _has_small_letters(line.bare.split()[1:]):
        return False
    first, *others = line.words
    return first in lexicon.OUTLETS or (first in lexicon.DOUBTFUL_OUTLETS and not lexicon.MEDIA.isdisjoint(others))


def opens_page_foot(line: Line, kind: Leftover | None) -> bool:
    """Whether nothing of the article is to be expected below this line, once the story is over."""
    openers = (Leftover.FURNITURE, Leftover.READ_ALSO, Leftover.CALL, Leftover.TAGS, Leftover.RIGHTS)
    return kind in openers and bool(line.words) and not lexicon.ADVERTS.issuperset(line.words)


def _is_fact(line: Line) -> bool:
    """What stands before the colon announces no byline, as in "Ouverture : 12 mai 1990"."""
    label = _LABEL.match(line.bare)
    announcing = lexicon.BYLINE | lexicon.ROLES | lexicon.AGENCIES | lexicon.GLUE
    return label is not None and not announcing.issuperset(Line(label[1]).words)


def _opens_with_place(line: Line) -> bool:
    """As "Tunis, le 12 mai" does; "Né à Tunis, le 12 mai 1990" tells something of a place."""
    place = _PLACE.match(line.bare)
    if place is None or not lexicon.TELLING.isdisjoint(Line(place[0]).words):
        return False
    return not _has_small_letters(place[0].split())


def _is_foot_source(line: Line) -> bool:
    """Where the article comes from; after a word that starts other notes as well, an agency or outlet is named."""
    if not lexicon.FOOT_SOURCE.match(line.folded) or line.has_number or ":" in line.bare:
        return False
    first, *others = line.words
    return first not in lexicon.DOUBTFUL_SOURCES or not lexicon.NAMED_SOURCES.isdisjoint(others)


def _is_furniture(line: Line) -> bool:
    """Nothing but page words, with an anchor among them, or an action or a count with its object; or a control."""
    words = set(line.words)
    if _CONTROL.fullmatch(line.bare):
        return True
    if not words or len(line.words) > 25 or not words <= lexicon.PAGE_WORDS:
        return False
    if words & lexicon.ANCHORS:
        is_invitation = words & lexicon.PLATFORMS and words & (lexicon.ACTIONS | lexicon.SHARING)
        return not line.has_full_stop or bool(is_invitation)
    if not words & lexicon.OBJECTS:
        return False
    if line.has_number and len(words) <= 6 and words & lexicon.COUNTED:
        return True
    return bool(words & (lexicon.ACTIONS | lexicon.COUNTERS)) and not line.has_full_stop


def _is_read_also(line: Line) -> bool:
    label = lexicon.READ_ALSO.match(line.folded)
    return label is not None and (not line.has_full_stop or ":" in line.folded[label.end() : label.end() + 3])


def _is_call(line: Line) -> bool:
    if len(line.words) > 40:
        return False
    called = lexicon.CALLS.search(line.folded) and not lexicon.CHANNELS.isdisjoint(line.words)
    invited = lexicon.SOFT_CALLS.search(line.folded) and not line.has_full_stop
    return bool(called or invited or lexicon.FORMS.search(line.folded))


def _is_rights(line: Line) -> bool:
    return bool(lexicon.RIGHTS.search(line.folded)) and len(line.words) <= 20


def _is_tags(line: Line) -> bool:
    return bool(_HASHTAGS.fullmatch(line.text.strip()) or lexicon.TAGS.match(line.folded)) and not line.has_full_stop


def _is_source(line: Line) -> bool:
    return bool(lexicon.SOURCE.search(line.folded)) and not line.has_full_stop and len(line.words) <= 8


def _is_credit(line: Line) -> bool:
    if line.has_full_stop or len(line.words) > 40:
        return False
    return bool(lexicon.PHOTO.search(line.folded) or _CREDIT_IN_CAPITALS.match(line.bare))


def _is_doubled(line: Line) -> bool:
    """A caption printed twice on one line, with at most three words between."""
    words, count = line.words, len(line.words)
    if line.has_full_stop or count > 80:
        return False
    return any(words[:length] == words[-length:] for length in range(max(4, (count - 2) // 2), count // 2 + 1))


_ANYWHERE = (
    (Leftover.FURNITURE, _is_furniture),
    (Leftover.READ_ALSO, _is_read_also),
    (Leftover.CALL, _is_call),
    (Leftover.RIGHTS, _is_rights),
    (Leftover.TAGS, _is_tags),
    (Leftover.SOURCE, _is_source),
    (Leftover.CAPTION, _is_credit),
    (Leftover.CAPTION, _is_doubled),
)


def _is_signature(line: Line, is_foot: bool) -> bool:
    """Initials, with the agency that helped; after the story a name and an initial, too."""
    signed = (line.bare, " ".join(names(line)))
    return any(_INITIALS.fullmatch(name) or (is_foot and _NAME_AND_INITIAL.fullmatch(name)) for name in signed)


def _is_page_foot(line: Line) -> bool:
    """After the story, a few words with a tell-tale one suffice, or a button's: what to do, and to what."""
    words = set(line.words)
    if lexicon.COMMENTS.match(line.folded):
        return True
    if not words or len(words) > 8 or line.ends_sentence or (line.has_number and ":" in line.bare):
        return False
    is_button = line.words[0] in lexicon.ACTIONS and not words.isdisjoint(lexicon.OBJECTS)
    return is_button or not words.isdisjoint(lexicon.ANCHORS)


def _is_path(line: Line) -> bool:
    """A breadcrumb: a few words each between arrows, or between other separators where one names a section.

    A number or a colon makes it a fact: "Taous – 31 200 habitants", "Attaque : Ali Salem / Sami Haddad".
    """
    if line.has_number or ":" in line.bare:
        return False
    parts = [Line(part).words for part in _SEPARATOR.split(line.bare)]
    if line.words and line.words[0] in lexicon.HOME and len(line.words) <= 10:
        is_menu = len(parts) > 1 or not any(word[:1].islower() for word in line.bare.split())
        return is_menu and not line.ends_sentence
    if len(parts) < 2 or line.ends_sentence or not all(len(part) <= 4 for part in parts):
        return False
    has_section = any(_is_nothing_but(lexicon.SECTIONS, set(part)) for part in parts)
    return has_section or (len(parts) > 2 and bool(_ARROW.search(line.bare)))


def _is_label(line: Line) -> bool:
    """Section names, a button, or a setting, alone on a line."""
    words = set(line.words)
    known = lexicon.SECTIONS | lexicon.ACTIONS | lexicon.OBJECTS
    return len(words) <= 4 and not line.has_number and _is_nothing_but(known, words)


def _is_nothing_but(known: frozenset[str], words: set[str]) -> bool:
    """Whether one of the known words stands there, and others only as far as they bind them or name a country."""
    return bool(words & known) and words <= known | lexicon.LANDS | lexicon.GLUE
