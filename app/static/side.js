// Beside the conversation: causes with their reasons, what is known, what was not checked.

import { button, fill, make } from "./elements.js";
import { percent, say } from "./words.js";

const SHOWN = 6;

export function showCauses(list, state, before) {
  const earlier = new Map((before?.causes ?? []).map((cause) => [cause.id, cause.probability]));
  const bars = state.causes.slice(0, SHOWN).map((cause) => bar(cause, earlier.get(cause.id)));
  const other = { name: say("other"), probability: state.other_probability, reasons: [] };
  fill(list, ...bars, bar(other));
}

function bar(cause, earlier) {
  const meter = make("meter", { min: 0, max: 1, value: cause.probability, "aria-label": cause.name });
  const line = make(
    "div",
    { class: "cause-line" },
    make("span", { class: "cause-name" }, cause.name),
    make("span", { class: "cause-share" }, percent(cause.probability), moved(cause, earlier)),
  );
  if (!cause.why) return make("li", {}, line, meter);
  return make(
    "li",
    { "data-cause": cause.id },
    line,
    meter,
    make(
      "details",
      {},
      make("summary", {}, cause.in_words),
      make("p", {}, cause.why),
      reasons(say("for"), cause.reasons.filter((reason) => reason.bits > 0)),
      reasons(say("against"), cause.reasons.filter((reason) => reason.bits < 0)),
    ),
  );
}

function moved(cause, earlier) {
  if (earlier === undefined || Math.abs(cause.probability - earlier) < 0.01) return null;
  const up = cause.probability > earlier;
  return make("span", { class: up ? "up" : "down" }, ` ${up ? "▲" : "▼"}${percent(Math.abs(cause.probability - earlier))}`);
}

function reasons(title, items) {
  if (!items.length) return null;
  const lines = items.map((item) =>
    make("li", {}, item.text, " ", make("small", {}, say("bits", { bits: item.bits.toFixed(1) }))),
  );
  return make("div", {}, make("h3", {}, title), make("ul", {}, ...lines));
}

export function showKnown(list, state, desk) {
  const chips = state.findings
    .filter((item) => !item.because.length)
    .map((item) =>
      make(
        "li",
        { class: `chip known ${item.state}` },
        make("span", { title: item.source_text }, item.text),
        button("×", () => desk.retract(item.id), {
          class: "remove",
          "aria-label": say("remove", { name: item.text }),
        }),
      ),
    );
  fill(list, ...(chips.length ? chips : [make("li", {}, say("known_none"))]));
}

export function showUnchecked(list, state) {
  fill(list, ...state.not_checked.map((item) => make("li", {}, item.text)));
}
