"""What is worth seeing of an upload, as plain numbers: one module and its `draw` a picture.

`draw` names the artifacts that it needs, as probes do. A picture that cannot be drawn is left out:
why, the probes say.
"""

import sys
from collections.abc import Container, Mapping

from probes import artifacts
from probes.plain import plain
from probes.shelf import Shelf, load, names_in


def draw_all(upload: Mapping[str, object], drawn: Container[str] = ()) -> dict[str, dict]:
    """Picture -> its numbers, JSON-clean, and the files it uses; not those `drawn` already."""
    here, shelf = sys.modules[__name__], Shelf(upload, artifacts)
    new = {}
    for name in names_in(here):
        if name in drawn:
            continue
        picture = load(here, name)
        try:
            numbers = plain(picture.draw(**shelf.take_for(picture.draw)))
            uses = sorted(shelf.sources_of(picture.draw))
        except Exception:  # one that fails must not lose the others
            continue
        if numbers:
            new[name] = {**numbers, "uses": uses}
    return new
