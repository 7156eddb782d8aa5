// The page's sentences, handed over by the server in the reader's language.

const words = JSON.parse(document.getElementById("words").textContent);

export function say(key, numbers = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => numbers[name] ?? "");
}

export function percent(share) {
  return `${Math.round(share * 100)}%`;
}
