"""The printed dict of a Keras history, `{'loss': [0.5, nan], ...}`, read without evaluating it."""

import re
from pathlib import Path

from probes.column_names import meaning
from probes.formats.decoding import decoded, whole_text
from probes.formats.guarded import only_refusals
from probes.formats.history_limits import DOCUMENT_BYTES
from probes.formats.json_history import of_series
from probes.formats.numerals import number
from probes.history import History
from probes.possible_measures import accepted
from probes.refusal import Refusal

# Lists of plain numbers only; no quantifier nests, so that hostile text costs linear time.
_SERIES = re.compile(r"""'([^'\n]{1,100})'\s{0,9}:\s{0,9}(?:array\()?\[([^\]\['"]*)\]""")
_NUMPY = re.compile(r"\b(?:np\.|numpy\.)?(?:float(?:16|32|64)|tensor)\(([^(),]{1,40})[^()]{0,40}\)")


def recognises(head: bytes, path: Path) -> bool:  # noqa: ARG001
    text = decoded(head)
    if text is None or not text.lstrip().startswith("{'"):
        return False
    names = re.findall(r"'([^'\n]{1,100})'\s{0,9}:\s{0,9}(?:array\()?\[", text)
    return any(meaning(name).role != "other" for name in names) or bool(accepted(names))


@only_refusals
def read(path: Path) -> History:
    return of_text(whole_text(path, DOCUMENT_BYTES))


def of_text(text: str) -> History:
    series = {}
    for name, cells in _SERIES.findall(_NUMPY.sub(r"\1", text)):
        series[name] = [number(cell) for cell in cells.split(",") if cell.strip()]
    series = {name: cells for name, cells in series.items() if cells}
    if not series:
        raise Refusal("python_dict_without_history")
    return of_series(series, "python_dict")
