// The page: holds the consultation, shows every answer of the server, wires the buttons.

import * as api from "./api.js";
import { showCauses, showKnown, showUnchecked } from "./side.js";
import { showFixes } from "./fixes.js";
import { showQuestion } from "./question.js";
import { showTranscript } from "./transcript.js";
import { startSearch } from "./search.js";
import { say } from "./words.js";

const at = (id) => document.getElementById(id);
let consultation = null;

const desk = {
  answer: (answers) => act(() => api.answer(consultation.id, answers)),
  record: (finding, body) =>
    act(() =>
      consultation
        ? api.record(consultation.id, finding, body)
        : api.open({ language: document.documentElement.lang, evidence: [{ id: finding, ...body }] }),
    ),
  retract: (finding) => act(() => api.retract(consultation.id, finding)),
  tried: (fix, outcome) => act(() => api.tried(consultation.id, fix, outcome)),
};

async function act(work) {
  at("status").textContent = say("thinking");
  document.body.classList.add("busy");
  try {
    show(await work());
    at("status").textContent = "";
    return true;
  } catch (problem) {
    at("status").textContent = problem.message;
    if (!problem.status && !(problem instanceof api.Problem)) throw problem;
    return false;
  } finally {
    document.body.classList.remove("busy");
  }
}

function show(next) {
  const before = consultation;
  consultation = next;
  history.replaceState(null, "", next ? `#c=${next.id}` : location.pathname);
  at("start").hidden = Boolean(next);
  at("side").hidden = !next;
  for (const id of ["undo", "report", "delete", "new"]) at(id).hidden = !next;
  if (!next) return;
  at("report").href = api.reportAddress(next.id);
  showTranscript(at("transcript"), next, desk);
  showQuestion(at("question"), next.state, desk);
  showFixes(at("fixes"), next.state, desk);
  showCauses(at("causes"), next.state, before?.state);
  showKnown(at("known"), next.state, desk);
  showUnchecked(at("unchecked"), next.state);
}

async function tell(text) {
  const language = document.documentElement.lang;
  const done = await act(() =>
    consultation ? api.tell(consultation.id, text) : api.open({ language, text }),
  );
  if (done) at("input").value = "";
  at("input").focus();
}

async function changeLanguage() {
  const other = document.documentElement.lang === "en" ? "zh" : "en";
  if (consultation) await api.speak(consultation.id, other);
  await fetch(`/language/${other}`, { redirect: "manual" });
  location.reload();
}

async function remove() {
  if (!confirm(say("delete_sure"))) return;
  await api.remove(consultation.id);
  show(null);
  at("transcript").replaceChildren();
  at("question").replaceChildren();
  at("fixes").replaceChildren();
  at("status").textContent = say("deleted");
}

function changeTheme() {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const now = document.documentElement.dataset.theme ?? (dark ? "dark" : "light");
  setTheme(now === "dark" ? "light" : "dark");
}

function setTheme(theme) {
  if (!theme) return;
  document.documentElement.dataset.theme = theme;
  localStorage.setItem("theme", theme);
}

at("say").addEventListener("submit", (event) => {
  event.preventDefault();
  if (at("input").value.trim()) tell(at("input").value);
});
at("input").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    at("say").requestSubmit();
  }
});
for (const chip of at("examples").querySelectorAll("button")) {
  chip.addEventListener("click", () => tell(chip.textContent));
}
at("undo").addEventListener("click", () => act(() => api.undo(consultation.id)));
at("new").addEventListener("click", () => location.assign("/"));
at("delete").addEventListener("click", remove);
at("language").addEventListener("click", changeLanguage);
at("theme").addEventListener("click", changeTheme);
startSearch(at("search"), at("found"), desk);
setTheme(localStorage.getItem("theme"));

const kept = new URLSearchParams(location.hash.slice(1)).get("c");
if (kept) {
  act(() => api.read(kept)).then((found) => {
    if (!found) history.replaceState(null, "", location.pathname);
  });
}
