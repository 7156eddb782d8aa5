// Fix cards: what to do, with code that carries the person's numbers, and whether it helped.

import { button, fill, make } from "./elements.js";
import { percent, say } from "./words.js";

const SHOWN = 3;
const OUTCOMES = ["solved", "partly", "no_change", "worse"];

export function showFixes(place, state, desk) {
  const cards = state.fixes.slice(0, SHOWN).map((fix, number) => card(fix, number === 0, desk));
  fill(place, cards.length ? make("h2", {}, say("fixes")) : null, ...cards);
}

function card(fix, open, desk) {
  const notes = [fix.needs_rerun && say("rerun"), fix.risk === "risky" && say("risky")].filter(Boolean);
  return make(
    "details",
    { class: "fix", open, "data-fix": fix.id },
    make("summary", {}, make("strong", {}, fix.name)),
    make(
      "p",
      { class: "chance" },
      say("chance", { chance: percent(fix.probability), minutes: fix.minutes }),
      notes.length ? ` · ${notes.join(" · ")}` : "",
    ),
    fix.advice && make("p", { class: "advice" }, fix.advice),
    make("ol", {}, ...fix.steps.map((step) => make("li", {}, step))),
    fix.code ? code(fix.code) : null,
    make("p", {}, say("worked_if", { sign: fix.worked_if })),
    sources(fix.sources),
    helped(fix, desk),
  );
}

function code(text) {
  const told = make("span", { role: "status" });
  const copy = button(say("copy"), async () => {
    await navigator.clipboard.writeText(text);
    told.textContent = say("copied");
  });
  return make("div", { class: "code" }, make("pre", { tabindex: 0 }, make("code", {}, text)), copy, told);
}

function sources(items) {
  const links = items
    .filter((item) => item.url)
    .map((item) => make("li", {}, make("a", { href: item.url, rel: "noreferrer" }, item.title)));
  return links.length
    ? make("details", {}, make("summary", {}, say("sources")), make("ul", {}, ...links))
    : null;
}

function helped(fix, desk) {
  const buttons = OUTCOMES.map((outcome) =>
    button(say(outcome), () => desk.tried(fix.id, outcome), { "data-outcome": outcome }),
  );
  return make("div", { class: "answers", role: "group", "aria-label": say("helped") }, say("helped"), ...buttons);
}
