"""trainer_state.json of the Hugging Face Trainer: its log_history as rows."""

from pathlib import Path

from probes.formats.decoding import whole_text
from probes.formats.guarded import only_refusals
from probes.formats.history_limits import DOCUMENT_BYTES
from probes.formats.json_depth import parsed
from probes.formats.json_values import numbers_of
from probes.formats.table import of_rows
from probes.history import History
from probes.refusal import Refusal

# The last row sums the run up: its train_loss is the mean over the run, not a point of a curve.
_SUMMARY_MARK = "train_runtime"


def recognises(head: bytes, path: Path) -> bool:  # noqa: ARG001
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return False
    if b'"log_history"' in head:
        return True
    # Large states put `log_history` after other keys, yet before the end of the file.
    return b'"best_model_checkpoint"' in head or b'"best_metric"' in head


@only_refusals
def read(path: Path) -> History:
    state = parsed(whole_text(path, DOCUMENT_BYTES))
    records = state.get("log_history") if isinstance(state, dict) else None
    if not isinstance(records, list) or not records:
        raise Refusal("trainer_state_without_log")
    return of_records(records, "trainer_state")


def of_records(records: list[object], source: str) -> History:
    rows = [numbers_of(record) for record in records if isinstance(record, dict)]
    return of_rows((without_summary(row) for row in rows), source).history()


def without_summary(row: dict[str, float]) -> dict[str, float]:
    if _SUMMARY_MARK not in row:
        return row
    return {name: cell for name, cell in row.items() if name not in ("train_loss", "total_flos")}
