"""Plotly's own script from its wheel, and what it needs under a strict content policy."""

import re
from functools import lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

FOLDER = Path(str(find_spec("plotly").origin)).parent / "package_data"  # type: ignore[union-attr]
NAME = "plotly.min.js"
VERSION = version("plotly")
_GUARD = re.compile(r'getElementById\("([0-9a-f]{64})"\)')


@lru_cache(maxsize=1)
def map_style() -> str:
    """The id of the inline style that Plotly's map part adds unless an element has that id.

    Our policy forbids inline styles and we draw no maps: the page shows an element of this id.
    """
    found = _GUARD.search((FOLDER / NAME).read_text(encoding="utf-8"))
    return found[1] if found else ""
