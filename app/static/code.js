// Code to read and to take: coloured in the classes that Pygments uses, with a copy button.

import { button, make } from "./elements.js";
import { say } from "./words.js";

const TOKENS = new RegExp(
  [
    /(?<c>#[^\n]*)/,
    /(?<s>[rbfRBF]{0,2}(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'))/,
    /(?<k>\b(?:and|as|assert|break|class|continue|def|del|elif|else|except|finally|for|from|if|import|in|is|lambda|not|or|pass|raise|return|try|while|with|yield|None|True|False)\b)/,
    /(?<m>\b\d+(?:\.\d*)?(?:[eE][+-]?\d+)?\b)/,
  ]
    .map((part) => part.source)
    .join("|"),
  "g",
);

export function coloured(text) {
  const pieces = [];
  let done = 0;
  for (const match of text.matchAll(TOKENS)) {
    const kind = Object.keys(match.groups).find((name) => match.groups[name] !== undefined);
    pieces.push(text.slice(done, match.index), make("span", { class: kind }, match[0]));
    done = match.index + match[0].length;
  }
  return [...pieces, text.slice(done)];
}

export function code(text) {
  const shown = make("code", {}, ...coloured(text));
  const told = make("span", { role: "status" });
  const copy = button(say("copy"), async () => {
    told.textContent = (await copied(text, shown)) ? say("copied") : say("copy_by_hand");
  }, { class: "copy" });
  return make("div", { class: "code" }, make("pre", { tabindex: 0 }, shown), copy, " ", told);
}

/** Without a secure context there is no clipboard: then the code is marked, ready for Ctrl+C. */
async function copied(text, shown) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection().selectAllChildren(shown);
    return false;
  }
}
