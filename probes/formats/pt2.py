"""torch.export archives: known here by their names, read by probes.graph."""

from pathlib import Path

from probes.formats.archives.zip_contents import zip_kind
from probes.graph import Graph
from probes.graph import read as read_graph


def recognises(head: bytes, path: Path) -> bool:
    return zip_kind(head, path) == "pt2"


def read(path: Path) -> Graph:
    return read_graph(path)
