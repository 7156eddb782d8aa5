// The causes as bars, with what moved, what speaks for and against, and what would change the verdict.

import { doubts } from "./api.js";
import { fill, make } from "./elements.js";
import { prose } from "./prose.js";
import { percent, say } from "./words.js";

const SHOWN = 6;
const HEALTHY = "healthy"; // has a line of its own
const FAINT = 0.25; // bits; beyond the first two reasons not worth a line
const SEEN = 0.01; // a smaller movement is no news

export function showCauses(list, state, before) {
  const earlier = before && new Map(before.causes.map((cause) => [cause.id, cause.probability]));
  const opened = new Set([...list.querySelectorAll("details[open]")].map((one) => one.parentElement.dataset.cause));
  const named = state.causes.filter((cause) => cause.id !== HEALTHY).slice(0, SHOWN);
  const bars = named.map((cause) =>
    bar(cause, earlier && (earlier.get(cause.id) ?? 0), opened.has(cause.id)),
  );
  list.previousElementSibling.textContent = state.verdict.text;
  list.parentElement.classList.toggle("nothing-known", state.verdict.kind === "nothing_known");
  fill(list, ...bars, healthy(state), unnamed(say("other"), state.other_probability));
}

function healthy(state) {
  return state.healthy_probability >= SEEN && unnamed(say("healthy"), state.healthy_probability);
}

function unnamed(name, probability) {
  return make(
    "li",
    { class: "unnamed" },
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
          make("span", { class: "cause-name" }, cause.name, " ",
            make("span", { class: "in-words" }, cause.benign ? say("benign") : cause.in_words)),
          make("span", { class: "share" }, moved(cause, earlier), " ", percent(cause.probability)),
        ),
        meter(cause.probability),
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
  return make(
    "span",
    { class: "moved", title: say("since_last") },
    make("span", { "aria-hidden": "true" }, by > 0 ? "▲ " : "▼ "),
    make("span", { class: "visually-hidden" }, `${say(by > 0 ? "up" : "down")} `),
    String(Math.round(100 * Math.abs(by))),
  );
}

function reasons(title, items) {
  if (!items.length) return null;
  const telling = items.filter((item, place) => place < 2 || Math.abs(item.bits) >= FAINT).slice(0, SHOWN);
  const lines = telling.map((item) =>
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

/** Asked of the server only when somebody wants to see it: it tries every open answer. */
export function startDoubts(details, desk) {
  const list = details.querySelector("ul");
  const show = async () => {
    if (!details.open || !desk.consultation()) return;
    fill(list, make("li", { class: "note" }, say("thinking")));
    const { would_change } = await doubts(desk.consultation().id);
    const lines = would_change.map((change) => make("li", {}, ...prose(change.text)));
    fill(list, ...(lines.length ? lines : [make("li", {}, say("nothing_would_change"))]));
  };
  const look = () => show().catch((problem) => desk.complain(problem.message));
  details.addEventListener("toggle", look);
  return look;
}
