"""From a `.pt2` file to a Graph: structure only, without torch and without running anything."""

from pathlib import Path

from probes.graph import limits
from probes.graph.archive import Archive, open_archive
from probes.graph.flow import Flow
from probes.graph.graph import Graph
from probes.graph.payloads import payloads
from probes.graph.signature import bind_inputs, read_outputs
from probes.refusal import Refusal

SCHEMA_MAJOR = 8  # torch 2.5 to 2.13 write it
# What a malformed document raises while it is walked.
MALFORMED = (
    KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError, RecursionError,
)  # fmt: skip


def read(path: Path) -> Graph:
    """Only Refusal comes out of a bad file."""
    archive = open_archive(path)
    try:
        return _read(archive)
    except Refusal:
        raise
    except MALFORMED as error:
        raise Refusal("pt2_malformed", part="graph") from error


def _read(archive: Archive) -> Graph:
    (model,) = (name for name in archive.members if name.startswith("models/"))
    document = archive.json(model)
    if document["schema_version"]["major"] != SCHEMA_MAJOR:
        raise Refusal("pt2_schema_unknown", version=str(document["torch_version"])[:40])
    module = document["graph_module"]
    weights, storages = payloads(archive)
    flow = Flow()
    sources, inputs = bind_inputs(module, flow, weights)
    flow.follow(module["graph"])
    outputs, mutated = read_outputs(module, flow)
    return Graph(
        path=archive.path,
        torch_version=str(document["torch_version"])[: limits.MOST_NAME_CHARACTERS],
        nodes=tuple(flow.nodes),
        inputs=inputs,
        outputs=outputs,
        sources=sources,
        values=flow.values,
        weights=weights,
        storages=storages,
        mutated_buffers=mutated,
    )
