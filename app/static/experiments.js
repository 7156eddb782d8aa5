// Experiments: training steps on a copy of the model, with a price before, progress, and curves after.

import * as api from "./api.js";
import { button, fill, make } from "./elements.js";
import { plotCard } from "./plots.js";
import { prose } from "./prose.js";
import { percent, say } from "./words.js";

const ASK_EVERY = 400; // milliseconds
const RUNNING = ["queued", "running"];
const boxes = new Map(); // experiment and fix -> its element, which outlives redrawn cards
const followed = new Set(); // jobs that this page watches

const key = (experiment, fix) => `${experiment} ${fix ?? ""}`;

function box(experiment, fix) {
  const name = key(experiment, fix);
  if (!boxes.has(name)) boxes.set(name, make("div", { class: "trial", "data-trial": fix ?? experiment }));
  return boxes.get(name);
}

/** Where a fix card shows what can be tried of it. */
export function trialOf(fix) {
  return box("try_fix", fix);
}

/** Draws every offer; those that try no fix into `place`. */
export function showExperiments(place, offers, desk) {
  for (const offer of offers) draw(offer, desk);
  const others = offers.filter((offer) => !offer.fix && (offer.possible || offer.last));
  const cards = others.map((offer) =>
    make(
      "details",
      { class: "card", "data-experiment": offer.experiment, open: isOpen(place, offer.experiment) },
      make("summary", {}, make("strong", {}, offer.name)),
      make("p", { class: "note" }, ...prose(offer.about)),
      box(offer.experiment, null),
    ),
  );
  fill(place, cards.length ? make("h2", {}, say("experiments")) : null, ...cards);
}

function isOpen(place, experiment) {
  return place.querySelector(`[data-experiment=${experiment}]`)?.open ?? false;
}

function draw(offer, desk) {
  const place = box(offer.experiment, offer.fix);
  if (followed.has(place.dataset.job)) return;
  const last = offer.last;
  if (last && RUNNING.includes(last.state)) {
    follow(offer, last.job, desk);
    return;
  }
  const sight = JSON.stringify(offer);
  if (place.dataset.sight === sight) return; // curves that are open stay so
  place.dataset.sight = sight;
  fill(
    place,
    last?.text ? make("p", { class: `verdict ${last.verdict}` }, ...prose(last.text)) : null,
    last?.verdict ? curves(last.job, desk) : null,
    offer.possible ? again(offer, desk) : !last && offer.why_not && make("p", { class: "note" }, `${say("not_to_try")} ${offer.why_not}`),
  );
}

function again(offer, desk) {
  const tried = Boolean(offer.last?.verdict);
  const name = say(tried ? "try_again" : offer.fix ? "try_on_model" : "start_experiment");
  const attributes = { class: tried ? "quiet" : "try", "data-verb": "try", "aria-label": `${name}: ${offer.name}` };
  const price = make("span", { class: "note" }, say("price", { seconds: Math.max(1, Math.round(offer.seconds)) }));
  return make("p", { class: "answers" }, button(name, () => start(offer, desk), attributes), price);
}

async function start(offer, desk) {
  try {
    const job = await api.startExperiment(desk.consultation().id, { experiment: offer.experiment, fix: offer.fix });
    await follow(offer, job.id, desk);
  } catch (problem) {
    desk.complain(problem.message);
  }
}

/** Until it ends; a lost line is tried again, for the job goes on without us. */
async function follow(offer, id, desk) {
  const place = box(offer.experiment, offer.fix);
  place.dataset.job = id;
  place.dataset.sight = "";
  followed.add(id);
  const bar = make("progress", { max: 1, value: 0, "aria-label": offer.name });
  const told = make("span", { class: "note" }, say("trying"));
  const cancel = button(say("file_cancel"), () => api.cancelJob(desk.consultation().id, id), { "data-verb": "cancel" });
  const focused = place.contains(document.activeElement);
  fill(place, make("p", { class: "answers" }, bar, told, cancel));
  if (focused) cancel.focus();
  let job = null;
  do {
    await new Promise((ready) => setTimeout(ready, ASK_EVERY));
    job = (await api.job(desk.consultation().id, id).catch(() => null)) ?? job;
    const share = job?.progress.total ? job.progress.done / job.progress.total : 0;
    bar.value = share;
    told.textContent = `${say("trying")} ${percent(share)}`;
  } while (!job || RUNNING.includes(job.state));
  followed.delete(id);
  if (job.error) desk.complain(job.error);
  await desk.refresh();
}

/** The lines are fetched when somebody wants to see them. */
function curves(id, desk) {
  const place = make("div", {});
  const shown = make("details", { class: "curves" }, make("summary", {}, say("curves")), place);
  shown.addEventListener("toggle", async () => {
    if (!shown.open || place.firstChild) return;
    const job = await api.job(desk.consultation().id, id).catch((problem) => desk.complain(problem.message));
    const card = job?.result?.plot && plotCard(job.result.plot);
    if (!card) return;
    place.append(card);
    card.open = true;
  });
  return shown;
}
