// Where the person writes: Enter sends, an unsent draft survives a reload, typing works anywhere.

const DRAFT = "draft";
const input = document.getElementById("input");
const form = document.getElementById("say");

export function startComposer(desk) {
  input.value = sessionStorage.getItem(DRAFT) ?? "";
  input.addEventListener("input", () => sessionStorage.setItem(DRAFT, input.value));
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.value.trim()) send(desk, input.value);
  });
  for (const chip of document.querySelectorAll("#examples button")) {
    chip.addEventListener("click", () => send(desk, chip.textContent));
  }
  document.getElementById("worked-example").addEventListener("click", desk.example);
  document.addEventListener("keydown", typeAnywhere);
}

async function send(desk, text) {
  if (await desk.tell(text)) {
    input.value = "";
    sessionStorage.removeItem(DRAFT);
  }
  input.focus({ preventScroll: true });
}

/** A letter typed while nothing that takes letters has the focus belongs to the input. */
function typeAnywhere(event) {
  const letter = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
  const taken = event.target.closest("input, textarea, select, dialog, summary");
  if (letter && !taken) input.focus();
}
