"""The functions whose meaning we know, by dotted name: our own inert versions, never theirs."""

from probes.formats.pickles.machine import Rebuilder
from probes.formats.pickles.rebuilders.containers import CONTAINERS
from probes.formats.pickles.rebuilders.numpy_arrays import NUMPY
from probes.formats.pickles.rebuilders.torch_tensors import TORCH

KNOWN: dict[str, Rebuilder] = {**CONTAINERS, **NUMPY, **TORCH}
