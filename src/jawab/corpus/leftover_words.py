"""The vocabulary of web pages around a story, in families; folded once, so that spelling variants match."""

from __future__ import annotations

import re

from jawab.text import fold
from jawab.text.languages import LANGUAGES


def _words(*lists: str) -> frozenset[str]:
    return frozenset(fold(" ".join(lists)).split())


def _pattern(*alternatives: str) -> re.Pattern[str]:
    """Any of `alternatives`; folding a pattern leaves its operators alone, but not classes in capitals."""
    return re.compile("|".join(map(fold, alternatives)))


PLATFORMS = _words(
    "facebook twitter whatsapp telegram messenger linkedin instagram youtube tiktok pinterest viber threads snapchat",
    "bluesky mastodon reddit tumblr google play appstore",
    "فيسبوك فايسبوك الفيسبوك تويتر إكس واتساب واتسآب الواتساب واتس تلغرام تليغرام تيليجرام تلجرام ماسنجر مسنجر لينكدإن",
    "لينكد انستغرام إنستغرام انستجرام يوتيوب تيكتوك سنابشات فايبر بنترست جوجل غوغل",
)
ANCHORS = PLATFORMS | _words(
    "partager partagez imprimer imprimez newsletter newsletters abonnez inscrivez connectez publicité publicités",
    "sponsorisé accueil commentaires tweeter tweetez repartager rss cookies s'abonner connexion retweeter",
    "شارك شاركها شاركوا مشاركة للمشاركة طباعة اطبع إطبع الرئيسية تعليقات التعليقات تعاليق التعاليق إعلان إعلانات ممول",
    "النشرة البريدية اشترك تابعونا تابعنا نشرتنا القائمة غرد",
)
"""One of these makes a line of nothing but page words a leftover."""
ACTIONS = _words(
    "laisser laissez ajouter ajoutez poster postez écrire écrivez publier publiez commenter commentez réagir réagissez",
    "envoyer envoyez copier copiez signaler signalez répondre répondez suivre suivez cliquez lire voir afficher",
    "télécharger écouter écoutez enregistrer sauvegarder soyez rejoindre rejoignez donner donnez annuler modifier",
    "recevez recevoir retrouvez activer agrandir réduire fermer masquer",
    "اترك أترك أضف اكتب أكتب ضع علق علّق أرسل إرسال انسخ نسخ بلّغ رد إضافة أضيف إلغاء حفظ استمع تحميل حمل اضغط انقر كن",
    "شاهد عرض أخف أغلق إغلاق تكبير تصغير انضم تابع",
)
OBJECTS = _words(
    "commentaire avis réaction réactions réponse réponses article page lien ami amis mail email e courriel message adresse",
    "vue vues lecture lectures lu lus partage partages temps vues minute minutes min sec app application chaîne compte",
    "son audio texte police taille caractères pdf favoris liste alertes notifications premier première",
    "تعليق تعليقك تعليقا رأيك رأيا رد ردا ردود المقال المقالة الخبر الموضوع الصفحة الرابط رابط صديق لصديق بريد البريد",
    "الإلكتروني إلكتروني مشاهدة مشاهدات المشاهدات زيارة قراءة القراءة للقراءة قراءات دقيقة دقائق دقيقتان ثانية مدة وقت",
    "الخط حجم نص النص قناتنا صفحتنا تطبيقنا تطبيق المفضلة تنبيهات الإشعارات أول",
)
COUNTERS = _words("aucun aucune zéro", "يوجد توجد واحد واحدة عدد")
SECTIONS = _words(
    "actualité actualités actu politique économie sport sports culture société international internationale monde région",
    "régions national nationale opinion opinions débats débat tribune vidéo vidéos photos podcast podcasts radio tv",
    "direct santé technologie tech sciences environnement faits divers justice éducation médias people dossiers dossier",
    "archives contact recherche rechercher menu rubriques une édito éditorial enquête enquêtes reportage reportages",
    "régional local locale maghreb afrique europe finance bourse entreprises emploi auto immobilier météo jeux magazine",
    "أخبار الأخبار سياسة اقتصاد رياضة ثقافة مجتمع دولي دولية العالم محلي محليات وطني وطنية جهات رأي آراء مقالات كتاب",
    "تحقيقات تحقيق منوعات تكنولوجيا صحة فيديو صور صوت بودكاست بث مباشر بيئة تعليم قضايا حوادث عدالة ملفات ملف أرشيف",
    "اتصل بحث مختارات مغاربي عربي عربية أفريقيا إفريقيا مال أعمال سيارات فن فنون ثقافة نساء شباب حوارات حوار تقارير",
    "افتتاحية روبرتاج متفرقات سياسية اقتصادية رياضية ثقافية اجتماعية عاجل المزيد",
)
GLUE = _words(
    "le la les l un une des de du d a à au aux et ou en sur par pour avec via cet cette ce ces votre vos notre nos nous",
    "mon être sans sous dans plus tout tous toutes ici x sms tik tok mot qr y s",
    "في على من إلى عن عبر مع هذا هذه هذ أو بواسطة منصة لا كل هنا ب ل و ال بنا نحن تيك توك آب إن لينكد الآن موقع",
)
PAGE_WORDS = ANCHORS | ACTIONS | OBJECTS | COUNTERS | SECTIONS | GLUE

READ_ALSO = _pattern(
    r"(?:(?:a )?(?:lire|relire|voir|revoir|ecouter|decouvrir)|lisez|voyez|regardez) (?:aussi|egalement|encore)\b",
    r"a (?:lire|voir|ecouter)\b(?= *[:|>])",
    r"(?:sur|dans) (?:le meme (?:sujet|theme)|la meme (?:rubrique|thematique))",
    r"(?:articles?|sujets?|contenus?|infos?) (?:similaires?|lies?|associes?|connexes?|recommandes?|relatifs?)\b",
    r"(?:article|sujet)s? (?:precedent|suivant)s?\b|pour (?:aller plus loin|en savoir plus)|a ne pas (?:manquer|rater)",
    r"(?:les )?(?:articles )?(?:les )?plus (?:lus|consultes|commentes|partages)\b|dans l'actualite\b|vous aimerez (?:aussi|peut-etre)",
    r"(?:cela|ca|ceci|cet article) (?:pourrait|peut|devrait) (?:aussi |egalement )?vous (?:interesser|plaire)|du meme auteur",
    r"(?:اقرأ|اقرئي|اقرأوا|اقرؤوا|إقرأ|طالع|طالعوا|شاهد|شاهدوا|انظر|استمع|تابع|قد يهمك|ربما يهمك|قد يعجبك|للمزيد)(?: أيضا| كذلك|ون أيضا)",
    r"(?:قد|ربما) (?:يهمك|يهمكم|يعجبك|يعجبكم)\b|لا تفوت(?:وا|ك)?\b|لمزيد من|المزيد (?:من|حول|عن)\b",
    r"(?:مواضيع|مقالات|أخبار|موضوعات|أنباء|محتوى|مقال|موضوع) (?:ذات|ذو) (?:ال)?صلة|(?:ال)?(?:مواضيع|مقالات|أخبار|موضوعات) (?:ال)?(?:مشابهة|مرتبطة|متعلقة|مقترحة|مماثلة)",
    r"(?:ال)?(?:مقال|خبر|موضوع)(?:ة)? (?:ال)?(?:سابق|تالي|موالي)(?:ة)?\b|الأكثر (?:قراءة|مشاهدة|تداولا|تعليقا)|في نفس (?:الموضوع|السياق) *:|من نفس القسم|ذات صلة",
)
CALLS = _pattern(
    r"(?:suivez|retrouvez|rejoignez|abonnez|inscrivez|telechargez|recevez|cliquez|connectez|soutenez|partagez|activez|restez|likez|ne (?:manquez|ratez))\b",
    r"pour (?:ne rien (?:manquer|rater)|recevoir|suivre toute)|envie de (?:recevoir|suivre)|vous avez aime cet",
    r"(?:تابعونا|تابعنا|تابعوا|اشتركوا|انضموا|حملوا|شاركونا|للاشتراك|لمتابعتنا|للتواصل|للإعلان|لتصلك|لتلقي|اضغطوا|انقروا|كونوا|لا تنسوا|سجلوا)\b",
    r"(?:اشترك|انضم|سجل|حمل|تابع) .{0,40}(?:نشرتنا|قناتنا|صفحتنا|تطبيقنا|النشرة|حسابنا|مجموعتنا|بريدك)",
)
CHANNELS = PLATFORMS | _words(
    "newsletter lettre infolettre notifications application appli chaîne chaine compte page abonnés soutien réseaux",
    "alertes article groupe canal fil infos push",
    "نشرتنا النشرة قناتنا القناة صفحتنا تطبيقنا تطبيق حسابنا حساباتنا مجموعتنا بريدك البريد الإشعارات التواصل إعلاناتكم",
    "للإعلان مواقع منصات الرابط",
)
FORMS = _pattern(
    r"adresse (?:e-?mail|de messagerie|electronique) ne sera (?:pas|jamais)|champs? obligatoires?|enregistrer mon nom",
    r"(?:vous devez|il faut) (?:etre connecte|vous connecter)|(?:ce site|nous) utilis(?:e|ons) (?:des|les) cookies|accepter (?:les|tous les) cookies",
    r"(?:لن|لا) (?:يتم|ينشر|يُنشر).{0,12} (?:عنوان )?بريدك|الحقول (?:الإلزامية|المطلوبة|الإجبارية)|احفظ (?:اسمي|بريدي)",
    r"يجب (?:أن تكون مسجلا|تسجيل الدخول)|(?:يستخدم|نستخدم) .{0,15}ملفات (?:تعريف الارتباط|الكوكيز)|ملفات تعريف الارتباط لت",
)
RIGHTS = _pattern(
    r"^.{0,2}(?:©|\(c\)|copyright)|(?:tous )?droits (?:de reproduction )?(?:sont )?reserves|reproduction (?:interdite|soumise)",
    r"(?:جميع|كافة|كل) (?:ال)?حقوق .{0,20}?محفوظة|حقوق (?:النشر|الطبع) محفوظة|يمنع (?:نقل|نسخ|إعادة نشر)|mentions legales",
)
TAGS = _pattern(
    r"(?:mots?[ -]cles?|tags?|etiquettes?|thematiques?|themes?|sujets?|hashtags?) *[:|]",
    r"(?:ال)?(?:وسوم|كلمات (?:ال)?(?:مفتاحية|دلالية)|كلمات البحث|تاغ|تاغات|وسم|هاشتاغ)(?: *[:|]|$)|(?:mots?[ -]cles?|tags?|etiquettes?)$",
)
PHOTO = _pattern(
    r"^.{0,2}(?:photos?|images?|cliche|illustration|legende|ph|video|infographie)(?: (?:d'illustration|d'archives?|credit))? *[:/.©]",
    r"^.{0,2}(?:credits?|copyright)(?: (?:photos?|image|video))? *[:/]|© ?\w|\((?:photos?|ph|image|dr|archives?)\b[^)]*\)$|\bphoto d'archives?$|[/|-] *(?:dr|archives)$",
    r"^.{0,2}(?:ال)?(?:صورة|صور|تصوير|عدسة|كاريكاتير|فيديو|المصور)(?: أرشيفية| تعبيرية| توضيحية| من الأرشيف)? *[:/]",
    r"[-_/|:(،] *(?:ال)?(?:مصدر|صورة|أرشيف|تصوير|عدسة)(?: .{1,40})?\)?$|[-(/|] *(?:أرشيفية|أ\.?ف\.?ب|رويترز|getty|afp|reuters|ap)\)?$",
)
SOURCE = _pattern(
    r"^.{0,2}(?:sources?|origine|d'apres) *[:/] *(.+)$",
    r"^.{0,2}(?:(?:نقلا )?عن|(?:ال)?(?:مصدر|مصادر)|المصدر الأصلي) *(?:موقع|جريدة|صحيفة|وكالة|قناة|يومية|مجلة)? *[:/] *(.+)$",
)
FOOT_SOURCE = _pattern(
    r"^[(\[]?(?:avec|source|d'apres|via) +.+?[)\]]?$",
    r"^[(\[]?(?:نقلا عن|بالاتفاق مع|بتصرف عن|عن) +.+?[)\]]?$",
)
AGENCIES = _words(
    "afp map aps tap ani nna spa wam ap reuters agence agences xinhua anadolu aa efe dpa avec et presse",
    "وكالات وكالة الوكالات أف ب و م ع وأج وات واص وام رويترز فرانس برس أ ف ب الأناضول سبوتنيك شينخوا د ا ج",
)
BYLINE = _words(
    "par rédaction auteur rédigé écrit publié posté mis mise jour date modifié envoyé envoyée correspondant correspondante",
    "texte photos propos recueillis traduit traduction adaptation",
    "بقلم كتب كتبت كتبه كتبته إعداد تحرير محرر المحرر مراسل مراسلنا مراسلتنا ترجمة حاوره حاورته حاورها تقرير نشر نشرت",
    "نشره بتاريخ تاريخ النشر تحديث التحديث متابعة",
    *(word for language in LANGUAGES.values() for word in language.dateline_words | language.weekdays),
)
AUTHOR = _pattern(
    r"(?:^|[ |/,-])(?:(?:ecrit|redige|publie|poste|recueilli|recueillis|texte|traduit|propos recueillis|reportage) )?par +(.+)$",
    r"(?:^|[ |/،-])(?:بقلم|كتبه|كتبته|(?:كتب|كتبت|إعداد|تحرير|مراسل|مراسلة|متابعة|ترجمة|حاوره|حاورته|حاورها|تقرير|المحرر|الكاتب)(?: وتصوير)? *[:/|-]) *[:/]? *(.+)$",
)
