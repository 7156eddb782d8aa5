"""The operations that a `.pt2` may use; each file lists names as `op.overload` of torch.ops.aten.

Nothing here reads files, takes callables, resizes storages or makes views without bounds checks.
"""

from probes.graph.operations import algebra, creation, layers, pointwise, reductions, shapes

_FAMILIES = (algebra, creation, layers, pointwise, reductions, shapes)

ATEN = frozenset(f"aten.{name}" for family in _FAMILIES for name in family.NAMES.split())
