"""Gold sets: questions with the answers that are acceptable, and the formats they are read from and written to."""

from jawab.gold.files import check_writable, read_gold, read_gold_sets, write_gold, write_mlqa, writing
from jawab.gold.places import no_part_of_a_number, places
from jawab.gold.questions import Contradiction, Detect, GoldAnswer, GoldQuestion, GoldSet
from jawab.gold.records import answer_objects, parse_json
from jawab.gold.squad import SquadVersion, as_squad

__all__ = [
    "Contradiction",
    "Detect",
    "GoldAnswer",
    "GoldQuestion",
    "GoldSet",
    "SquadVersion",
    "answer_objects",
    "as_squad",
    "check_writable",
    "no_part_of_a_number",
    "parse_json",
    "places",
    "read_gold",
    "read_gold_sets",
    "write_gold",
    "write_mlqa",
    "writing",
]
