// Sentences of the knowledge base: `backticks` become code, nothing else is markup.

import { make } from "./elements.js";

export function prose(text) {
  const parts = text.split(/`([^`]+)`/);
  return parts.map((part, place) => (place % 2 ? make("code", {}, part) : part));
}
