// The interface's words in Arabic, French and English, and its dates and numbers.

const WORDS = {
  en: {
    skip: "Skip to the content",
    interface: "Interface language",
    heading: "Ask the articles",
    question: "Your question",
    ask: "Ask",
    hint: "In Arabic or French. Every answer is a quote that you can open where it stands.",
    filters: "Filters",
    language: "Language of the article",
    source: "Outlet",
    from: "Published from",
    to: "Published to",
    any: "Any",
    arabic: "Arabic",
    french: "French",
    clear: "Clear filters",
    documentation: "API documentation",
    searching: "Reading the articles…",
    answers: "Answers: {count}",
    likely: "Likely",
    possible: "Possible",
    unsure: "Unsure",
    confidence: "Confidence: ",
    open: "Open the article: ",
    copy: "Copy the quote",
    copied: "Copied",
    silence: "The collection does not say.",
    silenceWhy: "No sentence answers this surely enough to be quoted as an answer. Other words, or fewer filters, may help.",
    nothing: "No passage is near this question.",
    nearest: "To read, not an answer: the nearest passages",
    problem: "This did not work",
    unreachable: "The service cannot be reached. Is it still running?",
    notReady: "The service has no index to answer from yet.",
    missing: "This article is not in the collection.",
    back: "Back to the answers",
    backHome: "Ask a question",
    original: "Where it was published",
    undated: "Undated",
    untitled: "Untitled",
    collection: "Articles: {articles} · Passages: {passages}",
  },
  fr: {
    skip: "Aller au contenu",
    interface: "Langue de l’interface",
    heading: "Interrogez les articles",
    question: "Votre question",
    ask: "Demander",
    hint: "En arabe ou en français. Chaque réponse est une citation, que vous pouvez ouvrir à sa place.",
    filters: "Filtres",
    language: "Langue de l’article",
    source: "Média",
    from: "Publié à partir du",
    to: "Publié jusqu’au",
    any: "Indifférent",
    arabic: "Arabe",
    french: "Français",
    clear: "Effacer les filtres",
    documentation: "Documentation de l’API",
    searching: "Lecture des articles…",
    answers: "Réponses : {count}",
    likely: "Probable",
    possible: "Possible",
    unsure: "Incertain",
    confidence: "Confiance : ",
    open: "Ouvrir l’article : ",
    copy: "Copier la citation",
    copied: "Copié",
    silence: "La collection ne le dit pas.",
    silenceWhy: "Aucune phrase n’y répond assez sûrement pour être citée. D’autres mots, ou moins de filtres, peuvent aider.",
    nothing: "Aucun passage n’est proche de cette question.",
    nearest: "À lire, sans valeur de réponse : les passages les plus proches",
    problem: "Cela n’a pas marché",
    unreachable: "Le service est injoignable. Fonctionne-t-il encore ?",
    notReady: "Le service n’a pas encore d’index où chercher.",
    missing: "Cet article n’est pas dans la collection.",
    back: "Retour aux réponses",
    backHome: "Poser une question",
    original: "Lieu de publication",
    undated: "Sans date",
    untitled: "Sans titre",
    collection: "Articles : {articles} · Passages : {passages}",
  },
  ar: {
    skip: "انتقل إلى المحتوى",
    interface: "لغة الواجهة",
    heading: "اسأل المقالات",
    question: "سؤالك",
    ask: "اسأل",
    hint: "بالعربية أو الفرنسية. كل جواب اقتباس يمكنك أن تفتحه في موضعه.",
    filters: "تصفية",
    language: "لغة المقال",
    source: "المنبر",
    from: "نُشر ابتداءً من",
    to: "نُشر إلى غاية",
    any: "الكل",
    arabic: "العربية",
    french: "الفرنسية",
    clear: "أزل التصفية",
    documentation: "توثيق الواجهة البرمجية",
    searching: "نقرأ المقالات…",
    answers: "عدد الأجوبة: {count}",
    likely: "مرجّح",
    possible: "محتمل",
    unsure: "غير مؤكد",
    confidence: "الثقة: ",
    open: "افتح المقال: ",
    copy: "انسخ الاقتباس",
    copied: "نُسخ",
    silence: "لا تذكر المقالات ذلك.",
    silenceWhy: "لا توجد جملة تجيب عن السؤال بما يكفي من اليقين لنقتبسها. جرّب كلمات أخرى أو تصفية أقل.",
    nothing: "لا يوجد مقطع قريب من هذا السؤال.",
    nearest: "للقراءة لا كجواب: أقرب المقاطع",
    problem: "تعذّر ذلك",
    unreachable: "لا يمكن الوصول إلى الخدمة. هل ما زالت تعمل؟",
    notReady: "ليس للخدمة فهرس تجيب منه بعد.",
    missing: "هذا المقال ليس في المجموعة.",
    back: "عودة إلى الأجوبة",
    backHome: "اطرح سؤالاً",
    original: "مكان النشر",
    undated: "بلا تاريخ",
    untitled: "بلا عنوان",
    collection: "المقالات: {articles} · المقاطع: {passages}",
  },
};

const DEFAULT_LOCALES = { ar: "ar-MA", fr: "fr-FR", en: "en-GB" };
const STORED = "jawab.tongue";

let tongue = chosen() ?? preferred();

function chosen() {
  try {
    const stored = localStorage.getItem(STORED);
    return stored in WORDS ? stored : null;
  } catch {
    return null; // storage may be forbidden
  }
}

function preferred() {
  const tags = navigator.languages.map((tag) => tag.split("-")[0]);
  return tags.find((tag) => tag in WORDS) ?? "en";
}

/** The reader's own locale of the interface's language, so that months and digits are theirs. */
function locale() {
  return navigator.languages.find((tag) => tag.startsWith(`${tongue}-`)) ?? DEFAULT_LOCALES[tongue];
}

export const currentTongue = () => tongue;

export function setTongue(next) {
  tongue = next;
  try {
    localStorage.setItem(STORED, next);
  } catch {
    // it holds for this visit then
  }
}

/** The word for `key`, with `{name}` places filled in. */
export function word(key, places = {}) {
  return WORDS[tongue][key].replace(/\{(\w+)\}/g, (_, name) => places[name]);
}

export const number = (value) => new Intl.NumberFormat(locale()).format(value);

export const percent = (value) => new Intl.NumberFormat(locale(), { style: "percent" }).format(value);

/** An ISO date as the reader's locale writes it. */
export function day(iso) {
  return new Intl.DateTimeFormat(locale(), { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${iso}T00:00Z`));
}

/** Puts the interface's words and direction on the page. */
export function translate(root = document) {
  document.documentElement.lang = tongue;
  document.documentElement.dir = tongue === "ar" ? "rtl" : "ltr";
  for (const place of root.querySelectorAll("[data-word]")) place.textContent = word(place.dataset.word);
}
