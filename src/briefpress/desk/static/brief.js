// A brief: its page and the pages of its PDF, shown anew when they are, each where it was scrolled.

import { follow, plain, say, showWrong, words } from "./common.js";

const stage = document.querySelector(".stage");
const sheets = document.getElementById("sheets");
const bench = document.querySelector(".bench");
const shown = document.documentElement.dataset;
let wanted = { page: "", pdf: "" };

// The page is loaded beside the old one, scrolled like it, and takes its place when it is there.
function showPage(made) {
  wanted.page = made;
  const frame = document.createElement("iframe");
  frame.title = stage.dataset.title;
  frame.className = "coming";
  frame.src = `/page/${made}`;
  frame.addEventListener("load", () => {
    if (wanted.page !== made) return frame.remove();
    const old = stage.querySelector("iframe:not(.coming)");
    inside(frame, made);
    if (old) {
      frame.contentWindow.scrollTo(old.contentWindow.scrollX, old.contentWindow.scrollY);
      focusLike(old.contentDocument, frame.contentDocument, old === document.activeElement && frame);
    }
    stage.querySelectorAll("iframe.coming").forEach((one) => one !== frame && one.remove());
    frame.classList.remove("coming");
    old?.remove();
    stage.querySelector(".wait")?.remove();
    const open = document.getElementById("open-page");
    [open.href, open.hidden] = [frame.src, false];
    shown.page = made;
  });
  stage.append(frame);
}

// The page's own links lead to the desk's, others leave the frame; numbers open their rows here.
function inside(frame, made) {
  const page = frame.contentDocument;
  const brief = document.body.dataset.brief.replace(/\/[^/]*$/, "");
  for (const link of page.querySelectorAll("a[href]:not([href^='#'])")) {
    const to = link.getAttribute("href");
    const own = !/^[a-z]+:/i.test(to);
    link.target = own && !/\.(pdf|csv|json)$/.test(to) ? "_top" : "_blank";
    link.rel = "noopener";
    if (!own) continue;
    if (link.hreflang) link.href = `/brief/${brief}/${link.hreflang}`;
    else if (to.endsWith(".pdf")) link.href = `/pdf/${wanted.pdf}/${to}`;
    else if (/\.(csv|json)$/.test(to)) link.href = `/file/${made}/${to}`;
    else link.href = "/";
  }
  const open = (event) => {
    const number = event.target.closest("data[data-name]");
    if (!number || (event.type === "keydown" && event.key !== " ")) return;
    event.preventDefault();
    event.stopPropagation();
    openRows(number.dataset.name);
  };
  page.addEventListener("click", open, true);
  page.addEventListener("keydown", open, true);
}

// Put the focus on what stands where the focused element stood.
function focusLike(old, now, frame) {
  if (!frame) return;
  const path = [];
  for (let one = old.activeElement; one && one !== old.body; one = one.parentElement) {
    path.unshift([...one.parentElement.children].indexOf(one));
  }
  let like = now.body;
  for (const at of path) like = like?.children[at];
  frame.focus();
  like?.focus?.({ preventScroll: true });
}

async function showSheets(made) {
  wanted.pdf = made;
  const answer = await fetch(`/sheets/${made}`);
  if (!answer.ok || wanted.pdf !== made) return;
  const coming = document.createElement("div");
  coming.innerHTML = await answer.text();
  // those that are seen have to be there before the old ones go
  const seen = visible();
  const pictures = [...coming.querySelectorAll("figure img")];
  await Promise.all(
    pictures.filter((_, at) => seen.has(at)).map((picture) => {
      picture.loading = "eager";
      return picture.decode().catch(() => {});
    }),
  );
  if (wanted.pdf !== made) return;
  const { scrollTop, scrollLeft } = sheets;
  const at = sheets.contains(document.activeElement) && document.activeElement.id;
  sheets.replaceChildren(...coming.childNodes);
  sheets.scrollTo({ top: scrollTop, left: scrollLeft, behavior: "instant" });
  const open = document.getElementById("open-pdf");
  [open.href, open.hidden] = [sheets.querySelector("[data-pdf]").dataset.pdf, false];
  if (at) (document.getElementById(at) ?? sheets).focus({ preventScroll: true });
  shown.pdf = made;
}

// Which pages are in view, by their order; the first where there are none yet.
function visible() {
  const view = sheets.getBoundingClientRect();
  const found = new Set();
  sheets.querySelectorAll("figure").forEach((figure, at) => {
    const box = figure.getBoundingClientRect();
    if (box.bottom > view.top && box.top < view.bottom) found.add(at);
  });
  return found.size ? found : new Set([0]);
}

follow(`/events?brief=${encodeURIComponent(document.body.dataset.brief)}`, (state) => {
  showWrong(state.overlay);
  bench.classList.toggle("is-wrong", Boolean(state.overlay));
  bench.setAttribute("aria-busy", String(Boolean(state.busy)));
  const badge = document.getElementById("state");
  [badge.className, badge.textContent] = [`state ${state.state[0]}`, state.state[1]];
  if (state.page && state.page !== wanted.page) showPage(state.page);
  if (state.pdf && state.pdf !== wanted.pdf) showSheets(state.pdf);
  if (state.overlay) say(words.wrong);
  else if (state.busy) say(state.busy === "page" ? words.page : words.pdf);
  else if (state.page && state.pdf) say(words.shown);
});

// Page, print or both; narrow screens have room for one.
const narrow = matchMedia("(max-width: 56rem)");
const buttons = document.querySelectorAll("[data-show]:is(button)");

function show(which) {
  const one = narrow.matches && which === "both" ? "page" : which;
  bench.dataset.show = one;
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.show === one));
}

function stored() {
  return sessionStorage.getItem("briefpress-show") ?? "both";
}

for (const button of buttons) {
  button.addEventListener("click", () => {
    sessionStorage.setItem("briefpress-show", button.dataset.show);
    show(button.dataset.show);
  });
}
narrow.addEventListener("change", () => show(stored()));
show(stored());

// The rows behind a number; without a name, all numbers to choose from.
const dialog = document.getElementById("rows");
const rows = document.getElementById("rows-inside");

async function openRows(name) {
  const made = shown.page;
  if (!made) return;
  const answer = await fetch(`/numbers/${made}?name=${encodeURIComponent(name)}`);
  if (!answer.ok) return say(await answer.text());
  rows.innerHTML = await answer.text();
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  document.getElementById("rows-title").focus();
}

document.getElementById("numbers").addEventListener("click", () => openRows(""));
for (const place of [rows, sheets]) {
  place.addEventListener("click", (event) => {
    const number = event.target.closest("button[data-name]");
    if (number) openRows(number.dataset.name);
  });
}
rows.addEventListener("input", (event) => {
  if (event.target.id !== "find-number") return;
  const asked = plain(event.target.value);
  for (const item of rows.querySelectorAll(".numbers li")) {
    item.hidden = !plain(item.textContent).includes(asked);
  }
});
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close(); // beside it
});
