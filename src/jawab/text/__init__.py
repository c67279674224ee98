"""Language: folding with offsets, sentences, terms, dates, numbers, question types, answers' normal form."""

from jawab.text.answers import answer_tokens, quoted_tokens
from jawab.text.controls import DIRECTION_MARKS, strip_controls
from jawab.text.dates import FoundDate, find_dates, parse_date
from jawab.text.detection import detect
from jawab.text.folding import Folded, fold, fold_with_offsets
from jawab.text.languages import SERVED
from jawab.text.names import name_keys
from jawab.text.questions import question_type
from jawab.text.respelling import Lexicon, respell
from jawab.text.sentences import clauses, sentences
from jawab.text.terms import grams, shared_terms, terms

__all__ = [
    "DIRECTION_MARKS",
    "SERVED",
    "Folded",
    "FoundDate",
    "Lexicon",
    "answer_tokens",
    "clauses",
    "detect",
    "find_dates",
    "fold",
    "fold_with_offsets",
    "grams",
    "name_keys",
    "parse_date",
    "question_type",
    "quoted_tokens",
    "respell",
    "sentences",
    "shared_terms",
    "strip_controls",
    "terms",
]
