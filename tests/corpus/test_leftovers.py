"""Which lines are leftovers, and which only look like it."""

from __future__ import annotations

import pytest

from jawab.corpus.cleaning import clean
from jawab.corpus.leftovers import Leftover

STORY = (
    "أعلنت بلدية تيزرمال يوم أمس عن فتح مكتبة جديدة تضم عشرين ألف كتاب في وسط المدينة.",
    "La commune de Tizermal a ouvert hier une bibliothèque de vingt mille livres au centre.",
)


def removed_from(*lines: str, at: str = "middle") -> list[str]:
    """What is removed when `lines` stand at the top, in the middle or at the end of a story."""
    first, second = STORY
    text = {"top": (*lines, first, second), "middle": (first, *lines, second), "end": (first, second, *lines)}[at]
    return [removed.line.strip() for removed in clean("\n".join(text)).removed]


LEFTOVERS = [
    "التعاليق (0)",
    "لا توجد تعليقات",
    "12 commentaires",
    "Aucun commentaire",
    "1 commentaire",
    "اترك تعليقاً",
    "Laisser un commentaire",
    "Facebook Twitter WhatsApp Telegram",
    "شارك على فيسبوك",
    "Partager cet article sur X",
    "نسخ الرابط",
    "اقرأ أيضا: ارتفاع أسعار السمك في تيزرمال",
    "Lire aussi : Le prix du poisson grimpe",
    "- À lire également | Le prix du poisson grimpe",
    "Suivez-nous sur Google News.",
    "اشترك في نشرتنا البريدية",
    "Temps de lecture : 3 min.",
    "عدد المشاهدات: 1234",
    "Publicité",
    "© 2025 La Gazette du Zenboua, tous droits réservés.",
    "جميع الحقوق محفوظة لجريدة الهضبة",
    "Photo : DR",
    "Le maire devant la bibliothèque (Photo L. Tighremt)",
    "مبنى المكتبة الجديدة ـ المصدر قناة الهضبة",
    "مبنى المكتبة الجديدة في تيزرمال صور مبنى المكتبة الجديدة في تيزرمال",
    "#المغرب #تيزرمال",
    "Mots-clés : livres, Tizermal",
    "Votre adresse e-mail ne sera pas publiée. Les champs obligatoires sont indiqués avec *",
    "لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بـ *",
]


@pytest.mark.parametrize("line", LEFTOVERS)
@pytest.mark.parametrize("place", ["middle", "end"])
def test_a_leftover_goes_wherever_it_stands(line: str, place: str) -> None:
    assert removed_from(line, at=place) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "date 2025-10-16 Par LeSiteinfo avec MAP",
        "Publié le 3 mars 2024 à 10h30, mis à jour le 5 mars 2024",
        "Tunis, le 12 mars 2025",
        "Par Salma Ayari",
        "بقلم: سعاد بن علي",
        "نشر في 12 شتنبر 2025 الساعة 10:30",
        "الخميس ١٦ أكتوبر ٢٠٢٥",
        "Accueil > Politique > International",
        "الرئيسية / سياسة",
        "سياسة",
    ],
)
def test_a_head_line_goes_at_the_top_of_a_story(line: str) -> None:
    assert removed_from("عنوان المقال الذي يلي هذا السطر", line, at="top") == [line]


@pytest.mark.parametrize(
    "line",
    ["S.L", "(A. B.)", "م.ع", "حفيظة. ر", "عن موقع: فاس نيوز", "Avec AFP", "(وكالات)", "نقلا عن فرانس برس", "AFP"],
)
def test_a_foot_line_goes_at_the_end_of_a_story(line: str) -> None:
    assert removed_from(line, at="end") == [line]


STORY_LIKE = [
    "وقال: لا تعليق.",
    "لا تعليق.",
    "Partager le pouvoir n’est pas simple.",
    "« Je partage, donc je suis. »",
    "Je n’ai pas de commentaire à faire.",
    "Aucun commentaire.",
    "شارك في الحفل مئتا شخص.",
    "شاركت فيسبوك وتويتر في المؤتمر.",
    "Facebook a supprimé la page.",
    "Lire aussi est un droit, dit-elle.",
    "شاهد أيضا سكان الحي دخانا يتصاعد.",
    "Suivez le guide : la montée dure onze minutes.",
    "اشترك في الحملة ثلاثمئة متطوع.",
    "Source de revenus : la pêche.",
    "المصدر الأول للدخل هو الصيد.",
    "Par amour du pays, il est resté.",
    "كتب الرئيس رسالة إلى الأمة.",
    "Le 12 mars 2025, le ministre a démissionné.",
    "في 12 مارس 2025 استقال الوزير.",
    "12 mars 2025 : le ministre démissionne",
    "Économie et société",
    "أهداف الزيارة",
    "خلاصة",
    "1. التحضير للمنتدى",
    "Oui.",
    "نعم.",
    "A. B. est rentré.",
    "Photo ou pas, il fallait y être.",
    "صورة البلدة لم تتغير كثيرا.",
    "Les droits des ouvriers sont réservés aux grandes usines, dit-il.",
    "إعلان الاستقلال كان في مارس 1956.",
    "“لن نفتح الطريق”",
    "Pourquoi partager ?",
    "Accepter les cookies de sa grand-mère, voilà le bonheur.",
]


@pytest.mark.parametrize("line", STORY_LIKE)
def test_a_line_of_the_story_that_looks_like_a_leftover_stays(line: str) -> None:
    assert removed_from(line, at="middle") == []


@pytest.mark.parametrize("line", [line for line in STORY_LIKE if line.endswith((".", "»", "”", "?"))])
def test_a_storys_last_sentence_stays(line: str) -> None:
    assert removed_from(line, "شارك على فيسبوك", at="end") == ["شارك على فيسبوك"]


def test_the_titles_under_a_read_also_go_with_it() -> None:
    foot = ("مواضيع ذات صلة", "انقطاع الماء ثلاثة أيام", "تدشين ملعب جواري")
    assert removed_from(*foot, at="end") == list(foot)


def test_a_caption_on_two_lines_goes_and_a_title_printed_again_goes_once() -> None:
    title, caption = "مكتبة جديدة في مدينة تيزرمال", "رئيس البلدية أمام باب المكتبة"
    assert removed_from(title, title, caption, caption, at="top") == [title, caption, caption]


FACTS = [
    ("| Ville | Habitants | Rang |", "|---|---:|---|", "| Taous | 31 200 | 14 |", "| Maroc | 12 | 3 |"),
    ("| المدينة | السكان |", "|---|---|", "| المنارة | 31 |", "| المغرب | 31 |"),
    ("Région | Habitants", "--- | ---", "Taous | 31 200"),
    ("Taous – 31 200 habitants", "Budget - Recettes - 40 millions", "Maroc – 12 médailles"),
    ("Attaque : Ali Salem / Jean Dupont / Sami Haddad", "Date de l'accord : 16/10/2025"),
    ("الهجوم: علي سالم / سامي حداد / كريم زروق", "تاريخ التأسيس: 12 ماي 1990"),
    ("Ouverture : 12 mai 1990", "Architecte : Ali Salem"),
    ("الافتتاح: 12 ماي 1990", "المعماري: علي سالم"),
    ("Inauguration par Hassan II : 12 mai 1990", "تحرير الأرض: 5 يوليوز 1962"),
    ("Ouverture – 12 mai 1990", "Fermeture – 3 juin 2001"),
    ("Né à Paris, le 12 mai 1990",),
    ("Inauguré à Taous – 12 mai 1990",),
    ("ولد في تونس، 12 ماي 1990",),
    ("3 mars 1975", "Pose de la première pierre", "12 mai 1990", "Ouverture au public"),
    ("3 مارس 1975", "وضع الحجر الأول", "12 ماي 1990", "افتتاح المكتبة للعموم"),
    ("09:00", "Visite du musée", "10:30", "Conférence"),
    ("Source du fleuve : mont Taous", "Origine : Andalousie", "Avec 31 200 habitants"),
    ("مصدر النهر: جبل تاوس", "الطول: 120 كلم"),
    ("Algérie – Tunisie : 2 - 1", "1/2", "Mi-temps : 1 - 0"),
    ("Lauréats du concours national en 2010", "Lauréats du concours national en 2014"),
]


@pytest.mark.parametrize("facts", FACTS)
@pytest.mark.parametrize("place", ["top", "end"])
def test_facts_before_and_after_the_story_stay(facts: tuple[str, ...], place: str) -> None:
    assert removed_from(*facts, at=place) == []


@pytest.mark.parametrize("facts", FACTS)
def test_facts_alone_below_a_title_stay(facts: tuple[str, ...]) -> None:
    cleaned = clean("\n".join(("Une fiche de quatre mots", *facts)))
    assert (cleaned.removed, cleaned.published, cleaned.source) == ((), None, None)


def test_a_programme_stays_and_a_ticker_above_a_story_goes() -> None:
    programme = ("09:00 Ouverture des portes", "10:30 Conférence")
    assert clean("\n".join(("Une journée du livre à Taous", *programme))).removed == ()
    assert removed_from(*programme, at="top") == list(programme)


@pytest.mark.parametrize("line", ["Accueil des réfugiés à Taous", "عن 31 مدينة"])
def test_a_heading_that_starts_like_a_leftover_stays(line: str) -> None:
    assert removed_from(line, at="top") == []


def test_one_of_a_refrains_lines_stays() -> None:
    verse, other = "Ô vieille mer qui chante encore", "Et la nuit tombe sur le port"
    assert removed_from(verse, verse, other, at="end") == [verse]
    assert removed_from(other, verse, verse, verse, at="top") == [verse, verse]


def test_each_kind_says_why() -> None:
    text = "\n".join((*STORY, "اقرأ أيضا: عنوان آخر", "المصدر: فاس نيوز", "S.L"))
    assert [removed.kind for removed in clean(text).removed] == [
        Leftover.READ_ALSO,
        Leftover.SOURCE,
        Leftover.SIGNATURE,
    ]
