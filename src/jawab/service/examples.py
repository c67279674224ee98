"""Examples for the OpenAPI document, in both languages: the same small news, asked and answered."""

from __future__ import annotations

from typing import Any

ARABIC_QUESTION = "متى افتُتح الميناء الجديد؟"
FRENCH_QUESTION = "Quand le port a-t-il rouvert ?"
UNANSWERABLE = "Qui a dessiné le phare ?"

_ARABIC = {
    "id": "port-ar", "revision": "0" * 64, "title": "افتتاح الميناء الجديد", "language": "ar", "source": "صحيفة الساحل",
    "url": None, "published": "2025-10-16",
}  # fmt: skip
_ARABIC_TEXT = "افتُتح الميناء الجديد يوم 16 أكتوبر 2025 بعد عامين من الأشغال. وحضر الحفل 300 شخص."
_FRENCH = {
    "id": "port-fr", "revision": "1" * 64, "title": "Le port rouvre", "language": "fr", "source": "Le Rivage",
    "url": "https://example.org/port", "published": "2025-10-17",
}  # fmt: skip
_FRENCH_TEXT = "Le port a rouvert le 16 octobre 2025 après deux ans de travaux. Il emploie 300 personnes."


def _slice(text: str, piece: str) -> dict[str, Any]:
    start = text.index(piece)
    end = start + len(piece)
    return {"start": start, "end": end, "start_utf16": start, "end_utf16": end, "text": piece}


def _passage(article: dict[str, Any], text: str) -> dict[str, Any]:
    return {"id": f"{article['id']}:0-{len(text)}", **_slice(text, text)}


def _answer(article: dict[str, Any], text: str, answer: str, confidence: float) -> dict[str, Any]:
    sentence = next(piece for piece in text.split(". ") if answer in piece).removesuffix(".") + "."
    quote = {
        "article": article,
        "passage": _passage(article, text),
        "sentence": _slice(text, sentence),
        "answer": _slice(text, answer),
    }
    return {"text": answer, "language": article["language"], "confidence": confidence, "quotes": [quote]}


def _reply(question: str, language: str, answer: dict[str, Any], abstained: bool = False) -> dict[str, Any]:
    return {
        "question": question,
        "language": language,
        "generation": "000012-5f3a9c0e7b1d2468",
        "request_id": "desk-7",
        "answers": [] if abstained else [answer],
        "abstained": abstained,
        "best_rejected": answer if abstained else None,
        "timings_ms": {"retrieve": 12.0, "read": 180.0, "total": 195.0},
        "abstained_because": "unsure" if abstained else None,
    }


ASK = [
    {"question": ARABIC_QUESTION, "max_answers": 3},
    {
        "question": FRENCH_QUESTION,
        "max_answers": 1,
        "min_confidence": 0.5,
        "filters": {"languages": ["fr"], "sources": ["Le Rivage"], "published_from": "2025-01-01"},
    },
]
BATCH = [{"questions": ASK}]
SEARCH = [
    {"question": ARABIC_QUESTION, "k": 5},
    {"question": FRENCH_QUESTION, "k": 10, "filters": {"languages": ["ar", "fr"]}},
]
REPLIES = [
    _reply(ARABIC_QUESTION, "ar", _answer(_ARABIC, _ARABIC_TEXT, "16 أكتوبر 2025", 0.87)),
    _reply(FRENCH_QUESTION, "fr", _answer(_FRENCH, _FRENCH_TEXT, "le 16 octobre 2025", 0.91)),
    _reply(UNANSWERABLE, "fr", _answer(_FRENCH, _FRENCH_TEXT, "300 personnes", 0.08), abstained=True),
]
FOUND = [
    {
        "items": [
            {"score": 1.0, "article": _ARABIC, "passage": _passage(_ARABIC, _ARABIC_TEXT)},
            {"score": 0.8, "article": _FRENCH, "passage": _passage(_FRENCH, _FRENCH_TEXT)},
        ],
        "generation": "000012-5f3a9c0e7b1d2468",
        "request_id": "desk-7",
    }
]

BY_SCHEMA = {
    "AskRequest": ASK,
    "BatchRequest": BATCH,
    "SearchRequest": SEARCH,
    "Reply": REPLIES,
    "SearchReply": FOUND,
}
