"""Arabic: letters, light stemmer, stop words, months, numbers, question words."""

from __future__ import annotations

from jawab.text.language import Language, words

LETTERS = {
    "ٱ": "ا",
    "ى": "ي",
    "ة": "ه",
    # Persian and Urdu keyboards
    "ی": "ي",
    "ې": "ي",
    "ک": "ك",
    "ڪ": "ك",
    "ہ": "ه",
    "ھ": "ه",
    "ە": "ه",
    # sounds that Arabic lacks, as they are written without the special letter
    "گ": "ك",
    "ڭ": "ك",
    "ݣ": "ك",
    "ڨ": "ق",
    "ڤ": "ف",
    "پ": "ب",
    "چ": "ج",
    "ژ": "ز",
    # punctuation
    "،": ",",
    "؛": ";",
    "؟": "?",
    "۔": ".",
    "٪": "%",
}
"""Beyond what Unicode decomposes (alef and hamza carriers lose their marks by decomposition)."""

_PREFIXES = ("وبال", "وكال", "وال", "فال", "بال", "كال", "ولل", "فلل", "لل", "ال")
_SUFFIXES = ("تها", "ته", "ها", "هم", "هن", "نا", "ان", "ات", "ون", "ين", "وا", "يه", "ه", "ي", "ا")


def stem(word: str) -> str:
    """Light stem of a folded word: conjunction, preposition and article off the front, endings off the back.

    After light10 (Larkey, Ballesteros and Connell 2007), with pronouns and the accusative's alef among the endings. A
    waw that begins the word goes too, with the article before it or not (والوزير, الوزير, وزير are one). What stays
    has three letters at least, two behind an article.
    """
    return without_endings(_without_waw(_without_article(word)))


def _without_article(word: str) -> str:
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 2:
            return word[len(prefix) :]
    return word


def _without_waw(word: str) -> str:
    return word[1:] if word[0] == "و" and len(word) >= 4 else word


def without_endings(word: str) -> str:
    """The second half of `stem`: a folded word without its pronoun, number and case."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word[: -len(suffix)]
    return word


_CLITICS = {
    "وبال": ("و", "ب"), "وكال": ("و", "ك"), "وال": ("و",), "فال": ("ف",), "بال": ("ب",), "كال": ("ك",),
    "ولل": ("و", "ل"), "لل": ("ل",), "ال": (),
}  # fmt: skip
"""What is written together with the article, and the words it stands for."""

_APART = {"لله": ("ل", "الله"), "بالله": ("ب", "الله"), "وب": ("و", "ب")}
"""What else is written together, the clitics before a number (وبخمسة) among it."""

_EXACT = words("""
    الله والله الذي التي الذين اللذان اللذين اللتان اللتين اللاتي اللواتي والذي والتي والذين الي والي الا والا الان
    الف الفا الفي الفان الفين الاف الم الماس والد والده والدي والدين والديه والدته والدتها والدها والدهم واله والت
    بالغ بالغه بالغا بالغين بالون بالونات بالي فالح فالي كالي كالا
    والدا والدان والداه والداها والتر والاس البرت البرتو الفريد الياس البوم البومات البومها
    المان المانيا الماني المانيه المانيين البان البانيا الباني البانيه البانيين
    التزم التحق التحقت التقط التقطت التقت كالفن كالدرون كالسيوم فالكيري فالنسيا بالميرا
    بالستي بالستيه باليستي باليستيه
""")
_WITH_ENDINGS = words("""
    الغاء الحاق الزام القاء الحاح الوان التزام التهاب التحاق التماس التقاط التفاف التقاء التحام التباس التواء التفات
    التهام
""")
_WITHOUT_ARTICLE = _EXACT | {word + ending for word in _WITH_ENDINGS for ending in ("", "ه", "ها", "هم", "ا", "ات")}
"""Words whose ال is their own (or that of a hamza left off), whole: التحق has none, التحقيق an article."""

_OWN_BEGINNINGS = (
    *("الكترون", "الكسند", "اليكس", "اليزاب", "المنيوم", "بالتيمور", "كاليفور", "فالنتين"),
    *("الزامي", "التزامات", "التهابات"),
)
"""Beginnings that no word with an article shares."""

_NOUNS_IN_LAM = words("""
    لغه لغات لجنه لجان لقاء لقاءات لاعب لاعبين لاجيين ليل ليله لبنان لبناني لبنانيه لبنانيين لندن ليبيا ليبي ليبيه
    ليبيين لوحه لون لحم لقب لفظ لواء لسان لعبه
""")
"""The first lam of للغة is the preposition, the article's is not written, the last is the noun's."""


def split_clitics(word: str, spelling: str) -> list[str]:
    """A folded word without its article, before it the clitics that were written together with the article.

    `spelling` holds the source's character for each of `word`: ال with a hamza is no article. A clitic without
    an article (وفرنسا, بموسكو) stays: nothing shows that it is one.
    """
    if word in _APART:
        return list(_APART[word])
    if word in _WITHOUT_ARTICLE or word.startswith(_OWN_BEGINNINGS):
        return [word]
    for prefix, clitics in _CLITICS.items():
        if not word.startswith(prefix):
            continue
        if prefix.endswith("لل") and word[len(prefix) - 1 :] in _NOUNS_IN_LAM:
            return [*clitics, word[len(prefix) - 1 :]]
        if _is_article(word, spelling, prefix):
            return [*clitics, word[len(prefix) :]]
    return [word]


def _is_article(word: str, spelling: str, prefix: str) -> bool:
    if len(word) - len(prefix) < (2 if prefix == "ال" else 3):
        return False
    return prefix.endswith("لل") or spelling[len(prefix) - 2] not in "أإآ"


def join_numbers(so_far: int, value: int, linked: bool) -> int | None:
    """خمسة وعشرون, ثلاثة عشر, ثلاث مئة, مئة وخمسة: parts of one number below a thousand."""
    last = so_far % 100
    if so_far == 0:
        return value if linked else None
    if value == 100:
        return so_far * 100 if 3 <= so_far <= 9 and not linked else None
    if value == 10 and 1 <= last <= 9 and not linked:
        return so_far + 10
    if not linked:
        return None
    if 20 <= value <= 90 and 1 <= last <= 9:
        return so_far + value
    return so_far + value if last == 0 and value < 100 else None


_FRACTIONS = {"ربع": 0.25, "أرباع": 0.25, "نصف": 0.5}
_UNITS = {
    "صفر": 0, "واحد": 1, "واحدة": 1, "اثنان": 2, "اثنين": 2, "اثنتان": 2, "اثنتين": 2, "اثنا": 2, "اثني": 2, "اثنتا": 2,
    "اثنتي": 2, "ثلاث": 3, "ثلاثة": 3, "أربع": 4, "أربعة": 4, "خمس": 5, "خمسة": 5, "ست": 6, "ستة": 6, "سبع": 7,
    "سبعة": 7, "ثمان": 8, "ثماني": 8, "ثمانية": 8, "تسع": 9, "تسعة": 9, "عشر": 10, "عشرة": 10, "أحد عشر": 11,
    "إحدى عشرة": 11,
}  # fmt: skip
_TENS = {
    root + ending: 10 * digit
    for digit, root in enumerate(("عشر", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"), 2)
    for ending in ("ون", "ين")
}
_HUNDREDS = {
    root + hundred: 100 * digit
    for digit, root in enumerate(("ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"), 3)
    for hundred in ("مئة", "مائة")
} | {
    "مئة": 100, "مائة": 100, "مئتان": 200, "مئتين": 200, "مئتا": 200, "مئتي": 200, "مائتان": 200, "مائتين": 200,
    "مائتا": 200, "مائتي": 200, "ثمانيمئة": 800, "ثمانيمائة": 800,
}  # fmt: skip
_SCALE_ROOTS = {"ألف": 10**3, "مليون": 10**6, "مليار": 10**9, "بليون": 10**9, "تريليون": 10**12}
_SCALES = {
    root + ending: unit * (2 if dual else 1)
    for root, unit in _SCALE_ROOTS.items()
    for ending, dual in (("", False), ("ا", False), ("ان", True), ("ين", True), ("ي", True))
} | {"آلاف": 10**3, "ملايين": 10**6, "مليارات": 10**9, "بلايين": 10**9, "تريليونات": 10**12}
_HALF_SCALES = {f"نصف {al}{root}": unit // 2 for root, unit in _SCALE_ROOTS.items() for al in ("", "ال")}
"""Alone or behind the whole one: مليون ونصف المليون."""

_ORDINALS = tuple(enumerate(("حادي", "ثاني", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع"), 1))
_COMPOUND_ORDINALS = {
    f"ال{unit}{feminine} عشر{feminine}": 10 + digit for digit, unit in _ORDINALS for feminine in ("", "ة")
} | {
    f"ال{unit}{feminine} وال{tens}": value + digit
    for digit, unit in _ORDINALS
    for feminine in ("", "ة")
    for tens, value in (("عشرين", 20), ("عشرون", 20), ("ثلاثين", 30), ("ثلاثون", 30))
}
"""Written with the same digits as the number; التاسع alone stays a word, since the ninth is not nine."""

_DAYS_IN_WORDS = (
    {"فاتح": 1, "الفاتح": 1, "غرة": 1, "الأول من": 1, "العاشر من": 10}
    | {"العشرين من": 20, "العشرون من": 20, "الثلاثين من": 30, "الثلاثون من": 30}
    | {f"ال{unit} من": digit for digit, unit in _ORDINALS if digit > 1}
    | {f"{ordinal} من": value for ordinal, value in _COMPOUND_ORDINALS.items() if value <= 31}
)

_MONTHS = (
    ("يناير", "جانفي", "كانون الثاني"),
    ("فبراير", "فيفري", "شباط"),
    ("مارس", "آذار"),
    ("أبريل", "إبريل", "أفريل", "نيسان"),
    ("ماي", "مايو", "أيار"),
    ("يونيو", "يونيه", "جوان", "حزيران"),
    ("يوليوز", "يوليو", "يوليه", "جويلية", "تموز"),
    ("غشت", "اغشت", "أغسطس", "أوت", "آب"),
    ("شتنبر", "شتمبر", "سبتمبر", "أيلول"),
    ("أكتوبر", "أوكتوبر", "تشرين الأول"),
    ("نونبر", "نونمبر", "نوفمبر", "تشرين الثاني"),
    ("دجنبر", "دجمبر", "ديسمبر", "كانون الأول"),
)

_STOP_WORDS = """
في من إلى على عن مع بين حتى منذ خلال عند عندما حيث بعد قبل تحت فوق ضد دون نحو لدى حول أمام وراء ضمن عبر
أن إن أنه إنه أنها إنها أنهم بأن لأن لأنه كأن لكن لكنه بل أو أم ثم إذا إذ لو لولا كما كي لكي حين بينما أما إما إلا
هو هي هم هما هن أنا نحن أنت هذا هذه هذان هؤلاء ذلك تلك أولئك هنا هناك هنالك ثمة إياه
الذي التي الذين اللذان اللتان اللاتي اللواتي كل بعض غير سوى أيضا فقط جدا مثل
كان كانت كانوا يكون تكون ليس ليست قد لقد سوف لم لن لا ما مما بما فيما كلما تم يتم
ماذا متى أين كيف كم هل لماذا بماذا أي أية ماهي ماهو عام
منه منها منهم فيه فيها فيهم به بها بهم له لها لهم عليه عليها عليهم إليه إليها عنه عنها
و ف ب ل ك وقد وكان وكانت ولا ولم وهو وهي وفي ومن وعلى وإلى وأن وما فإن
"""

_PLACE = "مكان|مدينه|بلد|دوله|قاره|منطقه|اقليم|قريه|شارع|موقع|ولايه|محافظه|عاصمه|جزيره|بلاد|بقعه|حي"
_PERSON = "لاعب|لاعبه|وزير|وزيره|رييس|رييسه|ملك|شخص|شخصيه|مدرب|كاتب|مولف|رجل|امراه|قايد|مدير|مخرج|فنان|شاعر"
_TIME = "عام|سنه|تاريخ|يوم|شهر|قرن|وقت|ساعه|فتره|عهد|عصر|زمن|عقد|حقبه|موعد|موسم|مرحله"
_MEASURE = "عدد|نسبه|كميه|مساحه|طول|مسافه|مده|عمر|قيمه|مقدار|حجم|سعر|تكلفه"
_SEVERAL = (
    r"(?:\d+|(?:ثلاث|اربع|خمس|ست|سبع|تسع|عشر)ه?|ثماني?ه?|بعض|اهم|ابرز|"
    "(?:ال)?(?:اسباب|دوافع|فوايد|مزايا|مميزات|خصايص|شروط|نتايج|عوامل|اثار|مظاهر))"
)
"""Behind عدد they make it the imperative; before other nouns it is their number."""
_PLURALS = (
    r"(?:(?:ال)?(?:اهداف|انواع|اسماء|مراحل|عناصر|اعضاء|اطراف|دول|مدن|بلدان|مناطق)|\w{3,}ات|ال\w{4,}ين|(?!ال)\w{3,}ين)"
)
_NAME = "(?:اذكر|اعطي?|سمي?)"
_WHAT = "(?:ما|ماهو|ماهي|ما هو|ما هي)"
_BEFORE_WHOM = "يد|حق|صالح|لصالح|قبل|طرف|مع|ضد|بواسطه"
_WHOM = "(?:هو|هي|هم|هما|كان|كانت|الذي|التي|الذين)"

CLITIC_LETTERS = "وفبلك"
"""Words of one letter that are written together with the next."""

_TITLES = {clitic + title for clitic in ("", *CLITIC_LETTERS) for title in "دأم"} - {"كم", "فم"}
"""Doctor, professor, engineer, with what is written together with them, unless that is a word (kilometre, mouth)."""

AR = Language(
    code="ar",
    stop_words=frozenset(_STOP_WORDS.split()),
    abbreviations=words("م ص ج ط ت هـ ق س ب ع ر وص وج") | _TITLES,
    numbered_abbreviations=frozenset(),
    units=words("م هـ ص ق.م"),
    behind_units=words("في من إلى على عن"),
    months={name: number for number, names in enumerate(_MONTHS, 1) for name in names},
    doubtful_months=frozenset({"آب", "مارس", "أوت", "ماي", "جوان"}),
    weekdays=words("الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد"),
    year_words=("عام", "سنة", "العام", "السنة", "لعام", "لسنة", "بعام", "بسنة"),
    month_links=("من", "شهر", "من شهر"),
    era_words=("م", "ميلادي", "ميلادية", "للميلاد"),
    days_in_words=_DAYS_IN_WORDS,
    date_prepositions=("في", "بتاريخ", "يوم", "شهر"),
    articles=frozenset({"ال"}),
    dateline_words=words("""
        تاريخ النشر نشر نشرت نشرته تم في بتاريخ يوم آخر تحديث حدث الساعة على م ص مساء صباحا توقيت غرينتش بتوقيت
    """),
    day_first=True,
    thousands=".,",
    number_words=_FRACTIONS | _UNITS | _TENS | _HUNDREDS | _SCALES | _HALF_SCALES | _COMPOUND_ORDINALS,
    number_links=("و",),
    number_prefixes=("و", "ب", "وب"),
    hyphenates_numbers=False,
    duals_before_nouns=frozenset({"ألفا", "مليونا", "مليارا", "بليونا", "تريليونا"}),
    join_numbers=join_numbers,
    percent_words=("في المئة", "في المائة", "بالمئة", "بالمائة", "في الميه", "بالميه"),
    currencies={"يورو": "€", "دولار": "$", "دولارا": "$", "دولاران": "$", "دولارين": "$", "دولارات": "$"},
    question_patterns=(
        ("yes_no", r"^و?هل\b"),
        ("why", rf"\b[وف]?(?:لماذا|لما ذا|علام|علاش|[لب]اي سبب|{_WHAT} (?:ال)?(?:سبب|اسباب|دافع|دوافع))\b|^[وف]?لم\b"),
        (
            "how_many",
            rf"\b[وفبل]?(?:كم|شحال|قداش)\b|\b(?:{_WHAT}|[بل]?اي) (?:ال)?(?:{_MEASURE})\b|^عدد (?!{_SEVERAL}\b)",
        ),
        ("when", rf"\b[وف]?ا?متي\b|\b[بل]?(?:اي|ايه) (?:{_TIME})\b|\b{_WHAT} (?:ال)?(?:تاريخ|موعد|عام|سنه|تواريخ)\b"),
        ("where", rf"\b[وف]?اين\b|^[وف]?ين\b|\b[بل]?(?:اي|ايه) (?:{_PLACE}|جهه)\b|\b{_WHAT} (?:ال)?(?:{_PLACE})\b"),
        ("how", r"\b[وف]?(?:كيف|كيفاش)\b"),
        ("list", rf"^(?:عدد|{_NAME}) {_SEVERAL}\b|^{_NAME} {_PLURALS}\b"),
        ("who", rf"\bشكون\b|\b(?:[بلك]?(?:اي|ايه)|{_WHAT} اسم) (?:ال)?(?:{_PERSON})\b"),
        ("who", rf"^(?:الي |عن |علي )?و?من\b|\b[لبم]من\b|\bمن {_WHOM}\b|\b(?:{_BEFORE_WHOM}) من\b|\bمن$"),
        (
            "what",
            r"\bشنوه?\b|\b[وفبل]?ما[ذز]ا\b|^(?:\w+ )?(?:ما|ماهو|ماهي|ماسم|بم|بما|مم|مما|عم|فيم|فيما|الام|مالذي)\b",
        ),
        ("what", rf"\b[بلك]?(?:اي|ايه)\b|\bما (?:هو|هي|اسم|الذي|التي|عنوان)\b|^{_NAME} "),
    ),
)
