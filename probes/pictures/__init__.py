"""What is worth seeing of an upload, as plain numbers: one module and its `draw` a picture.

`draw` names the artifacts that it needs, as probes do. A picture that cannot be drawn is left out:
why, the probes say.
"""

import sys
from collections.abc import Mapping

from probes import artifacts
from probes.plain import plain
from probes.shelf import Shelf, load, names_in


def draw_all(upload: Mapping[str, object]) -> dict[str, object]:
    """Picture -> its numbers, JSON-clean."""
    here, shelf = sys.modules[__name__], Shelf(upload, artifacts)
    drawn = {}
    for name in names_in(here):
        picture = load(here, name)
        try:
            drawn[name] = plain(picture.draw(**shelf.take_for(picture.draw)))
        except Exception:  # one that fails must not lose the others
            continue
    return {name: numbers for name, numbers in drawn.items() if numbers}
