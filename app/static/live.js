// Watches what happens to the files: by server-sent events, by asking where those do not come.

import { eventsAddress } from "./api.js";

const ASK_EVERY = 1000; // milliseconds
const KINDS = ["upload", "progress", "consultation"];

/** `look()` fetches and shows; it answers whether anything is still going on. */
export class Watch {
  constructor(look) {
    this.look = look;
    this.stream = null;
    this.timer = null;
    this.told = 0; // how often a measurement changed what is believed
  }

  /** Follow consultation `id` until nothing goes on any more. */
  async follow(id) {
    if (this.looking) {
      this.again = true;
      return;
    }
    this.looking = true;
    const busy = await this.look().catch(() => true); // a lost line: ask again
    this.looking = false;
    clearTimeout(this.timer);
    if (this.again) {
      this.again = false;
      this.follow(id);
    } else if (busy) {
      this.#listen(id);
      this.timer = setTimeout(() => this.follow(id), this.#heard() ? 5 * ASK_EVERY : ASK_EVERY);
    } else {
      this.stream?.close();
      this.stream = null;
    }
  }

  #heard() {
    return this.stream?.readyState === EventSource.OPEN;
  }

  #listen(id) {
    if (this.stream) return;
    this.stream = new EventSource(eventsAddress(id));
    this.stream.addEventListener("consultation", () => this.told++);
    for (const kind of KINDS) this.stream.addEventListener(kind, () => this.follow(id));
  }
}
