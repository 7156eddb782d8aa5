"""What the zygote of CUDA jobs imports: all of it, but no operation that would start CUDA.

What CUDA holds does not survive a fork, so only the children ever start it.
"""

import torch

import probes.artifacts
import probes.catalog
import probes.experiments
import probes.trials
import probes.trials.changes
from probes.sandbox import warm_light


def warm() -> None:
    torch.set_num_threads(1)
    warm_light.warm()
    parts = (probes.artifacts, probes.catalog, probes.trials, probes.trials.changes)
    for package in (*parts, probes.experiments):
        warm_light.import_all(package)
