"""French: letters, elisions, stemmer, stop words, months, numbers, question words."""

from __future__ import annotations

from jawab.text.language import Language, words
from jawab.text.snowball import snowball

LETTERS = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
"""Latin letters that Unicode does not decompose."""

ELISIONS = {
    "c": "ce", "d": "de", "j": "je", "l": "le", "m": "me", "n": "ne", "s": "se", "t": "te", "qu": "que",
    "jusqu": "jusque", "lorsqu": "lorsque", "puisqu": "puisque", "quoiqu": "quoique", "quelqu": "quelque",
}  # fmt: skip
"""What stands before an elision's apostrophe, and the whole word."""

CONTRACTIONS = {"du": "de", "au": "a", "aux": "a"}
"""A preposition with the article in it -> the preposition."""

stem = snowball("french")
"""Stem of a folded word."""


def join_numbers(so_far: int, value: int, linked: bool) -> int | None:
    """vingt-et-un, quatre-vingt-dix-sept, trois cents: parts of one number below a thousand."""
    last = so_far % 100
    if value == 100:
        return max(so_far, 1) * 100 if so_far < 20 and so_far != 10 and not linked else None
    if value == 20 and last == 4:
        return so_far + 76
    if last == 0:
        return so_far + value if value < 100 and not linked else None
    if last in (20, 30, 40, 50, 70, 80, 90):
        return so_far + value if value < 10 or (last == 80 and value < 20) else None
    if last == 60:
        return so_far + value if value < 20 else None
    return so_far + value if last in (10, 70, 90) and 7 <= value <= 9 else None


_NUMBER_WORDS = {
    "demi": 0.5, "demie": 0.5, "quart": 0.25, "quarts": 0.25,
    "zéro": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8,
    "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
    "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70,
    "huitante": 80, "octante": 80, "nonante": 90, "cent": 100, "cents": 100, "mille": 1_000,
    "mil": 1_000, "millier": 1_000, "douzaine": 12,
    "million": 1_000_000, "millions": 1_000_000, "milliard": 1_000_000_000, "milliards": 1_000_000_000,
}  # fmt: skip

_UP_TO_TWENTIETH = """
premier deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième
onzième douzième treizième quatorzième quinzième seizième dix-septième dix-huitième dix-neuvième vingtième
"""
ORDINALS = {word: value for value, word in enumerate(_UP_TO_TWENTIETH.split(), 1)} | {
    "première": 1, "vingt et unième": 21, "vingt-et-unième": 21,
}  # fmt: skip

_MONTHS = (
    ("janvier", "janv"),
    ("février", "févr", "fév"),
    ("mars",),
    ("avril", "avr"),
    ("mai",),
    ("juin",),
    ("juillet", "juil"),
    ("août",),
    ("septembre", "sept"),
    ("octobre", "oct"),
    ("novembre", "nov"),
    ("décembre", "déc"),
)

_STOP_WORDS = """
le la les un une des du de au aux à et ou où mais donc or ni car que qui quoi dont ce cet cette ces se sa son ses
leur leurs notre nos votre vos mon ma mes ton ta tes je tu il elle on nous vous ils elles lui eux me te y en
dans par pour sur sous avec sans entre vers chez depuis pendant lors dès jusque contre selon après avant
est sont été était étaient être fut furent sera seront ont a avait avaient avoir ayant eu ai as es suis
ne pas plus moins aussi très si comme quand comment combien pourquoi quel quelle quels quelles quelque lorsque puisque
c d j l m n s t qu ça cela ceci celui celle ceux celles tout toute tous toutes même ainsi alors puis ci là
"""

_TIME = "annee|an|date|jour|mois|siecle|epoque|moment|periode|heure|saison|decennie"
_WHICH = "quel(?:le)?s? (?:(?:est|sont|etait|etaient|fut|furent) )?(?:l |la |le |les )?"
_MEASURE = "nombre|pourcentage|proportion|part|quantite|taux|montant|longueur|superficie|distance|duree|age"
_BEFORE_QUI = "a|de|par|avec|pour|contre|chez|sur|d apres|envers|selon"
_PERSON = "(?:president|ministre|roi|reine|homme|femme|auteur|joueur|joueuse|personne|directeur|directrice)"
_PLACE = "ville|pays|lieu|endroit|region|continent|capitale|quartier|rue|village|province|departement|etat|ile"
_SEVERAL = (
    r"(?:\d+|les|des|ces|ses|leurs|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|quelques|plusieurs"
    "|tous|toutes|au moins|la liste|une liste)"
)

FR = Language(
    code="fr",
    stop_words=frozenset(_STOP_WORDS.split()),
    abbreviations=words("""
        M MM Mme Mmes Mlle Mlles Dr Drs Pr Prs Me Mgr St Ste Sts av apr env cf p pp éd coll al
        tél janv févr fév avr juil déc hab boul bd ex
    """),
    numbered_abbreviations=words("vol chap fig art no n sept oct nov"),
    units=words("m"),
    behind_units=frozenset(),
    months={name: number for number, names in enumerate(_MONTHS, 1) for name in names},
    doubtful_months=frozenset({"mars", "sept", "oct", "nov", "avr", "janv", "juil", "fév", "févr", "déc"}),
    weekdays=words("lundi mardi mercredi jeudi vendredi samedi dimanche"),
    year_words=("année", "l'année", "an", "l'an"),
    month_links=("de", "du mois de"),
    era_words=("apr. J.-C.", "ap. J.-C.", "après J.-C."),
    days_in_words={"premier": 1},
    date_prepositions=("en", "le", "au", "au mois de", "au mois d'"),
    articles=words("le la les un une des"),
    dateline_words=words("date publié publiée le la à mis mise jour modifié modifiée en ligne posté h min du"),
    day_first=True,
    thousands=".",
    number_words=_NUMBER_WORDS,
    number_links=("et",),
    number_prefixes=(),
    hyphenates_numbers=True,
    duals_before_nouns=frozenset(),
    join_numbers=join_numbers,
    percent_words=("pour cent", "pourcent"),
    currencies={"euro": "€", "euros": "€", "dollar": "$", "dollars": "$"},
    question_patterns=(
        ("yes_no", r"^est ce qu|^(?:a|est|ont|sont|peut|existe|y a) (?:t )?(?:il|elle|on|ils|elles)\b"),
        ("why", rf"\bpourquoi\b|\b{_WHICH}(?:raison|cause)s?\b"),
        ("how_many", rf"\bcombien\b|\b{_WHICH}(?:{_MEASURE})\b"),
        (
            "list",
            rf"^(?:cit|nomm|enumer|list|donn)(?:er?|ez) (?:(?:moi|nous) )?{_SEVERAL}\b"
            r"|^quel(?:le)?s (?:sont|etaient|furent)\b",
        ),
        ("when", rf"\bquand\b|\b{_WHICH}(?:{_TIME})s?\b"),
        ("where", rf"^(?:(?:d|par|vers|jusqu) )?ou\b|\b(?:d|par|vers|jusqu) ou\b|\bou$|\b{_WHICH}(?:{_PLACE})s?\b"),
        (
            "who",
            rf"^(?:(?:{_BEFORE_QUI}) )?qui\b(?! est ce que)|\bqui est ce\b"
            rf"|\b{_WHICH}(?:nom (?:de la|du|de l) )?(?:premi(?:er|ere) )?{_PERSON}s?\b",
        ),
        ("how", r"\bcomment\b|\bde quelle (?:facon|maniere)\b"),
        (
            "what",
            r"\bqu est ce\b|^qu\b|^que\b|^qui\b|\bquoi\b|\b(?:le|la|les|au|du|aux|des)?quel(?:le)?s?\b"
            r"|^(?:cit|nomm|donn)ez\b",
        ),
        ("who", r"\bqui\b"),
        ("yes_no", r"\b\w+ (?:t )?(?:il|elle|on|ils|elles)\b"),
    ),
)
