"""What is worked out from a graph alone is worked out once, however many probes ask."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from probes.graph.graph import Graph

Found = TypeVar("Found")


def once_per_graph(work: Callable[[Graph], Found]) -> Callable[[Graph], Found]:
    kept: WeakKeyDictionary[Graph, Found] = WeakKeyDictionary()

    @wraps(work)
    def once(graph: Graph) -> Found:
        if graph not in kept:
            kept[graph] = work(graph)
        return kept[graph]

    return once
