"""The run over time: losses, accuracies, the rate, the gradient norm, and where trouble began."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from app.plots.numbers import LEAST_POSITIVE, number, series
from engine import Evidence
from knowledge_base import KnowledgeBase, Language

Say = Callable[..., str]
# figure -> (its lines, whether its axis is logarithmic)
FIGURES = {
    "loss": (("train_loss", "validation_loss"), False),
    "accuracy": (("train_accuracy", "validation_accuracy"), False),
    "learning_rate": (("learning_rate",), True),
    "gradient_norm": (("gradient_norm",), True),
}
UNITS = ("epoch", "step", "row")
MARKED = ("loss", "accuracy")
MOST_MARKS = 4


def draw(
    kb: KnowledgeBase, told: Any, known: Iterable[Evidence], say: Say, language: Language
) -> list[dict[str, Any]]:
    lines = told.get("lines") if isinstance(told, dict) else None
    if not isinstance(lines, dict):
        return []
    unit = told.get("unit") if told.get("unit") in UNITS else "row"
    marks = onsets(kb, known, language)
    drawn = (_figure(name, lines, unit, marks, say) for name in FIGURES)
    return [figure for figure in drawn if figure]


def onsets(
    kb: KnowledgeBase, known: Iterable[Evidence], language: Language
) -> list[tuple[float, str]]:
    """Where a measured finding began, earliest first."""
    found = []
    for item in known:
        at, finding = number(item.numbers.get("epoch")), kb.findings[item.finding]
        seen = item.source == "measured" and item.state == "present" and finding.kind == "binary"
        if seen and at is not None:
            found.append((at, finding.name.to(language)))
    places = sorted({at for at, _ in found})[:MOST_MARKS]
    return [(at, " · ".join(sorted(name for place, name in found if place == at))) for at in places]


def _figure(
    name: str, lines: Mapping[str, Any], unit: str, marks: list[tuple[float, str]], say: Say
) -> dict[str, Any] | None:
    wanted, logarithmic = FIGURES[name]
    read = {line: series(lines.get(line)) for line in wanted}
    shown = {line: xy for line, xy in read.items() if any(y is not None for y in xy[1])}
    if not shown:
        return None
    marks = marks if name in MARKED else []
    positive = all(y > LEAST_POSITIVE for _, ys in shown.values() for y in ys if y is not None)
    traces = [
        {"type": "scatter", "mode": "lines", "name": say(f"line_{line}"), "x": x, "y": y}
        for line, (x, y) in shown.items()
    ]
    sentences = [_sentence(line, *xy, unit, say) for line, xy in shown.items()]
    sentences += [say("mark", name=label, at=f"{at:g}", unit=say(unit)) for at, label in marks]
    return {
        "id": name,
        "title": say(f"title_{name}"),
        "text": " ".join(sentences),
        "figure": {
            "data": traces,
            "layout": {
                "xaxis": {"title": {"text": say(unit)}},
                "yaxis": {
                    "title": {"text": say(f"title_{name}")},
                    "type": "log" if logarithmic and positive else "linear",
                },
                **_marked(marks),
            },
        },
    }


def _marked(marks: list[tuple[float, str]]) -> dict[str, Any]:
    """An upright line and a label for each."""
    across = {"yref": "paper", "xref": "x"}
    return {
        "shapes": [
            {"type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, **across} for at, _ in marks
        ],
        "annotations": [
            {"x": at, "y": 1 - 0.08 * row, "text": label, "showarrow": False, "xanchor": "left"}
            | across
            for row, (at, label) in enumerate(marks)
        ],
    }


def _sentence(line: str, x: list[float], y: list[float | None], unit: str, say: Say) -> str:
    finite = [(at, value) for at, value in zip(x, y, strict=True) if value is not None]
    best = (max if "accuracy" in line else min)(finite, key=lambda pair: pair[1])
    key = "text_highest" if "accuracy" in line else "text_lowest"
    text = say(
        key,
        line=say(f"line_{line}"),
        first=f"{finite[0][1]:.4g}",
        last=f"{finite[-1][1]:.4g}",
        best=f"{best[1]:.4g}",
        at=f"{best[0]:g}",
        unit=say(unit),
    )
    gaps = len(y) - len(finite)
    return f"{text} {say('text_gaps', count=gaps)}" if gaps else text
