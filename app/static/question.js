// The question that waits: answer buttons, numbers, don't know, and why it is asked.

import { button, fill, make } from "./elements.js";
import { say } from "./words.js";

export function showQuestion(place, state, desk) {
  const triage = state.triage.map((line) => make("p", { class: "triage", role: "alert" }, line.text));
  const question = state.question;
  if (!question) {
    fill(place, ...triage, state.stop && make("p", { class: "stop" }, state.stop.text));
    return;
  }
  const items = question.items.map((item) => itemOf(item, question, desk));
  fill(
    place,
    ...triage,
    state.stop && make("p", { class: "stop" }, state.stop.text),
    make("h2", { class: "asked" }, question.text),
    ...items,
    why(question),
  );
}

function itemOf(item, question, desk) {
  const title = question.items.length > 1 || item.text !== question.text;
  return make(
    "fieldset",
    { class: "item", "data-finding": item.id },
    make("legend", { class: title ? "" : "visually-hidden" }, item.text),
    item.kind === "number" ? number(item, desk) : choices(item, desk),
    item.how_to_tell &&
      make("details", {}, make("summary", {}, say("how")), make("p", {}, item.how_to_tell)),
  );
}

function choices(item, desk) {
  const buttons = item.choices.map((choice) =>
    button(choice.label, () => desk.answer({ [item.id]: said(item, choice.id) }), {
      class: "answer",
      "data-choice": choice.id,
    }),
  );
  return make("div", { class: "answers" }, ...buttons);
}

function said(item, choice) {
  const states = ["present", "absent", "unknown"];
  return states.includes(choice) ? { state: choice } : { value: choice };
}

function number(item, desk) {
  const input = make("input", {
    type: "number",
    step: "any",
    min: item.low,
    max: item.high,
    inputmode: "decimal",
    required: true,
    id: `number-${item.id}`,
  });
  const form = make(
    "form",
    { class: "answers" },
    make("label", { for: input.id }, say("number"), " ", item.unit ?? ""),
    input,
    make("button", { type: "submit", class: "answer" }, say("answer")),
    button(item.choices.at(-1).label, () => desk.answer({ [item.id]: { state: "unknown" } }), {
      class: "answer",
    }),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    desk.answer({ [item.id]: { value: Number(input.value) } });
  });
  return form;
}

function why(question) {
  const lines = question.why.changes.map((line) => make("li", {}, line));
  return make(
    "details",
    { class: "why" },
    make("summary", {}, say("why")),
    make("p", {}, question.why.text),
    make("ul", {}, ...lines),
  );
}
