// What was said and done so far, and what whyloss said to it.

import { button, fill, make } from "./elements.js";
import { say } from "./words.js";

export function showTranscript(list, consultation, desk) {
  const last = consultation.transcript.length - 1;
  fill(list, ...consultation.transcript.map((entry, place) => shown(entry, place === last, desk)));
}

function shown(entry, isLast, desk) {
  return make(
    "li",
    { class: `entry ${entry.kind}${entry.undone ? " undone" : ""}` },
    entry.question && make("p", { class: "whyloss" }, entry.question.text),
    entry.text && make("p", { class: "person" }, entry.text),
    ...entry.lines.map((line) => make("p", { class: "noted" }, line)),
    entry.undone && make("small", {}, say("undone")),
    isLast && !entry.undone && entry.unsure.length ? guesses(entry.unsure, desk) : null,
  );
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
