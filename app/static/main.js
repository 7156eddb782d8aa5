// The chat page: holds the consultation, shows every answer of the server, wires the buttons.

import * as api from "./api.js";
import { showCauses, startDoubts } from "./causes.js";
import { startComposer } from "./composer.js";
import { edit } from "./editor.js";
import { showExperiments, trialOf } from "./experiments.js";
import { showFiles, startFiles } from "./files.js";
import { showFix, showFixes } from "./fixes.js";
import "./header.js";
import { Watch } from "./live.js";
import { startMenu } from "./menu.js";
import { showPlots } from "./plots.js";
import { showQuestion } from "./question.js";
import { startSearch } from "./search.js";
import { showKnown, showUnchecked } from "./side.js";
import { showTranscript } from "./transcript.js";
import { say } from "./words.js";

const at = (id) => document.getElementById(id);
const language = document.documentElement.lang;
let consultation = null;

const desk = {
  answer: (answers) => act(() => api.answer(consultation.id, answers), "question"),
  record: (finding, body) =>
    act(() =>
      consultation
        ? api.record(consultation.id, finding, body)
        : api.open({ language, evidence: [{ id: finding, ...body }] }),
    "question"),
  retract: (finding) => act(() => api.retract(consultation.id, finding), "known-title"),
  tried: (fix, outcome) => act(() => api.tried(consultation.id, fix, outcome), "question"),
  example: () => act(() => api.example(language)),
  tell: (text) => act(() => (consultation ? api.tell(consultation.id, text) : api.open({ language, text }))),
  undo: () => act(() => api.undo(consultation.id), "question"),
  edit: (names) => act(async () => {
    const known = new Map(consultation.state.findings.map((item) => [item.id, item]));
    await edit(at("editor"), names, known, desk);
    return consultation;
  }),
  trialOf,
  refresh: async () => {
    show(await api.read(consultation.id));
    await lookAtExperiments();
  },
  showFix: (fix) => showFix(at("fixes"), fix),
  consultation: () => consultation,
  opened: async () => consultation ?? ((await act(() => api.open({ language }))) && consultation),
  look: () => watch.follow(consultation.id),
  complain: (sentence) => {
    at("status").textContent = sentence;
  },
  speak: (other) => consultation && api.speak(consultation.id, other),
  forget: async () => {
    await api.remove(consultation.id);
    history.replaceState(null, "", location.pathname);
    location.reload();
  },
};

const watch = new Watch(lookAtFiles);
let unpriced = false; // files were measured since the experiments were last looked at
let measured = 0; // files and news that the transcript has seen measured

/** Shows the files, and the conversation anew where a measurement has news; true while any runs. */
async function lookAtFiles() {
  const { uploads } = await api.uploads(consultation.id);
  const busy = showFiles(at("uploads"), uploads, desk);
  const ended = uploads.filter((upload) => upload.state === "done").length + watch.told;
  if (ended !== measured) {
    show(await api.read(consultation.id));
    showPlots(at("plots"), (await api.plots(consultation.id)).plots);
    unpriced = true;
  }
  measured = ended;
  if (unpriced && !busy) {
    await lookAtExperiments();
    unpriced = false;
  }
  return busy;
}

async function lookAtExperiments() {
  showExperiments(at("experiments"), (await api.experiments(consultation.id)).experiments, desk);
}

/** Runs `work` and shows the consultation that it gives; `next` is where the focus goes then. */
async function act(work, next) {
  at("status").textContent = say("thinking");
  document.body.classList.add("busy");
  try {
    show(await work());
    at("transcript").lastElementChild?.scrollIntoView({ block: "start" }); // what was said, then the question
    at("status").textContent = "";
    if (next) at(next).focus({ preventScroll: true });
    desk.look();
    return true;
  } catch (problem) {
    at("status").textContent = problem.message;
    if (!(problem instanceof api.Problem)) throw problem;
    return false;
  } finally {
    document.body.classList.remove("busy");
  }
}

function show(next) {
  const before = consultation;
  consultation = next;
  history.replaceState(null, "", `#c=${next.id}`);
  draw(next, before);
}

function draw(next, before = null) {
  document.body.classList.add("started");
  showTranscript(at("transcript"), next, desk);
  showQuestion(at("question"), next.state, next.transcript.some((entry) => !entry.undone && entry.kind !== "measured"), desk);
  showFixes(at("fixes"), next.state, desk);
  showCauses(at("causes"), next.state, before?.state);
  showKnown(at("known"), next.state, desk);
  showUnchecked(at("unchecked"), next.state);
  lookAtDoubts();
}

desk.chooseFiles = startFiles(desk);
startComposer(desk);
startMenu(desk);
const lookAtDoubts = startDoubts(at("doubts"), desk);
startSearch(at("search"), at("found"), desk);

/** Somebody else's consultation, by its share link: to read, with nothing to press. */
async function showShared(id) {
  try {
    const read = await api.readShared(id);
    desk.reading = true;
    document.body.classList.add("shared");
    draw(read);
    showPlots(at("plots"), read.plots);
    for (const chip of document.querySelectorAll("#known .said")) chip.disabled = true;
  } catch (problem) {
    at("status").textContent = problem.message;
  }
}

const kept = new URLSearchParams(location.hash.slice(1)).get("c");
const shared = new URLSearchParams(location.hash.slice(1)).get("s");
if (shared) showShared(shared);
if (kept) {
  act(() => api.read(kept)).then((found) => {
    if (!found) history.replaceState(null, "", location.pathname);
  });
}
