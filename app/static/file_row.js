// One file: how much of it is there, what it was recognised as, and what each probe says.

import { button, make } from "./elements.js";
import { prose } from "./prose.js";
import { percent, say } from "./words.js";

const drawn = new WeakMap(); // row -> what it showed
const MARKS = { present: "●", absent: "○", unknown: "–" };
const WORTH_TELLING = 0.1; // seconds
const RUNNING = ["checking", "queued", "measuring"];

/** The old row where nothing changed, so that focus and open lists stay. */
export function row(upload, sending, old, verbs) {
  const held = upload.state === "receiving" && sending?.paused;
  const sight = JSON.stringify([upload, held, Boolean(sending)]);
  if (old && drawn.get(old) === sight) return old;
  const open = isOpen(upload, old);
  const made = make(
    "li",
    { "data-upload": upload.id, "data-state": upload.state },
    heading(upload, held, verbs, buttons(upload, sending, held, verbs)),
    progress(upload),
    upload.refusal && make("p", { class: "refusal" }, ...prose(upload.refusal)),
    upload.notice && make("p", { class: "note" }, ...prose(upload.notice)),
    probes(upload, open),
  );
  drawn.set(made, sight);
  return made;
}

/** Open while it fills in; folded when all is told, unless the person opened it after that. */
function isOpen(upload, old) {
  if (upload.state === "measuring") return true;
  return old?.dataset.state === upload.state && (old.querySelector("details")?.open ?? false);
}

function heading(upload, held, verbs, buttons) {
  const choose = upload.kinds.length > 0 && correction(upload, verbs);
  const kind = !choose && upload.kind && say(`file_${upload.kind}`);
  const state = held ? say("paused") : upload.kept ? upload.state_text : say("expired");
  return make(
    "div",
    { class: "file-line" },
    make("strong", {}, upload.name),
    choose,
    make("span", { class: "note" }, [kind, size(upload.bytes), state].filter(Boolean).join(" · ")),
    buttons,
  );
}

/** Training or validation: of a batch the content does not say it. */
function correction(upload, verbs) {
  const options = upload.kinds.map((kind) =>
    make("option", { value: kind, selected: kind === upload.kind }, say(`file_${kind}`)),
  );
  const onchange = (event) => verbs.correct(upload.id, event.target.value);
  return make("select", { onchange, "data-verb": "correct", "aria-label": say("correct_kind", { name: upload.name }) }, ...options);
}

function progress(upload) {
  const receiving = upload.state === "receiving";
  if (!receiving && upload.state !== "measuring") return null;
  const [done, all] = receiving
    ? [upload.received, upload.bytes]
    : [upload.progress.done ?? 0, upload.progress.total ?? 0];
  const label = receiving ? percent(all ? done / all : 0) : say("probes_done", { done, all: all || "?" });
  return make("p", { class: "file-progress" }, make("progress", { max: all || 1, value: done, "aria-label": upload.name }), " ", label);
}

/** What was found is open to see; what is fine and what could not be told is folded. */
function probes(upload, open) {
  if (!upload.probes.length) return null;
  const of = (state) => upload.probes.filter((probe) => probe.state === state);
  const [found, fine, untold] = [of("present"), of("absent"), of("unknown")];
  return make(
    "details",
    { open },
    make("summary", {}, say("probes_summary", { found: found.length, fine: fine.length, open: untold.length })),
    list(found),
    folded(say("probes_fine", { count: fine.length }), fine),
    folded(say("probes_open", { count: untold.length }), untold),
  );
}

function folded(title, those) {
  return those.length ? make("details", {}, make("summary", {}, title), list(those)) : null;
}

function list(those) {
  return make("ul", { class: "probes" }, ...those.map(line));
}

function line(probe) {
  const told = probe.state !== "absent" && probe.text !== probe.name;
  return make(
    "li",
    { class: probe.state, "data-probe": probe.finding },
    make("span", { "aria-hidden": "true" }, MARKS[probe.state], " "),
    make("span", { class: "visually-hidden" }, say(`probe_${probe.state}`), " "),
    make("a", { href: `/knowledge/findings/${probe.finding}` }, probe.name),
    told && make("span", {}, ": ", ...prose(probe.text)),
    probe.seconds >= WORTH_TELLING && make("small", {}, ` ${say("seconds", { seconds: probe.seconds.toFixed(1) })}`),
  );
}

function buttons(upload, sending, held, verbs) {
  const one = (verb, extra) =>
    button(say(`file_${verb}`), () => verbs[verb](upload.id), {
      "data-verb": verb,
      "aria-label": `${say(`file_${verb}`)}: ${upload.name}`,
      ...extra,
    });
  return make(
    "span",
    { class: "file-buttons" },
    upload.state === "receiving" && sending && (held ? one("resume") : one("pause")),
    upload.state === "receiving" && !sending && make("span", { class: "note" }, say("choose_again")),
    RUNNING.includes(upload.state) && one("cancel"),
    one("remove", { class: "quiet danger" }),
  );
}

function size(bytes) {
  const units = ["B", "kB", "MB", "GB"];
  const step = Math.min(units.length - 1, bytes ? Math.floor(Math.log10(bytes) / 3) : 0);
  const shown = bytes / 1000 ** step;
  return `${shown >= 100 || !step ? Math.round(shown) : shown.toFixed(1)} ${units[step]}`;
}
