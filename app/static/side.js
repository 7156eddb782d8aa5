// Beside the conversation: causes with their reasons, what is known, what was not checked.

import { button, fill, make } from "./elements.js";
import { prose } from "./prose.js";
import { percent, say } from "./words.js";

const SHOWN = 6;
const SEEN = 0.01; // a smaller movement is no news

export function showCauses(list, state, before) {
  const earlier = before && new Map(before.causes.map((cause) => [cause.id, cause.probability]));
  const opened = new Set([...list.querySelectorAll("details[open]")].map((one) => one.parentElement.dataset.cause));
  const bars = state.causes.slice(0, SHOWN).map((cause) =>
    bar(cause, earlier && (earlier.get(cause.id) ?? 0), opened.has(cause.id)),
  );
  fill(list, ...bars, unnamed(say("other"), state.other_probability), healthy(state));
}

function healthy(state) {
  return state.healthy_probability >= SEEN && unnamed(say("healthy"), state.healthy_probability);
}

function unnamed(name, probability) {
  return make(
    "li",
    {},
    make("div", { class: "cause-line" }, make("span", {}, name), make("span", { class: "share" }, percent(probability))),
    meter(probability),
  );
}

function bar(cause, earlier, open) {
  return make(
    "li",
    { "data-cause": cause.id },
    make(
      "details",
      { open },
      make(
        "summary",
        {},
        make("span", { class: "cause-line" },
          make("span", { class: "cause-name" }, cause.name),
          make("span", { class: "share" }, percent(cause.probability), moved(cause, earlier)),
        ),
        meter(cause.probability),
        make("span", { class: "in-words" }, cause.benign ? say("benign") : cause.in_words),
      ),
      make("p", {}, ...prose(cause.why)),
      reasons(say("for"), cause.reasons.filter((reason) => reason.bits > 0)),
      reasons(say("against"), cause.reasons.filter((reason) => reason.bits < 0)),
      make("p", {}, make("a", { href: `/knowledge/causes/${cause.id}` }, say("more_about"))),
    ),
  );
}

/** The share stands beside it in words. */
function meter(probability) {
  return make("meter", { min: 0, max: 1, value: probability, "aria-hidden": "true" });
}

function moved(cause, earlier) {
  const by = earlier == null ? 0 : cause.probability - earlier;
  if (Math.abs(by) < SEEN) return null;
  const way = by > 0 ? "up" : "down";
  return make(
    "span",
    { class: way },
    make("span", { "aria-hidden": "true" }, by > 0 ? " ▲" : " ▼"),
    make("span", { class: "visually-hidden" }, ` ${say(way)} `),
    percent(Math.abs(by)),
  );
}

function reasons(title, items) {
  if (!items.length) return null;
  const lines = items.map((item) =>
    make("li", {}, ...prose(item.text), " ", make("small", {}, weight(item.bits))),
  );
  return make("div", {}, make("h3", {}, title), make("ul", {}, ...lines));
}

/** In words first: few people think in bits. */
function weight(bits) {
  const size = Math.abs(bits);
  const word = size >= 2 ? "strongly" : size >= 0.7 ? "clearly" : "slightly";
  return say(word, { bits: bits.toFixed(1) });
}

export function showKnown(list, state, desk) {
  const direct = state.findings.filter((item) => !item.because.length);
  const [fine, telling] = [direct.filter(isFine), direct.filter((item) => !isFine(item))];
  const chips = telling.map((item) => chip(item, desk));
  fill(list, ...(direct.length ? chips : [make("li", {}, say("known_none"))]), folded(fine, desk));
}

/** Measured and not so: of these there may be dozens. */
function isFine(item) {
  return item.source === "measured" && item.state === "absent";
}

function folded(fine, desk) {
  if (!fine.length) return null;
  const title = make("summary", {}, say("known_fine", { count: fine.length }));
  return make("li", {}, make("details", {}, title, make("ul", { class: "chips" }, ...fine.map((item) => chip(item, desk)))));
}

function chip(item, desk) {
  const text = item.source === "measured"
    ? make("span", { title: item.source_text }, item.text)
    : button(item.text, () => desk.edit([item.id]), {
        class: "said",
        title: item.source_text,
        "aria-label": say("change", { name: item.text }),
      });
  return make(
    "li",
    { class: `chip known ${item.state}`, "data-known": item.id },
    text,
    button("×", () => desk.retract(item.id), { class: "remove", "aria-label": say("remove", { name: item.text }) }),
  );
}

export function showUnchecked(list, state) {
  fill(
    list,
    ...state.not_checked.map((item) =>
      make("li", {}, make("a", { href: `/knowledge/findings/${item.id}` }, item.text)),
    ),
  );
}
