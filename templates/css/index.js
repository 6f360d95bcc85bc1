// Search and filters of the gallery. What is chosen stands in the address, so that it can be
// kept and sent; without script every brief is on the page.
const form = document.querySelector("form");
const found = document.getElementById("found");
const fields = [...form.elements].filter((field) => field.name);
const reset = form.querySelector("[type=reset]");
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const cards = [...document.querySelectorAll("main .cards > li")].map((item) => ({
  item,
  words: plain(item.dataset.words),
  about: JSON.parse(item.dataset.about),
  editions: [...item.querySelectorAll(".editions > li")],
  link: item.querySelector("a.open"),
}));

const speak = (card, language) => {
  const edition = card.editions.find((one) => one.dataset.language === language && one.dataset.open)
    ?? card.editions.find((one) => one.dataset.open);
  if (!card.link || !edition) return;
  card.link.href = edition.dataset.open;
  card.link.lang = edition.dataset.language;
  card.link.dir = edition.dataset.direction;
  card.link.querySelector(".title").textContent = edition.dataset.title;
  const picture = card.link.querySelector("img");
  if (picture && edition.dataset.picture) picture.setAttribute("src", edition.dataset.picture);
};

const choose = () => {
  const asked = Object.fromEntries(fields.map((field) => [field.name, field.value.trim()]));
  const words = plain(asked.find).split(/\s+/).filter(Boolean);
  let count = 0;
  for (const card of cards) {
    const spoken = card.editions.filter((one) =>
      !asked.language || one.dataset.language === asked.language);
    const fits = spoken.length > 0
      && words.every((word) => card.words.includes(word))
      && Object.entries(card.about).every(([over, codes]) =>
        !asked[over] || codes.includes(asked[over]));
    card.item.hidden = !fits;
    for (const edition of card.editions) edition.hidden = !spoken.includes(edition);
    if (fits) speak(card, asked.language);
    count += fits;
  }
  for (const section of document.querySelectorAll("main section")) {
    section.hidden = !section.querySelector(".cards > li:not([hidden])");
  }
  for (const link of document.querySelectorAll("main nav a")) {
    link.parentElement.hidden = document.getElementById(link.hash.slice(1)).hidden;
  }
  const any = Object.values(asked).some(Boolean);
  reset.hidden = !any;
  found.textContent = any
    ? found.dataset.words.replace("{shown}", count).replace("{total}", cards.length) : "";
  return asked;
};

const remember = () => {
  const asked = Object.entries(choose()).filter(([, value]) => value);
  const hash = new URLSearchParams(asked).toString();
  history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
};

const recall = () => {
  const said = location.hash.includes("=") ? location.hash.slice(1) : "";
  const asked = new URLSearchParams(said);
  for (const field of fields) {
    field.value = asked.get(field.name) ?? "";
    if (field.selectedIndex === -1) field.selectedIndex = 0; // a code of another edition
  }
  choose();
};

form.hidden = false;
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", remember);
form.addEventListener("reset", () => setTimeout(() => { remember(); fields[0].focus(); }));
addEventListener("hashchange", () => { if (location.hash.includes("=")) recall(); });
recall();
