// Beside the conversation: what is known, and what was not checked.

import { button, fill, make } from "./elements.js";
import { prose } from "./prose.js";
import { say } from "./words.js";

/** Told facts as chips to change; of what files say, the findings first and the rest folded. */
export function showKnown(list, state, desk) {
  const direct = state.findings.filter((item) => !item.because.length);
  const told = direct.filter((item) => isTold(item) && item.state !== "unknown");
  const open = direct.filter((item) => item.state === "unknown");
  const measured = direct.filter((item) => !isTold(item) && item.state !== "unknown");
  const read = measured.filter((item) => item.value != null);
  const found = measured.filter((item) => item.value == null && item.state === "present");
  const fine = measured.filter((item) => item.value == null && item.state !== "present");
  fill(
    list,
    ...told.map((item) => chip(item, desk)),
    ...found.map((item) => chip(item, desk)),
    direct.length ? null : make("li", {}, say("known_none")),
    folded("values_read", read, desk),
    folded("known_fine", fine, desk),
    folded("known_open", open, desk),
  );
}

/** Only what the person said is theirs to change; what was measured or tried can be taken out. */
function isTold(item) {
  return item.source === "asked" || item.source === "said";
}

function folded(key, items, desk) {
  if (!items.length) return null;
  const chips = make("ul", { class: "chips" }, ...items.map((item) => chip(item, desk)));
  return make("li", { class: "fold" }, make("details", {}, make("summary", {}, say(key, { count: items.length })), chips));
}

function chip(item, desk) {
  const text = !isTold(item)
    ? make("span", { title: item.source_text }, ...prose(item.text))
    : button(item.text, () => desk.edit([item.id]), {
        class: "said",
        title: item.source_text,
        "aria-label": say("change", { name: item.text }),
      });
  return make(
    "li",
    { class: `chip known ${item.state}${isTold(item) ? "" : " measured"}`, "data-known": item.id },
    text,
    button("×", () => desk.retract(item.id), { class: "remove", "aria-label": say("remove", { name: item.text }) }),
  );
}

export function showUnchecked(list, state) {
  fill(
    list,
    ...state.not_checked.map((item) =>
      make("li", {}, make("a", { href: `/knowledge/findings/${item.id}` }, item.name), " ", make("small", {}, item.how)),
    ),
  );
}
