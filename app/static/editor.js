// Change any earlier answer, however long ago; everything told later stays.

import { finding } from "./api.js";
import { choiceButtons, numberForm } from "./answers.js";
import { button, fill, make } from "./elements.js";
import { prose } from "./prose.js";
import { say } from "./words.js";

/** Opens `dialog` for the findings named; `known` is what the case holds of each. */
export async function edit(dialog, names, known, desk) {
  const items = await Promise.all(names.map(finding));
  const close = () => dialog.close();
  fill(
    dialog,
    make("h2", { id: "editor-title" }, say("change_answer")),
    ...items.map((item) => one(item, known.get(item.id), desk, close)),
    button(say("close"), close),
  );
  dialog.showModal();
}

function one(item, before, desk, close) {
  const take = async (said) => {
    close();
    await desk.record(item.id, said);
  };
  const now = before ? (before.value ?? before.state) : null;
  const shaped = { ...item, choices: choices(item) };
  const draw = item.kind === "number" ? numberForm : choiceButtons;
  const forget = () => {
    close();
    return desk.retract(item.id);
  };
  return make(
    "fieldset",
    { class: "item", "data-finding": item.id },
    make("legend", {}, ...prose(item.question)),
    draw(shaped, take, { now }),
    before && button(say("take_back"), forget, { class: "quiet", "data-choice": "take_back" }),
  );
}

function choices(item) {
  const options = Object.entries(item.options).map(([id, label]) => ({ id, label }));
  const yesNo = ["present", "absent"].map((id) => ({ id, label: say(`answer_${id}`) }));
  const unknown = { id: "unknown", label: say("answer_unknown") };
  return [...(item.kind === "binary" ? yesNo : options), unknown];
}
