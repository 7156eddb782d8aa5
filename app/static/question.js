// The question that waits: answer buttons, numbers, don't know, skip, back, and why it is asked.

import { button, fill, make } from "./elements.js";
import { numberForm, choiceButtons } from "./answers.js";
import { prose } from "./prose.js";
import { say } from "./words.js";

const SURPRISING = 4; // bits: an answer expected once in sixteen times is worth a second look

/** `begun`: there is something to go back to. */
export function showQuestion(place, state, begun, desk) {
  const triage = state.triage.map((line) => make("p", { class: "triage" }, line.text));
  const surprising = state.warnings.filter((line) => !(line.bits < SURPRISING));
  const clashes = surprising.map((line) => make("p", { class: "clash" }, line.text));
  const stop = state.stop && make("p", {}, make("strong", { class: "stop" }, state.verdict.text), " ", state.stop.text);
  const said = {}; // what was answered of the items of this turn
  const asked = state.question ? question(state.question, said, desk) : [];
  const foot = begun ? [footer(state.question, said, desk)] : [];
  fill(place, ...triage, ...clashes, stop, ...asked, ...foot);
}

function question(asked, said, desk) {
  const body = asked.items.length > 1 ? together(asked, said, desk) : asked.items.map((item) => one(item, desk));
  return [
    make("h2", { class: "asked", id: "asked" }, ...prose(asked.text)),
    ...body,
    asked.kind === "try" && button(say("show_fix"), () => desk.showFix(asked.fix), { class: "answer primary" }),
    asked.items.length > 0 && why(asked.why),
    asked.invitation && invitation(asked, desk),
  ];
}

function one(item, desk) {
  const send = (said) => desk.answer({ [item.id]: said });
  const answers = item.kind === "number" ? numberForm(item, send) : choiceButtons(item, send);
  return fieldset(item, "visually-hidden", answers);
}

/** Several in one turn: sent when all are answered, or earlier by the button. */
function together(asked, said, desk) {
  const send = button(say("send_answers"), () => desk.answer(said), { class: "primary", hidden: true });
  const take = (item) => (answer) => {
    said[item.id] = answer;
    send.hidden = false;
    if (Object.keys(said).length === asked.items.length) desk.answer(said);
  };
  const items = asked.items.map((item) => {
    const draw = item.kind === "number" ? numberForm : choiceButtons;
    return fieldset(item, "", draw(item, take(item), { marked: true }));
  });
  return [...items, make("p", { class: "send" }, send)];
}

function fieldset(item, legendClass, answers) {
  return make(
    "fieldset",
    { class: "item", "data-finding": item.id },
    make("legend", { class: legendClass }, ...prose(item.text)),
    answers,
    item.how_to_tell &&
      make("details", {}, make("summary", {}, say("how")), make("p", {}, ...prose(item.how_to_tell))),
  );
}

function invitation(asked, desk) {
  const told = asked.kind === "upload" ? null : make("span", {}, ...prose(asked.invitation.text), " ");
  return make("p", { class: "invitation" }, told, desk.chooseFiles && button(say("choose_files"), desk.chooseFiles));
}

function why(reason) {
  if (!reason.text) return null;
  const lines = reason.changes.map((line) => make("li", {}, ...prose(line)));
  return make(
    "details",
    { class: "why" },
    make("summary", {}, say("why")),
    make("p", {}, ...prose(reason.text)),
    lines.length ? make("ul", {}, ...lines) : null,
  );
}

/** Skipping says "don't know" to what is not answered yet: then it is not asked again, and can be changed later. */
function footer(asked, said, desk) {
  const skipped = Object.fromEntries((asked?.items ?? []).map((item) => [item.id, { state: "unknown" }]));
  return make(
    "p",
    { class: "steps" },
    button(say("back"), desk.undo, { id: "undo", class: "quiet" }),
    asked?.items.length > 0 && button(say("skip_question"), () => desk.answer({ ...skipped, ...said }), { id: "skip", class: "quiet" }),
  );
}
