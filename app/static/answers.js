// How one finding is answered: buttons for choices, a form for numbers.

import { button, make } from "./elements.js";
import { say } from "./words.js";

const FEW = 4; // choices that stand in one line
const HUGE = 1e6; // such a limit guards the service and helps nobody
const STATES = ["present", "absent", "unknown"];

/** `marked` buttons stay pressed, for answers that are sent together; `now` is the answer so far. */
export function choiceButtons(item, take, { marked = false, now = null } = {}) {
  const buttons = item.choices.map((choice) =>
    button(choice.label, (event) => {
      if (marked) press(buttons, event.currentTarget);
      take(said(choice.id));
    }, {
      class: "answer",
      "data-choice": choice.id,
      "aria-pressed": marked || now ? String(choice.id === now) : null,
    }),
  );
  return make("div", { class: buttons.length > FEW ? "answers many" : "answers" }, ...buttons);
}

function press(buttons, chosen) {
  for (const each of buttons) each.setAttribute("aria-pressed", String(each === chosen));
}

function said(choice) {
  return STATES.includes(choice) ? { state: choice } : { value: choice };
}

export function numberForm(item, take, { now = null } = {}) {
  const input = make("input", {
    type: "number",
    step: "any",
    min: item.low,
    max: item.high,
    inputmode: "decimal",
    required: true,
    value: now,
    id: `number-${item.id}`,
  });
  const form = make(
    "form",
    { class: "answers" },
    make("label", { for: input.id }, label(item)),
    input,
    make("button", { type: "submit", class: "answer" }, say("answer")),
    button(say("answer_unknown"), () => take({ state: "unknown" }), {
      class: "answer",
      "data-choice": "unknown",
    }),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    take({ value: Number(input.value) });
  });
  return form;
}

function label(item) {
  const range = item.low != null && item.high < HUGE && say("between", { low: item.low, high: item.high });
  return [say("number"), item.unit, range].filter(Boolean).join(" · ");
}
