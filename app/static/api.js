// The REST API, one function a verb; a failure is thrown with the server's own sentence.

import { say } from "./words.js";

const ROOT = "/api/v1";

export class Problem extends Error {
  constructor(status, code, detail) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

async function call(method, path, body) {
  let response;
  try {
    response = await fetch(ROOT + path, {
      method,
      headers: {
        "Accept-Language": document.documentElement.lang,
        ...(body && { "Content-Type": "application/json" }),
      },
      body: body && JSON.stringify(body),
    });
  } catch {
    throw new Problem(0, "offline", say("offline"));
  }
  if (response.status === 204) return null;
  const answer = await response.json().catch(() => ({ detail: say("offline") })); // a proxy's page
  if (!response.ok) throw new Problem(response.status, answer.code, answer.detail);
  return answer;
}

const one = (id, rest = "") => `/consultations/${encodeURIComponent(id)}${rest}`;

export const open = (body) => call("POST", "/consultations", body);
export const example = (language) => call("POST", "/examples", { language });
export const read = (id) => call("GET", one(id));
export const remove = (id) => call("DELETE", one(id));
export const tell = (id, text) => call("POST", one(id, "/messages"), { text });
export const answer = (id, answers) => call("POST", one(id, "/answers"), { answers });
export const record = (id, finding, body) => call("PUT", one(id, `/evidence/${finding}`), body);
export const retract = (id, finding) => call("DELETE", one(id, `/evidence/${finding}`));
export const undo = (id) => call("POST", one(id, "/undo"), {});
export const speak = (id, language) => call("PUT", one(id, "/language"), { language });
export const tried = (id, fix, outcome) => call("POST", one(id, `/fixes/${fix}/outcome`), { outcome });
export const search = (words) => call("GET", `/findings?q=${encodeURIComponent(words)}&limit=24`);
export const finding = (id) => call("GET", `/findings/${id}`);
export const reportAddress = (id, format) => `${ROOT}${one(id, "/report")}?format=${format}`;
export const uploads = (id) => call("GET", one(id, "/uploads"));
export const cancelUpload = (id, upload) => call("POST", one(id, `/uploads/${upload}/cancel`), {});
export const correctUpload = (id, upload, role) => call("PUT", one(id, `/uploads/${upload}/role`), { role });
export const removeUpload = (id, upload) => call("DELETE", one(id, `/uploads/${upload}`));
export const doubts = (id) => call("GET", one(id, "/doubts"));
export const share = (id) => call("POST", one(id, "/shares"), {});
export const readShared = (share) => call("GET", `/shares/${encodeURIComponent(share)}`);
export const plots = (id) => call("GET", one(id, "/plots"));
export const experiments = (id) => call("GET", one(id, "/experiments"));
export const startExperiment = (id, body) => call("POST", one(id, "/experiments"), body);
export const job = (id, job) => call("GET", one(id, `/jobs/${job}`));
export const cancelJob = (id, job) => call("POST", one(id, `/jobs/${job}/cancel`), {});
export const uploadsAddress = (id) => `${ROOT}${one(id, "/uploads")}`;
export const eventsAddress = (id) => `${ROOT}${one(id, "/events")}`;
