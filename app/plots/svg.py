"""A figure as inline SVG: for the report, which opens without a network and prints."""

import math
from collections.abc import Callable
from html import escape
from typing import Any

WIDTH, HEIGHT = 680, 300
LEFT, RIGHT, TOP, BOTTOM = 64, 12, 12, 46
COLOURS = ("#2f6fd6", "#d9622b", "#3a9d5d", "#8e5bbf")
MARK = "#b3323a"
TICKS = 5
LONGEST_LABEL = 18

Place = Callable[[float], float]


def svg(title: str, text: str, figure: dict[str, Any]) -> str:
    traces, layout = figure["data"], figure["layout"]
    bars = traces[0]["type"] == "bar"
    logarithmic = layout["yaxis"]["type"] == "log"
    low, high = _reach(traces, layout, logarithmic, from_zero=bars)
    up = _scale(low, high, HEIGHT - BOTTOM, TOP, logarithmic)
    draw = _bars if bars else _lines
    parts = [*_grid(low, high, up, logarithmic), *draw(traces, layout, up)]
    axis = escape(layout["xaxis"]["title"]["text"])
    parts.append(_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, axis, "middle"))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(f"{title}. {text}")}" font-size="12" fill="currentColor">'
        + "".join(parts)
        + "</svg>"
    )


def _reach(
    traces: list[dict[str, Any]], layout: dict[str, Any], logarithmic: bool, from_zero: bool
) -> tuple[float, float]:
    values = [value for trace in traces for value in trace["y"] if value is not None]
    values += [shape["y0"] for shape in layout["shapes"] if shape.get("yref") == "y"]
    low, high = min(values), max(values)
    if logarithmic:
        return (low / 1.5, high * 1.5)
    low = min(low, 0.0) if from_zero else low
    room = (high - low) * 0.05 or abs(high) * 0.05 or 1.0
    return (low if from_zero and low == 0 else low - room, high + room)


def _scale(low: float, high: float, start: float, end: float, logarithmic: bool = False) -> Place:
    if logarithmic:
        inner = _scale(math.log10(low), math.log10(high), start, end)
        return lambda value: inner(math.log10(value))
    span = (high - low) or 1.0
    return lambda value: start + (value - low) / span * (end - start)


def ticks(low: float, high: float, logarithmic: bool) -> list[float]:
    """Round numbers between low and high; powers of ten on a logarithmic axis."""
    if logarithmic:
        first, last = math.ceil(math.log10(low)), math.floor(math.log10(high))
        powers = range(first, last + 1, max(1, (last - first) // TICKS + 1))
        return [10.0**power for power in powers] or [math.sqrt(low * high)]
    raw = (high - low) / TICKS
    size = 10.0 ** math.floor(math.log10(raw))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= raw)
    count = math.floor(high / step) - math.ceil(low / step) + 1
    return [(math.ceil(low / step) + place) * step for place in range(count)]


def _grid(low: float, high: float, up: Place, logarithmic: bool) -> list[str]:
    parts = []
    for value in ticks(low, high, logarithmic):
        y = up(value)
        parts.append(_line(LEFT, y, WIDTH - RIGHT, y, "currentColor", 'stroke-opacity="0.15"'))
        parts.append(_text(LEFT - 6, y + 4, f"{value:.3g}", "end"))
    return parts


def _lines(traces: list[dict[str, Any]], layout: dict[str, Any], up: Place) -> list[str]:
    xs = [x for trace in traces for x in trace["x"]]
    along = _scale(min(xs), max(xs), LEFT, WIDTH - RIGHT)
    parts = []
    if min(xs) < max(xs):
        for value in ticks(min(xs), max(xs), logarithmic=False):
            parts.append(_text(along(value), HEIGHT - BOTTOM + 16, f"{value:g}", "middle"))
    for place, trace in enumerate(traces):
        colour = COLOURS[place % len(COLOURS)]
        path = _path(trace["x"], trace["y"], along, up)
        parts.append(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(_text(WIDTH - RIGHT - 4, TOP + 14 + 16 * place, trace["name"], "end", colour))
    for shape, label in zip(layout["shapes"], layout["annotations"], strict=True):
        x = along(shape["x0"])
        parts.append(_line(x, TOP, x, HEIGHT - BOTTOM, MARK, 'stroke-dasharray="4 3"'))
        y = TOP + 14 + (1 - label["y"]) * (HEIGHT - TOP - BOTTOM)
        parts.append(_text(x + 4, y, label["text"], "start", MARK))
    return parts


def _path(xs: list[float], ys: list[float | None], along: Place, up: Place) -> str:
    """Broken where a value is missing."""
    steps, down = [], False
    for x, y in zip(xs, ys, strict=True):
        if y is not None:
            steps.append(f"{'L' if down else 'M'}{along(x):.1f} {up(y):.1f}")
        down = y is not None
    return "".join(steps)


def _bars(traces: list[dict[str, Any]], layout: dict[str, Any], up: Place) -> list[str]:
    names, values = traces[0]["x"], traces[0]["y"]
    wide = (WIDTH - LEFT - RIGHT) / len(values)
    floor, parts = HEIGHT - BOTTOM, []
    labelled = max(1, math.ceil(len(values) / 8))
    for place, (name, value) in enumerate(zip(names, values, strict=True)):
        x, y = LEFT + place * wide, up(value)
        parts.append(
            f'<rect x="{x + wide * 0.1:.1f}" y="{y:.1f}" width="{wide * 0.8:.1f}" '
            f'height="{max(floor - y, 1):.1f}" fill="{COLOURS[0]}"/>'
        )
        if place % labelled == 0:
            short = name if len(name) <= LONGEST_LABEL else f"…{name[1 - LONGEST_LABEL :]}"
            parts.append(
                _text(x + wide / 2, floor + 16 + 12 * (place // labelled % 2), short, "middle")
            )
    for shape in layout["shapes"]:
        y = up(shape["y0"])
        parts.append(_line(LEFT, y, WIDTH - RIGHT, y, MARK, 'stroke-dasharray="4 3"'))
    return parts


def _line(x0: float, y0: float, x1: float, y1: float, colour: str, more: str = "") -> str:
    place = f'x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}"'
    return f'<line {place} stroke="{colour}" {more}/>'


def _text(x: float, y: float, text: str, anchor: str, colour: str = "currentColor") -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text {place} fill="{colour}">{escape(text)}</text>'
