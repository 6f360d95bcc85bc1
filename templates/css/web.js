// What a page can do beyond being read: tables that sort, and numbers that show their rows.
// Everything is on the page without it. No part of it fetches anything.
const { files, rows, numbers } = JSON.parse(document.getElementById("_rows").textContent);
const page = document.documentElement;
const order = new Intl.Collator(page.lang, { numeric: true, sensitivity: "base" });

// Numbers: a window with the rows that each is made of.
const behind = document.getElementById("_behind");
const part = (name) => behind.querySelector(name);
const cell = (name, words, kind = "") => {
  const made = document.createElement(name);
  made.textContent = words;
  made.className = kind;
  if (kind !== "figure") made.dir = "auto";
  return made;
};

const show = (link) => {
  const data = link.closest("data");
  const { rule = "", rows: of = [], count = 0, amounts, shares, total, parts = [] } =
    numbers[link.hash.slice(1)];
  const brings = amounts || shares || [];
  const sums = parts.length > 0;
  part(".value").textContent = data.textContent;
  part(".rule").textContent = rule;
  part(".name bdi").textContent = data.dataset.name;
  const lines = sums
    ? parts.map(([sign, name, value]) => [name, "", "", `${sign} ${value}`])
    : of.map((at, nth) => {
      const [id, file, place, says = ""] = rows[at];
      const share = amounts && shares && shares[nth] !== "100%" ? ` × ${shares[nth]}` : "";
      return [id, files[file] + place, says + share, brings[nth] || ""];
    });
  part("tbody").replaceChildren(...lines.map(([id, origin, says, brought]) => {
    const row = document.createElement("tr");
    const head = cell("th", id, "id");
    head.scope = "row";
    row.append(head, cell("td", origin), cell("td", says, "says"), cell("td", brought, "figure brings"));
    return row;
  }));
  part("tfoot").hidden = !total || sums;
  part("tfoot td").textContent = total || "";
  part("table").classList.toggle("plainly", !brings.length && !sums);
  part("table").classList.toggle("silent", !lines.some((line) => line[2]));
  part("table").classList.toggle("sums", sums);
  part("table").hidden = !lines.length;
  part(".none").hidden = lines.length > 0;
  part(".more").hidden = count <= of.length;
  behind.showModal();
  behind.scrollTop = 0;
  behind.addEventListener("close", () => link.focus(), { once: true });
};

for (const link of document.querySelectorAll("data.number > a")) {
  link.setAttribute("role", "button");
  link.setAttribute("aria-haspopup", "dialog");
  link.addEventListener("click", (event) => { event.preventDefault(); show(link); });
  link.addEventListener("keydown", (event) => {
    if (event.key === " ") { event.preventDefault(); show(link); }
  });
}
behind.addEventListener("click", (event) => { if (event.target === behind) behind.close(); });

// Tables: a button in each heading. What has no value stays last, either way, and so does
// a line that sums those that are not shown.
const value = (row, at) => {
  const cell = row.cells[at];
  const data = cell.querySelector("data");
  return data ? Number(data.value) : cell.textContent.trim();
};
const none = (one) => one === "" || one === "–";
const compare = (one, other) =>
  typeof one === "number" && typeof other === "number" ? one - other : order.compare(one, other);

const others = (row) => // the line that sums all the others
  [...row.querySelectorAll("data")].some((data) => /\[\d+:\d+\]/.test(data.dataset.name));

const sort = (table, at, down) => {
  const body = table.tBodies[0];
  const keyed = [...body.rows].map((row) => [value(row, at), row, others(row)]);
  keyed.sort(([one, , last], [other, , later]) =>
    last - later || none(one) - none(other)
      || (none(one) ? 0 : (down ? -1 : 1) * compare(one, other)));
  body.append(...keyed.map(([, row]) => row));
};

for (const table of document.querySelectorAll("main table")) {
  const heads = table.tHead ? [...table.tHead.rows[0].cells] : [];
  const lines = [...(table.tBodies[0]?.rows ?? [])];
  if (lines.length < 3 || lines.some((row) => row.cells.length !== heads.length)) continue;
  heads.forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const first = head.classList.contains("figure") ? "descending" : "ascending";
      const second = first === "ascending" ? "descending" : "ascending";
      const way = head.getAttribute("aria-sort") === first ? second : first;
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", way);
      sort(table, at, way === "descending");
    });
  });
}

// What has room enough is no stop on the way through the page.
const boxes = new ResizeObserver((seen) => {
  for (const { target } of seen) {
    target.tabIndex = target.scrollWidth > target.clientWidth ? 0 : -1;
  }
});
for (const box of document.querySelectorAll(".scroll, .picture.wide")) boxes.observe(box);

// On paper there is nothing to unfold: tables of charts are printed, rows are not.
addEventListener("beforeprint", () => {
  for (const values of document.querySelectorAll("details.values")) values.open = true;
});
