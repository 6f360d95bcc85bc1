// The gallery: a filter that stays in the address, and cards that follow what is saved.

import { follow, plain, say, showWrong, words } from "./common.js";

const form = document.getElementById("filter");
const found = document.getElementById("found");
const names = ["find", "kind", "language", "state"];

function restore() {
  const asked = new URLSearchParams(location.search);
  const first = form.elements.language.querySelector("[data-first]");
  form.elements.language.value = first ? first.value : "";
  for (const name of names) {
    if (asked.has(name)) form.elements[name].value = asked.get(name);
  }
}

function filter() {
  const asked = plain(form.elements.find.value).split(/\s+/).filter(Boolean);
  let count = 0;
  for (const section of document.querySelectorAll("#list section")) {
    for (const card of section.querySelectorAll("li")) {
      const text = plain(card.dataset.words);
      card.hidden = !(
        asked.every((word) => text.includes(word)) &&
        ["kind", "language", "state"].every((name) => {
          const wanted = form.elements[name].value;
          return !wanted || card.dataset[name] === wanted;
        })
      );
      count += !card.hidden;
    }
    section.hidden = !section.querySelector("li:not([hidden])");
  }
  const number = new Intl.NumberFormat(document.documentElement.lang, { numberingSystem: "latn" });
  found.textContent = count ? words.some.replace("{number}", number.format(count)) : words.none;
}

function changed() {
  const asked = new URLSearchParams();
  for (const name of names) asked.set(name, form.elements[name].value);
  history.replaceState(null, "", `?${asked}`);
  filter();
}

if (form) {
  restore();
  filter();
  form.addEventListener("input", changed);
  form.addEventListener("submit", (event) => event.preventDefault());
}

let seen = Number(document.body.dataset.round); // what the page was made from

// Take title and cards from the page as it is now; who stands on a card still does.
async function renew() {
  const answer = await fetch("/", { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const at = document.activeElement?.closest?.("#list a")?.getAttribute("href");
  const asked = names.map((name) => form.elements[name].value);
  for (const part of [".head", "#list", "#kind", "#language"]) {
    document.querySelector(part).replaceChildren(...page.querySelector(part).childNodes);
  }
  names.forEach((name, at) => (form.elements[name].value = asked[at]));
  document.title = page.title;
  filter();
  const links = [...document.querySelectorAll("#list a")];
  links.find((link) => link.getAttribute("href") === at)?.focus({ preventScroll: true });
  seen = Number(page.body.dataset.round);
  document.documentElement.dataset.round = seen;
}

if (document.body.dataset.page === "gallery") {
  follow("/events", (state) => {
    showWrong(state.overlay);
    say(state.overlay ? words.wrong : "");
    // in place of a brief, while nothing of the project was right
    if (location.pathname !== "/" && !state.overlay) return location.reload();
    if (seen !== state.round) renew();
    else document.documentElement.dataset.round = seen;
  });
}
