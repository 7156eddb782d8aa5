// Sends one file by tus 1.0: in pieces, each with its SHA-256, going on where a lost line broke off.

import { Problem } from "./api.js";
import { say } from "./words.js";

const PIECE = 4 * 1024 * 1024;
const WAITS = [500, 1000, 2000, 4000, 8000]; // milliseconds after each failure in a row
const VERSION = { "Tus-Resumable": "1.0.0" };

export class Sending {
  /** `address` is where uploads are created, or an upload that was begun before. */
  constructor(file, address, begun = null) {
    Object.assign(this, { file, address, begun, sent: 0, paused: false, failed: 0 });
  }

  pause() {
    this.paused = true;
    this.line?.abort();
  }

  /** To the end, or until paused; a Problem when the server refuses. `heard(sent)` after each piece. */
  async run(heard) {
    this.paused = false;
    while (!this.paused) {
      try {
        this.begun ??= await this.#create();
        this.sent = await this.#offset();
        await this.#pieces(heard);
        return;
      } catch (failure) {
        if (this.paused) return;
        if (failure instanceof Problem && failure.status < 500 && failure.status !== 409) throw failure;
        await this.#wait(failure);
      }
    }
  }

  async #pieces(heard) {
    while (this.sent < this.file.size) {
      const piece = await this.file.slice(this.sent, this.sent + PIECE).arrayBuffer();
      const answer = await this.#ask("PATCH", this.begun, {
        "Content-Type": "application/offset+octet-stream",
        "Upload-Offset": String(this.sent),
        ...(await checksum(piece)),
      }, piece);
      this.sent = Number(answer.headers.get("Upload-Offset"));
      this.failed = 0;
      heard(this.sent);
    }
  }

  async #create() {
    const answer = await this.#ask("POST", this.address, {
      "Upload-Length": String(this.file.size),
      "Upload-Metadata": `filename ${base64(new TextEncoder().encode(this.file.name))}`,
    });
    return answer.headers.get("Location");
  }

  async #offset() {
    return Number((await this.#ask("HEAD", this.begun, {})).headers.get("Upload-Offset"));
  }

  async #ask(method, address, headers, body) {
    this.line = new AbortController();
    const answer = await fetch(address, {
      method,
      body,
      headers: { ...VERSION, ...headers, "Accept-Language": document.documentElement.lang },
      signal: this.line.signal,
    });
    if (answer.ok) return answer;
    const told = await answer.json().catch(() => ({ detail: say("offline") }));
    throw new Problem(answer.status, told.code, told.detail);
  }

  async #wait(failure) {
    if (this.failed >= WAITS.length) {
      this.paused = true;
      throw failure instanceof Problem ? failure : new Problem(0, "offline", say("line_lost"));
    }
    await new Promise((ready) => setTimeout(ready, WAITS[this.failed++]));
  }
}

async function checksum(piece) {
  if (!globalThis.crypto?.subtle) return {}; // only there on https and on this machine
  const digest = await crypto.subtle.digest("SHA-256", piece);
  return { "Upload-Checksum": `sha256 ${base64(new Uint8Array(digest))}` };
}

function base64(bytes) {
  return btoa(String.fromCharCode(...bytes));
}
