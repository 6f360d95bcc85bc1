const form = document.querySelector("form");
const found = document.getElementById("found");
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
form.hidden = false;
form.addEventListener("submit", (event) => event.preventDefault());
document.getElementById("find").addEventListener("input", (event) => {
  const words = plain(event.target.value).split(/\s+/).filter(Boolean);
  let count = 0;
  for (const section of document.querySelectorAll("main section")) {
    for (const item of section.querySelectorAll("li")) {
      const text = plain(item.dataset.words);
      item.hidden = !words.every((word) => text.includes(word));
      count += !item.hidden;
    }
    section.hidden = !section.querySelector("li:not([hidden])");
  }
  found.textContent = words.length ? String(count) : "";
});
