// The reports, the language, a new start, and deleting everything.

import * as api from "./api.js";
import { say } from "./words.js";

const at = (id) => document.getElementById(id);

export function startMenu(desk) {
  at("new").addEventListener("click", () => location.assign("/"));
  at("delete").addEventListener("click", () => confirm(say("delete_sure")) && desk.forget());
  at("share").addEventListener("click", () => share(desk).catch((problem) => desk.complain(problem.message)));
  at("language").addEventListener("click", (event) => changeLanguage(event, desk));
  for (const link of document.querySelectorAll("[data-report]")) {
    link.addEventListener("click", () => {
      link.href = api.reportAddress(desk.consultation().id, link.dataset.report);
    });
  }
  document.addEventListener("keydown", (event) => event.key === "Escape" && close(true));
  document.addEventListener("click", (event) => at("menu").contains(event.target) || close());
}

/** The link reads this consultation and nothing else; it is shown marked, ready to be copied. */
async function share(desk) {
  const { page } = await api.share(desk.consultation().id);
  at("shared").value = new URL(page, location.origin).href;
  at("shared").hidden = false;
  at("shared").select();
}

function close(back = false) {
  if (back && at("menu").contains(document.activeElement)) at("menu").firstElementChild.focus();
  at("menu").open = false;
}

async function changeLanguage(event, desk) {
  event.preventDefault();
  await desk.speak(at("language").lang);
  await fetch(at("language").href, { redirect: "manual" });
  location.reload();
}
