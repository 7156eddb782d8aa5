"""The reliability plot: how often verdicts were right against how sure they were, as SVG."""

from benchmarks.clinic.shares import Bin

SIZE, EDGE = 320, 44
INK = ("#1b6ca8", "#c4541b", "#3a7d34", "#7a3f9d", "#8a6d1a", "#555555")


def reliability_plot(curves: dict[str, list[Bin]]) -> str:
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIZE + 330}" height="{SIZE + 2 * EDGE}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{SIZE + 330}" height="{SIZE + 2 * EDGE}" fill="#ffffff"/>',
        _line([(0, 0), (1, 1)], "#bbbbbb", "4 4"),
        _line([(0, 0), (0, 1), (1, 1), (1, 0), (0, 0)], "#888888"),
    ]
    for at in (0.0, 0.5, 1.0):
        parts.append(_text(*_place(at, 0, down=16), f"{at:g}", "middle"))
        parts.append(_text(*_place(0, at, left=8, down=4), f"{at:g}", "end"))
    parts.append(_text(*_place(0.5, 0, down=34), "confidence in the verdict", "middle"))
    parts.append(_text(*_place(0, 1, down=-12), "share that was right"))
    for at, (name, bins) in enumerate(curves.items()):
        ink = INK[at % len(INK)]
        parts.append(_line([(one.confidence, one.right) for one in bins], ink))
        parts += [_dot(one, ink) for one in bins]
        parts.append(_text(SIZE + EDGE + 20, EDGE + 18 * at + 12, name, ink=ink))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _place(x: float, y: float, left: int = 0, down: int = 0) -> tuple[float, float]:
    return EDGE + x * SIZE - left, EDGE + (1 - y) * SIZE + down


def _line(points: list[tuple[float, float]], ink: str, dashes: str = "none") -> str:
    path = " ".join("{:.1f},{:.1f}".format(*_place(x, y)) for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{ink}" stroke-dasharray="{dashes}"/>'


def _dot(one: Bin, ink: str) -> str:
    x, y = _place(one.confidence, one.right)
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{2 + one.count**0.5 / 3:.1f}" fill="{ink}"/>'


def _text(x: float, y: float, words: str, anchor: str = "start", ink: str = "#333333") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{ink}">{words}</text>'
