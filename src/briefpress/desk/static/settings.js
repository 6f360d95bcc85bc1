// The form: the colour as it looks, and what is wrong in view.

import { follow } from "./common.js";

document.getElementById("summary")?.focus();

const colour = document.getElementById("colour");
if (colour) {
  const swatch = document.createElement("input");
  swatch.type = "color";
  swatch.tabIndex = -1; // the field beside it says the same
  swatch.setAttribute("aria-hidden", "true");
  const take = () => {
    if (/^#[0-9a-f]{6}$/i.test(colour.value)) swatch.value = colour.value;
  };
  take();
  colour.addEventListener("input", take);
  swatch.addEventListener("input", () => (colour.value = swatch.value.toUpperCase()));
  const pair = document.createElement("span");
  pair.className = "pair";
  colour.replaceWith(pair);
  pair.append(colour, swatch);
}

follow("/events", () => {});
