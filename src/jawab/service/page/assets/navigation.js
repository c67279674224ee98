// The address says what is shown; going somewhere changes the address, then shows it.

let show = async () => {};
let answersAddress = "/";

/** `shown` is called with the address' query whenever it changes. */
export function start(shown) {
  const showPlace = () => shown(new URLSearchParams(location.search));
  show = async () => {
    await showPlace();
    holdFocus();
  };
  addEventListener("popstate", show);
  document.addEventListener("click", follow);
  return showPlace();
}

/** Where what had the focus is gone, reading goes on from the heading of what is shown. */
function holdFocus() {
  const focused = document.activeElement;
  if (focused !== null && focused !== document.body && focused.checkVisibility()) return;
  const heading = document.querySelector("main > section:not([hidden]) h1") ?? document.querySelector("main");
  heading.focus({ preventScroll: true });
}

export const showAgain = () => show();

export async function go(address) {
  history.pushState(null, "", address);
  scrollTo({ top: 0, behavior: "instant" });
  await show();
}

function follow(event) {
  const link = event.target.closest("a[data-navigate]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(link.getAttribute("href"));
}

/** Where the reader last saw answers, so that an article leads back to them. */
export const rememberAnswers = () => (answersAddress = location.pathname + location.search);

/** Back to the answers of `question`: where they were seen, or where they would be. */
export function backAddress(question) {
  const seen = new URLSearchParams(answersAddress.split("?")[1]).get("q");
  if (!question) return answersAddress;
  return seen === question ? answersAddress : `/?${new URLSearchParams({ q: question })}`;
}

/** The address of `slice` in its article, in the context of a question; `marking` to select an answer there. */
export function articleAddress(article, slice, question, marking = false) {
  const place = { article: article.id, start: slice.start_utf16, end: slice.end_utf16, q: question };
  if (article.revision) place.revision = article.revision;
  if (marking) place.mark = "1";
  return `/?${new URLSearchParams(place)}`;
}
