"""Which of the sets of weights in a file is the model, and which are copies of it."""

import re
from dataclasses import dataclass

from probes.formats.layouts.parts import Path

_AVERAGED = re.compile(r"ema|shadow|averag|swa|teacher|polyak", re.I)
_OLDER = re.compile(r"best|prev|init|old|last|backup|ref", re.I)
_WEIGHTY = re.compile(
    r"state|model|net|weight|param|module|encod|decod|generator|discriminator|critic|actor"
    r"|policy|head|backbone|variables",
    re.I,
)

Weights = dict[str, object]


@dataclass
class Choice:
    """`where` is the path of the model's weights; `copies` are by their own path."""

    weights: Weights
    where: str
    copies: dict[str, Weights]
    left_out: list[str]


def choose(found: dict[Path, Weights]) -> Choice | None:
    if not found:
        return None
    named = {path: found[path] for path in found if _says_weights(path, found[path])}
    chosen = named or found
    left_out = [".".join(path) for path in found if path not in chosen]
    main = _without(chosen, _AVERAGED)
    copies = {path: weights for path, weights in chosen.items() if path not in main}
    main, older = _distinct(main)
    copies.update(older)
    common = _common(list(main))
    merged: Weights = {}
    for path, weights in main.items():
        prefix = "".join(f"{step}." for step in path[len(common) :])
        merged.update({f"{prefix}{name}": value for name, value in weights.items()})
    named_copies = {".".join(path): weights for path, weights in copies.items()}
    return Choice(merged, ".".join(common), named_copies, left_out)


def _says_weights(path: Path, weights: Weights) -> bool:
    """By a name on the way to it; at the root, where there is none, by dotted names inside."""
    return _matches(_WEIGHTY, path) if path else any("." in name for name in weights)


def _matches(pattern: re.Pattern, path: Path) -> bool:
    return any(pattern.search(step) for step in path)


def _without(found: dict[Path, Weights], pattern: re.Pattern) -> dict[Path, Weights]:
    """Those that the pattern does not name; all of them where it names all."""
    rest = {path: found[path] for path in found if not _matches(pattern, path)}
    return rest or dict(list(found.items())[:1])


def _distinct(
    found: dict[Path, Weights],
) -> tuple[dict[Path, Weights], dict[Path, Weights]]:
    """Of sets with the same names and shapes the first that is not called best, old, ... stays."""
    main: dict[Path, Weights] = {}
    copies: dict[Path, Weights] = {}
    keys: dict[tuple, Path] = {}
    for path in sorted(found, key=lambda path: _matches(_OLDER, path)):
        key = tuple(sorted((name, _shape(value)) for name, value in found[path].items()))
        known = keys.setdefault(key, path)
        rivals = len(key) >= 2 and known != path and not (known and path and _siblings(known, path))
        (copies if rivals else main)[path] = found[path]
    return {path: main[path] for path in found if path in main}, copies


def _siblings(one: Path, other: Path) -> bool:
    """Layers of one nested tree repeat each other; whole models side by side differ in a name
    that says so."""
    return one[:-1] == other[:-1] and not _matches(_OLDER, (one[-1], other[-1]))


def _shape(value: object) -> tuple[int, ...]:
    shape = getattr(value, "shape", ())
    return shape if isinstance(shape, tuple) else ()


def _common(paths: list[Path]) -> Path:
    """The longest beginning that all paths share."""
    first = paths[0]
    for length in range(len(first), 0, -1):
        if all(path[:length] == first[:length] for path in paths):
            return first[:length]
    return ()
