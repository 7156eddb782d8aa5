"""One number for each layer, class or feature."""

from collections.abc import Callable
from typing import Any

from app.plots.numbers import LEAST_POSITIVE, table

# picture -> (the value that is expected, whether the axis is logarithmic)
PICTURES: dict[str, tuple[float | None, bool]] = {
    "gradient_sizes": (None, True),
    "update_ratios": (1e-3, True),
    "silent_shares": (None, False),
    "dead_shares": (None, False),
    "saturated_shares": (None, False),
    "weight_scales": (1.0, True),
    "class_counts": (None, False),
    "feature_scales": (1.0, True),
    "feature_shifts": (None, False),
}


def draw(name: str, told: Any, say: Callable[..., str]) -> dict[str, Any] | None:
    names, values = table(told)
    if not values:
        return None
    expected, logarithmic = PICTURES[name]
    positive = min(values) > LEAST_POSITIVE
    return {
        "id": name,
        "title": say(f"title_{name}"),
        "text": _sentence(names, values, expected, say),
        "figure": {
            "data": [{"type": "bar", "x": names, "y": values, "name": say(f"title_{name}")}],
            "layout": {
                "xaxis": {"type": "category", "title": {"text": ""}},
                "yaxis": {
                    "title": {"text": say(f"axis_{name}")},
                    "type": "log" if logarithmic and positive else "linear",
                },
                "shapes": _expected(expected),
                "annotations": [],
            },
        },
    }


def _expected(value: float | None) -> list[dict[str, Any]]:
    if value is None:
        return []
    return [
        {"type": "line", "xref": "paper", "yref": "y", "x0": 0, "x1": 1, "y0": value, "y1": value}
    ]


def _sentence(
    names: list[str], values: list[float], expected: float | None, say: Callable[..., str]
) -> str:
    low, high = values.index(min(values)), values.index(max(values))
    text = say(
        "text_bars",
        count=len(values),
        high=f"{values[high]:.3g}",
        high_name=names[high],
        low=f"{values[low]:.3g}",
        low_name=names[low],
    )
    return text if expected is None else f"{text} {say('text_expected', value=f'{expected:g}')}"
