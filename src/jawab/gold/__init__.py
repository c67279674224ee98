"""Gold sets: questions with the answers that are acceptable, and the formats they are read from and written to."""

from jawab.gold.files import read_gold, read_gold_sets, write_gold, write_mlqa, writing
from jawab.gold.questions import Detect, GoldAnswer, GoldQuestion, GoldSet
from jawab.gold.records import parse_json
from jawab.gold.squad import SquadVersion, as_squad

__all__ = [
    "Detect",
    "GoldAnswer",
    "GoldQuestion",
    "GoldSet",
    "SquadVersion",
    "as_squad",
    "parse_json",
    "read_gold",
    "read_gold_sets",
    "write_gold",
    "write_mlqa",
    "writing",
]
