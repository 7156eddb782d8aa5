// The searchable list of everything that can be seen.

import { finding, search } from "./api.js";
import { button, fill, make } from "./elements.js";

const PAUSE = 200; // milliseconds after the last key

export function startSearch(input, list, desk) {
  let waiting = null;
  const look = async () => {
    const { items } = await search(input.value);
    fill(list, ...items.map((item) => make("li", {}, chip(item, desk))));
  };
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE);
  });
  input.addEventListener("focus", look, { once: true });
}

function chip(item, desk) {
  if (item.kind === "binary") {
    return button(item.name, () => desk.record(item.id, { state: "present" }), { class: "chip" });
  }
  return button(item.name, async (event) => choose(event.target, await finding(item.id), desk), {
    class: "chip",
  });
}

function choose(place, known, desk) {
  const options = Object.entries(known.options).map(([id, name]) =>
    button(name, () => desk.record(known.id, { value: id }), { class: "chip" }),
  );
  place.replaceWith(make("fieldset", {}, make("legend", {}, known.name), ...options));
}
