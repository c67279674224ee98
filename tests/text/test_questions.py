"""What questions ask for, with and without accents and hamza."""

import pytest

from jawab.text import question_type

ARABIC = [
    ("من هو وزير الخارجية الروسي؟", "who"),
    ("من وقع المذكرة؟", "who"),
    ("بمن التقى لافروف؟", "who"),
    ("لمن تعود الملكية؟", "who"),
    ("إلى من وجه الرسالة؟", "who"),
    ("على يد من تتلمذ؟", "who"),
    ("متى وقعت المذكرة؟", "when"),
    ("متي وقعت المذكره", "when"),
    ("منذ متى وهو وزير؟", "when"),
    ("في أي عام زار موسكو؟", "when"),
    ("فى اى سنة زار موسكو", "when"),
    ("ما هو تاريخ الزيارة؟", "when"),
    ("أين التقى الوزيران؟", "where"),
    ("إلى أين سافر؟", "where"),
    ("اين يقع المقر", "where"),
    ("في أي مدينة عقد المنتدى؟", "where"),
    ("كم عدد الدول؟", "how_many"),
    ("بكم بيعت؟", "how_many"),
    ("ما هي نسبة النمو؟", "how_many"),
    ("ما مساحة المدينة؟", "how_many"),
    ("لماذا تأجلت الزيارة؟", "why"),
    ("ولماذا تأجلت؟", "why"),
    ("ما سبب التأجيل؟", "why"),
    ("لأي سبب تأجلت؟", "why"),
    ("كيف تطورت العلاقات؟", "how"),
    ("هل زار لافروف المغرب؟", "yes_no"),
    ("اذكر أهداف الزيارة", "list"),
    ("ما هي أهداف الزيارة؟", "what"),
    ("ماهو الهدف", "what"),
    ("ماذا ناقش الوزيران؟", "what"),
    ("بماذا وصف العلاقات؟", "what"),
    ("أي منتدى سيعقد؟", "what"),
    ("لم استقال الوزير؟", "why"),
    ("لِمَ استقال؟", "why"),
    ("ما هي عاصمة المغرب؟", "where"),
    ("ما هي الجهة المنظمة؟", "what"),
    ("أي لاعب سجل الهدف؟", "who"),
    ("ما اسم الوزير؟", "who"),
    ("شكون لي عطى القرض", "who"),
    ("شحال من متفرج حضر", "how_many"),
    ("بقداش تذكرة القطار", "how_many"),
    ("امتى توقعت المذكرة", "when"),
    ("وين مشى الوزير", "where"),
    ("شنوه الرقم الأخضر", "what"),
    ("من هو فين ديزل؟", "who"),
    ("عدد سكان المدينة؟", "how_many"),
    ("عدد القتلى في الفيضان", "how_many"),
    ("عدد أسباب الأزمة", "list"),
    ("عدد ثلاثة من أعضاء الحكومة", "list"),
    ("اذكر ٣ دول", "list"),
    ("اذكر سببين للتأجيل", "list"),
    ("سم الفائزين", "list"),
    ("سم الفائز", "what"),
    ("اذكر اسم الوزير", "what"),
    ("الزيارة", "other"),
]
FRENCH = [
    ("Qui est Sergueï Lavrov ?", "who"),
    ("Avec qui s’est-il entretenu ?", "who"),
    ("D'après qui le partenariat avance-t-il ?", "who"),
    ("Quel est le nom du ministre ?", "who"),
    ("Quand a eu lieu l'entretien ?", "when"),
    ("En quelle année ?", "when"),
    ("En quelle annee la visite", "when"),
    ("À quelle date le mémorandum a-t-il été signé ?", "when"),
    ("Où se sont-ils rencontrés ?", "where"),
    ("ou habite t il?", "where"),
    ("D’où vient-il ?", "where"),
    ("Dans quelle ville ?", "where"),
    ("Combien de pays ?", "how_many"),
    ("Quel est le pourcentage ?", "how_many"),
    ("Quelle est la superficie du pays ?", "how_many"),
    ("Pourquoi la visite a-t-elle été reportée ?", "why"),
    ("Pour quelle raison ?", "why"),
    ("Comment évoluent les échanges ?", "how"),
    ("De quelle manière ?", "how"),
    ("Est-ce que Lavrov est venu ?", "yes_no"),
    ("Est ce que Lavrov est venu", "yes_no"),
    ("Lavrov est-il venu ?", "yes_no"),
    ("Quels sont les domaines ?", "list"),
    ("Citez deux domaines", "list"),
    ("Que prévoit l'accord ?", "what"),
    ("Qu’est-ce qui a été signé ?", "what"),
    ("Quel accord a été signé ?", "what"),
    ("Qui est-ce que Lavrov rencontre ?", "who"),
    ("Le sommet a lieu où ?", "where"),
    ("Quelle est la capitale ?", "where"),
    ("Quel ministre a signé ?", "who"),
    ("Quels sont les ministres ?", "list"),
    ("Quels sont les pays membres ?", "list"),
    ("Quelles étaient les dates du vote ?", "list"),
    ("Citez le nom du maire", "what"),
    ("Donnez la date du vote", "what"),
    ("Donnez-moi la liste des élus", "list"),
    ("Liste les élus", "list"),
    ("Liste électorale gagnante ?", "other"),
    ("Un accord", "other"),
]
ENGLISH = [
    ("Who won?", "who"),
    ("When was it?", "when"),
    ("What year was it?", "when"),
    ("How many teams?", "how_many"),
    ("How did it end?", "how"),
    ("Which team won?", "what"),
]


@pytest.mark.parametrize(("question", "kind"), ARABIC)
def test_arabic_questions_ask_for(question: str, kind: str) -> None:
    assert question_type(question, "ar") == kind


@pytest.mark.parametrize(("question", "kind"), FRENCH)
def test_french_questions_ask_for(question: str, kind: str) -> None:
    assert question_type(question, "fr") == kind


@pytest.mark.parametrize(("question", "kind"), ENGLISH)
def test_english_questions_ask_for(question: str, kind: str) -> None:
    assert question_type(question, "en") == kind


def test_an_undetermined_language_asks_for_something_else() -> None:
    assert question_type("?!", "und") == "other"
