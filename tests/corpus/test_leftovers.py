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
    "Partager sur Facebook.",
    "شارك على فيسبوك.",
    "(c) AFP",
    "(c) Le Quotidien 2021",
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
    "انضموا إلى قناتنا على تلغرام.",
    "اشتركوا في القناة",
    "سجلوا في نشرتنا البريدية لتصلكم الأخبار.",
    "حملوا تطبيق الهضبة",
    "Pour recevoir notre newsletter, inscrivez-vous.",
    "Pour recevoir notre lettre d'information, inscrivez-vous.",
    "Retrouvez-nous sur Facebook.",
    "Les propos exprimés dans cet article n'engagent que leur auteur.",
    "Les opinions exprimées n'engagent que leurs auteurs.",
    "Les opinions publiées ne reflètent pas la ligne éditoriale du journal.",
    "(c) 2025 La Gazette",
    "Mentions légales | Contact",
    "يمنع نقل أو نسخ أي محتوى دون إذن كتابي.",
    "يمنع إعادة نشر المقالات",
    "Le maire à Tizermal le 3 mars 2024. ALI SALEM / AFP",
    "Le maire (DR)",
    "Vidéo : AFP",
    "فيديو: الهضبة",
    "المكتبة الجديدة (صورة أرشيفية)",
    "المكتبة الجديدة، صورة: رويترز",
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
        "أحمد علي - مراسل الهضبة",
        "تقرير: سامي حداد",
        "بقلم: الدكتور محمد عبد الرحمن بن علي",
        "De notre correspondant à Taous, Ali Salem",
        "الدار البيضاء - 12 ماي 2025",
        "Actualités > Maroc",
    ],
)
def test_a_head_line_goes_at_the_top_of_a_story(line: str) -> None:
    assert removed_from("عنوان المقال الذي يلي هذا السطر", line, at="top") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "S.L",
        "(A. B.)",
        "م.ع",
        "حفيظة. ر",
        "عن موقع: فاس نيوز",
        "عن موقع فاس",
        "عن الأناضول",
        "Avec AFP",
        "Via Reuters",
        "(avec agences)",
        "(وكالات)",
        "نقلا عن فرانس برس",
        "AFP",
    ],
)
def test_a_foot_line_goes_at_the_end_of_a_story(line: str) -> None:
    assert removed_from(line, at="end") == [line]


@pytest.mark.parametrize("name", ["موقع السفوح الإخباري", "صحيفة الهضبة", "Journal La Gazette"])
def test_an_outlets_name_above_the_title_goes_and_is_the_source(name: str) -> None:
    cleaned = clean("\n".join((name, "عنوان المقال الذي يلي هذا السطر", *STORY)))
    assert ([removed.kind for removed in cleaned.removed], cleaned.source) == ([Leftover.MASTHEAD], name)


@pytest.mark.parametrize("country", ["Maroc", "لبنان"])
def test_a_country_alone_above_the_title_goes(country: str) -> None:
    assert removed_from(country, "عنوان المقال الذي يلي هذا السطر", at="top") == [country]


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
    "خرج المحتجون مساء الأحد. حملوا لافتات ونددوا عبر مواقع التواصل بالقرار.",
    "وصل المتطوعون. انضموا إلى فرق الإنقاذ ونشروا صورهم على مواقع التواصل.",
    "سجلوا هدفين أمام كاميرات القناة",
    "Pour recevoir l'aide, les familles doivent présenter leur numéro de compte.",
    "Pour recevoir le soutien de l'État, il faut déclarer ses parcelles.",
    "Pour recevoir la lettre, chaque retraité doit ouvrir un compte.",
    "Ces propos n'engagent que leur auteur, a répondu le porte-parole.",
    "Ces opinions reflètent la colère des habitants.",
    "القانون يمنع نقل الماشية بين الولايات دون ترخيص.",
    "يمنع نقل الماشية بين الولايات دون ترخيص.",
    "Le site ne comportait pas de mentions légales.",
    "(c) la liberté de réunion ;",
    "(c) la loi de 2014",
    "(c) Les communes assurent la distribution de l'eau.",
    "السياحة: مصدر الدخل الأول للجهة",
    "السياحة: المصدر الأول للدخل",
    "البنك الدولي: صورة قاتمة لاقتصاد لبنان",
    "VIDÉO. Incendie à Marseille : le centre-ville évacué",
    "فيديو: لحظة انهيار العمارة وسط المدينة",
    "1. MAROC",
    "II. LES RÉSULTATS",
    "2. Photo d'identité récente",
    "Service de cardiologie (Dr Haddad)",
    "Article 2",
    "Réponse : 1956",
    "Police : 17",
    "30 minutes",
    "Instagram.",
    "Facebook.",
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
    ("Inauguration du pont – 12 mai 1990",),
    ("افتتاح الجسر – 12 ماي 1990",),
    ("Signature de l'accord, 16 octobre 2025",),
    ("Date de naissance :", "12 mai 1990"),
    ("Date d'inauguration", "12 mai 1990"),
    ("تاريخ الميلاد:", "12 ماي 1990"),
    ("قناة السويس", "الطول: 193 كلم"),
    ("Avec Brahim Haggiag, Jean Martin",),
    ("عن عمر ناهز الثمانين",),
    ("Facebook : 20 millions", "YouTube : 15 millions"),
    ("Maroc", "Algérie", "Tunisie"),
    ("المغرب", "تونس", "الجزائر"),
    ("Tunisie - Maroc", "Algérie - Égypte"),
]


@pytest.mark.parametrize("facts", FACTS)
@pytest.mark.parametrize("place", ["top", "end"])
def test_facts_before_and_after_the_story_stay(facts: tuple[str, ...], place: str) -> None:
    assert removed_from(*facts, at=place) == []


@pytest.mark.parametrize("facts", FACTS)
def test_facts_alone_below_a_title_stay(facts: tuple[str, ...]) -> None:
    cleaned = clean("\n".join(("Une fiche de quatre mots", *facts)))
    assert (cleaned.removed, cleaned.published, cleaned.source) == ((), None, None)


HEADLINES = [
    "تقرير أممي: المجاعة تهدد ملايين السودانيين",
    "تقرير: البطالة في المغرب تبلغ مستوى قياسيا",
    "مقتل مراسل قناة الجزيرة في غارة على غزة",
    "متابعة الملف النووي: واشنطن تنتظر الرد",
    "صحيفة إسبانية تكشف تفاصيل الصفقة",
    "قناة السويس تسجل إيرادات قياسية",
    "وكالة ناسا تطلق مسبارا جديدا",
    "Quotidien difficile à Taous",
    "Journal d'une infirmière de nuit",
    "الجزائر: مصدر أمني يؤكد توقيف خمسة أشخاص",
    "Vidéo : un homme sauvé des eaux à Taous",
]


@pytest.mark.parametrize("headline", HEADLINES)
def test_a_headline_that_names_a_reporter_an_outlet_or_a_source_is_the_title(headline: str) -> None:
    cleaned = clean("\n".join((headline, "Une suite / تتمة", *STORY)))
    assert (cleaned.removed, cleaned.title, cleaned.source) == ((), headline, None)


@pytest.mark.parametrize("subject", ["Habib Bourguiba", "قناة السويس"])
def test_the_subject_of_a_fact_sheet_stays(subject: str) -> None:
    sheet = (subject, "Naissance : 3 août 1903", "Président du 25 juillet 1957 au 7 novembre 1987")
    assert clean("\n".join(sheet)).removed == ()


DAYS = [
    ("Vendredi 7 mars 2025", "Concert d'ouverture", "Samedi 8 mars 2025", "Atelier de conte"),
    ("الجمعة 7 مارس 2025", "حفل الافتتاح", "السبت 8 مارس 2025", "ورشة الحكاية"),
]


@pytest.mark.parametrize("days", DAYS)
@pytest.mark.parametrize("below", [STORY, ()])
def test_headings_with_a_weekday_stay_and_do_not_date(days: tuple[str, ...], below: tuple[str, ...]) -> None:
    for lines in ((*days, *below), (*below, *days)):
        cleaned = clean("\n".join(("Le festival du livre de Taous revient", *lines)))
        assert (cleaned.removed, cleaned.published) == ((), None)


@pytest.mark.parametrize("advert", ["Publicité", "إعلان"])
def test_what_follows_an_advertisement_below_the_story_stays(advert: str) -> None:
    assert removed_from(advert, "Ingrédients pour six personnes", "الترجي 2 - 1 الإفريقي", at="end") == [advert]


@pytest.mark.parametrize("also", ["Lire aussi : Séisme", "À lire également | Séisme", "اقرأ أيضا: زلزال الحوز"])
@pytest.mark.parametrize("after", ["Un bilan très lourd", "Et maintenant, que va faire le gouvernement ?"])
def test_what_follows_a_read_also_that_names_its_article_stays(also: str, after: str) -> None:
    assert removed_from(also, after) == [also]


def test_a_programme_stays_and_a_ticker_above_a_story_goes() -> None:
    programme = ("09:00 Ouverture des portes", "10:30 Conférence")
    assert clean("\n".join(("Une journée du livre à Taous", *programme))).removed == ()
    assert removed_from(*programme, at="top") == list(programme)


def test_an_hour_that_a_programme_names_twice_stays_twice() -> None:
    programme = ("Samedi", "09:00 Visite guidée de la médina", "Dimanche", "09:00 Visite guidée de la médina")
    assert removed_from(*programme, at="end") == []


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
