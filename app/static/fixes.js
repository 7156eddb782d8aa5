// Fix cards: what to do, with code that carries the person's numbers, and whether it helped.

import { code } from "./code.js";
import { button, fill, make } from "./elements.js";
import { prose } from "./prose.js";
import { say } from "./words.js";

const SHOWN = 3;
const WORTH_OPENING = 0.25; // of solving it, while questions are still open
const OUTCOMES = ["solved", "partly", "no_change", "worse"];

export function showFixes(place, state, desk) {
  const settled = !state.question?.items.length;
  const fixes = state.verdict.kind === "nothing_known" ? [] : state.fixes; // only the prior speaks then
  const cards = fixes.map((fix, n) => card(fix, n === 0 && (settled || fix.probability >= WORTH_OPENING), desk));
  const rest = cards.slice(SHOWN);
  fill(
    place,
    cards.length ? make("h2", {}, say("fixes")) : null,
    ...cards.slice(0, SHOWN),
    rest.length ? make("details", { class: "more" }, make("summary", {}, say("more_fixes", { count: rest.length })), ...rest) : null,
  );
}

/** Opens a card, and what it lies in, and goes there. */
export function showFix(place, id) {
  const found = place.querySelector(`[data-fix="${CSS.escape(id)}"]`);
  if (!found) return;
  for (let one = found; one && one !== place; one = one.parentElement) one.open = true;
  found.querySelector("summary").focus();
  found.scrollIntoView({ block: "nearest" });
}

function card(fix, open, desk) {
  const notes = [fix.needs_rerun && say("rerun"), fix.risk === "risky" && say("risky")].filter(Boolean);
  return make(
    "details",
    { class: "fix", open, "data-fix": fix.id },
    make(
      "summary",
      {},
      make("strong", {}, ...prose(fix.name)),
      make("span", { class: "chance" }, [fix.chance, ...notes].join(" · ")),
    ),
    fix.advice && make("p", { class: "advice" }, ...prose(fix.advice)),
    make("ol", {}, ...fix.steps.map((step) => make("li", {}, ...prose(step)))),
    fix.code ? code(fix.code) : null,
    make("p", {}, ...prose(say("worked_if", { sign: fix.worked_if }))),
    sources(fix),
    desk.reading ? onCopy(fix) : desk.trialOf(fix.id),
    helped(fix, desk),
  );
}

/** For a reader of a share link, who cannot try it. */
function onCopy(fix) {
  return fix.on_copy && make("p", { class: `verdict ${fix.on_copy.outcome}` }, ...prose(fix.on_copy.text));
}

function sources(fix) {
  const links = fix.sources
    .filter((item) => item.url)
    .map((item) => make("li", {}, make("a", { href: item.url, rel: "noreferrer" }, item.title)));
  const page = make("li", {}, make("a", { href: `/knowledge/fixes/${fix.id}` }, say("more_about")));
  return make("details", {}, make("summary", {}, say("sources")), make("ul", {}, page, ...links));
}

function helped(fix, desk) {
  const buttons = OUTCOMES.map((outcome) =>
    button(say(outcome), () => desk.tried(fix.id, outcome), { "data-outcome": outcome }),
  );
  return make("div", { class: "answers", role: "group", "aria-label": say("helped") }, say("helped"), ...buttons);
}
