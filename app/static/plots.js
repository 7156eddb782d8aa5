// Plots of what was measured: a sentence at once, the drawing when it is opened.

import { fill, make } from "./elements.js";
import { say } from "./words.js";

const COLOURS = {
  light: ["#2450b8", "#b3541e", "#176b3a", "#7a2aa0"],
  dark: ["#8fb0ff", "#f0b37a", "#7fd6a2", "#d3a4f0"],
};
let loading = null;

export function showPlots(place, plots) {
  const first = !place.querySelector("[data-plot=loss]"); // it shows that plots are worth a look
  const open = new Set([...place.querySelectorAll("details[open]")].map((one) => one.dataset.plot));
  const cards = plots.map(plotCard);
  fill(place, plots.length ? make("h2", {}, say("plots")) : null, ...cards);
  for (const one of cards) one.open = open.has(one.dataset.plot) || (first && one.dataset.plot === "loss");
}

/** `plot`: its title, its sentence, and the figure that is drawn when the card is opened. */
export function plotCard(plot) {
  const address = document.getElementById("plots").dataset;
  const canvas = make("div", { "aria-hidden": "true" });
  const told = make("p", { class: "note" }, plot.text);
  const shown = make(
    "details",
    { class: "card plot", "data-plot": plot.id },
    make("summary", {}, plot.title),
    told,
    canvas,
  );
  shown.addEventListener("toggle", async () => {
    if (!shown.open || canvas.firstChild) return;
    try {
      await (loading ??= load(address));
      await draw(canvas, plot.figure);
    } catch {
      loading = null;
      told.append(" ", say("plot_failed"));
    }
  });
  return shown;
}

/** The template stands in for an inline style of Plotly's maps, which the policy would refuse. */
function load({ script, mapStyle }) {
  document.head.append(make("template", { id: mapStyle }));
  return new Promise((ready, failed) => {
    document.head.append(make("script", { src: script, onload: ready, onerror: failed }));
  });
}

function draw(canvas, figure) {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const axis = { nticks: 6, gridcolor: colour("--line"), zerolinecolor: colour("--line"), automargin: true };
  const mark = { color: colour("--bad"), dash: "dash", width: 1.5 };
  const layout = {
    ...figure.layout,
    xaxis: { ...axis, ...figure.layout.xaxis },
    yaxis: { ...axis, ...figure.layout.yaxis },
    shapes: figure.layout.shapes.map((shape) => ({ ...shape, line: mark })),
    annotations: figure.layout.annotations.map((note) => ({ ...note, font: { color: mark.color } })),
    colorway: COLOURS[style.colorScheme === "dark" ? "dark" : "light"],
    paper_bgcolor: "transparent",
    plot_bgcolor: "transparent",
    font: { color: colour("--ink") },
    margin: { l: 60, r: 10, t: 30, b: 50 },
    legend: { orientation: "h", y: 1.15 },
    height: 320,
  };
  return Plotly.newPlot(canvas, figure.data, layout, { displayModeBar: false, responsive: true });
}
