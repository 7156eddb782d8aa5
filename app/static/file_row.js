// One file: how much of it is there, what it was recognised as, and what each probe says.

import { button, make } from "./elements.js";
import { prose } from "./prose.js";
import { percent, say } from "./words.js";

const drawn = new WeakMap(); // row -> what it showed
const MARKS = { present: "●", absent: "○", unknown: "–" };
const RUNNING = ["checking", "queued", "measuring"];

/** The old row where nothing changed, so that focus and open lists stay. */
export function row(upload, sending, old, verbs) {
  const held = upload.state === "receiving" && sending?.paused;
  const sight = JSON.stringify([upload, held, Boolean(sending)]);
  if (old && drawn.get(old) === sight) return old;
  const open = old?.querySelector("details")?.open ?? false;
  const made = make(
    "li",
    { "data-upload": upload.id, "data-state": upload.state },
    heading(upload, held),
    progress(upload),
    upload.refusal && make("p", { class: "refusal" }, ...prose(upload.refusal)),
    probes(upload, open),
    buttons(upload, sending, held, verbs),
  );
  drawn.set(made, sight);
  return made;
}

function heading(upload, held) {
  const kind = upload.kind && say(`file_${upload.kind}`);
  const state = held ? say("paused") : upload.kept ? upload.state_text : say("expired");
  return make(
    "p",
    { class: "file-line" },
    make("strong", {}, upload.name),
    " ",
    make("span", { class: "note" }, [kind, size(upload.bytes), state].filter(Boolean).join(" · ")),
  );
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

/** What was found first, then what is fine, and what could not be told. */
function probes(upload, open) {
  if (!upload.probes.length) return null;
  const order = Object.keys(MARKS);
  const sorted = [...upload.probes].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  const counts = order.map((state) => sorted.filter((probe) => probe.state === state).length);
  const lines = sorted.map((probe) =>
    make(
      "li",
      { class: probe.state, "data-probe": probe.finding },
      make("span", { "aria-hidden": "true" }, MARKS[probe.state], " "),
      make("span", { class: "visually-hidden" }, say(`probe_${probe.state}`), " "),
      make("a", { href: `/knowledge/findings/${probe.finding}` }, probe.name),
      probe.state !== "absent" && probe.text !== probe.name && make("span", {}, ": ", ...prose(probe.text)),
      make("small", {}, ` ${say("seconds", { seconds: probe.seconds.toFixed(2) })}`),
    ),
  );
  const [found, fine, open_] = counts;
  return make(
    "details",
    { open },
    make("summary", {}, say("probes_summary", { found, fine, open: open_ })),
    make("ul", { class: "probes" }, ...lines),
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
    "p",
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
