// What was said and done so far, and what whyloss said to it.

import { button, make } from "./elements.js";
import { prose } from "./prose.js";
import { say } from "./words.js";

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
  const asked = entry.question?.items ?? [];
  return make(
    "li",
    { class: `entry ${entry.kind}${entry.undone ? " undone" : ""}` },
    entry.question && make("p", { class: "whyloss" }, ...prose(entry.question.text)),
    entry.text && make("p", { class: "person" }, entry.text),
    ...entry.lines.map((line) => make("p", { class: "noted" }, ...prose(line))),
    entry.undone && make("small", {}, say("undone")),
    asked.length > 0 && !entry.undone && change(entry, asked, desk),
    isLast && !entry.undone && entry.unsure.length > 0 && guesses(entry.unsure, desk),
  );
}

function change(entry, asked, desk) {
  const name = say("change", { name: entry.question.text });
  return button(say("change_short"), () => desk.edit(asked), { class: "quiet", "aria-label": name });
}

function guesses(unsure, desk) {
  const chips = unsure.map((guess) =>
    make(
      "li",
      {},
      button(guess.text, () => desk.record(guess.id, guess.answer), { class: "chip", "data-guess": guess.id }),
    ),
  );
  return make("div", {}, make("p", {}, say("did_you_mean")), make("ul", { class: "chips" }, ...chips));
}
