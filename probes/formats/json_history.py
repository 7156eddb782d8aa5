"""A history dumped as one JSON document: lists by name (Keras), or a list of records."""

from collections.abc import Mapping
from pathlib import Path

from probes.column_names import meaning
from probes.formats import numerals, trainer_state
from probes.formats.decoding import decoded, whole_text
from probes.formats.guarded import only_refusals
from probes.formats.history_limits import DOCUMENT_BYTES
from probes.formats.json_depth import parsed
from probes.formats.json_values import value
from probes.formats.table import Table
from probes.history import History
from probes.possible_measures import accepted
from probes.refusal import Refusal

_WRAPPINGS = ("history", "metrics", "log_history", "logs", "results")
_DEEPEST = 4


def recognises(head: bytes, path: Path) -> bool:
    text = decoded(head)
    if text is None or trainer_state.recognises(head, path):
        return False
    start = text.lstrip()
    if start.startswith("["):
        return start[1:].lstrip().startswith("{") and _names_a_measure(start)
    return start.startswith("{") and _holds_series(start)


def _names_a_measure(text: str) -> bool:
    names = [text_part for text_part in text[:4000].split('"')[1::2] if len(text_part) < 100]
    sure = any(meaning(name).role not in ("other", "time", "step") for name in names)
    return sure or bool(accepted(names))


def _holds_series(text: str) -> bool:
    """A key followed by a list or an object, not one record a line."""
    first_line, _, rest = text.rstrip().partition("\n")
    another = rest.lstrip().startswith("{") or (rest != "" and "[" not in first_line)
    one_record = first_line.rstrip().endswith("}") and another
    opened = ":[" in text.replace(" ", "").replace("\n", "").replace("\r", "")
    nested = ':{"0":' in text[:4000].replace(" ", "").replace("\n", "")
    return not one_record and (opened or nested) and _names_a_measure(text)


@only_refusals
def read(path: Path) -> History:
    return of_document(parsed(whole_text(path, DOCUMENT_BYTES)), "json_history")


def of_document(document: object, source: str) -> History:
    if isinstance(document, list):
        return trainer_state.of_records(document, source)
    if isinstance(document, dict):
        for name in _WRAPPINGS:
            if isinstance(inner := document.get(name), dict | list) and inner:
                return of_document(inner, source)
        return of_series(_series(document), source)
    raise Refusal("json_without_history")


def _series(document: Mapping[str, object], prefix: str = "", level: int = 0) -> dict[str, list]:
    found: dict[str, list] = {}
    for name, cell in document.items():
        if isinstance(cell, list) and cell and not isinstance(cell[0], list | dict):
            found[prefix + name] = [value(entry) for entry in cell]
        elif isinstance(cell, dict) and _is_indexed(cell):
            found[prefix + name] = [value(entry) for entry in cell.values()]
        elif isinstance(cell, dict) and level < _DEEPEST:
            found.update(_series(cell, f"{prefix}{name}/", level + 1))
    return found


def _is_indexed(cells: dict) -> bool:
    """{"0": 0.5, "1": 0.4}: what pandas writes for a column."""
    return bool(cells) and all(name.isdigit() for name in cells)


def of_series(series: Mapping[str, list[float | None]], source: str) -> History:
    """Lists of different lengths: one of every epoch and one of every step are both kept."""
    if not series:
        raise Refusal("json_without_history")
    table = Table(source)
    columns = {name: numerals.of_numbers(cells) for name, cells in series.items()}
    table.add(columns, max(len(cells) for cells in series.values()))
    return table.history()
