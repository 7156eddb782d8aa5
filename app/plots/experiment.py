"""The lines of an experiment: seeds thin, the mean of each arm thick, the present rate marked."""

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from app.plots.numbers import LEAST_POSITIVE, number, series

THIN, THICK = 1, 3
FAINT = 0.35
COLOURS = ("#d9622b", "#2f6fd6")  # as it is, with the fix


def draw(
    name: str, title: str, text: str, told: Mapping[str, Any], say: Callable[..., str]
) -> dict[str, Any] | None:
    """As the other figures: id, title, text and figure."""
    traces = [
        trace
        for line, colour in zip(told["lines"], COLOURS, strict=False)
        for trace in _traces(line, colour)
    ]
    if not traces:
        return None
    positive = _positive(traces)
    by_rate = told["axis"] == "learning_rate"
    rate = number(told["numbers"].get("rate")) if by_rate else None
    return {
        "id": name,
        "title": title,
        "text": text,
        "figure": {
            "data": traces,
            "layout": {
                "xaxis": {
                    "title": {"text": say(f"axis_{told['axis']}")},
                    "type": "log" if by_rate else "linear",
                },
                "yaxis": {
                    "title": {"text": say("axis_loss")},
                    "type": "log" if positive else "linear",
                },
                **_marked(rate if told["numbers"].get("rate_known") else None, say),
            },
        },
    }


def _positive(traces: list[dict[str, Any]]) -> bool:
    """Whether a logarithmic axis fits; a loss of exactly zero is a gap in it."""
    values = [y for trace in traces for y in trace["y"] if y is not None]
    fits = bool(values) and min(values) >= 0 and max(values) > LEAST_POSITIVE
    for trace in traces if fits else ():
        trace["y"] = [y if y is not None and y > LEAST_POSITIVE else None for y in trace["y"]]
    return fits


def _traces(line: Mapping[str, Any], colour: str) -> Iterator[dict[str, Any]]:
    for seed in line["seeds"] if len(line["seeds"]) > 1 else ():
        x, y = series({"x": line["x"], "y": seed})
        yield _trace(line["label"], x, y, {"color": colour, "width": THIN}, FAINT)
    x, y = series({"x": line["x"], "y": line["mean"]})
    if x:
        yield _trace(line["label"], x, y, {"color": colour, "width": THICK}, 1.0)


def _trace(name: str, x: list, y: list, line: dict[str, Any], opacity: float) -> dict[str, Any]:
    """Only the mean is named in the legend."""
    return {
        "type": "scatter", "mode": "lines", "name": name, "x": x, "y": y, "line": line,
        "opacity": opacity, "showlegend": opacity == 1.0,
    }  # fmt: skip


def _marked(rate: float | None, say: Callable[..., str]) -> dict[str, Any]:
    if rate is None or rate <= 0:
        return {"shapes": [], "annotations": []}
    # On a logarithmic axis Plotly wants the exponent for a text and the number for a line.
    across = {"yref": "paper", "xref": "x"}
    return {
        "shapes": [{"type": "line", "x0": rate, "x1": rate, "y0": 0, "y1": 1, **across}],
        "annotations": [
            {"x": math.log10(rate), "y": 1, "text": say("mark_rate", rate=f"{rate:g}"),
             "showarrow": False, "xanchor": "left", **across}
        ],
    }  # fmt: skip
