"""A Jupyter notebook (.ipynb): its code cells as one script, in their order."""

from pathlib import Path

from probes.formats.decoding import decoded, whole_text
from probes.formats.guarded import only_refusals
from probes.formats.history_limits import DOCUMENT_BYTES
from probes.formats.json_depth import parsed
from probes.refusal import Refusal
from probes.script import Script, read_code


def recognises(head: bytes, path: Path) -> bool:  # noqa: ARG001
    text = decoded(head)
    if text is None or not text.lstrip().startswith("{"):
        return False
    return '"cells"' in text and '"cell_type"' in text


@only_refusals
def read(path: Path) -> Script:
    notebook = parsed(whole_text(path, DOCUMENT_BYTES))
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise Refusal("notebook_without_cells")
    code = [_source(cell) for cell in cells if isinstance(cell, dict)]
    code = [source for source in code if source]
    if not code:
        raise Refusal("notebook_without_cells")
    return read_code("\n".join(code))


def _source(cell: dict) -> str:
    if cell.get("cell_type") != "code":
        return ""
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""
