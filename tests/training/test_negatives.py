"""Hard negatives: near the question, never with the answer."""

from __future__ import annotations

from jawab.training.data import Example
from jawab.training.negatives import FOUND, hard_negatives


def example(question: str, context: str, answer: str) -> Example:
    start = context.index(answer)
    return Example("q", "t", question, context, start, start + len(answer))


PORT = "Le port de Taous a rouvert le 16 octobre, dit la mairie."
ASKED = example("Quand le port de Taous a-t-il rouvert ?", PORT, "16 octobre")


def test_the_paragraphs_nearest_to_the_question_come_first() -> None:
    near, far = "Le port de Taous emploie trois cents personnes.", "Un port ouvre en mars."
    others = [example("qui ?", far, "mars"), example("qui ?", near, "trois")]
    assert hard_negatives([ASKED, *others])[0] == (near, far)


def test_a_paragraph_that_shares_no_word_is_no_negative() -> None:
    assert hard_negatives([ASKED, example("qui ?", "Un zoo accueille deux lions.", "zoo")])[0] == ()


def test_a_paragraph_that_holds_the_folded_answer_is_left_out() -> None:
    says_so = "Taous : le port rouvert le 16  OCTOBRE, selon les marins."
    others = [example("qui ?", says_so, "marins"), example("qui ?", "Un port.", "port")]
    assert hard_negatives([ASKED, *others])[0] == ("Un port.",)


def test_arabic_answers_are_found_without_their_vowel_signs() -> None:
    asked = example("من افتتح الميناء؟", "افتتح الوزير أحمد الميناء", "أحمد")
    others = [example("من؟", "زار اَحْمَدُ الميناء", "الميناء"), example("من؟", "الميناء مغلق", "مغلق")]
    assert hard_negatives([asked, *others])[0] == ("الميناء مغلق",)


def test_there_are_at_most_four_and_never_the_own_paragraph() -> None:
    others = [
        example("qui ?", f"Le port numéro {word} de Taous.", word) for word in ("un", "deux", "trois", "cinq", "six")
    ]
    again = example("Où est le port ?", PORT, "Taous")
    found = hard_negatives([ASKED, again, *others])
    assert [len(negatives) for negatives in found[:2]] == [FOUND, 0]
    assert all(PORT not in negatives for negatives in found[:2])


def test_a_set_of_one_paragraph_has_no_negatives() -> None:
    assert hard_negatives([ASKED]) == [()]
