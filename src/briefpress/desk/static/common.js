// What all pages of the desk share: its words, its status line, and the news from the desk.

export const words = document.getElementById("words").dataset;
const status = document.getElementById("status");
const overlay = document.getElementById("overlay");

// A screen reader reads what changes: the same words are not said twice.
export function say(text) {
  if (status.textContent !== text) status.textContent = text;
}

// What is wrong, as the desk has written it; nothing where nothing is.
export function showWrong(html) {
  if (overlay.dataset.shown === html) return;
  overlay.dataset.shown = html;
  const before = overlay.contains(document.activeElement);
  overlay.innerHTML = html;
  if (before) document.getElementById("main").focus();
}

// Hand each state that the desk sends to `show`, while somebody sees the page: browsers have only
// so many connections, and what nobody sees need not be made. They connect again by themselves.
export function follow(address, show) {
  let news = connected(address, show);
  document.addEventListener("visibilitychange", () => {
    news.close();
    if (!document.hidden) news = connected(address, show);
  });
  addEventListener("pagehide", () => news.close());
  addEventListener("pageshow", (event) => event.persisted && (news = connected(address, show)));
}

function connected(address, show) {
  const news = new EventSource(address);
  news.onmessage = (event) => show(JSON.parse(event.data));
  news.onerror = () => {
    document.documentElement.dataset.desk = "lost";
    say(news.readyState === EventSource.CLOSED ? words.ended : words.lost);
  };
  news.onopen = () => {
    document.documentElement.dataset.desk = "there";
    if ([words.ended, words.lost].includes(status.textContent)) say("");
  };
  return news;
}

export const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
