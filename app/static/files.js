// Files: dropped anywhere or chosen, sent side by side, and shown with what was measured in each.

import * as api from "./api.js";
import { row } from "./file_row.js";
import { Sending } from "./tus.js";
import { say } from "./words.js";

const at = (id) => document.getElementById(id);
const sendings = new Map(); // upload id -> Sending, of this page
const BUSY = ["receiving", "checking", "queued", "measuring"];

/** `desk.consultation()` may be none yet: then the first file opens one. */
export function startFiles(desk) {
  const choose = () => at("files").click();
  at("choose").addEventListener("click", choose);
  at("files").addEventListener("change", () => take(desk, [...at("files").files]));
  document.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    document.body.classList.add("dragging");
  });
  for (const end of ["dragleave", "drop"]) {
    document.addEventListener(end, (event) => {
      if (end === "dragleave" && event.relatedTarget) return;
      document.body.classList.remove("dragging");
    });
  }
  document.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    take(desk, [...event.dataTransfer.files]);
  });
  return choose;
}

async function take(desk, files) {
  at("files").value = "";
  const consultation = await desk.opened();
  if (!consultation) return;
  const known = (await api.uploads(consultation.id)).uploads;
  await Promise.all(files.map((file) => send(desk, consultation.id, file, known)));
}

/** A file of the same name and size that was left half sent goes on where it stopped. */
async function send(desk, id, file, known) {
  const half = known.find((one) => one.state === "receiving" && one.name === file.name && one.bytes === file.size);
  const root = api.uploadsAddress(id);
  const sending = new Sending(file, root, half && `${root}/${half.id}`);
  const watched = () => {
    sendings.set(sending.begun.split("/").at(-1), sending);
    desk.look();
  };
  try {
    await sending.run(watched);
    desk.look();
  } catch (problem) {
    if (!(problem instanceof api.Problem)) throw problem;
    desk.complain(say("not_sent", { name: file.name, why: problem.message }));
  }
}

const verbs = (desk) => ({
  pause: (id) => {
    sendings.get(id).pause();
    desk.look();
  },
  resume: (id) => {
    const sending = sendings.get(id);
    sending.run(desk.look).catch((problem) => desk.complain(problem.message));
    desk.look();
  },
  cancel: (id) => api.cancelUpload(desk.consultation().id, id).then(desk.look),
  correct: (id, role) => api.correctUpload(desk.consultation().id, id, role).then(desk.look),
  remove: async (id) => {
    sendings.get(id)?.pause();
    await api.removeUpload(desk.consultation().id, id);
    desk.look();
  },
});

/** Draws the list; true while anything is still going on. */
export function showFiles(list, uploads, desk) {
  at("upload-box").hidden = !uploads.length;
  const old = new Map([...list.children].map((child) => [child.dataset.upload, child]));
  const rows = uploads.map((upload) => row(upload, sendings.get(upload.id), old.get(upload.id), verbs(desk)));
  if (rows.length !== list.children.length || rows.some((each, n) => each !== list.children[n])) {
    const place = focused(list);
    list.replaceChildren(...rows);
    place && list.querySelector(place)?.focus();
  }
  return uploads.some((upload) => BUSY.includes(upload.state) && upload.kept);
}

/** How to find the focused button again after its row was drawn anew. */
function focused(list) {
  const button = list.contains(document.activeElement) && document.activeElement.closest("[data-verb]");
  return button && `[data-upload="${button.closest("li").dataset.upload}"] [data-verb=${button.dataset.verb}]`;
}
