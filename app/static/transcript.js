// What was said and done so far, and what whyloss said to it.

import { button, make } from "./elements.js";
import { prose } from "./prose.js";
import { say } from "./words.js";

const FOUND = 4; // of what a measurement found, the rest is folded
const drawn = new WeakMap(); // element -> the entry as it was drawn

/** Only what is new is added, so that a screen reader reads each message once and whole. */
export function showTranscript(list, consultation, desk) {
  const entries = consultation.transcript;
  entries.forEach((entry, place) => {
    const isLast = place === entries.length - 1;
    const sight = JSON.stringify([entry, isLast && entry.unsure.length > 0]);
    const there = list.children[place];
    if (there && drawn.get(there) === sight) return;
    const element = shown(entry, isLast, desk);
    drawn.set(element, sight);
    if (there) there.replaceWith(element);
    else list.append(element);
  });
  while (list.children.length > entries.length) list.lastChild.remove();
}

function shown(entry, isLast, desk) {
  return make(
    "li",
    { class: `entry ${entry.kind}${entry.undone ? " undone" : ""}` },
    ...entry.answers.map(answered),
    entry.question && !entry.answers.length && make("p", { class: "whyloss" }, ...prose(entry.question.text)),
    entry.text && make("p", { class: "person" }, entry.text),
    ...entry.lines.map((line) => make("p", { class: "noted" }, ...prose(line))),
    ...measured(entry),
    entry.undone && make("small", {}, say("undone")),
    entry.question?.items.length > 0 && !entry.undone && change(entry, desk),
    isLast && !entry.undone && entry.unsure.length > 0 && guesses(entry.unsure, desk),
  );
}

function answered(one) {
  return make(
    "div",
    { class: "turn" },
    make("p", { class: "whyloss" }, ...prose(one.question)),
    make("p", { class: "person" }, one.answer),
  );
}

/** What was found is the news; what was merely read, such as the batch size, is there to look up. */
function measured(entry) {
  const rest = entry.found.slice(FOUND);
  return [
    list(entry.found.slice(0, FOUND), "found"),
    rest.length > 0 && folded(say("found_more", { count: rest.length }), rest),
    entry.read.length > 0 && folded(say("values_read", { count: entry.read.length }), entry.read),
  ];
}

function folded(title, lines) {
  return make("details", { class: "fold" }, make("summary", {}, title), list(lines, ""));
}

function list(lines, name) {
  return lines.length > 0 && make("ul", { class: name }, ...lines.map((line) => make("li", {}, ...prose(line))));
}

function change(entry, desk) {
  const name = say("change", { name: entry.question.text });
  const attributes = { class: "quiet change", "aria-label": name };
  return button(say("change_short"), () => desk.edit(entry.question.items), attributes);
}

function guesses(unsure, desk) {
  const chips = unsure.map((guess) =>
    make(
      "li",
      {},
      button(guess.text, () => desk.record(guess.id, guess.answer), { class: "chip", "data-guess": guess.id }),
    ),
  );
  return make("div", {}, make("p", { class: "noted" }, say("did_you_mean")), make("ul", { class: "chips" }, ...chips));
}
