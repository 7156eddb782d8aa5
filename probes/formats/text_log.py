"""Plain text logs in the spellings of the common trainers and home-made loops, pasted ones too."""

from pathlib import Path

from probes.column_names import MEASURES, is_measure
from probes.formats.decoding import decoded, whole_text
from probes.formats.guarded import only_refusals
from probes.formats.history_limits import LOG_BYTES
from probes.formats.log_text import rows
from probes.formats.table import of_rows
from probes.history import History
from probes.refusal import Refusal

LAST_RESORT = True  # much may look like a log: asked after all other formats


def recognises(head: bytes, path: Path) -> bool:
    """The first bytes may be a banner: then the whole file is read for its first lines."""
    text = decoded(head)
    if text is None:
        return False
    return _holds_log(text) or (
        len(text) > 1000 and path.is_file() and _holds_log(_beginning(path, 16 * len(head)))
    )


@only_refusals
def read(path: Path) -> History:
    history = read_text(whole_text(path, LOG_BYTES))
    if history is None:
        raise Refusal("log_without_values")
    return history


def read_text(text: str) -> History | None:
    """None when it holds fewer than two log lines."""
    log = rows.gathered(text)
    found = list(rows.rows_of(log))
    if not rows.is_log(found):
        return None
    table = of_rows(found, "text_log")
    table.totals.update(log.totals)
    history = table.history()
    return history if _says_something(history) else None


def _says_something(history: History) -> bool:
    """Possible measures alone, of which none was understood, are no log."""
    return any(column.role in MEASURES or is_measure(column.name) for column in history.columns)


def _holds_log(text: str) -> bool:
    return rows.is_log(list(rows.rows_of(rows.gathered(text))))


def _beginning(path: Path, size: int) -> str:
    with path.open("rb") as file:
        return decoded(file.read(size)) or ""
